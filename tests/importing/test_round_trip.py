"""What is exported, edited in Excel and imported again changes what was edited and nothing else."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.importing.grid import guarded, unguarded
from sitegen.importing.values import divided, joined
from sitegen.records.entries import Model
from sitegen.records.words import Level
from sitegen.writing.compose import compose
from tests.importing.house import Result, contents, house, model, run
from tests.press import SMALL

_SIGNS = "甲乙丙丁abcXYZ019 =+-@'\"、，,;#|:：{}[]_*&%!?>（）\\/.“”"
texts = st.text(_SIGNS, min_size=1, max_size=20).map(str.strip).filter(bool)
words = st.lists(texts, max_size=3, unique=True)
months = st.dates().map(lambda d: f"{max(d.year, 1900) % 300 + 1900}-{d.month:02}")
honours = st.fixed_dictionaries(
    {"title": texts},
    optional={
        "level": st.sampled_from([level.zh for level in Level]), "year": st.integers(1990, 2030).map(str), "authority": texts,
        "nomination": st.fixed_dictionaries({"by": st.sampled_from(["群众推荐", "自荐"])}, optional={"count": st.integers(0, 99).map(str)}),
        "notices": st.one_of(st.just("pi"), st.just([{"start": "2026-12-01", "end": "2026-12-07", "issuer": "县"}])),
    },
)  # fmt: skip
records = st.fixed_dictionaries(
    {"name": texts, "summary": texts},
    optional={
        "title": texts, "post": texts, "unit": st.one_of(texts, st.just("cun")), "birth": months, "ethnicity": texts, "tags": words,
        "aliases": words, "gender": st.sampled_from(["男", "女"]), "region": st.just("甲省/乙市"), "published": st.just("2026年1月5日"),
        "criteria": st.dictionaries(st.sampled_from(["学习提高", "服务群众"]), texts), "sample": st.sampled_from(["是", "否"]),
        "photo": st.fixed_dictionaries({"file": texts, "alt": texts}), "honours": st.lists(honours, max_size=3),
        "promises": st.just([{"text": "修路", "due": "2026-12-20"}]), "note": texts,
    },
)  # fmt: skip


def export(site: Path, name: str, kind: str = "models") -> Path:
    file = site.parent / name
    result = run(site, "export", kind, str(file), "--force")
    assert result.code == 0, result.err
    return file


def bring(site: Path, file: Path) -> Result:
    return run(site, "import", str(file), "--yes")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
@given(people=st.lists(records, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_records_exported_and_imported_stay_byte_for_byte(name: str, people: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = house(Path(folder))
        for number, values in enumerate(people):
            given = {"id": f"person-{number}", **values}
            (site / f"content/models/m{number}.md").write_text(compose(Model, given, "正文"), "utf-8")
        before = contents(site)
        result = bring(site, export(site, name))
        assert result.code == 0, result.err
        assert "新建 0，更新 0" in result.out
        assert contents(site) == before


@given(st.lists(texts | st.just("- 甲") | st.just("a\nb"), max_size=4))
def test_words_in_one_cell_come_apart_as_they_were(items: list[str]) -> None:
    assert divided(joined(items)) == items


@given(st.text("'=+-@x\t＝", max_size=5))
def test_a_guarded_value_is_no_formula_and_reads_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("kind", ["models", "units", "notices"])
@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
def test_a_whole_site_goes_there_and_back(tmp_path: Path, kind: str, name: str) -> None:
    site = house(tmp_path, SMALL)
    before = contents(site)
    result = bring(site, export(site, name, kind))
    assert result.code == 0, result.err
    assert "新建 0，更新 0" in result.out
    assert contents(site) == before


def test_one_cell_edited_is_one_line_changed(tmp_path: Path) -> None:
    site = house(tmp_path)
    file = export(site, "表.xlsx")
    book = openpyxl.load_workbook(file)
    sheet: Any = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["职务"]).value = "队长"
    sheet.cell(2, heads["称号"]).value = "劳动模范"
    book.save(file)
    before = model(site, "zhang-san")
    assert bring(site, file).code == 0
    assert model(site, "zhang-san") == before.replace("农民", "队长").replace(
        "责任人: 张三}\n", "责任人: 张三}\n荣誉:\n  - 称号: 劳动模范\n"
    )


def test_a_cell_emptied_takes_the_field_away_and_a_needed_one_is_an_error(tmp_path: Path) -> None:
    site = house(tmp_path)
    file = export(site, "表.csv")
    text = file.read_text("utf-8-sig")
    file.write_text(text.replace(",农民,", ",,"), "utf-8-sig")
    before = model(site, "zhang-san")
    assert bring(site, file).code == 0
    assert model(site, "zhang-san") == before.replace("职务: 农民\n", "")
    file.write_text(text.replace("修水渠的人。", ""), "utf-8-sig")
    assert bring(site, file).code == 1


def test_nothing_in_an_exported_list_is_a_formula(tmp_path: Path) -> None:
    site = house(tmp_path)
    (site / "content/models/li-si.md").write_text(compose(Model, {"name": "=HYPERLINK(1)", "summary": "@SUM(1)", "post": "-1"}), "utf-8")
    rows = list(csv.reader(io.StringIO(export(site, "表.csv").read_text("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert export(site, "表.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    sheet: Any = openpyxl.load_workbook(export(site, "表.xlsx")).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_an_exported_list_does_not_replace_a_file_unasked(tmp_path: Path) -> None:
    site = house(tmp_path)
    (tmp_path / "表.xlsx").write_bytes(b"mine")
    assert run(site, "导出", "人物", str(tmp_path / "表.xlsx")).code == 2
    assert (tmp_path / "表.xlsx").read_bytes() == b"mine"
