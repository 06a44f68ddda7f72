"""All personal data in a text, and what a site lets through: values of contact fields, hotlines and the allow-list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sitegen.privacy.kinds import OF_CONTACTS, Hit, digest, plain
from sitegen.privacy.normal import normalise
from sitegen.privacy.numbers import find_numbers
from sitegen.privacy.places import find_places
from sitegen.privacy.surroundings import Surroundings

# nothing that is looked for goes without a digit, an @ or one of these characters
_WORTH_A_LOOK = re.compile(r"[\d@０-９岁生号室户]|学生|年级|儿童|孤儿|小朋友")


def find(text: str, today: date) -> list[Hit]:
    """Every hit in ``text`` in order, with offsets of ``text`` as it was given."""
    if not _WORTH_A_LOOK.search(text):
        return []
    folded, origin = normalise(text)
    around = Surroundings(folded)
    hits = [*find_numbers(folded, around, today), *find_places(folded, around, today)]
    return sorted((Hit(h.kind, origin(h.start), origin(h.end), h.value) for h in hits), key=lambda hit: hit.start)


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
