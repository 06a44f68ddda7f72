"""The readings of one preview: the present one, the last good one, and those of other days."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.intake import Taken, memory_key, take_record
from sitegen.memory import Memory
from sitegen.pipeline import Checked, read
from sitegen.places import STATE_FOLDER
from sitegen.planning import UNUSABLE, problem_of
from sitegen.serve.showing import Showing
from sitegen.sources import Sources

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_MOST_DAYS = 3  # other days kept at a time


@dataclass
class Workshop:
    """All methods but the properties belong to the worker's thread: the memory has one user."""

    desk: Desk
    builds: int = 0
    version: int = 0
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    showing: Showing | None = None
    good: Showing | None = None
    _days: dict[date, Showing] = field(default_factory=dict, repr=False)
    _signature: tuple[object, ...] = ()
    _taken: dict[str, Taken] = field(default_factory=dict, repr=False)
    _memory: Memory | None = None

    @property
    def stamp(self) -> str:
        """Changes whenever pages may look different; another run never has the same."""
        return f"{self.run}-{self.version}"

    @property
    def memory(self) -> Memory:
        """A file of its own: a publish that runs meanwhile is never kept waiting."""
        if self._memory is None:
            folder = self.desk.site / STATE_FOLDER
            self._memory = Memory(folder / "serve.sqlite" if os.access(self.desk.site, os.W_OK) else None)
        return self._memory

    def refresh(self) -> bool:
        """Read the site again. False if nothing that matters has changed."""
        checked = self._read(self.desk.as_of)
        signature = self._signed(checked.sources)
        if signature == self._signature and self.showing is not None:
            return False
        if self.showing is not None and self.showing.judged is not None and not self.showing.is_faulty:
            self.good = self.showing
        self._signature = signature
        self._remember(checked)
        self._days.clear()
        self.showing = self._shown(checked)
        self.builds += 1
        self.version += 1
        return True

    def judge(self) -> bool:
        """Ask the rules about the present reading. True if that changes what is to be shown."""
        showing = self.showing
        if showing is None or showing.judged is not None:
            return False
        was_faulty = showing.is_faulty
        showing.judge()
        if showing.is_faulty == was_faulty:
            return False
        self.version += 1
        return True

    def on(self, day: date | None) -> Showing:
        """The present reading, or the site as on another day."""
        showing = self.showing or self.first()
        if day is None or day == showing.read.today:
            return showing
        if day not in self._days:
            while len(self._days) >= _MOST_DAYS:
                self._days.pop(next(iter(self._days)))
            self._days[day] = self._shown(self._read(day))
        return self._days[day]

    def first(self) -> Showing:
        """The first reading."""
        self.refresh()
        if self.showing is None:
            raise RuntimeError("nothing was read")
        return self.showing

    def rendered(self, showing: Showing, url: str) -> bytes | None:
        """A file of a reading; a bad template becomes a problem of it."""
        try:
            return showing.file(url)
        except UNUSABLE as error:
            showing.trouble = (problem_of(error),)
            self.version += 1
            return None
        except OSError:
            return None

    def _read(self, day: date | None) -> Checked:
        desk = self.desk
        return read(desk.site, desk.now.date(), day, self.memory, remembered=self._taken)

    def _remember(self, checked: Checked) -> None:
        """Keep what was made of each file, for as long as it stands."""
        sources = checked.sources.records
        known = self._taken
        self._taken = {key: known.get(key) or take_record(s) for s in sources for key in (memory_key(s),)}

    def _shown(self, checked: Checked) -> Showing:
        showing = Showing(checked, self.memory, self.desk.themes)
        showing.set_up()
        return showing

    def _signed(self, sources: Sources) -> tuple[object, ...]:
        """What pages depend on: texts by hash, other files by time and size."""
        settings = sources.settings.sha if sources.settings else ""
        records = tuple((s.path, s.sha) for s in sources.records)
        folders = (folder for top in self.desk.themes[:2] for folder in (top,) if folder.is_dir())
        themes = (Path(here) / name for top in folders for here, _, names in os.walk(top) for name in names)
        return (settings, records, sources.problems, tuple(_stamps((*sources.assets.values(), *themes))))


def _stamps(files: Iterable[Path]) -> Iterable[tuple[str, int, int]]:
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            continue
        yield str(file), stat.st_mtime_ns, stat.st_size
