"""What a record is made under: the settings that bear on notices, the version of the software, the checks switched off. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from sitegen import __version__
from sitegen.ledger.entry import JSON, canonical
from sitegen.records.site import CalendarYear, Exemption, Profile, Site
from sitegen.switches import switched_off


def settings_sha(site: Site) -> str:
    """SHA-256 of every setting that can make a notice lawful or unlawful (rows 15, 18, 19 and 43 of THREATS.md).

    Names, contacts and looks stand elsewhere: the contact of a notice is one of its own material fields.
    """
    return hashlib.sha256(canonical(_settings(site))).hexdigest()


def terms_of(site: Site, today: date) -> dict[str, JSON]:
    """The part of a record that says what it was made under."""
    return {"settings": settings_sha(site), "version": __version__, "skipped": switched_off(site, today)}


def _settings(site: Site) -> dict[str, JSON]:
    return {
        "profile": site.notice.profile,
        "counting": site.notice.counting.en,
        "profiles": [_profile(p) for p in site.profiles],
        "calendar": [_year(y) for y in site.calendar],
        "since": _day(site.evidence_since),
        "probed": _day(site.probed_since),
        "accepted": site.accept_declared or "",
        "exceptions": [_exemption(e) for e in site.exceptions],
    }


def _profile(profile: Profile) -> dict[str, JSON]:
    days = {"from": _day(profile.valid_from), "to": _day(profile.valid_to)}
    return {"id": profile.id, "minimum": profile.minimum, "unit": profile.unit.en, **days}


def _year(year: CalendarYear) -> dict[str, JSON]:
    return {"year": year.year, "off": _spans(year.off), "work": _spans(year.work)}


def _spans(spans: Sequence[tuple[date, date]]) -> list[JSON]:
    return [[first.isoformat(), last.isoformat()] for first, last in spans]


def _exemption(exemption: Exemption) -> dict[str, JSON]:
    return {"code": exemption.code, "until": exemption.until.isoformat(), "path": exemption.path or ""}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
