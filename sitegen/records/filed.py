"""A record together with the file it stands in."""

from __future__ import annotations

import marshal
from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R", covariant=True)
Loc = tuple[str | int, ...]
Spot = tuple[int, int]


class Spots(Mapping[Loc, Spot]):
    """Where each value of a file stands: a path of field names and indexes, such as ``("honours", 0, "title")``, to line and column
    from 1.

    Kept packed until somebody asks: of ten thousand records hardly one has a finding to place.
    """

    __slots__ = ("_packed",)

    def __init__(self, spots: Mapping[Loc, Spot]) -> None:
        self._packed = marshal.dumps(dict(spots))

    def _spots(self) -> dict[Loc, Spot]:
        found: dict[Loc, Spot] = marshal.loads(self._packed)  # noqa: S302 - packed above, or remembered with the record by us
        return found

    def __getitem__(self, loc: Loc) -> Spot:
        return self._spots()[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._spots())

    def __len__(self) -> int:
        return len(self._spots())

    def items(self) -> ItemsView[Loc, Spot]:
        return self._spots().items()

    def nearest(self, loc: Loc) -> Spot:
        """The spot of a value, or of the nearest thing around it that was written."""
        spots = self._spots()
        while loc and loc not in spots:
            loc = loc[:-1]
        return spots.get(loc, (1, 1))


@dataclass(frozen=True, slots=True)
class Filed(Generic[R]):
    """A record on file: its path in the site, its name in addresses, its body and the spot of each value; ``sha`` is the SHA-256 of
    the file."""

    record: R
    path: str
    slug: str
    body: str
    body_line: int
    positions: Spots
    sha: str

    def spot(self, *loc: str | int) -> tuple[str, int, int]:
        """Path, line and column of a value, or of the nearest thing around it that was written."""
        return (self.path, *self.positions.nearest(loc))
