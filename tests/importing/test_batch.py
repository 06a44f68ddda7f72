"""All rows of a list as candidates of one notice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.importing.house import bring, house, model, run
from tests.importing.papers import workbook
from tests.staff.terminal import ENTER, Terminal

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


def warnings(site: Path) -> list[str]:
    return [p["message"] for p in run(site, "check", "--json").data["problems"] if p["code"] == "N019"]


CONTACT = "受理: {受理部门: 办公室, 受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: 县城, 实名要求: 实名}\n"


def whole_house(folder: Path) -> Path:
    """A site that says where objections go, so that only the notice itself can lack something."""
    site = house(folder)
    settings = (site / "site.yaml").read_text("utf-8")
    kept = "".join(line for line in settings.splitlines(keepends=True) if not line.startswith(("受理:", "地区:")))
    (site / "site.yaml").write_text(f"{kept}{CONTACT}地区: 甲省/乙市/丙县\n", "utf-8")
    return site


def test_a_notice_whose_basis_and_audience_are_given_lacks_nothing(tmp_path: Path) -> None:
    site = whole_house(tmp_path)
    result = bring(site, "名单.xlsx", candidates(3), "--title", TITLE, "--level", "县", "--basis", "《评选办法》", "--audience", "全市")
    assert result.code == 0, result.err
    assert "依据 《评选办法》、范围 全市" in result.out
    notice = (site / "content/notices/2026-lao-dong-mo-fan.md").read_text("utf-8")
    assert "依据: 《评选办法》\n" in notice
    assert "范围: 全市\n" in notice
    assert "\n---\n根据《评选办法》，现将“劳动模范”拟表彰对象予以公示" in notice
    assert warnings(site) == []


def test_a_notice_without_them_is_warned_of_and_goes_to_the_whole_place_of_the_site(tmp_path: Path) -> None:
    site = whole_house(tmp_path)
    assert bring(site, "名单.xlsx", candidates(3), "--title", TITLE).code == 0
    assert warnings(site) == ["公示还缺：依据"]
    assert "范围: 全县\n" in (site / "content/notices/2026-lao-dong-mo-fan.md").read_text("utf-8")
    flags = ("--title", f"{TITLE}（第二批）", "--audience", "全乡", "--basis", "《办法》")
    assert bring(site, "另一份.xlsx", workbook("姓名|摘要\n李四|教书（示例）。"), *flags).code == 0
    assert bring(site, "又一份.xlsx", workbook("姓名|摘要\n王五|种树（示例）。"), "--title", f"{TITLE}（第三批）").code == 0
    said = [f.read_text("utf-8") for f in sorted((site / "content/notices").glob("*.md"))]
    assert sorted("范围: 全县\n" in text for text in said) == [False, True, True]


def rows(head: str, *cells: str) -> bytes:
    return workbook(f"姓名|摘要|{head}\n" + "\n".join(f"{name}|好人（示例）。|{cell}" for name, cell in zip("甲乙丙", cells, strict=False)))


@pytest.mark.parametrize("head", ["公示依据|公示范围", "依据|范围", "文件依据|audience"])
def test_columns_of_the_list_say_it_for_the_notice_and_not_for_its_candidates(tmp_path: Path, head: str) -> None:
    site = whole_house(tmp_path)
    result = bring(site, "名单.xlsx", rows(head, "《办法》|全市", "|", "《办法》|全市"), "--title", TITLE)
    assert result.code == 0, result.err
    assert "I007" not in result.err
    notice = (site / "content/notices/2026-lao-dong-mo-fan.md").read_text("utf-8")
    assert "依据: 《办法》\n" in notice
    assert "范围: 全市\n" in notice
    assert "全市" not in model(site, "jia")
    assert warnings(site) == []


def test_two_bases_for_one_notice_are_refused_at_the_cell(tmp_path: Path) -> None:
    result = bring(whole_house(tmp_path), "名单.xlsx", rows("依据|范围", "《甲办法》|全县", "《乙办法》|全县"), "--title", TITLE)
    assert result.code == 1
    assert "C3" in result.err
    assert "同一个公示，这一列有几种写法：《甲办法》、《乙办法》" in result.err


def test_columns_of_a_notice_that_is_not_made_are_told(tmp_path: Path) -> None:
    result = bring(whole_house(tmp_path), "名单.xlsx", rows("依据|范围", "《办法》|全县"))
    assert result.code == 0
    assert "“依据”写在新的公示里，这次没有新的公示" in result.err


@pytest.mark.slow
def test_somebody_who_sits_there_is_asked_for_what_neither_says(tmp_path: Path) -> None:
    site = whole_house(tmp_path)
    (tmp_path / "名单.xlsx").write_bytes(candidates(2))
    with Terminal("--site", str(site), "--date", "2026-11-18", "import", str(tmp_path / "名单.xlsx"), "--title", TITLE) as terminal:
        terminal.expect("公示依据什么文件？.*: $", "《办法》")
        terminal.expect("公示的范围.*回车＝全县: $", ENTER)
        terminal.expect("写入吗？ \\[y/N\\]: $", "y")
        assert terminal.end() == 0, terminal.screen
    notice = (site / "content/notices/2026-lao-dong-mo-fan.md").read_text("utf-8")
    assert "依据: 《办法》\n" in notice
    assert "范围: 全县\n" in notice


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
