"""Finding many words in one pass, in whatever way a file writes its letters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from ahocorasick_rs import AhoCorasick, MatchKind

_ASCII = bytes(range(128))
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000\u00a0"  # no letters: also the blank in 张　三
BREAK = "\0"  # between texts that are searched at once: no word goes over it
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")
_NUMBERED = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{2,6})|([0-9]{3,7}));?")
_ESCAPED = re.compile(rb"\\u([0-9A-Fa-f]{4})")
_CODE_POINTS = 0x110000


def plain(text: str) -> str:
    """A word without characters that nobody sees."""
    if not text.isascii():
        for letter in UNSEEN:
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


class Found(NamedTuple):
    """A word where it stands in a text."""

    word: str
    start: int
    end: int


class Wanted:
    """Whether texts hold any of many words: names as they are written, titles in small or large letters."""

    def __init__(self, names: Iterable[str], titles: Iterable[str] = ()) -> None:
        words = {*names, *(title for title in titles if title.lower() == title.upper())}
        cased = sorted(re.escape(title) for title in titles if title not in words)
        self.has_latin = any(word.isascii() for word in (*words, *cased))
        self._automaton = AhoCorasick(sorted(words)) if words else None
        self._cased = re.compile("|".join(cased), re.IGNORECASE) if cased else None

    def is_in(self, text: str) -> bool:
        return bool(self._places(text))

    def numbers(self, texts: Sequence[str]) -> set[int]:
        """Which of the texts hold one."""
        places = self._places(BREAK.join(texts))
        starts = list(accumulate((len(text) + len(BREAK) for text in texts), initial=0)) if places else []
        return {bisect_right(starts, place) - 1 for place in places}

    def _places(self, text: str) -> list[int]:
        found = [start for _, start, _ in self._automaton.find_matches_as_indexes(text)] if self._automaton else []
        return found + [match.start() for match in self._cased.finditer(text)] if self._cased else found


class Finder:
    """Words in texts; of two that begin at the same place the longer one is found, and none within another."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: Sequence[str] = sorted(set(words))
        self._automaton = AhoCorasick(self._words, MatchKind.LeftmostLongest, store_patterns=False) if self._words else None

    def iter(self, text: str) -> Iterable[Found]:
        if self._automaton is None:
            return ()
        return [Found(self._words[number], start, end) for number, start, end in self._automaton.find_matches_as_indexes(text)]
