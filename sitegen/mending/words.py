"""Words that the rules of language want otherwise (L001 to L004), and words of the site's lists (N007, R003, R004)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.library import Library
from sitegen.mending.edits import Edit
from sitegen.mending.keys import one_slip, sounds_alike
from sitegen.mending.menders import Mend, of_site
from sitegen.mending.pieces import Piece
from sitegen.problems import Problem

_ROOM = 4  # lines that the words at a place may reach over


@of_site("L001", "L002", "L003")
def wrong_words(_: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The words at the place, or those in the value there if they stand in it only once."""
    if problem.swap is None:
        return
    wrong, right = problem.swap
    at = _offset(piece, problem, wrong)
    if at is not None:
        yield Mend((Edit(at, len(wrong), right),), is_form=False)


@of_site("L004")
def pager(_: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """What was copied along goes with the blanks before it; a line of nothing else goes as a whole."""
    if problem.swap is None:
        return
    wrong = problem.swap[0]
    at = _offset(piece, problem, wrong)
    if at is None:
        return
    start, end = at, at + len(wrong)
    while start and piece.text[start - 1] in " \t\u3000":
        start -= 1
    alone = piece.text[start - 1 : start] in ("\n", "") and piece.text[end : end + 1] == "\n"
    yield Mend((Edit(start, end - start + alone, ""),), is_form=False)


def _offset(piece: Piece, problem: Problem, wrong: str) -> int | None:
    """Where ``wrong`` stands; None in a header where it stands more than once or not to the letter."""
    at = piece.offset(problem.place.line, problem.place.column)
    if problem.place.line >= piece.shown.body_line and piece.source.kind:
        return at if piece.text.startswith(wrong, at) else None
    span = piece.span_at(problem.place.line, problem.place.column)
    if span is None or piece.text.count(wrong, *span) != 1:
        return None
    return piece.text.index(wrong, *span)


@of_site("N007", "R003", "R004")
def word_of_a_list(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The one word of the list that differs by a blank, by one character, or by nothing that can be heard."""
    span = piece.span_at(problem.place.line, problem.place.column)
    if span is None:
        return
    raw = piece.text[slice(*span)]
    word = raw.strip("\"'")
    known = _known(library, problem.code)
    squeezed = re.sub(r"\s", "", word).casefold()
    same = [k for k in known if k.casefold() == squeezed]
    near = same or [k for k in known if len(k) > 1 and ((len(k) > 2 and one_slip(squeezed, k)) or sounds_alike(squeezed, k))]
    if len(near) == 1 and not re.search(r"[\[\],、，;；]", raw):
        yield Mend((Edit(span[0], len(raw), near[0]),), is_form=False)


def _known(library: Library, code: str) -> list[str]:
    site = library.site.record
    match code:
        case "N007":
            return sorted({p.id for p in library.profiles})
        case "R003":
            return list(site.sectors)
    return [goal.name for goal in site.goals]
