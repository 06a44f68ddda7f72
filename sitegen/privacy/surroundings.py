"""What stands around a value: the words before and behind it, and the head of its column in a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

_REACH = 24  # characters before a value that may name it
_URL = re.compile(r"https?://[^\s)<>\"'|，。；、）》”]+", re.IGNORECASE)


class Surroundings:
    """A text with its lines and tables, worked out when first asked for. Rows of tables begin with ``|``."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _heads(self) -> Sequence[int | None]:
        """For each line, the number of the first line of its table."""
        heads: list[int | None] = []
        for number, line in enumerate(self.text.split("\n")):
            is_row = line.lstrip().startswith("|")
            above = heads[-1] if heads else None
            heads.append((number if above is None else above) if is_row else None)
        return heads

    @cached_property
    def _urls(self) -> Sequence[tuple[int, int]]:
        return [match.span() for match in _URL.finditer(self.text)] if "://" in self.text else []

    def in_address(self, start: int) -> bool:
        """Whether an offset lies in the address of a web page."""
        return any(first <= start < last for first, last in self._urls)

    def line_of(self, start: int) -> int:
        """The number of the line, from 0."""
        return bisect_right(self._starts, start) - 1

    def before(self, start: int) -> str:
        """The words before an offset on its line; in a table the head of the column comes first."""
        number = self.line_of(start)
        first = self._starts[number]
        head = self._heads[number] if "|" in self.text else None
        if head is None:
            return self.text[max(first, start - _REACH) : start]
        words = self.text[first:start]
        cell = words.rpartition("|")[2]
        return f"{self._head(head, words.count('|'))}:{cell[-_REACH:].lstrip()}"

    def _head(self, number: int, column: int) -> str:
        line = self.text[self._starts[number] : self._starts[number] + 4000].partition("\n")[0]
        cells = line.split("|")
        return cells[column].strip()[:_REACH] if column < len(cells) else ""

    def line_end(self, start: int) -> int:
        """The offset of the end of the line."""
        found = self.text.find("\n", start)
        return len(self.text) if found < 0 else found

    def after(self, end: int, reach: int = 8) -> str:
        """The characters behind an offset on its line."""
        return self.text[end : end + reach].partition("\n")[0]
