"""Questions that several rules put to the library. Holds no rule."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date

from sitegen.calendar import ONE_DAY, Calendar, Undecided
from sitegen.cases import HonourCase, NoticeCase
from sitegen.library import Library
from sitegen.notice import Interval, profile_in_force
from sitegen.records.scalars import ID_PATTERN, LengthUnit
from sitegen.records.words import State

Spot = tuple[str, int, int]
Where = Callable[[], Spot]
"""A spot that is only looked up if there is something to say about it."""


def is_workday(calendar: Calendar, day: date) -> bool | None:
    """Whether people work on ``day``; None where no arrangement is known."""
    try:
        return calendar.is_workday(day)
    except Undecided:
        return None


def next_workday(calendar: Calendar, day: date) -> date | None:
    """The first working day from ``day`` on; None where no arrangement is known."""
    try:
        return calendar.next_workday(day)
    except Undecided:
        return None


def counted(library: Library, interval: Interval, unit: LengthUnit) -> int | None:
    """Days of ``interval`` in ``unit``; None where no arrangement is known."""
    try:
        return library.calendar.count(*interval, unit, library.site.record.notice.counting)
    except Undecided:
        return None


def lawful_interval(library: Library) -> Interval | None:
    """The soonest notice that the site's default profile allows, from the next working day on."""
    rules = library.site.record.notice
    start = next_workday(library.calendar, library.today + ONE_DAY)
    profile = profile_in_force(library.profiles, rules.profile, library.today)
    if start is None or profile is None:
        return None
    try:
        end = library.calendar.last_day(start, profile.minimum, profile.unit.length_unit, rules.counting)
        return Interval(start, library.calendar.next_workday(end))
    except Undecided:
        return None


def placed(case: HonourCase) -> Iterator[tuple[int, NoticeCase]]:
    """The notices of an honour with the place in which each is written; one named twice comes once."""
    files = {notice.slug: notice for notice in case.notices if not notice.number}
    inline = {notice.loc[-1]: notice for notice in case.notices if notice.number}
    for place, written in enumerate(case.honour.notices):
        found = files.pop(written, None) if isinstance(written, str) else inline.get(place)
        if found is not None:
            yield place, found


def spot_of(case: HonourCase, place: int, notice: NoticeCase, *loc: str | int) -> Spot:
    """Where a fact of a notice stands: in the notice, or, of a batch, where the honour names it."""
    return notice.spot(*loc) if notice.number else case.spot("notices", place)


def last_end(case: HonourCase) -> date | None:
    """The day on which the last notice of an honour ends."""
    return max((n.reckoning.interval.end for n in case.notices if n.reckoning.interval), default=None)


def is_revoked(case: HonourCase) -> bool:
    """A revocation in force: the record tells what happened, and nobody is shown as honoured."""
    return case.state is State.REVOKED


def proposed_id(slug: str, year: int, taken: frozenset[str]) -> str:
    """A permanent id that nobody has: the slug and the year, or a short hash where the slug does not fit."""
    base = slug.lower() if slug.lower().endswith(str(year)) else f"{slug.lower()}-{year}"
    if not ID_PATTERN.fullmatch(base):
        base = f"r{hashlib.sha256(slug.encode()).hexdigest()[:8]}-{year}"
    return free_id(base, taken)


def free_id(base: str, taken: frozenset[str]) -> str:
    """``base``, with a number after it if it is taken."""
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base[:36]}-{number}"
    return found
