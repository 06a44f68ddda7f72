"""The ``---`` lines around a header (F008, F009, F021)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend, of_file
from sitegen.mending.pieces import Piece
from sitegen.problems import Problem

_NO_TEXT = re.compile(r"[^\w\u3400-\u9fff]*_*[^\w\u3400-\u9fff]*")
_FENCE = "---"


@of_file("F008")
def wrong_fence(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """A fence of other signs, or set in; one with words behind it may be a title, which nobody may throw away."""
    line = piece.lines[problem.place.line - 1]
    if _NO_TEXT.fullmatch(line):
        yield Mend((Edit(piece.offset(problem.place.line), len(line), _FENCE),))


@of_file("F009")
def missing_closing_fence(piece: Piece, _: Problem) -> Iterator[Mend]:
    """A fence where the header ends, as reading takes it to end."""
    shown = piece.shown
    if shown.header is not None:
        yield Mend((_fence_before(piece, shown.body_line),))


@of_file("F021")
def missing_opening_fence(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """A fence before the first key, and one behind the last if there is none; a text without any keys has no header."""
    parts = piece.parts
    if not parts.header_line:
        return
    edits = [Edit(piece.offset(problem.place.line), 0, f"{_FENCE}\n")]
    if parts.body_line == parts.header_line + parts.header.count("\n") + 1:
        edits.append(_fence_before(piece, parts.body_line))
    yield Mend(tuple(edits))


def _fence_before(piece: Piece, line: int) -> Edit:
    if line <= len(piece.lines):
        return Edit(piece.offset(line), 0, f"{_FENCE}\n")
    joint = "" if piece.text.endswith("\n") else "\n"
    return Edit(len(piece.text), 0, f"{joint}{_FENCE}\n")
