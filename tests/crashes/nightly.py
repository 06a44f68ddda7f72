"""The long forms, by command: ``python -m tests.crashes.nightly WHAT [NUMBER]``; each prints its figures (docs/reliability.md)."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.crashes import faults, kills, pairs, readers
from tests.crashes.world import World


def _told(done: int) -> None:
    if done % 25 == 0:
        print(f"  {done}", flush=True)


def _kills(top: Path, number: int) -> str:
    return f"{dict(kills.at_random(World(top), number or 500, int(time.time()), _told))}"


def _operations(top: Path, step: int) -> str:
    world = World(top)
    found = []
    for without_exchange in (False, True):
        known = len(kills.operations(world, without_exchange=without_exchange))
        stood = kills.before(world, range(1, known + 1, step or 1), without_exchange=without_exchange)
        found.append(f"{known} operations{' without an exchange' if without_exchange else ''}, killed before: {dict(stood)}")
    return "\n".join(found)


def _faults(top: Path, step: int) -> str:
    for name, figures in faults.everywhere(World(top), step or 1):
        print(f"{name}: {dict(figures)}", flush=True)
    return ""


def _pairs(top: Path, number: int) -> str:
    return str(pairs.race(top, number or 100))


def _copies(top: Path, number: int) -> str:
    return str(pairs.race(top, number or 100, are_copies=True))


def _readers(top: Path, number: int) -> str:
    return str(readers.read_through(top, number or 30))


_FORMS: dict[str, Callable[[Path, int], str]] = {
    "kills": _kills,
    "operations": _operations,
    "faults": _faults,
    "pairs": _pairs,
    "copies": _copies,
    "readers": _readers,
}


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what not in _FORMS:
        sys.exit(f"one of: {', '.join(_FORMS)}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        print(_FORMS[what](Path(folder), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
