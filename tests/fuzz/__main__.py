"""``python -m tests.fuzz --minutes 10 NAME``: the nightly run of a harness, or of all of them.

Plain, it edits seeds at random (hypothesis finds the shortest input that shows a fault). With ``--guided`` and atheris
installed, inputs that reach new code are kept and edited further. What was found lies below ``--found`` afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz import guided
from tests.fuzz.doors import HARNESSES
from tests.fuzz.harness import Harness, damaged

_ROUND = 500  # inputs of one round; the clock is looked at between two


def main(arguments: list[str] | None = None) -> int:
    """Fuzz, tell the figures, and give 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(HARNESSES)}; all of them without a name")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each harness")
    parser.add_argument("--seed", type=int, default=0, help="where to begin; another number tries other inputs")
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris (not one of the locked requirements)")
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "sitegen-found", help="folder for what is found")
    parser.add_argument("--corpus", type=Path, help="folder in which --guided keeps what reached new code, for the next run")
    said = parser.parse_args(arguments)
    unknown = set(said.names) - set(HARNESSES)
    if unknown:
        parser.error(f"no harness {', '.join(sorted(unknown))}")
    said.found.mkdir(parents=True, exist_ok=True)
    ends = []
    for name in said.names or HARNESSES:
        if said.guided:
            ends.append(guided.run(name, said.minutes * 60, said.found, said.corpus))
        else:
            ends.append(run(HARNESSES[name], said.minutes * 60, said.seed, said.found))
    return int(not all(ends))


def run(harness: Harness, seconds: float, start: int, found: Path) -> bool:
    """Edit seeds until the time is over; True if nothing was found."""
    began, count, rounds, faults, last = time.monotonic(), 0, start, set[str](), [b""]
    while time.monotonic() - began < seconds:

        def go(data: bytes) -> None:
            nonlocal count
            count += 1
            last[0] = data
            harness(data)

        law = seed(rounds)(settings(_SETTINGS)(given(damaged(harness))(go)))
        try:
            law()
        except Exception as error:
            faults.add(_keep(harness, last[0], error, found))
        rounds += 1
    spent = time.monotonic() - began
    print(f"{harness.name}: {count} inputs in {spent / 60:.1f} min, {count / spent:.0f}/s, {len(faults)} faults", flush=True)
    return not faults


_SETTINGS = settings(
    max_examples=_ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink)
)


def _keep(harness: Harness, data: bytes, error: Exception, found: Path) -> str:
    """The input and what it did, named after where it broke so that one fault is kept once."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "sitegen" in f.filename or "tests" in f.filename]
    spot = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
    name = f"{harness.name}-{hashlib.sha256(spot.encode()).hexdigest()[:8]}"
    if not (found / f"{name}.bin").exists():
        (found / f"{name}.bin").write_bytes(data)
        (found / f"{name}.txt").write_text("".join(traceback.format_exception(error)), "utf-8")
        print(f"  {name}: {spot}", file=sys.stderr, flush=True)
    return name


if __name__ == "__main__":
    sys.exit(main())
