"""A site as read, with its pages made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sitegen.edition import Edition, address, notice_address
from sitegen.memory import Memory
from sitegen.outputs import Page, output_names, pages_of
from sitegen.pipeline import Checked, judge_all
from sitegen.planning import UNUSABLE, Plan, make_plan, prepare, problem_of
from sitegen.press import Press
from sitegen.problems import Problem, has_error, in_order
from sitegen.templates import Renderer
from sitegen.theme import Theme

_hints: dict[str, str] = {}  # which module made the pages of a folder last time: it is asked first


class _Studio(NamedTuple):
    theme: Theme
    edition: Edition
    press: Press
    renderer: Renderer


class Edited(NamedTuple):
    """The file behind a page, and where in it the page's matter begins."""

    path: str
    loc: tuple[str | int, ...] = ()


@dataclass
class Showing:
    """One reading of a site on one day. Only the worker's thread may ask it for pages."""

    read: Checked
    memory: Memory
    themes: tuple[Path, ...]
    judged: Checked | None = None
    trouble: tuple[Problem, ...] = ()
    _pages: dict[str, Page] = field(default_factory=dict, repr=False)
    _open: dict[str, Iterator[Page]] = field(default_factory=dict, repr=False)
    _made: dict[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def known(self) -> Checked:
        """The site with as many of its problems as are known by now."""
        return self.judged or self.read

    @property
    def problems(self) -> tuple[Problem, ...]:
        return in_order((*self.known.problems, *self.trouble))

    @property
    def is_readable(self) -> bool:
        """Whether every file could be read; what rules say does not matter here."""
        return self.read.is_sound and not self.trouble

    @property
    def is_faulty(self) -> bool:
        return self.read.evidence is None or has_error(self.problems)

    def judge(self) -> None:
        """Ask the rules, once."""
        if self.judged is None:
            self.judged = judge_all(self.read, self.memory)

    def set_up(self) -> None:
        """Load the theme; what is wrong with it becomes a problem."""
        try:
            _ = self._studio
        except UNUSABLE as error:
            self.trouble = (problem_of(error),)

    @cached_property
    def _studio(self) -> _Studio | None:
        evidence = self.read.evidence
        if evidence is None:
            return None
        theme, _, edition, press = prepare(self.read.sources.root, evidence, self.read.stories, self.memory, self.themes, True)
        return _Studio(theme, edition, press, press.renderer(self.memory))

    @cached_property
    def _plan(self) -> Plan | None:
        evidence = self.read.evidence
        if evidence is None:
            return None
        return make_plan(self.read.sources.root, evidence, self.read.stories, {}, self.memory, self.themes, True)

    @cached_property
    def sources(self) -> Mapping[str, Edited]:
        """The record behind each page that has one."""
        library = self.read.library
        if library is None:
            return {}
        filed = (*library.owners, *library.notice_files, *library.bulletins, *library.pages)
        found = {address(f): Edited(f.path) for f in filed}
        return found | {notice_address(case): Edited(case.filed.path, case.loc) for case in library.notices}

    def theme_file(self, url: str) -> bytes | None:
        """A style, script or picture of the theme, at once."""
        return self._studio.theme.files.get(url) if self.is_readable and self._studio else None

    def file(self, url: str) -> bytes | None:
        """The bytes at an address of the site. Raises OSError for a picture that has gone since; UNUSABLE for a bad template."""
        if self._studio is None:
            return None
        if url not in self._made:
            data = self._make(self._studio, url)
            if data is None:
                return None
            self._made[url] = data
        return self._made[url]

    def _make(self, studio: _Studio, url: str) -> bytes | None:
        if page := self._find(studio.edition, url):
            return studio.renderer.render(page.template, page.url, page.view)
        if url in studio.theme.files:
            return studio.theme.files[url]
        blob = self.read.stories.blobs.get(url)
        if blob is None and self._plan is not None:
            blob = self._plan.blobs.get(url)
        return blob.data() if blob is not None and url not in studio.edition.unshown else None

    def _find(self, edition: Edition, url: str) -> Page | None:
        """The page at an address. Modules are asked only until one has it, those that had its neighbours first."""
        if url in self._pages:
            return self._pages[url]
        folder = url.rpartition("/")[0] or url
        for name in sorted(output_names(), key=lambda n: n != _hints.get(folder)):
            pages = self._open.setdefault(name, iter(pages_of(name, edition)))
            for page in pages:
                self._pages[page.url] = page
                if page.url == url:
                    _hints[folder] = name
                    return page
        return None
