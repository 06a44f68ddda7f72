"""The pages of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sitegen.records.words import State
from sitegen.views.base import Body, ContactView, FileLink, Link, Meta, NoticeCard, ObjectionView, ProgressView, Step
from sitegen.views.listing import Pager
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate of a notice. The state is that of the honour, so that an outcome shows beside each name."""

    name: str
    url: str
    unit: str
    post: str
    honour: str
    level: Words
    summary: str
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of a count; ``number`` is None where the day does not count."""

    day: date
    number: int | None
    why: Words
    is_past: bool


@dataclass(frozen=True, slots=True)
class ProofView:
    """What the evidence of a notice says; None of it is there on a site that keeps none.

    ``text_url`` is the plain text for checking, "" where it is not published; ``changes`` are recorded changes;
    ``skipped`` are the codes that were switched off on a day of its records.
    """

    shown: date | None
    counts_from: date | None
    counted: int | None
    seen: int
    changes: tuple[ProgressView, ...]
    gone: date | None
    accepted: str
    text_url: str
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice's page for life: running, ended, and its outcome.

    ``counted`` and ``required`` are working days or natural days; ``count_rule`` says how they are counted.
    """

    meta: Meta
    card: NoticeCard
    body: Body | None
    candidates: tuple[CandidateView, ...]
    contact: ContactView
    closing_hour: time | None
    objection_deadline: date | None
    basis: str
    audience: str
    published: date | None
    stated_length: str
    profile_name: str
    profile_source: Words
    counted: int | None
    required: int | None
    in_workdays: bool
    count_rule: Words
    days: tuple[DayView, ...]
    verdict: Words
    strength: Words
    objections: tuple[ObjectionView, ...]
    corrections: tuple[ProgressView, ...]
    replaces: Link
    replaced_by: Link
    levels: tuple[Step, ...]
    notice_id: str
    today: date | None
    witnesses: tuple[FileLink, ...] = ()
    poster: str = ""
    proof: ProofView | None = None


@dataclass(frozen=True, slots=True)
class NoticesView:
    """The notices column."""

    meta: Meta
    running: tuple[NoticeCard, ...]
    upcoming: tuple[NoticeCard, ...]
    closed: tuple[NoticeCard, ...]
    archive: tuple[NoticeCard, ...]
    pager: Pager
    today: date
