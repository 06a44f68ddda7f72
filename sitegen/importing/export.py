"""Records as the rows of a list with the columns that importing reads, so that an office can go there and back. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.importing.grid import guarded
from sitegen.importing.shelf import Shelf
from sitegen.importing.values import text_of
from sitegen.importing.workbook import openpyxl
from sitegen.records.filed import Filed
from sitegen.schema.columns import FILE, HONOUR, KINDS, Column, columns_of

_FIRST = (
    FILE,
    ("id",),
    ("name",),
    ("title",),
    ("unit",),
    ("post",),
    HONOUR,
    ("honours", "title"),
    ("honours", "level"),
    ("honours", "year"),
)
_WIDE = frozenset({"summary", "title", "reason", "basis"})
_HELP = "每行是一个记录的一项荣誉；有几项荣誉的占几行。“文件”和“荣誉序号”两列不要改。空着的格表示没有。"


def order(kind: str) -> tuple[Column, ...]:
    """The columns as they are written: what tells records apart first."""
    every = columns_of(KINDS[kind])
    places = {path: number for number, path in enumerate(_FIRST)}
    return tuple(sorted(every, key=lambda column: places.get(column.path, len(places))))


def rows_of(kind: str, shelf: Shelf) -> list[list[str]]:
    """The head, and a row for each record; for each honour, where it has several."""
    columns = order(kind)
    rows = [[column.zh for column in columns]]
    for filed in shelf.records(kind):
        for honour in range(max(len(getattr(filed.record, "honours", ())), 1)):
            rows += [[_cell(column, filed, shelf, honour) for column in columns]]
    return rows


def _cell(column: Column, filed: Filed[Any], shelf: Shelf, honour: int) -> str:
    if column.path == FILE:
        return filed.path.rpartition("/")[2].removesuffix(".md")
    if column.path == HONOUR:
        return str(honour + 1) if filed.record.honours else ""
    return text_of(column, filed.record, shelf.names, honour)


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A csv that Excel opens as UTF-8, and in which nothing is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(text) for text in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(name: str, kind: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook whose cells are all text: no formula, no date turned round, no number cut short. Raises NotImportable."""
    library = openpyxl(name)
    book = library.Workbook()
    sheet = book.active
    sheet.title = kind
    font, alignment = library.styles.Font(bold=True), library.styles.Alignment(wrap_text=True, vertical="top")
    columns = order(kind)
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(number, at)
            cell.number_format = "@"
            cell.alignment = alignment
            if text:
                cell.value = text
                cell.data_type = "s"  # whatever it begins with
                cell.quotePrefix = True
            if number == 1:
                cell.font = font
    for at, column in enumerate(columns, 1):
        letters = library.utils.get_column_letter(at)
        sheet.column_dimensions[letters].width = 40 if column.path[-1] in _WIDE else 16
    sheet.freeze_panes = "D2"
    sheet.cell(1, 1).comment = library.comments.Comment(_HELP, "sitegen")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
