"""Two publishes of one site at the same moment: one does it, the other says who does and goes."""

from __future__ import annotations

import os
import platform
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.crashes.world import State, World, finish, fork, run
from tests.press import tree

_HOLDER = re.compile(r"pid ([0-9]+) @ (.+?), [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} \+08:00")


class Race(NamedTuple):
    """How many pairs ran, and how long the slower of the losers took, in seconds from the start to the exit."""

    pairs: int
    slowest: float


def race(top: Path, pairs: int, *, are_copies: bool = False) -> Race:
    """Run so many pairs, of one site or of two copies with one output; fails where not exactly one wins, or where the loser is slow or
    does not name the winner."""
    world = World(top)
    slowest = 0.0
    for number in range(pairs):
        world.reset()
        sites = [world.site, world.site.with_name("copy" if are_copies else "site")]
        if are_copies:
            shutil.copytree(sites[0], sites[1])
        said = [top / f"said-{which}.txt" for which in (0, 1)]
        gate, start = os.pipe()
        language, output = "zh" if number % 2 else "en", world.output
        started = [fork(_waiting(gate, start, site, output, file, language)) for site, file in zip(sites, said, strict=True)]
        os.close(gate)
        began = time.monotonic()
        os.close(start)
        ended: dict[int, tuple[int, float]] = {}
        while len(ended) < 2:
            pid, status = os.waitpid(-1, 0)
            ended[pid] = (os.waitstatus_to_exitcode(status), time.monotonic() - began)
        codes = [ended[pid][0] for pid in started]
        assert sorted(codes) == [0, 4], (number, codes, [file.read_text("utf-8") for file in said])
        loser = codes.index(4)
        match = _HOLDER.search(said[loser].read_text("utf-8"))
        assert match and (int(match[1]), match[2]) == (started[1 - loser], platform.node()), said[loser].read_text("utf-8")
        slowest = max(slowest, ended[started[loser]][1])
        assert slowest < 1, slowest
        assert State(tree(world.output), tree(sites[1 - loser] / "ledger")) == world.after
        assert not list(world.site.parent.rglob(".*.lock"))
    return Race(pairs, round(slowest, 3))


def _waiting(gate: int, start: int, site: Path, output: Path, said: Path, lang: str) -> Callable[[], int]:
    """A publish that begins when the other end of the gate is closed."""

    def work() -> int:
        os.close(start)
        os.read(gate, 1)
        return run(site, "--output", os.fspath(output), said=said, lang=lang)

    return work


def _sleep() -> int:
    time.sleep(20)
    return 0


def held_by_a_child(lock: Path, hold: Callable[[], None]) -> bool:
    """Whether a lock lasts on in a process that its holder forked, once the holder is killed."""
    told, tell = os.pipe()

    def holder() -> int:
        hold()
        child = fork(_sleep)
        os.write(tell, f"{child}\n".encode())
        time.sleep(20)
        return 0

    pid = fork(holder)
    child = int(os.read(told, 20))
    for descriptor in (told, tell):
        os.close(descriptor)
    os.kill(pid, 9)
    assert finish(pid) == -9
    try:
        return not any(_is_free(lock) for _ in _moments())  # a child lets go of it as soon as it runs
    finally:
        os.kill(child, 9)


def _moments() -> Iterator[int]:
    """A hundred, over five seconds."""
    for number in range(100):
        yield number
        time.sleep(0.05)


def _is_free(lock: Path) -> bool:
    from sitegen.lock import Held, only_one

    try:
        with only_one(lock, "pid 1"):
            return True
    except Held:
        return False
