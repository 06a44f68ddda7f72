"""Pages to bytes: in this process, in processes beside it, or by a crew that may be anywhere.

A page is a pure function of its view and of the press, so that it makes no difference to a byte who renders it.
Processes beside this one are forked where that is safe and then have everything already. Others are sent it: the press
once, the pages in chunks together with the html that they show.
"""

from __future__ import annotations

import copyreg
import logging
import multiprocessing
import pickle
import platform
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from sitegen.catalogue import Catalogue
from sitegen.executors import Crew, differences, differing, fingerprint
from sitegen.forking import may_fork, settle
from sitegen.here import relative
from sitegen.memory import Ahead, Memory
from sitegen.outputs import Page
from sitegen.stories import html_of
from sitegen.templates import Renderer, ThemeError
from sitegen.theme import Layers, texts
from sitegen.views.base import Body, SiteView

logging.getLogger("concurrent.futures").addHandler(logging.NullHandler())  # a worker that cannot begin prints what it had in hand
Progress = Callable[[int, int], None]
_WORTH_A_PROCESS = 400  # pages; fewer are done before a second process has compiled its templates
_WORTH_A_START = 2000  # the same where a process begins with an empty memory
_LARGEST, _SMALLEST = 128, 8  # pages of a chunk
_AHEAD = 3  # chunks under way for each that is worked on: nobody waits for the next, and not all of them are in memory
_LOOK = 1.0  # seconds without a result after which the crew is looked at
_KEPT = 4  # presses that a worker of a cluster remembers


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


Made = dict[str, bytes] | Fault | Unlike


def render_pages(
    press: Press, memory: Memory, pages: Sequence[Page], workers: int, progress: Progress | None = None, crew: Crew | None = None
) -> dict[str, bytes]:
    """Render pages by address. ``progress`` is told how many of how many are done. Raises ThemeError, ClusterError."""
    if len(pages) >= _WORTH_A_PROCESS:
        if crew is not None:
            return _render_far(crew, press, memory, pages, progress)
        if workers > 1:
            return _render_beside(press, memory, pages, workers, progress)
    return _render_here(press, memory, pages, {}, progress)


def _render_here(
    press: Press, memory: Memory, pages: Sequence[Page], made: Mapping[str, bytes], progress: Progress | None
) -> dict[str, bytes]:
    """Render those pages that are not in ``made``."""
    done = dict(made)
    html = Ahead(memory, "html")
    renderer = press.renderer(memory, html)
    left = [page for page in pages if page.url not in made]
    for start in range(0, len(left), _LARGEST):
        chunk = left[start : start + _LARGEST]
        html.fetch(_bodies(chunk))
        for page in chunk:
            done[page.url] = renderer.render(page.template, page.url, page.view)
            if progress is not None:
                progress(len(done), len(pages))
    return _in_order(pages, done)


def _bodies(pages: Sequence[Page]) -> set[str]:
    """The texts of pages, by their hashes."""
    return {body.sha for page in pages if isinstance(body := getattr(page.view, "body", None), Body)}


def _render_beside(press: Press, memory: Memory, pages: Sequence[Page], workers: int, progress: Progress | None) -> dict[str, bytes]:
    """Render in processes of this machine; what one that died leaves undone is done here."""
    made: dict[str, bytes] = {}
    try:
        if memory.path is not None and may_fork() and memory.commit():  # what could not be written they would not find
            context = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(workers, context, _start_forked, (press, memory.path, pages)) as pool:
                for name in _templates(press, memory, pages):
                    pool.submit(_compile_forked, name)
                _collect(
                    (partial(pool.submit, _render_forked, span) for span in _spans(len(pages), workers)), workers, pages, made, progress
                )
        elif len(pages) >= _WORTH_A_START:
            with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _shop, ("", press.packed())) as pool:
                _collect(_parcels(pool.submit, ("", None), memory, pages, workers), workers, pages, made, progress)
    except BrokenProcessPool:  # most often the system took it for want of memory, and one process needs less
        pass
    return _render_here(press, memory, pages, made, progress) if len(made) < len(pages) else _in_order(pages, made)


def _render_far(crew: Crew, press: Press, memory: Memory, pages: Sequence[Page], progress: Progress | None) -> dict[str, bytes]:
    data, slots = press.packed(), crew.slots
    shared = (sha256(data).hexdigest(), crew.share(data))
    made: dict[str, bytes] = {}
    _collect(_parcels(crew.submit, shared, memory, pages, slots), slots, pages, made, progress, crew.watch)
    return _in_order(pages, made)


