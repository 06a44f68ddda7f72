"""What the columns of the campaign have in common: heads of pages, who is shown, and which names make folders."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sitegen.cases import HonourCase, Owner, PromiseCase
from sitegen.edition import Edition, address, folder_name, once
from sitegen.outputs.cards import promise_order, unit_name
from sitegen.records.entries import Model, Unit
from sitegen.records.filed import Filed
from sitegen.records.words import State
from sitegen.views.base import Link, Meta
from sitegen.views.columns import RollName
from sitegen.views.words import Words, phrase

HOME = Link(phrase("首页"), "index.html")
MORE = Link(phrase("更多栏目"), "more/index.html")
_LONGEST = 180  # bytes; a file system takes 255, and templates of addresses need some of them


def head(title: Words, text: Words, section: str = "", above: Sequence[Link] = (), number: int = 1) -> Meta:
    """The head of page ``number`` of a column."""
    shown = title if number == 1 else phrase("%(title)s（第 %(number)s 页）", title=title, number=number)
    return Meta(shown, text, section, (HOME, MORE, *above))


@once
def units(edition: Edition) -> tuple[Filed[Unit], ...]:
    """Units that lists show, newest first."""
    return tuple(o for o in edition.promoted if isinstance(o.record, Unit))


@once
def people(edition: Edition) -> tuple[Filed[Model], ...]:
    """Models that lists show, newest first."""
    return tuple(o for o in edition.promoted if isinstance(o.record, Model))


@once
def promises(edition: Edition) -> tuple[PromiseCase, ...]:
    """Promises that lists show: overdue first, then what is due next, then what was kept, newest first."""
    return tuple(sorted((p for p in edition.library.promises if not edition.is_withheld(p.owner)), key=promise_order))


@once
def decided(edition: Edition) -> tuple[tuple[int, HonourCase], ...]:
    """Honours that were decided and stand, each with its year."""
    found = []
    for case in edition.standing:
        decision = case.honour.decision
        if case.state is State.HONOURED and decision is not None:
            found.append((case.honour.year or decision.date.year, case))
    return tuple(found)


def owner_link(owner: Owner) -> Link:
    return Link(owner.record.name, address(owner))


def roll_name(edition: Edition, owner: Owner) -> RollName:
    """A name with unit and post; a unit with its place."""
    record = owner.record
    if isinstance(record, Model):
        role = " ".join(p for p in (unit_name(edition, record.unit), record.post or "") if p)
    else:
        role = "".join(record.region[-2:])
    return RollName(record.name, address(owner), role, record.sample)


def use_address(folder: str, name: str) -> str:
    """The list of those who use a theme (``folder`` is themes) or a carrier (carriers)."""
    return f"{folder}/{short_folder(name)}/index.html"


def short_folder(name: str) -> str:
    """The folder of a word that staff wrote freely: as for other lists, and cut where a file system would refuse it."""
    folder = folder_name(name).casefold()
    if len(folder.encode()) <= _LONGEST:
        return folder
    return f"{folder[: _LONGEST // 4]}-{hashlib.sha256(folder.encode()).hexdigest()[:8]}"
