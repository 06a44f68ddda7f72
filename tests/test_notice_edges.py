"""Edges of the law of notices: what is told of a notice that cannot be counted, and days on which two rules meet."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.calendar import Calendar
from sitegen.notice import Interval, changes, profile_in_force, reckon
from sitegen.records.facts import Decision, Ending, Honour, Notice, Objection
from sitegen.records.scalars import LengthUnit, parse_length
from sitegen.records.site import Counting, DayUnit, Profile
from sitegen.records.words import ObjectionStatus
from tests.test_notice import FIVE, NOVEMBER, SEVEN, SHIPPED, nov

UNCOUNTED = {
    "no start": Notice(end=nov(6)),
    "an end before the start": Notice(start=nov(6), end=nov(2)),
    "neither end nor length": Notice(start=nov(2)),
    "an unknown year": Notice(start=date(2027, 2, 1), end=date(2027, 2, 5)),
    "an unknown year and no end": Notice(start=date(2027, 2, 1), length=parse_length("5个工作日")),
}


@pytest.mark.parametrize("name", UNCOUNTED)
@pytest.mark.parametrize("counting", Counting)
def test_the_profile_and_the_way_of_counting_are_told_even_where_nothing_can_be_counted(name: str, counting: Counting) -> None:
    reckoning = reckon(UNCOUNTED[name], FIVE, SHIPPED, counting)
    assert (reckoning.profile, reckoning.counting, reckoning.counted) == (FIVE, counting, None)


@pytest.mark.parametrize("counting", Counting)
def test_the_way_of_counting_is_told_with_the_count(counting: Counting) -> None:
    reckoning = reckon(Notice(start=nov(2), end=nov(6)), FIVE, SHIPPED, counting)
    assert (reckoning.profile, reckoning.counting) == (FIVE, counting)


def test_an_end_before_the_start_is_answered_with_the_ends_that_would_be_right() -> None:
    reckoning = reckon(Notice(start=nov(2), end=date(2026, 10, 30), length=parse_length("10天")), FIVE, SHIPPED, Counting.START_DAY)
    assert reckoning.interval is None
    assert (reckoning.earliest_end, reckoning.stated_end) == (nov(6), nov(11))


def test_a_stated_length_is_counted_as_the_site_counts() -> None:
    notice = Notice(start=nov(2), length=parse_length("5天"))
    usual, strict = (reckon(notice, SEVEN, SHIPPED, counting) for counting in (Counting.START_DAY, Counting.STRICT))
    assert (usual.stated_end, strict.stated_end) == (nov(6), nov(7))
    assert (usual.stated, strict.stated) == (5, 5)
    assert (usual.counted, strict.counted) == (5, 5)


def test_a_stated_length_is_counted_in_its_own_unit_and_the_rest_in_the_profiles() -> None:
    reckoning = reckon(Notice(start=nov(2), end=nov(9), length=parse_length("8天")), FIVE, SHIPPED, Counting.START_DAY)
    assert (reckoning.stated, reckoning.counted, reckoning.earliest_end) == (8, 6, nov(6))
    unstated = reckon(Notice(start=nov(2), end=nov(9)), FIVE, SHIPPED, Counting.START_DAY)
    assert (unstated.stated, unstated.stated_end) == (None, None)


def test_without_a_profile_natural_days_are_counted_and_no_end_is_named() -> None:
    reckoning = reckon(Notice(start=nov(2), end=nov(9)), None, SHIPPED, Counting.START_DAY)
    assert (reckoning.counted, reckoning.earliest_end) == (8, None)


def test_a_declared_end_counts_before_a_stated_length() -> None:
    reckoning = reckon(Notice(start=nov(2), end=nov(9), length=parse_length("5天")), FIVE, SHIPPED, Counting.START_DAY)
    assert (reckoning.interval, reckoning.stated_end) == (Interval(nov(2), nov(9)), nov(6))


def test_a_notice_of_one_day_is_a_notice() -> None:
    one = Profile(id="one", name="一", minimum=1, unit=DayUnit.DAY)
    reckoning = reckon(Notice(start=nov(2), end=nov(2)), one, SHIPPED, Counting.START_DAY)
    assert (reckoning.interval, reckoning.is_long_enough) == (Interval(nov(2), nov(2)), True)


def test_a_profile_is_in_force_on_its_first_and_its_last_day_and_on_no_other() -> None:
    only = Profile(id="cadre", name="一", minimum=5, unit=DayUnit.WORKDAY, valid_from=nov(3), valid_to=nov(5))
    assert [day for day in range(1, 8) if profile_in_force((only,), "cadre", nov(day))] == [3, 4, 5]
    always = Profile(id="cadre", name="二", minimum=5, unit=DayUnit.WORKDAY)
    assert profile_in_force((always, only), "cadre", nov(4)) is only
    assert profile_in_force((always, only), "cadre", nov(6)) is always


def test_the_days_of_change_are_those_of_the_facts_and_the_bounds_of_the_notices_and_no_others() -> None:
    """Each day announced makes a site be built again; a day too many is a build for nothing."""
    honour = Honour(
        title="一",
        objections=(Objection(date=nov(5), status=ObjectionStatus.CHECKING),),
        decision=Decision(date=nov(10)),
        revocation=Ending(date=nov(20), reason="原因"),
        withdrawal=Ending(date=nov(25), reason="原因"),
    )
    assert changes(honour, [NOVEMBER, None]) == {nov(day) for day in (2, 5, 7, 10, 20, 25)}
    assert changes(Honour(title="一"), []) == frozenset()


def test_a_year_that_is_known_only_to_its_end_leaves_the_count_open_there() -> None:
    """The natural days of the statement are known; the working days of the profile are not."""
    notice = Notice(start=date(2026, 12, 30), length=parse_length("7天"))
    reckoning = reckon(notice, FIVE, Calendar(), Counting.START_DAY)
    assert (reckoning.interval, reckoning.undecided) == (None, date(2027, 1, 1))
    assert notice.length is not None and notice.length.unit is LengthUnit.DAY
