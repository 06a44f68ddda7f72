"""Signs and indentation of a header's lines: colons, blanks, quotation marks, brackets (F012 to F014, F022, F023)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend, of_file
from sitegen.mending.pieces import Piece
from sitegen.problems import Problem
from sitegen.reading.lines import indent, key_line, key_text, quoted
from sitegen.schema.keys import key_table, nested_records

_GLUED = re.compile(r"([ \t]*(?:-[ \t]+)?)([^\s:：，,]{1,16})(?:：[ \t\u3000]*|:[\u3000\xa0]*)(?=\S)")
_INSIDE = re.compile(r"(?:(?<=\{)|(?<=[，,]))\s*([^\s:：，,{}]{1,16})(?:：[ \t\u3000]*|:[\u3000\xa0]*)(?=[^\s}])")
_JOINT = re.compile(r"，\s*(?=[^\s:：，,{}]{1,16}: )")


@of_file("F012", "F013", "F014", "F022", "F023")
def as_it_was_meant(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The lines as reading took them to go on: all of them, or else the one with the problem."""
    tree = piece.tree_as_read
    first = piece.header_line
    rows = {row: line for row, line in tree.mended.items() if line != piece.lines[first - 1 + row]}
    is_form = problem.code != "F014"
    if all(_is_sure(piece, first - 1 + row, line) for row, line in rows.items()) and rows:
        yield Mend(tuple(_line(piece, first + row, line) for row, line in rows.items()), is_form)
    row = problem.place.line - first
    if len(rows) > 1 and row in rows and _is_sure(piece, problem.place.line - 1, rows[row]):
        yield Mend((_line(piece, problem.place.line, rows[row]),), is_form)
    if problem.code in ("F022", "F023"):
        yield from _glued(piece, problem)


def _line(piece: Piece, number: int, text: str) -> Edit:
    start, old = piece.offset(number), piece.lines[number - 1]
    # a line that is not wanted goes with its line end
    return Edit(start, len(old) + 1, "") if not text and number < len(piece.lines) else Edit(start, len(old), text)


def _is_sure(piece: Piece, row: int, line: str) -> bool:
    """Whether a line is sure to have been meant so: text that was moved or became a key must be a key that we know."""
    old = piece.lines[row]
    if not line:
        return old.strip() == "---"
    if "".join(old.split()) == "".join(line.split()) or key_line(old) is None:
        moved = indent(old) != indent(line) and old[: indent(old)].strip(" ") == ""
        key = key_line(line)
        if moved or (key is not None and not re.search("[:：]", old)):
            return key is not None and key_text(key.name) in _known(piece.record)
    return True


def _known(record: type) -> frozenset[str]:
    return frozenset(spelling for kind in nested_records(record) for spelling in key_table(kind))


def _glued(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """Keys that their colons keep from being keys: inside braces, or on lines of one level."""
    start = piece.offset(problem.place.line)
    line = piece.lines[problem.place.line - 1]
    if "{" in line[: problem.place.column]:
        mended = _JOINT.sub(", ", _INSIDE.sub(_spaced, line))
        yield Mend((Edit(start, len(line), mended),))
        return
    known, edits = _known(piece.record), []
    depth = _depth(line)
    for number in range(problem.place.line, len(piece.lines) + 1):
        text = piece.lines[number - 1]
        match = _GLUED.match(text)
        if _depth(text) != depth or match is None or key_text(match[2]) not in known:
            break
        value = text[match.end() :].rstrip()
        value = quoted(value) if re.search(r":(\s|$)", value) else value
        edits.append(Edit(piece.offset(number), len(text), f"{match[1]}{match[2]}: {value}"))
    if edits:
        yield Mend(tuple(edits))


def _depth(line: str) -> int:
    """The column of the text of a line, behind its dash."""
    return len(line) - len(line.lstrip(" -"))


def _spaced(match: re.Match[str]) -> str:
    blanks = match[0][: len(match[0]) - len(match[0].lstrip())]
    return f"{blanks}{match[1]}: "
