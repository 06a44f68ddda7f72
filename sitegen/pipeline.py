"""The one way through the house: sources, records, library, rules, texts, pages, bytes, output/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sitegen import writer
from sitegen.assets import Blob
from sitegen.edition import Edition
from sitegen.intake import Intake, shipped_profiles, take_in
from sitegen.library import Library, make_library
from sitegen.memory import Memory, code_version
from sitegen.outputs import Page, all_pages
from sitegen.problems import Place, Problem, Say, Severity, has_error, in_order
from sitegen.reading.decoding import decode
from sitegen.rendering import Press, render_pages
from sitegen.rules import judge
from sitegen.siteview import make_site_view
from sitegen.sources import SETTINGS, Sources, read_sources
from sitegen.stories import Stories, tell
from sitegen.templates import Renderer, ThemeError
from sitegen.theme import NoTheme, Theme, load_theme
from sitegen.traces import PageKey, Reason, Trace, Work, Written, decide

STATE_FOLDER = ".sitegen"


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that is known of a site before a page is made. ``library`` is None if site.yaml cannot be read."""

    sources: Sources
    intake: Intake
    library: Library | None
    stories: Stories
    problems: tuple[Problem, ...]
    today: date

    def lines_of(self, path: str) -> Sequence[str]:
        """The lines of a source file, for showing where a problem stands; empty if it cannot be shown."""
        settings = (self.sources.settings,) if self.sources.settings else ()
        source = next((s for s in (*settings, *self.sources.records) if s.path == path), None)
        if source is None:
            return ()
        return (decode(path, source.data).text or source.data.decode("utf-8", "replace")).split("\n")

    @property
    def is_sound(self) -> bool:
        return self.library is not None and not has_error(self.problems)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: numbers of pages, of those rendered, of files written and removed."""

    checked: Checked
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()


def check(site: Path, clock: date, as_of: date | None, memory: Memory) -> Checked:
    """Read and judge a site. The day is ``as_of``, else the site's demonstration date, else ``clock``."""
    sources = read_sources(site)
    intake = take_in(sources)
    if intake.site is None:
        return Checked(sources, intake, None, Stories(), in_order(intake.problems), as_of or clock)
    today = as_of or intake.site.record.demo_date or clock
    library = make_library(intake.site, intake.records, shipped_profiles(), today)
    stories = tell(library, sources, memory)
    problems = in_order((*intake.problems, *_after_reading(intake, (*judge(library), *stories.problems))))
    return Checked(sources, intake, library, stories, problems, today)


def _after_reading(intake: Intake, found: Iterable[Problem]) -> Iterator[Problem]:
    """Findings that do not merely follow from a file that could not be read: what it holds is not known to be missing."""
    unread = has_error(intake.problems)
    for problem in found:
        if not (unread and problem.code in _NEED_ALL_FILES):
            yield problem


_NEED_ALL_FILES = ("M001", "N020", "N021", "N022", "R001", "R005")


