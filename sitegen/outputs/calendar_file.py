"""``notices.ics``: the notices for calendar programs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from urllib.parse import urlsplit

from sitegen.canonical import Encoder
from sitegen.channels.announced import Announced
from sitegen.channels.ics import calendar_file, is_kept
from sitegen.edition import Edition
from sitegen.outputs.announcing import announced
from sitegen.outputs.data import DataFile

ADDRESS = "notices.ics"
_NOWHERE = "sitegen"  # stands for the host in the ids of events, on a site that does not say where it is


def files(edition: Edition) -> Iterator[DataFile]:
    """The calendar."""
    site, today = edition.library.site.record, edition.library.today
    host = urlsplit(site.url or "").hostname or _NOWHERE
    told = tuple(_told(edition))
    key = sha256(Encoder()((site.name, host, told))).hexdigest()  # all of them are kept: another day leads to the same calendar
    yield DataFile(ADDRESS, key, partial(calendar_file, site.name, host, told, today))


def _told(edition: Edition) -> Iterator[Announced]:
    """The notices that are of use in a calendar."""
    for case in edition.library.notices:
        interval = case.reckoning.interval
        if interval and is_kept(case.state, interval.end, edition.library.today) and (one := announced(edition, case)):
            yield one
