"""Word documents and workbooks from a few lines of text, made part by part: no library of the program has a hand in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from PIL import Image

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_PICTURE = re.compile(r"!\[(.*?)\]\((\w+)\)")
_SPAN = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\{\+.+?\+\}|\{-.+?-\}|\{>.+?>\}|\{<.+?<\}|\[\^\d\]|\[.+?\]\(\w+\))")


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def photograph(width: int = 320, height: int = 200, colour: str = "#3a7", *, place: bool = True) -> bytes:
    """A JPEG that carries the place where it was taken."""
    exif = Image.Exif()
    if place:
        exif[0x010F] = "MAKER-OF-THE-DEVICE"
        exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def _run(text: str, style: str = "") -> str:
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _span(text: str, pictures: Mapping[str, bytes]) -> str:
    if text.startswith("**"):
        return _run(text[2:-2], "<w:b/>")
    if text.startswith("*"):
        return _run(text[1:-1], "<w:i/>")
    if text.startswith("{+"):
        return f'<w:ins w:id="1" w:author="x">{_run(text[2:-2])}</w:ins>'
    if text.startswith("{-"):
        return f'<w:del w:id="2" w:author="x"><w:r><w:delText>{escape(text[2:-2])}</w:delText></w:r></w:del>'
    if text.startswith("{>"):
        return f'<w:moveTo w:id="3" w:author="x">{_run(text[2:-2])}</w:moveTo>'
    if text.startswith("{<"):
        return f'<w:moveFrom w:id="4" w:author="x">{_run(text[2:-2])}</w:moveFrom>'
    if text.startswith("[^"):
        return f'<w:r><w:footnoteReference w:id="{text[2]}"/></w:r>'
    if text.startswith("["):
        words, _, key = text[1:-1].partition("](")
        return f'<w:hyperlink r:id="{key}">{_run(words)}</w:hyperlink>'
    return _run(text)


def _drawing(alt: str, key: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="3000000" cy="2000000"/>'
        f'<wp:docPr id="1" name="图片 1" descr="{escape(alt)}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{key}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def _paragraph(line: str, pictures: Mapping[str, bytes]) -> str:
    style = ""
    if match := re.match(r"(#+) ", line):
        style, line = f'<w:pStyle w:val="Heading{len(match[1])}"/>', line[match.end() :]
    if found := _PICTURE.fullmatch(line):
        return f"<w:p>{_drawing(found[1], found[2])}</w:p>"
    runs = "".join(_span(piece, pictures) for piece in _SPAN.split(line) if piece)
    return f"<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"


def _table(lines: Sequence[str], pictures: Mapping[str, bytes]) -> str:
    rows = ("".join(f"<w:tc>{_paragraph(cell.strip(), pictures)}</w:tc>" for cell in line.strip("|").split("|")) for line in lines)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def word(
    text: str,
    pictures: Mapping[str, bytes] | None = None,
    *,
    links: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    extra: Mapping[str, str | bytes] | None = None,
    rels: str = "",
) -> bytes:
    """A .docx: ``# `` makes headings, ``| a | b |`` rows, ``![alt](key)`` pictures; ``**bold**``, ``*italic*``, ``[words](key)``,
    ``[^2]`` notes, and tracked ``{+inserted+}``, ``{-deleted-}``, ``{>moved here>}``, ``{<moved away<}``."""
    pictures = pictures or {}
    body: list[str] = []
    rows: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            body.append(_table(rows, pictures))
            rows = []
        body.append(_paragraph(line, pictures))
    relations = "".join(f'<Relationship Id="{k}" Type="{_TYPE}image" Target="media/{k}.jpg"/>' for k in pictures)
    relations += "".join(
        f'<Relationship Id="{k}" Type="{_TYPE}hyperlink" Target="{escape(v)}" TargetMode="External"/>' for k, v in (links or {}).items()
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(f'<Relationship Id="r1" Type="{_TYPE}officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_SPACES}><w:body>{"".join(body)}</w:body></w:document>',
        "word/styles.xml": f"<w:styles {_SPACES}>" + "".join(
            f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 5)
        ) + "</w:styles>",
        **{f"word/media/{key}.jpg": data for key, data in pictures.items()},
        **(extra or {}),
    }  # fmt: skip
    if notes:
        relations += f'<Relationship Id="notes" Type="{_TYPE}footnotes" Target="footnotes.xml"/>'
        parts["word/footnotes.xml"] = f"<w:footnotes {_SPACES}>" + "".join(
            f'<w:footnote w:id="{n}">{_paragraph(note, {})}</w:footnote>' for n, note in enumerate(notes, 2)
        ) + "</w:footnotes>"  # fmt: skip
    relations += f'<Relationship Id="styles" Type="{_TYPE}styles" Target="styles.xml"/>' + rels
    parts["word/_rels/document.xml.rels"] = _RELS.format(relations)
    return zipped(parts)


def workbook(text: str, *, merged: Sequence[str] = (), hidden_rows: Sequence[int] = (), hidden_columns: Sequence[str] = ()) -> bytes:
    """An .xlsx from lines of cells divided by ``|``; a line ``-- 名称 --`` begins a sheet (``-- 名称 hidden --`` a hidden one).

    ``@1968-05-01`` is an Excel date, ``#12`` a number, ``=…`` a formula without its result; all else is text.
    """
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "表1"
    row = 0
    for line in text.strip("\n").split("\n"):
        if found := re.fullmatch(r"-- (\S+)( hidden)? --", line):
            sheet = book.create_sheet(found[1]) if row else sheet
            sheet.title, row = found[1], 0
            sheet.sheet_state = "hidden" if found[2] else "visible"
            continue
        row += 1
        for column, cell in enumerate(line.split("|"), 1):
            if cell.strip():
                _put(sheet.cell(row, column), cell.strip())
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    for number in hidden_rows:
        book.worksheets[0].row_dimensions[number].hidden = True
    for letters in hidden_columns:
        book.worksheets[0].column_dimensions[letters].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, text: str) -> None:
    if text.startswith("@"):
        cell.value = date.fromisoformat(text[1:])
    elif text.startswith("#"):
        cell.value = float(text[1:]) if "." in text else int(text[1:])
    elif text.startswith("="):
        cell.value = text
    else:
        cell.value, cell.data_type = text, "s"


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """The same file with one part more, or another one in its place."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped({**parts, name: content})


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()
