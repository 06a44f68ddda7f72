"""Bodies to html, none of them for longer than its share: what counts cannot tell beforehand is stopped here.

Short texts are converted in this process under a timer. Long ones, and many, go to worker processes, which have a limit of memory
as well and can be killed from outside. Each body is converted by itself, so that it makes no difference to a byte where that is.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, NoReturn

from sitegen import markdown
from sitegen.forking import may_fork, settle
from sitegen.markdown import Exhausted, Rendered, TooComplex, too_large, too_slow

MAX_SECONDS = 10.0  # of processor time, a body
MAX_MEMORY = 512 * 2**20  # bytes, beside what the program has before it begins
MAX_WAIT = 30.0  # seconds on the wall, for systems that have no timer of processor time, and for code that heeds none
MAX_LIGHT = 20_000  # characters that are converted here: 0.15 s at most for the worst texts that the limits let through
_WORTH_A_PROCESS = 150_000  # characters; fewer are done before a second process has started
_LARGEST = 32  # bodies of a chunk

Made = Rendered | TooComplex
_Reply = tuple[int, Made]


def convert_all(bodies: Sequence[str], workers: int = 1) -> Iterator[_Reply]:
    """Each body's number with its html, or with why there is none; in any order."""
    here = range(len(bodies))
    if sum(map(len, bodies)) >= _WORTH_A_PROCESS and (workers > 1 or not _may_interrupt()):
        here = range(0)
    light = [number for number in here if len(bodies[number]) <= MAX_LIGHT]
    for number in light:
        yield number, _converted(bodies[number])
    left = sorted(set(range(len(bodies))).difference(light))
    try:
        yield from _Team(bodies, left, workers if not light else 1).work()
    except OSError:  # no process can be started here
        for number in left:
            yield number, _converted(bodies[number])


def _converted(body: str) -> Made:
    try:
        with _timed():
            return markdown.render(body)
    except TooComplex as error:
        return error


def _may_interrupt() -> bool:
    """Whether a timer can stop what runs in this thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def _timed() -> Iterator[None]:
    """Raise Exhausted in what runs too long, where the system can; again every second, for libraries that swallow it once."""
    if not _may_interrupt():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> NoReturn:
    raise too_slow(MAX_SECONDS)


class _Lane:
    """A worker process and the numbers of the bodies that it has in hand."""

    def __init__(self) -> None:
        context: Any = multiprocessing.get_context("fork" if may_fork() else "spawn")
        self.pipe: Connection
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_serve, args=(self.pipe, far), daemon=True)
        self.process.start()
        far.close()
        self.chunk: tuple[int, ...] = ()
        self.since = monotonic()

    def give(self, bodies: Sequence[str], chunk: tuple[int, ...]) -> None:
        """Send bodies to a worker that has none: while it works it does not listen."""
        self.chunk, self.since = chunk, monotonic()
        with suppress(OSError):  # a dead worker is noticed where its answer is missing
            self.pipe.send([bodies[number] for number in chunk])

    def answer(self) -> list[Made] | None:
        """What became of the bodies in hand; None if the worker has died."""
        try:
            made: list[Made] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return made

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class _Team:
    """Worker processes with the bodies that are left for them."""

    def __init__(self, bodies: Sequence[str], numbers: Sequence[int], workers: int) -> None:
        self.bodies, self.workers = bodies, workers
        self.left = deque(_chunks(numbers, workers))
        self.lanes: list[_Lane] = []

    def work(self) -> Iterator[_Reply]:
        """All bodies. Raises OSError where no process can be started."""
        try:
            while self.left or any(lane.chunk for lane in self.lanes):
                self._fill()
                yield from self._replies()
        finally:
            for lane in self.lanes:
                lane.stop()

    def _fill(self) -> None:
        while len(self.lanes) < min(self.workers, len(self.left)):
            self.lanes.append(_Lane())
        for lane in self.lanes:
            if self.left and not lane.chunk:
                lane.give(self.bodies, self.left.popleft())

    def _replies(self) -> Iterator[_Reply]:
        busy = [lane for lane in self.lanes if lane.chunk]
        patience = min(lane.since for lane in busy) + MAX_WAIT - monotonic()
        ready = wait([lane.pipe for lane in busy], max(patience, 0.0))
        for lane in busy:
            if lane.pipe in ready:
                made = lane.answer()
                if made is None:
                    yield from self._lost(lane, too_large())
                else:
                    yield from zip(lane.chunk, made, strict=True)
                    lane.chunk = ()
            elif monotonic() - lane.since >= MAX_WAIT:
                yield from self._lost(lane, too_slow(MAX_WAIT))

    def _lost(self, lane: _Lane, why: Exhausted) -> Iterator[_Reply]:
        """Nobody can tell which body was to blame: each of them is tried by itself, once."""
        self.lanes.remove(lane)
        lane.stop()
        if len(lane.chunk) == 1:
            yield lane.chunk[0], why
        else:
            self.left.extendleft((number,) for number in reversed(lane.chunk))


def _chunks(numbers: Sequence[int], workers: int) -> Iterator[tuple[int, ...]]:
    """The later ones smaller, so that all workers have done at about the same time."""
    start = 0
    while start < len(numbers):
        size = max(1, min(_LARGEST, (len(numbers) - start) // (2 * workers)))
        yield tuple(numbers[start : start + size])
        start += size


def _serve(near: Connection, pipe: Connection) -> None:
    """The life of a worker: ends with the process that started it."""
    near.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who is asked to stop is the parent, who stops this
    settle()
    _limit_memory()
    with suppress(EOFError, OSError):
        while True:
            pipe.send([_converted(body) for body in pipe.recv()])


def _limit_memory() -> None:
    """Let this process have MAX_MEMORY more than it has, where the system counts that."""
    try:
        import resource

        with open("/proc/self/statm", "rb") as counts:
            data = int(counts.read().split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (data + MAX_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    except (ImportError, OSError, ValueError):
        return
