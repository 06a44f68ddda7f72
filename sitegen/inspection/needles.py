"""What a built site is searched for: who may not be named, who may not be called honoured. Pure; the same needles, the same findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sitegen.cases import HonourCase, NoticeCase, Owner
from sitegen.edition import Edition, address, notice_address
from sitegen.inspection.words import plain
from sitegen.library import Library
from sitegen.records.entries import Model
from sitegen.records.words import State

_NOT_HONOURED = (State.UPCOMING, State.ON_NOTICE, State.CLOSED, State.WITHDRAWN, State.DRAFT)
_SHORTEST_NAME = 2
# where the notices column, the register of what was revoked, and the evidence stand
_OPEN_TO_ALL = ("notices/index.html", "notices/page-", "status/revoked/", "status/withdrawn/", "verify", "ledger/")
_TREE = "tree/"  # which unit is below which is no praise


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody whose story is held back. ``name`` is "" where it is not searched for, because others bear it or must write it."""

    path: str
    name: str
    id: str
    slug: str
    url: str
    allowed: frozenset[str]
    is_unit: bool

    def may_stand_in(self, url: str) -> bool:
        return url in self.allowed or url.startswith(_OPEN_TO_ALL) or (self.is_unit and url.startswith(_TREE))


@dataclass(frozen=True, slots=True)
class Pending:
    """An honour that somebody does not hold; ``url`` is the page of its candidate."""

    path: str
    name: str
    title: str
    url: str
    state: str


@dataclass(frozen=True)
class Needles:
    """``holders`` are (title, name) of those who do hold one of the pending titles, ``bearers`` the same with their pages;
    ``others`` are names of shown people that have a hidden one inside; ``pictures`` are addresses of those of hidden people alone."""

    hidden: tuple[Hidden, ...]
    pending: tuple[Pending, ...]
    drafts: tuple[str, ...]
    holders: tuple[tuple[str, str], ...]
    bearers: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    pictures: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        text = repr([(h.path, h.name, h.id, h.slug, h.url, sorted(h.allowed)) for h in self.hidden])
        text += repr((self.pending, self.drafts, self.holders, self.bearers, self.others, self.pictures))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def words(self) -> frozenset[str]:
        """All that is looked for in files, save addresses."""
        people = [word for h in self.hidden for word in (h.name, h.id)] + [word for p in self.pending for word in (p.name, p.title)]
        return frozenset([*people, *self.drafts, *self.others, *(word for holder in self.holders for word in holder)]) - {""}

    @cached_property
    def by_path(self) -> dict[str, Hidden]:
        return {hidden.path: hidden for hidden in self.hidden}


def needles_of(edition: Edition) -> Needles:
    """What may not stand in the site of this edition."""
    library = edition.library
    hidden = tuple(_hidden(edition))
    pending, holders, bearers = _pending(library)
    public = {c.honour.title for c in library.honours if c.state is not State.DRAFT}
    drafts = sorted({plain(c.honour.title) for c in library.honours if c.state is State.DRAFT and c.honour.title not in public} - {""})
    shown = {plain(o.record.name) for o in edition.promoted}
    others = sorted(n for n in shown if any(h.name and h.name != n and h.name in n for h in hidden)) if hidden else []
    return Needles(hidden, pending, tuple(drafts), holders, bearers, tuple(others), tuple(sorted(edition.unshown)))


def _hidden(edition: Edition) -> Iterator[Hidden]:
    library = edition.library
    shown = {plain(o.record.name) for o in edition.promoted}
    slugs = {o.slug for o in edition.promoted}
    for owner in library.owners:
        if not edition.is_withheld(owner):
            continue
        friends = frozenset(_named_by(library, owner))
        name = plain(owner.record.name)
        is_searched = name not in shown and len(name) >= _SHORTEST_NAME and not friends
        allowed = {address(owner), *friends, *_notices_of(library, owner)}
        id_ = owner.record.id or ""
        is_unit = not isinstance(owner.record, Model)
        id_ = "" if id_ in slugs else id_
        yield Hidden(owner.path, name if is_searched else "", id_, owner.slug, address(owner), frozenset(allowed), is_unit)


def _named_by(library: Library, owner: Owner) -> Iterator[str]:
    """Pages that link a unit because it is theirs: of its people, of the units around it, of its bulletins, of its partners."""
    if isinstance(owner.record, Model):
        return
    yield from (address(m) for m in library.models_of.get(owner.slug, ()))
    yield from (address(u) for u in library.children_of.get(owner.slug, ()))
    yield from (address(b) for b in library.bulletins if b.record.unit == owner.slug)
    for other in library.owners:
        if any(pair.with_ == owner.slug for pair in other.record.pairs):
            yield address(other)


def _notices_of(library: Library, owner: Owner) -> Iterator[str]:
    """Pages and texts of the notices that name somebody, and of those that these replace or are replaced by."""
    for case in library.notices:
        if any(c.owner.path == owner.path for c in case.candidates):
            near = (case, *_neighbours(library, case))
            for one in near:
                yield notice_address(one)
                yield notice_address(one).removesuffix(".html") + ".txt"
            if case.number and case.state is not State.CLOSED:
                yield from ("index.html", "feed.xml", "feed.json", "notices.ics")  # a notice that runs is announced


def _neighbours(library: Library, case: NoticeCase) -> Iterator[NoticeCase]:
    before = library.notices_by_name.get(case.notice.replaces or "")
    after = library.replacing.get(case.id) or library.replacing.get(case.slug)
    yield from (one for one in (before, after) if one is not None)


def _pending(library: Library) -> tuple[tuple[Pending, ...], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    titles = {plain(c.honour.title) for c in library.honours if c.state in _NOT_HONOURED}
    held = [c for c in library.honours if c.state in (State.HONOURED, State.REVOKED) and plain(c.honour.title) in titles]
    holders = {(plain(c.honour.title), plain(c.owner.record.name)) for c in held}
    bearers = {(plain(c.honour.title), address(c.owner)) for c in held}
    pending = sorted({_one(c) for c in library.honours if c.state in _NOT_HONOURED}, key=repr)
    found = tuple(p for p in pending if (p.title, p.name) not in holders and min(len(p.name), len(p.title)) >= _SHORTEST_NAME)
    return found, tuple(sorted(holders)), tuple(sorted(bearers))


def _one(case: HonourCase) -> Pending:
    owner = case.owner
    return Pending(owner.path, plain(owner.record.name), plain(case.honour.title), address(owner), case.state.zh)
