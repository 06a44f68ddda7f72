"""The law of rebuilds: after any history, output/ equals a clean build, byte for byte, apart from files of the theme that stay for
pages opened before."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen.traces import dump, load
from sitegen.writer import MARKER
from tests.conftest import ROOT
from tests.press import CLOCK, SMALL, publish, tree
from tests.sites import write_site

QUICK, ALL = 6, 220  # sequences
STEPS = 5

Step = Callable[[random.Random, Path], None]


def _records(site: Path) -> list[Path]:
    return sorted((site / "content").rglob("*.md"))


def _edit_body(rng: random.Random, site: Path) -> None:
    file = rng.choice(_records(site))
    file.write_text(f"{file.read_text('utf-8')}\n又一段，第 {rng.randrange(100)} 次。\n", "utf-8")


def _edit_name(rng: random.Random, site: Path) -> None:
    file = rng.choice(sorted((site / "content/models").glob("*.md")) or _records(site))
    lines = file.read_text("utf-8").split("\n")
    changed = [f"姓名: 人{rng.randrange(50)}" if line.startswith("姓名:") else line for line in lines]
    file.write_text("\n".join(changed), "utf-8")


def _edit_dates(rng: random.Random, site: Path) -> None:
    file = rng.choice(sorted((site / "content/models").glob("*.md")) or _records(site))
    lines = file.read_text("utf-8").split("\n")
    day = CLOCK - timedelta(days=rng.randrange(60))
    changed = [f"发布: {day}" if line.startswith("发布:") else line for line in lines]
    file.write_text("\n".join(changed), "utf-8")


def _add(rng: random.Random, site: Path) -> None:
    name = f"new-{rng.randrange(10)}"
    place = rng.choice(["甲省/乙市/丙县", "甲省/丁市", "戊省"])
    text = (
        f"---\n姓名: 新{rng.randrange(10)}\n摘要: 新来的。\n地区: {place}\n领域: 农村\n发布: 2026-11-0{rng.randrange(1, 9)}\n---\n正文。\n"
    )
    (site / "content/models" / f"{name}.md").write_text(text, "utf-8")


def _delete(rng: random.Random, site: Path) -> None:
    # records that others name stay: a site with an error is not built, which is another law
    free = [f for f in _records(site) if f.stem not in ("pi", "zhang-san", "li-si")]
    if free:
        rng.choice(free).unlink()


def _rename(rng: random.Random, site: Path) -> None:
    free = [f for f in (site / "content/models").glob("*.md") if f.stem != "zhang-san"]
    if free:
        file = rng.choice(sorted(free))
        file.rename(file.with_name(f"re-{rng.randrange(1000)}.md"))


def _edit_template(rng: random.Random, site: Path) -> None:
    file = rng.choice(sorted((site / "themes/default/templates").glob("*.html")))
    file.write_text(file.read_text("utf-8") + f"\n{{# {rng.randrange(100)} #}}", "utf-8")


def _edit_style(rng: random.Random, site: Path) -> None:
    file = site / "themes/default/styles/site.css"
    file.write_text(f"{file.read_text('utf-8')}\n/* {rng.randrange(9)} */", "utf-8")


def _edit_settings(rng: random.Random, site: Path) -> None:
    file = site / "site.yaml"
    lines = [line for line in file.read_text("utf-8").split("\n") if not line.startswith(("每页:", "副标题:"))]
    file.write_text("\n".join([*lines, f"每页: {rng.choice([2, 3, 60])}", f"副标题: 第{rng.randrange(9)}版"]), "utf-8")


STEPS_TO_TRY: tuple[Step, ...] = (
    _edit_body,
    _edit_name,
    _edit_dates,
    _add,
    _add,
    _delete,
    _rename,
    _edit_template,
    _edit_style,
    _edit_settings,
)


def _live(seed: int, folder: Path) -> None:
    """One history: builds after each step, some steps together, days passing; then hold it against a clean build."""
    rng = random.Random(seed)
    site = write_site(folder / "site", SMALL)
    shutil.copytree(ROOT / "themes/default", site / "themes/default")
    day = CLOCK
    for _ in range(STEPS):
        for _ in range(rng.choice([1, 1, 2])):
            rng.choice(STEPS_TO_TRY)(rng, site)
        day += timedelta(days=rng.choice([0, 0, 1, 3, 20]))
        publish(site, min(day, date(2026, 12, 31)))
    last = publish(site, min(day, date(2026, 12, 31)))
    assert last.checked.is_sound, (seed, last.checked.problems)
    clean = publish(site, min(day, date(2026, 12, 31)), output=folder / "clean", forget=True)
    assert clean.checked.is_sound
    assert _of_today(site / "output") == tree(folder / "clean"), seed


def _of_today(output: Path) -> dict[str, bytes]:
    """A site without what stays of the generation before; that is styles, scripts and images of the theme, and nothing else."""
    files = tree(output)
    trace = load(files[MARKER])
    assert trace is not None
    for url, written in trace.earlier.items():
        assert re.fullmatch(r"assets/[a-z-]+\.[0-9a-f]{10}\.(css|js|svg|png|jpg|webp|ico)", url), url
        assert len(files.pop(url)) == written.size
    return files | {MARKER: dump(replace(trace, earlier={}))}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(QUICK))
def test_any_history_ends_in_a_clean_build(seed: int, tmp_path: Path) -> None:
    _live(seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_many_histories_end_in_clean_builds(block: int, tmp_path: Path) -> None:
    each = (ALL - QUICK + 9) // 10
    for seed in range(QUICK + block * each, QUICK + (block + 1) * each):
        _live(seed, tmp_path / str(seed))
        shutil.rmtree(tmp_path / str(seed))
