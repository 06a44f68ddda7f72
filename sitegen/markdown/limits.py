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
MAX_DEPTH = 20  # lists and quotes within each other
MAX_INDENT = 120  # columns
MAX_ADDRESS = 2_000  # characters of an address that is defined once and used often
MAX_STEPS = 600_000  # characters looked at in search of the end of links
MAX_BLOCK_LINES = 600  # between two blank lines
MAX_BLOCK_SIGNS = 1_500  # signs of one kind between two blank lines

_LIST = r"(?:[*+-]|\d{1,9}[.)])(?=[ \t])"
_NOTE_START = r"(?:[ ]{0,3}\[\^[^\]\n]*\]:)?"
_NESTED_LISTS = re.compile(rf"{_NOTE_START}[ \t>]*(?:{_LIST}[ \t]+){{{MAX_NESTED_LISTS + 1}}}")
_QUOTES = re.compile(rf"{_NOTE_START}(?:[ \t]*>){{{MAX_QUOTES + 1}}}")
_OPENERS = re.compile(rf"{_NOTE_START}(?:[ \t]*(?:>|{_LIST}))+")
_OPENER = re.compile(rf">|{_LIST}")
_RUN = re.compile(rf"([\[\]()`*_!<&\\|~^])\1{{{MAX_RUN}}}")
# as Markdown has it: one sign all along with at most two blanks between; of any other line each sign opens a list
_RULE = re.compile(r"[ ]{0,3}([*_=-])(?:[ ]{0,2}\1)*[ ]*$")
_HEADING = re.compile(r"^(?:[ \t>]*#|(?:=+|-+)[ \t]*$)", re.MULTILINE)
_RAW_TAG = re.compile(r"<[A-Za-z/!?]")
_NOTE = re.compile(r"\[\^")
_DEFINITION = re.compile(r"^[ \t>]*\[[^\[\]\n]*\]:", re.MULTILINE)
_BRACKET = re.compile(r"\[")
_SIGN = re.compile(r"[\[`*_<&\\|>]")
_LINE_END = re.compile(r"\n")
_OPENING = frozenset(" \t>*+-[")
_BLANK = re.compile(r"\n[ \t]*\n")
_SIGNS = "[`*_<&\\|"
_SIMPLIFY = Say("简化这一行，或拆成几段", "simplify this line, or break it up")
_SHORTEN = Say("分成几个文件，或把长的部分做成附件", "divide it into several files, or attach the long part as a file")
_FLATTEN = Say("少套几层，改成并列的几段或几条", "nest less deeply: use paragraphs or items side by side")
_UNTAG = Say("改用 Markdown 的写法，不写 HTML 标记", "use Markdown instead of HTML tags")
# each with a text that is in every match, for those that a plain count shows to be few
_COUNTED = (
    (_LINE_END, "\n", MAX_LINES, "行", "lines", _SHORTEN),
    (_HEADING, "", MAX_HEADINGS, "标题", "headings", _SHORTEN),
    (_RAW_TAG, "<", MAX_RAW_TAGS, "HTML标记", "HTML tags", _UNTAG),
    (_NOTE, "[^", MAX_NOTES, "脚注标记", "footnote marks", _SHORTEN),
    (_BRACKET, "[", MAX_BRACKETS, "方括号", "brackets", _SIMPLIFY),
    (_SIGN, "", MAX_SIGNS, "Markdown符号", "signs of Markdown", _SHORTEN),
    (_DEFINITION, "]:", MAX_DEFINITIONS, "链接定义", "link definitions", _SHORTEN),
)


class TooComplex(ValueError):
    """A body that Markdown would take too long, or too deep, to read: the one exception that ``render`` raises.

    ``line`` and ``column`` count from 1 within the body and name where the limit was met (1 when that is not known); ``say``
    says in both languages what there was too much of, ``what`` says it in Chinese, ``fix`` what to do.
    """

    def __init__(self, line: int, say: Say, column: int = 1, fix: Say = _SIMPLIFY) -> None:
        super().__init__(f"line {line}: {say.en}")
        self.line, self.say, self.column, self.fix = line, say, column, fix

    @property
    def what(self) -> str:
        return self.say.zh

    def __reduce__(self) -> tuple[type[TooComplex], tuple[int, Say, int, Say]]:
        return type(self), (self.line, self.say, self.column, self.fix)


class Exhausted(TooComplex):
    """A body that no count gave away, and that took more time or memory than it may. Another machine may manage: not to be remembered."""


def check(body: str) -> None:
    """Raise TooComplex for a body that is too long, too deeply nested or too dense. Linear in its length."""
    if len(body) > MAX_CHARACTERS:
        said = Say(f"正文超过{MAX_CHARACTERS}字", f"more than {MAX_CHARACTERS} characters")
        raise TooComplex(*_spot(body, MAX_CHARACTERS, said), _SHORTEN)
    for pattern, sign, limit, zh, en, fix in _COUNTED:
        if body.count(sign) > limit:
            _check_count(body, pattern, limit, Say(f"{zh}超过{limit}个", f"more than {limit} {en}"), fix)
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


