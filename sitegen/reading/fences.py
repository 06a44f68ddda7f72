"""Where the header of a file begins and ends, and what is wrong with the ``---`` lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.reading.characters import BLANKED, without_blanked
from sitegen.reading.tree import is_mapping

_FENCE_LIKE = re.compile(r"\s*(?:[-—–―－─‐‑‒﹣ー_=~～]{2,}|\+{3,})\s*")
_FENCE_WITH_TEXT = re.compile(r"-{3,}\s*[^\s-]")
_KEY = r"[^\s:：#|>'\"\[{（(*-][^:：，。！？；“”]{0,15}"
_KEY_LINE = re.compile(rf"\s*(?:- )?{_KEY}[:：]")
_ASCII_KEY = re.compile(rf"\s*(?:- )?{_KEY}:(?=\s|$|[^/\s])")
_WIDE_KEY = re.compile(rf"{_KEY}：")
_SENTENCE = re.compile(r"[。！？；]")
_PROSE = re.compile(r"[#*>!|<]|.*[，。！？；]")


class Parts(NamedTuple):
    """Header and body, each with the number of its first line, and what was wrong with the fences."""

    header: str
    header_line: int
    body: str
    body_line: int
    problems: tuple[Problem, ...]


def split(path: str, text: str) -> Parts:
    """Find the two fences; a fence of wrong signs is reported and then taken as one, to find what else is wrong."""
    lines = _lines(text)
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not (_is_fence(lines[first]) or _FENCE_LIKE.fullmatch(lines[first]) or _FENCE_WITH_TEXT.match(lines[first])):
        return _without_opening(path, lines, first)
    problems = _wrong_fence(path, lines, first)
    closing = _closing(lines, first + 1)
    if closing is None:
        return _unclosed(path, lines, first, _end_of_header(lines, first + 1), problems)
    problems += _wrong_fence(path, lines, closing)
    return _parts(lines, first + 1, closing, closing + 1, problems)


def split_before_prose(path: str, text: str, parts: Parts) -> Parts | None:
    """Another reading of a header that is no YAML: its closing fence is missing, and ``---`` is a rule of the body."""
    lines = _lines(text)
    start = parts.header_line - 1
    end = _end_of_header(lines, start)
    rest = lines[end : parts.body_line - 2]
    # paragraphs stand apart, and none of them reads "key: value": otherwise it is a header with a slip in it
    if start <= 0 or all(line.strip() for line in rest) or any(_ASCII_KEY.match(line) for line in rest):
        return None
    prose = next((line for line in rest if line.strip()), "")
    if not (is_mapping("\n".join(lines[start:end])) or _PROSE.match(prose)):
        return None
    opening = [p for p in parts.problems if p.place.line == start]
    return _unclosed(path, lines, start - 1, end, opening)


def _lines(text: str) -> list[str]:
    """The lines of a file; a fence with an invisible character in it, reported elsewhere, is a fence."""
    lines = text.split("\n")
    if BLANKED in text:
        bare = [without_blanked(line) for line in lines]
        lines = [b if _FENCE_LIKE.fullmatch(b) else line for b, line in zip(bare, lines, strict=True)]
    return lines


def _parts(lines: Sequence[str], start: int, end: int, body: int, problems: Sequence[Problem]) -> Parts:
    return Parts("\n".join(lines[start:end]), start + 1, "\n".join(lines[body:]), body + 1, tuple(problems))


def _is_fence(line: str) -> bool:
    return line.rstrip() == "---"


def _closing(lines: Sequence[str], start: int) -> int | None:
    """The row of the closing fence. A fence of wrong signs counts only where the text up to a right one is no header."""
    right = next((i for i in range(start, len(lines)) if lines[i].rstrip() in ("---", "...")), None)
    until = len(lines) if right is None else right
    wrong = [i for i in range(start, until) if _FENCE_LIKE.fullmatch(lines[i])]
    if not wrong or (right is not None and is_mapping("\n".join(lines[start:right]))):
        return right
    for row in wrong:
        if is_mapping("\n".join(lines[start:row])):
            return row
    return next((row for row in wrong if lines[row][:1].strip()), right if right is not None else wrong[0])


def _wrong_fence(path: str, lines: Sequence[str], row: int) -> list[Problem]:
    line = lines[row]
    if line.rstrip() in ("---", "..."):
        return []
    shown = without_blanked(line).strip()[:20]
    column = len(line) - len(line.lstrip()) + 1
    message = Say(
        f"“{shown}”不是分隔行：要三个英文减号，顶格，独占一行",
        f"'{shown}' is no fence: it needs three ASCII hyphens at the start of a line of their own",
    )
    return [Problem("F008", Severity.ERROR, Place(path, row + 1, column), message, Say("改为“---”", "write '---'"))]


def _unclosed(path: str, lines: Sequence[str], first: int, end: int, problems: Sequence[Problem]) -> Parts:
    place, fix = Place(path, end + 1), Say(f"在第 {end + 1} 行前面加一行“---”", f"put a line '---' before line {end + 1}")
    if end == len(lines):
        place, fix = Place(path, end, len(lines[-1]) + 1), Say("在文件末尾加一行“---”", "put a line '---' at the end of the file")
    problem = Problem(
        "F009",
        Severity.ERROR,
        place,
        Say(f"开头部分没有结束的“---”（从第 {first + 1} 行的“---”开始）", f"the header opened on line {first + 1} has no closing '---'"),
        fix,
        related=Place(path, first + 1),
    )
    return _parts(lines, first + 1, end, end, (*problems, problem))


def _without_opening(path: str, lines: Sequence[str], first: int) -> Parts:
    later = next((i for i in range(first + 1, len(lines)) if _FENCE_LIKE.fullmatch(lines[i]) and lines[i][:1].strip()), None)
    if _KEY_LINE.match(lines[first]):
        problem = _no_opening(path, first)
        if later is not None:
            return _parts(lines, first, later, later + 1, (problem, *_wrong_fence(path, lines, later)))
        end = _end_of_header(lines, first)
        return _parts(lines, first, end, end, (problem,))
    after = next((line for line in lines[later + 1 :] if line.strip()), "") if later is not None else ""
    if later is None or not _KEY_LINE.match(after):
        return Parts("", 0, "\n".join(lines), 1, (_no_opening(path, first),))
    problem = Problem(
        "F020",
        Severity.ERROR,
        Place(path, first + 1),
        Say(f"第 {later + 1} 行的“---”前面有文字", f"there is text before the '---' on line {later + 1}"),
        Say("“---”必须是第一行：把前面的文字移到正文里或删去", "'---' must be the first line: move the text into the body or delete it"),
        related=Place(path, later + 1),
    )
    rest = split(path, "\n" * later + "\n".join(lines[later:]))
    return rest._replace(problems=(problem, *rest.problems))


def _no_opening(path: str, first: int) -> Problem:
    return Problem(
        "F021",
        Severity.ERROR,
        Place(path, first + 1),
        Say("文件开头没有“---”", "the file does not begin with '---'"),
        Say(
            f"在第 {first + 1} 行前面加一行“---”，各项内容之后再加一行“---”",
            f"put a line '---' before line {first + 1}, and another after the fields",
        ),
    )


def _end_of_header(lines: Sequence[str], start: int) -> int:
    """The first row that no longer looks like a header."""
    seen_ascii = False
    for row in range(start, len(lines)):
        line = lines[row]
        is_blank = not line.strip() or line.startswith("#")
        probe = _next_text(lines, row) if is_blank else line
        if not _continues(probe, after_gap=is_blank, seen_ascii=seen_ascii):
            return row
        seen_ascii = seen_ascii or _ASCII_KEY.match(line) is not None
    return len(lines)


def _next_text(lines: Sequence[str], row: int) -> str:
    return next((line for line in lines[row:] if line.strip() and not line.startswith("#")), "")


def _continues(line: str, *, after_gap: bool, seen_ascii: bool) -> bool:
    """Whether a line may stand in a header; behind ASCII keys, a full-width colon in a sentence or after a gap is prose."""
    if _ASCII_KEY.match(line) or line.startswith((" ", "\t", "]", "}")):
        return bool(line.strip())
    if _WIDE_KEY.match(line):
        return not (seen_ascii and (after_gap or _SENTENCE.search(line)))
    return not after_gap and line.startswith("- ")
