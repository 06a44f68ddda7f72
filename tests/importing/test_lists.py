"""A list becomes records: heads found, cells read, errors told by cell, nothing written with an error in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.schema.columns import KINDS, columns_of, fold, heads_of
from sitegen.schema.keys import keys_of
from tests.importing.house import bring, contents, house, model, run
from tests.importing.papers import workbook

LIST = """
2026年度县劳动模范推荐名单（示例）

序号|候选人姓名|所在单位|职务/岗位|性别|出生年月|拟授予称号|级别|主要事迹（120字以内）|地区
#1|单晓明|清水村|护林员|男|@1968-05-01|劳动模范|县级|二十年守护山林。|甲省/乙市/丙县
#2|曾小兰||教师|女|1970年3月|劳动模范|县级|教书三十年。|甲省/乙市/丙县
合计||2人
注：以上人选均经民主推荐
"""


def listed(rows: str, head: str = "姓名|单位|摘要") -> bytes:
    return workbook(f"{head}\n{rows}")


def test_a_list_with_titles_merged_cells_dates_and_totals_becomes_records(tmp_path: Path) -> None:
    site = house(tmp_path)
    result = bring(site, "名单.xlsx", workbook(LIST, merged=["A1:J1", "C4:C5", "A7:J7"]))
    assert result.code == 0, result.err
    assert "新建 2，更新 0，不变 0" in result.out
    assert model(site, "shan-xiao-ming") == (
        "---\n姓名: 单晓明\n摘要: 二十年守护山林。\n编号: shan-xiao-ming-2026\n地区: 甲省/乙市/丙县\n发布: 2026-11-18\n单位: cun\n"
        "职务: 护林员\n性别: 男\n出生: 1968-05\n荣誉:\n  - 称号: 劳动模范\n    级别: 县\n---\n"
    )
    zeng = model(site, "zeng-xiao-lan")
    assert "单位: cun" in zeng
    assert "出生: 1970-03" in zeng
    assert run(site, "check").code == 0


def test_without_yes_nothing_is_written(tmp_path: Path) -> None:
    site = house(tmp_path)
    before = contents(site)
    file = tmp_path / "名单.xlsx"
    file.write_bytes(listed("李四|清水村|教书的人。"))
    result = run(site, "导入", str(file))
    assert result.code == 0
    assert "加 --yes 就写入" in result.out
    assert contents(site) == before


@pytest.mark.parametrize(
    ("head", "row", "cell", "code"),
    [
        ("姓名|摘要|性别", "李四|一。|男女", "C2", "S011"),
        ("姓名|摘要|出生", "李四|一。|春天", "C2", "S006"),
        ("姓名|摘要|出生", "李四|一。|#1970.1", "C2", "I006"),
        ("姓名|摘要|职务", "李四|一。|=1+1", "C2", "I006"),
        ("姓名|单位", "李四|清水村", "A2", "S004"),
        ("姓名|摘要|编号", "李四|一。|李四", "C2", "S013"),
        ("姓名|摘要|领域", "李四|一。|农杄", "A2", "R003"),
        ("姓名|摘要|工作单位|单位", "李四|一。|甲|乙", "D1", "I008"),
        ("姓名|摘要|单位", "李四|一。|甲\n李四|二。|甲", "A3", "I009"),
        ("姓名|摘要|文件", "李四|一。|../../../etc/x", "C2", "I011"),
        ("姓名|摘要|手机", "李四|一。|13800138000", "C2", "I005"),
        ("姓名|摘要|身份证号", "李四|一。|110105194912310021", "C2", "I005"),
        ("姓名|摘要|职务", "李四|一。|电话 138 0013 8000", "C2", "I005"),
        ("姓名|摘要|证件号码", "李四|一。|#110105194912310000", "C2", "I005"),
        ("姓名|摘要|职务", "李四|一。|工\u200b人", "C2", "F005"),
    ],
)
def test_an_error_is_told_by_its_cell_and_keeps_everything_unwritten(tmp_path: Path, head: str, row: str, cell: str, code: str) -> None:
    site = house(tmp_path)
    before = contents(site)
    result = bring(site, "名单.xlsx", workbook(f"{head}\n{row}\n王五|好。"), "--json")
    assert result.code == 1, result.out
    problems = [p for p in result.data["problems"] if p["severity"] == "error"]
    assert (f"名单.xlsx:表1!{cell}", code) in [(p["path"], p["code"]) for p in problems]
    assert not result.data["written"]
    assert contents(site) == before


def test_a_number_of_a_person_is_named_by_its_cells_and_never_printed(tmp_path: Path) -> None:
    rows = "\n".join(f"某人{n}|一。|1380013800{n}" for n in range(9))
    result = bring(house(tmp_path), "名单.xlsx", listed(rows, "姓名|摘要|联系方式"))
    assert "C2、C3、C4、C5、C6、C7 等 9 格" in result.err
    assert "1380013800" not in result.err + result.out


def test_importing_again_changes_only_what_the_list_changes(tmp_path: Path) -> None:
    site = house(tmp_path)
    before = model(site, "zhang-san")
    result = bring(site, "名单.xlsx", listed("张三|清水村|队长", "姓名|单位|职务"))
    assert result.code == 0, result.err
    assert model(site, "zhang-san") == before.replace("职务: 农民", "职务: 队长")
    after = contents(site)
    assert "更新 0，不变 1" in bring(site, "名单.xlsx", listed("张三|清水村|队长", "姓名|单位|职务")).out
    assert contents(site) == after


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    site = house(tmp_path)
    before = contents(site)
    assert bring(site, "名单.xlsx", listed("张三|清水村||", "姓名|单位|职务|摘要")).code == 0
    assert contents(site) == before


def test_a_person_of_another_unit_is_somebody_else(tmp_path: Path) -> None:
    site = house(tmp_path)
    assert bring(site, "名单.xlsx", listed("张三|红旗厂|钳工。")).code == 0
    assert "单位: 红旗厂" in model(site, "zhang-san-2")
    assert "单位: cun" in model(site, "zhang-san")


def test_lines_that_end_in_returns_and_a_mark_stay_so(tmp_path: Path) -> None:
    site = house(tmp_path)
    file = site / "content/models/zhang-san.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    assert bring(site, "名单.xlsx", listed("张三|队长", "姓名|职务")).code == 0
    assert file.read_bytes() == before.replace("农民".encode(), "队长".encode())


def test_what_is_hidden_is_not_imported_and_said(tmp_path: Path) -> None:
    site = house(tmp_path)
    text = "姓名|摘要|职务\n李四|一。|工人\n王五|二。|农民\n-- 底稿 hidden --\n姓名|摘要\n赵六|三。"
    result = bring(site, "名单.xlsx", workbook(text, hidden_rows=[3], hidden_columns=["C"]))
    assert result.code == 0, result.err
    assert "第 3 行是隐藏的" in result.err
    assert "第 C 列是隐藏的" in result.err
    assert "底稿!A1" in result.err
    assert not (site / "content/models/wang-wu.md").exists()
    assert not (site / "content/models/zhao-liu.md").exists()
    assert "职务" not in model(site, "li-si")


def test_every_sheet_is_a_list(tmp_path: Path) -> None:
    site = house(tmp_path)
    text = "姓名|摘要\n李四|一。\n-- 单位 --\n单位名称|主要事迹\n红旗厂|一家工厂。"
    assert bring(site, "名单.xlsx", workbook(text)).code == 0
    assert (site / "content/models/li-si.md").is_file()
    assert "名称: 红旗厂" in (site / "content/units/hong-qi-chang.md").read_text("utf-8")


def test_a_long_deed_becomes_the_text_and_its_beginning_the_summary(tmp_path: Path) -> None:
    site = house(tmp_path)
    rows = f"李四|清水村|{'他教书三十年。' * 30}"
    assert bring(site, "名单.xlsx", listed(rows, "姓名|单位|主要事迹")).code == 0
    head, _, body = model(site, "li-si").rpartition("---\n")
    assert body.count("他教书三十年。") == 30
    assert head.count("他教书三十年。") == 17
    assert "不变 1" in bring(site, "名单.xlsx", listed(rows, "姓名|单位|主要事迹")).out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("divider", [",", "\t"])
def test_a_csv_is_read_whatever_its_encoding(tmp_path: Path, encoding: str, divider: str) -> None:
    site = house(tmp_path)
    text = "姓名,单位,摘要\n李四,清水村,教书的人。\n".replace(",", divider)
    assert bring(site, "名单.csv", text.encode(encoding)).code == 0
    assert "摘要: 教书的人。" in model(site, "li-si")


def test_a_site_with_a_broken_record_takes_no_list(tmp_path: Path) -> None:
    site = house(tmp_path)
    (site / "content/models/li-si.md").write_text("---\n姓名 李四\n---\n", "utf-8")
    assert bring(site, "名单.xlsx", listed("李四|清水村|教书的人。"), "--json").codes == ["I011"]


def test_every_field_that_a_cell_can_hold_has_a_column_with_its_key_and_its_alias() -> None:
    for record in KINDS.values():
        heads = heads_of(record)
        plain = [key for key in keys_of(record) if key.shape.record is None and not key.shape.is_mapping and key.name != "note"]
        assert {(key.name,) for key in plain} <= {column.path for column in columns_of(record)}
        for key in plain:
            assert heads[fold(key.zh)] == heads[fold(key.alias)] == (key.name,)
        for column in columns_of(record):
            assert heads[fold(column.zh)] == column.path
            assert heads[fold(column.alias)] == column.path


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("姓  名", ("name",)), ("候选人", ("name",)), ("工作单位", ("unit",)), ("所在单位：", ("unit",)), ("职务（岗位）", ("post",)),
        ("*出生年月（如1968-05）", ("birth",)), ("拟授予称号", ("honours", "title")), ("简要事迹\n（限120字）", ("summary",)),
        ("民 族", ("ethnicity",)),
    ],
)  # fmt: skip
def test_heads_are_known_as_offices_write_them(head: str, path: tuple[str, ...]) -> None:
    assert heads_of(KINDS["models"])[fold(head)] == path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_without_a_head_says_what_a_head_needs(tmp_path: Path, lang: str) -> None:
    result = bring(house(tmp_path), "名单.xlsx", workbook("张三|清水村\n李四|红旗厂"), lang=lang)
    assert result.code == 1
    assert ("没有找到表头" if lang == "zh" else "no head was found") in result.err
