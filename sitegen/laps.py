"""Where the time of a build goes: seconds by stage, as a clock on the wall shows them and as processors spent them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

Lap = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one stage took. Processor seconds are those of this process and of the processes it has waited for."""

    stage: str
    wall: float
    processor: float


def untimed(_: str) -> None:
    """The lap of a build that nobody times."""


class Laps:
    """Called at the end of each stage with its name; what a stage takes in several pieces is added up."""

    def __init__(self, wall: Callable[[], float] = time.perf_counter, processor: Callable[[], float] | None = None) -> None:
        self._clocks = (wall, processor or processor_seconds)
        self._last = (wall(), self._clocks[1]())
        self._spent: dict[str, tuple[float, float]] = {}

    def __call__(self, stage: str) -> None:
        now = (self._clocks[0](), self._clocks[1]())
        before = self._spent.get(stage, (0.0, 0.0))
        self._spent[stage] = (before[0] + now[0] - self._last[0], before[1] + now[1] - self._last[1])
        self._last = now

    def spent(self) -> tuple[Spent, ...]:
        """The stages in the order in which they first ended."""
        return tuple(Spent(stage, wall, processor) for stage, (wall, processor) in self._spent.items())


def processor_seconds() -> float:
    """User and system time of this process since it started, and of its children that have ended."""
    return sum(os.times()[:4])
