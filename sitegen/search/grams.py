"""The grams of a text: what the index knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import add

from sitegen.search.numbers import pack_rising, text_hash, unpack_rising

_STOPS = r"""[-,.;:!?%()"'、。“”‘’《》〈〉【】…—]"""
_TRIPLE = re.compile(rf"(?=([a-z0-9]\S\S|\S[a-z0-9]\S|\S\S[a-z0-9]|\S{_STOPS}\S))")

Postings = dict[str, str]  # of each gram the numbers of the documents that have it


def grams(text: str) -> set[str]:
    """Every character, every two beside one another, and some threes; no blanks.

    Three with a Latin letter or a figure among them, for a figure stands in half of all texts; and three around a
    stop, for what stands before it says nothing of what stands behind.

    >>> sorted(grams("2026年"))
    ['0', '02', '026', '2', '20', '202', '26', '26年', '6', '6年', '年']
    """
    found = {pair for pair in map(add, text, text[1:]) if " " not in pair and "\n" not in pair}
    found.update(text)
    found.update(_TRIPLE.findall(text))
    return found - {" ", "\n"}


def shard_of(gram: str, shards: int) -> int:
    return text_hash(gram) % shards


def divide(postings: Postings, shards: int) -> list[Postings]:
    """The postings of all grams, shard by shard."""
    found: list[Postings] = [{} for _ in range(shards)]
    for gram, text in postings.items():
        found[shard_of(gram, shards)][gram] = text
    return found


def changed(shard: Postings, gone: Iterable[tuple[str, int]], come: Iterable[tuple[str, int]]) -> Postings:
    """A shard without some documents and with others, as if it had been made anew."""
    lists: dict[str, set[int]] = {}
    for gram, slot in gone:
        lists.setdefault(gram, set(unpack_rising(shard.get(gram, "")))).discard(slot)
    for gram, slot in come:
        lists.setdefault(gram, set(unpack_rising(shard.get(gram, "")))).add(slot)
    made = shard | {gram: pack_rising(sorted(numbers)) for gram, numbers in lists.items()}
    return {gram: made[gram] for gram in sorted(made) if made[gram]}