def _in_order(pages: Sequence[Page], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The bytes of every page; a KeyError rather than a site with a hole."""
    return {page.url: made[page.url] for page in pages}


def _spans(total: int, slots: int) -> Iterator[range]:
    """All pages in chunks, the later ones smaller, so that all workers have done at about the same time."""
    start = 0
    while start < total:
        size = min(_LARGEST, max(_SMALLEST, (total - start) // (4 * slots)))
        yield range(start, min(start + size, total))
        start += size


def _collect(
    chunks: Iterator[Callable[[], Future[Made]]], slots: int, pages: Sequence[Page], made: dict[str, bytes],
    progress: Progress | None, watch: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Start chunks as others are finished, and gather their pages into ``made``. Raises ThemeError and what the workers raise."""
    waiting: set[Future[Made]] = set()
    try:
        while True:
            while len(waiting) < _AHEAD * slots and (start := next(chunks, None)) is not None:
                waiting.add(start())
            if not waiting:
                return
            done, waiting = wait(waiting, _LOOK, FIRST_COMPLETED)
            if not done:
                watch()
            for future in done:
                result = future.result()
                if isinstance(result, Fault):
                    raise ThemeError(*result)
                if isinstance(result, Unlike):
                    raise differing(*result)
                made |= result
            if done and progress is not None:
                progress(len(made), len(pages))
    finally:
        for future in waiting:
            future.cancel()


def _rendered(renderer: Renderer, pages: Sequence[Page]) -> Made:
    try:
        return {page.url: renderer.render(page.template, page.url, page.view) for page in pages}
    except ThemeError as error:
        return Fault(error.path, error.line, error.reason)


# Forked processes: the press and the pages are there already, and templates that one has compiled the others find on disk.

_forked: list[tuple[Renderer, Ahead, Sequence[Page]]] = []


def _start_forked(press: Press, memory: Path, pages: Sequence[Page]) -> None:
    settle()
    html = Ahead(Memory(memory), "html")
    _forked.append((press.renderer(html.memory, html), html, pages))


def _templates(press: Press, memory: Memory, pages: Sequence[Page]) -> Iterator[str]:
    """The templates of ``pages`` with all that they include."""
    renderer = press.renderer(memory)
    return iter(sorted({name for template in {page.template for page in pages} for name in renderer.closure(template)}))


def _compile_forked(name: str) -> None:
    with suppress(jinja2.TemplateError):  # the first page that needs it says so
        _forked[0][0].environment.get_template(name)


def _render_forked(span: range) -> Made:
    renderer, html, pages = _forked[0]
    chunk = [pages[i] for i in span]
    html.fetch(_bodies(chunk))
    return _rendered(renderer, chunk)


# Workers that are sent everything, on any machine and in any thread.


class _Shop:
    """A press at work; ``html`` is that of the chunk in hand."""

    def __init__(self, press: bytes) -> None:
        made: Press = pickle.loads(press)  # noqa: S301 - from the machine that publishes, which commands this one
        self.html: Mapping[str, bytes] = {}
        self.renderer = made.renderer(Memory(None), lambda sha: self.html.get(sha))


_shops: dict[str, _Shop] = {}
_busy = threading.Lock()  # a renderer knows which page it is at, and two threads of Python gain nothing


def _shop(key: str, press: bytes | None) -> _Shop:
    if key not in _shops:
        if press is None:
            raise LookupError(key)
        while len(_shops) >= _KEPT:
            del _shops[next(iter(_shops))]
        _shops[key] = _Shop(press)
    return _shops[key]


def _parcels(
    submit: Callable[..., Future[Made]], press: tuple[str, object], memory: Memory, pages: Sequence[Page], slots: int
) -> Iterator[Callable[[], Future[Made]]]:
    """Each chunk, packed when its turn comes."""
    for span in _spans(len(pages), slots):
        yield partial(submit, _render_parcel, *press, fingerprint(), _parcel([pages[i] for i in span], memory))


def _parcel(pages: Sequence[Page], memory: Memory) -> bytes:
    """Pages with the html of their bodies."""
    shas: set[str] = set()

    def noted(body: Body) -> str | tuple[Any, ...]:
        shas.add(body.sha)
        return body.__reduce_ex__(pickle.HIGHEST_PROTOCOL)

    stream = BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    reducers: dict[type, Callable[[Any], Any]] = {**copyreg.dispatch_table, Body: noted}
    pickler.dispatch_table = reducers
    pickler.dump(pages)
    return pickle.dumps((stream.getvalue(), dict(memory.get_many("html", shas))), pickle.HIGHEST_PROTOCOL)


def _render_parcel(key: str, press: bytes | None, versions: Mapping[str, str], parcel: bytes) -> Made:
    """The pages of a parcel. Nothing of it is unpacked by a worker with other versions, which tells them instead."""
    if found := differences(versions, fingerprint()):
        return Unlike(platform.node(), found)
    with _busy:
        shop = _shop(key, press)
        packed, shop.html = pickle.loads(parcel)  # noqa: S301
        return _rendered(shop.renderer, pickle.loads(packed))  # noqa: S301
