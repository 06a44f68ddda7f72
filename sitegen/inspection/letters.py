"""All that a block of a file could say, run together: a word that is not in here is in none of its blocks, whatever cuts it.

Blocks lose tags, notes and scripts within a word, take entities for their letters, and drop what nobody sees. So here the text without
tags is followed by the whole file, for what stands in attributes, notes and data; then blanks and signs go, and letters become small.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from sitegen.inspection.markup import is_marked_up, without_tags
from sitegen.inspection.words import UNSEEN

_LETTERS = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = bytes(set(range(128)) - set(_LETTERS))
_SMALL = bytes(range(256)).lower()
_BREAK = b"\xff"  # in no UTF-8; no word goes over it
_ENTITY = re.compile(rb"&#?[0-9A-Za-z]+;")
_LOOSE = re.compile(rb"&#?[0-9A-Za-z]+")  # &lt without its end is a sign in a page, and no more than its letters in data
_ESCAPED = re.compile(rb"\\u00([2-7][0-9A-Fa-f])")
_PAIR = re.compile(rb"\\u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})")  # one letter of data in two halves
UNSEEN_KEYS = frozenset(UNSEEN)


def letters_of(url: str, data: bytes) -> bytes:
    """The letters of a file whose bytes were ``decoded``."""
    if is_marked_up(url):
        data = without_tags(data.decode("utf-8", "replace")).encode() + _BREAK + data
    if b"&" in data:
        data = _ENTITY.sub(_meant, data)
        loose = _LOOSE.sub(_meant, data) if b"&" in data else data
        data = data if loose == data else data + _BREAK + loose
    if b"\\u" in data:
        data = _PAIR.sub(_joined, _ESCAPED.sub(lambda m: bytes((int(m[1], 16),)), data))
    return data.translate(_SMALL, _SIGNS)


def without_unseen(letters: bytes) -> bytes:
    """Letters without what nobody sees. Few files have any: whoever searches letters looks for ``UNSEEN_KEYS``, too."""
    for letter in UNSEEN_KEYS:
        letters = letters.replace(letter.encode(), b"")
    return letters


def key_of(word: str) -> str:
    """What of a word is certain to be among the letters of a file that has it; "" if nothing is. Titles are found in any case, which
    is known for ASCII alone; so of a word with other large and small letters only the longest part between these counts."""
    parts = "".join("\n" if not c.isascii() and c.lower() != c.upper() else c for c in word).split("\n")
    return max((without_unseen(part.encode().translate(_SMALL, _SIGNS)).decode() for part in parts), key=len)


def _meant(match: re.Match[bytes]) -> bytes:
    return _unescaped(match[0])


@lru_cache(4096)
def _unescaped(written: bytes) -> bytes:
    return html.unescape(written.decode("ascii")).encode("utf-8", "replace")


def _joined(match: re.Match[bytes]) -> bytes:
    return (bytes.fromhex(match[1].decode()) + bytes.fromhex(match[2].decode())).decode("utf-16-be").encode()
