"""Edges of the calendar: what a digest is made of, and runs of days off that lead out of what is known."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from sitegen.calendar import Calendar, Undecided
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import CalendarYear, Counting
from tests.test_calendar import each_day, works

YEAR_2026 = "".join("01"[works(day)] for day in each_day(date(2026, 1, 1)))


def digest_of(status: str) -> str:
    return hashlib.sha256(status.encode()).hexdigest()


def test_a_digest_is_one_sign_a_day_over_whole_years_for_ever() -> None:
    """Records of the ledger hold it: another form would say of every calendar that it changed."""
    assert Calendar().digest(date(2026, 11, 2), date(2026, 11, 6)) == digest_of(YEAR_2026)


def test_days_that_nobody_knows_stand_in_a_digest_like_days_off() -> None:
    assert Calendar().digest(date(2026, 12, 28), date(2027, 1, 8)) == digest_of(YEAR_2026 + "0" * 365)


def test_a_year_that_follows_the_week_throughout_has_another_digest_than_an_unknown_one() -> None:
    own = Calendar((CalendarYear(year=2027, source="通知"),))
    week = "".join("01"[day.weekday() < 5] for day in each_day(date(2027, 1, 1), date(2027, 12, 31)))
    assert own.digest(date(2027, 1, 1), date(2027, 1, 8)) == digest_of(week)


def test_an_arrangement_without_a_working_day_leads_to_the_first_day_that_nobody_knows() -> None:
    own = Calendar((CalendarYear(year=2027, source="通知", off=((date(2027, 1, 1), date(2027, 12, 31)),)),))
    with pytest.raises(Undecided, match="2028-01-01") as missing:
        own.next_workday(date(2027, 1, 1))
    assert missing.value.day == date(2028, 1, 1)


def test_an_arrangement_may_open_a_day_of_its_own_holidays() -> None:
    week, wednesday = (date(2026, 11, 2), date(2026, 11, 8)), (date(2026, 11, 4), date(2026, 11, 4))
    own = Calendar((CalendarYear(year=2026, source="通知", off=(week,), work=(wednesday,)),))
    assert [d.day for d in each_day(*week) if own.is_workday(d)] == [4]


@pytest.mark.parametrize("unit", LengthUnit)
@pytest.mark.parametrize("counting", Counting)
def test_no_day_has_been_counted_before_the_start(unit: LengthUnit, counting: Counting) -> None:
    start = date(2026, 11, 2)
    assert Calendar().count(start, date(2026, 11, 1), unit, counting) == 0
    assert list(Calendar().day_by_day(start, date(2026, 11, 1), unit, counting)) == []
    assert Calendar().last_day(start, 0, unit, counting) == start


def test_the_opening_day_says_why_it_does_not_count_whatever_day_it_is() -> None:
    for start in (date(2026, 11, 2), date(2026, 10, 1)):
        for unit in LengthUnit:
            first = next(Calendar().day_by_day(start, start, unit, Counting.STRICT))
            assert (first.number, first.why.en) == (None, "the opening day is not counted")


def test_the_days_of_a_count_in_natural_days_are_called_so() -> None:
    days = list(Calendar().day_by_day(date(2026, 10, 1), date(2026, 10, 3), LengthUnit.DAY, Counting.START_DAY))
    assert [(d.day.day, d.number, d.why.en) for d in days] == [(1, 1, "natural day"), (2, 2, "natural day"), (3, 3, "natural day")]


def test_a_count_tells_of_every_day_what_it_is() -> None:
    days = list(Calendar().day_by_day(date(2026, 10, 6), date(2026, 10, 12), LengthUnit.WORKDAY, Counting.START_DAY))
    assert [(d.day.day, d.number, d.why.en) for d in days] == [
        (6, None, "public holiday"),
        (7, None, "public holiday"),
        (8, 1, "working day"),
        (9, 2, "working day"),
        (10, 3, "make-up working day"),
        (11, None, "weekend"),
        (12, 4, "working day"),
    ]


def test_a_weekend_of_a_year_of_the_sites_own_is_no_holiday() -> None:
    own = Calendar((CalendarYear(year=2027, source="通知", off=((date(2027, 2, 5), date(2027, 2, 11)),)),))
    assert [own.why(date(2027, month, 6)).en for month in (2, 3)] == ["public holiday", "weekend"]
