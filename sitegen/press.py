"""What it takes to make the pages of a site, and pages made by it: in any process, on any machine."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sitegen.catalogue import Catalogue
from sitegen.here import relative
from sitegen.memory import Memory
from sitegen.outputs import Page
from sitegen.stories import html_of
from sitegen.templates import Renderer, ThemeError
from sitegen.theme import Layers, texts
from sitegen.views.base import Body, SiteView


@dataclass(frozen=True, slots=True)
class Press:
    """What it takes to render the pages of a site, in this process or in another."""

    templates: Layers
    base: Layers
    words: Catalogue
    site: SiteView
    assets: Mapping[str, str]
    cache: Path | None

    def renderer(self, memory: Memory, html: Callable[[str], bytes | None] | None = None) -> Renderer:
        """A renderer that finds the html of bodies by ``html``, else in ``memory``."""
        known = html or partial(memory.get, "html")
        return Renderer(
            self.templates,
            self.base,
            self.words,
            self.site,
            self.assets,
            lambda body, url: html_of(known, body, lambda target: relative(url, target)),
            memory,
            self.cache,
        )

    def packed(self) -> bytes:
        """The press for a machine that has no file of the theme."""
        words = replace(self.words, texts=dict(self.words.texts))  # a mapping proxy cannot travel
        return pickle.dumps(replace(self, templates=texts(self.templates), base=texts(self.base), words=words, cache=None))


class Fault(NamedTuple):
    """A ThemeError on its way home: exceptions with arguments of their own do not travel."""

    path: str
    line: int
    reason: str


class Unlike(NamedTuple):
    """A worker's refusal: where it is and which versions differ there."""

    place: str
    found: tuple[str, ...]


Made = dict[str, Any] | Fault | Unlike
T = TypeVar("T")
Keep = Callable[[str, bytes], T]


def rendered(renderer: Renderer, pages: Sequence[Page], keep: Keep[Any] = lambda _, data: data) -> Made:
    """Pages as ``keep`` answers for them, by address."""
    try:
        return {page.url: keep(page.url, renderer.render(page.template, page.url, page.view)) for page in pages}
    except ThemeError as error:
        return Fault(error.path, error.line, error.reason)


def bodies(pages: Sequence[Page]) -> set[str]:
    """The texts of pages, by their hashes."""
    return {body.sha for page in pages if isinstance(body := getattr(page.view, "body", None), Body)}
