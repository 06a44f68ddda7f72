"""One module an output: ``pages(edition)`` gives the pages; modules are found by themselves."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.edition import Edition


@dataclass(frozen=True, slots=True)
class Page:
    """A page to come: its address, its template, and the view that the template may show."""

    url: str
    template: str
    view: object


def all_pages(edition: Edition) -> Iterator[Page]:
    """The pages of every output module that has a ``pages`` function."""
    for name in output_names():
        yield from pages_of(name, edition)


def output_names() -> tuple[str, ...]:
    """The modules of this package, in the order in which their pages come."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__, f"{__name__}.")))


def pages_of(name: str, edition: Edition) -> Iterator[Page]:
    """The pages of one of ``output_names``; none if it makes none."""
    pages = getattr(importlib.import_module(name), "pages", None)
    if pages is not None:
        yield from pages(edition)
