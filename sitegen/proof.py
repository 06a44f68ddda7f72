"""What the evidence says of one notice: from when it counts, what changed, and the verdict. Pure.

Three strengths, never mixed up: *declared* (front matter), *built* (the ledger: on day D the
published site held the notice), *witnessed* (an outside proof attached to it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from sitegen.calendar import ONE_DAY, Calendar, Undecided
from sitegen.cases import NoticeCase
from sitegen.ledger.entry import Entry
from sitegen.notice import notice_verdict
from sitegen.recorded import Facts, content_of, day_of
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Counting, Site
from sitegen.records.words import State, Verdict
from sitegen.sightings import Sightings, look_back


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded change of a notice: the day, the fields, and whether it restarts the period."""

    date: date
    fields: tuple[str, ...]
    restarts: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict of one notice with what it rests on.

    ``shown`` is the first day on which the ledger has it, ``counts_from`` the day from which its period
    counts, ``seen`` every day on which a publish recorded it, ``gone`` the day it was taken away early,
    ``accepted`` the reason why a declaration is enough, "" where it is not; ``later`` the material fields that differ
    from the last record though the notice has ended; ``lost`` the salts without which the records cannot be compared;
    ``formerly`` the vanished notice that said the same of the same person; ``sightings`` what probes of the deployed site saw.
    """

    verdict: Verdict
    strengths: tuple[str, ...] = ("declared",)
    shown: date | None = None
    counts_from: date | None = None
    counted: int | None = None
    required: int | None = None
    earliest_end: date | None = None
    seen: tuple[date, ...] = ()
    changes: tuple[Change, ...] = ()
    gone: date | None = None
    accepted: str = ""
    later: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    formerly: str = ""
    sightings: Sightings = field(default_factory=Sightings)


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger as the rules read it: each notice's story in order, daily records, its first and last day, and the heads.

    ``heartbeats`` are days with the ids of notices that stood on the published site. ``is_rewound``: on a
    demonstration site, records of days that have not come yet were left out, and none may be added behind them.
    ``skipped`` are the codes that were switched off when a notice was recorded, by its id. ``signer`` is the
    fingerprint of the key that signed the heads, "" if none did; ``is_stamped``: a time stamp of them is published.
    """

    stories: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    heartbeats: tuple[tuple[date, str], ...] = ()
    first: date | None = None
    latest: date | None = None
    heads: tuple[str, ...] = ()
    is_rewound: bool = False
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signer: str = ""
    is_stamped: bool = False


def current_story(story: Sequence[Entry]) -> tuple[Entry, ...]:
    """The part of a story since the notice was last shown anew, after it had been withdrawn.

    A second copy of the site may have recorded the same notice as shown, too: the first record counts.
    """
    start: int | None = None
    is_gone = True
    for number, entry in enumerate(story):
        if entry.kind == "shown" and is_gone:
            start, is_gone = number, False
        is_gone = is_gone or entry.kind == "withdrawn"
    return tuple(story[start:]) if start is not None else ()


def last_facts(story: Sequence[Entry]) -> Entry | None:
    """The entry that last recorded what the notice said."""
    return next((e for e in reversed(story) if e.kind in ("shown", "changed")), None)


