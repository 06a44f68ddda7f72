"""Files that an office should not trust are refused in a sentence, whatever they are; nothing is written, nothing raised."""

from __future__ import annotations

import contextlib
import io
import struct
import sys
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.importing.batch import Asked
from sitegen.importing.doors import open_file
from sitegen.importing.faults import NotImportable
from sitegen.importing.grid import read_csv
from sitegen.importing.lists import read_list
from sitegen.importing.shelf import make_shelf
from sitegen.importing.stories import Target, take_story
from sitegen.importing.tables import take_list
from sitegen.importing.workbook import read_workbook
from sitegen.sources import read_sources
from tests.importing.house import bring, contents, house, run
from tests.importing.papers import part, photograph, with_part, word, workbook, zipped

TODAY = date(2026, 11, 18)
LIST = workbook("姓名|单位|摘要\n李四|清水村|教书的人。")
STORY = word(
    "# 李四同志的三尺讲台\n李四同志在清水小学教书三十年，从没有请过一天假，村里人都敬重他。\n![他在教室里](p1)", {"p1": photograph()}
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EXTERNAL = f'<Relationship Id="x9" Type="{_TYPE}{{}}" Target="{{}}" TargetMode="External"/>'


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, b" " * 60_000_000)
    return out.getvalue()


def laughs() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}]><worksheet>&e8;</worksheet>'
    return with_part(LIST, "xl/worksheets/sheet1.xml", xml)


def sheet(inside: str) -> bytes:
    xml = part(LIST, "xl/worksheets/sheet1.xml")
    return with_part(LIST, "xl/worksheets/sheet1.xml", xml.replace("</sheetData>", f"</sheetData>{inside}"))


def tall() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(4, 100_004))
    xml = part(LIST, "xl/worksheets/sheet1.xml")
    return with_part(LIST, "xl/worksheets/sheet1.xml", xml.replace("</sheetData>", f"{rows}</sheetData>"))


