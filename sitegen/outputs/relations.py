"""Which union, youth and women's organisations each party organisation builds up (党建带工建、团建、妇建)."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.edition import Edition, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.columns import head, owner_link, units
from sitegen.outputs.paging import paged, pager
from sitegen.records.entries import Unit
from sitegen.records.filed import Filed
from sitegen.records.words import UnitKind
from sitegen.views.base import Link
from sitegen.views.columns import Column
from sitegen.views.organisations import RelationsView, RelationView
from sitegen.views.words import phrase

INDEX = "relations/index.html"
_TITLE = phrase("党建带群建")
_TEXT = phrase("党组织带动的工会、共青团和妇联组织。")
_LED = (UnitKind.UNION, UnitKind.YOUTH, UnitKind.WOMEN)


def column(edition: Edition) -> Column | None:
    number = len(_relations(edition))
    return Column(_TITLE, INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    found = _relations(edition)
    size = edition.library.site.record.per_page
    for number, part in paged(found, size) if found else ():
        view = RelationsView(head(_TITLE, _TEXT, "units", (), number), tuple(part), pager(INDEX, number, len(found), size))
        yield Page(numbered(INDEX, number), "relations.html", view)


@once
def _relations(edition: Edition) -> list[RelationView]:
    """Party organisations that lead any: those directly below, and those beside them in a unit that is no party organisation."""
    shown = {u.slug: u for u in units(edition)}
    below: dict[str, list[Filed[Unit]]] = {}
    for unit in shown.values():
        if unit.record.kind in _LED and unit.record.parent:
            below.setdefault(unit.record.parent, []).append(unit)
    found = []
    for party in sorted(shown.values(), key=lambda u: (u.record.name, u.slug)):
        if party.record.kind is not UnitKind.PARTY:
            continue
        led = list(below.get(party.slug, ()))
        upper = shown.get(party.record.parent or "")
        if upper is not None and upper.record.kind is not UnitKind.PARTY:
            led += below.get(upper.slug, ())
        if led:
            found.append(RelationView(owner_link(party), *(_links(led, kind) for kind in _LED)))
    return found


def _links(led: list[Filed[Unit]], kind: UnitKind) -> tuple[Link, ...]:
    return tuple(owner_link(u) for u in sorted(led, key=lambda u: (u.record.name, u.slug)) if u.record.kind is kind)
