"""A list as rows of cells, whichever program wrote it; each cell is text, and knows where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.importing.doors import Opened
from sitegen.importing.faults import of_unreadable, refuse
from sitegen.privacy.attached import decoded
from sitegen.privacy.parts import Unreadable
from sitegen.problems import Say

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 20_000  # characters


class Cell(NamedTuple):
    """A value as it is read. ``fault`` says what keeps it from being used: "formula" (never worked out), "broken" (#REF!), "month"."""

    row: int
    column: int
    text: str
    fault: str = ""
    is_across: bool = False  # filled from another column of its merged range


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that hold something; ``is_note`` where all they hold is one cell merged across several columns."""

    number: int
    cells: tuple[Cell, ...]
    is_note: bool = False

    def cell(self, column: int) -> Cell | None:
        return next((c for c in self.cells if c.column == column), None)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. Rows and columns that are hidden are counted and left out; a csv has no ``name``."""

    file: str
    name: str
    rows: tuple[Row, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    is_hidden: bool = False

    @property
    def place(self) -> str:
        """What stands before a cell in a message: ``名单.xlsx:表1!``, ``名单.csv:``."""
        return f"{self.file}:{self.name}!" if self.name else f"{self.file}:"


def read_csv(opened: Opened) -> tuple[Table, ...]:
    """A csv in UTF-8, UTF-16 or GBK; divided by commas, semicolons or tabs. Raises NotImportable."""
    try:
        text = decoded(opened.data)
    except Unreadable as caught:
        raise of_unreadable(opened.name, caught) from None
    head = text[:4000].split("\n", 1)[0]
    divider = max(",\t;", key=head.count)
    rows: list[Row] = []
    # the library's limit of a field holds for the whole process; what is longer is refused by its own error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        for number, values in enumerate(reader, 1):
            _check_size(opened.name, number, len(values))
            rows.append(Row(number, tuple(_csv_cells(number, values))))
    except csv.Error:
        raise refuse(
            "I002", opened.name, Say("不是一张规整的 csv 表", "it is no regular csv table"),
            Say("在 Excel 里打开，另存为 .xlsx 再导入", "open it in Excel, save it as .xlsx, import that"),
        ) from None  # fmt: skip
    return (Table(opened.name, "", tuple(row for row in rows if row.cells)),)


def _csv_cells(number: int, values: Sequence[str]) -> Iterator[Cell]:
    for column, value in enumerate(values, 1):
        text = unguarded(value.strip())
        if text:
            yield Cell(number, column, text)


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """A value that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.

    >>> guarded("=1+1"), guarded("'=x"), guarded("'x")
    ("'=1+1", "''=x", "'x")
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def check_extent(file: str, rows: int, columns: int) -> None:
    """Raises NotImportable for a sheet beyond what a list can be."""
    _check_size(file, rows, columns)


def _check_size(file: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise refuse(
            "I003", file, Say(f"超过 {MAX_ROWS:,} 行", f"more than {MAX_ROWS:,} rows"),
            Say("删去多余的行，或拆成几个文件", "delete rows that are not needed, or split the file"),
        )  # fmt: skip
    if columns > MAX_COLUMNS:
        raise refuse(
            "I003", file, Say(f"超过 {MAX_COLUMNS} 列", f"more than {MAX_COLUMNS} columns"),
            Say("删去多余的列", "delete columns that are not needed"),
        )  # fmt: skip
