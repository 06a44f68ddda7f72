"""Types of single values: everything is read as text, and becomes a date, a number or a word here.

A value that does not fit raises ``PydanticCustomError``; its type is a key of ``schema.messages``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

ID_PATTERN = re.compile(r"[a-z0-9-]{4,40}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_YEARLESS = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_HOUR = re.compile(r"(\d{1,2})\s*[:时点]\s*(\d{2})?\s*分?")
_LENGTH = re.compile(r"(?:自公示(?:发布)?之日起)?(\d+|[一二三四五六七八九十]+|半)\s*个?\s*(工作日|自然日|日历日|天|日|周|星期|月)内?")
_LONGEST = 366  # days; nothing is on notice for longer than a year
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")}

C = TypeVar("C", bound="Choice")


def fail(kind: str, **details: Any) -> PydanticCustomError:
    """The error of a value: ``kind`` names the message, ``details`` fill it."""
    return PydanticCustomError(kind, "{kind}", {"kind": kind, **details})


def plain(value: object) -> str:
    """Text of a scalar, trimmed and NFKC-folded (full-width digits become digits).

    Raises PydanticCustomError("not_text") for a list or a mapping, ("blank") for nothing.
    """
    return unicodedata.normalize("NFKC", _text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise fail("not_text")
    text = value.strip()
    if not text:
        raise fail("blank")
    return text


def _real_date(value: str, year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2199:  # keeps arithmetic with days far from the ends of what a date can hold
        raise fail("bad_date", value=value)
    try:
        return date(year, month, day)
    except ValueError:
        raise fail("impossible_date", value=value) from None


def parse_day(value: object) -> date:
    """``2026-11-02``, ``2026/11/2``, ``2026.11.2``, ``2026年11月2日``, full-width digits: a calendar day."""
    text = plain(value)
    if match := _DAY.fullmatch(text):
        return _real_date(text, *(int(g) for g in match.groups()))
    if _YEARLESS.fullmatch(text):
        raise fail("yearless_date", value=text)
    raise fail("bad_date", value=text)


def parse_month(value: object) -> str:
    """A year and month as ``YYYY-MM``; a full date is cut to its month (the custom for births)."""
    text = plain(value)
    match = _MONTH.fullmatch(text)
    if match is None:
        return parse_day(text).strftime("%Y-%m")
    return _real_date(text, int(match[1]), int(match[2]), 1).strftime("%Y-%m")


def parse_when(value: object) -> str:
    """A year, a year and month, or a day, as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    text = plain(value)
    if re.fullmatch(r"(19|20)\d\d年?", text):
        return text[:4]
    if _MONTH.fullmatch(text):
        return parse_month(text)
    return parse_day(text).isoformat()


def parse_hour(value: object) -> time:
    """A closing hour such as ``17:00``, ``17时30分`` or ``24:00`` (kept as 23:59:59)."""
    text = plain(value)
    match = _HOUR.fullmatch(text)
    if match is None:
        raise fail("bad_hour", value=text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if (hour, minute) == (24, 0):
        return time(23, 59, 59)
    if hour > 23 or minute > 59:
        raise fail("bad_hour", value=text)
    return time(hour, minute)


def parse_number(value: object) -> int:
    """A whole number of zero or more; commas that group thousands are allowed."""
    text = plain(value).replace(",", "")
    if not re.fullmatch(r"\d{1,12}", text):
        raise fail("bad_number", value=text)
    return int(text)


def parse_year(value: object) -> int:
    text = plain(value).removesuffix("年度").removesuffix("年")
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise fail("bad_year", value=text)
    return int(text)


def parse_yes(value: object) -> bool:
    """是/否, yes/no, true/false."""
    text = plain(value).lower()
    if text in ("是", "yes", "true", "y", "有", "已同意"):
        return True
    if text in ("否", "no", "false", "n", "无"):
        return False
    raise fail("bad_yes", value=text)


def parse_id(value: object) -> str:
    text = plain(value)
    if not ID_PATTERN.fullmatch(text):
        proposal = re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")[:40]
        raise fail("bad_id", value=text, proposal=proposal if len(proposal) >= 4 else "")
    return text


def parse_region(value: object) -> tuple[str, ...]:
    """``省/市/县/乡/村`` as deep as known."""
    parts = tuple(part.strip() for part in plain(value).split("/"))
    if not all(parts) or len(parts) > 6:
        raise fail("bad_region", value=plain(value))
    return parts


class LengthUnit(Enum):
    """What a period is counted in: working days (工作日) or natural days (自然日)."""

    WORKDAY = "workday"
    DAY = "day"


class Length(NamedTuple):
    """A stated length, e.g. 5 working days; ``explicit`` is False when no unit was written."""

    number: int
    unit: LengthUnit
    explicit: bool
    text: str


def _count_of(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _HAN_DIGITS[digits]
    return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)


def _some(number: int, text: str) -> int:
    if not 1 <= number <= _LONGEST:
        raise fail("bad_length", value=text)
    return number


def parse_length(value: object) -> Length:
    """``5个工作日``, ``7天``, ``一周``, ``自公示之日起5个工作日内``; a bare ``7`` counts natural days."""
    text = plain(value)
    if text.isdigit():
        return Length(_some(int(text), text), LengthUnit.DAY, False, text)
    match = _LENGTH.fullmatch(text)
    if match is None or match[2] == "月" or (match[1] == "半" and match[2]):
        raise fail("bad_length", value=text)
    try:
        number = _count_of(match[1])
    except KeyError:
        raise fail("bad_length", value=text) from None
    if match[2] in ("周", "星期"):
        return Length(_some(number * 7, text), LengthUnit.DAY, True, text)
    unit = LengthUnit.WORKDAY if match[2] == "工作日" else LengthUnit.DAY
    return Length(_some(number, text), unit, True, text)


class Choice(Enum):
    """A closed list of words; the value is ``(Chinese, English)`` and either may be written."""

    @property
    def zh(self) -> str:
        return str(self.value[0])

    @property
    def en(self) -> str:
        return str(self.value[1])


def choose(kind: type[C]) -> Callable[[object], C]:
    """A reader for one of the words of ``kind``."""

    def read(value: object) -> C:
        text = plain(value)
        for member in kind:
            if text in (member.zh, member.en):
                return member
        raise fail("not_a_choice", value=text, choices="、".join(m.zh for m in kind))

    return read


def _texts(value: object) -> object:
    # one word may stand for a list of one; 、 and commas separate
    return re.split(r"[、,，;；]\s*", value.strip()) if isinstance(value, str) and value.strip() else value


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(parse_id)]
Day = Annotated[date, BeforeValidator(parse_day)]
Month = Annotated[str, BeforeValidator(parse_month)]
When = Annotated[str, BeforeValidator(parse_when)]
Hour = Annotated[time, BeforeValidator(parse_hour)]
Number = Annotated[int, BeforeValidator(parse_number)]
Year = Annotated[int, BeforeValidator(parse_year)]
Yes = Annotated[bool, BeforeValidator(parse_yes)]
Region = Annotated[tuple[str, ...], BeforeValidator(parse_region)]
StatedLength = Annotated[Length, BeforeValidator(parse_length)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_texts)]
