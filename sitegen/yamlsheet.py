"""A header on its way to what was meant: mended lines, and findings at the columns as they were written."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.problems import Place, Problem
from sitegen.yamlfindings import Finding


class Sheet:
    """A header on its way to what was meant: lines that are mended, and findings at the columns as written."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.text = text
        self.problems: list[Problem] = []
        self.written: dict[int, str] = {}
        self._reported: set[int] = set()

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def place(self, row: int, column: int) -> Place:
        """A spot of the text as it is now, as a place in the file as it was written."""
        if row in self.written:
            column = _as_written(self.written[row], self.lines[row], column)
        return Place(self.path, self.first_line + row, column + 1)

    def note(self, findings: Iterable[Finding]) -> None:
        """Report findings that leave the text as it is."""
        for f in findings:
            self.problems.append(Problem(f.code, f.severity, self.place(f.row, f.column), f.message, f.fix))

    def mend(self, findings: Iterable[Finding]) -> bool:
        """Report findings (one a line: the first is the cause) and take their lines. True if the text changed."""
        lines, changed = self.lines, False
        for finding in findings:
            if finding.row not in self._reported:
                self._reported.add(finding.row)
                self.note([finding])
            for row, line in finding.mended.items():
                self.written.setdefault(row, lines[row])
                changed = changed or lines[row] != line
                lines[row] = line
        self.text = "\n".join(lines)
        return changed


def _as_written(written: str, now: str, column: int) -> int:
    """A column of a mended line as a column of the line as it was: what is alike at both ends keeps its place."""
    same = next((i for i, (a, b) in enumerate(zip(written, now, strict=False)) if a != b), min(len(written), len(now)))
    return column if column <= same else max(same, min(column - len(now) + len(written), len(written)))
