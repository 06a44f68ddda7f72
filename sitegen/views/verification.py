"""The page on which citizens check the evidence of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.records.words import Verdict
from sitegen.views.base import Meta
from sitegen.views.listing import Pager
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record of a notice: what happened, on which day, its name (a SHA-256) and the address of the published copy.

    ``has_text``: it holds the hash of the plain text.
    """

    kind: Words
    date: date
    name: str
    url: str
    has_text: bool = False


@dataclass(frozen=True, slots=True)
class CheckedNotice:
    """A notice with what can be checked of it.

    ``text_url`` and ``text_sha`` are the plain text and the hash that the ledger last recorded, "" where there is
    none; ``daily`` counts the daily records that saw it.
    """

    id: str
    title: Words
    url: str
    text_url: str
    text_sha: str
    start: date | None
    end: date | None
    verdict: Verdict
    is_upcoming: bool
    records: tuple[RecordView, ...]
    daily: int
    accepted: str


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The site's own arrangement of a year, as first and last days joined by a stroke."""

    year: int
    source: str
    off: tuple[str, ...]
    work: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerifyView:
    """What is kept and since when, the heads to remember, and one page of the notices, the newest first.

    ``example`` is a notice with text and record for the steps, if there is one on the site; ``probed`` is the day from
    which the deployed site is probed; ``signer`` the fingerprint of the key that signed the heads, "" if none did;
    ``is_stamped``: a time stamp of them is published.
    """

    meta: Meta
    since: date
    accepted: str
    demo_date: date | None
    heads: tuple[str, ...]
    latest: date | None
    notices: tuple[CheckedNotice, ...]
    example: CheckedNotice | None
    calendars: tuple[CalendarView, ...]
    pager: Pager
    probed: date | None = None
    signer: str = ""
    is_stamped: bool = False
