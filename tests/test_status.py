"""The desk: what it lists and why, when it gives exit code 1, and that it fits a screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import Checked, check
from sitegen.problems import Say
from sitegen.report import columns_of
from sitegen.staff.agenda import columns, obstacles, open_objections, probes, undecided
from sitegen.staff.screen import Screen, Section, cut, fitted, screen
from sitegen.staff.status import is_overdue, out_of_date, status_data
from sitegen.traces import Trace
from tests.conftest import ROOT
from tests.press import SMALL, copy_sample
from tests.sites import SITE, write_site

OBJECTED = SMALL.replace(
    "    公示: {开始: 2026-11-16",
    "    异议:\n      - {编号: y-1, 日期: 2026-11-16, 状态: 核查}\n    公示: {开始: 2026-11-16",
)


def checked(folder: Path, block: str, day: str) -> Checked:
    site = write_site(folder / "site", block)
    return check(site, date.fromisoformat(day), None, Memory(None))


def shown(
    found: Checked, lang: str = "zh", *, height: int | None = None, width: int | None = None, trace: Trace | None = None
) -> list[str]:
    assert found.library is not None
    return fitted(screen(found.library, found.problems, trace, lang, is_demo=False), width, height)


def test_a_running_notice_has_its_days_left_and_the_last_day_is_said_to_be_today(tmp_path: Path) -> None:
    assert any("还有  3 天 2026-11-20" in line for line in shown(checked(tmp_path, SMALL, "2026-11-18")))
    assert any("今天期满   2026-11-20" in line for line in shown(checked(tmp_path, SMALL, "2026-11-20")))


def test_an_open_objection_is_told_with_its_day_and_blocks_its_honour(tmp_path: Path) -> None:
    found = checked(tmp_path, OBJECTED, "2026-11-18")
    assert found.library is not None
    assert [o.days for o in open_objections(found.library)] == [2]
    assert [o.why.zh for o in obstacles(found.library)] == ["2026-11-16 的异议没有办结（核查）"]
    lines = shown(found)
    assert "没有办结的异议 1" in lines
    assert "受阻 1" in lines


def test_a_closed_objection_is_no_longer_listed_and_an_upheld_one_asks_for_the_withdrawal(tmp_path: Path) -> None:
    rejected = checked(tmp_path / "a", OBJECTED.replace("状态: 核查", "状态: 不成立, 办结: 2026-11-17, 说明: 不属实"), "2026-11-18")
    upheld = checked(tmp_path / "b", OBJECTED.replace("状态: 核查", "状态: 成立, 办结: 2026-11-17, 说明: 属实"), "2026-11-18")
    assert rejected.library is not None and upheld.library is not None
    assert not open_objections(rejected.library) and not obstacles(rejected.library)
    assert not open_objections(upheld.library)
    assert [o.why.zh for o in obstacles(upheld.library)] == ["异议成立，应当撤回"]


def test_a_notice_that_is_too_short_blocks_and_names_the_first_lawful_end(tmp_path: Path) -> None:
    found = checked(tmp_path, SMALL.replace("结束: 2026-11-20", "结束: 2026-11-19"), "2026-11-18")
    assert found.library is not None
    assert [o.why.zh for o in obstacles(found.library)] == ["公示天数不够，最早 2026-11-20 满"]


def test_an_honour_whose_notice_has_ended_waits_for_a_decision(tmp_path: Path) -> None:
    found = checked(tmp_path, SMALL, "2026-11-18")
    assert found.library is not None
    assert [c.owner.record.name for c in undecided(found.library)] == ["王五"]


@pytest.mark.parametrize(
    ("day", "stale", "nearly"), [("2026-11-26", False, False), ("2026-11-28", False, True), ("2026-12-01", True, False)]
)
def test_the_front_page_goes_stale_by_the_days_of_the_settings(tmp_path: Path, day: str, stale: bool, nearly: bool) -> None:
    found = checked(tmp_path, SMALL, day)
    assert found.library is not None
    front, notices = columns(found.library)
    assert (front.is_stale, front.is_going_stale) == (stale, nearly)
    assert not notices.is_stale
    assert any("过期了！" in line for line in shown(found)) is stale


def test_the_site_may_set_other_days(tmp_path: Path) -> None:
    block = SMALL + f"-- site.yaml --\n{SITE}时效: {{首页: 1, 公示: 1}}\n"
    found = checked(tmp_path, block, "2026-11-18")
    assert found.library is not None
    assert [c.is_stale for c in columns(found.library)] == [True, True]
    assert is_overdue(found, found.library, None)


def test_what_is_overdue_gives_exit_code_1(tmp_path: Path) -> None:
    fine = checked(tmp_path / "a", SMALL, "2026-11-18")
    late = checked(tmp_path / "b", SMALL, "2026-11-21")
    assert fine.library is not None and late.library is not None
    assert not is_overdue(fine, fine.library, None)
    assert is_overdue(late, late.library, None)  # the promise of the 20th
    assert is_overdue(fine, fine.library, Trace(next_change="2026-11-18"))


def test_a_site_is_out_of_date_from_its_next_change_on(tmp_path: Path) -> None:
    found = checked(tmp_path, SMALL, "2026-11-18")
    assert found.library is not None
    assert out_of_date(found.library, Trace("2026-11-10", "2026-11-16")) == "2026-11-16"
    assert out_of_date(found.library, Trace("2026-11-18", "2026-11-21")) == ""
    assert out_of_date(found.library, None) == ""
    assert any(line.startswith("！网站从 2026-11-16 起已经过时") for line in shown(found, trace=Trace("2026-11-10", "2026-11-16")))


def test_probing_is_told_only_where_it_is_on_and_says_that_nothing_was_seen(tmp_path: Path) -> None:
    quiet = checked(tmp_path / "a", SMALL, "2026-11-18")
    block = SMALL + f"-- site.yaml --\n{SITE}网址: https://example.org/\n启用存证: 2026-11-01\n启用探测: 2026-11-01\n"
    probed = checked(tmp_path / "b", block, "2026-11-18")
    assert quiet.library is not None and probed.library is not None
    assert probes(quiet.library) is None
    assert not any(line.startswith("探测") for line in shown(quiet))
    assert "探测：还没有探测过" in "\n".join(shown(probed))


def test_the_json_holds_everything_that_the_screen_does(tmp_path: Path) -> None:
    found = checked(tmp_path, OBJECTED, "2026-11-18")
    assert found.library is not None
    data = json.loads(json.dumps(status_data(found, found.library, Trace("2026-11-17", "2026-11-21"))))
    assert data["objections"][0] | {"path": "", "name": "", "title": ""} == {
        "path": "", "name": "", "title": "", "id": "y-1", "status": "checking", "since": "2026-11-16", "days": 2,
    }  # fmt: skip
    assert data["obstacles"][0]["why"] == "2026-11-16 的异议没有办结（核查）"
    assert [c["limit"] for c in data["columns"]] == [14, 180]
    assert data["evidence"]["published"] == "2026-11-17"
    assert data["undecided"][0]["name"] == "王五"
    assert (data["next_change"], data["is_overdue"]) == ("2026-11-21", False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_fits_a_screen_of_80_by_24(tmp_path: Path, lang: str) -> None:
    found = check(copy_sample(tmp_path / "site"), date(2026, 11, 18), None, Memory(None))
    lines = shown(found, lang, width=80, height=23)
    assert len(lines) <= 23
    assert max(map(columns_of, lines)) <= 80
    assert ("逾期的承诺 9（列出" if lang == "zh" else "Overdue promises 9 (") in "\n".join(lines)
    assert len(shown(found, lang)) > 23


def test_the_longest_list_gives_way_first_and_every_list_keeps_an_entry() -> None:
    listed = Say("（列出 {shown}）", "")
    long, short = Section("甲", [str(i) for i in range(9)], listed), Section("乙", ["a", "b"], listed)
    assert len(fitted(Screen("天", (long, short), ("尾",), "zh"), 80, 10)) == 10
    smallest = fitted(Screen("天", (long, short), ("尾",), "zh"), 80, 1)
    assert smallest == ["天", "甲 9（列出 1）", "  0", "乙 2（列出 1）", "  a", "尾"]


@pytest.mark.parametrize(("width", "text"), [(10, "一二三四五"), (9, "一二三四…"), (8, "一二三…"), (2, "…")])
def test_a_line_is_cut_by_columns_not_by_characters(width: int, text: str) -> None:
    assert cut("一二三四五", width) == text


@pytest.mark.slow
def test_a_real_terminal_of_80_by_24_shows_the_day_and_the_next_change_at_once(tmp_path: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("no tmux")
    site = copy_sample(tmp_path / "site")
    tmux = ["tmux", "-L", f"status-{os.getpid()}", "-f", "/dev/null"]
    command = f"PYTHONPATH={ROOT} {sys.executable} -m sitegen --site {site} --lang zh --date 2026-11-18 status; printf done; sleep 60"
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", command], check=True, cwd=ROOT)
    try:
        seen = ""
        for _ in range(100):
            seen = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
            if "done" in seen:
                break
            time.sleep(0.2)
        lines = seen.rstrip("\n").split("\n")
        assert len(lines) <= 24
        assert lines[0].startswith("2026-11-18 星期三")
        assert any(line.startswith("下一次变化：2026-11-19（明天）") for line in lines)
        assert all(line.count("正在公示") == 0 or line.startswith("正在公示 7（列出") for line in lines)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
