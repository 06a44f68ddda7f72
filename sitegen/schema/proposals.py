"""The corrected value, wherever it can be told from the wrong one."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

_HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0", "两": "2"}
_DIGIT_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_DATE_INSIDE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年、,]\s*(\d{1,2})\s*[-/.月、,]\s*(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)(?!\d)")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[〇零○一二三四五六七八九两]+")
_HOUR_INSIDE = re.compile(r"(下午|晚上?|午后)?\s*(\d{1,2})\s*(?:[:时点]\s*(半|\d{1,2})?)?")


def proposals(kind: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What to fill into the wording of ``kind`` beside the error's own details."""
    propose = _PROPOSALS.get(kind)
    return propose(str(details.get("value", "")), details) if propose else {}


def in_digits(text: str) -> str:
    """Chinese numbers below a hundred, and rows of Chinese digits, as digits."""

    def turn(match: re.Match[str]) -> str:
        tens, ten, ones = match[0].partition("十")
        if not ten:
            return "".join(_HAN_DIGITS[c] for c in tens)
        return (_HAN_DIGITS[tens] if tens else "1") + (_HAN_DIGITS[ones] if ones else "0")

    return _HAN_NUMBER.sub(turn, text)


def _date(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    text = in_digits(value)
    match = _DATE_INSIDE.search(text) or _DIGIT_DATE.search(text)
    parts = match.groups() if match else ()
    if not match and (turned := _DAY_FIRST.search(text)):
        # month and day cannot be told apart up to the twelfth
        parts = (turned[3], turned[1], turned[2]) if int(turned[2]) > 12 else (turned[3], turned[2], turned[1])
        if int(turned[1]) <= 12 and int(turned[2]) <= 12:
            parts = ()
    if parts and (day := _real(*(int(p) for p in parts))):
        return {"proposal": f"改为 {day}", "proposal_en": f"write {day}"}
    return {"proposal": "写成 2026-11-02 或 2026年11月2日", "proposal_en": "write 2026-11-02"}


def _real(year: int, month: int, day: int) -> str:
    is_real = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return f"{year}-{month:02}-{day:02}" if is_real else ""


def _last_day(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    numbers = [int(n) for n in re.findall(r"\d+", value)]
    year, month, day = [*numbers, 1, 1, 1][:3]
    if year < 1:
        return {"proposal": "年份写四位数字，如 2026", "proposal_en": "write the year in four digits, such as 2026"}
    if not 1 <= month <= 12:
        return {"proposal": "月份在 1 到 12 之间", "proposal_en": "months run from 1 to 12"}
    if day < 1:
        return {"proposal": f"日从 1 开始，如 {year}-{month:02}-01", "proposal_en": f"days begin with 1, such as {year}-{month:02}-01"}
    last = calendar.monthrange(year, month)[1]
    return {
        "proposal": f"{year} 年 {month} 月最后一天是 {year}-{month:02}-{last:02}",
        "proposal_en": f"the last day of that month is {year}-{month:02}-{last:02}",
    }


def _with_year(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    month, day = [*(int(n) for n in re.findall(r"\d+", value)), 1, 1][:2]
    return {"proposal": f"2026-{month:02}-{day:02}"}


def _hour(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    match = _HOUR_INSIDE.search(in_digits(value))
    if match is None:
        return {"proposal": "17:00"}
    hour = int(match[2]) + (12 if match[1] and int(match[2]) < 12 else 0)
    minute = 30 if match[3] == "半" else int(match[3] or 0)
    return {"proposal": f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else "17:00"}


def _number(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    numbers = re.findall(r"\d+", in_digits(value))
    return {"proposal": numbers[0] if len(numbers) == 1 else "86"}


def _year(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    match = re.search(r"(?:19|20)\d\d", in_digits(value))
    return {"proposal": match[0] if match else "2026"}


def _choice(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    choices = str(details.get("choices", "")).split("、")
    # 省级, 县委组织部: the word inside says more than likeness of spelling
    inside = [word for word in choices if word in value]
    near = inside or difflib.get_close_matches(value, choices, n=1, cutoff=0.3)
    if not near:
        return {"nearest": "", "nearest_en": ""}
    best = max(near, key=len)
    return {"nearest": f"是不是“{best}”？", "nearest_en": f"did you mean '{best}'? "}


def _too_long(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"over": int(details["count"]) - int(details["limit"])}


def _id(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    proposal = details.get("proposal")
    return {"proposed": f"，如 {proposal}", "proposed_en": f", such as {proposal}"} if proposal else {}


def _length(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    numbers = re.findall(r"\d+", in_digits(value))
    number = numbers[0] if len(numbers) == 1 else ""
    return {"proposal": number or "5", "days": number or "7"}


def _region(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    parts = [part.strip() for part in re.split(r"[/\\、>]", value) if part.strip()]
    return {"proposal": "/".join(parts[:6]) if len(parts) > 1 else "陕西省/延安市/安塞县"}


def _email(value: str, details: Mapping[str, Any]) -> Mapping[str, Any]:
    squeezed = "".join(value.split())
    return {"proposal": squeezed if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", squeezed) else "name@example.org"}


_PROPOSALS: Mapping[str, Callable[[str, Mapping[str, Any]], Mapping[str, Any]]] = {
    "bad_date": _date,
    "impossible_date": _last_day,
    "yearless_date": _with_year,
    "bad_hour": _hour,
    "bad_number": _number,
    "bad_year": _year,
    "not_a_choice": _choice,
    "too_long": _too_long,
    "bad_id": _id,
    "bad_length": _length,
    "bad_region": _region,
    "bad_email": _email,
}
