"""Positions that travel with the text: Markdown loses them, so each construct of interest carries its number through.

A mark is a run of Unicode noncharacters, which no author's text may hold (they are removed first) and which no rule of
Markdown reacts to. It stands right after a ``[`` or ``<!--``, right before an automatic link, or as an attribute of a raw
tag, and is taken out again before the sanitiser sees the result.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_SPOT, _TAG, _ZERO = 0xFDE0, 0xFDE1, 0xFDD0  # sixteen digits follow _ZERO
_DIGITS = "[\ufdd0-\ufddf]+"
_MARK = re.compile(f" ?\ufde1{_DIGITS} ?|\ufde0{_DIGITS}")
_SPOT_AT = re.compile(f"\ufde0({_DIGITS})")
_SPOT_BEFORE = re.compile(f"\ufde0({_DIGITS})$")
_COMMENT_MARK = re.compile(f"<!--\ufde0({_DIGITS})")
_TAG_MARK = re.compile(f"(<[A-Za-z][A-Za-z0-9:-]*) \ufde1({_DIGITS}) ")

# what XML and HTML forbid in text, what Python-Markdown keeps its own placeholders in, and our marks
FORBIDDEN = "[\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]"
_FORBIDDEN = re.compile(FORBIDDEN)
_SURROGATE = re.compile("[\ud800-\udfff]")

# every alternative stops at the next bracket of its kind, so the search stays linear
_PLACES = re.compile(
    r"\[\^[^\[\]\n\x00-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]*\]"  # footnotes need no position, and a mark would spoil their names
    r"|<!\[CDATA\["
    r"|(?P<comment><!--)"
    r"|(?P<bracket>\[)"
    r"|(?P<auto><)(?=[A-Za-z][A-Za-z0-9+.-]*://[^<>]*>|[^<>\s!]+@[^@<>\s]+>)"
    r"|(?P<tag><[A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])"
    rf"|(?P<forbidden>{FORBIDDEN})"
)
# the same where there is no "<" and no forbidden character: a search for one character
_BRACKETS = re.compile(r"\[\^[^\[\]\n]*\]|(?P<bracket>\[)")


class Spot(NamedTuple):
    """Line and column, both from 1, counted in characters."""

    line: int
    column: int


class Marked(NamedTuple):
    """A body with marks in it, the place of each mark, and the body without them and without forbidden characters."""

    text: str
    spots: tuple[Spot, ...]
    plain: str


def mark(body: str) -> Marked:
    """Number every opening bracket, automatic link, comment and raw tag, in a body whose line ends become ``\\n``.

    Characters that no page may hold are taken out, but the places still count them: an editor shows them too.
    """
    body = _SURROGATE.sub("\ufffd", body.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _FORBIDDEN.sub("", body)
    line_starts = [0, *(m.end() for m in re.finditer("\n", body))]
    spots: list[Spot] = []

    def number(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind is None or kind == "forbidden":
            return match[0] if kind is None else ""
        offset = match.start() - (kind == "bracket" and body[match.start() - 1 : match.start()] == "!")
        line = bisect_right(line_starts, offset)
        digits = _digits(len(spots))
        spots.append(Spot(line, offset - line_starts[line - 1] + 1))
        if kind == "tag":
            return f"{match[0]} {chr(_TAG)}{digits} "
        spot = chr(_SPOT) + digits
        return spot + match[0] if kind == "auto" else match[0] + spot

    places = _PLACES if "<" in body or len(plain) < len(body) else _BRACKETS
    return Marked(places.sub(number, body), tuple(spots), plain)


def unmark(text: str) -> str:
    """The text without any mark."""
    return _MARK.sub("", text)


def tag_marks_to(attribute: str, html: str) -> str:
    """Each mark of a raw tag turned into ``attribute`` plus its number; html outside of tags is left alone."""
    return _TAG_MARK.sub(lambda m: f"{m[1]} {attribute}{_number(m[2])} ", html)


def comment_marks(html: str) -> list[int]:
    """The numbers of the comments in html whose text is escaped."""
    return [_number(digits) for digits in _COMMENT_MARK.findall(html)]


def spot_at(text: str, index: int) -> tuple[int | None, int]:
    """The number of the mark that begins at ``index`` and the index behind it; (None, index) if there is none."""
    found = _SPOT_AT.match(text, index)
    return (_number(found[1]), found.end()) if found else (None, index)


def spot_before(text: str, index: int) -> int | None:
    """The number of the mark that ends right before ``index``."""
    found = _SPOT_BEFORE.search(text, max(0, index - 8), index)
    return _number(found[1]) if found else None


def spot_in(text: str) -> int | None:
    """The number of the first mark within ``text``."""
    found = _SPOT_AT.search(text)
    return _number(found[1]) if found else None


def _digits(number: int) -> str:
    return "".join(chr(_ZERO + int(digit, 16)) for digit in f"{number:x}")


def _number(digits: str) -> int:
    return int("".join(f"{ord(digit) - _ZERO:x}" for digit in digits), 16)
