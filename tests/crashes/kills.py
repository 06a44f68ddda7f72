"""Kills: at any moment, and before every single file operation."""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.crashes import kernel
from tests.crashes.world import World, finish, fork


def at_random(world: World, number: int, seed: int, told: Callable[[int], object] = lambda _: None) -> Counter[str]:
    """Kill so many publishes at random moments; after each the site is whole, and the next publish makes it good. Counts which stood."""
    rng = random.Random(seed)
    length = duration(world)
    stood: Counter[str] = Counter()
    while stood.total() < number:
        world.reset()
        pid = fork(world.work())
        time.sleep(rng.uniform(0, length))
        os.kill(pid, signal.SIGKILL)
        if finish(pid) != -signal.SIGKILL:  # it was done before the blow
            continue
        stood[world.check_whole()] += 1
        world.check_mended()
        told(stood.total())
    return stood


def duration(world: World) -> float:
    """How long a publish takes here and now, by its slowest of three."""
    found = []
    for _ in range(3):
        world.reset()
        started = time.monotonic()
        assert world.publish() == 0, world.text()
        found.append(time.monotonic() - started)
    return max(found)


def operations(world: World, *, without_exchange: bool = False) -> tuple[kernel.Operation, ...]:
    """All file operations of one publish, in order."""
    world.reset()
    ended = kernel.supervise(world.work(), world.site, _no_exchange if without_exchange else _let)
    assert ended.code == 0, world.text()
    assert world.state() == world.after
    return ended.operations


def _let(_: kernel.Operation) -> kernel.Verdict:
    return None


def _no_exchange(operation: kernel.Operation) -> kernel.Verdict:
    """A file system that cannot swap two folders."""
    return errno.EINVAL if operation.name == "renameat2" else None


def before(world: World, numbers: Iterable[int], *, without_exchange: bool = False) -> Counter[str]:
    """Kill a publish before each of these operations (which is after the one ahead of it)."""
    stood: Counter[str] = Counter()
    for number in numbers:
        world.reset()
        ended = kernel.supervise(world.work(), world.site, _killing(number, without_exchange=without_exchange))
        assert ended.code == -signal.SIGKILL, (number, ended.code, world.text())
        last = ended.operations[-1]
        try:
            if without_exchange and not world.output.exists():
                stood["between"] += 1  # of two renames: nothing stands, and the next publish puts it right
            else:
                stood[world.check_whole()] += 1
            world.check_mended()
        except AssertionError as error:
            raise AssertionError(f"killed before operation {number}, {last.name} {last.paths}") from error
    return stood


def _killing(number: int, *, without_exchange: bool) -> Callable[[kernel.Operation], kernel.Verdict]:
    def judge(operation: kernel.Operation) -> kernel.Verdict:
        if operation.number >= number:
            return kernel.KILL
        return _no_exchange(operation) if without_exchange else None

    return judge


def one_of_each(world: World, all_of_them: Iterable[kernel.Operation]) -> list[int]:
    """The first and the last operation of each kind in each place: what differs in how it may be left."""
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    for operation in all_of_them:
        place = Path(operation.paths[-1]).relative_to(world.site)
        parts = place.parts[: 2 if place.parts[:1] == ("ledger",) and not place.suffix else 1]
        kind = (operation.name, f"{'/'.join(parts)} {place.suffix if parts else ''}")
        first.setdefault(kind, operation.number)
        last[kind] = operation.number
    return sorted({*first.values(), *last.values()})
