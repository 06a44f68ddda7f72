"""All records and what follows from them on a given day: states, indexes, neighbours, the next change. Pure."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

from sitegen.calendar import ONE_DAY, Calendar
from sitegen.cases import Candidate, HonourCase, NoticeCase, Owner, PromiseCase, record_id
from sitegen.notice import Interval, changes, honour_state, notice_state, profile_in_force, reckon
from sitegen.proof import Book, Proof
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Record, Unit
from sitegen.records.facts import Contact, Honour, Notice
from sitegen.records.filed import Filed
from sitegen.records.site import Profile, Site
from sitegen.records.words import PromiseState, State

R = TypeVar("R", Model, Unit, NoticeFile, Bulletin, Page)


@dataclass(frozen=True)
class Library:
    """Everything the rules judge and the outputs show. Built by ``make_library``."""

    site: Filed[Site]
    today: date
    calendar: Calendar
    profiles: tuple[Profile, ...]
    models: tuple[Filed[Model], ...]
    units: tuple[Filed[Unit], ...]
    notice_files: tuple[Filed[NoticeFile], ...]
    bulletins: tuple[Filed[Bulletin], ...]
    pages: tuple[Filed[Page], ...]
    notices: tuple[NoticeCase, ...]
    honours: tuple[HonourCase, ...]
    promises: tuple[PromiseCase, ...]
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    book: Book = field(default_factory=Book)

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Models and units: all that may hold honours and promises."""
        return (*self.models, *self.units)

    @cached_property
    def units_by_slug(self) -> Mapping[str, Filed[Unit]]:
        return {unit.slug: unit for unit in self.units}

    @cached_property
    def honours_of(self) -> Mapping[str, tuple[HonourCase, ...]]:
        """The honours of each record, by its path."""
        return _grouped(self.honours)

    @cached_property
    def promises_of(self) -> Mapping[str, tuple[PromiseCase, ...]]:
        """The promises of each record, by its path."""
        return _grouped(self.promises)

    @cached_property
    def models_of(self) -> Mapping[str, tuple[Filed[Model], ...]]:
        """The models of each unit, by the unit's slug."""
        found: defaultdict[str, list[Filed[Model]]] = defaultdict(list)
        for model in self.models:
            if model.record.unit in self.units_by_slug:
                found[model.record.unit or ""].append(model)
        return {slug: tuple(models) for slug, models in found.items()}

    @cached_property
    def children_of(self) -> Mapping[str, tuple[Filed[Unit], ...]]:
        """The units directly below each unit, by the upper one's slug."""
        found: defaultdict[str, list[Filed[Unit]]] = defaultdict(list)
        for unit in self.units:
            if unit.record.parent in self.units_by_slug:
                found[unit.record.parent or ""].append(unit)
        return {slug: tuple(units) for slug, units in found.items()}

    @cached_property
    def notices_by_name(self) -> Mapping[str, NoticeCase]:
        """Notices by their id and by the name in their address."""
        found: dict[str, NoticeCase] = {}
        for case in self.notices:
            found.setdefault(case.id, case)
            found.setdefault(case.slug, case)
        return found

    @cached_property
    def replacing(self) -> Mapping[str, NoticeCase]:
        """The notice that takes the place of another, by what it calls the other (id or slug)."""
        found: dict[str, NoticeCase] = {}
        for case in self.notices:
            if case.notice.replaces:
                found.setdefault(case.notice.replaces, case)
        return found

    @cached_property
    def next_change(self) -> date | None:
        """The next day on which the site would look different, None if none is known."""
        days: set[date] = set()
        for case in self.honours:
            days |= changes(case.honour, (n.reckoning.interval for n in case.notices))
        for promise in self.promises:
            if promise.state is PromiseState.RUNNING and promise.promise.due:
                days.add(promise.promise.due + ONE_DAY)
        days |= {b.record.closes + ONE_DAY for b in self.bulletins if b.record.closes}
        return min((day for day in days if day > self.today), default=None)


