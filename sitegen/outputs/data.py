"""Open data: models, units and notices as JSON and CSV, a JSON feed, and the page that says what the columns mean.

Ids are permanent, states come with their dates, keys are English and never change. A candidate has a ``proposed_title`` and
no ``title``. Of somebody whose story is withheld nothing is here, not even a number (THREATS.md row 36).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from urllib.parse import quote

from sitegen.calendar import ONE_DAY
from sitegen.canonical import Encoder, plain_bytes
from sitegen.cases import HonourCase, NoticeCase, Owner, record_id
from sitegen.edition import Edition, address, notice_address, once
from sitegen.library import STANDING
from sitegen.outputs import Page
from sitegen.outputs.cards import candidate_state
from sitegen.outputs.columns import people, units
from sitegen.outputs.described import CANDIDATE, HONOUR, MODEL, NOTICE, UNIT
from sitegen.outputs.home import feed
from sitegen.outputs.sharing import is_silent
from sitegen.outputs.tables import Column, Record, Row, Table, Value, csv_bytes, json_bytes, known
from sitegen.records.entries import Model, Unit
from sitegen.records.scalars import Choice
from sitegen.records.words import State
from sitegen.views.base import Link, Meta
from sitegen.views.data import ColumnView, DataView, TableView
from sitegen.views.words import Phrase, phrase

ADDRESS = "data/index.html"
Facts = tuple[str | int | bool | tuple[str, ...] | None, ...]
Told = tuple[Facts, tuple[Facts, ...]]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file; ``key`` is the hash of all that its bytes follow from, which takes a tenth of the time that these take."""

    url: str
    key: str
    data: Callable[[], bytes]


def pages(edition: Edition) -> Iterator[Page]:
    meta = Meta(phrase("开放数据"), phrase("人物、单位和公示的数据，供下载和程序使用。"), "", (Link(phrase("首页"), "index.html"),))
    yield Page(ADDRESS, "data.html", DataView(meta, tuple(_described(edition, sheet) for sheet in _SHEETS)))


def files(edition: Edition, say: Callable[[object], str]) -> Iterator[DataFile]:
    """The data files; ``say`` turns words of the interface into text."""
    site = edition.library.site.record
    head = {"site": site.name, "organiser": site.organiser, "dictionary": _full(edition, ADDRESS)}
    view = feed(edition)
    said = tuple((say(entry.title), say(entry.summary)) for entry in view.entries)
    yield DataFile("feed.json", sha256(Encoder()((view, said, site.organiser))).hexdigest(), lambda: _feed(edition, say))
    for sheet in _SHEETS:
        told = sheet.told(edition)
        words = tuple(say(each) for each in (sheet.title, *(c.label for c in (*sheet.columns, *sheet.part_columns))))
        key = sha256(plain_bytes((site.name, site.organiser, site.url, words, told))).hexdigest()
        table = partial(_table, edition, sheet, told)
        yield DataFile(f"data/{sheet.name}.json", key, partial(_json, table, head, say))
        yield DataFile(f"data/{sheet.name}.csv", key, partial(_csv, table))


def _json(table: Callable[[], Table], head: Mapping[str, object], say: Callable[[object], str]) -> bytes:
    return json_bytes(table(), head, say)


def _csv(table: Callable[[], Table]) -> bytes:
    return csv_bytes(table())


def _table(edition: Edition, sheet: _Sheet, told: Iterable[Told]) -> Table:
    records = tuple(
        Record(_row(edition, sheet.columns, own), [_row(edition, sheet.part_columns, part) for part in parts]) for own, parts in told
    )
    return Table(sheet.name, sheet.title, sheet.columns, records, sheet.parts, sheet.part, sheet.part_columns)


def _row(edition: Edition, columns: Iterable[Column], facts: Facts) -> Row:
    return known((column.key, _value(edition, column.key, fact)) for column, fact in zip(columns, facts, strict=True))


def _value(edition: Edition, key: str, fact: Value) -> Value:
    """A fact as the data files write it."""
    if key == "region" and isinstance(fact, tuple):
        return "/".join(fact)
    return _full(edition, fact) if key in ("page", "text") and isinstance(fact, str) and fact else fact


def _described(edition: Edition, sheet: _Sheet) -> TableView:
    columns = (*sheet.columns, *(Column(f"{sheet.part}_{c.key}", c.label, c.meaning) for c in sheet.part_columns))
    name, views = f"data/{sheet.name}", tuple(ColumnView(c.key, c.label, c.meaning) for c in columns)
    return TableView(sheet.name, sheet.title, len(sheet.of(edition)), f"{name}.json", f"{name}.csv", views)


@once
def _notices(edition: Edition) -> tuple[NoticeCase, ...]:
    shown = (c for c in edition.library.notices if c.state in STANDING and not is_silent(edition, c))
    return tuple(sorted(shown, key=lambda c: c.id))


def _subjects(edition: Edition, owners: Iterable[Owner]) -> tuple[Told, ...]:
    return tuple([_subject(edition, owner) for owner in sorted(owners, key=record_id)])


def _subject(edition: Edition, owner: Owner) -> Told:
    record = owner.record
    cases = edition.library.honours_of.get(owner.path, ())
    return (
        (
            record_id(owner),
            record.name,
            record.title,
            record.summary,
            *(_model(edition, record) if isinstance(record, Model) else _unit(edition, record)),
            record.region,
            record.sector,
            record.tags,
            record.goals,
            record.badge,
            record.sample,
            _day(record.published),
            _day(record.updated),
            address(owner),
        ),
        tuple([_honour(case) for case in cases if case.state in STANDING]),
    )


