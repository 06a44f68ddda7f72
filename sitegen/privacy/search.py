"""All personal data in a text, and what a site lets through: values of contact fields, hotlines and the allow-list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sitegen.privacy.kinds import OF_CONTACTS, Hit, digest, plain
from sitegen.privacy.normal import normalise
from sitegen.privacy.numbers import find_numbers, hangs_on_the_day, long_runs
from sitegen.privacy.places import find_places
from sitegen.privacy.surroundings import Surroundings

# nothing that is looked for goes without a digit, an @ or one of these characters
_WORTH_A_LOOK = re.compile(r"[\d@０-９岁生号室户]|学生|年级|儿童|孤儿|小朋友")


class Look(NamedTuple):
    """What was found, and whether another day of the same year might find something else."""

    hits: Sequence[Hit]
    is_of_the_day: bool


def find(text: str, today: date) -> Sequence[Hit]:
    """Every hit in ``text`` in order, with offsets of ``text`` as it was given."""
    return look(text, today).hits


def look(text: str, today: date) -> Look:
    """As ``find``, and whether what was found may be remembered for another day."""
    if not _WORTH_A_LOOK.search(text):
        return Look((), False)
    folded, origin = normalise(text)
    around, runs = Surroundings(folded), long_runs(folded)
    found = [*find_numbers(folded, runs, around, today), *find_places(folded, around, today)]
    hits = sorted((Hit(h.kind, origin(h.start), origin(h.end), h.value) for h in found), key=lambda hit: hit.start)
    return Look(hits, any(hangs_on_the_day(run, today.year) for run in runs))


@dataclass(frozen=True)
class Guard:
    """What is no finding on this site: ``public`` are plain values, ``allowed`` maps digests to entries of the allow-list."""

    today: date
    public: frozenset[str] = frozenset()
    allowed: Mapping[str, int] = field(default_factory=dict)

    def is_public(self, hit: Hit) -> bool:
        """Whether a value is a contact or hotline of the site, wherever it is printed."""
        return hit.kind in OF_CONTACTS and plain(hit.value) in self.public

    def entry(self, hit: Hit) -> int | None:
        """The number (from 0) of the entry of the allow-list that lets a value through."""
        return self.allowed.get(digest(hit.value)) if self.allowed else None


def make_guard(today: date, contacts: Iterable[str], allowed: Iterable[str]) -> Guard:
    """A guard that knows the values in contact fields and hotlines, and the entries of the allow-list."""
    public: set[str] = set()
    for contact in set(contacts):
        public.add(plain(contact))
        public.update(plain(hit.value) for hit in find(contact, today))
    return Guard(today, frozenset(public), {digest(value): index for index, value in enumerate(allowed)})
