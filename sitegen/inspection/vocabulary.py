"""The words that a site could ever be searched for, and which of them a file holds: known once a file, whatever is searched for today."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from functools import cached_property

from ahocorasick_rs import BytesAhoCorasick

from sitegen.inspection.letters import UNSEEN_KEYS, key_of, without_unseen
from sitegen.inspection.signs import SIGNS
from sitegen.inspection.words import plain
from sitegen.library import Library
from sitegen.memory import Memory

AWARD = "*"  # no key: a sign is in none
_SIGNS = frozenset(SIGNS)
_KIND, _KEY = "inspection", "vocabulary"


class Vocabulary:
    """Words by their keys (``key_of``): those that have one can be told to be absent from a file."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._keys = sorted(({key_of(word) for word in self.words} - {""}) | _SIGNS | UNSEEN_KEYS)
        self._automaton = BytesAhoCorasick([key.encode() for key in self._keys])

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256("\0".join(sorted(self.words)).encode()).hexdigest()[:16]

    def find(self, letters: bytes) -> frozenset[str]:
        """The keys that stand in the letters of a file, those within others, too; with ``AWARD`` if there is a word of award."""
        found = self._find(letters)
        if not found.isdisjoint(UNSEEN_KEYS):
            found = self._find(without_unseen(letters))
        return (found - _SIGNS) | {AWARD} if not found.isdisjoint(_SIGNS) else found

    def _find(self, letters: bytes) -> frozenset[str]:
        return frozenset([self._keys[n] for n in {m[0] for m in self._automaton.find_matches_as_indexes(letters, overlapping=True)}])


def words_of(library: Library) -> frozenset[str]:
    """Everybody's name and id, and every title: whoever is searched for tomorrow is among them."""
    people = [text for o in library.owners for text in (plain(o.record.name), o.record.id or "")]
    return frozenset([*people, *(plain(c.honour.title) for c in library.honours)]) - {""}


def remembered_words(memory: Memory) -> frozenset[str]:
    known = memory.get(_KIND, _KEY)
    return frozenset(json.loads(zlib.decompress(known))) if known else frozenset()


def remember_words(memory: Memory, words: Iterable[str]) -> None:
    memory.put(_KIND, _KEY, zlib.compress(json.dumps(sorted(words), ensure_ascii=False).encode(), 1))
