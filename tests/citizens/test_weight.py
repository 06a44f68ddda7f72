"""What a page weighs on a telephone: bytes as they travel, compressed, and the size of its tree."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.citizens.pages import every_page

pytestmark = pytest.mark.browser  # they share the built site with the browser tests

MAX_STYLE, MAX_SCRIPT, MAX_VISIT = 12 * 1024, 4 * 1024, 60 * 1024
MAX_NODES = 1500
SEARCHES = ("search.html", "verify.html")  # pages that are tools: their scripts do the work of the page
_LOADING = frozenset({"script", "img", "source", "iframe", "audio", "video", "embed", "object", "track", "input"})
_HIDDEN_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"})


class Weighed(HTMLParser):
    """What a page makes the browser fetch, and how many elements it has."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes = 0
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes += 1
        one = {key: value or "" for key, value in attrs}
        if tag == "link" and set(one.get("rel", "").split()) & _HIDDEN_LINKS:
            self.fetched.append(one["href"])
            if one["rel"] == "stylesheet":
                self.styles.append(one["href"])
        if tag in _LOADING:
            found = [one.get(key, "") for key in ("src", "data", "poster")] + [p.split()[0] for p in one.get("srcset", "").split(",") if p]
            self.fetched += [address for address in found if address]
        if tag == "script" and one.get("src"):
            self.scripts.append(one["src"])


@cache
def travelling(file: Path) -> int:
    """Bytes of a file as gzip sends them."""
    return len(gzip.compress(file.read_bytes(), 6, mtime=0))


@pytest.fixture(scope="module")
def weighed(folder: Path) -> dict[str, Weighed]:
    found: dict[str, Weighed] = {}
    for name in every_page(folder):
        found[name] = Weighed()
        found[name].feed((folder / name).read_text("utf-8"))
    return found


def total(folder: Path, name: str, addresses: list[str]) -> int:
    return sum(travelling((folder / name).parent / address) for address in addresses)


def heavier(pages: dict[str, Weighed], weight: Callable[[str], int], limit: int) -> dict[str, int]:
    return {name: found for name in pages if (found := weight(name)) > limit}


def test_styles_stay_small(folder: Path, weighed: dict[str, Weighed]) -> None:
    assert heavier(weighed, lambda n: total(folder, n, weighed[n].styles), MAX_STYLE) == {}


def test_scripts_stay_small_except_on_the_pages_that_are_tools(folder: Path, weighed: dict[str, Weighed]) -> None:
    assert set(heavier(weighed, lambda n: total(folder, n, weighed[n].scripts), MAX_SCRIPT)) <= set(SEARCHES)


def test_a_first_visit_without_photographs_stays_small(folder: Path, weighed: dict[str, Weighed]) -> None:
    def visit(name: str) -> int:
        return travelling(folder / name) + total(folder, name, weighed[name].styles + weighed[name].scripts)

    assert heavier(weighed, visit, MAX_VISIT) == {}


def test_no_page_is_a_forest(weighed: dict[str, Weighed]) -> None:
    assert heavier(weighed, lambda n: weighed[n].nodes, MAX_NODES) == {}


def test_no_page_fetches_anything_from_elsewhere(folder: Path, weighed: dict[str, Weighed]) -> None:
    away = {(n, a) for n, page in weighed.items() for a in page.fetched if re.match(r"\w+:|//", a)}
    styles = {file.name for file in folder.rglob("*.css") if re.search(r"url\(\s*[\"']?(?:\w+:)?//|@import", file.read_text("utf-8"))}
    assert (away, styles) == (set(), set())
