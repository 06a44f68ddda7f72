"""Lists, boards, the front page and the pages for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.records.words import State
from sitegen.views.base import Body, BulletinCard, Card, ContactView, Count, Link, Meta, NoticeCard, PromiseView
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one stands in a list of several pages; all pages as links."""

    number: int
    of: int
    total: int
    pages: tuple[Link, ...]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of cards with its filters. ``filters`` are groups (title, values) of links to other lists."""

    meta: Meta
    intro: Words
    cards: tuple[Card, ...]
    pager: Pager
    filters: tuple[tuple[Words, tuple[Count, ...]], ...]
    current: str
    crumbs: tuple[Link, ...] = ()
    below: tuple[Count, ...] = ()
    seal: State | None = None


@dataclass(frozen=True, slots=True)
class FacetView:
    """All values of one facet with their counts; a tree for places."""

    meta: Meta
    intro: Words
    values: tuple[Count, ...]
    is_tree: bool


@dataclass(frozen=True, slots=True)
class PromisesView:
    """The board of promises, overdue on top."""

    meta: Meta
    promises: tuple[PromiseView, ...]
    pager: Pager
    kept: int
    running: int
    overdue: int
    today: date


@dataclass(frozen=True, slots=True)
class OpinionView:
    """``adopted`` is None where nothing is said of it."""

    date: date | None
    text: str
    reply: str
    adopted: bool | None


@dataclass(frozen=True, slots=True)
class BulletinView:
    meta: Meta
    card: BulletinCard
    unit: Link
    body: Body
    opinions: tuple[OpinionView, ...]
    contact: ContactView


@dataclass(frozen=True, slots=True)
class BulletinsView:
    meta: Meta
    cards: tuple[BulletinCard, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A standing page."""

    meta: Meta
    body: Body
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: numbers and dates first."""

    meta: Meta
    today: date
    running: tuple[NoticeCard, ...]
    closed: tuple[NoticeCard, ...]
    stories: tuple[Card, ...]
    units: tuple[Card, ...]
    promises: tuple[PromiseView, ...]
    bulletins: tuple[BulletinCard, ...]
    numbers: tuple[Count, ...]
    sectors: tuple[Count, ...]
    places: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """The site map, for people (groups of links)."""

    meta: Meta
    groups: tuple[tuple[Words, tuple[Count, ...]], ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """The site map, for machines: absolute addresses."""

    urls: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    id: str
    url: str
    title: Words
    summary: Words
    updated: date


@dataclass(frozen=True, slots=True)
class FeedView:
    """An Atom feed."""

    title: str
    url: str
    entries: tuple[FeedEntry, ...]
    updated: date
