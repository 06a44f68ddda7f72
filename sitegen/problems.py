"""What is wrong, where, and how to mend it: small immutable findings. Printing them is report's job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Say(NamedTuple):
    """One sentence in both languages of the staff."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The sentence in ``lang`` ("zh" or "en")."""
        return self.en if lang == "en" else self.zh


class Place(NamedTuple):
    """A spot in a file of the site: path relative to the site with forward slashes; line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``fix`` says what to do, with the corrected value wherever it is known."""

    code: str
    severity: Severity
    place: Place
    message: Say
    fix: Say
    # a second spot that belongs to the finding: the first of two duplicate keys, for instance
    related: Place | None = None
    # words at the place (of a header: in the value there), and what they are to give way to
    swap: tuple[str, str] | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (*self.place, self.code, self.message.en)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by file, line, column and code, without repetitions."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: p.sort_key))


def has_error(problems: Iterable[Problem]) -> bool:
    return any(p.severity is Severity.ERROR for p in problems)
