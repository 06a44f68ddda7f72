"""Contact points: which leader is linked to which unit, and when they last went there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sitegen.edition import Edition, numbered
from sitegen.outputs import Page
from sitegen.outputs.columns import head, owner_link, units
from sitegen.outputs.paging import paged, pager
from sitegen.views.columns import Column
from sitegen.views.organisations import ContactsView, LeaderView, LinkedUnit, VisitView
from sitegen.views.words import phrase

_INDEX = "contacts/index.html"
_TITLE = phrase("联系点")
_TEXT = phrase("哪位领导联系哪个单位，什么时候去过。")
_RECENT = 8


def column(edition: Edition) -> Column | None:
    number = sum(1 for u in units(edition) if u.record.contact_point)
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    points, visits = _points(edition)
    if not points:
        return
    size = edition.library.site.record.per_page
    leaders = len({leader for leader, _ in points})
    recent = tuple(sorted(visits, key=lambda v: (-v.date.toordinal(), v.unit.url, v.text))[:_RECENT])
    for number, part in paged(points, size):
        view = ContactsView(
            head(_TITLE, _TEXT, "units", (), number),
            _grouped(part),
            recent if number == 1 else (),
            leaders,
            len(visits),
            pager(_INDEX, number, len(points), size),
        )
        yield Page(numbered(_INDEX, number), "contacts.html", view)


def _points(edition: Edition) -> tuple[list[tuple[str, LinkedUnit]], list[VisitView]]:
    """Every contact point with its leader, and every visit up to today.

    Whoever has the unit that waited longest comes first, with all units of the same leader: the order asks a question
    and gives no grade.
    """
    found: dict[str, list[LinkedUnit]] = {}
    visits: list[VisitView] = []
    for unit in units(edition):
        point = unit.record.contact_point
        if point is None:
            continue
        link = owner_link(unit)
        made = [VisitView(v.date, v.text, link, point.leader) for v in point.visits if v.date <= edition.library.today]
        visits += made
        found.setdefault(point.leader, []).append(LinkedUnit(link, max((v.date for v in made), default=None), len(made)))
    for linked in found.values():
        linked.sort(key=_waiting)
    order = sorted(found, key=lambda leader: (_waiting(found[leader][0]), leader))
    return [(leader, unit) for leader in order for unit in found[leader]], visits


def _waiting(unit: LinkedUnit) -> tuple[date, str]:
    return unit.last or date.min, unit.unit.url


def _grouped(points: Iterable[tuple[str, LinkedUnit]]) -> tuple[LeaderView, ...]:
    found: dict[str, list[LinkedUnit]] = {}
    for leader, unit in points:
        found.setdefault(leader, []).append(unit)
    return tuple(LeaderView(leader, tuple(linked)) for leader, linked in found.items())
