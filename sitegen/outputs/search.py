"""The search page, and what of the site is to be found by it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sitegen.cases import HonourCase, NoticeCase, Owner
from sitegen.edition import Edition, address, facet_address, notice_address
from sitegen.library import STANDING
from sitegen.outputs import Page
from sitegen.outputs.cards import level_words, unit_name
from sitegen.outputs.lists import FACETS, map_groups
from sitegen.records.entries import Bulletin, Model, Unit
from sitegen.records.facts import Comment, Promise
from sitegen.records.filed import Filed
from sitegen.records.words import Level, State
from sitegen.search.documents import Award, Document
from sitegen.views.base import Body, Count, Link, Meta
from sitegen.views.search import SearchView
from sitegen.views.words import Phrase, Words, phrase

ADDRESS = "search.html"
_FIRST_FEW = 12  # of each list on the page; the lists' own pages have them all
_KINDS = (
    ("model", phrase("先进人物")),
    ("unit", phrase("先进单位")),
    ("notice", phrase("公示")),
    ("bulletin", phrase("通报")),
    ("page", phrase("说明")),
)


def pages(edition: Edition) -> Iterator[Page]:
    folder: dict[Words, str] = {title: facet_address(facet) for facet, title in FACETS.items()}
    groups = tuple((Link(title, folder[title]), counts[:_FIRST_FEW]) for title, counts in map_groups(edition))
    meta = Meta(phrase("搜索"), phrase("在全站的人物、单位、公示和通报里查找。"), "", (Link(phrase("首页"), "index.html"),))
    states = tuple((state.en, Phrase(state.zh)) for state in STANDING)
    levels = tuple((level.zh, level_words(level)) for level in Level)
    yield Page(ADDRESS, "search.html", SearchView(meta, _stamp(edition), _columns(edition), groups, states, _KINDS, levels))


def documents(edition: Edition) -> Iterator[Document]:
    """Everything published that may be found; nothing of who is withheld."""
    for owner in edition.promoted:
        yield _subject(edition, owner)
    withheld = {o.record.name for o in edition.library.owners if edition.is_withheld(o)}
    for case in edition.library.notices:
        names = tuple(c.owner.record.name for c in case.candidates if not edition.is_withheld(c.owner))
        if case.state in STANDING and (names or not case.candidates) and not any(name in case.title for name in withheld):
            yield _notice(case, names)
    for bulletin in edition.library.bulletins:
        if bulletin.record.date <= edition.library.today:
            yield _bulletin(edition, bulletin)
    for page in edition.library.pages:
        record = page.record
        yield Document("page", address(page), record.title, summary=record.summary or "", body=_text(edition.body(page)))


def _subject(edition: Edition, owner: Owner) -> Document:
    record = owner.record
    person = record if isinstance(record, Model) else None
    cases = [c for c in edition.library.honours_of.get(owner.path, ()) if c.state in STANDING]
    day = record.updated or record.published
    return Document(
        kind="model" if person else "unit",
        url=address(owner),
        name=record.name,
        aliases=person.aliases if person else (),
        reading=(person.pinyin or "") if person else "",
        headline=record.title or "",
        summary=record.summary,
        unit=unit_name(edition, person.unit) if person else "",
        post=(person.post or "") if person else "",
        region=record.region,
        sector=record.sector or "",
        awards=tuple(_award(c) for c in cases),
        texts=tuple(_texts(owner, cases)),
        body=_text(edition.body(owner)),
        day=day.toordinal() if day else 0,
        is_sample=record.sample,
    )


def _award(case: HonourCase) -> Award:
    level = case.honour.level
    return Award(case.honour.title, case.state.en, case.honour.year or 0, level.zh if level else "", _spans(case.state, case.notices))


def _spans(state: State, notices: Iterable[NoticeCase]) -> str:
    """The days of notices, as long as a state follows from them."""
    if state not in (State.UPCOMING, State.ON_NOTICE):
        return ""
    return " ".join(f"{i.start}/{i.end}" for notice in notices if (i := notice.reckoning.interval))


def _texts(owner: Owner, cases: Iterable[HonourCase]) -> Iterator[str]:
    """What the page says besides its head and its story, one thing a line."""
    record = owner.record
    for case in cases:
        yield _honour_line(case)
    yield "、".join(record.tags)
    yield "、".join(record.goals)
    yield record.badge or ""
    for promise in record.promises:
        yield from _promise(promise)
    for comment in record.comments:
        yield from _comment(comment)
    yield from record.criteria.values()
    if isinstance(record, Unit):
        yield record.theme or ""
        yield "、".join(carrier.name for carrier in record.carriers)
        for achievement in record.achievements:
            yield " ".join(part for part in (achievement.text, achievement.figures) if part)


def _honour_line(case: HonourCase) -> str:
    """The honour as pages print it: before the decision it is proposed, never held."""
    honour = case.honour
    proposed = "" if case.state is State.HONOURED else "拟授予"
    year = f"{honour.year}年度" if honour.year else ""
    return " ".join(part for part in (f"{proposed}“{honour.title}”", honour.authority, year, case.state.zh) if part)


def _promise(promise: Promise) -> Iterator[str]:
    yield promise.text
    yield " ".join(part for part in (promise.responsible, promise.origin) if part)
    for entry in promise.progress:
        yield entry.text
    yield promise.result or ""
    yield promise.review.verdict if promise.review else ""


def _comment(comment: Comment) -> Iterator[str]:
    yield comment.leader
    for part in (comment.affirmed, comment.shortfall, comment.direction):
        yield part or ""


def _notice(case: NoticeCase, names: tuple[str, ...]) -> Document:
    interval = case.reckoning.interval
    scope = case.notice.scope
    return Document(
        kind="notice",
        url=notice_address(case),
        name=case.title,
        unit=case.notice.issuer or "",
        awards=(Award("", case.state.en, interval.start.year if interval else 0, "", _spans(case.state, (case,))),),
        texts=("、".join(names), f"{scope.zh}公示" if scope else "", case.state.zh),
        day=interval.start.toordinal() if interval else 0,
    )


def _bulletin(edition: Edition, filed: Filed[Bulletin]) -> Document:
    record = filed.record
    opinions = tuple(part for o in record.opinions for part in (o.text, o.reply or ""))
    return Document(
        kind="bulletin",
        url=address(filed),
        name=record.title,
        unit=unit_name(edition, record.unit),
        texts=(record.kind.zh, *opinions),
        body=_text(edition.body(filed)),
        day=record.date.toordinal(),
    )


def _text(body: Body) -> str:
    """The hash under which the text of a body is remembered; "" for none."""
    return "" if body.is_empty else body.sha


def _columns(edition: Edition) -> tuple[Count, ...]:
    library = edition.library
    people = sum(isinstance(o.record, Model) for o in edition.promoted)
    return (
        Count(phrase("先进人物"), "models/index.html", people),
        Count(phrase("先进单位"), "units/index.html", len(edition.promoted) - people),
        Count(phrase("公示"), "notices/index.html", len(library.notices)),
        Count(phrase("公开承诺"), "promises/index.html", len(library.promises)),
        Count(phrase("通报"), "bulletins/index.html", len(library.bulletins)),
    )


def _stamp(edition: Edition) -> str:
    """Changes whenever a document may have changed: with any file, and with the state of any honour or notice."""
    library = edition.library
    files = (library.site, *library.owners, *library.notice_files, *library.bulletins, *library.pages)
    digest = hashlib.sha256("".join(f.sha for f in files).encode())
    states = (*(c.state.en for c in library.honours), *(c.state.en for c in library.notices))
    digest.update("".join(states).encode())
    return digest.hexdigest()[:10]
