"""The search page: the form, the lists to go through without a script, and which index belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.views.base import Count, Link, Meta
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class SearchView:
    """``stamp`` changes with the index, so that no copy of an older one is taken for it; ``columns`` are links to the
    columns of the site, ``groups`` (title, address of all of them, first few) to its lists; ``states`` are the words
    for the states that an honour may be in, ``kinds`` those for the kinds
    of pages, and ``levels`` those for the levels of honours, by the words of the index."""

    meta: Meta
    stamp: str
    columns: tuple[Count, ...]
    groups: tuple[tuple[Link, tuple[Count, ...]], ...]
    states: tuple[tuple[str, Words], ...]
    kinds: tuple[tuple[str, Words], ...]
    levels: tuple[tuple[str, Words], ...]
