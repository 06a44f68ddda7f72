"""The one way through the house: sources, records, library, evidence, rules, pages, bytes, output/, ledger."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from sitegen import recording, switches, writer
from sitegen.attest.seal import Seal
from sitegen.evidence import Evidence, gather, open_book
from sitegen.executors import Crew
from sitegen.inspection import Files, inspect_site
from sitegen.intake import Intake, Taken, shipped_profiles, take_in
from sitegen.laps import Lap, untimed
from sitegen.ledger.history import order
from sitegen.library import Library, make_library
from sitegen.memory import Memory
from sitegen.outputs import Page, verification
from sitegen.planning import UNUSABLE, Plan, blob_data, blob_key, file_blobs, make_plan, problem_of, with_records
from sitegen.privacy.files import check_files
from sitegen.problems import Problem, has_error, in_order
from sitegen.reading.decoding import lines_of
from sitegen.recall import keep, recalled
from sitegen.rendering import render_pages
from sitegen.rules import judge
from sitegen.rules.privacy import guard_of
from sitegen.rules.texts import remember
from sitegen.sharing.deck import missing_font
from sitegen.sources import SETTINGS, Sources, read_sources
from sitegen.stories import Stories, tell
from sitegen.traces import PageKey, Reason, Trace, Work, Written, decide, earlier_assets


@dataclass(frozen=True, slots=True)
class Job:
    """What a command asks for. ``now`` is the time in China; ``as_of`` the day asked for, if any."""

    site: Path
    output: Path
    now: datetime
    as_of: date | None
    memory: Memory
    themes: tuple[Path, ...]
    workers: int = 1
    is_preview: bool = False
    progress: Callable[[int, int], None] | None = None
    lap: Lap = untimed
    crew: Crew | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that is known of a site before a page is made. ``evidence`` is None if site.yaml cannot be read."""

    sources: Sources
    intake: Intake
    evidence: Evidence | None
    stories: Stories
    problems: tuple[Problem, ...]
    today: date
    ledger: recording.Opened = recording.NOTHING

    @property
    def library(self) -> Library | None:
        return self.evidence.library if self.evidence else None

    def lines_of(self, path: str) -> Sequence[str]:
        """The lines of a source file, for showing where a problem stands; empty if it cannot be shown."""
        settings = (self.sources.settings,) if self.sources.settings else ()
        source = next((s for s in (*settings, *self.sources.records) if s.path == path), None)
        if source is None:
            return ()
        return lines_of(path, source.data)

    @property
    def is_sound(self) -> bool:
        return self.evidence is not None and not has_error(self.problems)

    @property
    def is_ledger_damaged(self) -> bool:
        return bool(self.ledger.damages)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: numbers of pages, of those rendered, of files written and removed, and of records added."""

    checked: Checked
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    recorded: int = 0
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()


def check(
    site: Path, now: date, as_of: date | None, memory: Memory, *, is_publish: bool = False, workers: int = 1, lap: Lap = untimed
) -> Checked:
    """Read and judge a site. The day is ``as_of``, else the site's demonstration date, else ``now``. A publish asks the remote, too."""
    judged = judge_all(read(site, now, as_of, memory, is_publish=is_publish, workers=workers, lap=lap), memory)
    lap("rules")
    return judged


def read(
    site: Path, now: date, as_of: date | None, memory: Memory, *,
    is_publish: bool = False, remembered: dict[str, Taken] | None = None, workers: int = 1, lap: Lap = untimed,
) -> Checked:  # fmt: skip
    """A site as it reads, with the problems of its files; what rules say of it is not known yet."""
    sources = read_sources(site)
    known = recalled(memory, sources.records) if remembered is None else remembered
    before = frozenset(known)
    intake = take_in(sources, known)
    if remembered is None:
        keep(memory, sources.records, known, before)
    lap("reading")
    if intake.site is None:
        return Checked(sources, intake, None, Stories(), in_order(intake.problems), as_of or now)
    today = as_of or intake.site.record.demo_date or now
    library = make_library(intake.site, intake.records, shipped_profiles(), today)
    lap("library")
    stories = tell(library, sources, memory, workers)
    lap("markdown")
    opened = recording.open_ledger(site, library.site, now, is_publish=is_publish)
    evidence = gather(library, opened.book, recording.known_salts(sources), stories, now)
    lap("ledger")
    return Checked(sources, intake, evidence, stories, in_order(intake.problems), today, opened)


