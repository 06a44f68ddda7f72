"""The arithmetic of the measurements: medians, ratios inside a round, what counts as written; and where our own time goes."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import TODAY, make_corpus
from bench.race import NAME, WORD, Cost, Run, changed, choose, edited, measure, rows, stage_table, table, without
from bench.race import TODAY as DAY
from bench.rivals.convert import convert, state
from sitegen.cli import cli
from sitegen.laps import Laps
from sitegen.staff.profile import STAGES, profile_data, profile_lines
from tests.conftest import ROOT
from tests.press import SMALL
from tests.sites import write_site

HONOUR = {
    "公示": {"开始": "2026-11-16", "结束": "2026-11-20"},
    "表彰": {"日期": "2026-11-30"},
}


def run_of(name: str, processor: float, *, case: str = "cold", number: int = 0, **stages: float) -> Run:
    return Run(name, case, number, Cost(2 * processor, processor, 50_000_000), 7, 3_000_000, 5, stages)


def ticking(*seconds: float) -> Any:
    """A clock that shows these times one after the other."""
    return iter(seconds).__next__


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder, 700)
    return folder


def test_a_ratio_is_taken_to_hugo_in_the_same_round_and_its_median_given() -> None:
    runs = [run_of("hugo", h, number=n) for n, h in enumerate((10, 1, 2))]
    runs += [run_of("sitegen", s, number=n) for n, s in enumerate((20, 3, 10))]
    ours = next(row for row in rows(runs) if row.name == "sitegen")
    assert ours.processor == 10
    assert ours.ratio == 3  # of 2, 3 and 5; the ratio of the medians would be 5
    assert (ours.wall, ours.memory) == (20, 50_000_000)


def test_a_ratio_is_never_taken_to_another_case() -> None:
    runs = [run_of("hugo", 1), run_of("sitegen", 4), run_of("sitegen", 4, case="body")]
    assert [(row.case, row.name, row.ratio) for row in rows(runs)] == [
        ("cold", "hugo", 1),
        ("cold", "sitegen", 4),
        ("body", "sitegen", None),
    ]


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=9))
def test_hugo_is_always_one_to_itself(seconds: Sequence[float]) -> None:
    (row,) = rows([run_of("hugo", s, number=n) for n, s in enumerate(seconds)])
    assert row.ratio == 1
    assert min(seconds) <= row.processor <= max(seconds)


def test_the_table_has_a_line_a_row_and_leaves_an_unknown_ratio_open() -> None:
    lines = table(rows([run_of("sitegen", 4)])).split("\n")
    assert lines[2:] == ["| cold | sitegen | 4.00 |  | 8.00 | 50 | 7 | 3.0 | 5 |"]


def test_what_no_rival_does_is_taken_off_and_what_no_stage_saw_is_start_and_end() -> None:
    run = run_of("sitegen", 10, reading=1, search=2, inspection=3, writing=3)
    assert without(run) == 5
    lines = stage_table([run, run_of("hugo", 1)]).split("\n")
    assert [line.split(" | ")[-1] for line in lines[-3:]] == ["1.00 |", "10.00 |", "5.00 |"]


def test_a_file_counts_as_written_when_it_is_new_or_its_inode_time_or_size_differs() -> None:
    before = {"same": (1, 1, 1), "linked": (2, 1, 1), "touched": (3, 1, 1), "longer": (4, 1, 1), "gone": (5, 1, 1)}
    after = {"same": (1, 1, 1), "linked": (9, 1, 1), "touched": (3, 2, 1), "longer": (4, 1, 2), "new": (6, 1, 1)}
    assert changed(before, after) == {"linked", "touched", "longer", "new"}


def test_processor_time_and_memory_of_a_child_are_counted(tmp_path: Path) -> None:
    inner = "x = bytearray(80_000_000)\nfor _ in range(3_000_000): pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    idle = measure([sys.executable, "-c", "pass"], tmp_path, tmp_path / "said.log")
    busy = measure([sys.executable, "-c", code], tmp_path, tmp_path / "said.log")
    assert busy.processor > idle.processor
    assert busy.memory > 80_000_000


def test_a_program_that_fails_ends_the_measurement_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="not today"):
        measure([sys.executable, "-c", "raise SystemExit('not today')"], tmp_path, tmp_path / "said.log")


def test_the_runner_and_the_corpus_agree_on_the_day() -> None:
    assert DAY == TODAY


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-15", "upcoming"),
        ("2026-11-16", "on_notice"),
        ("2026-11-20", "on_notice"),
        ("2026-11-21", "closed"),
        ("2026-11-30", "honoured"),
    ],
)
def test_the_rivals_are_told_the_state_of_the_day(day: str, expected: str) -> None:
    assert state(HONOUR, date.fromisoformat(day)) == expected


def test_the_records_of_the_cases_are_there_and_differ(corpus: Path) -> None:
    subjects = choose(corpus)
    names = {subjects.told, subjects.renamed, subjects.deleted, subjects.closed}
    assert len(names) == 4
    assert all((corpus / f"content/{name}.md").is_file() for name in names)


def test_each_change_is_made_once_and_leaves_the_rest(corpus: Path) -> None:
    subjects = choose(corpus)
    text = (corpus / f"content/{subjects.closed}.md").read_text("utf-8")
    assert edited("body", text) == f"{text}\n{WORD}。\n"
    assert edited("title", text).replace(f"姓名: {NAME}", next(line for line in text.split("\n") if line.startswith("姓名"))) == text
    added = set(edited("state", text).split("\n")) - set(text.split("\n"))
    assert added == {f"    表彰: {{日期: {TODAY}, 文号: 测〔2026〕9号}}"}
    with pytest.raises(ValueError, match="cold"):
        edited("cold", text)


@pytest.mark.slow
def test_a_conversion_writes_only_what_differs_and_removes_what_is_gone(corpus: Path, tmp_path: Path) -> None:
    made = convert(corpus, tmp_path, "hugo", TODAY)
    files = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.md")}
    notices = sum("荣誉:" in file.read_text("utf-8") for file in corpus.rglob("*.md"))
    assert made == len(files) == 700 + notices
    assert convert(corpus, tmp_path, "hugo", TODAY) == 0
    name = choose(corpus).closed
    file = corpus / f"content/{name}.md"
    text = file.read_text("utf-8")
    try:
        file.write_text(edited("state", text), "utf-8")
        assert convert(corpus, tmp_path, "hugo", TODAY, name) == 2  # the record and its notice
        assert json.loads((tmp_path / f"{name}.md").read_text("utf-8").split("honours: ")[1].split("\n")[0])[0]["state"] == "honoured"
        file.unlink()
        assert convert(corpus, tmp_path, "hugo", TODAY, name) == 2
        assert not (tmp_path / f"{name}.md").exists()
    finally:
        file.write_text(text, "utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a shell script")
@pytest.mark.parametrize("name", ["bench", "基准"])
def test_the_launcher_starts_the_measurements(tmp_path: Path, name: str) -> None:
    for file in ("build.py", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / file, tmp_path)
    launcher = runpy.run_path(str(tmp_path / "build.py"))
    python = Path(launcher["venv_python"]())
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    python.chmod(0o755)
    Path(launcher["stamp"]("run")).touch()
    said = subprocess.run([sys.executable, "build.py", name, "--records", "7"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["-P", "-m", "bench.race", "--records", "7"]


def test_a_stage_in_several_pieces_is_added_up_and_nothing_is_lost() -> None:
    laps = Laps(ticking(0, 1, 3, 6), ticking(10, 10.5, 11.5, 13))
    for stage in ("files", "keys", "files"):
        laps(stage)
    assert profile_data(laps.spent()) == {"files": {"wall": 4, "processor": 2}, "keys": {"wall": 2, "processor": 1}}


@given(st.lists(st.tuples(st.sampled_from(sorted(STAGES)), st.integers(0, 99)), min_size=1))
def test_the_stages_add_up_to_the_whole(pieces: list[tuple[str, int]]) -> None:
    times = [0]
    for _, seconds in pieces:
        times.append(times[-1] + seconds)
    laps = Laps(ticking(*times), ticking(*times))
    for stage, _ in pieces:
        laps(stage)
    assert sum(each.processor for each in laps.spent()) == times[-1]


def test_the_dearest_stage_comes_first() -> None:
    laps = Laps(ticking(0, 1, 3), ticking(0, 1, 4))
    laps("reading")
    laps("rendering")
    assert [line.split()[0] for line in profile_lines(laps.spent(), "en")] == ["stage", "rendering", "reading"]
    assert "75 %" in profile_lines(laps.spent(), "zh")[1]


def test_publish_says_where_its_time_went(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path, SMALL)
    told = []
    for more in ((), ("--profile",)):
        with pytest.raises(SystemExit) as ended:
            cli.main(["publish", "--site", str(site), "--json", "--workers", "1", *more])
        assert ended.value.code == 0
        told.append(json.loads(capsys.readouterr().out))
    assert "profile" not in told[0]
    assert set(told[1]["profile"]) == set(STAGES)
