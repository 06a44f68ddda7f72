"""Editions without a disk: from a text block, or of many like records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp

from sitegen.catalogue import Catalogue
from sitegen.edition import Edition
from sitegen.intake import shipped_profiles
from sitegen.library import Library, make_library
from sitegen.memory import Memory
from sitegen.outputs import Page
from sitegen.press import Press
from sitegen.records.entries import Model, Record, Unit
from sitegen.records.filed import Filed, Spots
from sitegen.siteview import make_site_view
from sitegen.templates import Renderer
from sitegen.theme import load_theme
from tests.conftest import ROOT
from tests.sites import intake_of, library_of

COLUMNS = (
    "themes", "goals", "stages", "contacts", "tree", "relations", "comments", "appraisals", "quarters", "rolls", "letters",
    "recommend", "numbers", "overview",
)  # fmt: skip
TODAY = "2026-11-18"


def edition_of(block: str, today: str = TODAY) -> Edition:
    return bare(library_of(block, today))


def bare(library: Library, readings: Mapping[tuple[str, bool], str] | None = None) -> Edition:
    """An edition without texts and pictures."""
    return Edition(library, {}, {}, {}, {}, readings=readings or {})


def filed(record: Record, slug: str) -> Filed[Record]:
    kind = "units" if isinstance(record, Unit) else "models" if isinstance(record, Model) else "other"
    return Filed(record, f"content/{kind}/{slug}.md", slug, "", 1, Spots({}), slug)


def stocked(records: Iterable[Filed[Record]], today: str = TODAY, settings: str = "") -> Edition:
    """An edition of records made by hand."""
    intake = intake_of(settings)
    assert intake.site is not None, intake.problems
    return bare(make_library(intake.site, records, shipped_profiles(), date.fromisoformat(today)))


def pages_of(edition: Edition, *columns: str) -> dict[str, Page]:
    """The pages of the columns by address; of all of them if none is named."""
    found: dict[str, Page] = {}
    for page in _pages(edition, columns or COLUMNS):
        assert page.url not in found, page.url
        found[page.url] = page
    return found


def _pages(edition: Edition, columns: Iterable[str]) -> Iterator[Page]:
    for name in columns:
        yield from import_module(f"sitegen.outputs.{name}").pages(edition)


def html_of(edition: Edition, *pages: Page) -> dict[str, str]:
    """Pages as published, by address."""
    site = make_site_view(edition.library, "zh-CN", False, has_more=True)
    press = _press()
    renderer = Renderer(press.templates, press.base, press.words, site, press.assets, lambda body, url: "", Memory(None), press.cache)
    return {page.url: renderer.render(page.template, page.url, page.view).decode() for page in pages}


def text_of(edition: Edition, *columns: str) -> str:
    """Everything that is to be read in the main part of the pages of columns."""
    pages = html_of(edition, *pages_of(edition, *columns).values())
    return "\n".join(re.sub(r"<[^>]+>", "", html.partition("<main")[2].partition("</main>")[0]) for html in pages.values())


def elements(html: str) -> int:
    """How many elements a page has."""
    return len(re.findall(r"<[a-z]", html))


@cache
def _press() -> Press:
    theme = load_theme("default", (ROOT / "themes",))
    site = make_site_view(library_of("", TODAY), "zh-CN", False, has_more=True)
    return Press(theme.templates, theme.base, Catalogue(), site, theme.assets, Path(mkdtemp()))
