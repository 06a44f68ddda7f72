"""Sheets for notice boards and windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sitegen.records.words import State
from sitegen.views.base import ContactView, Meta
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class QrView:
    """A QR code: the black modules as a path of SVG, the modules on a side, and the address it leads to."""

    path: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class PosterName:
    name: str
    role: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class PosterGroup:
    """Those who are proposed for the same honour."""

    honour: str
    level: Words
    names: tuple[PosterName, ...]


@dataclass(frozen=True, slots=True)
class NoticePosterView:
    """A running notice on one sheet. No countdown: paper does not count. ``size`` is how large the names are set."""

    meta: Meta
    state: State
    title: str
    issuer: str
    basis: str
    start: date
    end: date
    closing_hour: time | None
    deadline: date | None
    published: date | None
    groups: tuple[PosterGroup, ...]
    number: int
    size: str
    contact: ContactView
    page: str
    qr: QrView | None


@dataclass(frozen=True, slots=True)
class HonourPosterView:
    """An honour that was given, on one sheet; ``notices`` are first and last days of those that went before."""

    meta: Meta
    state: State
    name: str
    role: str
    is_sample: bool
    is_person: bool
    honour: str
    level: Words
    authority: str
    number: str
    decided: date
    summary: str
    notices: tuple[tuple[date, date], ...]
    page: str
    qr: QrView | None
