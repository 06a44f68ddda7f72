"""Mended files as people read them: the lines before and after, and the reason of each place. Pure."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sitegen.mending.whole import Mended
from sitegen.problems import Problem

_AROUND = 2  # lines shown before and after a change


class Hunk(NamedTuple):
    """A place of a file: its first line before and after, the lines with " ", "-" or "+" before them, and the reasons."""

    before: int
    after: int
    lines: tuple[str, ...]
    causes: tuple[Problem, ...]


def hunks(file: Mended) -> Iterator[Hunk]:
    """The places at which a file changes; none where only its encoding does."""
    old, new = _lines(file.raw), _lines(mended_text(file))
    ends = _line_ends(file.raw)
    seen: set[Problem] = set()
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        here = [change for change in file.changes if first[1] <= _line(ends, change.edit.offset) <= last[2]]
        causes = [cause for change in here for cause in change.causes if cause not in seen]
        seen.update(causes)
        yield Hunk(first[1] + 1, first[3] + 1, tuple(_marked(group, old, new)), tuple(dict.fromkeys(causes)))


def mended_text(file: Mended) -> str:
    raw = file.raw
    for edit, _ in reversed(file.changes):
        raw = raw[: edit.offset] + edit.text + raw[edit.end :]
    return raw


def _lines(raw: str) -> list[str]:
    return raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _line_ends(raw: str) -> list[int]:
    return [i for i, c in enumerate(raw) if c == "\n" or (c == "\r" and raw[i + 1 : i + 2] != "\n")]


def _line(ends: Sequence[int], offset: int) -> int:
    return bisect_left(ends, offset)


def _marked(group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for kind, a, b, c, d in group:
        if kind == "equal":
            yield from (f" {line}" for line in old[a:b])
            continue
        yield from (f"-{line}" for line in old[a:b])
        yield from (f"+{line}" for line in new[c:d])
