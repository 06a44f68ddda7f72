"""Single values as JSON Schema: patterns that accept what the readers of ``records`` accept, as far as a pattern can.

A reader trims a value and folds it (NFKC) first, so each ASCII character of a pattern stands for its full-width form, too.
Rarer compatibility forms (``①``, ``㋀``) are refused here though a reader takes them; nothing is accepted here that a reader
refuses, but for a span of days that ends before it begins or is too long.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator

from sitegen.records.entries import SUMMARY_LIMIT, Summary
from sitegen.records.facts import Email, Phone
from sitegen.records.scalars import Choice, Day, Hour, Id, Month, Number, Region, StatedLength, Text, Texts, When, Year, Yes
from sitegen.records.site import Code, Span, WebAddress

JSON = dict[str, Any]
_FULL_WIDTH = 0xFEE0  # from an ASCII character to its full-width form
_BLANK = r"[ \t\r\n\u00a0\u3000]*"


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of single value: its name, what to say of it, an example, the pattern of its texts.

    ``words`` are offered by editors; ``others`` are schemas of what YAML reads as something else than text.
    """

    name: str
    zh: str
    en: str
    example: str
    pattern: str
    others: tuple[JSON, ...] = ()
    words: tuple[str, ...] = ()

    def schema(self) -> JSON:
        """As JSON Schema; some editors show ``errorMessage`` where a value does not fit."""
        offered: list[JSON] = [{"enum": list(self.words)}] if self.words else []
        options = [*offered, {"type": "string", "pattern": self.pattern}, *(dict(other) for other in self.others)]
        told = {"errorMessage": f"应是{self.zh}" + (f"，如 {self.example}" if self.example else "")}
        return {**told, **options[0]} if len(options) == 1 else {**told, "anyOf": options}


def _one(chars: str) -> str:
    """A class of characters, each with its full-width form."""
    wide = "".join(chr(ord(c) + _FULL_WIDTH) for c in chars if "!" <= c <= "~")
    return "[" + "".join(f"\\{c}" if c in r"\-]^[" else c for c in chars) + wide + "]"


def _but(chars: str) -> str:
    """Any character of ASCII that can be seen, in either form, and any Han character; but none of these."""
    return _one("".join(c for c in map(chr, range(0x21, 0x7F)) if c not in chars))[:-1] + "\\u3400-\\u4dbf\\u4e00-\\u9fff]"


def _text(chars: str) -> str:
    """These characters one after the other, each with its full-width form."""
    return "".join(_one(c) if c.isascii() else c for c in chars)


def _or(*options: str) -> str:
    return f"(?:{'|'.join(options)})"


def _whole(*options: str) -> str:
    return f"^{_BLANK}{_or(*options)}{_BLANK}$"


