"""Pieces that many pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # fields are named date

from sitegen.records.words import PromiseState, State
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads; ``url`` is "" where there is nothing to lead to."""

    title: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A link with a number: how many entries a list holds."""

    title: Words
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
class ShareCard:
    """The words of the picture that chat applications show beside a link; ``day`` is the date that belongs to the state.

    One that ``is_withheld`` holds its state and the day alone.
    """

    state: State | None = None
    day: Date | None = None
    lead: str = ""
    line: str = ""
    honour: str = ""
    is_proposed: bool = False
    is_sample: bool = False
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Meta:
    """What every page says of itself. ``section`` is the menu item that is current; ``crumbs`` lead to it.

    ``kind`` is that of a page of content ("model", "unit", "notice", "bulletin", "page"), "" for a column.
    ``state`` and ``honour`` are what a title read elsewhere has to say beside it. ``is_withheld``: no machine is told of it.
    """

    title: Words
    description: Words = ""
    section: str = ""
    crumbs: tuple[Link, ...] = ()
    published: Date | None = None
    is_indexed: bool = True
    kind: str = ""
    modified: Date | None = None
    source: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()
    image: Image | None = None
    state: State | None = None
    honour: str = ""
    card: ShareCard | None = None
    is_withheld: bool = False


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
    """What all pages share. No clock: a page that shows the day of the build has it in its own view.

    ``card_face`` is what all share cards have in common, "" on a site that has none.
    """

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
    language: str
    is_right_to_left: bool
    preview_date: Date | None = None
    card_face: str = ""


@dataclass(frozen=True, slots=True)
class HonourLine:
    """One honour as a card or a unit page shows it; ``state`` decides the seal and the word.

    ``spans`` are the first and last days of its notices while it is upcoming or on notice, so that a page
    read on a later day can correct the seal.
    """

    title: str
    state: State
    level: Words = ""
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
    """A notice in a list. ``days_left`` counts natural days, today included; 0 when it does not run.

    ``is_settled``: something has been decided about every candidate.
    """

    url: str
    title: str
    state: State
    start: Date | None
    end: Date | None
    days_left: int
    scope: Words
    issuer: str
    names: tuple[str, ...]  # of the first few candidates
    number: int
    outcome: Words = ""
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class ProgressView:
    date: Date
    text: Words


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
    kind: Words
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
    status: Words
    is_open: bool
    closed: Date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Step:
    """A point on an honour's time line; ``is_done`` on the day of the build."""

    title: Words
    date: Date | None
    until: Date | None
    detail: Words
    url: str
    is_done: bool
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class FileLink:
    title: str
    url: str
    size: int
