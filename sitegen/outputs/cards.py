"""The pieces that several pages show: cards, promises, objections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from sitegen.cases import HonourCase, NoticeCase, Owner, PromiseCase, remaining
from sitegen.edition import Edition, address, notice_address, once
from sitegen.records.entries import Bulletin, Model
from sitegen.records.facts import Objection, Progress
from sitegen.records.filed import Filed
from sitegen.records.words import BulletinKind, Level, ObjectionStatus, PromiseState, Scope, State
from sitegen.views.base import (
    BulletinCard,
    Card,
    HonourLine,
    Image,
    Link,
    NoticeCard,
    ObjectionView,
    ProgressView,
    PromiseView,
)
from sitegen.views.words import Phrase, Words, counted, phrase

_NAMES = 8  # of candidates on a card; a batch may have hundreds
# which honour a card shows when there are several
_ON_CARDS = (State.ON_NOTICE, State.HONOURED, State.CLOSED, State.UPCOMING, State.REVOKED, State.WITHDRAWN)
# a level as it stands alone; a notice is posted at one of the same
LEVELS = {
    Level.NATION.en: phrase("国家级"),
    Level.PROVINCE.en: phrase("省级"),
    Level.CITY.en: phrase("市级"),
    Level.COUNTY.en: phrase("县级"),
    Level.TOWNSHIP.en: phrase("乡级"),
    Level.OWN_UNIT.en: phrase("本单位"),
}
_OBJECTIONS = {
    ObjectionStatus.RECEIVED: phrase("正在受理"),
    ObjectionStatus.CHECKING: phrase("正在核查"),
    ObjectionStatus.UPHELD: phrase("异议成立"),
    ObjectionStatus.REJECTED: phrase("异议不成立"),
    ObjectionStatus.WITHDRAWN: phrase("异议撤回"),
}


_OUTCOMES: dict[State, Callable[[int], Phrase]] = {
    State.HONOURED: lambda number: counted("%(num)s 个已表彰", number),
    State.CLOSED: lambda number: counted("%(num)s 个待决定", number),
    State.ON_NOTICE: lambda number: counted("%(num)s 个在上一级公示中", number),
    State.WITHDRAWN: lambda number: counted("%(num)s 个已撤回", number),
    State.REVOKED: lambda number: counted("%(num)s 个已撤销", number),
}


def level_words(level: Level | Scope | None) -> Words:
    """A level as pages name it; nothing where there is none."""
    return LEVELS[level.en] if level else ""


def full_title(name: str, headline: str | None) -> Words:
    """The name with the headline, where there is one of its own."""
    return name if headline in (None, "", name) else phrase("%(name)s：%(title)s", name=name, title=headline or "")


def honour_line(case: HonourCase) -> HonourLine:
    spans: tuple[tuple[date, date], ...] = ()
    if case.state in (State.UPCOMING, State.ON_NOTICE):
        spans = tuple((i.start, i.end) for n in case.notices if (i := n.reckoning.interval))
    return HonourLine(
        case.honour.title, case.state, level_words(case.honour.level), case.honour.year, case.state is not State.HONOURED, spans
    )


def leading_honour(cases: Iterable[HonourCase]) -> HonourCase | None:
    """The honour that a card shows when there are several."""
    public = [c for c in cases if c.is_public]
    return min(public, key=lambda c: (_ON_CARDS.index(c.state), -(c.honour.year or 0), c.index), default=None)


def _first_honour(cases: Iterable[HonourCase]) -> HonourLine | None:
    first = leading_honour(cases)
    return honour_line(first) if first else None


def unit_link(edition: Edition, written: str | None) -> Link:
    """A unit named by its slug as a link; anything else as text."""
    if not written:
        return Link("")
    unit = edition.library.units_by_slug.get(written)
    return Link(unit.record.name, address(unit)) if unit else Link(written)


def unit_name(edition: Edition, written: str | None) -> str:
    """The name of a unit written as its slug; anything else as it is."""
    unit = edition.library.units_by_slug.get(written or "")
    return unit.record.name if unit else written or ""


def photo(edition: Edition, owner: Owner) -> Image | None:
    """The photo of a record, if there is one and it may be shown."""
    given = owner.record.photo
    if given is None or not given.consent:
        return None
    return edition.images.get(f"{owner.path}\0{given.file}")


def card(edition: Edition, owner: Owner, case: HonourCase | None = None) -> Card:
    """A record as lists show it; with ``case`` it shows that honour instead of the first one."""
    key = (owner.path, case.index if case else None)
    if key not in edition.cards:
        edition.cards[key] = _card(edition, owner, case)
    return edition.cards[key]


def _card(edition: Edition, owner: Owner, case: HonourCase | None) -> Card:
    record = owner.record
    person = record if isinstance(record, Model) else None
    unit = unit_name(edition, person.unit) if person else ""
    role = " ".join(p for p in (unit, person.post or "") if p) if person else ""
    honour = honour_line(case) if case else _first_honour(edition.library.honours_of.get(owner.path, ()))
    withheld = edition.is_withheld(owner)
    return Card(
        kind="model" if person else "unit",
        url=address(owner),
        name=record.name,
        headline="" if withheld else (record.title or record.name),
        summary="" if withheld else record.summary,
        monogram=record.name[:1],
        place=" ".join(record.region),
        sector=record.sector or "",
        role=role,
        badge=record.badge or "",
        honour=honour,
        photo=None if withheld else photo(edition, owner),
        published=record.published,
        is_sample=record.sample,
    )


def _outcome(edition: Edition, case: NoticeCase) -> tuple[Words, bool]:
    """What became of the candidates of an ended notice, in words and numbers; and whether all is decided."""
    if case.state is not State.CLOSED:
        return "", False
    states = Counter(candidate_state(edition, case, i) for i in range(len(case.candidates)))
    parts = [words(number) for state, words in _OUTCOMES.items() if (number := states[state])]
    if not parts:
        return "", False
    words = parts[0]
    for part in parts[1:]:
        words = phrase("%(some)s，%(others)s", some=words, others=part)
    return words, not (states[State.CLOSED] or states[State.ON_NOTICE])


def candidate_state(edition: Edition, case: NoticeCase, number: int) -> State:
    """The state of the honour that candidate ``number`` of a notice stands for."""
    candidate = case.candidates[number]
    return edition.library.honours_of[candidate.owner.path][candidate.index].state


def notice_card(edition: Edition, case: NoticeCase) -> NoticeCard:
    """A notice in a list; of a batch it names nobody whose story is held back, which the notice itself goes on to do."""
    if id(case) not in edition.notice_cards:
        edition.notice_cards[id(case)] = _notice_card(edition, case)
    return edition.notice_cards[id(case)]


def _notice_card(edition: Edition, case: NoticeCase) -> NoticeCard:
    interval = case.reckoning.interval
    named = [c.owner for c in case.candidates if case.number or not edition.is_withheld(c.owner)]
    outcome, is_settled = _outcome(edition, case)
    return NoticeCard(
        url=notice_address(case),
        title=case.title,
        state=case.state,
        start=interval.start if interval else None,
        end=interval.end if interval else None,
        days_left=remaining(case, edition.library.today),
        scope=level_words(case.notice.scope),
        issuer=case.notice.issuer or "",
        names=tuple(owner.record.name for owner in named[:_NAMES]),
        number=len(case.candidates),
        outcome=outcome,
        is_settled=is_settled,
    )


def progress(entries: Iterable[Progress]) -> tuple[ProgressView, ...]:
    return tuple(ProgressView(p.date, p.text) for p in sorted(entries, key=lambda p: p.date))


def promise_on_board(edition: Edition, case: PromiseCase) -> PromiseView:
    """A promise among those of others."""
    known = _on_board(edition)
    if id(case) not in known:
        known[id(case)] = promise_view(case, on_board=True)
    return known[id(case)]


@once
def _on_board(_: Edition) -> dict[int, PromiseView]:
    """By the identity of their case, which the library keeps: each stands on the board and in its quarter."""
    return {}


def promise_view(case: PromiseCase, *, on_board: bool = False) -> PromiseView:
    """A promise on its owner's page, or ``on_board`` among those of others, where its anchor has to be another."""
    promise, owner = case.promise, case.owner
    anchor = f"promise-{case.index + 1}"
    return PromiseView(
        text=promise.text,
        owner=Link(owner.record.name, f"{address(owner)}#{anchor}"),
        state=case.state,
        made=promise.made,
        due=promise.due,
        days=case.days_over if case.state is PromiseState.OVERDUE else 0,
        responsible=promise.responsible or "",
        origin=promise.origin or "",
        progress=progress(promise.progress),
        result=promise.result or "",
        evidence=promise.evidence or "",
        reviewed=promise.review.date if promise.review else None,
        review=promise.review.verdict if promise.review else "",
        anchor=f"{owner.path.split('/')[1]}-{owner.slug}-{case.index + 1}" if on_board else anchor,
    )


def promise_order(case: PromiseCase) -> tuple[int, int, str, int]:
    """Overdue first, then what is due next, then what was kept, newest first."""
    due = case.promise.due.toordinal() if case.promise.due else 10**7
    rank = (PromiseState.OVERDUE, PromiseState.RUNNING, PromiseState.KEPT).index(case.state)
    return (rank, -due if case.state is PromiseState.KEPT else due, case.owner.slug, case.index)


def objection_view(objection: Objection) -> ObjectionView:
    return ObjectionView(objection.date, _OBJECTIONS[objection.status], objection.status.is_open, objection.closed, objection.outcome or "")


def bulletin_card(edition: Edition, filed: Filed[Bulletin]) -> BulletinCard:
    record, today = filed.record, edition.library.today
    takes = record.kind is BulletinKind.CONSULTATION and (record.closes is None or today <= record.closes)
    return BulletinCard(
        url=address(filed),
        title=record.title,
        kind=Phrase(record.kind.zh),
        unit=unit_name(edition, record.unit),
        date=record.date,
        closes=record.closes,
        is_open=takes and record.date <= today,
        opinions=len(record.opinions),
        answered=sum(1 for o in record.opinions if o.reply),
    )
