"""One file mended problem by problem: each mend is tried, read again, and kept only if it does its work and no harm. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sitegen.mending.menders import Mend, file_mender
from sitegen.mending.pieces import Piece
from sitegen.problems import Problem
from sitegen.reading.tree import Node

_SIGNS = re.compile(r"[\s:：，,]")
_MOST_TRIES = 300
_MOST_SINGLE = 150  # problems of a file that are still mended one by one; more are no slips, and each try reads the file again
_MOST_UNREADABLE = 30  # the same for a header that cannot be read even as it was meant
# these menders take all places of a file at once: characters always, lines where the header can be read as it was meant
_CHARACTERS = frozenset(("F003", "F004", "F005", "F006"))
_AT_ONCE = frozenset((*_CHARACTERS, "F008", "F009", "F012", "F013", "F014", "F021", "F022", "F023"))
# findings of the text, not of values: what the header says must stay the same to the letter
_OF_TEXT = frozenset(("F008", "F009", "F011", "F012", "F013", "F014", "F021"))
_OF_COLONS = frozenset(("F022", "F023"))  # keys that were text before: every letter must stay


class Tried(NamedTuple):
    """A file after its mends, and the problems that were left to a person because a notice has begun."""

    piece: Piece
    withheld: tuple[Problem, ...] = ()


def mend_file(piece: Piece, *, only: Callable[[str], bool], is_begun: bool) -> Tried:
    """All mends that reading calls for. ``is_begun``: a notice in it may have begun, so that only the form may change."""
    given_up: set[Problem] = set()
    withheld: dict[Problem, None] = {}
    for _ in range(_MOST_TRIES):
        few = len(piece.problems) <= (_MOST_SINGLE if piece.root is not None else _MOST_UNREADABLE)
        easy = _AT_ONCE if piece.root is not None else _CHARACTERS
        fit = (p for p in piece.problems if (few or p.code in easy) and p not in given_up)
        problem = next((p for p in fit if only(p.code) and file_mender(p.code)), None)
        if problem is None:
            break
        mends = list(proposals(piece, problem))
        allowed = [mend for mend in mends if mend.is_form or not is_begun]
        after = first_good(piece, problem, allowed)
        if after is None:
            given_up.add(problem)
            if len(allowed) < len(mends):
                withheld[problem] = None
        else:
            piece = after
    return Tried(piece, tuple(p for p in withheld if p in piece.problems))


def proposals(piece: Piece, problem: Problem) -> Iterable[Mend]:
    mender = file_mender(problem.code)
    return mender(piece, problem) if mender else ()


def first_good(piece: Piece, problem: Problem, mends: Iterable[Mend]) -> Piece | None:
    """The file after the first mend that takes a problem away and brings none."""
    for mend in mends:
        try:
            after = piece.edited(mend.edits, problem)
        except ValueError:
            continue
        if after.text != piece.text and is_better(piece, after) and _keeps(piece, after, problem.code):
            return after
    return None


def _keeps(before: Piece, after: Piece, code: str) -> bool:
    if code in _OF_COLONS:
        return before.root is None or (after.root is not None and _letters(before.root) == _letters(after.root))
    return code not in _OF_TEXT or says_the_same(before, after)


def is_better(before: Piece, after: Piece) -> bool:
    """Fewer problems, and none that was not there; their places may have moved."""
    old, new = _told(before), _told(after)
    return new.total() < old.total() and not new - old


def does_no_harm(before: Piece, after: Piece) -> bool:
    return not _told(after) - _told(before)


def _told(piece: Piece) -> Counter[tuple[str, str]]:
    # what a message quotes may itself have been mended: only errors of the same code count
    return Counter((p.code, "") for p in piece.problems)


def says_the_same(before: Piece, after: Piece) -> bool:
    """Whether the header as it was meant is the header as it is now."""
    return before.root is None or (after.root is not None and _said(before.root) == _said(after.root))


def _said(node: Node) -> object:
    if node.pairs is not None:
        return {key.text: _said(value) for key, value in node.pairs}
    if node.items is not None:
        return [_said(item) for item in node.items]
    return node.text.strip()


def _letters(node: Node) -> str:
    """All keys and values in a row, without the signs that may become part of either."""
    if node.pairs is not None:
        return "".join(_letters(key) + _letters(value) for key, value in node.pairs)
    if node.items is not None:
        return "".join(map(_letters, node.items))
    return _SIGNS.sub("", node.text)
