"""An official document for Word and WPS, by python-docx, which is an extra and imported only here."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sitegen.channels.bundle import bundle
from sitegen.channels.paper import Paper
from sitegen.channels.prose import Heading, Table

if TYPE_CHECKING:
    from docx.document import Document

_BODY, _HEAD, _TITLE, _LATIN = "仿宋", "黑体", "方正小标宋简体", "Times New Roman"
_RARE, _RAREST = "宋体", "SimSun-ExtB"  # which Windows and WPS have, and which have what 仿宋 lacks
_COMMON = range(0x4E00, 0x9FA6)
_EXTENSION_A = range(0x3400, 0x4DC0)
_BASIC = 0x10000
_SIZE, _TITLE_SIZE, _CELL_SIZE, _LINE = 16, 22, 12, 29
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_WIDTHS = (12, 26, 34, 34, 50)  # of the table of subjects, in millimetres
_INDENT = 2 * _SIZE

_LONGEST = 255  # characters of a property; the document itself says the whole


def has_docx() -> bool:
    """Whether documents for Word can be made on this machine; nothing is imported for the question."""
    return importlib.util.find_spec("docx") is not None


def paper_docx(paper: Paper, day: date) -> bytes:
    """The document; ``day`` is written into it instead of a clock, so that equal documents are equal bytes."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in _MARGINS.items():
        setattr(section, name, Mm(size))
    _properties(document, paper, day)
    title = _line(document, paper.title, _TITLE, _TITLE_SIZE, is_bold=True, indent=0)
    title.alignment, title.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(_LINE)
    for block in paper.blocks:
        if isinstance(block, Table):
            _table(document, block)
        elif isinstance(block, Heading):
            _line(document, block.text, _HEAD, _SIZE, indent=_INDENT).paragraph_format.keep_with_next = True
        else:
            _line(document, block.text, _BODY, _SIZE, indent=_INDENT).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _end(document, paper)
    return _without_clock(document, day)


def _properties(document: Document, paper: Paper, day: date) -> None:
    facts = document.core_properties
    facts.title, facts.author = paper.title[:_LONGEST], paper.signature[:_LONGEST]
    facts.comments, facts.last_modified_by = "", ""
    facts.created = facts.modified = datetime.combine(day, time(), UTC)
    facts.language, facts.revision = "zh-CN", 1


def _line(document: Document, text: str, font: str, size: int, *, indent: int, is_bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    _words(paragraph, text, font, size, is_bold=is_bold)
    _space(paragraph, _LINE if size < _TITLE_SIZE else _LINE + 5)
    if indent:
        from docx.shared import Pt

        paragraph.paragraph_format.first_line_indent = Pt(indent)
    return paragraph


def _space(paragraph: Any, line: int) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.space_before = form.space_after = Pt(0)


def _words(paragraph: Any, text: str, font: str, size: int, *, is_bold: bool = False) -> None:
    """A text as runs, each in a font that has its signs."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for chosen, signs in groupby(text, lambda sign: _font_of(sign, font)):
        run = paragraph.add_run("".join(signs))
        run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, _LATIN
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), chosen)
        if chosen != font:  # rare signs would else be taken for Latin ones
            for name in ("w:ascii", "w:hAnsi", "w:cs"):
                fonts.set(qn(name), chosen)
        fonts.set(qn("w:hint"), "eastAsia")


def _font_of(sign: str, font: str) -> str:
    point = ord(sign)
    if point >= _BASIC:
        return _RAREST
    is_rare = point in _EXTENSION_A or (_COMMON.stop <= point < 0xA000)
    return _RARE if is_rare else font


def _table(document: Document, block: Table) -> None:
    from docx.shared import Mm

    rows = (*((block.head,) if block.head else ()), *block.rows)
    width = max((len(cells) for cells in rows), default=0)
    table = document.add_table(rows=len(rows), cols=width, style="Table Grid")
    table.autofit = False
    widths = _WIDTHS if width == len(_WIDTHS) else (156 // max(width, 1),) * width
    for row, cells in zip(table.rows, rows, strict=True):
        for place, text in enumerate(cells):
            cell = row.cells[place]
            cell.width = Mm(widths[place])
            paragraph = cell.paragraphs[0]
            _words(paragraph, text, _BODY, _CELL_SIZE, is_bold=bool(block.head) and cells is block.head)
            _space(paragraph, 18)
    if block.head:
        _repeat(table.rows[0])


def _repeat(row: Any) -> None:
    """The head of a long table stands on each of its pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _end(document: Document, paper: Paper) -> None:
    """The issuing body and the date at the right, with room for the seal above."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for number, (text, room) in enumerate(((paper.signature, 2), (paper.day, 4))):
        if text:
            line = _line(document, text, _BODY, _SIZE, indent=0)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            form = line.paragraph_format
            form.right_indent, form.keep_together, form.keep_with_next = Pt(room * _SIZE), True, number == 0
            if number == 0 or not paper.signature:
                form.space_before = Pt(2 * _LINE)


def _without_clock(document: Document, day: date) -> bytes:
    """The same archive with one date for all of its parts."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        return bundle([(name, archive.read(name)) for name in archive.namelist()], day)
