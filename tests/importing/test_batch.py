"""All rows of a list as candidates of one notice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.importing.house import bring, house, model, run
from tests.importing.papers import workbook

TITLE = "2026年度县“劳动模范”拟表彰人选公示"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_NAMES = "伟芳娜敏静秀丽强磊洋"


def candidates(count: int) -> bytes:
    people = [f"{_SURNAMES[n % 20]}{_NAMES[n // 20 % 10]}" for n in range(count)]
    rows = [f"#{n}|{name}|示例单位{n}|工人|男|1980-0{n % 9 + 1}|扎实工作二十年（示例）。" for n, name in enumerate(people, 1)]
    return workbook("序号|姓名|工作单位|岗位|性别|出生年月|主要事迹\n" + "\n".join(rows))


@pytest.mark.slow
def test_two_hundred_candidates_make_one_notice_that_checks_clean(tmp_path: Path) -> None:
    site = house(tmp_path)
    started = time.perf_counter()
    flags = ("--title", TITLE, "--level", "县", "--authority", "丙县人民政府", "--start", "2026-11-20", "--profile", "commendation")
    result = bring(site, "名单.xlsx", candidates(200), *flags)
    seconds = time.perf_counter() - started
    assert result.code == 0, result.err
    assert "新建 201" in result.out
    assert seconds < 20
    notice = (site / "content/notices/2026-lao-dong-mo-fan.md").read_text("utf-8")
    assert "开始: 2026-11-20\n结束: 2026-11-26\n公示期: 5个工作日" in notice
    assert "层级: 县" in notice
    one = model(site, "zhao-wei")
    assert "荣誉:\n  - 称号: 劳动模范\n    级别: 县\n    年度: 2026\n    授予单位: 丙县人民政府\n    公示: 2026-lao-dong-mo-fan\n" in one
    checked = run(site, "check", "--json").data
    assert [p for p in checked["problems"] if p["severity"] == "error"] == []
    assert len(checked["notices"]) == 1


def test_a_notice_that_is_there_takes_the_candidates_and_a_row_gone_is_only_told(tmp_path: Path) -> None:
    site = house(tmp_path)
    assert bring(site, "名单.xlsx", candidates(3), "--title", TITLE, "--notice", "pi", "--level", "县").code == 0
    before = model(site, "zhao-wei")
    result = bring(site, "名单.xlsx", candidates(2), "--notice", "pi")
    assert "不变 2" in result.out
    assert "没有动它们：content/models/sun-wei.md" in result.err
    assert model(site, "zhao-wei") == before


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--start", "2026-11-20"], "没有标题"),
        (["--title", TITLE, "--profile", "nothing"], "没有规则“nothing”"),
        (["--title", TITLE, "--start", "2035-01-04"], "2035 年的放假安排还不知道"),
    ],
)
def test_a_notice_that_cannot_be_made_says_why(tmp_path: Path, flags: list[str], words: str) -> None:
    result = bring(house(tmp_path), "名单.xlsx", candidates(2), *flags)
    assert result.code == 1
    assert words in result.err
