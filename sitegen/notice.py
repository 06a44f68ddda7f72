"""The law of notices, pure: intervals, counts, states and the next change (DOMAIN.md sections 2 to 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sitegen.calendar import ONE_DAY, Calendar, Undecided
from sitegen.records.facts import Honour, Notice
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Counting, Profile
from sitegen.records.words import ObjectionStatus, State, Verdict


class Interval(NamedTuple):
    """First and last day of a notice, both inclusive; the last is computed where only a length was stated."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A notice held against its profile.

    ``counted`` is in the profile's unit, with the start day counted or not as the site says;
    ``stated`` is the interval counted in the unit of the stated length. ``undecided`` is the
    first day whose kind is unknown: then nothing else is known.
    """

    interval: Interval | None = None
    profile: Profile | None = None
    counting: Counting = Counting.START_DAY
    counted: int | None = None
    stated: int | None = None
    earliest_end: date | None = None
    stated_end: date | None = None
    undecided: date | None = None

    @property
    def is_long_enough(self) -> bool | None:
        """None where it cannot be told."""
        if self.profile is None or self.counted is None:
            return None
        return self.counted >= self.profile.minimum


def profile_in_force(profiles: Iterable[Profile], name: str, day: date) -> Profile | None:
    """The profile ``name`` as valid on ``day``; the last one listed wins, so that a site overrides ours."""
    found = None
    for profile in profiles:
        if profile.id == name and (profile.valid_from or day) <= day <= (profile.valid_to or day):
            found = profile
    return found


def reckon(notice: Notice, profile: Profile | None, calendar: Calendar, counting: Counting) -> Reckoning:
    """Compute the interval of a notice and count it. Without a start there is nothing to reckon."""
    if notice.start is None:
        return Reckoning(profile=profile, counting=counting)
    try:
        return _reckon(notice, notice.start, profile, calendar, counting)
    except Undecided as missing:
        # a last day that would have to be computed stays unknown, too
        interval = Interval(notice.start, notice.end) if notice.end and notice.end >= notice.start else None
        return Reckoning(interval, profile, counting, undecided=missing.day)


def _reckon(notice: Notice, start: date, profile: Profile | None, calendar: Calendar, counting: Counting) -> Reckoning:
    length = notice.length
    stated_end = calendar.last_day(start, length.number, length.unit, counting) if length else None
    end = notice.end or stated_end
    unit = profile.unit.length_unit if profile else LengthUnit.DAY
    earliest = calendar.last_day(start, profile.minimum, unit, counting) if profile else None
    if end is None or end < start:
        return Reckoning(None, profile, counting, earliest_end=earliest, stated_end=stated_end)
    return Reckoning(
        Interval(start, end),
        profile,
        counting,
        counted=calendar.count(start, end, unit, counting),
        stated=calendar.count(start, end, length.unit, counting) if length else None,
        earliest_end=earliest,
        stated_end=stated_end,
    )


def notice_state(interval: Interval | None, today: date) -> State:
    """Upcoming, on notice or closed; the last day is whole, so the notice runs to its end at 24:00."""
    if interval is None:
        return State.DRAFT
    if today < interval.start:
        return State.UPCOMING
    return State.ON_NOTICE if today <= interval.end else State.CLOSED


def honour_state(honour: Honour, intervals: Sequence[Interval | None], today: date) -> State:
    """Where an honour stands on ``today``; facts in the future do not count yet.

    ``intervals`` are those of its notices, None where one is not known: then nobody is honoured.
    Between two levels an honour is closed, not upcoming: its candidate has already been shown.
    """
    known = [i for i in intervals if i is not None]
    if not known and honour.decision is None:
        return State.DRAFT
    if honour.revocation and honour.revocation.date <= today:
        return State.REVOKED
    if honour.withdrawal and honour.withdrawal.date <= today:
        return State.WITHDRAWN
    if len(known) == len(intervals) and is_honoured(honour, known, today):
        return State.HONOURED
    states = {notice_state(i, today) for i in known}
    if State.ON_NOTICE in states:
        return State.ON_NOTICE
    return State.UPCOMING if states == {State.UPCOMING} else State.CLOSED


def is_honoured(honour: Honour, intervals: Sequence[Interval], today: date) -> bool:
    """Decided after the last of at least one notice had ended, with no objection open or upheld."""
    if honour.decision is None or honour.decision.date > today or not intervals:
        return False
    if blocking_objections(honour, today):
        return False
    return honour.decision.date > max(i.end for i in intervals)


def blocking_objections(honour: Honour, today: date) -> tuple[int, ...]:
    """Numbers (from 0) of the objections that stand in the way on ``today``: open, or upheld."""
    return tuple(i for i, o in enumerate(honour.objections) if o.date <= today and (o.status.is_open or o.status is ObjectionStatus.UPHELD))


def first_permitted(intervals: Iterable[Interval]) -> date | None:
    """The first day on which an honour may be decided: the day after its last notice ends."""
    ends = [i.end for i in intervals]
    return max(ends) + ONE_DAY if ends else None


def notice_verdict(reckoning: Reckoning, today: date) -> Verdict:
    """What the declaration alone says of a notice."""
    enough = reckoning.is_long_enough
    if reckoning.interval is None or enough is None:
        return Verdict.CANNOT_BE_SHOWN
    if not enough:
        return Verdict.NOT_SATISFIED
    return Verdict.RUNNING if today <= reckoning.interval.end else Verdict.SATISFIED


def changes(honour: Honour, intervals: Iterable[Interval | None]) -> frozenset[date]:
    """Every day on which the state of an honour may change."""
    days = {day for i in intervals if i for day in (i.start, i.end + ONE_DAY)}
    days |= {fact.date for fact in (honour.decision, honour.revocation, honour.withdrawal) if fact}
    return frozenset(days | {o.date for o in honour.objections})