_0, _1, _2, _3, _4, _5, _6 = (_one(c) for c in "0123456")
_DIGIT, _FROM_1, _COMMA = _one("0123456789"), _one("123456789"), _one(",")
_TWO = _DIGIT * 2
_CENTURY = _or(_1 + _one("9"), _2 + _one("01"))
_EVEN, _ODD = _one("2468"), _one("13579")
_FOURTH = _or(_EVEN + _one("048"), _ODD + _one("26"))  # of a century, without its first eight years
_LEAP_YEAR = _or(f"{_text('20')}{_or(_0 + _one('048'), _FOURTH)}", f"{_or(_text('19'), _text('21'))}{_or(_0 + _one('48'), _FOURTH)}")
_AFTER_YEAR, _AFTER_MONTH = (f"{_BLANK}{_one('-/.' + char)}{_BLANK}" for char in "年月")
_TO_28 = _or(f"{_0}?{_FROM_1}", f"{_1}{_DIGIT}", f"{_2}{_one('012345678')}")
_TO_30 = _or(f"{_0}?{_FROM_1}", f"{_one('12')}{_DIGIT}", _text("30"))
_TO_31 = _or(f"{_0}?{_FROM_1}", f"{_one('12')}{_DIGIT}", _3 + _one("01"))
_LONG, _SHORT, _FEBRUARY = _or(f"{_0}?{_one('13578')}", _1 + _one("02")), _or(f"{_0}?{_one('469')}", _text("11")), f"{_0}?{_2}"
_DAY = (
    _or(
        f"{_CENTURY}{_TWO}{_AFTER_YEAR}"
        + _or(*(f"{month}{_AFTER_MONTH}{day}" for month, day in ((_LONG, _TO_31), (_SHORT, _TO_30), (_FEBRUARY, _TO_28)))),
        f"{_LEAP_YEAR}{_AFTER_YEAR}{_FEBRUARY}{_AFTER_MONTH}{_text('29')}",
    )
    + f"(?:{_BLANK}日)?"
)
_MONTH = f"{_CENTURY}{_TWO}{_AFTER_YEAR}{_or(f'{_0}?{_FROM_1}', _1 + _one('012'))}(?:{_BLANK}月)?"
_YEAR = f"{_or(_text('19'), _text('20'))}{_TWO}"
_MINUTE = f"{_one('012345')}{_DIGIT}"
_AFTER_HOUR, _END_OF_HOUR = f"{_BLANK}[:：时点]{_BLANK}", f"(?:{_BLANK}分)?"
_HOUR = _or(
    f"{_or(f'{_or(_0, _1)}?{_DIGIT}', _2 + _one('0123'))}{_AFTER_HOUR}(?:{_MINUTE})?{_END_OF_HOUR}",
    f"{_text('24')}{_AFTER_HOUR}(?:{_text('00')})?{_END_OF_HOUR}",
)
_HAN = "一二三四五六七八九"
_TO_366 = f"{_0}*" + _or(f"{_FROM_1}{_DIGIT}?", f"{_one('12')}{_TWO}", f"{_3}{_one('012345')}{_DIGIT}", f"{_text('36')}{_one('0123456')}")
_TO_52 = f"{_0}*" + _or(_FROM_1, f"{_one('1234')}{_DIGIT}", _5 + _one("012"))
_LENGTH = (
    "(?:自公示(?:发布)?之日起)?"
    + _or(
        f"{_or(_TO_366, f'[{_HAN}]', f'[{_HAN}]?十[{_HAN}十]?')}{_BLANK}个?{_BLANK}(?:工作日|自然日|日历日|天|日)",
        f"{_or(_TO_52, f'[{_HAN}]', f'[一二三四]?十[{_HAN}]?', '[一二三四]十十', '十十', '五十[一二]?')}{_BLANK}个?{_BLANK}(?:周|星期)",
    )
    + "内?"
)
_SIGNS = " \\u00a0\\u3000\\-－+＋()（）、,，;；/／转或"
_UNQUOTED = "?&#%<>\"'`\\"  # what could end or lengthen the link that an address of mail becomes
_NO_QUESTION = "?#<>\"'`\\"
_HTTP = "".join(_one(c + c.upper()) for c in "http") + f"{_one('sS')}?" + _text("://")
_ITEM = r"[^、,，;；\s][^、,，;；]*"
_YES = _or(
    f"{_one('yY')}(?:{_one('eE')}{_one('sS')})?", "".join(_one(c + c.upper()) for c in "true"), f"{_one('nN')}{_one('oO')}?",
    "".join(_one(c + c.upper()) for c in "false"), "是", "有", "已同意", "否", "无",
)  # fmt: skip
_PLAIN: tuple[JSON, ...] = ({"type": "number"}, {"type": "boolean"})  # a text such as 2026 or true is none to YAML
# 1968.5 is a number to YAML, and a month to the reader
_MONTH_NUMBER: JSON = {"type": "number", "minimum": 1900, "exclusiveMaximum": 2200, "not": {"type": "integer"}}


def _from(low: int, high: int) -> JSON:
    return {"type": "integer", "minimum": low, "maximum": high}


