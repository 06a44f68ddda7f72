"""Working days of China: chinesecalendar behind one small door, with the site's own arrangements on top.

A day that neither knows is undecided, never guessed (DOMAIN.md section 4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from sitegen.problems import Say
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import CalendarYear, Counting

ONE_DAY = timedelta(days=1)


class Undecided(Exception):
    """No arrangement of public holidays is known for the year of ``day``."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class DayCount(NamedTuple):
    """One day of a period: whether it counts, its number if it does, and why."""

    day: date
    number: int | None
    why: Say


_WORKDAY = Say("工作日", "working day")
_WEEKEND = Say("周末", "weekend")
_HOLIDAY = Say("法定节假日", "public holiday")
_MADE_UP = Say("调休上班", "make-up working day")
_NATURAL = Say("自然日", "natural day")
_OPENING = Say("开始当日不计", "the opening day is not counted")


@cache
def _library_years() -> range:
    import chinese_calendar

    years = {day.year for day in chinese_calendar.holidays}
    return range(min(years), max(years) + 1)


@cache
def _library_workday(day: date) -> bool:
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


@dataclass(frozen=True)
class Calendar:
    """Working days, by the site's arrangements first and chinesecalendar second."""

    years: Sequence[CalendarYear] = ()
    _listed: Mapping[date, bool] = field(init=False, repr=False, compare=False)
    _own_years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        listed = {day: False for year in self.years for day in _days(year.off)}
        listed |= {day: True for year in self.years for day in _days(year.work)}
        object.__setattr__(self, "_listed", listed)
        object.__setattr__(self, "_own_years", frozenset(year.year for year in self.years))

    def is_workday(self, day: date) -> bool:
        """Whether people work on ``day``. Raises Undecided where no arrangement is known."""
        listed = self._listed.get(day)
        if listed is not None:
            return listed
        if day.year in _library_years():
            return _library_workday(day)
        if day.year in self._own_years:
            return day.weekday() < 5
        raise Undecided(day)

    def why(self, day: date) -> Say:
        """The kind of day. Raises Undecided."""
        if self.is_workday(day):
            return _WORKDAY if day.weekday() < 5 else _MADE_UP
        return _HOLIDAY if day.weekday() < 5 or self._is_named(day) else _WEEKEND

    def _is_named(self, day: date) -> bool:
        import chinese_calendar

        return day in self._listed or day in chinese_calendar.holidays

    def next_workday(self, day: date) -> date:
        """``day`` itself if people work on it, else the next day on which they do. Raises Undecided."""
        while not self.is_workday(day):  # an arrangement of nothing but days off leads to a year that nobody knows
            day += ONE_DAY
        return day

    def count(self, start: date, end: date, unit: LengthUnit, counting: Counting) -> int:
        """Days that count from ``start`` to ``end``, both inclusive. Raises Undecided."""
        first = start if counting is Counting.START_DAY else start + ONE_DAY
        days = max((end - first).days + 1, 0)
        if unit is LengthUnit.DAY:
            return days
        return sum(self.is_workday(first + ONE_DAY * i) for i in range(days))

    def day_by_day(self, start: date, end: date, unit: LengthUnit, counting: Counting) -> Iterator[DayCount]:
        """Every day from ``start`` to ``end`` with its number in the count. Raises Undecided."""
        number = 0
        for i in range((end - start).days + 1):
            day = start + ONE_DAY * i
            counts, why = self._counts(day, start, unit, counting)
            number += counts
            yield DayCount(day, number if counts else None, why)

    def _counts(self, day: date, start: date, unit: LengthUnit, counting: Counting) -> tuple[bool, Say]:
        if day == start and counting is Counting.STRICT:
            return False, _OPENING
        if unit is LengthUnit.DAY:
            return True, _NATURAL
        return self.is_workday(day), self.why(day)

    def last_day(self, start: date, number: int, unit: LengthUnit, counting: Counting) -> date:
        """The first day on which ``number`` days have been counted from ``start``; ``start`` for none. Raises Undecided."""
        if number < 1:
            return start
        opening = counting is Counting.STRICT
        if unit is LengthUnit.DAY:
            # a number that no calendar holds gives the last day there is, not an overflow
            return start + timedelta(days=min(number - 1 + opening, (date.max - start).days))
        day, counted = start, 0
        while True:
            if not (opening and day == start) and self.is_workday(day):
                counted += 1
            if counted >= number:
                return day
            day += ONE_DAY

    def digest(self, start: date, end: date) -> str:
        """SHA-256 over the working-day status of every day of the years that a period touches."""
        first, last = date(start.year, 1, 1), date(end.year, 12, 31)
        days = (first + ONE_DAY * i for i in range((last - first).days + 1))
        return hashlib.sha256("".join("01"[self._known(day)] for day in days).encode()).hexdigest()

    def _known(self, day: date) -> bool:
        try:
            return self.is_workday(day)
        except Undecided:
            return False


def _days(spans: Sequence[tuple[date, date]]) -> Iterator[date]:
    for start, end in spans:
        yield from (start + ONE_DAY * i for i in range((end - start).days + 1))
