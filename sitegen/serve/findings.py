"""Problems as our pages show them: the lines around, the character meant, and a way into the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sitegen.problems import Problem, Severity

_AROUND = 1  # lines before and after
_LONGEST = 160  # characters of a line
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """A source line in three parts: before the character meant, that character, and after it."""

    number: int
    before: str
    mark: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, ready to be read. ``edit`` is the address of the form, "" where there is none; ``key`` names it for a fix."""

    code: str
    severity: str
    path: str
    line: int
    column: int
    message: str
    fix: str
    lines: tuple[Line, ...]
    edit: str
    can_be_fixed: bool = False


def findings(
    problems: Iterable[Problem],
    lines_of: Callable[[str], Sequence[str]],
    lang: str,
    is_fixable: Callable[[Problem], bool] = lambda _: False,
) -> list[Finding]:
    """Errors first, each with its source lines."""
    known: dict[str, Sequence[str]] = {}
    found = []
    for p in sorted(problems, key=lambda p: (_RANKS[p.severity], p.sort_key)):
        path, line, column = p.place
        if path not in known:
            known[path] = lines_of(path)
        found.append(
            Finding(
                p.code, p.severity.value, path, line, column, p.message.get(lang), p.fix.get(lang),
                excerpt(known[path], line, column), edit_address(path, line, column), is_fixable(p),
            )
        )  # fmt: skip
    return found


def edit_address(path: str, line: int = 0, column: int = 0) -> str:
    """Where the form of a record is, at the field that stands at a spot."""
    if not (path.startswith("content/") and path.endswith(".md")):
        return ""
    spot = f"?at={line}.{column}#at" if line else ""
    return f"/-/edit/{quote(path)}{spot}"


def excerpt(lines: Sequence[str], line: int, column: int) -> tuple[Line, ...]:
    """The line meant with its neighbours; a long one is cut around the character meant."""
    if not 1 <= line <= len(lines):
        return ()
    shown = range(max(line - _AROUND, 1), min(line + _AROUND, len(lines)) + 1)
    return tuple(_marked(n, lines[n - 1], column) if n == line else Line(n, lines[n - 1][:_LONGEST], "", "") for n in shown)


def _marked(number: int, text: str, column: int) -> Line:
    at = min(max(column - 1, 0), len(text))
    start = max(at - _LONGEST // 2, 0)
    head = "…" if start else ""
    return Line(number, head + text[start:at], text[at : at + 1] or " ", text[at + 1 : start + _LONGEST])
