"""Organisations and who stands by them: contact points, the tree, and what party organisations lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.views.base import Count, Link, Meta
from sitegen.views.listing import Pager
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class VisitView:
    date: date
    text: str
    unit: Link
    leader: str


@dataclass(frozen=True, slots=True)
class LinkedUnit:
    """A contact point; ``last`` is the last visit, None if none is recorded."""

    unit: Link
    last: date | None
    visits: int


@dataclass(frozen=True, slots=True)
class LeaderView:
    """A leader by the post as written, with the contact points; the longest without a visit first."""

    leader: str
    units: tuple[LinkedUnit, ...]


@dataclass(frozen=True, slots=True)
class ContactsView:
    meta: Meta
    leaders: tuple[LeaderView, ...]
    recent: tuple[VisitView, ...]
    number_of_leaders: int
    number_of_visits: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of a unit with everything below it; ``with_…`` count units that have at least one."""

    units: int
    models: int
    promises: int
    kept: int
    appraisals: int
    with_models: int
    with_promises: int
    with_appraisals: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree. Either its children are here, or ``more`` is the page that has them."""

    unit: Link
    kind: Words
    coverage: Coverage
    children: tuple[Branch, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class TreeView:
    """The tree, or the part of it below ``unit``."""

    meta: Meta
    unit: Link
    coverage: Coverage
    kinds: tuple[Count, ...]
    branches: tuple[Branch, ...]
    relations: str
    pager: Pager


@dataclass(frozen=True, slots=True)
class RelationView:
    """A party organisation with the union, youth and women's organisations that it builds up."""

    party: Link
    unions: tuple[Link, ...]
    youth: tuple[Link, ...]
    women: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RelationsView:
    meta: Meta
    relations: tuple[RelationView, ...]
    pager: Pager
