"""A new site: five answers, and it checks, publishes and may be written on at once."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.problems import Severity
from sitegen.records.entries import Model, Unit
from tests.press import publish
from tests.staff.desk import CLOCK, checked, files, run

FLAGS = ("--organiser", "云岭县总工会", "--phone", "0871-00000000", "--email", "a@example.org", "--region", "云南省/昆明市/云岭县")


def new_site(tmp_path: Path, *flags: str) -> Path:
    result = run(tmp_path, "init", str(tmp_path / "我的网站"), "--no-input", *(flags or FLAGS))
    assert result.exit_code == 0, result.output
    return tmp_path / "我的网站"


def test_a_new_site_checks_clean_today_and_for_the_next_two_weeks(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    for days in (0, 1, 13):
        found = checked(site, CLOCK + timedelta(days)).problems
        assert [p for p in found if p.severity is not Severity.INFO] == []


def test_five_answers_are_enough_and_stand_in_the_commented_settings(tmp_path: Path) -> None:
    typed = ("云岭县总工会", "昆明市总工会", "0871-00000000", "a@example.org", "云南省/昆明市/云岭县", "")
    result = run(tmp_path, "init", str(tmp_path / "s"), typed=typed)
    assert result.exit_code == 0, result.output
    settings_ = (tmp_path / "s/site.yaml").read_text("utf-8")
    for line in (
        "名称: 云岭县总工会先进典型公示", "主办单位: 云岭县总工会", "上级单位: 昆明市总工会", "地区: 云南省/昆明市/云岭县",
        f"启用存证: {CLOCK}", "  受理电话: 0871-00000000", "  受理邮箱: a@example.org", "  受理部门: 云岭县总工会",
    ):  # fmt: skip
        assert line in settings_.split("\n"), line
    assert settings_.count("#") > 15, "explained for whoever keeps it"
    assert "演示日期" not in settings_


def test_samples_say_that_they_are_samples_and_have_no_honour(tmp_path: Path) -> None:
    library = checked(new_site(tmp_path)).library
    assert library is not None
    assert library.owners
    for owner in library.owners:
        assert isinstance(owner.record, Model | Unit)
        assert owner.record.sample
        assert not owner.record.honours
        assert owner.record.published == CLOCK


def test_the_pages_for_the_office_name_commands_as_they_are_typed(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    pages = "".join((site / name).read_text("utf-8") for name in ("README.md", "说明/1-写.md", "说明/2-查.md", "说明/3-发.md"))
    assert f"python build.py --site {site} new notice" in pages
    assert not re.search(r"\{[a-z ]+\}", pages)
    for target in re.findall(r"\]\(([^)]+)\)", (site / "README.md").read_text("utf-8")):
        assert (site / target).is_file(), target


def test_a_folder_that_is_not_empty_is_left_alone_and_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "总结.docx").write_bytes(b"x")
    before = files(tmp_path)
    result = run(tmp_path, "init", str(tmp_path), "--no-input", *FLAGS)
    assert result.exit_code == 2
    assert "总结.docx" in result.output
    assert files(tmp_path) == before
    result = run(tmp_path, "init", str(tmp_path / "总结.docx"), "--no-input", *FLAGS)
    assert result.exit_code == 2


def test_without_a_folder_it_is_the_site_that_was_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path / "s", "初始化", "--no-input", *FLAGS).exit_code == 0
    assert (tmp_path / "s/site.yaml").is_file()


@pytest.mark.parametrize("number", range(6))
def test_an_end_of_typing_at_any_question_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    answers = ("云岭县总工会", "", "0871-00000000", "", "云南省/昆明市/云岭县", "")
    result = run(tmp_path, "init", str(tmp_path / "s"), typed=answers[:number])
    assert result.exit_code == 130
    assert "什么也没有写" in result.output
    assert not (tmp_path / "s").exists()


def test_a_wrong_answer_is_told_as_check_tells_it(tmp_path: Path) -> None:
    result = run(tmp_path, "init", str(tmp_path / "s"), "--organiser", "甲", "--phone", "电话", "--no-input")
    assert result.exit_code == 2
    assert "“电话”不像电话号码" in result.output
    assert not (tmp_path / "s").exists()


def test_without_a_terminal_the_needed_flags_are_named(tmp_path: Path) -> None:
    result = run(tmp_path, "init", str(tmp_path / "s"))
    assert result.exit_code == 2
    assert "--organiser  --phone" in result.output


def test_as_json_it_names_what_it_wrote(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, "init", str(tmp_path / "s"), "--json", *FLAGS).output)
    assert told["site"] == str(tmp_path / "s")
    assert sorted(told["written"]) == sorted(files(tmp_path / "s"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=15) | st.sampled_from(["甲: 乙 # 丙", "'", "- 甲", "null", "{甲}"]))
def test_whatever_the_office_is_called_its_site_reads_back(tmp_path_factory: pytest.TempPathFactory, organiser: str) -> None:
    top = tmp_path_factory.mktemp("top")
    result = run(top, "init", str(top / "s"), f"--organiser={organiser}", "--phone=0871-00000000", "--no-input")
    if result.exit_code:
        assert result.exit_code == 2
        assert not (top / "s").exists()
        return
    library = checked(top / "s").library
    assert library is not None
    assert library.site.record.organiser == organiser.strip()


@pytest.mark.slow
def test_a_new_site_publishes_at_once_and_again_the_next_day(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    assert publish(site, CLOCK).pages > 10
    assert (site / "output/index.html").is_file()
    assert "示例" in (site / "output/models/shili-zhang-xiaoman.html").read_text("utf-8")
    assert publish(site, CLOCK + timedelta(1)).checked.is_sound


@pytest.mark.slow
def test_a_notice_made_on_a_new_site_runs_its_course(tmp_path: Path) -> None:
    site, monday = new_site(tmp_path), date(2026, 9, 7)
    common = ("--no-input", "--date", str(monday))
    who = ("--name", "王五", "--summary", "好人", "--unit", "一队", "--post", "队员")
    what = ("--who", "王五", "--honour", "岗位能手", "--level", "县", "--start", "2026-09-28")
    assert run(site, "new", "model", *common, *who).exit_code == 0
    assert run(site, "new", "notice", *common, *what).exit_code == 0
    assert publish(site, date(2026, 9, 28)).checked.is_sound
    assert "公示中" in (site / "output/models/wang-wu.html").read_text("utf-8")
