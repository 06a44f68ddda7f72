"""What a conversation ended in: the files to write, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.changes import Change
from sitegen.problems import Say


class Stopped(Exception):
    """The person at the terminal chose not to go on; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to write as one, lines to say before that, and the next steps. ``about`` is the record that was made."""

    changes: tuple[Change, ...]
    steps: tuple[Say, ...] = ()
    summary: Sequence[Say] = ()
    about: str = ""
