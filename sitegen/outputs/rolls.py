"""The roll of a year (光荣册): everybody honoured by decision, by authority and title; for printing, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.cases import HonourCase
from sitegen.edition import Edition, facet_address, numbered
from sitegen.outputs import Page
from sitegen.outputs.cards import level_words
from sitegen.outputs.columns import decided, head, roll_name
from sitegen.outputs.paging import paged, pager
from sitegen.views.base import Count, Link
from sitegen.views.columns import Column, RollTitle, RollView
from sitegen.views.listing import FacetView
from sitegen.views.words import Words, counted, phrase

_INDEX = "roll/index.html"
_TITLE = phrase("光荣册")
_TEXT = phrase("每年由决定表彰的人物和单位；公示中的人选不在其中。")
_ON_A_PAGE = 240  # names

_Group = tuple[str, str, Words]  # authority, title, level


def column(edition: Edition) -> Column | None:
    number = len(decided(edition))
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    years: dict[int, list[HonourCase]] = {}
    for year, case in decided(edition):
        years.setdefault(year, []).append(case)
    if not years:
        return
    counts = tuple(_count(year, len(years[year])) for year in sorted(years, reverse=True))
    yield Page(_INDEX, "facet.html", FacetView(head(_TITLE, _TEXT), _TEXT, counts, False))
    for year, cases in years.items():
        yield from _year(edition, year, cases, counts)


def _count(year: int, number: int) -> Count:
    return Count(phrase("%(year)s年", year=str(year)), facet_address("roll", str(year)), number)


def _year(edition: Edition, year: int, cases: list[HonourCase], years: tuple[Count, ...]) -> Iterator[Page]:
    groups: dict[_Group, list[HonourCase]] = {}
    for case in sorted(cases, key=_order):
        groups.setdefault(_group(case), []).append(case)
    ordered = [case for group in groups.values() for case in group]
    first = facet_address("roll", str(year))
    before: HonourCase | None = None
    for number, part in paged(ordered, _ON_A_PAGE):
        titles = tuple(_titles(edition, part, groups, before))
        text = counted("由决定表彰的荣誉 %(num)s 项。", len(cases))
        meta = head(phrase("%(year)s年光荣册", year=str(year)), text, "", (Link(_TITLE, _INDEX),), number)
        view = RollView(meta, year, titles, years, pager(first, number, len(ordered), _ON_A_PAGE))
        yield Page(numbered(first, number), "roll.html", view)
        before = part[-1]


def _titles(
    edition: Edition, part: Sequence[HonourCase], groups: dict[_Group, list[HonourCase]], before: HonourCase | None
) -> Iterator[RollTitle]:
    """The titles on a page; ``before`` is the last name of the page before."""
    here: dict[_Group, list[HonourCase]] = {}
    for case in part:
        here.setdefault(_group(case), []).append(case)
    for group, cases in here.items():
        numbers = dict.fromkeys(c.honour.decision.number for c in cases if c.honour.decision and c.honour.decision.number)
        names = tuple(roll_name(edition, c.owner) for c in cases)
        is_continued = before is not None and _group(before) == group
        yield RollTitle(*group, names, len(groups[group]), tuple(n for n in numbers if n), is_continued)


def _group(case: HonourCase) -> _Group:
    honour = case.honour
    authority = (honour.decision.authority if honour.decision else None) or honour.authority or ""
    return authority, honour.title, level_words(honour.level)


def _order(case: HonourCase) -> tuple[int, str, str, str, int]:
    """The highest level first."""
    level = list(type(case.honour.level)).index(case.honour.level) if case.honour.level else 99
    authority, title, _ = _group(case)
    return level, authority, title, case.owner.path, case.index