def too_slow(seconds: float) -> Exhausted:
    return Exhausted(1, Say(f"转换用了{seconds:g}秒还没有完", f"the conversion did not end within {seconds:g} seconds"), 1, _SHORTEN)


def too_large() -> Exhausted:
    return Exhausted(1, Say("转换要用的内存太多", "the conversion needs too much memory"), 1, _SHORTEN)


def _spot(body: str, at: int, say: Say) -> tuple[int, Say, int]:
    """The line and column of a place in the text, as TooComplex takes them."""
    return body.count("\n", 0, at) + 1, say, at - body.rfind("\n", 0, at)


def _check_line(number: int, line: str) -> None:
    if len(line) <= MAX_RUN and not (line[:1] in _OPENING or line[:1].isdecimal()):
        return  # too short for a run, and no list, quote or blank at its beginning
    blank = len(line) - len(line.lstrip(" \t"))
    if blank and _columns(line[:blank]) > MAX_INDENT and line.strip():
        said = Say(f"行首空白超过{MAX_INDENT}格", f"indented by more than {MAX_INDENT} columns")
        raise TooComplex(number, said, blank + 1, Say("删去行首的空白", "delete the blanks before the text"))
    is_rule = _RULE.match(line)
    if _NESTED_LISTS.match(line) and not is_rule:
        raise TooComplex(number, Say("同一行里列表套列表太多层", "too many lists within lists on one line"), blank + 1, _FLATTEN)
    if (run := _RUN.search(line)) and not is_rule:
        said = Say(f"连续的“{run[1]}”超过{MAX_RUN}个", f"a run of more than {MAX_RUN} “{run[1]}”")
        raise TooComplex(number, said, run.start() + 1, Say("删去多余的符号", "delete the signs that are not needed"))
    if _QUOTES.match(line):
        raise TooComplex(number, Say("引用套引用太多层", "too many quotes within quotes"), blank + 1, _FLATTEN)
    if (opened := _OPENERS.match(line)) and not is_rule and (depth := _depth(opened[0])) > MAX_DEPTH:
        said = Say(f"列表和引用套了{depth}层，超过{MAX_DEPTH}层", f"lists and quotes nested {depth} deep, more than {MAX_DEPTH}")
        raise TooComplex(number, said, blank + 1, _FLATTEN)


def _depth(opened: str) -> int:
    """How deep the text behind the marks may lie: each opens a list or a quote, four columns before one stand for a list above."""
    blanks = _OPENER.split(opened + " ")[:-1]  # a mark is one only before a blank
    return len(blanks) + sum(_columns(blank) // 4 for blank in blanks)


def _columns(blank: str) -> int:
    return len(blank.expandtabs(4))


def _check_count(body: str, pattern: re.Pattern[str], limit: int, what: Say, fix: Say) -> None:
    for count, found in enumerate(pattern.finditer(body), start=1):
        if count > limit:
            raise TooComplex(*_spot(body, found.start(), what), fix)


def _check_blocks(body: str) -> None:
    if body.count("\n") < MAX_BLOCK_LINES and all(body.count(sign) <= MAX_BLOCK_SIGNS for sign in _SIGNS):
        return
    for start, block in _blocks(body):
        if block.count("\n") >= MAX_BLOCK_LINES:
            said = Say(f"一段超过{MAX_BLOCK_LINES}行", f"more than {MAX_BLOCK_LINES} lines without a blank one")
            raise TooComplex(*_spot(body, start, said), Say("每隔几行加一个空行", "put a blank line between paragraphs"))
        for sign in _SIGNS:
            if block.count(sign) > MAX_BLOCK_SIGNS:
                said = Say(f"一段里的“{sign}”超过{MAX_BLOCK_SIGNS}个", f"more than {MAX_BLOCK_SIGNS} “{sign}” in one block")
                raise TooComplex(*_spot(body, start, said), Say("拆成几段，中间空一行", "break it up, with blank lines between"))


def _check_tag_reach(body: str) -> None:
    """Unclosed tags, each of which makes a parser read on to the end of the text."""
    reach = 0
    for found in _RAW_TAG.finditer(body):
        end = body.find(">", found.end())
        reach += (end if end >= 0 else len(body)) - found.start()
        if reach > MAX_TAG_REACH:
            raise TooComplex(*_spot(body, found.start(), Say("HTML标记没有用“>”结束", "HTML tags without their “>”")), _UNTAG)


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _BLANK.finditer(body):
        yield start, body[start : gap.start()]
        start = gap.end()
    yield start, body[start:]
