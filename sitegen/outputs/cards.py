"""The pieces that several pages show: cards, promises, objections, time lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sitegen.cases import HonourCase, NoticeCase, Owner, PromiseCase, remaining
from sitegen.edition import Edition, address, notice_address
from sitegen.records.entries import Bulletin, Model
from sitegen.records.facts import Objection, Progress
from sitegen.records.filed import Filed
from sitegen.records.words import BulletinKind, ObjectionStatus, PromiseState, State
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
    Step,
)

_NAMES = 8  # of candidates on a card; a batch may have hundreds
# which honour a card shows when there are several
_ON_CARDS = (State.ON_NOTICE, State.HONOURED, State.CLOSED, State.UPCOMING, State.REVOKED, State.WITHDRAWN)


def honour_line(case: HonourCase) -> HonourLine:
    level = case.honour.level.zh if case.honour.level else ""
    spans: tuple[tuple[date, date], ...] = ()
    if case.state in (State.UPCOMING, State.ON_NOTICE):
        spans = tuple((i.start, i.end) for n in case.notices if (i := n.reckoning.interval))
    return HonourLine(case.honour.title, case.state, level, case.honour.year, case.state is not State.HONOURED, spans)


def _first_honour(cases: Iterable[HonourCase]) -> HonourLine | None:
    public = [c for c in cases if c.is_public]
    if not public:
        return None
    return honour_line(min(public, key=lambda c: (_ON_CARDS.index(c.state), -(c.honour.year or 0), c.index)))


def unit_link(edition: Edition, written: str | None) -> Link:
    """A unit named by its slug as a link; anything else as text."""
    if not written:
        return Link("")
    unit = edition.library.units_by_slug.get(written)
    return Link(unit.record.name, address(unit)) if unit else Link(written)


def photo(edition: Edition, owner: Owner) -> Image | None:
    """The photo of a record, if there is one and it may be shown."""
    given = owner.record.photo
    if given is None or not given.consent:
        return None
    return edition.images.get(f"{owner.path}\0{given.file}")


def card(edition: Edition, owner: Owner, case: HonourCase | None = None) -> Card:
    """A record as lists show it; with ``case`` it shows that honour instead of the first one."""
    record = owner.record
    person = record if isinstance(record, Model) else None
    unit = unit_link(edition, person.unit).title if person else ""
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


def _outcome(edition: Edition, case: NoticeCase) -> str:
    """What became of the candidates of an ended notice, in words and numbers."""
    if case.state is not State.CLOSED:
        return ""
    states = Counter(candidate_state(edition, case, i) for i in range(len(case.candidates)))
    order = (State.HONOURED, State.CLOSED, State.ON_NOTICE, State.WITHDRAWN, State.REVOKED)
    words = {State.CLOSED: "待决定", State.ON_NOTICE: "在上一级公示中"}
    return "，".join(f"{states[s]} 个{words.get(s, s.zh)}" for s in order if states[s])


def candidate_state(edition: Edition, case: NoticeCase, number: int) -> State:
    """The state of the honour that candidate ``number`` of a notice stands for."""
    candidate = case.candidates[number]
    return edition.library.honours_of[candidate.owner.path][candidate.index].state


def notice_card(edition: Edition, case: NoticeCase) -> NoticeCard:
    interval = case.reckoning.interval
    return NoticeCard(
        url=notice_address(case),
        title=case.title,
        state=case.state,
        start=interval.start if interval else None,
        end=interval.end if interval else None,
        days_left=remaining(case, edition.library.today),
        scope=case.notice.scope.zh if case.notice.scope else "",
        issuer=case.notice.issuer or "",
        names=tuple(c.owner.record.name for c in case.candidates[:_NAMES]),
        number=len(case.candidates),
        outcome=_outcome(edition, case),
    )


def progress(entries: Iterable[Progress]) -> tuple[ProgressView, ...]:
    return tuple(ProgressView(p.date, p.text) for p in sorted(entries, key=lambda p: p.date))


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
    names = {ObjectionStatus.UPHELD: "异议成立", ObjectionStatus.REJECTED: "异议不成立", ObjectionStatus.WITHDRAWN: "异议撤回"}
    status = names.get(objection.status, f"正在{objection.status.zh}")
    return ObjectionView(objection.date, status, objection.status.is_open, objection.closed, objection.outcome or "")


def bulletin_card(edition: Edition, filed: Filed[Bulletin]) -> BulletinCard:
    record, today = filed.record, edition.library.today
    takes = record.kind is BulletinKind.CONSULTATION and (record.closes is None or today <= record.closes)
    return BulletinCard(
        url=address(filed),
        title=record.title,
        kind=record.kind.zh,
        unit=unit_link(edition, record.unit).title,
        date=record.date,
        closes=record.closes,
        is_open=takes and record.date <= today,
        opinions=len(record.opinions),
        answered=sum(1 for o in record.opinions if o.reply),
    )


def notice_steps(case: HonourCase, current: str = "") -> tuple[Step, ...]:
    """The notices of an honour as points on its time line; ``current`` is the slug of the one being shown."""
    found = []
    for notice in case.notices:
        interval = notice.reckoning.interval
        scope = notice.notice.scope
        found.append(
            Step(
                title=f"{scope.zh}公示" if scope else "公示",
                date=interval.start if interval else None,
                until=interval.end if interval else None,
                detail=notice.notice.issuer or "",
                url=notice_address(notice),
                is_done=notice.state is State.CLOSED,
                is_current=notice.slug == current or (not current and notice.state is State.ON_NOTICE),
            )
        )
    return tuple(found)


def honour_steps(case: HonourCase, today: date) -> tuple[Step, ...]:
    """The whole way of an honour: nomination, notices, decision, and its end if it came to one."""
    honour = case.honour
    steps = list(notice_steps(case))
    if honour.nomination:
        nomination = honour.nomination
        detail = f"{nomination.count} 人推荐" if nomination.count else ""
        steps.insert(0, Step(nomination.by.zh, nomination.date, None, detail, "", True))
    decided = honour.decision is not None and case.state in (State.HONOURED, State.REVOKED)
    if honour.decision and decided:
        words = "，".join(w for w in (honour.decision.authority, honour.decision.number) if w)
        steps.append(Step("表彰", honour.decision.date, None, words, "", True))
    elif case.state in (State.UPCOMING, State.ON_NOTICE, State.CLOSED):
        steps.append(Step("表彰决定", None, None, "公示期满、没有未办结的异议后作出", "", False))
    for fact, word in ((honour.withdrawal, "撤回"), (honour.revocation, "撤销")):
        if fact and fact.date <= today:
            steps.append(Step(word, fact.date, None, fact.reason, "", True))
    return tuple(steps)
