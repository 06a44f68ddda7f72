"""What a body may hold before it is refused: cheap counts that keep every page well under a second."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.problems import Say

MAX_CHARACTERS = 200_000
MAX_HEADINGS = 2_000
MAX_RAW_TAGS = 1_000
MAX_NOTES = 500  # footnote marks, at their use and at their definition
MAX_RUN = 200  # of one and the same sign of Markdown
MAX_QUOTES = 12  # quotes within quotes
MAX_NESTED_LISTS = 8  # list marks that open lists within lists on one line
MAX_INDENT = 120  # columns: thirty lists within lists
MAX_ADDRESS = 2_000  # characters of an address that is defined once and used often
MAX_STEPS = 1_500_000  # characters looked at in search of the end of links
MAX_BLOCK_SIGNS = 1_500  # signs of one kind between two blank lines

_NESTED_LISTS = re.compile(rf"[ \t>]*(?:(?:[*+-]|\d{{1,9}}[.)])[ \t]+){{{MAX_NESTED_LISTS + 1}}}")
_QUOTES = re.compile(rf"(?:[ \t]*>){{{MAX_QUOTES + 1}}}")
_RUN = re.compile(rf"([\[\]()`*_!<&\\|~^])\1{{{MAX_RUN}}}")
_RULE = re.compile(r"[ ]{0,3}(?:[*][ \t]*|_[ \t]*|-[ \t]*|=[ \t]*)+$")
_HEADING = re.compile(r"[ \t>]*#|(?:=+|-+)[ \t]*$")
_RAW_TAG = re.compile(r"<[A-Za-z/!?]")
_BLANK = re.compile(r"\n[ \t]*\n")
_SIGNS = "[`*_<&\\|"


class TooComplex(ValueError):
    """A body that Markdown would take too long, or too deep, to read: the one exception that ``render`` raises.

    ``line`` counts from 1 within the body and names where the limit was met (1 when that is not known); ``what`` says
    in both languages what there was too much of.
    """

    def __init__(self, line: int, what: Say) -> None:
        super().__init__(f"line {line}: {what.en}")
        self.line = line
        self.what = what


def check(body: str) -> None:
    """Raise TooComplex for a settled body that is too long, too deeply nested or too dense. Linear in its length."""
    if len(body) > MAX_CHARACTERS:
        raise TooComplex(1, Say(f"正文超过{MAX_CHARACTERS}字", f"more than {MAX_CHARACTERS} characters"))
    _check_run(body)
    headings = 0
    for number, line in enumerate(body.split("\n"), start=1):
        _check_line(number, line)
        headings += bool(_HEADING.match(line))
        if headings > MAX_HEADINGS:
            raise TooComplex(number, Say(f"标题超过{MAX_HEADINGS}个", f"more than {MAX_HEADINGS} headings"))
    _check_count(body, _RAW_TAG, MAX_RAW_TAGS, Say(f"HTML标记超过{MAX_RAW_TAGS}个", f"more than {MAX_RAW_TAGS} HTML tags"))
    _check_count(body, re.compile(r"\[\^"), MAX_NOTES, Say(f"脚注标记超过{MAX_NOTES}个", f"more than {MAX_NOTES} footnote marks"))
    _check_blocks(body)


def too_many_steps(line: int) -> TooComplex:
    return TooComplex(line, Say("方括号或圆括号没有配对，或者太多", "brackets that are unmatched or too many"))


def too_long_address(line: int) -> TooComplex:
    return TooComplex(line, Say(f"链接地址超过{MAX_ADDRESS}字", f"an address of more than {MAX_ADDRESS} characters"))


def too_deep(error: Exception) -> TooComplex:
    """What any failure inside of Markdown becomes: staff must never see a traceback for what they typed."""
    return TooComplex(1, Say("嵌套太深或写法无法识别", f"nested too deeply or not readable ({type(error).__name__})"))


def _check_line(number: int, line: str) -> None:
    if len(line) - len(line.lstrip(" \t")) and _indent(line) > MAX_INDENT and line.strip():
        raise TooComplex(number, Say(f"缩进超过{MAX_INDENT}格", f"indented by more than {MAX_INDENT} columns"))
    if _NESTED_LISTS.match(line) and not _RULE.match(line):
        raise TooComplex(number, Say("同一行里列表套列表太多层", "too many lists within lists on one line"))
    if _QUOTES.match(line):
        raise TooComplex(number, Say("引用套引用太多层", "too many quotes within quotes"))


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _check_run(body: str) -> None:
    for found in _RUN.finditer(body):
        line = body.count("\n", 0, found.start()) + 1
        if not _RULE.match(_line_of(body, found.start())):
            raise TooComplex(line, Say(f"连续的“{found[1]}”太多", f"a run of more than {MAX_RUN} “{found[1]}”"))


def _line_of(body: str, offset: int) -> str:
    end = body.find("\n", offset)
    return body[body.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(body)]


def _check_count(body: str, pattern: re.Pattern[str], limit: int, what: Say) -> None:
    for count, found in enumerate(pattern.finditer(body), start=1):
        if count > limit:
            raise TooComplex(body.count("\n", 0, found.start()) + 1, what)


def _check_blocks(body: str) -> None:
    for start, block in _blocks(body):
        for sign in _SIGNS:
            if block.count(sign) > MAX_BLOCK_SIGNS:
                line = body.count("\n", 0, start) + 1
                raise TooComplex(line, Say(f"一段里的“{sign}”太多", f"more than {MAX_BLOCK_SIGNS} “{sign}” in one block"))


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _BLANK.finditer(body):
        yield start, body[start : gap.start()]
        start = gap.end()
    yield start, body[start:]
