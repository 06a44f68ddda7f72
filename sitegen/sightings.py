"""What probes of the deployed site saw of a notice, and what follows for its period (THREATS.md rows 3, 4, 9, 34). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sitegen.ledger.entry import Entry
from sitegen.recorded import SAME, Sighting, content_of, sighting_of

_OTHER = "stale"


@dataclass(frozen=True, slots=True)
class Sightings:
    """The probes of one notice.

    ``is_due``: the law of probing holds for it, and ``since`` is the day from which the deployed site should have shown
    it as it now is. ``first`` is the first day within the period on which a probe saw that, ``days`` are all days of the
    period with a successful probe, ``missed`` those from ``first`` on without one. ``last`` is what was seen last.
    """

    is_due: bool = False
    since: date | None = None
    first: date | None = None
    days: tuple[date, ...] = ()
    missed: tuple[date, ...] = ()
    last: Sighting | None = None

    @property
    def is_late(self) -> bool:
        """First seen on a later day than it was published: uploaded late, or not reachable before."""
        return self.is_due and self.first is not None and self.since is not None and self.first > self.since

    @property
    def is_lacking(self) -> bool:
        """It should have been seen, and never was."""
        return self.is_due and self.first is None

    @property
    def begin(self) -> tuple[date, ...]:
        """The day before which nothing counts, if there is one."""
        return (self.first,) if self.is_due and self.first else ()


def look_back(
    current: Sequence[Entry], fresh: Sequence[Entry], probed: date | None, period: tuple[date, date], since: date, until: date,
    is_older: bool,
) -> Sightings:  # fmt: skip
    """The probes of a story.

    ``current`` is the story since the notice was last shown anew, ``fresh`` its end since the last change in substance (a
    changed notice is another one, and must be seen again). ``probed`` is the day from which the site says that it is
    probed: records that name an earlier one hold against it, so that switching off helps no notice that has begun.
    ``since`` is the day from which the period counts by the publications alone, ``until`` the last day that is over.
    One that is older than the evidence (``is_older``) is believed without probes, too.
    """
    start, end = period
    every = tuple(_judged(current))
    told = [*([probed] if probed else []), *(s.since for s in every if s.since)]
    good = sorted({s.day for s in every if s.state == SAME and start <= s.day <= end})
    names = {e.name for e in fresh}
    late = sorted({s.day for s, e in _with_entries(current) if e.name in names and s.state == SAME and since <= s.day <= end})
    first = late[0] if late else None
    missed = tuple(day for day in _days(first, min(end, until)) if day not in late) if first else ()
    is_due = not is_older and any(start >= day for day in told)
    return Sightings(is_due, since, first, tuple(good), missed if is_due else (), every[-1] if every else None)


def last_seen(current: Sequence[Entry]) -> date | None:
    """The last day on which a probe saw a notice as it should be."""
    return max((s.day for s in _judged(current) if s.state == SAME), default=None)


def _judged(story: Sequence[Entry]) -> Iterator[Sighting]:
    yield from (sighting for sighting, _ in _with_entries(story))


def _with_entries(story: Sequence[Entry]) -> Iterator[tuple[Sighting, Entry]]:
    """Every probe with its record. One that saw another text than the records then told was no success, whatever it says of itself."""
    text = ""
    for entry in story:
        if entry.kind in ("shown", "changed"):
            text = content_of(entry).text
        if sighting := sighting_of(entry):
            yield (sighting if sighting.state != SAME or sighting.text == text else replace(sighting, state=_OTHER)), entry


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))
