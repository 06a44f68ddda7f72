"""The commands as staff run them: exit codes, words, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sitegen.lock import only_one
from tests.conftest import ROOT
from tests.press import SMALL, tree
from tests.sites import write_site

pytestmark = pytest.mark.slow

NOTICE_KEYS = {"id", "name", "title", "scope", "state", "start", "end", "counted", "required", "unit", "verdict", "strengths"}


def run(site: Path, *arguments: str, lang: str = "zh", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``sitegen`` on a site as of 2026-11-18."""
    command = [sys.executable, "-m", "sitegen", "--site", str(site), "--date", "2026-11-18", "--lang", lang, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=cwd or ROOT, check=False)


def data(result: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SMALL)


def test_publishing_is_the_default_and_ends_with_what_a_leader_wants_to_know(site: Path) -> None:
    result = run(site)
    assert result.returncode == 0, result.stderr
    assert "正在公示 1 项" in result.stdout
    assert "2026-11-20 止（连今天还有 3 天）" in result.stdout
    assert "下一次变化：2026-11-21" in result.stdout
    assert (site / "output/index.html").is_file()


def test_a_command_may_be_written_in_chinese(site: Path) -> None:
    assert "检查完成：7 个文件" in run(site, "检查").stdout


def test_check_writes_nothing_but_its_memory(site: Path) -> None:
    before = tree(site)
    assert run(site, "check").returncode == 0
    assert {name: d for name, d in tree(site).items() if not name.startswith(".sitegen/")} == before


def test_an_error_gives_exit_1_and_says_where_and_how_to_mend_it(site: Path) -> None:
    file = site / "content/models/zhang-san.md"
    file.write_text(file.read_text("utf-8").replace("结束: 2026-11-20", "结束: 2026-11-19"), "utf-8")
    result = run(site)
    assert result.returncode == 1
    assert "content/models/zhang-san.md:" in result.stderr
    assert "2026-11-20" in result.stderr
    assert "没有发布" in result.stderr
    assert not (site / "output").exists()


def test_messages_come_in_english_too(site: Path) -> None:
    file = site / "content/models/zhang-san.md"
    file.write_text(file.read_text("utf-8").replace("姓名: 张三", "姓名：张三"), "utf-8")
    assert "a full-width colon" in run(site, "check", lang="en").stderr


def test_check_gives_json_as_laid_down(site: Path) -> None:
    found = data(run(site, "check", "--json"))
    assert set(found) == {"date", "problems", "notices", "next_change"}
    assert found["date"] == "2026-11-18"
    assert found["next_change"] == "2026-11-21"
    by_id = {n["id"]: n for n in found["notices"]}
    assert all(set(n) == NOTICE_KEYS for n in by_id.values())
    running = by_id["zhang-san-1-1"]
    assert (running["state"], running["counted"], running["required"], running["unit"]) == ("on_notice", 5, 5, "workday")
    assert (running["verdict"], running["strengths"]) == ("running", ["declared"])
    assert (by_id["pi-2026-01"]["state"], by_id["pi-2026-01"]["verdict"]) == ("closed", "satisfied")


def test_publish_adds_its_figures_to_the_json(site: Path) -> None:
    first, second = data(run(site, "--json")), data(run(site, "--json"))
    assert first["pages"] == first["rendered"] > 20
    assert (second["rendered"], second["written"], second["removed"]) == (0, 0, 0)
    assert second["seconds"] >= 0


def test_problems_in_json_have_all_their_parts(site: Path) -> None:
    (site / "content/models/li-si.md").write_text("没有开头\n", "utf-8")
    problem = data(run(site, "check", "--json"))["problems"][0]
    assert set(problem) == {"code", "severity", "path", "line", "column", "message", "fix"}
    assert (problem["severity"], problem["path"], problem["line"]) == ("error", "content/models/li-si.md", 1)


def test_wrong_usage_gives_exit_2(site: Path) -> None:
    assert run(site, "check", "--no-such-option").returncode == 2
    assert run(site, "--date", "18/11/2026").returncode == 2
    assert run(site / "nowhere").returncode == 2
    assert run(site, "--output", str(site / "content/models")).returncode == 2
    assert run(site, "explain", "Z999").returncode == 2


def test_an_output_with_other_files_is_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    result = run(site, "--output", str(tmp_path / "full"))
    assert result.returncode == 2
    assert "没有动它" in result.stderr
    assert tree(tmp_path / "full") == {"mine.txt": b"mine"}


def test_a_second_build_at_the_same_time_stops_with_exit_4(site: Path) -> None:
    with only_one(site / ".sitegen/lock", "pid 4711"):
        result = run(site)
    assert result.returncode == 4
    assert "4711" in result.stderr


def test_a_site_without_settings_says_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    result = run(tmp_path)
    assert result.returncode == 1
    assert "site.yaml" in result.stderr


def test_the_preview_stands_apart_and_is_marked(site: Path) -> None:
    assert run(site, "preview").returncode == 0
    page = (site / ".sitegen/preview/index.html").read_text("utf-8")
    assert 'content="noindex' in page
    assert not (site / "output").exists()


def test_status_tells_what_runs_and_is_overdue(site: Path) -> None:
    result = run(site, "status")
    assert result.returncode == 0
    assert "正在公示 1" in result.stdout
    late = run(site, "status", "--date", "2026-12-01")
    assert late.returncode == 1
    assert "逾期 11 天" in late.stdout
    assert [p["days"] for p in data(run(site, "status", "--json", "--date", "2026-12-01"))["overdue"]] == [11]


def test_status_says_when_the_published_site_is_out_of_date(site: Path) -> None:
    run(site)
    result = run(site, "status", "--date", "2026-11-21")
    assert result.returncode == 1
    assert "网站从 2026-11-21 起已经过时" in result.stdout


def test_explain_shows_a_rule_in_both_languages(site: Path) -> None:
    assert "公示的天数少于所用规则的最低天数" in run(site, "explain", "n003").stdout
    assert "fewer days than its profile asks" in run(site, "explain", "N003", lang="en").stdout


def test_explain_counts_a_notice_day_by_day(site: Path) -> None:
    lines = run(site, "explain", "pi-2026-01").stdout
    assert "2026-10-12 一   1  工作日" in lines
    assert "2026-10-16 五   5  工作日" in lines
    assert "最早可到 2026-10-16 结束" in lines


def test_explain_says_why_a_page_is_made_again(site: Path) -> None:
    run(site)
    assert "不用重新生成" in run(site, "explain", "models/li-si.html").stdout
    file = site / "content/models/li-si.md"
    file.write_text(file.read_text("utf-8") + "多一句。\n", "utf-8")
    assert "内容变了" in run(site, "explain", "content/models/li-si.md").stdout


def test_no_input_gives_a_traceback(site: Path) -> None:
    (site / "content/models/odd.md").write_bytes(bytes(range(256)) * 40)
    (site / "site.yaml").write_bytes(b"\xff\xfe\x00---")
    result = run(site)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr + result.stdout


def test_a_fault_of_ours_is_one_line_and_exit_70(site: Path) -> None:
    code = (
        "import sitegen.pipeline as p\n"
        "def boom(*a, **k): raise ZeroDivisionError('张三 13800000000')\n"
        "p.check = boom\nfrom sitegen.cli import main\nmain(['check'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SITEGEN_SITE": str(site)}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment, cwd=site, check=False
    )
    assert result.returncode == 70
    assert "Traceback" not in result.stderr
    reports = list((site / ".sitegen/log").glob("*.txt"))
    assert len(reports) == 1
    assert "138" not in reports[0].read_text("utf-8")
