"""Pieces that many pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # fields are named date

from sitegen.records.words import PromiseState, State


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads; ``url`` is "" where there is nothing to lead to."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A link with a number: how many entries a list holds."""

    title: str
    url: str
    number: int
    children: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as prepared: addresses of the original and of the WebP ("" where there is none)."""

    src: str
    width: int
    height: int
    alt: str
    webp: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Which Markdown to show and how its links are resolved; the html is fetched when the page is rendered."""

    sha: str
    targets: tuple[tuple[str, str], ...] = ()
    images: tuple[tuple[str, Image], ...] = ()
    toc: tuple[tuple[int, str, str], ...] = ()
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Meta:
    """What every page says of itself. ``section`` is the menu item that is current; ``crumbs`` lead to it."""

    title: str
    description: str = ""
    section: str = ""
    crumbs: tuple[Link, ...] = ()
    published: Date | None = None
    is_indexed: bool = True


@dataclass(frozen=True, slots=True)
class ContactView:
    """Where objections go; empty strings where nothing is known."""

    office: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    real_name: str = ""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What all pages share. No clock: a page that shows the day of the build has it in its own view."""

    name: str
    subtitle: str
    organiser: str
    operator: str
    superior: str
    url: str
    demo_date: Date | None
    contact: ContactView
    menu: tuple[Link, ...]
    foot: tuple[Link, ...]
    site_code: str
    icp: str
    police: str
    preview_date: Date | None = None


@dataclass(frozen=True, slots=True)
class HonourLine:
    """One honour as a card or a unit page shows it; ``state`` decides the seal and the word.

    ``spans`` are the first and last days of its notices while it is upcoming or on notice, so that a page
    read on a later day can correct the seal.
    """

    title: str
    state: State
    level: str = ""
    year: int | None = None
    is_proposed: bool = True
    spans: tuple[tuple[Date, Date], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A model or a unit in a list. ``kind`` is "model" or "unit"; ``monogram`` stands in for a photo."""

    kind: str
    url: str
    name: str
    headline: str
    summary: str
    monogram: str
    place: str
    sector: str
    role: str
    badge: str
    honour: HonourLine | None
    photo: Image | None
    published: Date | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice in a list. ``days_left`` counts natural days, today included; 0 when it does not run."""

    url: str
    title: str
    state: State
    start: Date | None
    end: Date | None
    days_left: int
    scope: str
    issuer: str
    names: tuple[str, ...]  # of the first few candidates
    number: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ProgressView:
    date: Date
    text: str


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise with its owner. ``days`` are days overdue, 0 for all others, so that a page does not change daily."""

    text: str
    owner: Link
    state: PromiseState
    made: Date | None
    due: Date | None
    days: int
    responsible: str
    origin: str
    progress: tuple[ProgressView, ...]
    result: str
    evidence: str
    reviewed: Date | None
    review: str
    anchor: str


@dataclass(frozen=True, slots=True)
class BulletinCard:
    """A bulletin in a list. ``is_open`` for a consultation that still takes opinions."""

    url: str
    title: str
    kind: str
    unit: str
    date: Date
    closes: Date | None
    is_open: bool
    opinions: int
    answered: int


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """Counts and outcome only, never who objected."""

    date: Date
    status: str
    is_open: bool
    closed: Date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Step:
    """A point on an honour's time line; ``is_done`` on the day of the build."""

    title: str
    date: Date | None
    until: Date | None
    detail: str
    url: str
    is_done: bool
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class FileLink:
    title: str
    url: str
    size: int
