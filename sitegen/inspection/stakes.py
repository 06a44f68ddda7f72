"""The needles that matter for one file: what is found in it depends on these alone, so it is looked for again only if they change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from sitegen.inspection.letters import key_of
from sitegen.inspection.needles import Hidden, Needles, Pending
from sitegen.inspection.vocabulary import AWARD
from sitegen.inspection.words import Wanted

T = TypeVar("T")


class Sought(NamedTuple):
    """Somebody hidden who may not stand in the file; ``name`` is "" where it is not searched for, or cannot be there."""

    path: str
    name: str
    id: str
    url: str


class Candidate(NamedTuple):
    """An honour that somebody does not hold."""

    path: str
    title: str
    state: str
    name: str
    url: str


@dataclass(frozen=True)
class Stake:
    """``names`` are the hidden names with the longer ones that swallow them; ``said`` are all names that a claim may be about, and
    ``titles``, ``holders`` and ``bearers`` are those of ``Needles`` that the file could mention."""

    sought: tuple[Sought, ...] = ()
    names: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    pending: tuple[Candidate, ...] = ()
    titles: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    holders: tuple[tuple[str, str], ...] = ()
    bearers: tuple[str, ...] = ()  # titles of the page's own person

    @property
    def is_for_blocks(self) -> bool:
        return bool(self.names or self.drafts or self.pending)

    @property
    def wanted(self) -> Wanted:
        """What makes a block worth a closer look."""
        return Wanted((*self.names, *self.drafts), self.titles)

    @cached_property
    def digest(self) -> str:
        if self == NOTHING:
            return ""
        parts = (self.sought, self.names, self.drafts, self.pending, self.titles, self.said, self.holders, self.bearers)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


NOTHING = Stake()


class Stakes:
    """The needles by the keys of their words; made once for all files."""

    def __init__(self, needles: Needles) -> None:
        self.needles = needles
        self.keys = {word: key_of(word) for word in needles.words}
        self.always = frozenset([""]) & frozenset(self.keys.values())
        self.wanted = frozenset(self.keys.values())
        self.hidden = _by_key((key, n) for n, h in enumerate(needles.hidden) for key in self._keys_of(h))
        self.hidden_pages = {h.url: n for n, h in enumerate(needles.hidden)}
        self._pages = frozenset(self.hidden_pages)
        self.drafts = _by_key((self.keys[title], n) for n, title in enumerate(needles.drafts))
        self.swallowing = _by_key((self.keys[w], w) for w in {*needles.others, *(h.name for h in needles.hidden)} - {""})
        self.titles = _by_key((self.keys[t], t) for t in {p.title for p in needles.pending})
        self.said = _by_key((self.keys[w], w) for w in {*(p.name for p in needles.pending), *(name for _, name in needles.holders)})
        self.pending = _by_key((p.name, n) for n, p in enumerate(needles.pending))
        self.pending_pages = _by_key((p.url, n) for n, p in enumerate(needles.pending))
        candidates = frozenset(self.keys[p.name] for p in needles.pending)
        self.telling = candidates.union(self.hidden, self.drafts)  # a file without any of these may hold what it likes
        self.titles_held = _by_key((name, title) for title, name in needles.holders)
        self.titles_borne = _by_key((url, title) for title, url in needles.bearers)

    def _keys_of(self, hidden: Hidden) -> Set[str]:
        return {self.keys[word] for word in (hidden.name, hidden.id) if word}

    def of(self, url: str, keys: Set[str], pages: Iterable[str]) -> Stake:
        """What matters for a file with the words of these ``keys``, that links or writes ``pages``."""
        written = self._pages.intersection(pages) if self._pages else self._pages
        if not written and not self.always and url not in self.pending_pages and self.telling.isdisjoint(keys):
            return NOTHING
        here = (self.wanted & keys) | self.always
        sought = tuple(self._sought(url, here, written))
        claim = self._claims(url, here) if AWARD in keys else NOTHING
        return Stake(
            sought,
            tuple(sorted(_all(self.swallowing, here))) if any(s.name for s in sought) else (),
            tuple(self.needles.drafts[n] for n in sorted(_all(self.drafts, here))),
            claim.pending, claim.titles, claim.said, claim.holders, claim.bearers,
        )  # fmt: skip

    def _sought(self, url: str, here: Set[str], written: Iterable[str]) -> Iterable[Sought]:
        for number in sorted({*_all(self.hidden, here), *(self.hidden_pages[page] for page in written)}):
            one = self.needles.hidden[number]
            if not one.may_stand_in(url):
                is_named = one.name and self.keys[one.name] in here
                yield Sought(one.path, one.name if is_named else "", one.id, one.url)

    def _claims(self, url: str, here: Set[str]) -> Stake:
        titles, said = set(_all(self.titles, here)), set(_all(self.said, here))
        numbers = {n for name in said for n in self.pending.get(name, ()) if self.needles.pending[n].title in titles}
        numbers |= {n for n in self.pending_pages.get(url, ()) if self.needles.pending[n].title in titles}
        if not numbers:
            return NOTHING
        return Stake(
            pending=tuple(candidate(self.needles.pending[n]) for n in sorted(numbers)),
            titles=tuple(sorted(titles)),
            said=tuple(sorted(said)),
            holders=tuple(sorted((title, name) for name in said for title in self.titles_held.get(name, ()) if title in titles)),
            bearers=tuple(sorted(titles.intersection(self.titles_borne.get(url, ())))),
        )


def candidate(pending: Pending) -> Candidate:
    return Candidate(pending.path, pending.title, pending.state, pending.name, pending.url)


def _by_key(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _all(words: dict[str, list[T]], here: Set[str]) -> Iterable[T]:
    return (value for key in words.keys() & here for value in words[key])
