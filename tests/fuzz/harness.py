"""What a harness is: a door of the program that takes bytes, bytes to begin with, and how long one go may take."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import FrameType

from hypothesis import strategies as st

_MOST_EDITS = 8
_LONGEST_SPAN = 64


class TooSlow(BaseException):
    """One go took longer than it may. No Exception, so that nothing on the way takes it for a fault of the input."""


@dataclass(frozen=True, slots=True)
class Harness:
    """``go`` takes any bytes, and raises only if the program did wrong. ``seeds`` are made when they are first needed.

    ``words`` are pieces that mean something to the reader behind the door; ``seconds`` is processor time.
    """

    name: str
    go: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    words: tuple[str, ...]
    seconds: float

    def __call__(self, data: bytes) -> None:
        """One go. Raises AssertionError where it took too long, and whatever the door let out."""
        try:
            with within(self.seconds):
                self.go(data)
        except TooSlow:
            raise AssertionError(f"{self.name}: more than {self.seconds} s of processor time") from None


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what takes more processor time than this, however busy the machine is."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def damaged(harness: Harness) -> st.SearchStrategy[bytes]:
    """Seeds with a few edits: pieces put in, left out, doubled, moved between seeds, single bytes changed."""
    return st.deferred(lambda: _damaged(harness))


@cache
def _damaged(harness: Harness) -> st.SearchStrategy[bytes]:
    seeds = tuple(harness.seeds())
    words = st.sampled_from([word.encode() for word in harness.words])
    pieces = st.one_of(words, words, st.binary(max_size=8), st.text(max_size=4).map(lambda t: t.encode("utf-8", "surrogatepass")))
    at, span = st.integers(0, 1 << 20), st.integers(0, _LONGEST_SPAN)

    @st.composite
    def made(draw: st.DrawFn) -> bytes:
        data = bytearray(draw(st.sampled_from(seeds)))
        for kind in draw(st.lists(st.integers(0, 5), max_size=_MOST_EDITS)):
            start = draw(at) % (len(data) + 1)
            if kind == 0:
                data[start:start] = draw(pieces)
            elif kind == 1:
                data[start : start + draw(span)] = draw(pieces)
            elif kind == 2:
                del data[start : start + draw(span)]
            elif kind == 3:
                data[start:start] = data[start : start + draw(span)] * draw(st.integers(1, 40))
            elif kind == 4:
                other = draw(st.sampled_from(seeds))
                begin = draw(at) % (len(other) + 1)
                data[start:start] = other[begin : begin + 4 * draw(span)]
            elif data:
                data[start % len(data)] = draw(st.integers(0, 255))
        return bytes(data)

    return made()
