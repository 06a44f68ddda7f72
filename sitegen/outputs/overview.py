"""The columns of the campaign that have something to show, on one page and for the site map."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.edition import Edition, once
from sitegen.outputs import (
    Page,
    appraisals,
    comments,
    contacts,
    goals,
    letters,
    numbers,
    quarters,
    recommend,
    relations,
    rolls,
    stages,
    themes,
    tree,
)
from sitegen.outputs.columns import HOME, MORE
from sitegen.views.base import Count, Meta
from sitegen.views.columns import Column, OverviewView
from sitegen.views.words import phrase

_COLUMNS = (
    numbers, recommend, themes, goals, stages, quarters, comments, appraisals, contacts, tree, relations, rolls, letters,
)  # fmt: skip


@once
def columns(edition: Edition) -> tuple[Column, ...]:
    """Those that have a page."""
    return tuple(found for module in _COLUMNS if (found := module.column(edition)) is not None)


def has_columns(edition: Edition) -> bool:
    """Whether any of them has a page."""
    return bool(columns(edition))


def column_counts(edition: Edition) -> tuple[Count, ...]:
    """The columns for the site map, with the overview itself."""
    found = tuple(Count(c.title, c.url, c.number) for c in columns(edition))
    return (Count(MORE.title, MORE.url, 0), *found) if found else ()


def pages(edition: Edition) -> Iterator[Page]:
    found = columns(edition)
    if found:
        meta = Meta(MORE.title, phrase("主题、目标、联系点、评议、光荣册和其他栏目。"), "", (HOME,))
        yield Page(MORE.url, "overview.html", OverviewView(meta, found))
