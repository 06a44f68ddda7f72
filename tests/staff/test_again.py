"""An answer is changed without the others being asked again: one step back, or by its number before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.problems import Severity
from tests.sites import write_site
from tests.staff.desk import SITE, checked, files, run
from tests.staff.terminal import COLUMNS, ENTER, Terminal

DAY = "2026-09-28"
INIT = ("云岭县总工会", ENTER, "0871-00000000", "a@example.org", "云南省/昆明市/云岭县")
MODEL = ("王小满", "清水村", "管理员", "每天开门", ENTER, ENTER, ENTER)
NOTICE = ("zs", ENTER, "岗位能手", "4", ENTER, "1", "12", ENTER, "2026-09-29", ENTER, "《办法》", "全县", ENTER)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


def written(site: Path, slug: str) -> str:
    return (site / f"content/models/{slug}.md").read_text("utf-8")


def test_an_answer_of_init_is_changed_by_its_number_and_nothing_else_is_asked(tmp_path: Path) -> None:
    result = run(tmp_path, "init", str(tmp_path / "s"), typed=(*INIT, "3", "0871-11111111", "y"))
    assert result.exit_code == 0, result.output
    assert "受理电话: 0871-11111111" in (tmp_path / "s/site.yaml").read_text("utf-8")
    assert result.output.count("4/5") == 1, "what stands is not asked again"
    assert "回车＝0871-00000000" in result.output


def test_a_sign_at_a_prompt_goes_back_one_question_at_a_time(tmp_path: Path) -> None:
    typed = (INIT[0], "昆明市总工会", "0871-00000000", "<", "《", "别的总工会", ENTER, *INIT[3:], "y")
    result = run(tmp_path, "init", str(tmp_path / "s"), typed=typed)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "s/site.yaml").read_text("utf-8")
    assert "上级单位: 别的总工会" in text
    assert "受理电话: 0871-00000000" in text, "the answer given before is what Enter means"


def test_before_the_first_question_there_is_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, "init", str(tmp_path / "s"), typed=("<", *INIT, "y"))
    assert result.exit_code == 0, result.output
    assert "这是第一个问题" in result.output


def test_after_a_change_only_what_depends_on_it_is_asked_again(site: Path) -> None:
    """Another first day means another lawful last day: that one is asked, the basis is not."""
    typed = (*NOTICE, "9", "2026-10-12", ENTER, "y")
    result = run(site, "new", "notice", "--date", DAY, typed=typed)
    assert result.exit_code == 0, result.output
    assert "开始: 2026-10-12\n        结束: 2026-10-16" in written(site, "zhang-san")
    assert result.output.count("依据什么文件？如《2026年评选办法》") == 1
    assert [p for p in checked(site).problems if p.severity is Severity.ERROR] == []


def test_a_first_day_that_was_taken_back_is_no_answer(site: Path) -> None:
    typed = (*NOTICE[:8], "2026-09-21", "n", *NOTICE[8:], "10", "2026-10-21", "y")
    result = run(site, "new", "notice", "--date", DAY, typed=typed)
    assert result.exit_code == 0, result.output
    assert "开始: 2026-09-29\n        结束: 2026-10-21" in written(site, "zhang-san")


def test_a_candidate_is_exchanged_and_the_others_stay(site: Path) -> None:
    typed = ("zs", "李四", ENTER, *NOTICE[2:8], ENTER, ENTER, "《办法》", "全县", ENTER, ENTER, "1", "清水村", ENTER, "y")
    result = run(site, "new", "notice", "--date", DAY, typed=typed)
    assert result.exit_code == 0, result.output
    assert "岗位能手" not in written(site, "zhang-san")
    assert "岗位能手" in written(site, "li-si")
    assert "岗位能手" in (site / "content/units/cun.md").read_text("utf-8")


@pytest.mark.parametrize("number", range(1, len(MODEL) + 1))
def test_every_answer_can_be_given_again_as_it_was(site: Path, number: int) -> None:
    result = run(site, "new", "model", typed=(*MODEL, str(number), ENTER, "y", "n"))
    assert result.exit_code == 0, result.output
    other = run(write_site(site.parent / "other", SITE), "new", "model", typed=(*MODEL, "y", "n"))
    assert other.exit_code == 0
    assert files(site) == files(site.parent / "other")


def test_what_is_written_is_no_longer_changed(site: Path) -> None:
    result = run(site, "new", "model", typed=(*MODEL, "y", "<", "n"))
    assert result.exit_code == 0, result.output
    assert "这是第一个问题" in result.output


def test_a_number_that_is_none_of_the_list_is_asked_again(site: Path) -> None:
    before = files(site)
    result = run(site, "new", "model", typed=(*MODEL, "99", "²", "n"))
    assert result.output.count("请写 y（是）、n（否）或者一个序号") == 2
    assert files(site) == before


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_at_a_real_terminal_back_and_change_fit_the_screen(site: Path, lang: str) -> None:
    with Terminal("--site", str(site), "--date", DAY, "new", "model", lang=lang) as terminal:
        terminal.type(*MODEL[:3], "<", "馆长", *MODEL[3:], "1", "王大满", "<", ENTER, "y", "n")
        assert terminal.end() == 0, terminal.screen
        assert terminal.widest <= COLUMNS
        assert ("你的回答" if lang == "zh" else "Your answers") in terminal.screen
    assert "姓名: 王大满" in written(site, "wang-da-man")
    assert "职务: 馆长" in written(site, "wang-da-man")
