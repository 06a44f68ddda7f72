"""The verdict on a notice from records alone: the same law as ``proof``, without the sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from sitegen.calendar import ONE_DAY, Calendar, Undecided
from sitegen.ledger.entry import Entry
from sitegen.proof import Change, changed_fields, current_story, last_facts, since_restart
from sitegen.recorded import Content, content_of, day_of
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import CalendarYear, Counting
from sitegen.records.words import Verdict
from sitegen.sightings import Sightings, look_back


@dataclass(frozen=True, slots=True)
class Judged:
    """What the records of one notice prove. ``is_older``: declared before evidence was kept, counted from its declaration."""

    verdict: Verdict
    strengths: tuple[str, ...] = ("declared",)
    start: date | None = None
    end: date | None = None
    shown: date | None = None
    counts_from: date | None = None
    counted: int | None = None
    required: int | None = None
    unit: str = ""
    seen: tuple[date, ...] = ()
    changes: tuple[Change, ...] = ()
    gone: date | None = None
    is_older: bool = False
    is_other_calendar: bool = False
    sightings: Sightings = field(default_factory=Sightings)


def judge_story(
    story: Sequence[Entry], beats: Sequence[date], since: date | None, years: Sequence[CalendarYear], today: date,
    probed: date | None = None,
) -> Judged:  # fmt: skip
    """``beats`` are the days of daily records that saw the notice; ``since``, ``years`` and ``probed`` are what the site says of itself."""
    current = current_story(story)
    last = last_facts(current)
    if not current or last is None:
        return Judged(Verdict.CANNOT_BE_SHOWN)
    content, shown = content_of(last), day_of(current[0])
    start, end = _period(content)
    if start is None or end is None:
        return Judged(Verdict.CANNOT_BE_SHOWN, shown=shown)
    changes = tuple(_changes(current))
    is_older = since is not None and start < since and shown <= since
    first = max([start, *([] if is_older else [shown]), *(c.date for c in changes if c.restarts)])
    sights = look_back(current, since_restart(current), probed, (start, end), first, today - ONE_DAY, is_older)
    seen = {day_of(e) for e in current if e.kind in ("shown", "changed")} | set(beats) | set(sights.days)
    gone = next((day_of(e) for e in current if e.kind == "withdrawn"), None)
    strengths = ("declared", *(() if is_older else ("built",)), *(("witnessed",) if sights.days else ()))
    judged = Judged(
        Verdict.CANNOT_BE_SHOWN, strengths, start, end, shown, max([first, *sights.begin]),
        seen=tuple(sorted(seen)), changes=changes, gone=gone, is_older=is_older, sightings=sights,
    )  # fmt: skip
    return _counted(judged, content_of(current[0]), content, years, today)


def _period(content: Content) -> tuple[date | None, date | None]:
    try:
        return date.fromisoformat(content.period[0]), date.fromisoformat(content.period[1])
    except ValueError:
        return None, None


def _changes(current: Sequence[Entry]) -> Iterator[Change]:
    steps = [(day_of(e), content_of(e).facts) for e in current if e.kind in ("shown", "changed")]
    for (_, before), (day, after) in pairwise(steps):
        material, minor = changed_fields(before, after)
        if material or minor:
            yield Change(day, material + minor, bool(material))


def _rule(first: Content, last: Content) -> tuple[int, LengthUnit, Counting] | None:
    """The rule last recorded, or that of the first day if it asked for more (row 19 of THREATS.md)."""
    rules = []
    for rule in (first.rule, last.rule):
        unit = next((u for u in LengthUnit if u.value == rule.unit), None)
        counting = next((c for c in Counting if c.en == rule.counting), None)
        if unit is None or counting is None or rule.minimum < 1:
            return None
        rules.append((rule.minimum, unit, counting))
    then, now = rules
    return then if then[0] > now[0] or then[1:] != now[1:] else now


def _counted(judged: Judged, first: Content, last: Content, years: Sequence[CalendarYear], today: date) -> Judged:
    need, start, end, begin = _rule(first, last), judged.start, judged.end, judged.counts_from
    if need is None or start is None or end is None or begin is None:
        return judged
    number, unit, counting = need
    calendar = next((c for c in (Calendar(), Calendar(years)) if c.digest(start, end) == last.calendar), None)
    is_other = calendar is None and unit is LengthUnit.WORKDAY
    judged = replace(judged, required=number, unit=unit.value, is_other_calendar=is_other)
    try:
        counted = (calendar or Calendar()).count(begin, end, unit, counting) if begin <= end else 0
    except Undecided:
        return judged
    verdict = Verdict.RUNNING if today <= end else Verdict.SATISFIED
    if counted < number or (judged.gone is not None and judged.gone <= end):
        verdict = Verdict.NOT_SATISFIED
    if verdict is Verdict.SATISFIED and judged.sightings.is_lacking:
        verdict = Verdict.CANNOT_BE_SHOWN
    return replace(judged, verdict=verdict, counted=counted)
