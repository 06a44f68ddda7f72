"""What the library makes of the facts on a given day: honours, notices and promises with their states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.notice import Reckoning
from sitegen.records.entries import Model, NoticeFile, Unit
from sitegen.records.facts import Contact, Honour, Notice, Promise
from sitegen.records.filed import Filed
from sitegen.records.words import PromiseState, State

Owner = Filed[Model] | Filed[Unit]
Spot = tuple[str | int, ...]


def record_id(owner: Owner) -> str:
    """The permanent id of a record; its slug as long as it has none."""
    return owner.record.id or owner.slug


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody named by a notice: the record, which of its honours, and whether that was withdrawn or revoked."""

    owner: Owner
    index: int
    honour: Honour


@dataclass(frozen=True, slots=True)
class NoticeCase:
    """A notice on a given day.

    ``id`` is permanent and ``slug`` its name in ``notices/<slug>.html``; ``loc`` leads to it in
    ``filed``; ``contact`` has the site's defaults filled in; ``number`` counts the inline notices
    of one record from 1, and is 0 for a file of content/notices/.
    """

    id: str
    slug: str
    title: str
    notice: Notice
    filed: Owner | Filed[NoticeFile]
    loc: Spot
    number: int
    contact: Contact
    profile_name: str
    reckoning: Reckoning
    state: State
    candidates: tuple[Candidate, ...]

    def spot(self, *loc: str | int) -> tuple[str, int, int]:
        """Where a value of this notice stands."""
        return self.filed.spot(*self.loc, *loc)


@dataclass(frozen=True, slots=True)
class HonourCase:
    """An honour on a given day, with its notices in the order written."""

    owner: Owner
    index: int
    honour: Honour
    notices: tuple[NoticeCase, ...]
    state: State

    def spot(self, *loc: str | int) -> tuple[str, int, int]:
        """Where a value of this honour stands."""
        return self.owner.spot("honours", self.index, *loc)

    @property
    def is_public(self) -> bool:
        """Whether the site says anything of it: a draft is not shown."""
        return self.state is not State.DRAFT


@dataclass(frozen=True, slots=True)
class PromiseCase:
    """A promise on a given day."""

    owner: Owner
    index: int
    promise: Promise
    state: PromiseState
    days_over: int

    def spot(self, *loc: str | int) -> tuple[str, int, int]:
        """Where a value of this promise stands."""
        return self.owner.spot("promises", self.index, *loc)


def remaining(case: NoticeCase, today: date) -> int:
    """Natural days of a running notice that are left, today included; 0 when it does not run."""
    interval = case.reckoning.interval
    if interval is None or case.state is not State.ON_NOTICE:
        return 0
    return (interval.end - today).days + 1
