"""The tree of units with what covers it: models, promises kept, appraisals; cut into pages that stay light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sitegen.edition import Edition, facet_address, numbered
from sitegen.outputs import Page, relations
from sitegen.outputs.columns import head, owner_link, promises, units
from sitegen.outputs.paging import pager
from sitegen.records.entries import Unit
from sitegen.records.filed import Filed
from sitegen.records.words import PromiseState, UnitKind
from sitegen.views.base import Count, Link
from sitegen.views.columns import Column
from sitegen.views.organisations import Branch, Coverage, TreeView
from sitegen.views.words import Phrase, Words, phrase

_INDEX = "tree/index.html"
_TITLE = phrase("组织体系")
_TEXT = phrase("党组织、工会、共青团、妇联和各单位，各有多少典型、承诺和评议。")
_ON_A_PAGE = 150  # units; each takes about eight elements
_IN_PLACE = 40  # units below another that are still shown in place
_CRUMBS = 3  # units above another that its page names, however deep it lies
_NOTHING = Coverage(0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(slots=True)
class _Node:
    """A unit with its numbers, which count everything below it, too."""

    unit: Filed[Unit]
    children: list[_Node] = field(default_factory=list)
    coverage: Coverage = _NOTHING


@dataclass(frozen=True, slots=True)
class _Top:
    """What the head of a page of the tree says: of all units, or of one."""

    first: str
    unit: Link
    title: Words
    text: Words
    coverage: Coverage
    kinds: tuple[Count, ...] = ()
    relations: str = ""


def column(edition: Edition) -> Column | None:
    number = len(units(edition))
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    shown = units(edition)
    if not shown:
        return
    roots = _forest(edition, shown)
    kinds = Counter(u.record.kind for u in shown)
    counted = tuple(Count(Phrase(kind.zh), "", kinds[kind]) for kind in UnitKind if kinds[kind])
    related = relations.INDEX if relations.column(edition) else ""
    top = _Top(_INDEX, Link(""), _TITLE, _TEXT, _sum(_NOTHING, [r.coverage for r in roots]), counted, related)
    waiting: list[tuple[_Top, Sequence[_Node], tuple[Link, ...]]] = [(top, roots, ())]
    while waiting:
        top, nodes, above = waiting.pop()
        yield from _pages(top, nodes, above)
        lower = (*above[:1], *above[1:][-_CRUMBS:], Link(top.title, top.first))
        waiting += [(_top(node), node.children, lower) for node in nodes if _is_apart(node)]


def _top(node: _Node) -> _Top:
    name = node.unit.record.name
    return _Top(_address(node), owner_link(node.unit), name, phrase("%(name)s和它的下级组织。", name=name), node.coverage)


def _pages(top: _Top, nodes: Sequence[_Node], above: tuple[Link, ...]) -> Iterator[Page]:
    """The pages of what is directly below ``top``."""
    parts = list(_parts(nodes))
    for number, part in enumerate(parts, 1):
        meta = head(top.title, top.text, "units", above, number)
        steps = replace(pager(top.first, number, len(parts), 1), total=len(nodes))
        branches = tuple(_branch(node) for node in part)
        view = TreeView(meta, top.unit, top.coverage, top.kinds, branches, top.relations, steps)
        yield Page(numbered(top.first, number), "tree.html", view)


def _parts(nodes: Sequence[_Node]) -> Iterator[list[_Node]]:
    part: list[_Node] = []
    taken = 0
    for node in nodes:
        weight = 1 if _is_apart(node) else node.coverage.units
        if part and taken + weight > _ON_A_PAGE:
            yield part
            part, taken = [], 0
        part.append(node)
        taken += weight
    yield part


def _is_apart(node: _Node) -> bool:
    """Whether what is below a unit has a page of its own."""
    return node.coverage.units > _IN_PLACE


def _address(node: _Node) -> str:
    return facet_address("tree", node.unit.slug)


def _branch(node: _Node) -> Branch:
    kind = Phrase(node.unit.record.kind.zh) if node.unit.record.kind else ""
    if _is_apart(node):
        return Branch(owner_link(node.unit), kind, node.coverage, (), _address(node))
    return Branch(owner_link(node.unit), kind, node.coverage, tuple(_branch(c) for c in node.children))


def _forest(edition: Edition, shown: Sequence[Filed[Unit]]) -> list[_Node]:
    """Units below the one that they name; on top those that name none, or one that is not shown."""
    nodes = {unit.slug: _Node(unit) for unit in sorted(shown, key=_order)}
    roots: list[_Node] = []
    for node in nodes.values():
        parent = nodes.get(node.unit.record.parent or "")
        (parent.children if parent else roots).append(node)
    own = _own(edition, nodes)
    for node in _from_below(roots):
        node.coverage = _sum(own[node.unit.slug], [c.coverage for c in node.children])
    return roots


def _order(unit: Filed[Unit]) -> tuple[int, str, str]:
    kinds = list(UnitKind)
    return kinds.index(unit.record.kind) if unit.record.kind else len(kinds), unit.record.name, unit.slug


def _from_below(roots: Sequence[_Node]) -> list[_Node]:
    """Every node after all that are below it."""
    found: list[_Node] = []
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.children)
    return found[::-1]


def _own(edition: Edition, nodes: Mapping[str, _Node]) -> dict[str, Coverage]:
    """The numbers of each unit alone."""
    made, kept = Counter[str](), Counter[str]()
    for case in promises(edition):
        made[case.owner.path] += 1
        kept[case.owner.path] += case.state is PromiseState.KEPT
    found = {}
    for slug, node in nodes.items():
        path, appraisals = node.unit.path, len(node.unit.record.appraisals)
        models = sum(1 for m in edition.library.models_of.get(slug, ()) if not edition.is_withheld(m))
        found[slug] = Coverage(1, models, made[path], kept[path], appraisals, min(models, 1), min(made[path], 1), min(appraisals, 1))
    return found


def _sum(own: Coverage, below: Sequence[Coverage]) -> Coverage:
    return Coverage(*(sum(getattr(c, name) for c in (own, *below)) for name in Coverage.__slots__))
