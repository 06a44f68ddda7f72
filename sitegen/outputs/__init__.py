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
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__, f"{__name__}.")):
        pages = getattr(importlib.import_module(module), "pages", None)
        if pages is not None:
            yield from pages(edition)
