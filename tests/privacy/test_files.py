"""Attached files are read whatever they are, found out, and never printed; what cannot be read is said."""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile

import pytest

from sitegen.privacy.attached import read_file
from sitegen.privacy.files import check_files, look_into
from sitegen.privacy.parts import Unreadable
from sitegen.privacy.search import Guard, make_guard
from sitegen.privacy.workbook import column_letters, column_number
from sitegen.problems import Problem, Severity
from tests.privacy.papers import docx, paragraph, pdf, table, xlsx, zipped
from tests.privacy.plants import TODAY

ID, MOBILE = "11010519491231002X", "13800138000"
GUARD = Guard(TODAY)


def check(name: str, data: bytes, guard: Guard = GUARD) -> tuple[Problem, ...]:
    return check_files({f"content/models/{name}": lambda: data}, guard, ["值班电话"])


def said(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(p.severity.value[0].upper(), p.message.zh) for p in problems]


FILES = {
    "a.docx": docx(paragraph(f"身份证 {ID}", 7)),
    "b.docx": docx(table([["姓名", "证件"], ["张三", ID]])),
    "c.docx": docx(table([["身份证号", *ID]])),
    "d.docx": docx(paragraph("正文"), {"word/header1.xml": f'<w:hdr xmlns:w="w">{paragraph(ID)}</w:hdr>'}),
    "e.docx": docx(f'<w:p><w:del><w:r><w:delText xmlns:w="w">{ID}</w:delText></w:r></w:del></w:p>'),
    "f.docx": docx(paragraph("正文"), {"word/embeddings/a.xlsx": xlsx([["证件", ID]])}),
    "g.docx": docx(paragraph(ID[:8]) + paragraph(ID[8:])),
    "a.xlsx": xlsx([["姓名", "证件"], ["张三", "=0"]], shared=[ID]),
    "b.xlsx": xlsx([["张三", f"{ID[:6]} {ID[6:14]} {ID[14:]}"]], state="hidden"),
    "a.ofd": zipped({"OFD.xml": "<o/>", "Doc_0/Pages/Page_0/Content.xml":
                     f"<Page><TextObject><TextCode>{ID[:9]}</TextCode><TextCode>{ID[9:]}</TextCode></TextObject></Page>"}),
    "a.odt": zipped({"content.xml": f'<d xmlns:text="t"><text:p>号码<text:span>{ID[:5]}</text:span>{ID[5:]}</text:p></d>'}),
    "a.pptx": zipped({"ppt/slides/slide1.xml": f'<s xmlns:a="a"><a:p><a:r><a:t>{ID}</a:t></a:r></a:p></s>'}),
    "a.zip": zipped({"名单/甲.txt": ID, "乙.jpg": b"\xff\xd8\xff"}),
    "b.zip": zipped({"a.zip": zipped({"a.docx": docx(paragraph(ID))})}),
    "a.txt": f"张三\n{ID}".encode(),
    "b.txt": f"张三\r\n{ID}".encode("gbk"),
    "c.txt": f"张三\n{ID}".encode("utf-16"),
    "a.csv": f"姓名,证件\n张三,{ID}\n".encode("gb18030"),
    "no-suffix": f"张三 {ID}".encode(),
    "wrong.jpg": docx(paragraph(ID)),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_an_id_in_a_file_of_any_kind_is_an_error(name: str) -> None:
    (problem,) = check(name, FILES[name])
    assert (problem.code, problem.severity) == ("D010", Severity.ERROR)
    assert not [d for d in (ID, ID[:6], ID[6:14], ID[-4:]) if d in "".join((*problem.message, *problem.fix))]


def test_the_place_in_the_file_is_told() -> None:
    assert "（工作表“名单” 单元格 B2）" in check("a.xlsx", FILES["a.xlsx"])[0].message.zh
    assert "工作表“名单”（隐藏）" in check("b.xlsx", FILES["b.xlsx"])[0].message.zh
    assert "（单元格 B2）" in check("a.csv", FILES["a.csv"])[0].message.zh
    assert check("a.txt", FILES["a.txt"])[0].place[1:] == (2, 1)
    assert "甲.txt" in check("a.zip", FILES["a.zip"])[0].message.zh
    (gap, leak) = (*check("z.zip", zipped({"旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "新.txt": ID})),)[:2]
    assert {gap.code, leak.code} == {"D010", "D011"}


def test_kinds_are_counted_and_masked() -> None:
    data = xlsx([["姓名", "手机"], ["甲", MOBILE], ["丙", MOBILE], ["丁", MOBILE], ["乙", 13900139000.0]])
    assert said(check("x.xlsx", data)) == [("E", "附件（工作表“名单” 单元格 B2）有手机号码 138****8000，共 4 处")]
    text = f"{MOBILE}\n家住和平路12号\nzhangsan@qq.com\n护照E12345678\n110105194912310021\n6222021234567890128\n"
    assert [s for s, _ in said(check("x.txt", text.encode()))] == ["E", "W", "W", "W", "W", "E"]


def test_what_the_site_allows_is_let_through_but_not_in_silence() -> None:
    guard = make_guard(TODAY, ["0871-63999999、13900139000"], [MOBILE])
    assert said(check("x.txt", f"{MOBILE} 139-0013-9000".encode(), guard)) == [("I", "允许名单放行了附件里的 1 处：值班电话")]


@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧格式"),
    ("a.rar", b"Rar!\x1a\x07", "压缩包"),
    ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
    ("a.bin", b"\0\1\2\3" * 50, "不是文字"),
    ("a.docx", b"PK\x03\x04" + bytes(60), "已损坏"),
    ("b.docx", docx(paragraph("一")[:-4]), "已损坏"),
    ("c.zip", zipped({"a.exe": b"MZ"}), "没有能读"),
    ("a.pdf", b"%PDF-1.4\nnonsense", "已损坏" if importlib.util.find_spec("pypdf") else "pypdf"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_said_to_be_unchecked(name: str, data: bytes, why: str) -> None:
    (problem,) = check(name, data)
    assert (problem.code, problem.severity) == ("D011", Severity.INFO)
    assert why in problem.message.zh


@pytest.mark.parametrize("xml", [
    '<!DOCTYPE x [<!ENTITY a "1380013">]><w:p xmlns:w="w"><w:t>&a;8000</w:t></w:p>',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:p xmlns:w="w"/>',
])  # fmt: skip
def test_xml_with_a_dtd_is_refused_in_any_encoding(xml: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(Unreadable):
            read_file("a.docx", zipped({"word/document.xml": xml.encode(encoding)}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    for parts in ({"word/document.xml": b" " * 30_000_000}, {f"xl/{n}.txt": b"" for n in range(5001)}):
        with pytest.raises(Unreadable, match="too large"):
            read_file("a.docx", zipped(parts))
    deep = zipped({"a.txt": ID})
    for _ in range(6):
        deep = zipped({"a.zip": deep})
    assert [seen.code for seen in look_into("a.zip", deep, GUARD)] == ["D011"]


def test_a_locked_archive_is_said_to_be_locked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    data = bytearray(file.getvalue())
    data[6] |= 1  # the flag in the header of the file, and in the directory
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "密码" in check("a.zip", bytes(data))[0].message.zh


def test_what_was_found_is_remembered_by_content_without_the_values() -> None:
    kept: dict[str, bytes] = {}
    files = {"content/a.txt": lambda: MOBILE.encode()}
    first = check_files(files, GUARD, (), kept.get, kept.__setitem__)
    assert check_files(files, GUARD, (), kept.get, lambda key, value: pytest.fail("looked again")) == first
    assert all(MOBILE not in json.dumps(json.loads(v)) for v in kept.values())
    allowing = make_guard(TODAY, [MOBILE], [])
    assert check_files(files, allowing, (), kept.get, kept.__setitem__) == ()


def test_a_file_that_is_gone_is_said_to_be_unchecked() -> None:
    def gone() -> bytes:
        raise OSError(2, "No such file")

    assert [p.code for p in check_files({"content/a.txt": gone}, GUARD)] == ["D011"]


def test_a_pdf_is_read_page_by_page_and_a_scan_is_said_to_be_one() -> None:
    problem = check("a.pdf", pdf("Zhang", f"ID {ID}"))[0]
    assert "第 1 页" in problem.message.zh
    assert problem.severity is Severity.ERROR
    assert "扫描" in check("a.pdf", pdf(""))[0].message.zh


def test_columns_are_named_as_in_a_workbook() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 800))
