"""Characters that hide or deceive: deleted, or replaced by the one that is meant (F003 to F006)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend, of_file
from sitegen.mending.pieces import Piece
from sitegen.problems import Problem
from sitegen.reading.characters import BLANKED, blank_out, composed

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0abefv_NLP])")


@of_file("F003", "F004", "F005")
def hidden(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The run of forbidden characters at the spot, and every other one in the file with it."""
    blanked = blank_out(piece.text)
    at = [i for i, c in enumerate(blanked) if c == BLANKED]
    if at:
        yield Mend(tuple(Edit(i, 1, "") for i in at))
    else:
        yield from _escaped(piece, problem)


def _escaped(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """Characters written as escapes in the quoted value at the spot, which has no other escapes that matter."""
    start = piece.offset(problem.place.line, problem.place.column)
    if piece.text[start : start + 1] != '"':
        return
    value = re.compile(r'"(?:[^"\\]|\\.)*"').match(piece.text, start)
    for match in _ESCAPE.finditer(piece.text, start, value.end() if value else start):
        digits = match[0][2:]
        if digits and blank_out(chr(int(digits, 16))) == BLANKED:
            yield Mend((Edit(match.start(), len(match[0]), ""),))
            return


@of_file("F006")
def look_alike(piece: Piece, _: Problem) -> Iterator[Mend]:
    """Radicals, compatibility characters and decomposed letters; a private character is nobody's to guess."""
    edits = []
    start = 0
    for line in piece.lines:
        edits += [Edit(start + column, len(wrong), right) for column, wrong, right in composed(line)]
        start += len(line) + 1
    if edits:
        yield Mend(tuple(edits))
    elif not unicodedata.is_normalized("NFC", piece.text):
        right = unicodedata.normalize("NFC", piece.text)
        yield Mend((Edit(0, len(piece.text), right),))
