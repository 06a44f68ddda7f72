"""What was read from ledger/: the records by name, and what was wrong with the files. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sitegen.ledger.entry import Entry
from sitegen.problems import Say


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the ledger that proves nothing any more, or a gap: which file, and what it means for staff."""

    file: str
    reason: Say


class Damaged(Exception):
    """Something was asked of a ledger that only a sound one can give; ``damages`` say why."""

    def __init__(self, damages: tuple[Damage, ...]) -> None:
        super().__init__("; ".join(f"{d.file}: {d.reason.en}" for d in damages))
        self.damages = damages


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records by name. ``packed`` names the pack of those that stand in no file of their own."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    damages: tuple[Damage, ...] = ()
    packed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def file_of(self, name: str) -> str:
        """The file in which the record ``name`` stands or should stand."""
        return self.packed.get(name) or f"{name}.json"
