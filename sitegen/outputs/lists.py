"""Lists of models and units: by kind, place, field, honour, year and state; all of them plain links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sitegen.cases import HonourCase, Owner
from sitegen.edition import Edition, facet_address, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.cards import card
from sitegen.outputs.columns import people, units
from sitegen.outputs.paging import paged, pager
from sitegen.records.words import State
from sitegen.views.base import Count, Link, Meta
from sitegen.views.listing import FacetView, ListView
from sitegen.views.words import Phrase, Words, phrase

Entries = Sequence[tuple[Owner, HonourCase | None]]
Place = tuple[str, ...]
Tree = dict[Place, list[tuple[Owner, HonourCase | None]]]
Filters = tuple[tuple[Words, tuple[Count, ...]], ...]

_HOME = Link(phrase("首页"), "index.html")
_MOST_VALUES = 30  # of one filter group on a list page; the facet's own page has them all
FACETS = {
    "region": phrase("地区"),
    "sector": phrase("领域"),
    "honour": phrase("荣誉"),
    "year": phrase("年度"),
    "status": phrase("状态"),
}
_ALL = {
    "region": phrase("按地区查看"),
    "sector": phrase("按领域查看"),
    "honour": phrase("按荣誉查看"),
    "year": phrase("按年度查看"),
    "status": phrase("按状态查看"),
}
_INTROS = {
    "region": phrase("按地区找身边的人和单位。"),
    "sector": phrase("按所在的领域找。"),
    "honour": phrase("按称号找；公示中的是候选，还没有表彰。"),
    "year": phrase("按荣誉的年度找。"),
    "status": phrase("按荣誉现在的状态找。"),
}

_PEOPLE, _UNITS = phrase("岗位上的人和他们的事。"), phrase("单位的做法、承诺和评议。")


def pages(edition: Edition) -> Iterator[Page]:
    filters = map_groups(edition)
    models: Entries = [(o, None) for o in people(edition)]
    others: Entries = [(o, None) for o in units(edition)]
    yield from _list(edition, "models/index.html", phrase("先进人物"), "models", models, filters, intro=_PEOPLE)
    yield from _list(edition, "units/index.html", phrase("先进单位"), "units", others, filters, intro=_UNITS)
    for facet, values in (
        ("sector", _by_sector(edition)),
        ("honour", _by_honour(edition)),
        ("year", _by_year(edition)),
        ("status", _by_state(edition)),
    ):
        yield from _facet(edition, facet, values, filters)
    yield from _places(edition, filters)


def _list(
    edition: Edition,
    first: str,
    title: Words,
    section: str,
    entries: Entries,
    filters: Filters,
    *,
    intro: Words = "",
    crumbs: tuple[Link, ...] = (),
    below: tuple[Count, ...] = (),
    seal: State | None = None,
) -> Iterator[Page]:
    size = edition.library.site.record.per_page
    for number, part in paged(entries, size):
        name = title if number == 1 else phrase("%(title)s（第 %(number)s 页）", title=title, number=number)
        meta = Meta(name, intro, section, (_HOME, *crumbs))
        cards = tuple(card(edition, owner, case) for owner, case in part)
        view = ListView(meta, intro, cards, pager(first, number, len(entries), size), filters, first, (_HOME, *crumbs), below, seal)
        yield Page(numbered(first, number), "list.html", view)


@once
def _by_sector(edition: Edition) -> dict[str, Entries]:
    found: dict[str, list[tuple[Owner, HonourCase | None]]] = {s: [] for s in edition.library.site.record.sectors}
    for owner in edition.promoted:
        if owner.record.sector:
            found.setdefault(owner.record.sector, []).append((owner, None))
    return {sector: entries for sector, entries in found.items() if entries}


@once
def _by_honour(edition: Edition) -> dict[str, Entries]:
    found: dict[str, list[tuple[Owner, HonourCase | None]]] = {}
    for case in _newest(edition):
        found.setdefault(case.honour.title, []).append((case.owner, case))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


@once
def _by_year(edition: Edition) -> dict[str, Entries]:
    found: dict[str, list[tuple[Owner, HonourCase | None]]] = {}
    for case in _newest(edition):
        if case.honour.year:
            found.setdefault(str(case.honour.year), []).append((case.owner, case))
    return dict(sorted(found.items(), reverse=True))


def _by_state(edition: Edition) -> dict[str, Entries]:
    """By state; those whose honour was revoked or withdrawn are found here and nowhere else."""
    found: dict[str, list[tuple[Owner, HonourCase | None]]] = {}
    for case in sorted(edition.library.honours, key=_honour_order):
        held_back = edition.is_withheld(case.owner) and case.state not in (State.REVOKED, State.WITHDRAWN)
        if case.is_public and not held_back:
            found.setdefault(case.state.en, []).append((case.owner, case))
    return {state.en: found[state.en] for state in State if state.en in found}


@once
def _newest(edition: Edition) -> list[HonourCase]:
    return sorted(edition.standing, key=_honour_order)


def _honour_order(case: HonourCase) -> tuple[int, int, str, int]:
    published = case.owner.record.published
    return (-(case.honour.year or 0), -published.toordinal() if published else 0, case.owner.slug, case.index)


def _title_of(facet: str, value: str) -> Words:
    if facet == "status":
        return Phrase(next(s.zh for s in State if s.en == value))
    return phrase("%(year)s年度", year=value) if facet == "year" else value


def _facet(edition: Edition, facet: str, values: dict[str, Entries], filters: Filters) -> Iterator[Page]:
    counts = tuple(Count(_title_of(facet, v), facet_address(facet, v), len(e)) for v, e in values.items())
    meta = Meta(_ALL[facet], _INTROS[facet], "", (_HOME,))
    yield Page(facet_address(facet), "facet.html", FacetView(meta, _INTROS[facet], counts, False))
    crumb = Link(FACETS[facet], facet_address(facet))
    for value, entries in values.items():
        seal = next((s for s in State if s.en == value), None) if facet == "status" else None
        title = _title_of(facet, value)
        yield from _list(edition, facet_address(facet, value), title, facet, entries, filters, crumbs=(crumb,), seal=seal)


@once
def _tree(edition: Edition) -> Tree:
    """Every place with all who are in it or below it."""
    found: Tree = {}
    for owner in edition.promoted:
        for depth in range(len(owner.record.region)):
            found.setdefault(owner.record.region[: depth + 1], []).append((owner, None))
    return found


@once
def _below(edition: Edition) -> dict[Place, list[Place]]:
    """The places directly below each place, the fullest first."""
    tree = _tree(edition)
    found: dict[Place, list[Place]] = {}
    for place in sorted(tree, key=lambda p: (-len(tree[p]), p)):
        found.setdefault(place[:-1], []).append(place)
    return found


def _place_counts(tree: Tree, below: dict[Place, list[Place]], above: Place, depth: int) -> tuple[Count, ...]:
    """The places directly below ``above``, each with ``depth`` further levels."""
    return tuple(
        Count(p[-1], facet_address("region", *p), len(tree[p]), _place_counts(tree, below, p, depth - 1) if depth else ())
        for p in below.get(above, ())
    )


def _places(edition: Edition, filters: Filters) -> Iterator[Page]:
    tree = _tree(edition)
    lower = _below(edition)
    meta = Meta(_ALL["region"], _INTROS["region"], "region", (_HOME,))
    yield Page(facet_address("region"), "facet.html", FacetView(meta, _INTROS["region"], _place_counts(tree, lower, (), 5), True))
    for place, entries in sorted(tree.items()):
        crumbs = [Link(FACETS["region"], facet_address("region"))]
        crumbs += [Link(place[i], facet_address("region", *place[: i + 1])) for i in range(len(place) - 1)]
        below = _place_counts(tree, lower, place, 0)
        yield from _list(edition, facet_address("region", *place), place[-1], "region", entries, filters, crumbs=tuple(crumbs), below=below)


@once
def sector_counts(edition: Edition) -> tuple[Count, ...]:
    """Every field with its number."""
    return tuple(Count(v, facet_address("sector", v), len(e)) for v, e in _by_sector(edition).items())


@once
def place_counts(edition: Edition) -> tuple[Count, ...]:
    """The uppermost places with their numbers."""
    return _place_counts(_tree(edition), _below(edition), (), 0)


@once
def map_groups(edition: Edition) -> Filters:
    """All facets, for the lists and for the site map."""
    states = Counter(c.state for c in edition.standing)
    shown = tuple(Count(Phrase(s.zh), facet_address("status", s.en), states[s]) for s in State if states[s])
    groups = (
        (FACETS["region"], place_counts(edition)),
        (FACETS["sector"], sector_counts(edition)),
        (FACETS["honour"], tuple(Count(v, facet_address("honour", v), len(e)) for v, e in _by_honour(edition).items())),
        (FACETS["year"], tuple(Count(_title_of("year", v), facet_address("year", v), len(e)) for v, e in _by_year(edition).items())),
        (FACETS["status"], shown),
    )
    return tuple((name, values[:_MOST_VALUES]) for name, values in groups if values)