def judge_all(checked: Checked, memory: Memory) -> Checked:
    """A site that was read, with all problems that are known before a page is made."""
    evidence, stories = checked.evidence, checked.stories
    if evidence is None:
        return checked
    library, site = evidence.library, checked.sources.root
    fonts = missing_font(site, library.site.record, SETTINGS)
    remember(library, memory)
    found = (*judge(library), *stories.problems, *checked.ledger.problems, *_attached(library, stories, memory), *fonts)
    problems = switches.apply((*checked.intake.problems, *_after_reading(checked.intake, found)), library.site, checked.today)
    return dataclasses.replace(checked, problems=problems)


def _attached(library: Library, stories: Stories, memory: Memory) -> Iterable[Problem]:
    """Personal data in files to download."""
    reasons = [allowed.reason for allowed in library.site.record.allowed]
    known, remember = partial(memory.get, "attached"), partial(memory.put, "attached")
    return check_files(stories.downloads, guard_of(library), reasons, known, remember)


def _after_reading(intake: Intake, found: Iterable[Problem]) -> Iterator[Problem]:
    """Findings that do not merely follow from a file that could not be read: what it holds is not known to be missing."""
    unread = has_error(intake.problems)
    for problem in found:
        if not (unread and problem.code in _NEED_ALL_FILES):
            yield problem


_NEED_ALL_FILES = ("E008", "E013", "E014", "E023", "M001", "N020", "N021", "N022", "R001", "R005")


def build(job: Job) -> Built:
    """Check a site and, if it is sound, bring output/ up to date.

    Raises writer.NotOurs, Damaged (the ledger cannot be mended), recording.Unfinished (the new site stands), OSError (the old one does).
    """
    writer.recover(job.output)  # before the ledger: which records stand follows from which site does
    if not job.is_preview:
        recording.recover(job.site, job.output)
    checked = check(job.site, job.now.date(), job.as_of, job.memory, is_publish=not job.is_preview, workers=job.workers, lap=job.lap)
    if checked.evidence is None or not checked.is_sound:
        return Built(checked)
    try:
        return _build(job, checked, checked.evidence)
    except UNUSABLE as error:
        return Built(_with_problem(checked, problem_of(error)))
    finally:
        writer.discard(job.output)


def _build(job: Job, checked: Checked, evidence: Evidence) -> Built:
    if not job.is_preview:
        evidence = recording.with_salts(job.site, evidence, checked.sources, checked.stories)
        job.lap("ledger")
    plan = _plan(job, checked, evidence)
    if plan.shared:
        return Built(_with_problem(checked, *plan.shared))
    standing = writer.look(job.output)
    work = decide(plan.keys, standing.trace, standing.present)
    job.lap("keys")
    to_render = [plan.pages[url] for url in work.make if url in plan.pages]
    staging = writer.Staging(job.output)
    made = render_pages(plan.press, job.memory, to_render, job.workers, staging.put, job.progress, job.crew)
    job.lap("rendering")
    made |= {url: staging.put(url, data) for url, data in blob_data(plan, work.make, job.lap)}
    job.lap("files")
    found, earlier = _inspected(job, standing, plan, made, earlier_assets(plan.keys, standing.trace, standing.present))
    checked = _with_problem(checked, *found)
    job.lap("inspection")
    if not checked.is_sound:
        return Built(checked)
    if job.is_preview:
        return _write(job, checked, standing, work, plan, made, earlier, ())
    shas = {url: written.sha for url, written in standing.trace.files.items()} | {url: piece.sha for url, piece in made.items()}
    entries = recording.make_entries(evidence, checked.ledger, shas, job.now)
    seal, told = recording.make_seal(job.site, evidence.library.site, checked.ledger, entries, job.now)
    checked = _with_problem(checked, *told)
    if has_error(told):
        return Built(checked)
    if entries or seal != checked.ledger.seal:
        plan, late = _with_records(job, checked, plan, entries, seal)
        made |= render_pages(plan.press, job.memory, late, 1, staging.put)
    job.lap("ledger")
    built = _write(job, checked, standing, work, plan, made, earlier, entries, seal)
    recording.keep_seal(job.site, checked.ledger, entries, seal)
    job.lap("writing")
    return built


