"""Long lists in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sitegen.edition import numbered
from sitegen.views.base import Link
from sitegen.views.listing import Pager

T = TypeVar("T")
_NEAR = 2  # pages shown on either side of the current one


def paged(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """The pages of a list with their numbers from 1; an empty list has one empty page."""
    size = max(size, 1)
    for number, start in enumerate(range(0, max(len(items), 1), size), 1):
        yield number, items[start : start + size]


def pager(first: str, number: int, total: int, size: int) -> Pager:
    """Where page ``number`` stands in a list of ``total`` entries; "…" stands for pages left out."""
    last = max(1, -(-total // max(size, 1)))
    shown = sorted({1, last, *range(max(1, number - _NEAR), min(last, number + _NEAR) + 1)})
    links: list[Link] = []
    for previous, page in zip([0, *shown], shown, strict=False):
        if page - previous > 1:
            links.append(Link("…"))
        links.append(Link(str(page), numbered(first, page)))
    return Pager(
        number,
        last,
        total,
        tuple(links) if last > 1 else (),
        numbered(first, number - 1) if number > 1 else "",
        numbered(first, number + 1) if number < last else "",
    )
