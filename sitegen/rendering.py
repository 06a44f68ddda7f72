"""Pages to bytes, on as many processors as asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from sitegen.catalogue import Catalogue
from sitegen.memory import Memory
from sitegen.outputs import Page
from sitegen.stories import html_of
from sitegen.templates import Renderer, relative
from sitegen.views.base import SiteView

Progress = Callable[[int, int], None]
_WORTH_A_PROCESS = 400  # pages; fewer are done before a second process has started
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Press:
    """What it takes to render the pages of a site, in this process or in another."""

    templates: tuple[Path, ...]
    base: tuple[Path, ...]
    words: Catalogue
    site: SiteView
    assets: Mapping[str, str]
    cache: Path

    def renderer(self, memory: Memory) -> Renderer:
        """A renderer that finds the html of bodies in ``memory``."""
        return Renderer(
            self.templates,
            self.base,
            self.words,
            self.site,
            self.assets,
            lambda body, url: html_of(memory, body, lambda target: relative(url, target)),
            memory,
            self.cache,
        )


_renderer: list[Renderer] = []  # of a worker process


def _start_worker(press: Press, memory: Path) -> None:
    _renderer.append(press.renderer(Memory(memory)))


def _render_chunk(pages: Sequence[Page]) -> dict[str, bytes]:
    return {page.url: _renderer[0].render(page.template, page.url, page.view) for page in pages}


def render_pages(press: Press, memory: Memory, pages: Sequence[Page], workers: int, progress: Progress | None = None) -> dict[str, bytes]:
    """Render pages by address. ``progress`` is told how many of how many are done. Raises ThemeError."""
    if workers > 1 and len(pages) >= _WORTH_A_PROCESS and memory.path is not None:
        memory.commit()
        with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(press, memory.path)) as executor:
            return _render_spread(executor, pages, progress)
    renderer = press.renderer(memory)
    made: dict[str, bytes] = {}
    for number, page in enumerate(pages, 1):
        made[page.url] = renderer.render(page.template, page.url, page.view)
        if progress is not None:
            progress(number, len(pages))
    return made


def _render_spread(executor: Executor, pages: Sequence[Page], progress: Progress | None) -> dict[str, bytes]:
    chunks = [pages[i : i + _CHUNK] for i in range(0, len(pages), _CHUNK)]
    made: dict[str, bytes] = {}
    for done in as_completed([executor.submit(_render_chunk, chunk) for chunk in chunks]):
        made.update(done.result())
        if progress is not None:
            progress(len(made), len(pages))
    return {page.url: made[page.url] for page in pages}
