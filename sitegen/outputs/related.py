"""Who else a reader of a story may want to read of: at the same unit, place or field, or with the same honour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import attrgetter, eq
from typing import NamedTuple

from sitegen.cases import Owner
from sitegen.edition import Edition, once
from sitegen.records.entries import Model

_MOST, _LEAST = 3, 2
_CROWD = 12  # of a neighbourhood that are looked at, so that the cost of related people stays linear
_NOBODY: Mapping[str, _Near] = {}
Key = tuple[str, ...]


class _Near(NamedTuple):
    """What the nearness of a record follows from, its place as a number, too: each is compared with a few dozen others."""

    owner: Owner
    place: int
    region: tuple[str, ...]
    sector: str | None
    unit: str | None
    titles: frozenset[str]


class _Hoods:
    """Everybody by neighbourhood, the first few of each, and how near places are to each other."""

    def __init__(self, edition: Edition) -> None:
        self._places: dict[tuple[str, ...], int] = {}
        self.levels: defaultdict[int, dict[int, int]] = defaultdict(dict)  # that two places have in common, where they were compared
        crowds: defaultdict[Key, list[Owner]] = defaultdict(list)
        for owner in edition.promoted:
            for key in _keys(owner):
                if len(crowds[key]) < _CROWD:
                    crowds[key].append(owner)
        near = {o.path: self.near(o) for owners in crowds.values() for o in owners}
        self._known: defaultdict[tuple[type, Key], dict[str, _Near]] = defaultdict(dict)
        for key, owners in crowds.items():
            for owner in owners:
                self._known[type(owner.record), key][owner.path] = near[owner.path]

    def near(self, owner: Owner) -> _Near:
        record = owner.record
        unit = record.unit if isinstance(record, Model) else None
        place = self._places.setdefault(record.region, len(self._places))
        return _Near(owner, place, record.region, record.sector, unit, frozenset([h.title for h in record.honours]))

    def others(self, owner: Owner) -> dict[str, _Near]:
        """Those of the same kind that share a neighbourhood, by path."""
        found: dict[str, _Near] = {}
        for key in _keys(owner):
            found.update(self._known.get((type(owner.record), key), _NOBODY))
        found.pop(owner.path, None)
        return found


_hoods = once(_Hoods)


def related(edition: Edition, owner: Owner) -> list[Owner]:
    """Others of the same kind that share a unit, a county, a field in the province, or an honour; nearest first."""
    hoods = _hoods(edition)
    _, place, here, field, workplace, titles = hoods.near(owner)
    levels = hoods.levels[place]
    found: defaultdict[int, list[Owner]] = defaultdict(list)
    for other, number, there, sector, unit, others in hoods.others(owner).values():
        near = levels.get(number, -1)
        if near < 0:
            near = levels[number] = sum(map(eq, here, there))
        if sector == field:
            near += 2
        if unit is not None and unit == workplace:
            near += 6
        if titles and not titles.isdisjoint(others):
            near += 2
        if near >= _LEAST:
            found[near].append(other)
    nearest: list[Owner] = []
    for near in sorted(found, reverse=True):
        nearest += sorted(found[near], key=attrgetter("slug"))
        if len(nearest) >= _MOST:
            break
    return nearest[:_MOST]


def _keys(owner: Owner) -> Iterator[Key]:
    record = owner.record
    if isinstance(record, Model) and record.unit:
        yield ("unit", record.unit)
    if record.region:
        yield ("place", *record.region[:3])
        yield ("field", record.region[0], record.sector or "")
    for honour in record.honours:
        yield ("honour", honour.title)