def build(
    site: Path,
    output: Path,
    clock: date,
    as_of: date | None,
    *,
    memory: Memory,
    themes: tuple[Path, ...],
    workers: int = 1,
    is_preview: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Check a site and, if it is sound, bring output/ up to date. Raises writer.NotOurs, OSError."""
    checked = check(site, clock, as_of, memory)
    if checked.library is None or not checked.is_sound:
        return Built(checked)
    try:
        return _build(site, output, checked, checked.library, memory, themes, workers, is_preview, progress)
    except NoTheme as error:
        return Built(_with_problem(checked, _no_theme(error)))
    except ThemeError as error:
        return Built(_with_problem(checked, _bad_template(error)))


def _build(
    site: Path,
    output: Path,
    checked: Checked,
    library: Library,
    memory: Memory,
    themes: tuple[Path, ...],
    workers: int,
    is_preview: bool,
    progress: Callable[[int, int], None] | None,
) -> Built:
    plan = make_plan(site, checked, library, memory, themes, is_preview)
    if plan.shared:
        return Built(_with_problem(checked, *plan.shared))
    standing = writer.look(output)
    work = decide(plan.keys, standing.trace, standing.present)
    to_render = [plan.pages[url] for url in work.make if url in plan.pages]
    made = render_pages(plan.press, memory, to_render, workers, progress)
    made |= {url: plan.blobs[url].data() for url in work.make if url in plan.blobs}
    return _write(output, standing, work, plan.keys, made, checked, library, len(plan.pages), len(to_render))


@dataclass(frozen=True, slots=True)
class Plan:
    """All files of a site to come, with the key of each; ``shared`` are addresses that two pages claim."""

    pages: Mapping[str, Page]
    blobs: Mapping[str, Blob]
    press: Press
    keys: Mapping[str, PageKey]
    shared: tuple[Problem, ...]


def make_plan(site: Path, checked: Checked, library: Library, memory: Memory, themes: tuple[Path, ...], is_preview: bool = False) -> Plan:
    """Plan a sound site. Raises NoTheme, ThemeError, OSError."""
    theme = load_theme(library.site.record.theme, themes)
    view = make_site_view(library, checked.today if is_preview else None)
    pages, shared = plan_pages(library, checked.stories)
    blobs = {**checked.stories.blobs, **_theme_blobs(theme)}
    press = Press(theme.templates, view, theme.assets, site / STATE_FOLDER / "templates")
    return Plan(pages, blobs, press, _keys(pages, blobs, press.renderer(memory)), shared)


def reasons(site: Path, output: Path, checked: Checked, memory: Memory, themes: tuple[Path, ...]) -> Mapping[str, Reason | None]:
    """Why the next publish would make each file again; None for a file that stands. Raises as ``build`` and ``make_plan``."""
    if checked.library is None:
        return {}
    plan = make_plan(site, checked, checked.library, memory, themes)
    standing = writer.look(output)
    work = decide(plan.keys, standing.trace, standing.present)
    return {url: work.make.get(url) for url in plan.keys}


def _write(
    output: Path,
    standing: writer.Standing,
    work: Work,
    keys: Mapping[str, PageKey],
    made: Mapping[str, bytes],
    checked: Checked,
    library: Library,
    pages: int,
    rendered: int,
) -> Built:
    before = standing.trace.files
    files = {url: Written(key, before[url].size, before[url].sha) for url, key in keys.items() if url in work.keep}
    files |= {url: Written(keys[url], len(data), hashlib.sha256(data).hexdigest()) for url, data in made.items()}
    same = {url for url in made if url in standing.present and before[url].sha == files[url].sha}
    trace = Trace(checked.today.isoformat(), library.next_change.isoformat() if library.next_change else "", MappingProxyType(files))
    changed = {url: data for url, data in made.items() if url not in same}
    written = 0
    if changed or work.remove or trace != standing.trace:
        written = writer.write(output, standing, changed, work.keep | same, trace)
    return Built(checked, pages, rendered, written, len(work.remove), work.make, standing.foreign)


def plan_pages(library: Library, stories: Stories) -> tuple[dict[str, Page], tuple[Problem, ...]]:
    """Every page by its address, and the addresses that two pages claim."""
    edition = Edition(library, stories.bodies, stories.images, stories.files, stories.witnesses)
    pages: dict[str, Page] = {}
    folded: dict[str, str] = {}
    shared = []
    for page in all_pages(edition):
        other = folded.setdefault(page.url.casefold(), page.url)
        if page.url in pages or other != page.url:
            shared.append(_shared(other, page.url))
        pages[page.url] = page
    return pages, tuple(shared)


def _keys(pages: Mapping[str, Page], blobs: Mapping[str, Blob], renderer: Renderer) -> dict[str, PageKey]:
    code, shared = code_version(), _short(repr((renderer.site, sorted(renderer.assets.items()))))
    keys = {url: PageKey(_short(repr(p.view)), renderer.closure_hash(p.template)[:16], shared, code) for url, p in pages.items()}
    return keys | {url: PageKey(_short(blob.key), "", "", code) for url, blob in blobs.items()}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _theme_blobs(theme: Theme) -> dict[str, Blob]:
    return {url: Blob(url, url, lambda data=data: data) for url, data in theme.files.items()}  # type: ignore[misc]


def _with_problem(checked: Checked, *problems: Problem) -> Checked:
    every = in_order((*checked.problems, *problems))
    return Checked(checked.sources, checked.intake, checked.library, checked.stories, every, checked.today)


def _shared(first: str, again: str) -> Problem:
    return Problem(
        "C010",
        Severity.ERROR,
        Place(SETTINGS),
        Say(f"两个网页的地址相同：{first} 与 {again}", f"two pages have the same address: {first} and {again}"),
        Say(
            "给其中一个换网址名；列表的名称只差大小写或标点时，改成一样或区别开",
            "change the slug of one; make names of lists equal, or clearly different",
        ),
    )


def _no_theme(error: NoTheme) -> Problem:
    names = "、".join(error.names) or "default"
    return Problem(
        "X002",
        Severity.ERROR,
        Place(SETTINGS),
        Say(f"没有主题“{error.name}”", f"there is no theme '{error.name}'"),
        Say(f"主题: {names}", f"主题 (theme): {names}"),
    )


def _bad_template(error: ThemeError) -> Problem:
    return Problem(
        "X003",
        Severity.ERROR,
        Place(f"themes/{error.path}", error.line),
        Say(f"模板有错：{error.reason}", f"the template has a fault: {error.reason}"),
        Say("改正模板，或换回默认主题", "mend the template, or go back to the default theme"),
    )
