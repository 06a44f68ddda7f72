"""Small documents made by hand: docx, xlsx, ofd, odt, pdf."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def paragraph(text: str, pieces: int = 1) -> str:
    """A paragraph whose text is cut into runs, as word processors do."""
    step = max(1, -(-len(text) // pieces))
    runs = "".join(f"<w:r><w:t>{text[i : i + step]}</w:t></w:r>" for i in range(0, len(text), step))
    return f"<w:p>{runs}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    return zipped({"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", **(more or {})})


def xlsx(rows: Sequence[Sequence[str | float]], shared: Sequence[str] = (), state: str = "visible", title: str = "名单") -> bytes:
    """One worksheet; texts are inline, numbers are numbers, ``=n`` is the shared string n."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row) if value != "")
        lines.append(f'<row r="{number}">{cells}</row>')
    strings = "".join(f"<si><t>{s}</t></si>" for s in shared)
    return zipped({
        "xl/workbook.xml": '<workbook xmlns="m" xmlns:r="r"><sheets>'
                           f'<sheet name="{title}" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="p"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="m"><sheetData>{"".join(lines)}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="m">{strings}</sst>',
    })  # fmt: skip


def _cell(name: str, value: str | float) -> str:
    if not isinstance(value, str):
        return f'<c r="{name}"><v>{value:.15G}</v></c>'
    if value.startswith("="):
        return f'<c r="{name}" t="s"><v>{value[1:]}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'


def pdf(*lines: str) -> bytes:
    """One page in a font of the standard; ASCII only."""
    shown = " ".join(f"BT /F1 12 Tf 50 {700 - 20 * n} Td ({line}) Tj ET" for n, line in enumerate(lines))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return (data + end).encode()
