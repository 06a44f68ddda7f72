"""``python -m tests.reproducible``: every zone, hour and language of the matrix, and every pair of other surroundings."""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.press import SMALL
from tests.reproducible.surroundings import HOURS, LOCALES, ZONES, Surroundings, pairwise, published
from tests.reproducible.world import sample
from tests.sites import write_site


def main(arguments: list[str] | None = None) -> int:
    """Publish again and again, tell the figures, and give 1 if any two differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.reproducible", description=__doc__)
    parser.add_argument("--part", choices=("matrix", "pairs"), help="only one of the two")
    said = parser.parse_args(arguments)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="sitegen-same-") as made:
        top = Path(made)
        top.chmod(0o755)
        if said.part != "pairs":
            wrong += _matrix(top)
        if said.part != "matrix":
            wrong += _pairs(top)
    return int(bool(wrong))


def _matrix(top: Path) -> int:
    began, seen = time.monotonic(), Counter[str]()
    origin = write_site(top / "small", SMALL)
    for number, (zone, locale) in enumerate(itertools.product(ZONES, LOCALES)):
        found = published(origin, top / f"m{number}", Surroundings(zone=zone, locale=locale), HOURS)
        seen.update(found)
    shape, spent = f"{len(ZONES)} zones x {len(HOURS)} hours x {len(LOCALES)} locales", time.monotonic() - began
    print(f"{sum(seen.values())} publishes, {shape}: {len(seen)} different, {spent:.0f} s", flush=True)
    return len(seen) - 1


def _pairs(top: Path) -> int:
    began, seen = time.monotonic(), dict[str, list[str]]()
    origin = sample(top / "origin")
    rows = pairwise()
    for number, around in enumerate(rows):
        seen.setdefault(published(origin, top / f"p{number}", around)[-1], []).append(str(around))
    print(f"{len(rows)} surroundings, every pair of values: {len(seen)} different, {time.monotonic() - began:.0f} s")
    for whose in list(seen.values())[1:]:
        print("  not the same:", *whose, sep="\n    ", file=sys.stderr)
    return len(seen) - 1


if __name__ == "__main__":
    sys.exit(main())
