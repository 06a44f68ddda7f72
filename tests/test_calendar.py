"""Working days against an independent day-by-day count, another library, and the site's own arrangements."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import holidays
import pytest
from chinese_calendar import constants
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.calendar import Calendar, Undecided
from sitegen.problems import Say
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import CalendarYear, Counting

FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
LENGTHS = range(1, 31)
DAY, WORKDAY = LengthUnit.DAY, LengthUnit.WORKDAY
START_DAY, STRICT = Counting.START_DAY, Counting.STRICT
SHIPPED = Calendar()
YEAR_2027 = CalendarYear(
    year=2027,
    source="通知",
    work=((date(2027, 2, 14), date(2027, 2, 14)),),
    off=((date(2027, 1, 1), date(2027, 1, 3)), (date(2027, 2, 5), date(2027, 2, 11))),
)


def each_day(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    return (first + timedelta(i) for i in range((last - first).days + 1))


def works(day: date) -> bool:
    """The reference: the lists of days off and make-up days alone, by hand."""
    if day in constants.workdays:
        return True
    return day.weekday() < 5 and day not in constants.holidays


@cache
def workdays() -> Sequence[date]:
    return tuple(day for day in each_day() if works(day))


def test_every_day_from_2010_to_2026_is_what_the_lists_say() -> None:
    assert [d for d in each_day() if SHIPPED.is_workday(d) != works(d)] == []


@pytest.mark.slow
def test_last_day_is_the_reference_for_every_start_and_every_length_up_to_30() -> None:
    every, known = workdays(), len(workdays())
    for start in each_day():
        for counting, first in ((START_DAY, bisect_left(every, start)), (STRICT, bisect_right(every, start))):
            lengths = LENGTHS[: max(known - first, 0)]
            expected = list(every[first : first + len(lengths)])
            assert [SHIPPED.last_day(start, n, WORKDAY, counting) for n in lengths] == expected, (start, counting)


def test_day_by_day_numbers_every_working_day_from_every_start() -> None:
    before = [0]
    for day in each_day():
        before.append(before[-1] + works(day))
    for i, start in enumerate(each_day(FIRST, LAST - timedelta(30))):
        counted = [c.number for c in SHIPPED.day_by_day(start, start + timedelta(29), WORKDAY, START_DAY)]
        sums = [total - before[i] for total in before[i : i + 31]]
        assert counted == [now if now > was else None for was, now in pairwise(sums)], start


def test_lengths_that_run_past_the_known_years_are_undecided() -> None:
    every = workdays()
    for n in LENGTHS:
        assert SHIPPED.last_day(every[-n], n, WORKDAY, START_DAY) == every[-1]
        with pytest.raises(Undecided) as missing:
            SHIPPED.last_day(every[-n], n + 1, WORKDAY, START_DAY)
        assert missing.value.day == date(2027, 1, 1)


@given(st.dates(FIRST, date(2026, 6, 30)), st.integers(1, 366), st.sampled_from(Counting))
@settings(deadline=None)
def test_natural_days_are_plain_arithmetic(start: date, number: int, counting: Counting) -> None:
    end = SHIPPED.last_day(start, number, DAY, counting)
    assert end == start + timedelta(number - 1 + (counting is STRICT))
    assert SHIPPED.count(start, end, DAY, counting) == number


def test_natural_days_need_no_arrangement() -> None:
    assert SHIPPED.last_day(date(2031, 1, 30), 7, DAY, START_DAY) == date(2031, 2, 5)


def test_a_number_beyond_all_calendars_does_not_overflow() -> None:
    assert SHIPPED.last_day(date(2026, 1, 1), 10**12 - 1, DAY, START_DAY) == date.max


@given(st.dates(FIRST, date(2026, 9, 30)), st.integers(1, 40), st.sampled_from(LengthUnit), st.sampled_from(Counting))
@settings(deadline=None)
def test_count_and_last_day_are_inverse(start: date, number: int, unit: LengthUnit, counting: Counting) -> None:
    end = SHIPPED.last_day(start, number, unit, counting)
    assert SHIPPED.count(start, end, unit, counting) == number
    assert SHIPPED.count(start, end - timedelta(1), unit, counting) == number - 1


@given(st.dates(FIRST, date(2026, 9, 30)), st.integers(1, 40), st.sampled_from(LengthUnit))
@settings(deadline=None)
def test_strict_counting_needs_one_counted_day_more(start: date, number: int, unit: LengthUnit) -> None:
    """From a start that counts; a day off is not counted either way."""
    counts = unit is DAY or works(start)
    assert SHIPPED.last_day(start, number, unit, STRICT) == SHIPPED.last_day(start, number + counts, unit, START_DAY)


@given(st.dates(FIRST, date(2026, 9, 30)), st.integers(0, 40), st.sampled_from(LengthUnit), st.sampled_from(Counting))
@settings(deadline=None)
def test_count_is_the_last_number_of_day_by_day(start: date, days: int, unit: LengthUnit, counting: Counting) -> None:
    end = start + timedelta(days)
    numbers = [c.number for c in SHIPPED.day_by_day(start, end, unit, counting) if c.number]
    assert SHIPPED.count(start, end, unit, counting) == len(numbers)
    assert numbers == list(range(1, len(numbers) + 1))


def test_python_holidays_agrees_on_every_day_from_2010_to_2026() -> None:
    """No difference was found, make-up days included; 2027 it answers without knowing (DOMAIN.md section 4)."""
    other = holidays.country_holidays("CN", years=range(2009, 2028))
    assert [d for d in each_day() if SHIPPED.is_workday(d) != other.is_working_day(d)] == []
    assert other.is_working_day(date(2027, 2, 14)) is False  # a Sunday; nothing has been arranged yet


def _monday_to_friday(start: date, number: int) -> date:
    return next(d for d in each_day(start, start + timedelta(30)) if sum(x.weekday() < 5 for x in each_day(start, d)) == number)


def test_a_monday_to_friday_counter_is_wrong_for_692_starts_and_too_early_for_451() -> None:
    """Five working days from each working day. DOMAIN.md counts the 4,226 starts up to 2026-12-10; 11 more can be decided."""
    every = workdays()
    starts = every[: len(every) - 4]
    naive = [(_monday_to_friday(start, 5), SHIPPED.last_day(start, 5, WORKDAY, START_DAY)) for start in starts]
    assert len(starts) == 4237
    assert sum(day <= date(2026, 12, 10) for day in starts) == 4226
    assert sum(mine != right for mine, right in naive) == 692
    assert sum(mine < right for mine, right in naive) == 451


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 2), Say("工作日", "working day")),
        (date(2026, 11, 7), Say("周末", "weekend")),
        (date(2026, 10, 1), Say("法定节假日", "public holiday")),
        (date(2026, 10, 3), Say("法定节假日", "public holiday")),  # a Saturday within the holidays
        (date(2026, 9, 20), Say("调休上班", "make-up working day")),  # a Sunday
        (date(2026, 10, 10), Say("调休上班", "make-up working day")),  # a Saturday
    ],
)
def test_a_day_says_what_it_is(day: date, why: Say) -> None:
    assert SHIPPED.why(day) == why


def test_a_year_that_nobody_knows_is_undecided() -> None:
    for day in (date(2027, 1, 1), date(2027, 2, 15), date(2003, 12, 31)):
        with pytest.raises(Undecided):
            SHIPPED.is_workday(day)
        with pytest.raises(Undecided):
            SHIPPED.next_workday(day)


def test_a_site_fills_in_2027() -> None:
    own = Calendar((YEAR_2027,))
    assert own.is_workday(date(2027, 2, 14))
    assert not own.is_workday(date(2027, 2, 5))
    assert own.is_workday(date(2027, 2, 12))
    assert not own.is_workday(date(2027, 3, 6))
    assert own.why(date(2027, 2, 14)).en == "make-up working day"
    assert own.why(date(2027, 2, 6)).en == "public holiday"
    assert own.last_day(date(2027, 2, 3), 5, WORKDAY, START_DAY) == date(2027, 2, 15)
    assert own.last_day(date(2026, 12, 31), 2, WORKDAY, START_DAY) == date(2027, 1, 4)
    with pytest.raises(Undecided):
        own.is_workday(date(2028, 1, 1))


def test_a_site_overrides_single_days_of_a_known_year() -> None:
    own = Calendar((CalendarYear(year=2026, source="通知", off=((date(2026, 11, 4), date(2026, 11, 4)),)),))
    assert not own.is_workday(date(2026, 11, 4))
    assert own.why(date(2026, 11, 4)).en == "public holiday"
    assert own.is_workday(date(2026, 11, 5))
    assert own.last_day(date(2026, 11, 2), 5, WORKDAY, START_DAY) == date(2026, 11, 9)


def test_the_days_before_new_year_belong_to_the_next_arrangement_but_make_no_year_known() -> None:
    own = Calendar((CalendarYear(year=2028, source="通知", off=((date(2027, 12, 31), date(2028, 1, 2)),)),))
    assert not own.is_workday(date(2027, 12, 31))
    with pytest.raises(Undecided):
        own.is_workday(date(2027, 12, 30))


def test_next_workday() -> None:
    assert SHIPPED.next_workday(date(2026, 11, 6)) == date(2026, 11, 6)
    assert SHIPPED.next_workday(date(2026, 11, 7)) == date(2026, 11, 9)
    assert SHIPPED.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert SHIPPED.next_workday(date(2026, 9, 20)) == date(2026, 9, 20)


def test_digest_changes_with_any_day_of_the_years_touched_and_with_no_other() -> None:
    span = date(2026, 11, 2), date(2026, 11, 6)
    other_day = CalendarYear(year=2026, source="通知", off=((date(2026, 3, 4), date(2026, 3, 4)),))
    assert Calendar((other_day,)).digest(*span) != SHIPPED.digest(*span)
    assert Calendar((YEAR_2027,)).digest(*span) == SHIPPED.digest(*span)
    assert Calendar((YEAR_2027,)).digest(date(2026, 12, 28), date(2027, 1, 8)) != SHIPPED.digest(date(2026, 12, 28), date(2027, 1, 8))
