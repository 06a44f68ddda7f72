"""The columns that the campaign's documents ask for: themes, goals, stages, contact points, tree, comments, rolls, letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.records.words import State
from sitegen.views.base import Card, ContactView, Count, Link, Meta, PromiseView
from sitegen.views.listing import Pager
from sitegen.views.subjects import AppraisalView, CommentView
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class Column:
    """An entry of the overview: a column with what it is for; ``number`` is 0 where there is nothing to count."""

    title: Words
    url: str
    number: int
    text: Words


@dataclass(frozen=True, slots=True)
class OverviewView:
    meta: Meta
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class CardsView:
    """A list of models and units; ``beside`` are lists of what belongs to it."""

    meta: Meta
    cards: tuple[Card, ...]
    pager: Pager
    beside: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class UserView:
    """A unit that uses a theme or a carrier, since when and until when as written."""

    unit: Link
    place: str
    summary: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class UseView:
    """A theme or a carrier with the first few of its units."""

    name: str
    url: str
    number: int
    users: tuple[UserView, ...]


@dataclass(frozen=True, slots=True)
class ThemesView:
    """One page of all themes and carriers; ``themes`` and ``carriers`` are those on this page."""

    meta: Meta
    themes: tuple[UseView, ...]
    carriers: tuple[UseView, ...]
    number_of_themes: int
    number_of_carriers: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class UsersView:
    """The units that use one theme or carrier."""

    meta: Meta
    is_theme: bool
    users: tuple[UserView, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class GoalsView:
    """The national four with what of the site's set stands for each, and goals that stand for none."""

    meta: Meta
    national: tuple[Count, ...]
    others: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class StageNotice:
    title: str
    url: str
    state: State
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class StageView:
    """A round: ``honours`` are numbers by state, ``notices`` the newest of ``number_of_notices``."""

    name: str
    start: date
    end: date
    text: str
    is_running: bool
    is_over: bool
    url: str
    total: int
    honours: tuple[tuple[State, int], ...]
    notices: tuple[StageNotice, ...]
    number_of_notices: int
    on_notice: int


@dataclass(frozen=True, slots=True)
class StagesView:
    meta: Meta
    stages: tuple[StageView, ...]
    today: date


@dataclass(frozen=True, slots=True)
class OwnedComment:
    owner: Link
    comment: CommentView


@dataclass(frozen=True, slots=True)
class CommentsView:
    """``candid`` are those that name a shortfall."""

    meta: Meta
    comments: tuple[OwnedComment, ...]
    candid: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class OwnedAppraisal:
    owner: Link
    appraisal: AppraisalView


@dataclass(frozen=True, slots=True)
class AppraisalsView:
    meta: Meta
    appraisals: tuple[OwnedAppraisal, ...]
    votes: int
    replies: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class QuarterView:
    """The promises due in a quarter, or those without a due date, in which case nothing is before or after."""

    meta: Meta
    promises: tuple[PromiseView, ...]
    kept: int
    running: int
    overdue: int
    before: Link
    after: Link
    pager: Pager


@dataclass(frozen=True, slots=True)
class RollName:
    """Somebody on the roll with unit and post."""

    name: str
    url: str
    role: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class RollTitle:
    """A title with those who received it; ``is_continued``: others are on the page before."""

    authority: str
    title: str
    level: Words
    names: tuple[RollName, ...]
    number: int
    decisions: tuple[str, ...]
    is_continued: bool


@dataclass(frozen=True, slots=True)
class RollView:
    """The roll of a year."""

    meta: Meta
    year: int
    titles: tuple[RollTitle, ...]
    years: tuple[Count, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class LettersView:
    """All letters with their numbers, or the names of one (``letter``)."""

    meta: Meta
    letter: Words
    letters: tuple[Count, ...]
    names: tuple[RollName, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class NominationCount:
    """A way of nominating, how often it was taken, and by how many people where that was said."""

    way: Words
    number: int
    people: int


@dataclass(frozen=True, slots=True)
class RecommendView:
    """``mail`` is an address for links with a subject, "" without e-mail; ``more`` a standing page that says more."""

    meta: Meta
    contact: ContactView
    mail: str
    ways: tuple[NominationCount, ...]
    total: int
    criteria_people: tuple[str, ...]
    criteria_units: tuple[str, ...]
    more: Link
