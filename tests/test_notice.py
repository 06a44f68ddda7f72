"""The life of an honour, day by day, and the laws that hold for any facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.calendar import Calendar
from sitegen.notice import (
    Interval,
    blocking_objections,
    changes,
    first_permitted,
    honour_state,
    is_honoured,
    notice_state,
    notice_verdict,
    profile_in_force,
    reckon,
)
from sitegen.records.facts import Decision, Ending, Honour, Notice, Objection
from sitegen.records.scalars import Length, LengthUnit, parse_length
from sitegen.records.site import Counting, DayUnit, Profile
from sitegen.records.words import ObjectionStatus, State, Verdict

ONE = timedelta(1)
BASE = date(2026, 11, 2)
SHIPPED = Calendar()
FIVE = Profile(id="five", name="五", minimum=5, unit=DayUnit.WORKDAY)
SEVEN = Profile(id="seven", name="七", minimum=7, unit=DayUnit.DAY)
NOVEMBER = Interval(date(2026, 11, 2), date(2026, 11, 6))
LATER = Interval(date(2026, 11, 12), date(2026, 11, 18))


def nov(day: int) -> date:
    return date(2026, 11, day)


def ending(day: int) -> Ending:
    return Ending(date=nov(day), reason="原因")


def objection(day: int, status: ObjectionStatus = ObjectionStatus.CHECKING) -> Objection:
    return Objection(date=nov(day), status=status)


DECIDED = Decision(date=nov(10))
NAMES = {
    "draft": State.DRAFT,
    "upcoming": State.UPCOMING,
    "on": State.ON_NOTICE,
    "closed": State.CLOSED,
    "honoured": State.HONOURED,
    "revoked": State.REVOKED,
    "withdrawn": State.WITHDRAWN,
}
# facts, then the state from each day of November on until the next one named
LIVES: dict[str, tuple[Honour, list[Interval | None], str]] = {
    "one notice and no decision": (Honour(title="一"), [NOVEMBER], "1 upcoming, 2 on, 7 closed"),
    "decided": (Honour(title="一", decision=DECIDED), [NOVEMBER], "1 upcoming, 2 on, 7 closed, 10 honoured"),
    "decided on the day after the end": (Honour(title="一", decision=Decision(date=nov(7))), [NOVEMBER], "1 upcoming, 2 on, 7 honoured"),
    "decided on the last day": (Honour(title="一", decision=Decision(date=nov(6))), [NOVEMBER], "1 upcoming, 2 on, 7 closed"),
    "decided before it was posted": (Honour(title="一", decision=Decision(date=nov(1))), [NOVEMBER], "1 upcoming, 2 on, 7 closed"),
    "decided without a notice": (Honour(title="一", decision=DECIDED), [], "1 closed"),
    "neither notice nor decision": (Honour(title="一"), [], "1 draft"),
    "a notice of unknown length": (Honour(title="一"), [None], "1 draft"),
    "decided, one notice of unknown length": (Honour(title="一", decision=DECIDED), [NOVEMBER, None], "1 upcoming, 2 on, 7 closed"),
    "withdrawn during the notice": (Honour(title="一", withdrawal=ending(4)), [NOVEMBER], "1 upcoming, 2 on, 4 withdrawn"),
    "withdrawn after the notice": (Honour(title="一", withdrawal=ending(8)), [NOVEMBER], "1 upcoming, 2 on, 7 closed, 8 withdrawn"),
    "revoked": (
        Honour(title="一", decision=DECIDED, revocation=ending(20)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed, 10 honoured, 20 revoked",
    ),
    "revoked on the day of the decision": (
        Honour(title="一", decision=DECIDED, revocation=ending(10)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed, 10 revoked",
    ),
    "two levels": (Honour(title="一"), [NOVEMBER, LATER], "1 upcoming, 2 on, 7 closed, 12 on, 19 closed"),
    "two levels, decided between them": (
        Honour(title="一", decision=DECIDED),
        [NOVEMBER, LATER],
        "1 upcoming, 2 on, 7 closed, 12 on, 19 closed",
    ),
    "two levels, decided after them": (
        Honour(title="一", decision=Decision(date=nov(20))),
        [LATER, NOVEMBER],
        "1 upcoming, 2 on, 7 closed, 12 on, 19 closed, 20 honoured",
    ),
    "an objection came and is open": (
        Honour(title="一", decision=DECIDED, objections=(objection(5),)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed",
    ),
    "an objection comes after the decision": (
        Honour(title="一", decision=DECIDED, objections=(objection(15),)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed, 10 honoured, 15 closed",
    ),
    "an objection was upheld": (
        Honour(title="一", decision=DECIDED, objections=(objection(5, ObjectionStatus.UPHELD),)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed",
    ),
    "an objection was rejected": (
        Honour(title="一", decision=DECIDED, objections=(objection(5, ObjectionStatus.REJECTED),)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed, 10 honoured",
    ),
    "an objection was taken back": (
        Honour(title="一", decision=DECIDED, objections=(objection(5, ObjectionStatus.WITHDRAWN),)),
        [NOVEMBER],
        "1 upcoming, 2 on, 7 closed, 10 honoured",
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_an_honour_has_the_state_of_each_day(name: str) -> None:
    honour, intervals, life = LIVES[name]
    named = {int(day): NAMES[state] for day, state in (part.split() for part in life.split(", "))}
    now = State.DRAFT
    for day in range(1, 31):
        now = named.get(day, now)
        assert honour_state(honour, intervals, nov(day)) is now, day


def test_a_notice_runs_from_its_first_day_to_the_end_of_its_last() -> None:
    states = [notice_state(NOVEMBER, nov(day)) for day in (1, 2, 6, 7)]
    assert states == [State.UPCOMING, State.ON_NOTICE, State.ON_NOTICE, State.CLOSED]
    assert notice_state(None, nov(2)) is State.DRAFT
    one_day = Interval(nov(2), nov(2))
    assert [notice_state(one_day, nov(day)) for day in (1, 2, 3)] == [State.UPCOMING, State.ON_NOTICE, State.CLOSED]


near = st.integers(-25, 25).map(lambda n: BASE + timedelta(n))
intervals_ = st.tuples(near, st.integers(0, 12)).map(lambda t: Interval(t[0], t[0] + timedelta(t[1])))
endings = st.none() | near.map(lambda d: Ending(date=d, reason="一"))
objections_ = st.lists(st.builds(Objection, date=near, status=st.sampled_from(ObjectionStatus)), max_size=3).map(tuple)
honours = st.builds(
    Honour,
    title=st.just("一"),
    objections=objections_,
    decision=st.none() | near.map(lambda d: Decision(date=d)),
    revocation=endings,
    withdrawal=endings,
)
many = st.lists(st.none() | intervals_, max_size=3)
DAYS = [BASE + timedelta(n) for n in range(-30, 50)]


@given(honours, many)
@settings(max_examples=300, deadline=None)
def test_nobody_is_honoured_before_or_on_the_last_end(honour: Honour, intervals: list[Interval | None]) -> None:
    last = max((i.end for i in intervals if i), default=None)
    for day in DAYS:
        if last is None or day <= last or None in intervals:
            assert honour_state(honour, intervals, day) is not State.HONOURED


@given(honours, many)
@settings(max_examples=300, deadline=None)
def test_nobody_is_honoured_with_an_objection_in_the_way_or_without_a_decision(honour: Honour, intervals: list[Interval | None]) -> None:
    for day in DAYS:
        if honour_state(honour, intervals, day) is State.HONOURED:
            assert honour.decision is not None
            assert honour.decision.date <= day
            assert not [o for o in honour.objections if o.date <= day and (o.status.is_open or o.status is ObjectionStatus.UPHELD)]


@given(intervals_)
@settings(deadline=None)
def test_a_notice_goes_from_upcoming_to_on_notice_to_closed_and_never_back(interval: Interval) -> None:
    order = [State.UPCOMING, State.ON_NOTICE, State.CLOSED]
    ranks = [order.index(notice_state(interval, day)) for day in DAYS]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


@given(honours, st.lists(intervals_, min_size=1, max_size=3))
@settings(deadline=None)
def test_an_honour_once_shown_is_never_upcoming_again(honour: Honour, intervals: list[Interval]) -> None:
    states = [honour_state(honour, intervals, day) for day in DAYS]
    first = next(i for i, state in enumerate(states) if state is not State.UPCOMING)
    assert State.UPCOMING not in states[first:]
    assert State.DRAFT not in states


@given(honours, many)
@settings(max_examples=300, deadline=None)
def test_every_day_on_which_a_state_differs_from_the_day_before_is_announced(honour: Honour, intervals: list[Interval | None]) -> None:
    announced = changes(honour, intervals)
    for day in DAYS:
        if honour_state(honour, intervals, day) is not honour_state(honour, intervals, day - ONE):
            assert day in announced


@given(honours, st.lists(intervals_, min_size=1, max_size=3))
@settings(deadline=None)
def test_the_first_permitted_day_is_the_first_on_which_a_decision_holds(honour: Honour, intervals: list[Interval]) -> None:
    first = first_permitted(intervals)
    assert first is not None
    decided = Honour(title="一", decision=Decision(date=first))
    assert is_honoured(decided, intervals, first)
    assert not is_honoured(decided, intervals, first - ONE)
    assert not is_honoured(Honour(title="一", decision=Decision(date=first - ONE)), intervals, first)


def test_without_a_notice_no_day_is_permitted() -> None:
    assert first_permitted([]) is None
    assert not is_honoured(Honour(title="一", decision=DECIDED), [], nov(30))


def test_blocking_objections_are_named_by_their_place() -> None:
    honour = Honour(title="一", objections=(objection(3, ObjectionStatus.REJECTED), objection(4), objection(9, ObjectionStatus.UPHELD)))
    assert blocking_objections(honour, nov(4)) == (1,)
    assert blocking_objections(honour, nov(9)) == (1, 2)


@given(st.dates(date(2010, 1, 1), date(2026, 9, 30)), st.integers(1, 30), st.sampled_from(DayUnit), st.sampled_from(Counting))
@settings(deadline=None)
def test_a_notice_is_long_enough_from_its_earliest_end_on(start: date, minimum: int, unit: DayUnit, counting: Counting) -> None:
    profile = Profile(id="some", name="一", minimum=minimum, unit=unit)
    earliest = reckon(Notice(start=start, end=start), profile, SHIPPED, counting).earliest_end
    assert earliest is not None
    exact = reckon(Notice(start=start, end=earliest), profile, SHIPPED, counting)
    assert exact.is_long_enough is True
    assert exact.counted == minimum
    if earliest > start:
        assert reckon(Notice(start=start, end=earliest - ONE), profile, SHIPPED, counting).is_long_enough is False


@given(st.dates(date(2010, 1, 1), date(2026, 9, 30)), st.sampled_from([FIVE, SEVEN]))
@settings(deadline=None)
def test_strict_counting_needs_exactly_one_counted_day_more(start: date, profile: Profile) -> None:
    notice = Notice(start=start, end=start + timedelta(40))
    usual, strict = (reckon(notice, profile, SHIPPED, counting) for counting in (Counting.START_DAY, Counting.STRICT))
    start_counts = profile.unit is DayUnit.DAY or SHIPPED.is_workday(start)
    assert usual.counted is not None and strict.counted is not None
    assert usual.counted - strict.counted == start_counts
    assert usual.earliest_end is not None and strict.earliest_end is not None
    more = SHIPPED.count(usual.earliest_end + ONE, strict.earliest_end, profile.unit.length_unit, Counting.START_DAY)
    assert more == start_counts


@given(st.dates(date(2010, 1, 1), date(2026, 9, 30)), st.sampled_from(["5个工作日", "七天", "一周", "自公示之日起5个工作日内", "10"]))
@settings(deadline=None)
def test_a_notice_that_states_only_a_length_ends_when_it_is_counted(start: date, text: str) -> None:
    length = parse_length(text)
    reckoning = reckon(Notice(start=start, length=length), FIVE, SHIPPED, Counting.START_DAY)
    assert reckoning.interval is not None
    assert reckoning.interval.end == reckoning.stated_end == SHIPPED.last_day(start, length.number, length.unit, Counting.START_DAY)
    assert reckoning.stated == length.number


@pytest.mark.parametrize(
    ("notice", "interval", "undecided"),
    [
        (Notice(start=date(2026, 12, 28), end=date(2027, 1, 8)), Interval(date(2026, 12, 28), date(2027, 1, 8)), date(2027, 1, 1)),
        (Notice(start=date(2027, 2, 1), length=Length(5, LengthUnit.WORKDAY, True, "5个工作日")), None, date(2027, 2, 1)),
        (Notice(start=date(2027, 2, 1), end=date(2026, 2, 5)), None, date(2027, 2, 1)),
        (Notice(start=date(2027, 2, 1), end=date(2027, 2, 1)), Interval(date(2027, 2, 1), date(2027, 2, 1)), date(2027, 2, 1)),
        (Notice(start=date(2026, 12, 25), end=date(2026, 12, 31)), Interval(date(2026, 12, 25), date(2026, 12, 31)), None),
    ],
)
def test_an_unknown_year_leaves_the_count_open(notice: Notice, interval: Interval | None, undecided: date | None) -> None:
    reckoning = reckon(notice, FIVE, SHIPPED, Counting.START_DAY)
    assert (reckoning.interval, reckoning.undecided) == (interval, undecided)
    if undecided:
        assert reckoning.is_long_enough is None
        assert notice_verdict(reckoning, date(2027, 6, 1)) is Verdict.CANNOT_BE_SHOWN


def test_natural_days_are_counted_in_an_unknown_year() -> None:
    reckoning = reckon(Notice(start=date(2027, 2, 1), end=date(2027, 2, 7)), SEVEN, SHIPPED, Counting.START_DAY)
    assert (reckoning.counted, reckoning.undecided) == (7, None)


@pytest.mark.parametrize(
    ("end", "today", "verdict"),
    [
        (5, 30, Verdict.NOT_SATISFIED),
        (6, 6, Verdict.RUNNING),
        (6, 7, Verdict.SATISFIED),
        (6, 1, Verdict.RUNNING),
        (1, 30, Verdict.CANNOT_BE_SHOWN),
    ],
)
def test_what_the_declaration_alone_says(end: int, today: int, verdict: Verdict) -> None:
    reckoning = reckon(Notice(start=nov(2), end=nov(end)), FIVE, SHIPPED, Counting.START_DAY)
    assert notice_verdict(reckoning, nov(today)) is verdict


def test_a_notice_without_a_profile_or_a_start_cannot_be_judged() -> None:
    assert reckon(Notice(start=nov(2), end=nov(6)), None, SHIPPED, Counting.START_DAY).is_long_enough is None
    assert reckon(Notice(end=nov(6)), FIVE, SHIPPED, Counting.START_DAY).interval is None


def test_the_profile_in_force_is_the_last_one_listed_that_is_valid_on_the_day() -> None:
    old = Profile(id="cadre", name="旧", minimum=7, unit=DayUnit.DAY, valid_to=date(2014, 1, 13))
    new = Profile(id="cadre", name="新", minimum=5, unit=DayUnit.WORKDAY, valid_from=date(2014, 1, 14))
    own = Profile(id="cadre", name="本站", minimum=9, unit=DayUnit.DAY, valid_from=date(2026, 1, 1))
    every = (old, new, own)
    days = (date(2014, 1, 13), date(2014, 1, 14), date(2025, 12, 31), date(2026, 1, 1))
    assert [profile_in_force(every, "cadre", day) for day in days] == [old, new, new, own]
    assert profile_in_force(every, "other", days[0]) is None
    assert profile_in_force((old,), "cadre", days[1]) is None
