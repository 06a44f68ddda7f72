"""What a body may hold before it is refused: cheap counts that keep every page well under a second."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.problems import Say

MAX_CHARACTERS = 100_000
MAX_LINES = 5_000
MAX_HEADINGS = 2_000
MAX_RAW_TAGS = 500
MAX_TAG_REACH = 300_000  # characters from each raw tag to the next “>”, summed: what a parser looks at
MAX_NOTES = 500  # footnote marks, at their use and at their definition
MAX_DEFINITIONS = 300  # of link addresses, each on a line of its own
MAX_BRACKETS = 3_000
MAX_SIGNS = 12_000  # of Markdown, all together
MAX_RUN = 200  # of one and the same sign of Markdown
MAX_QUOTES = 12  # quotes within quotes
MAX_NESTED_LISTS = 8  # list marks that open lists within lists on one line
MAX_INDENT = 120  # columns: thirty lists within lists
MAX_ADDRESS = 2_000  # characters of an address that is defined once and used often
MAX_STEPS = 600_000  # characters looked at in search of the end of links
MAX_BLOCK_LINES = 600  # between two blank lines
MAX_BLOCK_SIGNS = 1_500  # signs of one kind between two blank lines

_NESTED_LISTS = re.compile(rf"[ \t>]*(?:(?:[*+-]|\d{{1,9}}[.)])[ \t]+){{{MAX_NESTED_LISTS + 1}}}")
_QUOTES = re.compile(rf"(?:[ \t]*>){{{MAX_QUOTES + 1}}}")
_RUN = re.compile(rf"([\[\]()`*_!<&\\|~^])\1{{{MAX_RUN}}}")
_RULE = re.compile(r"[ ]{0,3}(?:[*][ \t]*|_[ \t]*|-[ \t]*|=[ \t]*)+$")
_HEADING = re.compile(r"^(?:[ \t>]*#|(?:=+|-+)[ \t]*$)", re.MULTILINE)
_RAW_TAG = re.compile(r"<[A-Za-z/!?]")
_NOTE = re.compile(r"\[\^")
_DEFINITION = re.compile(r"^[ \t>]*\[[^\[\]\n]*\]:", re.MULTILINE)
_BRACKET = re.compile(r"\[")
_SIGN = re.compile(r"[\[`*_<&\\|>]")
_LINE_END = re.compile(r"\n")
_BLANK = re.compile(r"\n[ \t]*\n")
_SIGNS = "[`*_<&\\|"
_COUNTED = (
    (_LINE_END, MAX_LINES, "行", "lines"),
    (_HEADING, MAX_HEADINGS, "标题", "headings"),
    (_RAW_TAG, MAX_RAW_TAGS, "HTML标记", "HTML tags"),
    (_NOTE, MAX_NOTES, "脚注标记", "footnote marks"),
    (_BRACKET, MAX_BRACKETS, "方括号", "brackets"),
    (_SIGN, MAX_SIGNS, "Markdown符号", "signs of Markdown"),
    (_DEFINITION, MAX_DEFINITIONS, "链接定义", "link definitions"),
)


class TooComplex(ValueError):
    """A body that Markdown would take too long, or too deep, to read: the one exception that ``render`` raises.

    ``line`` counts from 1 within the body and names where the limit was met (1 when that is not known); ``say`` says
    in both languages what there was too much of, ``what`` says it in Chinese.
    """

    def __init__(self, line: int, say: Say) -> None:
        super().__init__(f"line {line}: {say.en}")
        self.line = line
        self.say = say

    @property
    def what(self) -> str:
        return self.say.zh


def check(body: str) -> None:
    """Raise TooComplex for a body that is too long, too deeply nested or too dense. Linear in its length."""
    if len(body) > MAX_CHARACTERS:
        raise TooComplex(1, Say(f"正文超过{MAX_CHARACTERS}字", f"more than {MAX_CHARACTERS} characters"))
    for pattern, limit, zh, en in _COUNTED:
        _check_count(body, pattern, limit, Say(f"{zh}超过{limit}个", f"more than {limit} {en}"))
    for number, line in enumerate(body.split("\n"), start=1):
        _check_line(number, line)
    _check_blocks(body)
    _check_tag_reach(body)


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
    if (run := _RUN.search(line)) and not _RULE.match(line):
        raise TooComplex(number, Say(f"连续的“{run[1]}”太多", f"a run of more than {MAX_RUN} “{run[1]}”"))
    if _QUOTES.match(line):
        raise TooComplex(number, Say("引用套引用太多层", "too many quotes within quotes"))


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _check_count(body: str, pattern: re.Pattern[str], limit: int, what: Say) -> None:
    for count, found in enumerate(pattern.finditer(body), start=1):
        if count > limit:
            raise TooComplex(body.count("\n", 0, found.start()) + 1, what)


def _check_blocks(body: str) -> None:
    for start, block in _blocks(body):
        if block.count("\n") >= MAX_BLOCK_LINES:
            line = body.count("\n", 0, start) + 1
            raise TooComplex(line, Say(f"一段超过{MAX_BLOCK_LINES}行，请加空行", f"more than {MAX_BLOCK_LINES} lines without a blank one"))
        for sign in _SIGNS:
            if block.count(sign) > MAX_BLOCK_SIGNS:
                line = body.count("\n", 0, start) + 1
                raise TooComplex(line, Say(f"一段里的“{sign}”太多", f"more than {MAX_BLOCK_SIGNS} “{sign}” in one block"))


def _check_tag_reach(body: str) -> None:
    """Unclosed tags, each of which makes a parser read on to the end of the text."""
    reach = 0
    for found in _RAW_TAG.finditer(body):
        end = body.find(">", found.end())
        reach += (end if end >= 0 else len(body)) - found.start()
        if reach > MAX_TAG_REACH:
            line = body.count("\n", 0, found.start()) + 1
            raise TooComplex(line, Say("HTML标记没有用“>”结束", "HTML tags without their “>”"))


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _BLANK.finditer(body):
        yield start, body[start : gap.start()]
        start = gap.end()
    yield start, body[start:]
