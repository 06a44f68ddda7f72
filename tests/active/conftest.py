"""A hostile site and its harmless twin, built once for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.active.planting import TODAY, Garden, look
from tests.active.vectors import ALL, HARMLESS
from tests.browser.conftest import browser as browser
from tests.press import publish, tree

IS_FULL = os.environ.get("SITEGEN_ACTIVE") == "full"
GROUPS = len(ALL) if IS_FULL else 24
_STASH = pytest.StashKey["Grown"]()


@dataclass(frozen=True)
class Grown:
    """The files of both sites, and where the hostile one stands."""

    garden: Garden
    site: Path
    hostile: Mapping[str, bytes]
    harmless: Mapping[str, bytes]


def grouped(vectors: Sequence[str], number: int) -> tuple[tuple[str, ...], ...]:
    """The vectors in as many groups, neighbours apart, so that one does not hide the next."""
    return tuple(tuple(vectors[i::number]) for i in range(number))


def twin(groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Harmless words in the place of vectors, each other than the rest."""
    return tuple((f"{HARMLESS}{n}",) for n, _ in enumerate(groups))


@cache
def body_verdicts(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """What the check of a site says of each vector as a body of its own: codes of errors and warnings."""
    garden = Garden([], [], ["本站"])
    site = garden.write(folder)
    for number, vector in enumerate(ALL):
        file = site / f"content/pages/b{number:03}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n标题: 第{number}页\n---\n{vector}\n", "utf-8", newline="\n")
    found: dict[str, list[str]] = {vector: [] for vector in ALL}
    for problem in look(site).problems:
        if problem.place.path.startswith("content/pages/b"):
            found[ALL[int(problem.place.path[-6:-3])]].append(f"{problem.severity.value} {problem.code} {problem.place.line}")
    return {vector: tuple(codes) for vector, codes in found.items()}


def grow(folder: Path) -> Grown:
    verdicts = body_verdicts(folder / "bodies")
    groups = grouped(ALL, GROUPS)
    bodies = [[v for v in group if not any(c.startswith("error") for c in verdicts[v])] for group in groups]
    garden = Garden(groups, [b or [HARMLESS] for b in bodies], ALL[:4])
    site = garden.sound(folder / "site")
    built = publish(site, TODAY)
    assert built.checked.is_sound, [(p.code, p.place, p.message.zh) for p in built.checked.problems if p.severity.value == "error"]
    tame = Garden(twin(groups[:2]), [], [HARMLESS])
    tame.unlawful = garden.unlawful
    calm = tame.sound(folder / "calm")
    assert publish(calm, TODAY).checked.is_sound
    return Grown(garden, site, tree(site / "output"), tree(calm / "output"))


@pytest.fixture(scope="session")
def grown(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    if _STASH not in pytestconfig.stash:
        pytestconfig.stash[_STASH] = grow(tmp_path_factory.mktemp("active"))
    return pytestconfig.stash[_STASH]
