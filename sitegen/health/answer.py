"""One answer of the examination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sitegen.problems import Say
from sitegen.records.filed import Filed
from sitegen.records.site import Site


class Grade(StrEnum):
    """How it stands: ``mend`` keeps a publish from being right, ``look`` costs time, room or a part of the output."""

    FINE = "fine"
    LOOK = "look"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Answer:
    """``key`` is for machines; ``do`` is None where there is nothing to do."""

    key: str
    name: Say
    grade: Grade
    found: Say
    do: Say | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined. ``settings`` is None where site.yaml cannot be read; ``now`` is the time in China."""

    site: Path
    output: Path
    now: datetime
    settings: Filed[Site] | None

    @property
    def record(self) -> Site | None:
        return self.settings.record if self.settings else None


def fine(key: str, name: Say, zh: str, en: str) -> Answer:
    return Answer(key, name, Grade.FINE, Say(zh, en))


def look(key: str, name: Say, found: Say, do: Say) -> Answer:
    return Answer(key, name, Grade.LOOK, found, do)


def mend(key: str, name: Say, found: Say, do: Say) -> Answer:
    return Answer(key, name, Grade.MEND, found, do)
