"""Finding many words in one pass, in whatever way a file writes its letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

_ASCII = bytes(range(128))
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000\u00a0"  # no letters: also the blank in 张　三
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")
_NUMBERED = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{2,6})|([0-9]{3,7}));?")
_ESCAPED = re.compile(rb"\\u([0-9A-Fa-f]{4})")
_CODE_POINTS = 0x110000


def plain(text: str) -> str:
    """A word without characters that nobody sees."""
    for letter in _UNSEEN:
        if letter in text:
            text = text.replace(letter, "")
    return text.strip()


def decoded(data: bytes) -> bytes:
    r"""A file with its letters written out: percent signs, ``&#24352;`` and ``\u5f20`` become UTF-8."""
    if b"%" in data:
        data = _PERCENT.sub(_percent, data)
    if b"&#" in data:
        data = _NUMBERED.sub(lambda m: _letter(int(m[1], 16) if m[1] else int(m[2]), m[0]), data)
    if b"\\" in data:
        data = _ESCAPED.sub(lambda m: _letter(int(m[1], 16), m[0]), data).replace(b"\\/", b"/")
    return data


def _percent(match: re.Match[bytes]) -> bytes:
    return _unquoted(match[0])


@lru_cache(4096)
def _unquoted(written: bytes) -> bytes:
    letters = unquote_to_bytes(written)
    return letters if max(letters) >= len(_ASCII) else written  # %22 and the like keep their meaning


def _letter(number: int, written: bytes) -> bytes:
    if number < len(_ASCII) or number >= _CODE_POINTS or 0xD800 <= number <= 0xDFFF:
        return written
    return chr(number).encode()


def foreign(data: bytes) -> str:
    """The letters of a file that are not ASCII, run together: a word that is not in here is not in the file, tags or not."""
    return plain(data.translate(None, _ASCII).decode("utf-8", "ignore"))


class Finder:
    """Words by their first letter, as one pattern; of two that begin at the same place the longer one is found."""

    def __init__(self, words: Iterable[str]) -> None:
        rests: dict[str, list[str]] = {}
        for word in sorted(words, key=lambda w: (-len(w), w)):
            rests.setdefault(word[0], []).append(re.escape(word[1:]))
        branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
        self._pattern = re.compile("|".join(branches)) if rests else None

    def finds_any(self, text: str) -> bool:
        return self._pattern is not None and self._pattern.search(text) is not None

    def iter(self, text: str) -> Iterable[re.Match[str]]:
        return self._pattern.finditer(text) if self._pattern else ()


class FirstLook:
    """Whether a file may hold one of many words at all. Words with ASCII letters in them leave no trace among the others."""

    def __init__(self, words: Iterable[str]) -> None:
        self._foreign = Finder(word for word in words if not any(c.isascii() for c in word))
        self._mixed = Finder(word for word in words if any(c.isascii() for c in word))

    def finds_any(self, data: bytes) -> bool:
        return self._foreign.finds_any(foreign(data)) or self._mixed.finds_any(data.decode("utf-8", "replace"))
