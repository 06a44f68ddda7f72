"""The official document of a notice: all that it says, nothing else."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen.channels import paper_docx, paper_pdf
from sitegen.channels.paper import Paper, notice_paper
from sitegen.channels.prose import Heading, Paragraph, Table, blocks_of
from tests.channels.world import HIDDEN, make, notice, run, subject

docx = pytest.importorskip("docx")


def texts(paper: Paper) -> str:
    found = []
    for block in paper.blocks:
        found += [cell for row in (block.head, *block.rows) for cell in row] if isinstance(block, Table) else [block.text]
    return "\n".join(found)


def test_html_becomes_paragraphs_headings_and_tables() -> None:
    table = "<table><tr><th>名</th><th>位</th></tr><tr><td>戊</td></tr></table>"
    html = f"<h2>一</h2><p>甲<b>乙</b>\n丙</p><ul><li>丁</li></ul>{table}<script>x</script>己"
    assert list(blocks_of(html)) == [
        Heading("一"), Paragraph("甲乙 丙"), Paragraph("丁"), Table(("名", "位"), (("戊", ""),)), Paragraph("己"),
    ]  # fmt: skip


def test_one_subject_is_a_sentence_and_several_are_a_table() -> None:
    one = notice_paper(notice(subjects=(subject("㐂𠮷", role="清水村"),)), "")
    assert "㐂𠮷，清水村。拟授予称号：“劳动模范”（县）。" in texts(one)
    many = notice_paper(notice(subjects=(subject("甲"), subject("乙"))), "")
    (table,) = [b for b in many.blocks if isinstance(b, Table)]
    assert [row[:2] for row in table.rows] == [("1", "甲"), ("2", "乙")]


def test_the_document_says_period_contact_issuer_and_day() -> None:
    paper = notice_paper(notice(basis="丙发〔2026〕7号", length="5个工作日", real_name="请署实名。", deadline=date(2026, 11, 19)), "")
    text = texts(paper)
    for words in (
        "根据丙发〔2026〕7号，",
        "2026年11月16日至2026年11月20日17:00（5个工作日）。",
        "在2026年11月19日前向办公室反映。请署实名。",
        "0551-1200000",
    ):
        assert words in text
    assert (paper.signature, paper.day) == ("丙县", "2026年11月16日")
    assert "已表彰" not in text


def test_the_text_of_a_notice_goes_first_and_its_basis_is_not_said_twice() -> None:
    paper = notice_paper(notice(basis="七号文"), "<p>按照七号文，现予公示。</p>")
    assert isinstance(paper.blocks[0], Paragraph) and paper.blocks[0].text == "按照七号文，现予公示。"
    assert texts(paper).count("七号文") == 1
    assert "公示依据：七号文。" in texts(notice_paper(notice(basis="七号文"), "<p>现予公示。</p>"))


def test_a_word_document_has_every_sign_in_a_font_that_has_it() -> None:
    data = paper_docx.paper_docx(notice_paper(notice(subjects=(subject("㐂𠮷三"),)), ""), date(2026, 11, 16))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    document = docx.Document(io.BytesIO(data))
    assert any("㐂𠮷三" in p.text for p in document.paragraphs)
    assert 'w:eastAsia="仿宋"' in xml and 'w:eastAsia="SimSun-ExtB"' in xml and 'w:eastAsia="宋体"' in xml
    fonts = {run.text: run._element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia")) for p in document.paragraphs for run in p.runs}
    assert (fonts["𠮷"], fonts["㐂"]) == ("SimSun-ExtB", "宋体")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_equal_documents_are_equal_bytes() -> None:
    paper = notice_paper(notice(), "")
    made = [paper_docx.paper_docx(paper, date(2026, 11, 16)) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0] != paper_docx.paper_docx(paper, date(2026, 11, 16) + timedelta(days=1))


def test_the_command_writes_what_the_notice_says_and_nobody_withheld(tmp_path: Path) -> None:
    ran = run(make(tmp_path), "document", "feng", str(tmp_path / "a.docx"))
    assert ran.code == 0
    assert "1 个已撤回或撤销的对象没有写进去" in ran.err
    text = "\n".join(p.text for p in docx.Document(tmp_path / "a.docx").paragraphs)
    assert "2026年养蜂能手拟表彰对象公示" in text and "㐂𠮷䶮" in text and "经过评审" in text
    assert not any(name in text for name in HIDDEN)


def test_an_unsound_notice_is_refused_with_the_finding(tmp_path: Path) -> None:
    site = make(tmp_path)
    file = site / "content/notices/feng.md"
    file.write_text(file.read_text("utf-8").replace("结束: 2026-11-20", "结束: 2026-11-17").replace("公示期: 5个工作日\n", ""), "utf-8")
    ran = run(site, "公文", "feng", str(tmp_path / "a.docx"))
    assert ran.code == 1
    assert "feng.md" in ran.err
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize(("what", "file", "code"), [("nobody", "a.docx", 2), ("feng", "a.txt", 2), ("sun-2024-7-1", "a.docx", 1)])
def test_what_cannot_be_issued_is_refused(tmp_path: Path, what: str, file: str, code: int) -> None:
    ran = run(make(tmp_path), "document", what, str(tmp_path / file))
    assert ran.code == code
    assert not (tmp_path / file).exists()


def test_the_html_for_print_shows_text_as_text() -> None:
    html = paper_pdf.paper_html(Paper("<b>公示</b>", (Paragraph("<script>"), Table(("甲",), (("&",),))), "丙县", "2026年"))
    assert "&lt;script&gt;" in html and "<script>" not in html and "<b>" not in html and "<td>&amp;</td>" in html


@pytest.mark.slow
def test_the_pdf_has_every_sign(tmp_path: Path) -> None:
    if not paper_pdf.has_weasyprint():
        pytest.skip("no WeasyPrint")
    from pypdf import PdfReader

    assert run(make(tmp_path), "document", "feng", str(tmp_path / "a.pdf")).code == 0
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "㐂𠮷䶮" in text and "丙县" in text
