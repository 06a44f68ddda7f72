"""A header on its way to what was meant: mended lines, and findings at the columns as they were written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sitegen.problems import Place, Problem, Say
from sitegen.reading.characters import without_blanked
from sitegen.reading.findings import Finding

_LONGEST = 400  # characters of a message: a whole line of a file may be quoted in it
_MOST_A_LINE = 3  # quoting what is quoted already would double a line each time


class Sheet:
    """A header on its way to what was meant: lines that are mended, and findings at the columns as written."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.written: dict[int, str] = {}
        self._reported: set[int] = set()
        self._mends: Counter[int] = Counter()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def mended(self) -> dict[int, str]:
        """The lines that differ from what was written, as they are now."""
        return {row: self.lines[row] for row in self.written}

    def place(self, row: int, column: int) -> Place:
        """A spot of the text as it is now, as a place in the file as it was written."""
        if row in self.written:
            column = _as_written(self.written[row], self.lines[row], column)
        return Place(self.path, self.first_line + row, column + 1)

    def note(self, findings: Iterable[Finding]) -> None:
        """Report findings that leave the text as it is."""
        for f in findings:
            self.problems.append(Problem(f.code, f.severity, self.place(f.row, f.column), _clean(f.message), _clean(f.fix)))

    def mend(self, findings: Iterable[Finding]) -> bool:
        """Report findings (one a line: the first is the cause) and take their lines. True if the text changed."""
        changed = False
        for finding in tuple(findings):
            if finding.row not in self._reported:
                self._reported.add(finding.row)
                self.note([finding])
            for row, line in finding.mended.items():
                if self.lines[row] == line or self._mends[row] == _MOST_A_LINE:
                    continue
                self.written.setdefault(row, self.lines[row])
                self._mends[row] += 1
                self.lines[row], changed = line, True
        return changed


def _clean(say: Say) -> Say:
    return Say(_shortened(without_blanked(say.zh)), _shortened(without_blanked(say.en)))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST * 2 // 3]} … {text[-_LONGEST // 3 :]}"


def _as_written(written: str, now: str, column: int) -> int:
    """A column of a mended line as a column of the line as it was: what is alike at both ends keeps its place."""
    same = next((i for i, (a, b) in enumerate(zip(written, now, strict=False)) if a != b), min(len(written), len(now)))
    return column if column <= same else max(same, min(column - len(now) + len(written), len(written)))
