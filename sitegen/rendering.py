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
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Generic

import jinja2

from sitegen.executors import Crew, differences, differing, fingerprint
from sitegen.forking import may_fork, settle
from sitegen.memory import Ahead, Memory
from sitegen.outputs import Page
from sitegen.press import Fault, Keep, Made, Press, T, Unlike, bodies, rendered
from sitegen.templates import Renderer, ThemeError
from sitegen.views.base import Body

logging.getLogger("concurrent.futures").addHandler(logging.NullHandler())  # a worker that cannot begin prints what it had in hand
Progress = Callable[[int, int], None]
_WORTH_A_PROCESS = 400  # pages; fewer are done before a second process has compiled its templates
_WORTH_A_START = 2000  # the same where a process begins with an empty memory
_LARGEST, _SMALLEST = 128, 8  # pages of a chunk
_AHEAD = 3  # chunks under way for each that is worked on: nobody waits for the next, and not all of them are in memory
_LOOK = 1.0  # seconds without a result after which the crew is looked at
_KEPT = 4  # presses that a worker of a cluster remembers


def render_pages(
    press: Press, memory: Memory, pages: Sequence[Page], workers: int, keep: Keep[T], progress: Progress | None = None,
    crew: Crew | None = None,
) -> dict[str, T]:  # fmt: skip
    """Render pages; ``keep`` is given the address and the bytes of each, here or in a process forked off, and what it answers is returned
    by address. ``progress`` is told how many of how many are done. Raises ThemeError, ClusterError, and what ``keep`` raises."""
    work = _Work(press, memory, pages, keep, progress)
    if len(pages) >= _WORTH_A_PROCESS:
        if crew is not None:
            _render_far(work, crew)
        elif workers > 1:
            _render_beside(work, workers)
    _render_here(work)
    return {page.url: work.made[page.url] for page in pages}  # a KeyError rather than a site with a hole


@dataclass(frozen=True, slots=True)
class _Work(Generic[T]):
    """What is to be rendered, and what was made of it so far."""

    press: Press
    memory: Memory
    pages: Sequence[Page]
    keep: Keep[T]
    progress: Progress | None
    made: dict[str, T] = field(default_factory=dict)

    def take(self, made: Mapping[str, T]) -> None:
        """Pages that are kept already."""
        self.made.update(made)
        if self.progress is not None:
            self.progress(len(self.made), len(self.pages))

    def take_bytes(self, made: Mapping[str, bytes]) -> None:
        """Pages that came from elsewhere."""
        self.take({url: self.keep(url, data) for url, data in made.items()})


def _render_here(work: _Work[T]) -> None:
    """Render those pages that are not made yet."""
    html = Ahead(work.memory, "html")
    renderer = work.press.renderer(work.memory, html)
    left = [page for page in work.pages if page.url not in work.made]
    for start in range(0, len(left), _LARGEST):
        chunk = left[start : start + _LARGEST]
        html.fetch(bodies(chunk))
        for page in chunk:
            work.take({page.url: work.keep(page.url, renderer.render(page.template, page.url, page.view))})


def _render_beside(work: _Work[T], workers: int) -> None:
    """Render in processes of this machine; what one that died leaves undone is done here afterwards."""
    memory, pages = work.memory, work.pages
    try:
        if memory.path is not None and may_fork() and memory.commit():  # what could not be written they would not find
            context = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(workers, context, _start_forked, (work.press, memory.path, pages, work.keep)) as pool:
                for name in _templates(work.press, memory, pages):
                    pool.submit(_compile_forked, name)
                _collect((partial(pool.submit, _render_forked, span) for span in _spans(len(pages), workers)), workers, work.take)
        elif len(pages) >= _WORTH_A_START:
            with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _shop, ("", work.press.packed())) as pool:
                _collect(_parcels(pool.submit, ("", None), memory, pages, workers), workers, work.take_bytes)
    except BrokenProcessPool:  # most often the system took it for want of memory, and one process needs less
        pass


def _render_far(work: _Work[T], crew: Crew) -> None:
    data, slots = work.press.packed(), crew.slots
    shared = (sha256(data).hexdigest(), crew.share(data))
    _collect(_parcels(crew.submit, shared, work.memory, work.pages, slots), slots, work.take_bytes, crew.watch)


def _spans(total: int, slots: int) -> Iterator[range]:
    """All pages in chunks, the later ones smaller, so that all workers have done at about the same time."""
    start = 0
    while start < total:
        size = min(_LARGEST, max(_SMALLEST, (total - start) // (4 * slots)))
        yield range(start, min(start + size, total))
        start += size


def _collect(
    chunks: Iterator[Callable[[], Future[Made]]], slots: int, take: Callable[[dict[str, Any]], None],
    watch: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Start chunks as others are finished, and hand on their pages. Raises ThemeError and what the workers raise."""
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
                take(result)
    finally:
        for future in waiting:
            future.cancel()


# Forked processes: the press and the pages are there already, and templates that one has compiled the others find on disk.

_forked: list[tuple[Renderer, Ahead, Sequence[Page], Keep[Any]]] = []


def _start_forked(press: Press, memory: Path, pages: Sequence[Page], keep: Keep[Any]) -> None:
    settle()
    html = Ahead(Memory(memory), "html")
    _forked.append((press.renderer(html.memory, html), html, pages, keep))


def _templates(press: Press, memory: Memory, pages: Sequence[Page]) -> Iterator[str]:
    """The templates of ``pages`` with all that they include."""
    renderer = press.renderer(memory)
    return iter(sorted({name for template in {page.template for page in pages} for name in renderer.closure(template)}))


def _compile_forked(name: str) -> None:
    with suppress(jinja2.TemplateError):  # the first page that needs it says so
        _forked[0][0].environment.get_template(name)


def _render_forked(span: range) -> Made:
    renderer, html, pages, keep = _forked[0]
    chunk = [pages[i] for i in span]
    html.fetch(bodies(chunk))
    return rendered(renderer, chunk, keep)


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
        return rendered(shop.renderer, pickle.loads(packed))  # noqa: S301