def _grouped(cases: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for case in cases:
        found[case.owner.path].append(case)
    return {path: tuple(items) for path, items in found.items()}


def make_library(site: Filed[Site], records: Iterable[Filed[Record]], profiles: Iterable[Profile], today: date) -> Library:
    """Join the records as of ``today``. ``profiles`` are those shipped; the site's own come after and win."""
    every = tuple(records)
    models, units, files = _of(every, Model), _of(every, Unit), _of(every, NoticeFile)
    makers = _Maker(site.record, Calendar(site.record.calendar), (*profiles, *site.record.profiles), today)
    owners: tuple[Owner, ...] = (*models, *units)
    batches = {f.slug: makers.batch(f, tuple(_candidates(owners, f.slug))) for f in files}
    honours: list[HonourCase] = []
    notices: list[NoticeCase] = list(batches.values())
    for owner in owners:
        for case in makers.honours(owner, batches):
            honours.append(case)
            notices.extend(n for n in case.notices if n.number)
    return Library(
        site,
        today,
        makers.calendar,
        makers.profiles,
        models,
        units,
        files,
        _of(every, Bulletin),
        _of(every, Page),
        tuple(notices),
        tuple(honours),
        tuple(p for owner in owners for p in _promises(owner, today)),
    )


def _of(records: Iterable[Filed[Any]], kind: type[R]) -> tuple[Filed[R], ...]:
    return tuple(cast("Filed[R]", f) for f in records if isinstance(f.record, kind))


def _candidates(owners: Iterable[Owner], slug: str) -> Iterator[Candidate]:
    for owner in owners:
        for index, honour in enumerate(owner.record.honours):
            if slug in honour.notices:
                yield Candidate(owner, index, honour)


@dataclass(frozen=True)
class _Maker:
    """What is needed to turn declared facts into cases."""

    site: Site
    calendar: Calendar
    profiles: tuple[Profile, ...]
    today: date

    def batch(self, filed: Filed[NoticeFile], candidates: tuple[Candidate, ...]) -> NoticeCase:
        record = filed.record
        return self._case(record.id, filed.slug, record.title, record, filed, (), 0, candidates)

    def honours(self, owner: Owner, batches: Mapping[str, NoticeCase]) -> Iterator[HonourCase]:
        number = 0
        for index, honour in enumerate(owner.record.honours):
            cases: list[NoticeCase] = []
            for place, written in enumerate(honour.notices):
                if isinstance(written, str):
                    if written in batches:
                        cases.append(batches[written])
                    continue
                number += 1
                cases.append(self._inline(owner, index, place, number, honour, written))
            intervals: list[Interval | None] = [c.reckoning.interval for c in cases]
            intervals += [None] * (len(honour.notices) - len(cases))  # files that do not exist
            state = honour_state(honour, intervals, self.today)
            yield HonourCase(owner, index, honour, tuple(cases), state)

    def _inline(self, owner: Owner, index: int, place: int, number: int, honour: Honour, notice: Notice) -> NoticeCase:
        name = f"{record_id(owner)}-{number}"
        scope = f"（{notice.scope.zh}）" if notice.scope and len(honour.notices) > 1 else ""
        title = f"关于{owner.record.name}拟授予“{honour.title}”的公示{scope}"
        loc = ("honours", index, "notices", place)
        return self._case(name, name, title, notice, owner, loc, number, (Candidate(owner, index, honour),))

    def _case(
        self,
        name: str,
        slug: str,
        title: str,
        notice: Notice,
        filed: Owner | Filed[NoticeFile],
        loc: tuple[str | int, ...],
        number: int,
        candidates: tuple[Candidate, ...],
    ) -> NoticeCase:
        profile_name = notice.profile or self.site.notice.profile
        profile = profile_in_force(self.profiles, profile_name, notice.start or self.today)
        reckoning = reckon(notice, profile, self.calendar, self.site.notice.counting)
        return NoticeCase(
            name,
            slug,
            title,
            notice,
            filed,
            loc,
            number,
            with_defaults(notice, self.site.contact),
            profile_name,
            reckoning,
            notice_state(reckoning.interval, self.today),
            candidates,
        )


def with_defaults(notice: Notice, default: Contact | None) -> Contact:
    """The contact of a notice, with what it leaves out taken from the site."""
    names = [f.name for f in dataclasses.fields(Contact)]
    return Contact(**{n: getattr(notice, n) or (getattr(default, n) if default else None) for n in names})


def _promises(owner: Owner, today: date) -> Iterator[PromiseCase]:
    for index, promise in enumerate(owner.record.promises):
        over = (today - promise.due).days if promise.due else 0
        if promise.result:
            yield PromiseCase(owner, index, promise, PromiseState.KEPT, 0)
        elif over > 0:
            yield PromiseCase(owner, index, promise, PromiseState.OVERDUE, over)
        else:
            yield PromiseCase(owner, index, promise, PromiseState.RUNNING, over)


STANDING = (State.UPCOMING, State.ON_NOTICE, State.CLOSED, State.HONOURED)
"""States in which an honour is shown in lists."""
