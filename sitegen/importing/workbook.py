"""The sheets of an Excel workbook as tables: merged cells filled, dates and numbers as text, what is hidden left out.

openpyxl does the reading; before it, each sheet is measured part by part, so that a sheet of a few hundred bytes cannot
ask for a million cells.
"""

from __future__ import annotations

import importlib
import io
import re
import warnings
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sitegen.importing.doors import Opened
from sitegen.importing.faults import NotImportable, of_unreadable, refuse, unreadable
from sitegen.importing.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Cell, Row, Table, check_extent
from sitegen.privacy.parts import BROKEN, Unreadable, read_xml, unpack
from sitegen.privacy.workbook import column_number
from sitegen.problems import Say

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_MOST_MERGED = 200_000  # cells that merged ranges may cover
_ZEROS = re.compile(r"0{2,}")
_TWO_PLACES = re.compile(r"0\.00")
_ODD_MONTH = re.compile(r"(19|20)\d\d\.1")


def read_workbook(opened: Opened) -> tuple[Table, ...]:
    """Every sheet of cells. Raises NotImportable."""
    try:
        bare = _measure(opened)
    except Unreadable as caught:
        raise of_unreadable(opened.name, caught) from None
    library = openpyxl(opened.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
            book = library.load_workbook(io.BytesIO(opened.data), data_only=True)
            formulas = library.load_workbook(io.BytesIO(opened.data)) if bare else None
            return tuple(_table(opened.name, sheet, formulas[sheet.title] if formulas else None) for sheet in book.worksheets)
    except NotImportable:
        raise
    except Exception:  # a damaged workbook raises anything at all
        raise unreadable(opened.name, BROKEN) from None


def openpyxl(name: str) -> Any:
    """The library. Raises NotImportable where it is not installed."""
    return office_library("openpyxl", name)


def office_library(library: str, name: str) -> Any:
    """A library of the extra ``office``. Raises NotImportable where it is not installed."""
    try:
        return importlib.import_module(library)
    except ImportError:
        raise refuse(
            "I001", name, Say(f"没有安装 {library}", f"{library} is not installed"),
            Say('运行 pip install "sitegen[office]"', 'run pip install "sitegen[office]"'),
        ) from None  # fmt: skip


def _measure(opened: Opened) -> bool:
    """Whether a formula was never worked out. Raises NotImportable for a sheet that is too large, Unreadable."""
    archive = opened.archive
    if archive is None:
        raise Unreadable(BROKEN)
    merged = 0
    bare = False
    for name in archive.namelist():
        if not _SHEET.fullmatch(name):
            continue
        seen = _Measure(opened.name)
        read_xml(unpack(archive, name), seen.start, seen.end, seen.characters)
        merged += seen.merged
        bare = bare or seen.is_bare
        if merged > _MOST_MERGED:
            raise refuse("I003", opened.name, Say("合并的单元格太多", "too many cells are merged"), Say("取消合并后另存", "unmerge them"))
    return bare


class _Measure:
    """How far a sheet reaches, counting only cells that hold something: a whole column may have been given a colour."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.merged = self.row = self.column = 0
        self.is_bare = self.has_formula = self.has_value = self.is_inside = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "row":
            number = given.get("r", "")
            self.row = int(number) if number.isdigit() and len(number) < 8 else self.row + 1
            self.column = 0
        elif name == "c":
            found = _RANGE.fullmatch(given.get("r", "").upper())
            self.column = column_number(found[1]) if found else self.column + 1
            self.has_formula = self.has_value = False
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "is"):
            self.is_inside = True
            check_extent(self.file, self.row, self.column)
        elif name == "mergeCell" and (found := _RANGE.fullmatch(given.get("ref", "").upper())):
            left, top = column_number(found[1]), int(found[2])
            right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
            self.merged += max(bottom - top + 1, 0) * max(right - left + 1, 0)

    def characters(self, text: str) -> None:
        self.has_value = self.has_value or (self.is_inside and bool(text.strip()))

    def end(self, name: str) -> None:
        if name in ("v", "is"):
            self.is_inside = False
        elif name == "c":
            self.is_bare = self.is_bare or (self.has_formula and not self.has_value)


def _table(file: str, sheet: Any, formulas: Any) -> Table:
    hidden_rows = tuple(n for n, d in sorted(sheet.row_dimensions.items()) if d.hidden and n <= MAX_ROWS)
    hidden_columns = _hidden_columns(sheet)
    spread = _spread(sheet)
    is_hidden = sheet.sheet_state != "visible"
    by_row: dict[int, list[Cell]] = {}
    across: dict[int, int] = {}
    for (row, column), written in list(sheet._cells.items()):
        if row > MAX_ROWS or column > MAX_COLUMNS or row in hidden_rows or column in hidden_columns:
            continue
        source = spread.get((row, column))
        value = sheet.cell(*source[:2]) if source else written
        bare = formulas.cell(value.row, value.column).value if formulas is not None else None
        cell = _cell(row, column, value, bare)._replace(is_across=bool(source and source.is_across))
        if cell.text or cell.fault:
            across[row] = across.get(row, 0) + (not cell.is_across)
            by_row.setdefault(row, []).append(cell)
    wide = {place[0] for place, source in spread.items() if place[1] >= source.column + 2}
    rows = tuple(Row(n, tuple(sorted(cells, key=lambda c: c.column)), n in wide and across[n] <= 1) for n, cells in sorted(by_row.items()))
    return Table(file, str(sheet.title), rows, tuple(n for n in hidden_rows if n in _filled(sheet)), hidden_columns, is_hidden)


def _filled(sheet: Any) -> set[int]:
    return {row for (row, _), cell in sheet._cells.items() if cell.value is not None}


def _hidden_columns(sheet: Any) -> tuple[int, ...]:
    found: set[int] = set()
    for letters, dimension in sheet.column_dimensions.items():
        if dimension.hidden:
            first = dimension.min or column_number(letters)
            found.update(range(first, min(dimension.max or first, MAX_COLUMNS) + 1))
    return tuple(sorted(found))


class _Source(NamedTuple):
    row: int
    column: int
    is_across: bool


def _spread(sheet: Any) -> Mapping[tuple[int, int], _Source]:
    """For each cell of a merged range, the one that holds its value, and whether that stands in another column."""
    found: dict[tuple[int, int], _Source] = {}
    for merged in sheet.merged_cells.ranges:
        for row in range(merged.min_row, min(merged.max_row, MAX_ROWS) + 1):
            for column in range(merged.min_col, min(merged.max_col, MAX_COLUMNS) + 1):
                found[row, column] = _Source(merged.min_row, merged.min_col, column > merged.min_col)
    return found


def _cell(row: int, column: int, written: Any, formula: Any) -> Cell:
    value = written.value
    if value is None and isinstance(formula, str) and formula.startswith("="):
        return Cell(row, column, "", "formula")
    if getattr(written, "data_type", "") == "e":
        return Cell(row, column, "", "broken")
    text = _text(value, str(getattr(written, "number_format", "") or ""))[:MAX_CELL].strip()
    is_odd = isinstance(value, float) and _ODD_MONTH.fullmatch(text) is not None
    return Cell(row, column, text, "month" if is_odd else "")


def _text(value: Any, form: str) -> str:
    """A value as staff see it: a date by its day, a whole number without a point, zeros in front where the format shows them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0, 0) else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float):
        return _number(value, form)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _number(value: float, form: str) -> str:
    if float(value).is_integer() and abs(value) < 1e19:
        whole = str(int(value))
        return whole.zfill(len(form)) if _ZEROS.fullmatch(form) else whole
    return f"{value:.2f}" if _TWO_PLACES.fullmatch(form) else repr(value)
