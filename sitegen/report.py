"""Problems as people read them: text with the source line and a caret, and JSON for other tools."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from sitegen.problems import Problem, Say, Severity

WIDTH = 76  # columns of a source line that is shown
_TAB = 4
_ELLIPSIS = "…"
_NAMES = {
    Severity.ERROR: Say("错误", "error"),
    Severity.WARNING: Say("警告", "warning"),
    Severity.INFO: Say("提示", "info"),
}
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

Style = Callable[[str, str], str]
"""Text and the name of its role ("error", "warning", "info", "caret", "dim", "path") to styled text."""


def render(
    problems: Sequence[Problem],
    lines_of: Callable[[str], Sequence[str]],
    *,
    lang: str,
    limit: int = 20,
    style: Style | None = None,
    brief: bool = False,
) -> str:
    """All problems as text: at most ``limit`` in full (then errors first), infos in one line each, a count at the end.

    ``brief`` gives warnings one line each as well, and before the errors: for a run whose result, or whose
    errors, matter more. They then stand nearest to the prompt.

    ``lines_of`` gives the lines of a file (without line ends), or nothing for a file that cannot be read.
    """
    if not problems:
        return ""
    paint = style or _plain
    short = (Severity.INFO, Severity.WARNING) if brief else (Severity.INFO,)
    chosen = _chosen([p for p in problems if p.severity not in short], limit)
    blocks = [_block(p, lines_of, lang, paint) for p in chosen]
    infos = [_heading(p, lang, paint) + "  " + _visible(p.message.get(lang)) for p in problems if p.severity in short][:limit]
    if infos:
        blocks.insert(0 if brief else len(blocks), "\n".join(infos))
    blocks.append(summary(problems, lang, hidden=len(problems) - len(chosen) - len(infos)))
    return "\n\n".join(blocks) + "\n"


def summary(problems: Sequence[Problem], lang: str, *, hidden: int = 0) -> str:
    """The count by severity, and how to learn more of the first one."""
    counts = [(severity, sum(p.severity is severity for p in problems)) for severity in Severity]
    if lang == "en":
        parts = ", ".join(f"{n} {_NAMES[s].en}{'s' if n > 1 else ''}" for s, n in counts if n)
        more = f" ({hidden} not shown)" if hidden else ""
        total = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}: {parts}{more}"
        hint = "learn more: python build.py explain "
    else:
        parts = "，".join(f"{_NAMES[s].zh} {n}" for s, n in counts if n)
        more = f"（{hidden} 处未列出）" if hidden else ""
        total = f"共 {len(problems)} 处：{parts}{more}"
        hint = "想知道为什么：python build.py explain "
    first = min(problems, key=lambda p: _RANKS[p.severity])
    return f"{total}\n{hint}{first.code}"


def as_json(problems: Iterable[Problem], lang: str) -> list[dict[str, object]]:
    """Problems with the keys that the commands promise."""
    return [
        {
            "code": p.code,
            "severity": p.severity.value,
            "path": p.place.path,
            "line": p.place.line,
            "column": p.place.column,
            "message": p.message.get(lang),
            "fix": p.fix.get(lang),
        }
        for p in problems
    ]


def columns_of(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    return sum(_width(char) for char in text)


def _plain(text: str, role: str) -> str:
    return text


def _chosen(problems: Sequence[Problem], limit: int) -> list[Problem]:
    """In the order given; where they are too many, errors before warnings."""
    if len(problems) <= limit:
        return list(problems)
    kept = sorted(range(len(problems)), key=lambda i: (_RANKS[problems[i].severity], i))[:limit]
    return [problems[i] for i in sorted(kept, key=lambda i: (_RANKS[problems[i].severity], i))]


def _heading(problem: Problem, lang: str, paint: Style) -> str:
    place = problem.place
    name = _NAMES[problem.severity].get(lang)
    spot = _visible(f"{place.path}:{place.line}:{place.column}")
    return f"{paint(spot, 'path')}  {paint(f'{name} {problem.code}', problem.severity.value)}"


def _block(problem: Problem, lines_of: Callable[[str], Sequence[str]], lang: str, paint: Style) -> str:
    place = problem.place
    parts = [_heading(problem, lang, paint), f"  {_visible(problem.message.get(lang))}"]
    lines = lines_of(place.path)
    # personal data is told by kind and place: the line itself would carry it into logs
    if not problem.code.startswith("D") and 1 <= place.line <= len(lines):
        shown, offset = excerpt(lines[place.line - 1], place.column)
        gutter = f"  {place.line} | "
        parts.append(f"{paint(gutter, 'dim')}{shown}".rstrip())
        parts.append(" " * (len(gutter) + offset) + paint("^", "caret"))
    if problem.related is not None:
        see = "另见" if lang != "en" else "see also"
        parts.append(f"  {see} {paint(_visible(f'{problem.related.path}:{problem.related.line}'), 'path')}")
    mend = "怎样改：" if lang != "en" else "fix: "
    parts.append(f"  {mend}{_visible(problem.fix.get(lang))}")
    return "\n".join(parts)


def excerpt(line: str, column: int) -> tuple[str, int]:
    """The part of a line around ``column`` (from 1) that fits, and the columns of the terminal before the caret."""
    cells = _cells(line.rstrip("\r\n"))
    at = min(max(column - 1, 0), len(cells))
    widths = [columns_of(cell) for cell in cells]
    if sum(widths) <= WIDTH:
        return "".join(cells), sum(widths[:at])
    room = WIDTH - 2 * columns_of(_ELLIPSIS)
    start, end = _window(widths, at, room)
    head = _ELLIPSIS if start > 0 else ""
    tail = _ELLIPSIS if end < len(cells) else ""
    return head + "".join(cells[start:end]) + tail, columns_of(head) + sum(widths[start:at])


def _window(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """The cells around ``at`` that fit into ``room`` columns, about as much before as behind."""
    start = end = at
    used = 0
    while start > 0 and used + widths[start - 1] <= room // 2:
        start -= 1
        used += widths[start]
    while end < len(widths) and used + widths[end] <= room:
        used += widths[end]
        end += 1
    while start > 0 and used + widths[start - 1] <= room:
        start -= 1
        used += widths[start]
    return start, end


def _cells(line: str) -> list[str]:
    """What is printed for each character: tabs as blanks, what cannot be seen or could steer a terminal as ``?``."""
    cells: list[str] = []
    used = 0
    for char in line:
        cell = " " * (_TAB - used % _TAB) if char == "\t" else _seen(char)
        used += columns_of(cell)
        cells.append(cell)
    return cells


def _seen(char: str) -> str:
    if char == " " or char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return "?"


def _visible(text: str) -> str:
    return "".join(_seen(char) if char != "\n" else " " for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
