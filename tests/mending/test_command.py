"""``fix`` on a disk: shown first, written only when asked, the old files kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
import pytest

from sitegen import cli
from sitegen.changes import Change, write_all
from sitegen.lock import only_one
from sitegen.report import columns_of
from sitegen.staff import fix
from sitegen.staff.desk import Desk
from tests.sites import write_site

NOW = datetime(2026, 11, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
ZHANG, LI = "content/models/zhang.md", "content/models/li.md"
BLOCK = f"""-- {ZHANG} --
---
编号: zhang-2026
姓名：张三
摘要: 联系 13800138000
发布: 2026年10月2号
---
效劳群众。
-- {LI} --
---
编号: li-2026
姓名: 李四
摘要: 群众的的贴心人
发布: 2026-10-02
---
"""
MENDED = "---\n编号: zhang-2026\n姓名: 张三\n摘要: 联系 138****8000\n发布: 2026-10-02\n---\n服务群众。\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", BLOCK)


def desk(site: Path, *, as_json: bool = False, lang: str = "zh", quiet: bool = False) -> Desk:
    return Desk(site, site / "output", NOW, None, as_json, lang, 1, quiet)


def mend(site: Path, *paths: str, only: tuple[str, ...] = (), is_yes: bool = True, **options: Any) -> int:
    return fix.fix_site(desk(site, **options), paths, only, is_yes=is_yes)


def text(site: Path, path: str = ZHANG) -> str:
    return (site / path).read_text("utf-8")


def test_without_a_terminal_the_difference_is_shown_and_nothing_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = text(site)
    assert mend(site, is_yes=False) == 1
    out = capsys.readouterr().out
    assert text(site) == before
    assert not (site / ".sitegen" / "before").exists()
    assert "什么都没有写" in out
    assert "fix --yes" in out
    assert "-姓名：张三" in out
    assert "+姓名: 张三" in out
    assert "# F022 " in out
    assert "13800138000" not in out


def test_with_yes_all_is_mended_and_the_old_files_are_kept(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = text(site)
    assert mend(site) == 0
    assert text(site) == MENDED
    assert "群众的贴心人" in text(site, LI)
    kept = site / ".sitegen" / "before" / "20261101-083000"
    assert (kept / ZHANG).read_text("utf-8") == before
    assert ".sitegen/before/20261101-083000" in capsys.readouterr().out


def test_a_second_run_finds_nothing_and_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mend(site)
    stamp = (site / ZHANG).stat().st_mtime_ns
    capsys.readouterr()
    assert mend(site) == 0
    assert "没有能按规则修正的问题" in capsys.readouterr().out
    assert (site / ZHANG).stat().st_mtime_ns == stamp


def test_only_the_codes_asked_for_are_mended(site: Path) -> None:
    mend(site, only=("f022",))
    assert "姓名: 张三" in text(site)
    assert "2026年10月2号" in text(site)


def test_only_the_files_asked_for_are_mended(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text(site)
    monkeypatch.chdir(site / "content" / "models")
    mend(site, "li.md")
    assert text(site) == before
    assert "群众的贴心人" in text(site, LI)
    mend(site, "content/models")
    assert text(site) == MENDED


def test_a_code_that_cannot_be_mended_or_a_file_that_is_not_there_is_a_wrong_use(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mend(site, only=("N020",)) == 2
    assert "N020" in capsys.readouterr().err
    assert mend(site, "content/models/nobody.md") == 2
    assert "nobody.md" in capsys.readouterr().err


def test_json_lists_edits_that_an_editor_can_make(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / ZHANG).read_text("utf-8")
    assert mend(site, is_yes=False, as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    (file,) = [f for f in found["files"] if f["path"] == ZHANG]
    for edit in reversed(file["edits"]):
        before = before[: edit["offset"]] + edit["text"] + before[edit["offset"] + edit["length"] :]
        assert edit["codes"]
        assert edit["messages"]
    assert before == MENDED
    assert set(file["codes"]) == {"D003", "F022", "L001", "S006"}
    assert text(site) != MENDED


class Terminal:
    """A terminal whose user gives these answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.answers: Iterator[str] = iter(answers)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr(click, "prompt", lambda *_, **__: next(self.answers))


@pytest.mark.parametrize(
    ("answers", "li", "zhang"),
    [(("y", "n"), True, False), (("n", "y"), False, True), (("a",), True, True), (("q",), False, False), (("y", "q"), True, False)],
)
def test_on_a_terminal_each_file_is_asked_for(
    site: Path, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], li: bool, zhang: bool
) -> None:
    Terminal(monkeypatch, *answers)
    mend(site, is_yes=False)
    assert ("的的" not in text(site, LI)) is li
    assert (text(site) == MENDED) is zhang


def test_lines_are_at_most_eighty_columns_wide(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / LI).write_text(text(site, LI).replace("贴心人", "贴心人" * 35) + "办事。" * 90 + "的的。\n", "utf-8")
    for lang in ("zh", "en"):
        mend(site, is_yes=False, lang=lang)
        assert max(map(columns_of, capsys.readouterr().out.splitlines())) <= 80


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text(site, LI)

    def write_late(root: Path, changes: Iterable[Change]) -> None:
        (root / ZHANG).write_text("新的", "utf-8")
        write_all(root, changes)

    monkeypatch.setattr(fix, "write_all", write_late)
    assert mend(site) == 1
    assert text(site) == "新的"
    assert text(site, LI) == before and "的的" in before
    assert not list((site / ".sitegen").rglob("*.md"))


def test_nothing_is_written_while_a_build_runs(site: Path) -> None:
    before = text(site)
    with only_one(site / ".sitegen" / "lock", "pid 1"):
        assert mend(site) == 4
    assert text(site) == before


def test_a_link_stays_a_link(site: Path) -> None:
    real = site / "content" / "models" / "real.md"
    (site / ZHANG).rename(real)
    (site / ZHANG).symlink_to("real.md")
    mend(site, ZHANG)
    assert (site / ZHANG).is_symlink()
    assert "姓名: 张三" in real.read_text("utf-8")


def test_what_touches_a_posted_notice_is_left_to_a_person_and_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / ZHANG).unlink()
    posted = "荣誉:\n  - 称号: 先进\n    公示: {公示单位: 县委, 开始: 2026-10-26, 结束: 2026-10-30}\n---\n"
    (site / LI).write_text(text(site, LI).replace("2026-10-02\n---\n", f"2026-10-02\n{posted}"), "utf-8")
    before = text(site, LI)
    mend(site)
    assert text(site, LI) == before
    out = capsys.readouterr().out
    assert "要由人改" in out
    assert "L003" in out


def test_the_command_is_known_by_both_names() -> None:
    assert cli.cli.get_command(click.Context(cli.cli), "修正") is cli.cli.get_command(click.Context(cli.cli), "fix")
