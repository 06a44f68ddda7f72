"""A record together with the file it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R", covariant=True)


@dataclass(frozen=True, slots=True)
class Filed(Generic[R]):
    """A record on file: its path in the site, its name in addresses, its body and the spot of each value.

    ``positions`` maps a path of field names and indexes, such as ``("honours", 0, "title")``, to
    line and column from 1; ``sha`` is the SHA-256 of the file.
    """

    record: R
    path: str
    slug: str
    body: str
    body_line: int
    positions: Mapping[tuple[str | int, ...], tuple[int, int]]
    sha: str

    def spot(self, *loc: str | int) -> tuple[str, int, int]:
        """Path, line and column of a value, or of the nearest thing around it that was written."""
        while loc and loc not in self.positions:
            loc = loc[:-1]
        return (self.path, *self.positions.get(loc, (1, 1)))
