"""What is said of a site with hostile files: all that is known before rules and pages, as ``code line:column`` by path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from sitegen.intake import shipped_profiles, take_in
from sitegen.library import make_library
from sitegen.memory import Memory
from sitegen.problems import Problem, in_order
from sitegen.sources import read_sources
from sitegen.stories import tell
from tests.hostile.inputs import Hostile
from tests.sites import SITE

EXPECTED = Path(__file__).parent / "expected.txt"
_SHOWN = 3  # findings that are written down; of the rest the number


def plant(folder: Path, inputs: Iterable[Hostile]) -> Path:
    (folder / "content/models").mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE, "utf-8")
    for hostile in inputs:
        hostile.put(folder / hostile.path)
    return folder


def problems(site: Path, workers: int = 1) -> tuple[Problem, ...]:
    sources = read_sources(site)
    intake = take_in(sources)
    if intake.site is None:
        return in_order(intake.problems)
    library = make_library(intake.site, intake.records, shipped_profiles(), date(2026, 11, 18))
    memory = Memory(None)
    try:
        return in_order((*intake.problems, *tell(library, sources, memory, workers).problems))
    finally:
        memory.close()


def spots(found: Iterable[Problem]) -> list[tuple[str, str, int, int]]:
    return sorted((p.place.path, p.code, p.place.line, p.place.column) for p in found)


def summary(found: Iterable[Problem]) -> str:
    """The first findings and the number of all: ``F016 4:7, F016 5:7, F016 5:12 of 81``."""
    every = [f"{p.code} {p.place.line}:{p.place.column}" for p in found]
    return ", ".join(every[:_SHOWN]) + (f" of {len(every)}" if len(every) > _SHOWN else "")


def expected() -> Mapping[str, str]:
    lines = EXPECTED.read_text("utf-8").splitlines()
    return {name: rest.strip() for name, _, rest in (line.partition(" =") for line in lines if line)}
