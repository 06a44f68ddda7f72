"""The period of a new notice: its rule, its first and last day, and the days in between that do not count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sitegen.calendar import Calendar, DayCount, Undecided
from sitegen.notice import Interval, profile_in_force
from sitegen.problems import Say
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Counting, Profile
from sitegen.rules.words import days, with_weekday
from sitegen.wizard.house import House
from sitegen.wizard.question import Choice

_GUESSES = (
    ("劳动模范", "model-worker"), ("劳模", "model-worker"), ("先进工作者", "model-worker"), ("道德模范", "moral-model"),
    ("文明", "civilised"),
    ("科学技术", "science-award-7w"), ("科技", "science-award-7w"),
)  # fmt: skip
_HOLIDAY = "法定节假日"
_MADE_UP = "调休上班"


def profiles_of(house: House) -> list[Choice]:
    """The profiles in force, each with its minimum and source."""
    found = {p.id: p for p in house.library.profiles}
    in_force = [p for name in found if (p := profile_in_force(house.library.profiles, name, house.today))]
    return [Choice(p.id, p.name, f"{minimum(p).zh}  {p.source or '本站规定'}") for p in in_force]


def guessed_profile(house: House, title: str) -> str:
    """The profile that notices of this title had before, or that the title speaks of, else the site's."""
    for case in reversed(house.library.notices):
        if any(c.honour.title == title for c in case.candidates):
            return case.profile_name
    return next((name for word, name in _GUESSES if word in title), house.library.site.record.notice.profile)


def minimum(profile: Profile) -> Say:
    need = days(profile.minimum, profile.unit.length_unit)
    return Say(f"至少 {need.zh}", f"at least {need.en}")


def first_lawful(house: House, profile: Profile, start: date) -> date | None:
    """The first last day that the profile allows, put off to a working day; None where the calendar does not reach."""
    calendar, counting = house.library.calendar, house.library.site.record.notice.counting
    try:
        return calendar.next_workday(calendar.last_day(start, profile.minimum, profile.unit.length_unit, counting))
    except Undecided:
        return None


def told(house: House, interval: Interval, profile: Profile) -> Iterator[Say]:
    """The period in words: from when to when, how many days count, and which do not."""
    counting, calendar, unit = house.library.site.record.notice.counting, house.library.calendar, profile.unit.length_unit
    start, end = with_weekday(interval.start), with_weekday(interval.end)
    counted = days(calendar.count(*interval, unit, counting), unit)
    yield Say(
        f"公示期：{start.zh}至{end.zh}，{counted.zh}（{profile.name}，{minimum(profile).zh}）",
        f"Period: {start.en} to {end.en}, {counted.en} ({profile.id}, {minimum(profile).en})",
    )
    if left_out := tuple(skipped(calendar, interval, unit, counting)):
        zh, en = "；".join(s.zh for s in left_out), "; ".join(s.en for s in left_out)
        yield Say(f"其中：{zh}", f"Of these: {en}")


def skipped(calendar: Calendar, interval: Interval, unit: LengthUnit, counting: Counting) -> Iterator[Say]:
    """Rows of days that do not count, and make-up working days that do. Raises Undecided."""
    every = list(calendar.day_by_day(*interval, unit, counting))
    for kind, row in groupby(every, key=_kind):
        group = list(row)
        if kind:
            yield _row(group, kind)


def _kind(count: DayCount) -> str:
    """Why a row of days is told: "" for ordinary days."""
    if count.why.zh == _MADE_UP:
        return "made up"
    if count.number is not None:
        return ""
    return "opening" if count.why.zh == "开始当日不计" else "off"


def _row(group: list[DayCount], kind: str) -> Say:
    span = _span(group[0].day, group[-1].day)
    if kind == "made up":
        return Say(f"{span.zh}调休上班，计入", f"{span.en} made up for, counted")
    if kind == "opening":
        return Say(f"{span.zh}是开始当日，不计", f"{span.en} the opening day, not counted")
    if any(count.why.zh == _HOLIDAY for count in group):
        return Say(f"{span.zh}放假，不计", f"{span.en} public holiday, not counted")
    return Say(f"{span.zh}周末，不计", f"{span.en} weekend, not counted")


def _span(first: date, last: date) -> Say:
    head = Say(f"{first.month}月{first.day}日", f"{first:%d %b}")
    if first == last:
        return head
    tail = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return Say(f"{head.zh}–{tail}", f"{head.en} - {last:%d %b}")
