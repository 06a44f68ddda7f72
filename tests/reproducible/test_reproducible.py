"""Each thing that differs between machines, alone and in pairs, makes no difference to a byte."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.press import SMALL, tree
from tests.reproducible.surroundings import CHOICES, Surroundings, pairwise, published
from tests.reproducible.world import sample
from tests.sites import write_site

ALONE = [replace(Surroundings(), **{name: value}) for name, values in CHOICES.items() for value in values[1:]]


@pytest.fixture(scope="module")
def top() -> Iterator[Path]:
    """A folder that another user may look into."""
    with tempfile.TemporaryDirectory(prefix="sitegen-same-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture(scope="module")
def origin(top: Path) -> Path:
    return sample(top / "origin")


@pytest.fixture(scope="module")
def plain(origin: Path, top: Path) -> str:
    return published(origin, top / "plain", Surroundings())[-1]


def test_few_surroundings_hold_every_pair_of_values() -> None:
    rows = pairwise()
    assert len(rows) < 30
    for (a, xs), (b, ys) in combinations(CHOICES.items(), 2):
        seen = {(getattr(row, a), getattr(row, b)) for row in rows}
        assert seen == {(x, y) for x in xs for y in ys}


@pytest.mark.slow
@pytest.mark.parametrize("around", ALONE, ids=str)
def test_what_differs_between_machines_makes_no_difference(around: Surroundings, origin: Path, plain: str, top: Path) -> None:
    place = Path(tempfile.mkdtemp(dir=top))
    place.chmod(0o755)
    assert published(origin, place, around)[-1] == plain


@pytest.mark.slow
def test_another_day_does_make_a_difference(origin: Path, plain: str, top: Path) -> None:
    """So that the hash is known to see something."""
    assert published(origin, top / "later", Surroundings(), ["2026-11-19T09:00:00+08:00"])[-1] != plain


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there file names are always Unicode")
def test_where_the_system_does_not_name_files_in_utf_8_they_are_named_so_all_the_same(tmp_path: Path) -> None:
    """As on a server whose locale is zh_CN.GBK, or C without the help of Python."""
    named = []
    for folder, around in (("plain", {"PYTHONUTF8": "1"}), ("ascii", {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})):
        site = write_site(tmp_path / folder, SMALL)
        command = [sys.executable, "-m", "sitegen", "--site", str(site), "--date", "2026-11-18", "--quiet"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))} | {"LC_ALL": "C", **around}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        named.append(tree(site / "output"))
    assert any("农村" in name for name in named[0])
    assert named[0] == named[1]