_KINDS: tuple[tuple[Any, Value], ...] = (
    (Text, Value("text", "文字", "text", "", r"\S", _PLAIN)),
    (Summary, Value("summary", f"{SUMMARY_LIMIT} 字以内的文字", f"text of at most {SUMMARY_LIMIT} characters", "",
                    rf"^\s*\S(?:[\s\S]{{0,{SUMMARY_LIMIT - 2}}}\S)?\s*$", _PLAIN)),
    (Id, Value("id", "4–40 个小写字母、数字或连字符", "4-40 lower-case letters, digits or hyphens", "zhang-san-2026",
               rf"^{_BLANK}[a-z0-9\-ａ-ｚ０-９－]{{4,40}}{_BLANK}$", (_from(1000, 10**18),))),
    (Day, Value("day", "日期", "a day", "2026-11-02", _whole(_DAY))),
    (Month, Value("month", "年月", "a month", "1968-05", _whole(_MONTH, _DAY), (_MONTH_NUMBER,))),
    (When, Value("when", "年、年月或日期", "a year, a month or a day", "2026-05",
                 _whole(f"{_YEAR}年?", _MONTH, _DAY), (_from(1900, 2099), _MONTH_NUMBER))),
    (Hour, Value("hour", "时刻", "an hour", "17:00", _whole(_HOUR))),
    (Number, Value("number", "整数", "a whole number", "12", _whole(f"{_COMMA}*(?:{_DIGIT}{_COMMA}*){{1,12}}"), (_from(0, 10**12 - 1),))),
    (Year, Value("year", "年份", "a year", "2026", _whole(f"{_YEAR}年?(?:年度)?"), (_from(1900, 2099),))),
    (Yes, Value("yes", "是或否", "yes or no", "是", _whole(_YES), ({"type": "boolean"},), ("是", "否", "yes", "no"))),
    (Region, Value("region", "从省写起的地区", "a place from the province down", "云南省/昆明市/官渡区",
                   r"^\s*[^\s/／][^/／]*(?:[/／]\s*[^\s/／][^/／]*){0,5}$", _PLAIN)),
    (StatedLength, Value("length", "公示期", "a length", "5个工作日", _whole(_LENGTH, _TO_366), (_from(1, 366),))),
    (Phone, Value("phone", "电话", "a telephone number", "0871-00000000",
                  f"^{_BLANK}(?:[{_SIGNS}]*{_DIGIT}){{5}}[0-9０-９{_SIGNS}]*{_BLANK}$", (_from(10_000, 10**15),))),
    (Email, Value("email", "邮箱", "an e-mail address", "yiyi@example.org",
                  rf"^\s*{_but('@' + _UNQUOTED)}+[@＠][.．]*{_but('.' + _UNQUOTED)}+[.．]+{_but('.' + _UNQUOTED)}{_but(_UNQUOTED)}*\s*$")),
    (WebAddress, Value("address", "网站的网址", "the address of a site", "https://example.org/",
                       rf"^\s*{_HTTP}{_but('/@{}|^' + _NO_QUESTION)}+(?:[/／]{_but('{}|^' + _NO_QUESTION)}*)?\s*$")),
    (Texts, Value("texts", "文字的清单，或用顿号分开的一行", "a list of texts, or one line with commas", "示范窗口、志愿服务",
                  rf"^\s*{_ITEM}(?:[、,，;；]\s*{_ITEM})*$", _PLAIN)),
    (Span, Value("span", "一天或起止的两天", "a day, or two days with 至 between them", "2027-02-05 至 2027-02-11",
                 _whole(f"{_DAY}(?:{_BLANK}(?:至|到|[~～]|—+|–){_BLANK}{_DAY})?"))),
    (Code, Value("code", "检查结果中的编码", "a code", "L001", _whole(rf"[a-zA-Zａ-ｚＡ-Ｚ]{_DIGIT}{{3}}"))),
)  # fmt: skip


def _signature(hint: Any) -> tuple[Any, ...]:
    """What tells one kind of value from another: the type and its readers."""
    if typing.get_origin(hint) is not Annotated:
        return (hint,)
    return (typing.get_args(hint)[0], *(m.func for m in hint.__metadata__ if isinstance(m, BeforeValidator)))


@cache
def _kinds() -> dict[tuple[Any, ...], Value]:
    return {_signature(hint): value for hint, value in _KINDS}


def kinds() -> tuple[tuple[Any, Value], ...]:
    """Every kind with the annotated type that it stands for, but for the closed word lists."""
    return _KINDS


def value_of(hint: Any) -> Value:
    """The kind of an annotated type that is neither a record nor a list of records. Raises KeyError for one that is not known."""
    kind, *_ = _signature(hint)
    if isinstance(kind, type) and issubclass(kind, Choice):
        words = tuple(dict.fromkeys(word for member in kind for word in (member.zh, member.en)))
        return Value(
            kind.__name__,
            "、".join(m.zh for m in kind),
            ", ".join(m.en for m in kind),
            "",
            _whole(*(_text(word) for word in words)),
            words=words,
        )
    return _kinds()[_signature(hint)]
