"""Tables as JSON and CSV: described columns, rows of plain values, exact bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.views.words import Phrase

Value = str | int | bool | None | Sequence[str]
Row = Mapping[str, Value]

# signs with which a spreadsheet takes a cell for a formula, at full width, too, as Chinese input methods write them
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, what people call it, what it means."""

    key: str
    label: Phrase
    meaning: Phrase


@dataclass(frozen=True, slots=True)
class Record:
    """A record with what it has several of: nested in JSON, a row each in CSV."""

    row: Row
    parts: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Records with their columns; ``parts`` is the key of the nested rows, ``part`` begins the names of their columns in CSV."""

    name: str
    title: Phrase
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    parts: str
    part: str
    part_columns: tuple[Column, ...]

    def all_columns(self) -> tuple[Column, ...]:
        """The columns as CSV has them."""
        return (*self.columns, *(Column(f"{self.part}_{c.key}", c.label, c.meaning) for c in self.part_columns))


def json_bytes(table: Table, head: Mapping[str, object], say: Callable[[object], str]) -> bytes:
    """A table as JSON, a line a record; ``say`` turns words of the interface into text."""
    labels = {c.key: say(c.label) for c in table.columns} | {table.parts: {c.key: say(c.label) for c in table.part_columns}}
    top = json.dumps({**head, "title": say(table.title), "labels": labels}, ensure_ascii=False)
    lines = ",\n".join(json.dumps({**r.row, table.parts: list(r.parts)}, ensure_ascii=False) for r in table.records)
    return f'{top[:-1]}, "records": [\n{lines}\n]}}\n'.encode()


def csv_bytes(table: Table) -> bytes:
    """A table as CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that would be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(c.key for c in table.all_columns())
    for record in table.records:
        for part in record.parts or ({},):
            own = (cell(record.row.get(c.key)) for c in table.columns)
            writer.writerow((*own, *(cell(part.get(c.key)) for c in table.part_columns)))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def cell(value: Value) -> str:
    """A value in a cell. A text that a spreadsheet would work out is led by an apostrophe, which it shows as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value) if isinstance(value, str | int) else _BETWEEN.join(value)
    return f"'{text}" if isinstance(value, str | Sequence) and text.lstrip(" \u3000").startswith(_FORMULA) else text


def known(row: Iterable[tuple[str, Value]]) -> Row:
    """A row in which what is not known is null."""
    return {key: list(value) if isinstance(value, tuple) else None if value == "" else value for key, value in row}
