"""Numbers and dates in words, for somebody who reads a text aloud."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_MOST = 10**16
_LONG = 7  # figures; as many are a telephone or a register number, read one by one
_UNSPEAKABLE = re.compile(r"https?://[!-~]+|www\.[!-~]+|[\w.+-]+@[\w.-]+", re.ASCII)
_FIGURES = re.compile(
    r"(?P<day>(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d))"
    r"|(?P<hour>(?<!\d)(?P<h>[01]?\d|2[0-4])[:：](?P<min>[0-5]\d)(?!\d))"
    r"|(?P<year>(?<!\d)\d{4}(?=[年〕\]]))"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(?P<rest>\d+))?(?P<percent>[%％])?"
)


def spoken(text: str) -> str:
    """A text without a figure in it, and without addresses of the web, which nobody can listen to."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in _UNSPEAKABLE.sub("", text))
    return _FIGURES.sub(_said, plain)


def number_words(number: int) -> str:
    """``12`` → ``十二``, ``20305`` → ``二万零三百零五``."""
    if number == 0:
        return _DIGITS[0]
    said, gap = "", False
    for group in reversed(range(len(_GROUPS))):
        value = number // 10 ** (4 * group) % 10_000
        if value:
            said += (_DIGITS[0] if said and (gap or value < 1000) else "") + _thousands(value) + _GROUPS[group]
        gap = bool(said) and not value
    return said.removeprefix("一") if said.startswith("一十") else said


def _thousands(value: int) -> str:
    said, gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = value // 10**place % 10
        if digit:
            said += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = bool(said) and not digit
    return said


def one_by_one(figures: str, *, nought: str = "零", one: str = "一") -> str:
    """Figures read singly; anything else stands as it is."""
    names = {"0": nought, "1": one}
    return "".join(names.get(c) or (_DIGITS[int(c)] if c.isascii() and c.isdecimal() else c) for c in figures)


def day_spoken(day: date) -> str:
    """``二〇二六年十一月十八日``."""
    return f"{one_by_one(str(day.year), nought='〇')}年{number_words(day.month)}月{number_words(day.day)}日"


def hour_spoken(hour: time | None) -> str:
    """``十七时``, ``十七时三十分``; nothing where the whole day counts."""
    if hour is None or hour.second:
        return ""
    return f"{number_words(hour.hour)}时{f'{number_words(hour.minute)}分' if hour.minute else ''}"


def phone_spoken(phone: str) -> str:
    """A telephone number in figures as they are read on the telephone: 幺 for 1, a pause where it is divided."""
    groups = re.findall(r"\d+|[转或、,，;；/]", phone)
    said = [one_by_one(g, one="幺") if g.isdecimal() else "转" if g == "转" else "或者" for g in groups]
    return "，".join(said).replace("，或者，", "，或者").replace("，转，", "转")


def _said(match: re.Match[str]) -> str:
    if match["day"] and (day := _day(match)):
        return day_spoken(day)
    if match["hour"]:
        minute = int(match["min"])
        return f"{number_words(int(match['h']))}时{f'{number_words(minute)}分' if minute else ''}"
    if match["year"]:
        return one_by_one(match["year"], nought="〇")
    if match["day"]:  # not a date after all, such as 2026-13-40
        return one_by_one(match["day"])
    return _number(match)


def _number(match: re.Match[str]) -> str:
    figures = match["number"].replace(",", "")
    is_counted = len(figures) < _LONG or "," in match["number"] or match["rest"] or match["percent"]
    if not is_counted or (figures[0] == "0" and len(figures) > 1) or int(figures) >= _MOST:
        said = one_by_one(figures)
    else:
        said = number_words(int(figures))
    if match["rest"]:
        said += f"点{one_by_one(match['rest'])}"
    return f"百分之{said}" if match["percent"] else said


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