def huge_picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE = {
    "a zip bomb": ("名单.xlsx", bomb(), "I002", "太大"),
    "entities": ("名单.xlsx", laughs(), "I002", "不安全的 XML"),
    "a DTD in a story": ("a.docx", with_part(STORY, "word/document.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "I002", "不安全"),
    "a link outward": ("名单.xlsx", with_part(LIST, "xl/externalLinks/externalLink1.xml", "<externalLink/>"), "I002", "外部"),
    "a linked picture": ("a.docx", word("一段", rels=_EXTERNAL.format("image", "http://example.org/a.png")), "I002", "外部"),
    "a template elsewhere": ("a.docx", word("一段", rels=_EXTERNAL.format("attachedTemplate", "http://example.org/a")), "I002", "外部"),
    "an OLE object": ("a.docx", with_part(STORY, "word/embeddings/oleObject1.bin", b"x"), "I002", "OLE"),
    "macros": ("名单.xlsx", with_part(LIST, "xl/vbaProject.bin", b"x"), "I002", "宏"),
    "a workbook named for macros": ("名单.xlsm", LIST, "I002", "宏"),
    "a type with macros": (
        "名单.xlsx", with_part(LIST, "[Content_Types].xml", part(LIST, "[Content_Types].xml").replace("sheet.main", "sheet.macroEnabled")),
        "I002", "宏",
    ),
    "a password": ("名单.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "I002", "密码"),
    "the old workbook": ("名单.xls", OLD, "I001", "旧格式"),
    "the old document": ("事迹.doc", OLD, "I001", "旧格式"),
    "an old workbook with a new name": ("名单.xlsx", OLD, "I001", "旧格式"),
    "a document named a workbook": ("名单.xlsx", STORY, "I001", "扩展名不对：里面是一份 Word"),
    "a workbook named csv": ("名单.csv", LIST, "I001", "扩展名不对"),
    "a picture named a document": ("事迹.docx", photograph(), "I001", "扩展名不对"),
    "a PDF": ("名单.pdf", b"%PDF-1.4", "I001", "不能导入“.pdf”"),
    "a hundred thousand rows": ("名单.xlsx", tall(), "I003", "20,000 行"),
    "a hundred thousand lines": ("名单.csv", b"a,b\n" * 100_000, "I003", "20,000 行"),
    "merged cells everywhere": ("名单.xlsx", sheet('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "I003", "合并"),
    "a picture of billions": ("a.docx", with_part(STORY, "word/media/p1.jpg", huge_picture()), "I003", "图片尺寸太大"),
    "an empty file": ("名单.xlsx", b"", "I001", "扩展名不对"),
    "an empty archive": ("名单.xlsx", zipped({}), "I001", "扩展名不对"),
    "half a file": ("名单.xlsx", LIST[: len(LIST) // 2], "I002", "损坏"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(tmp_path: Path, what: str) -> None:
    name, data, code, words = HOSTILE[what]
    site = house(tmp_path)
    before = contents(site)
    result = bring(site, name, data)
    assert result.code == 1, result.out
    assert code in result.err
    assert words in result.err
    assert "Traceback" not in result.err
    assert contents(site) == before
    assert bring(site, name, data, lang="en").code == 1


def test_a_document_nested_too_deep_is_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    xml = part(word("一段"), "word/document.xml").replace("<w:body>", f"<w:body>{deep}")
    result = bring(house(tmp_path), "a.docx", with_part(word("一段"), "word/document.xml", xml))
    assert result.code == 1
    assert "I002" in result.err


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert run(house(tmp_path), "import", str(tmp_path / "没有.xlsx")).code == 2


def mutated(data: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    broken = bytearray(data)
    for at, value in changes:
        broken[at % len(broken)] = value
    return bytes(broken[: len(broken) - cut % len(broken)] if cut % 5 == 0 else broken)


damage = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12)


@pytest.mark.slow
@given(damage, st.integers(0, 5000))
@settings(max_examples=250, deadline=None)
def test_a_damaged_list_never_raises_anything_else(changes: list[tuple[int, int]], cut: int) -> None:
    try:
        opened = open_file("名单.xlsx", mutated(LIST, changes, cut))
        for table in read_workbook(opened):
            read_list(table, "", TODAY)
    except NotImportable:
        pass


@pytest.mark.slow
@given(st.integers(0, 10**6), st.binary(max_size=30), st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]))
@settings(max_examples=250, deadline=None)
def test_a_list_with_damaged_xml_never_raises_anything_else(at: int, bytes_: bytes, name: str) -> None:
    xml = part(LIST, name).encode()
    at %= len(xml)
    with contextlib.suppress(NotImportable):
        read_workbook(open_file("名单.xlsx", with_part(LIST, name, xml[:at] + bytes_ + xml[at + len(bytes_) :])))


@pytest.mark.slow
def test_a_damaged_story_never_raises_anything_else(tmp_path: Path) -> None:
    shelf = make_shelf(read_sources(house(tmp_path)), None, TODAY)

    @given(damage, st.integers(0, 5000), st.booleans())
    @settings(max_examples=200, deadline=None)
    def law(changes: list[tuple[int, int]], cut: int, in_xml: bool) -> None:
        data = mutated(STORY, changes, cut)
        if in_xml:
            data = with_part(STORY, "word/document.xml", mutated(part(STORY, "word/document.xml").encode(), changes, 1))
        with contextlib.suppress(NotImportable):
            take_story(open_file("a.docx", data), Target(name="李四"), shelf, None)

    law()


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_a_csv_never_raise_anything_else(data: bytes) -> None:
    try:
        for table in read_csv(open_file("名单.csv", data)):
            read_list(table, "", TODAY)
    except NotImportable:
        pass


def test_the_libraries_are_only_needed_where_they_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "mammoth", None)
    site = house(tmp_path)
    shelf = make_shelf(read_sources(site), None, TODAY)
    assert take_list(open_file("a.csv", "姓名,摘要\n李四,一。\n".encode()), "", Asked(), shelf).is_sound
    for name, data in (("名单.xlsx", LIST), ("a.docx", STORY)):
        result = bring(site, name, data)
        assert (result.code, "sitegen[office]" in result.err) == (1, True)
