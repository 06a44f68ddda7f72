"""Ledgers for the tests: copies of a site that record, part and join, and random honest histories."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sitegen.ledger.book import Ledger
from sitegen.ledger.entry import JSON, Entry
from sitegen.ledger.history import heads
from sitegen.ledger.store import complete, stage

SHANGHAI = timezone(timedelta(hours=8))
FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)


@dataclass
class Clock:
    """A clock that only the tests move."""

    now: datetime = FIRST

    def tick(self, minutes: int = 7) -> str:
        self.now += timedelta(minutes=minutes)
        return self.now.isoformat()


@dataclass
class Copy:
    """One copy of a site with its ledger."""

    clock: Clock = field(default_factory=Clock)
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.entries)

    def record(self, kind: str, id_: str = "", *, simulated: bool = False, data: dict[str, JSON] | None = None, time: str = "") -> Entry:
        """Write one record after all heads, as publishing does."""
        moment = time or self.clock.tick()
        entry = Entry(kind, id_, heads(self.ledger), moment, moment[:10], simulated, data or {})
        self.entries[entry.name] = entry
        return entry

    def tell(self, id_: str, *kinds: str) -> tuple[Entry, ...]:
        return tuple(self.record(kind, id_) for kind in kinds)

    def fork(self) -> Copy:
        return Copy(self.clock, dict(self.entries))

    def join(self, other: Copy) -> None:
        """What a merge in git does: the files of both."""
        self.entries |= other.entries

    def save(self, folder: Path) -> None:
        stage(folder, self.entries.values())
        complete(folder)


# What an honest site may do next, written down a second time, apart from the law that is tested.
NEXT: dict[str, tuple[tuple[str, str], ...]] = {
    "": (("shown", "s"),),
    "s": (("changed", "s"), ("ended", "e"), ("withdrawn", "w"), ("objection-opened", "s"), ("witness", "s")),
    "e": (("objection-opened", "e"), ("honoured", "h"), ("withdrawn", "w"), ("witness", "e")),
    "h": (("revoked", "r"), ("objection-opened", "h"), ("witness", "h")),
    "r": (("objection-opened", "r"), ("witness", "r")),
    "w": (("shown", "s"), ("witness", "w")),
}


@dataclass
class Office:
    """Somebody who publishes honestly from one copy: where each notice stands, and by which records."""

    copy: Copy
    stands: dict[str, str] = field(default_factory=dict)
    told: dict[str, frozenset[str]] = field(default_factory=dict)
    objected: set[str] = field(default_factory=set)

    def act(self, rng: random.Random) -> None:
        if rng.random() < 0.2:
            self.copy.record("build")
        elif rng.random() < 0.1:
            self.copy.record(rng.choice(("shown", "ended", "honoured")), rng.choice("abcd"), simulated=True)
        else:
            self._move(rng.choice("abcd"), rng)

    def _move(self, id_: str, rng: random.Random) -> None:
        kind, stands = rng.choice(NEXT[self.stands.get(id_, "")])
        if id_ in self.objected and rng.random() < 0.2:
            kind, stands = "objection-closed", self.stands[id_]
        if kind == "objection-opened":
            self.objected.add(id_)
        name = self.copy.record(kind, id_).name
        self.stands[id_] = stands
        self.told[id_] = self.told.get(id_, frozenset()) | {name}

    def fork(self) -> Office:
        return Office(self.copy.fork(), dict(self.stands), dict(self.told), set(self.objected))

    def join(self, other: Office, rng: random.Random) -> None:
        """Take over the other's files; where both went on with a notice, either may be right."""
        self.copy.join(other.copy)
        self.objected |= other.objected
        for id_, told in other.told.items():
            mine = self.told.get(id_, frozenset())
            if mine <= told or (not told <= mine and rng.random() < 0.5):
                self.stands[id_] = other.stands[id_]
            self.told[id_] = mine | told


def honest_history(seed: int, steps: int = 30) -> Copy:
    """A random honest ledger with up to three copies at a time."""
    rng = random.Random(seed)
    offices = [Office(Copy())]
    offices[0].copy.record("build")
    for _ in range(steps):
        office = rng.choice(offices)
        if rng.random() < 0.12 and len(offices) < 3:
            offices.append(office.fork())
        elif rng.random() < 0.12 and len(offices) > 1:
            other = rng.choice([o for o in offices if o is not office])
            office.join(other, rng)
            offices.remove(other)
        else:
            office.act(rng)
    for other in offices[1:]:
        offices[0].join(other, rng)
    offices[0].copy.record("build")
    return offices[0].copy
