"""What waits for the office on a day: open objections, notices that fall short, columns going stale, evidence and probes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sitegen.cases import HonourCase, NoticeCase
from sitegen.library import Library
from sitegen.notice import blocking_objections
from sitegen.problems import Say
from sitegen.records.facts import Objection
from sitegen.records.words import ObjectionStatus, State, Verdict
from sitegen.rules.columns import dated, newest_of, posted
from sitegen.staff.summary import running

_WAITING = (State.ON_NOTICE, State.CLOSED)
_NEARLY = 0.8  # of its limit: a column is then going stale
_MAY_REST = timedelta(days=1)  # a daily probe that did not run today may still run


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """An objection that is not decided, and for how many days it has been open."""

    case: HonourCase
    objection: Objection
    days: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an honour cannot be decided."""

    case: HonourCase
    why: Say


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the site: its newest item, how old that is, and how old it may be."""

    name: Say
    newest: date | None
    age: int
    limit: int

    @property
    def is_stale(self) -> bool:
        return self.newest is not None and self.age > self.limit

    @property
    def is_going_stale(self) -> bool:
        return self.newest is not None and not self.is_stale and self.age >= self.limit * _NEARLY


@dataclass(frozen=True, slots=True)
class Probes:
    """What probes of the deployed site saw: the last day of any, and the running notices that the last day or two did not show."""

    since: date
    last: date | None
    unseen: tuple[NoticeCase, ...]


def open_objections(library: Library) -> list[OpenObjection]:
    """Objections that are received or checked, the oldest first."""
    found = [
        OpenObjection(case, objection, (library.today - objection.date).days)
        for case in library.honours
        for objection in case.honour.objections
        if objection.status.is_open and objection.date <= library.today
    ]
    return sorted(found, key=lambda o: (-o.days, o.case.owner.slug, o.case.index))


def obstacles(library: Library) -> list[Obstacle]:
    """Honours that cannot be decided as things are, with the reason."""
    waiting = [case for case in library.honours if case.state in _WAITING]
    return [Obstacle(case, why) for case in waiting for why in _reasons(library, case)]


def _reasons(library: Library, case: HonourCase) -> Iterator[Say]:
    for number in blocking_objections(case.honour, library.today):
        objection = case.honour.objections[number]
        status = objection.status
        if status is ObjectionStatus.UPHELD:
            yield Say("异议成立，应当撤回", "an objection was upheld: withdraw it")
        else:
            yield Say(f"{objection.date} 的异议没有办结（{status.zh}）", f"objection of {objection.date} is open ({status.en})")
    for notice in case.notices:
        proof = library.proofs.get(notice.id)
        if proof and proof.verdict is Verdict.NOT_SATISFIED:
            end = proof.earliest_end or notice.reckoning.earliest_end
            until, english = (f"，最早 {end} 满", f", {end} at the earliest") if end else ("", "")
            yield Say(f"公示天数不够{until}", f"its notice is too short{english}")
        elif proof and proof.verdict is Verdict.CANNOT_BE_SHOWN and notice.state is State.CLOSED:
            yield Say("公示期没有证据，证明不了", "nothing shows that its notice ran")


def undecided(library: Library) -> list[HonourCase]:
    """Honours whose notices have ended, that nothing stands in the way of, and that wait for a decision."""
    stuck = {(o.case.owner.path, o.case.index) for o in obstacles(library)}
    return [c for c in library.honours if c.state is State.CLOSED and (c.owner.path, c.index) not in stuck]


def columns(library: Library) -> list[Column]:
    """The columns whose news inspections count."""
    fresh = library.site.record.freshness
    kinds = (
        (Say("首页", "front page"), newest_of(library, dated(library)), fresh.front),
        (Say("公示栏目", "notices"), newest_of(library, posted(library)), fresh.notices),
    )
    return [
        Column(name, newest[0] if newest else None, (library.today - newest[0]).days if newest else 0, limit)
        for name, newest, limit in kinds
    ]


def probes(library: Library) -> Probes | None:
    """None where the deployed site is not probed."""
    since = library.site.record.probed_since
    if since is None or since > library.today:
        return None
    sightings = {case.id: library.proofs[case.id].sightings for case in library.notices}
    last = max((s.last.day for s in sightings.values() if s.last), default=None)
    recent = library.today - _MAY_REST
    unseen = [
        case
        for case in running(library)
        if sightings[case.id].is_due
        and (sightings[case.id].since or recent) <= recent
        and not any(recent <= day for day in sightings[case.id].days)
    ]
    return Probes(since, last, tuple(unseen))
