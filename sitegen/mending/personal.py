"""Personal data in texts: masked as its rule says, never in a field that is there for it (D001, D003, D004, D008)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.library import Library
from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend, of_site
from sitegen.mending.pieces import Piece
from sitegen.privacy.kinds import Hit, Kind, mask
from sitegen.privacy.search import find
from sitegen.problems import Problem
from sitegen.rules.privacy import guard_of

_KINDS = {"D001": Kind.RESIDENT_ID, "D003": Kind.MOBILE, "D004": Kind.CARD, "D008": Kind.BIRTH}
_BEFORE_ID = re.compile(
    r"(?:(?P<open>[（(]\s*)|(?P<joint>[，,、；;]\s*))?(?P<name>(?:公民|居民)?身份(?:证件?)?(?:号码?)?\s*(?:是|为)?\s*[:：]?\s*)?$"
)
_CARD = re.compile(r"尾号\s*$")
_HIDDEN_IN_FIELDS = frozenset(("note", "slug", "id"))


@of_site(*_KINDS)
def masked(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """Every value of the kind in the same field, or the one at its place in the body."""
    span, at = _field(piece, problem)
    if span is None:
        return
    guard = guard_of(library)
    edits = []
    for hit in find(piece.text[slice(*span)], library.today):
        is_open = hit.kind is _KINDS[problem.code] and not guard.is_public(hit) and guard.entry(hit) is None
        if is_open and (at is None or span[0] + hit.start == at):
            edits.append(_edit(piece.text, span[0], hit))
    if edits:
        yield Mend(tuple(edits), is_form=False)


def _field(piece: Piece, problem: Problem) -> tuple[tuple[int, int] | None, int | None]:
    """The part of the text to search, and the offset of the one value that is meant, in the body."""
    place = problem.place.line, problem.place.column
    if piece.source.kind and problem.place.line >= piece.shown.body_line:
        return (piece.offset(piece.shown.body_line), len(piece.text)), piece.offset(*place)
    loc = piece.loc_at(*place)
    if not loc or loc[-1] in _HIDDEN_IN_FIELDS:
        return None, None
    return piece.span_at(*place), None


def _edit(text: str, base: int, hit: Hit) -> Edit:
    start, end = base + hit.start, base + hit.end
    right = mask(hit)
    if hit.kind is Kind.RESIDENT_ID:
        start, end = _clause(text, base, start, end)
    elif hit.kind is Kind.CARD and (named := _CARD.search(text, max(start - 6, base), start)):
        start = named.start()
    return Edit(start, end - start, right)


def _clause(text: str, base: int, start: int, end: int) -> tuple[int, int]:
    """An ID with what calls it one, and with the brackets or the comma that would be left over: nothing of it may stay."""
    before = _BEFORE_ID.search(text, base, start)
    if before is None:
        return start, end
    if before["open"] and text[end : end + 1] in ("）", ")"):
        return before.start(), end + 1
    if before["joint"]:
        return before.start(), end
    first = before.start("name") if before["name"] else start
    behind = re.compile(r"\s*(?:的|[，,、；;]\s*)").match(text, end) if before["name"] else None
    return first, behind.end() if behind else end