def _inspected(
    job: Job, standing: writer.Standing, plan: Plan, made: Mapping[str, writer.Piece], earlier: Mapping[str, Written]
) -> tuple[tuple[Problem, ...], Mapping[str, Written]]:
    """What is wrong with the site to come, taken as files: those made now, those that stay as they stand, and those of the generation
    before, of which only they stay that nothing is found in."""
    before, site, staging = standing.trace.files, plan.edition.library.site.record, writer.Staging(job.output)

    def read(url: str) -> bytes:
        return staging.read(url) if url in made else writer.read(job.output, url)

    shas = {url: made[url].sha if url in made else before[url].sha for url in plan.keys}
    files = Files(shas | {url: written.sha for url, written in earlier.items()}, read, (site.url or "").rstrip("/"))
    found = inspect_site(plan.edition, files, job.memory, is_preview=job.is_preview, workers=job.workers)
    named = {place.path for problem in found for place in (problem.place, problem.related) if place}
    clean = {url: written for url, written in earlier.items() if f"output/{url}" not in named}
    return (found, earlier) if len(clean) == len(earlier) else _inspected(job, standing, plan, made, clean)


def _with_records(job: Job, checked: Checked, plan: Plan, entries: recording.Entries, seal: Seal) -> tuple[Plan, list[Page]]:
    """Records name the hashes of pages; the page that lists the records, and says how they are sealed, therefore comes after them."""
    library = plan.edition.library
    book = library.book
    if entries:
        book = open_book((*order(checked.ledger.ledger), *entries), (entries[-1].name,), library.site.record)
    edition = verification.with_book(plan.edition, recording.sealed(book, seal))
    plan, late = with_records(plan, edition, plan.press.renderer(job.memory))
    return plan, list(late)


def _plan(job: Job, checked: Checked, evidence: Evidence) -> Plan:
    files = {} if job.is_preview else checked.ledger.files()
    return make_plan(job.site, evidence, checked.stories, files, job.memory, job.themes, job.is_preview, job.lap)


def reasons(job: Job, checked: Checked) -> Mapping[str, Reason | None]:
    """Why the next publish would make each file again; None for a file that stands. Raises as ``build`` and ``make_plan``."""
    if checked.evidence is None:
        return {}
    plan = _plan(job, checked, checked.evidence)
    standing = writer.look(job.output)
    work = decide(plan.keys, standing.trace, standing.present)
    return {url: work.make.get(url) for url in plan.keys}


def _write(
    job: Job, checked: Checked, standing: writer.Standing, work: Work, plan: Plan, made: Mapping[str, writer.Piece],
    earlier: Mapping[str, Written], entries: recording.Entries, seal: Seal = recording.UNSEALED,
) -> Built:  # fmt: skip
    """The new records are staged first, then the site is exchanged, then the records join the ledger."""
    added = recording.published_files(entries, seal)
    staging = writer.Staging(job.output)
    made = {**made, **{url: staging.put(url, data) for url, data in added.items()}}
    remove = (work.remove | standing.trace.earlier.keys()) - added.keys() - earlier.keys() - plan.keys.keys()
    keys: dict[str, PageKey] = {**plan.keys, **{url: blob_key(blob) for url, blob in file_blobs(added).items()}}
    before, kept = standing.trace.files, work.keep - made.keys()
    files = {url: Written(keys[url], before[url].size, before[url].sha) for url in kept}
    files |= {url: Written(keys[url], *piece) for url, piece in made.items()}
    same = {url for url in made if url in standing.present and before[url].sha == files[url].sha}
    library = checked.library
    change = library.next_change if library else None
    trace = Trace(checked.today.isoformat(), change.isoformat() if change else "", MappingProxyType(files), MappingProxyType({**earlier}))
    changed = made.keys() - same
    written = 0
    if changed or remove or trace != standing.trace:
        recording.stage(job.site, entries)
        written = writer.write(job.output, standing, changed, kept | same | earlier.keys(), trace)
        recording.complete(job.site, entries, job.output)
    rendered = sum(url in plan.pages for url in work.make)
    return Built(checked, len(plan.pages), rendered, written, len(remove), len(entries), work.make, standing.foreign)


def _with_problem(checked: Checked, *problems: Problem) -> Checked:
    return dataclasses.replace(checked, problems=in_order((*checked.problems, *problems)))
