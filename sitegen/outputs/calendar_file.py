"""``notices.ics``: the notices for calendar programs."""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.channels.ics import calendar_file
from sitegen.edition import Edition
from sitegen.outputs.announcing import all_announced

ADDRESS = "notices.ics"
_NOWHERE = "sitegen"  # stands for the host in the ids of events, on a site that does not say where it is


def files(edition: Edition) -> dict[str, bytes]:
    """The calendar by its address."""
    site = edition.library.site.record
    host = urlsplit(site.url or "").hostname or _NOWHERE
    return {ADDRESS: calendar_file(site.name, host, all_announced(edition), edition.library.today)}
