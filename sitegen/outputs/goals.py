"""Goals: the site's set, mapped to the national four, with the models and units that serve each."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.cases import Owner
from sitegen.edition import Edition, facet_address, numbered
from sitegen.outputs import Page
from sitegen.outputs.cards import card
from sitegen.outputs.columns import head
from sitegen.outputs.paging import paged, pager
from sitegen.views.base import Count, Link
from sitegen.views.columns import CardsView, Column, GoalsView
from sitegen.views.words import phrase

NATIONAL = ("推动科学发展", "促进社会和谐", "服务人民群众", "加强基层组织")
"""The four sentences (DOMAIN.md section 1)."""
_INDEX = "goals/index.html"
_TITLE = phrase("活动目标")
_TEXT = phrase("四句话总目标，和各地结合实际提出的目标。")


def column(edition: Edition) -> Column | None:
    number = len({o.path for o in edition.promoted if o.record.goals})
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    owners = _owners(edition)
    if not owners:
        return
    local = _local(edition)
    mapped = {name for names in local.values() for name in names}
    others = tuple(_count(name, owners) for name in owners if name not in NATIONAL and name not in mapped)
    national = tuple(_count(n, owners, tuple(_count(m, owners) for m in local.get(n, ()))) for n in NATIONAL)
    yield Page(_INDEX, "goals.html", GoalsView(head(_TITLE, _TEXT), national, others))
    size = edition.library.site.record.per_page
    for name, members in owners.items():
        first = facet_address("goals", name)
        beside = tuple(_count(m, owners) for m in local.get(name, ()) if m in owners)
        for number, part in paged(members, size):
            meta = head(name, phrase("以“%(name)s”为目标的人物和单位。", name=name), "", (Link(_TITLE, _INDEX),), number)
            cards = tuple(card(edition, o) for o in part)
            yield Page(numbered(first, number), "cards.html", CardsView(meta, cards, pager(first, number, len(members), size), beside))


def _count(name: str, owners: dict[str, list[Owner]], children: tuple[Count, ...] = ()) -> Count:
    """A goal with its number; no link where nobody serves it."""
    number = len(owners.get(name, ()))
    return Count(name, facet_address("goals", name) if number else "", number, children)


def _local(edition: Edition) -> dict[str, list[str]]:
    """The site's own goals by the national one that each stands for."""
    found: dict[str, list[str]] = {}
    for goal in edition.library.site.record.goals:
        if goal.national and goal.national != goal.name:
            found.setdefault(goal.national, []).append(goal.name)
    return found


def _owners(edition: Edition) -> dict[str, list[Owner]]:
    """Who serves each goal, in the site's order; whoever serves a local goal serves the national one that it stands for."""
    national = {g.name: g.national for g in edition.library.site.record.goals if g.national}
    found: dict[str, list[Owner]] = {name: [] for name in (*NATIONAL, *(g.name for g in edition.library.site.record.goals))}
    for owner in edition.promoted:
        names = dict.fromkeys(name for goal in owner.record.goals for name in (goal, national.get(goal)) if name)
        for name in names:
            found.setdefault(name, []).append(owner)
    return {name: owners for name, owners in found.items() if owners}
