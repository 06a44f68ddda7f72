"""The records of the ledger, typed: what was said of a notice on a day.

Anything missing or of another form is empty, never an exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sitegen.ledger.entry import JSON, Entry


@dataclass(frozen=True, slots=True)
class Facts:
    """The salted hashes of a notice: of its material fields, of the others, of each candidate's, and of photos and attachments."""

    fields: Mapping[str, str] = field(default_factory=dict)
    minor: Mapping[str, str] = field(default_factory=dict)
    candidates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleThen:
    """The rule in force when a notice was recorded."""

    profile: str = ""
    minimum: int = 0
    unit: str = ""
    counting: str = ""


@dataclass(frozen=True, slots=True)
class Under:
    """What a record was made under: hash of the settings that bear on notices, version of the software, codes switched off."""

    settings: str = ""
    version: str = ""
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a notice was when it was recorded: facts, first and last day, rule, and hashes of calendar and plain text."""

    facts: Facts
    period: tuple[str, str]
    rule: RuleThen
    calendar: str
    text: str


SAME = "same"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a probe saw of a notice on the deployed site: same, stale, altered, missing or unreachable.

    ``text`` is the hash of the plain text that it saw, ``since`` the day from which the site said that it is probed.
    """

    day: date
    state: str
    text: str = ""
    since: date | None = None


def text_of(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def texts_of(value: JSON) -> dict[str, str]:
    return {key: text_of(item) for key, item in value.items()} if isinstance(value, Mapping) else {}


def day_of(entry: Entry) -> date:
    return date.fromisoformat(entry.date)


def content_of(entry: Entry) -> Content:
    """What a record of the kinds shown and changed says."""
    data = entry.data
    candidates = data.get("candidates")
    said = {key: texts_of(item) for key, item in candidates.items()} if isinstance(candidates, Mapping) else {}
    facts = Facts(texts_of(data.get("facts")), texts_of(data.get("minor")), said, texts_of(data.get("assets")))
    return Content(facts, _period(data.get("period")), _rule(data.get("rule")), text_of(data.get("calendar")), text_of(data.get("text")))


def _period(value: JSON) -> tuple[str, str]:
    if isinstance(value, Sequence) and len(value) == 2:
        return text_of(value[0]), text_of(value[1])
    return "", ""


def _rule(value: JSON) -> RuleThen:
    if not isinstance(value, Mapping):
        return RuleThen()
    minimum = value.get("minimum")
    number = minimum if isinstance(minimum, int) else 0
    return RuleThen(text_of(value.get("profile")), number, text_of(value.get("unit")), text_of(value.get("counting")))


def under_of(entry: Entry) -> Under:
    """What a record of the kinds shown, changed and build was made under; empty in those of older versions."""
    value = entry.data.get("under")
    if not isinstance(value, Mapping):
        return Under()
    skipped = value.get("skipped")
    codes = tuple(text_of(code) for code in skipped) if isinstance(skipped, Sequence) and not isinstance(skipped, str) else ()
    return Under(text_of(value.get("settings")), text_of(value.get("version")), codes)


def url_of(entry: Entry) -> str:
    """The address of the page that a record is about; "" if it is about none."""
    page = entry.data.get("page")
    return text_of(page.get("url")) if isinstance(page, Mapping) else ""


def word_of(entry: Entry, key: str) -> str:
    """One word of a record: which objection, which candidate."""
    return text_of(entry.data.get(key))


def running_in(entry: Entry) -> tuple[str, ...]:
    """The ids of the notices that a daily record saw on the site."""
    return tuple(texts_of(entry.data.get("running")))


def sighting_of(entry: Entry) -> Sighting | None:
    """What a record of a probe says; None for any other record."""
    if entry.kind != "witness" or entry.data.get("by") != "probe":
        return None
    return Sighting(day_of(entry), word_of(entry, "seen"), word_of(entry, "text"), _day(word_of(entry, "since")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