def _model(edition: Edition, record: Model) -> Facts:
    return _unit_name(edition, record.unit), record.post


def _unit(edition: Edition, record: Unit) -> Facts:
    return _word(record.kind), _word(record.level), _unit_name(edition, record.parent), record.theme


def _unit_name(edition: Edition, written: str | None) -> str:
    """The name of a unit; nothing of one that is withheld."""
    unit = edition.library.units_by_slug.get(written or "")
    if unit is None:
        return written or ""
    return "" if edition.is_withheld(unit) else unit.record.name


def _honour(case: HonourCase) -> Facts:
    honour, is_held = case.honour, case.state is State.HONOURED
    spans = [n.reckoning.interval for n in case.notices if n.reckoning.interval]
    decision = honour.decision if is_held else None
    return (
        honour.title if is_held else "",
        "" if is_held else honour.title,
        case.state.en,
        case.state.zh,
        _day(_since(case)),
        _word(honour.level),
        honour.year,
        honour.authority,
        _day(min((s.start for s in spans), default=None)),
        _day(max((s.end for s in spans), default=None)),
        tuple([n.id for n in case.notices]),
        _day(decision.date) if decision else "",
        decision.number if decision else None,
    )


def _since(case: HonourCase) -> date | None:
    """The first day of a state; None for one that has not begun."""
    if case.state is State.HONOURED:
        return case.honour.decision.date if case.honour.decision else None
    if case.state is State.UPCOMING:
        return None
    spans = [n.reckoning.interval for n in case.notices if n.state is case.state and n.reckoning.interval]
    if not spans:
        return None
    return min(s.start for s in spans) if case.state is State.ON_NOTICE else max(s.end for s in spans) + ONE_DAY


def _posted(edition: Edition, notices: Iterable[NoticeCase]) -> tuple[Told, ...]:
    return tuple([_notice(edition, case) for case in notices])


def _notice(edition: Edition, case: NoticeCase) -> Told:
    notice, interval, profile = case.notice, case.reckoning.interval, case.reckoning.profile
    url = notice_address(case)
    return (
        (
            case.id,
            case.title,
            case.state.en,
            case.state.zh,
            _word(notice.scope),
            notice.issuer,
            notice.basis,
            _day(interval.start) if interval else "",
            _day(interval.end) if interval else "",
            case.reckoning.counted,
            profile.minimum if profile else None,
            _word(profile.unit) if profile else "",
            edition.library.proofs[case.id].verdict.en,
            url,
            url.removesuffix(".html") + ".txt" if case.id in edition.texts else "",
        ),
        tuple(_candidates(edition, case)),
    )


def _candidates(edition: Edition, case: NoticeCase) -> Iterator[Facts]:
    for number, candidate in enumerate(case.candidates):
        state, title = candidate_state(edition, case, number), candidate.honour.title
        if edition.is_withheld(candidate.owner) or state not in STANDING:
            continue
        is_held, owner = state is State.HONOURED, candidate.owner
        kind = "model" if isinstance(owner.record, Model) else "unit"
        yield record_id(owner), kind, owner.record.name, title if is_held else "", "" if is_held else title, state.en, state.zh


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table: what it has rows of, and the facts of these in the order of the columns, with what each has several of."""

    name: str
    title: Phrase
    columns: tuple[Column, ...]
    of: Callable[[Edition], Sequence[object]]
    told: Callable[[Edition], tuple[Told, ...]]
    parts: str
    part: str
    part_columns: tuple[Column, ...]


_SHEETS = (
    _Sheet("models", phrase("先进人物"), MODEL, people, lambda e: _subjects(e, people(e)), "honours", "honour", HONOUR),
    _Sheet("units", phrase("先进单位"), UNIT, units, lambda e: _subjects(e, units(e)), "honours", "honour", HONOUR),
    _Sheet("notices", phrase("公示"), NOTICE, _notices, lambda e: _posted(e, _notices(e)), "candidates", "candidate", CANDIDATE),
)


def _feed(edition: Edition, say: Callable[[object], str]) -> bytes:
    """The entries of feed.xml as JSON Feed 1.1."""
    view, site = feed(edition), edition.library.site.record
    root = f"{view.url.rstrip('/')}/" if view.url else ""
    top: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": view.title}
    if root:
        top |= {"home_page_url": root, "feed_url": f"{root}feed.json"}
    items = [
        {"id": e.id, **({"url": f"{root}{quote(e.url)}"} if root else {}), "title": say(e.title), "content_text": say(e.summary or e.title),
         "date_modified": f"{e.updated.isoformat()}T00:00:00+08:00"}
        for e in view.entries
    ]  # fmt: skip
    top |= {"language": "zh-CN", "authors": [{"name": site.organiser}], "items": items}
    return (json.dumps(top, ensure_ascii=False, indent=1) + "\n").encode()


def _full(edition: Edition, url: str) -> str:
    base = edition.library.site.record.url
    return f"{base.rstrip('/')}/{quote(url)}" if base else url


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _word(choice: Choice | None) -> str:
    return choice.en if choice else ""
