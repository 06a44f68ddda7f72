"""Text as the searches read it: odd digits, blanks and dashes folded, hidden characters gone, with the way back."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
_ODD_DIGITS = "".join(c for c in map(chr, (*range(0x80, 0x10000), *range(0x1D7CE, 0x1D800))) if unicodedata.category(c) == "Nd")
_WIDE_SIGNS = "\uff20-\uff3a\uff41-\uff5a\uff0b\uff0e\uff3f"
_GONE = re.compile(f"[{_HIDDEN}]+|&#(\\d{{1,7}});|&#[xX]([0-9a-fA-F]{{1,6}});|(&nbsp;)")

Origin = Callable[[int], int]


@cache
def _table() -> Mapping[int, str]:
    """Characters that are replaced one by one, so that offsets stay."""
    table = {ord(c): str(unicodedata.decimal(c)) for c in _ODD_DIGITS}
    table |= dict.fromkeys(_in_class(_BLANKS), " ") | dict.fromkeys(_in_class(_DASHES), "-")
    return table | {code: chr(code - 0xFEE0) for code in _in_class(_WIDE_SIGNS)}


def _in_class(characters: str) -> list[int]:
    """The code points of a character class, up to the end of the basic plane."""
    return [ord(c) for c in re.findall(f"[{characters}]", "".join(map(chr, range(0x80, 0x10000))))]


@cache
def _odd() -> re.Pattern[str]:
    """Anything that is replaced or left out; what lies beyond the basic plane is in ranges, which a search passes quickly."""
    basic = "".join(re.escape(chr(code)) for code in _table() if code < 0x10000)
    return re.compile(f"[{basic}\U0001d7ce-\U0001d7ff{_HIDDEN}]")


def normalise(text: str) -> tuple[str, Origin]:
    """``text`` folded, and a function from an offset in it to the offset in ``text``."""
    is_plain = _odd().search(text) is None
    if is_plain and "&" not in text:
        return text, int
    folded = text if is_plain else text.translate(_table())
    if not _GONE.search(folded):
        return folded, int
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _GONE.finditer(folded):
        pieces.append(folded[at : match.start()])
        offsets += range(at, match.start())
        if char := _entity(match):
            pieces.append(char)
            offsets.append(match.start())
        at = match.end()
    pieces.append(folded[at:])
    offsets += range(at, len(text) + 1)
    return "".join(pieces), offsets.__getitem__


def _entity(match: re.Match[str]) -> str:
    """The character that an HTML reference stands for; "" for hidden characters, which are left out."""
    if match[3]:
        return " "
    number = int(match[1]) if match[1] else int(match[2], 16) if match[2] else 0
    char = chr(number) if 0x20 <= number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF else ""
    return char.translate(_table())
