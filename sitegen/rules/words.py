"""Pieces of text that many rules share: counted days, lines of front matter, lists, the nearest word. Holds no rule."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date

from sitegen.problems import Say
from sitegen.records.scalars import LengthUnit
from sitegen.rules import text_of

NOTHING = Say("", "")
_WEEKDAYS = tuple(zip("一二三四五六日", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
_LISTED = 6  # items of a list that a message still shows one by one


def days(number: int, unit: LengthUnit) -> Say:
    """A counted length in a sentence."""
    plural = "" if number == 1 else "s"
    if unit is LengthUnit.WORKDAY:
        return Say(f"{number} 个工作日", f"{number} working day{plural}")
    return Say(f"{number} 天", f"{number} day{plural}")


def length_text(number: int, unit: LengthUnit) -> str:
    """A length as it is written in front matter."""
    return f"{number}个工作日" if unit is LengthUnit.WORKDAY else f"{number}天"


def with_weekday(day: date) -> Say:
    """A date and its day of the week."""
    zh, en = _WEEKDAYS[day.weekday()]
    return Say(f"{text_of(day)}（星期{zh}）", f"{text_of(day)} ({en})")


def line(key: str, alias: str, value: object) -> Say:
    """A line of front matter to write: the key in Chinese, its alias beside it in English."""
    text = text_of(value) if isinstance(value, date) else str(value)
    return Say(f"{key}: {text}", f"{key}: {text} ({alias})")


def listed(items: Iterable[Say | str]) -> Say:
    """A list in a sentence; the tail of a long one is only counted."""
    every = [Say(i, i) if isinstance(i, str) else i for i in items]
    shown, rest = every[:_LISTED], len(every) - _LISTED
    zh, en = "、".join(s.zh for s in shown), ", ".join(s.en for s in shown)
    return Say(f"{zh}等 {len(every)} 项", f"{en} and {rest} more") if rest > 0 else Say(zh, en)


def either(*choices: Say | None) -> Say:
    """Several ways out, those that exist."""
    found = [c for c in choices if c is not None]
    return Say("；或者".join(c.zh for c in found), "; or ".join(c.en for c in found))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, if any is."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)), None)


def choose_from(key: str, alias: str, word: str, known: Sequence[str]) -> Say:
    """A line with the nearest known word, or the words there are."""
    if near := nearest(word, known):
        return line(key, alias, near)
    if not known:
        return Say(f"删去“{key}”", f"delete '{key}' ({alias})")
    every = listed(known)
    return Say(f"“{key}”可以写：{every.zh}", f"'{key}' ({alias}) may be: {every.en}")