def changed_fields(before: Facts, now: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The material and the minor fields that differ, by their names."""
    material = [k for k in sorted({*before.fields, *now.fields}) if before.fields.get(k) != now.fields.get(k)]
    for key in sorted({*before.candidates, *now.candidates}):
        old, new = before.candidates.get(key, {}), now.candidates.get(key, {})
        material += [f"{key} {k}" for k in sorted({*old, *new}) if old.get(k) != new.get(k)]
    if before.assets != now.assets:
        material.append("照片和附件")
    minor = [k for k in sorted({*before.minor, *now.minor}) if before.minor.get(k) != now.minor.get(k)]
    return tuple(material), tuple(minor)


def since_restart(story: Sequence[Entry]) -> tuple[Entry, ...]:
    """The end of a story, from the record on that last changed the notice in substance; the whole story if none did."""
    begin, before = 0, Facts()
    for number, entry in enumerate(story):
        if entry.kind in ("shown", "changed"):
            now = content_of(entry).facts
            begin, before = number if changed_fields(before, now)[0] else begin, now
    return tuple(story[begin:])


def _changes(story: Sequence[Entry], now: Facts | None, today: date) -> Iterator[Change]:
    """The changes between one record and the next, and those that today's publish would record."""
    steps = [(day_of(e), content_of(e).facts) for e in story if e.kind in ("shown", "changed")]
    if now is not None:
        steps.append((today, now))
    for (_, before), (day, after) in pairwise(steps):
        material, minor = changed_fields(before, after)
        if material or minor:
            yield Change(day, material + minor, bool(material))


def prove(
    case: NoticeCase, story: Sequence[Entry], heartbeats: Sequence[tuple[date, str]], now: Facts | None,
    site: Site, calendar: Calendar, today: date, clock: date,
) -> Proof:  # fmt: skip
    """The proof of one notice.

    ``now`` is None where its salts are not known; ``heartbeats`` are days and ids of daily records. ``clock`` is
    the day that it really is: who looks ahead of it may take it that a notice still to come will be published in time.
    """
    since = site.evidence_since
    if since is None:
        return Proof(notice_verdict(case.reckoning, today), _strengths(case, built=False))
    current = current_story(story)
    running = case.state is State.ON_NOTICE
    if case.reckoning.interval is None or not (current or running):
        return _without_evidence(case, site, today)
    start = case.reckoning.interval.start
    shown = day_of(current[0]) if current else start if start > clock else today
    changes = tuple(_changes(current, now if running else None, today))
    restarts = [c.date for c in changes if c.restarts]
    gone = next((day_of(e) for e in current if e.kind == "withdrawn"), None)
    older = start < since and shown <= max(since, start)
    published = max([start, *([] if older else [shown]), *restarts])
    seen = {day_of(e) for e in current if e.kind in ("shown", "changed")} | {day for day, name in heartbeats if name == case.id}
    seen |= {today} if running else set()  # what this publish is about to record
    last = last_facts(current)
    differs = changed_fields(content_of(last).facts, now)[0] if last and now else ()
    fresh = () if running and differs else since_restart(current)
    sights = look_back(current, fresh, site.probed_since, case.reckoning.interval, published, min(today, clock) - ONE_DAY, older)
    counts_from = max([published, *sights.begin])
    strengths = _strengths(case, built=(bool(current) or running) and not older, probed=bool(sights.days))
    proof = _counted(case, current, counts_from, calendar, today, Proof(
        Verdict.RUNNING, strengths, shown, counts_from, seen=tuple(sorted(seen.union(sights.days))), changes=changes, gone=gone,
        accepted=(site.accept_declared or "") if older else "", later=() if running else differs, sightings=sights,
    ))  # fmt: skip
    if proof.verdict is Verdict.SATISFIED and sights.is_lacking and clock > case.reckoning.interval.end:
        return replace(proof, verdict=Verdict.CANNOT_BE_SHOWN)
    return proof


def _strengths(case: NoticeCase, *, built: bool, probed: bool = False) -> tuple[str, ...]:
    interval = case.reckoning.interval
    witnessed = probed or (interval is not None and any(interval.start <= w.date <= interval.end for w in case.notice.witness))
    return ("declared", *(("built",) if built else ()), *(("witnessed",) if witnessed else ()))


def _without_evidence(case: NoticeCase, site: Site, today: date) -> Proof:
    """No record of it: a declaration before the day from which evidence is kept may be accepted, with the reason told."""
    interval = case.reckoning.interval
    declared = notice_verdict(case.reckoning, today)
    if interval is None or today <= interval.end or declared is Verdict.NOT_SATISFIED:
        return Proof(declared, _strengths(case, built=False))
    old = site.evidence_since is not None and interval.start < site.evidence_since
    if old and (site.accept_declared or "witnessed" in _strengths(case, built=False)):
        return Proof(declared, _strengths(case, built=False), accepted=site.accept_declared or "")
    return Proof(Verdict.CANNOT_BE_SHOWN, _strengths(case, built=False))


def requirement(case: NoticeCase, story: Sequence[Entry]) -> tuple[int, LengthUnit, Counting] | None:
    """What the period must have: the profile of today, or that in force at the start if it asked for more."""
    profile = case.reckoning.profile
    if profile is None:
        return None
    now = (profile.minimum, profile.unit.length_unit, case.reckoning.counting)
    first = next((e for e in story if e.kind == "shown"), None)
    if first is None:
        return now
    rule = content_of(first).rule
    unit = next((u for u in LengthUnit if u.value == rule.unit), now[1])
    counting = next((c for c in Counting if c.en == rule.counting), now[2])
    then = (rule.minimum, unit, counting)
    return then if then[0] > now[0] or then[1:] != now[1:] else now


def _counted(case: NoticeCase, story: Sequence[Entry], start: date, calendar: Calendar, today: date, proof: Proof) -> Proof:
    """Count from the day that evidence allows, and judge."""
    interval, need = case.reckoning.interval, requirement(case, story)
    if interval is None or need is None:
        return replace(proof, verdict=Verdict.CANNOT_BE_SHOWN)
    number, unit, counting = need
    try:
        counted = calendar.count(start, interval.end, unit, counting) if start <= interval.end else 0
        earliest = calendar.last_day(start, number, unit, counting)
    except Undecided:
        return replace(proof, verdict=Verdict.CANNOT_BE_SHOWN)
    verdict = Verdict.RUNNING if today <= interval.end else Verdict.SATISFIED
    if counted < number or (proof.gone is not None and proof.gone <= interval.end):
        verdict = Verdict.NOT_SATISFIED
    return replace(proof, verdict=verdict, counted=counted, required=number, earliest_end=earliest)
