"""A complaint of the YAML parser to what staff did wrong. Rows and columns count from 0 here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import yaml

from sitegen.problems import Say
from sitegen.reading.findings import (
    Finding,
    blank_indent,
    list_behind_value,
    no_colon,
    out_of_place,
    quote_value,
    slip,
    unclosed,
    unreadable,
)
from sitegen.reading.lines import colon_slip, indent, key_above, key_line, levels_above, outside_blocks, text_above, value_column


class _Spot(NamedTuple):
    """Where the parser stopped, and what it was in the middle of."""

    lines: Sequence[str]
    row: int
    column: int
    problem: str
    context: str
    start: tuple[int, int]

    @property
    def line(self) -> str:
        return self.lines[self.row]


def diagnose(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> list[Finding]:
    """What the parser complains of; several findings where the same slip stands on several lines."""
    spot = _spot(error, lines)
    for words, read in _READERS:
        if (words in spot.problem or words in spot.context) and (found := read(spot)):
            return found
    return [unreadable(spot.row, spot.column, spot.problem)]


def _spot(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> _Spot:
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    start = (error.context_mark.line, error.context_mark.column) if error.context_mark else (row, column)
    return _Spot(lines, *_inside(lines, row, column), error.problem or "", error.context or "", _inside(lines, *start))


def _inside(lines: Sequence[str], row: int, column: int) -> tuple[int, int]:
    if row >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return row, min(column, len(lines[row]))


def _tabs(spot: _Spot) -> list[Finding]:
    if spot.line[spot.column : spot.column + 1] != "\t":
        return []
    rows = {row for row, line in outside_blocks(spot.lines) if "\t" in line[: len(line) - len(line.lstrip(" \t-"))]}
    return [blank_indent(row, spot.lines[row]) for row in sorted(rows | {spot.row})]


def _colon(spot: _Spot) -> list[Finding]:
    """A colon where no key may stand: in the middle of a text, or on a line that is out of place."""
    key = key_line(spot.line)
    if key and spot.column > key.column + len(key.name):
        message = Say("文字里有“: ”，被当成了另一个键", "the text holds ': ', which is read as another key")
        return [quote_value(spot.line, spot.row, spot.column, key.value_column, message)]
    above = text_above(spot.lines, spot.row)
    if above is None or key is None:
        return []
    if wrong := colon_slip(spot.lines[above]):
        return [slip(above, wrong)]
    if not key_line(spot.lines[above]) and indent(spot.lines[above]) == indent(spot.line):
        return [no_colon(spot.lines, above)]
    last = key_above(spot.lines, spot.row)
    if last and not spot.line.lstrip().startswith("-"):
        return [out_of_place(spot.lines, spot.row, last[1].column)]
    return []


def _simple_key(spot: _Spot) -> list[Finding]:
    row = spot.start[0]
    wrong = colon_slip(spot.lines[row])
    return [slip(row, wrong) if wrong else no_colon(spot.lines, row)]


def _expected_key(spot: _Spot) -> list[Finding]:
    """Text behind a closed quotation mark or bracket, or a line between two levels."""
    before = spot.line[: spot.column]
    start = value_column(spot.line)
    if before.strip() and start < spot.column:
        if spot.line[start] in "*&!":
            return _sign(spot._replace(start=(spot.row, start)))
        if opened := _open_quote_above(spot, start):
            return [unclosed(spot.lines, *opened)]
        message = Say("引号或括号后面还有文字", "text follows a closing quotation mark or bracket")
        return [quote_value(spot.line, spot.row, spot.column, start, message)]
    here, levels = indent(spot.line), levels_above(spot.lines, spot.row)
    last = key_above(spot.lines, spot.row)
    if spot.line.lstrip().startswith("-"):
        return [list_behind_value(spot.row, spot.line, last[1]) if last and last[1].value else out_of_place(spot.lines, spot.row, None)]
    if key_line(spot.line) is None:
        above = text_above(spot.lines, spot.row)
        return [out_of_place(spot.lines, spot.row, None if above is None else indent(spot.lines[above]))]
    return [out_of_place(spot.lines, spot.row, min(levels, key=lambda column: abs(column - here)) if levels else None)]


def _open_quote_above(spot: _Spot, start: int) -> tuple[int, int] | None:
    """An unclosed quotation mark above that the one at ``start`` has closed by accident."""
    sign = spot.line[start]
    if sign not in "\"'" or spot.column != start + 1:
        return None
    for row in range(spot.row - 1, -1, -1):
        column = value_column(spot.lines[row])
        if spot.lines[row][column : column + 1] == sign and spot.lines[row].count(sign) % 2:
            return row, column
    return None


def _expected_item(spot: _Spot) -> list[Finding]:
    """A key beside a list: it belongs to the item above."""
    last = key_above(spot.lines, spot.row)
    is_key = key_line(spot.line) is not None
    column = last[1].column if last and is_key and last[1].column > indent(spot.line) else None
    return [out_of_place(spot.lines, spot.row, column)]


def _first_line(spot: _Spot) -> list[Finding]:
    row = next((i for i, line in enumerate(spot.lines) if line.strip() and not line.lstrip().startswith("#")), spot.row)
    depth = indent(spot.lines[row])
    if not depth or row >= spot.row:
        return []
    found = out_of_place(spot.lines, row, 0)
    return [found._replace(mended={i: line[depth:] if not line[:depth].strip() else line for i, line in enumerate(spot.lines[: spot.row])})]


def _sign(spot: _Spot) -> list[Finding]:
    """Text that begins with a sign which means something else to YAML."""
    row, column = spot.start
    line = spot.lines[row]
    sign = line[column : column + 1].strip()
    if not sign:
        return []
    message = Say(f"文字不能以“{sign}”开头", f"text cannot begin with '{sign}'")
    return [quote_value(line, row, column, column, message)]


def _escape(spot: _Spot) -> list[Finding]:
    column = spot.line.rfind("\\", 0, spot.column + 1)
    if column < 0:
        return []
    mended = f"{spot.line[:column]}\\{spot.line[column:]}"
    shown = spot.line[column : column + 2]
    return [
        Finding(
            "F014",
            spot.row,
            column,
            Say(
                f"双引号里的“{shown}”读不懂：反斜线在双引号里另有意思",
                f"'{shown}' in double quotes cannot be read: a backslash means something else there",
            ),
            Say(f"写成两个反斜线：{mended.strip()}", f"double the backslash: {mended.strip()}"),
            {spot.row: mended},
        )
    ]


def _open(spot: _Spot) -> list[Finding]:
    return [unclosed(spot.lines, *spot.start)]


def _second_document(spot: _Spot) -> list[Finding]:
    return [
        Finding(
            "F014",
            spot.row,
            spot.column,
            Say("多了一行“---”", "there is a second '---'"),
            Say("删去这一行", "delete this line"),
            {spot.row: ""},
        )
    ]


def _handle(spot: _Spot) -> list[Finding]:
    return [
        Finding(
            "F015",
            spot.row,
            spot.column,
            Say("叹号开头的是 YAML 的类型标记，这里不用", "a word that begins with '!' is a type tag, not used here"),
            Say("删去这个标记；如果是文字，整段加上引号", "delete the tag; quote the whole text if it is text"),
        )
    ]


# words of the parser's complaint, the first that fits and finds something
_READERS: tuple[tuple[str, Callable[[_Spot], list[Finding]]], ...] = (
    ("tab character", _tabs),
    ("cannot start any token", _tabs),
    ("cannot start any token", _sign),
    ("mapping values", _colon),
    ("could not find expected ':'", _simple_key),
    ("<document start>", _first_line),
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("expected alphabetic", _sign),
    ("undefined tag handle", _handle),
    ("scanning a tag", _sign),
    ("scanning a block scalar", _sign),
    ("scanning a directive", _sign),
    ("entries are not allowed", _sign),
    ("mapping keys are not allowed", _sign),
    ("parsing a flow", _open),
    ("quoted scalar", _open),
    ("expected node content", _sign),
    ("expected key", _expected_key),
    ("'-' indicator", _expected_item),
    ("another document", _second_document),
)
