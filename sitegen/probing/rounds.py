"""One round of a probe: settings, output/ and ledger are read, the deployed site is fetched, what was seen is recorded.

The site is fetched without the lock of publishing, for a slow server must not hold up a publish; both ends of the round
take it. A publish in between makes the comparison worthless, and the round says so instead of recording it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sitegen import recording, writer
from sitegen.evidence import open_book, rewound
from sitegen.intake import take_site
from sitegen.ledger.book import Damage, Ledger
from sitegen.ledger.history import heads, order, verify
from sitegen.ledger.store import read_ledger
from sitegen.lock import only_one
from sitegen.probing.watching import COLUMN, Looked, Notice, State, look, watched
from sitegen.probing.witnessing import Overtaken, witnesses
from sitegen.problems import Problem
from sitegen.proof import Book, current_story
from sitegen.published.source import Folder, Unreachable, Web, base_of
from sitegen.records.site import Site
from sitegen.sightings import last_seen
from sitegen.sources import read_settings
from sitegen.traces import Trace

_HEADERS = {"User-Agent": "sitegen-probe"}  # no Cache-Control: what a cache serves to citizens is what is to be seen
FINE, DIFFERS, CANNOT = 0, 1, 2


class Refused(Exception):
    """No round is possible: ``reason`` is settings, address, output or overtaken; ``problems`` say what is wrong with site.yaml."""

    def __init__(self, reason: str, problems: tuple[Problem, ...] = (), why: Unreachable | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problems = problems
        self.why = why


class Damaged(Exception):
    """The ledger is damaged, and nothing can be added to it."""

    def __init__(self, damages: tuple[Damage, ...]) -> None:
        super().__init__(", ".join(d.file for d in damages))
        self.damages = damages


@dataclass(frozen=True, slots=True)
class Round:
    """What a probe saw on ``today``.

    ``overdue`` is the day on which the published site went out of date, "" if it has not. ``recorded`` counts new
    records; ``is_kept`` is whether any could be written: evidence is kept, and the address is that of the site.
    ``seen_before`` is the last day of an earlier successful probe, by the id of the notice.
    """

    today: date
    address: str
    looked: Looked
    overdue: str = ""
    recorded: int = 0
    is_kept: bool = False
    is_simulated: bool = False
    seen_before: Mapping[str, date] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """What was seen to be wrong comes before what could not be seen."""
        states = {found.state for found in self.looked.files}
        if self.looked.is_newer:
            return CANNOT
        if self.overdue or states & {State.STALE, State.MISSING, State.ALTERED}:
            return DIFFERS
        return CANNOT if State.UNREACHABLE in states else FINE


@dataclass(frozen=True, slots=True)
class _Here:
    """This machine's side: the day, the trace of output/, the ledger, and the notices that must be seen."""

    today: date
    trace: Trace
    ledger: Ledger
    book: Book
    notices: tuple[Notice, ...]


def probe(site: Path, output: Path, now: datetime, as_of: date | None, where: str | None, lock: Path, who: str) -> Round:
    """One round. Raises Refused, Damaged, lock.Held, writer.NotOurs, OSError."""
    settings = _settings(site)
    address = _address(where or settings.url)
    with only_one(lock, who):
        here = _read(site, output, settings, now, as_of)
    files = {url: written.sha for url, written in here.trace.files.items()}
    looked = look(Web(address, headers=_HEADERS), files, Folder(output), here.notices, here.ledger)
    late = here.trace.next_change if here.trace.next_change and here.trace.next_change <= here.today.isoformat() else ""
    is_own = settings.url is None or address == _address(settings.url)
    is_kept = settings.evidence_since is not None and is_own and not here.book.is_rewound and not looked.is_newer
    is_simulated = settings.demo_date is not None or here.today != now.date()
    seen = {name: day for name, story in here.book.stories.items() if (day := last_seen(current_story(story)))}
    recorded = 0
    if is_kept:
        with only_one(lock, who):
            recorded = _record(site, output, settings, here, looked, address, now, as_of, is_simulated=is_simulated)
    return Round(here.today, address, looked, late, recorded, is_kept, is_simulated, seen)


def _settings(site: Path) -> Site:
    source = read_settings(site)
    taken = take_site(source) if source else None
    if taken is None or taken.filed is None:
        raise Refused("settings", taken.problems if taken else ())
    record: Site = taken.filed.record
    return record


def _address(where: str | None) -> str:
    if not where:
        raise Refused("address")
    try:
        if not where.lower().startswith(("http://", "https://")):
            raise Refused("address")
        return base_of(where)
    except Unreachable as error:
        raise Refused("address", why=error) from None


def _read(site: Path, output: Path, settings: Site, now: datetime, as_of: date | None) -> _Here:
    writer.recover(output)
    recording.recover(site, output)
    trace = writer.look(output).trace
    if not trace.files:
        raise Refused("output")
    ledger = read_ledger(site / recording.FOLDER)
    if damages := verify(ledger, recording.remembered_heads(site)):
        raise Damaged(damages)
    today = as_of or settings.demo_date or now.date()
    book = open_book(order(ledger), heads(ledger), settings)
    book = rewound(book, today) if settings.demo_date else book
    notices = watched(book.stories, today) if settings.evidence_since else _unrecorded(trace)
    return _Here(today, trace, ledger, book, notices)


def _unrecorded(trace: Trace) -> tuple[Notice, ...]:
    """Without a ledger nobody knows which notices run: the pages of all of them are looked at."""
    urls = (u for u in trace.files if u.startswith("notices/") and u.endswith(".html") and "/page-" not in u)
    return tuple(Notice("", url, False, date.min, date.max, "") for url in sorted(urls) if url != COLUMN)


def _record(
    site: Path, output: Path, settings: Site, before: _Here, looked: Looked, address: str, now: datetime, as_of: date | None,
    *, is_simulated: bool,
) -> int:  # fmt: skip
    """Write down what was seen of running notices, unless something was published since it was fetched."""
    here = _read(site, output, settings, now, as_of)
    if here.trace != before.trace:
        raise Refused("overtaken")
    running = [notice.id for notice in here.notices if notice.is_running]
    try:
        made = witnesses(here.ledger, looked, running, address, settings.probed_since, here.today, now, simulated=is_simulated)
    except Overtaken:
        raise Refused("overtaken") from None
    recording.stage(site, made)
    recording.complete(site, made)
    return len(made)
