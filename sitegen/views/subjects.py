"""The pages of models and units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.records.words import State
from sitegen.views.base import Body, Card, FileLink, Link, Meta, ObjectionView, ProgressView, PromiseView, Step
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class CommentView:
    leader: str
    date: date | None
    affirmed: str
    shortfall: str
    direction: str


@dataclass(frozen=True, slots=True)
class Vote:
    """A grade with its number and its share in percent, one decimal."""

    grade: str
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class AppraisalView:
    body: str
    date: date
    votes: tuple[Vote, ...]
    total: int
    reply: str


@dataclass(frozen=True, slots=True)
class HonourView:
    """An honour on its owner's page, with the whole way it went."""

    title: str
    state: State
    level: Words
    year: int | None
    authority: str
    steps: tuple[Step, ...]
    objections: tuple[ObjectionView, ...]
    ended: date | None
    end_reason: str
    notices: tuple[Link, ...]
    decision_number: str = ""
    is_proposed: bool = True
    round: str = ""


@dataclass(frozen=True, slots=True)
class PairView:
    partner: Link
    kind: Words
    count: int | None
    start: date | None


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One of the five; ``evidence`` is "" where none is given."""

    name: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SubjectView:
    """What the pages of models and units share."""

    meta: Meta
    card: Card
    body: Body
    region: tuple[Link, ...]
    sector: Link
    tags: tuple[str, ...]
    goals: tuple[Link, ...]
    honours: tuple[HonourView, ...]
    criteria_title: Words
    criteria: tuple[CriterionView, ...]
    promises: tuple[PromiseView, ...]
    comments: tuple[CommentView, ...]
    appraisals: tuple[AppraisalView, ...]
    pairs: tuple[PairView, ...]
    files: tuple[FileLink, ...]
    source: str
    published: date | None
    updated: date | None
    related: tuple[Card, ...]
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class ModelView(SubjectView):
    """A person's page. ``is_withheld``: the story is not shown, because an honour was revoked."""

    unit: Link
    post: str
    facts: tuple[tuple[Words, Words | tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class CarrierView:
    name: Link
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class AchievementView:
    date: str
    text: str
    figures: str


@dataclass(frozen=True, slots=True)
class UnitView(SubjectView):
    """A unit's page."""

    kind: Words
    level: Words
    parent: Link
    children: tuple[Card, ...]
    members: tuple[Card, ...]
    theme: Link
    carriers: tuple[CarrierView, ...]
    contact_leader: str
    visits: tuple[ProgressView, ...]
    achievements: tuple[AchievementView, ...]
