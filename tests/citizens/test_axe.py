"""No violation of any rule of axe-core on any kind of page, at two widths, in every dress of the site.

The rules of structure run on the whole page, plain and in large type. Those of colour run in each dress, on one element
of each kind: two texts whose elements and ancestors have the same names and classes have the same colours, and measuring
all of them takes ten times as long. In forced colours the colours are the system's, and so is their contrast.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.citizens.pages import ASKED, every_page, one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_STRUCTURE = """async () => {
  const found = await axe.run(document, {rules: {'color-contrast': {enabled: false}}, resultTypes: ['violations']});
  return found.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html));
}"""
_COLOUR = """async seen => {
  const known = new Set(seen), fresh = [], names = [];
  const name = e => e.tagName + '.' + e.className + (e.previousElementSibling ? '' : '^')
    + ['aria-current', 'aria-pressed', 'data-state', 'open'].map(a => e.getAttribute(a) || '').join('|');
  for (const e of document.body.querySelectorAll('*')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    let path = '';
    for (let up = e; up !== document.documentElement; up = up.parentElement) path += ' ' + name(up);
    if (!known.has(path)) { known.add(path); names.push(path); fresh.push(e); }
  }
  if (!fresh.length) return [[], []];
  const found = await axe.run({include: fresh}, {runOnly: ['color-contrast'], resultTypes: ['violations']});
  return [names, found.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html + ' ' + n.failureSummary))];
}"""
_DRESSES: Mapping[str, Mapping[str, Any]] = {
    "light": {"color_scheme": "light", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference"},
    "more contrast": {"color_scheme": "light", "contrast": "more"},
    "more contrast, dark": {"color_scheme": "dark", "contrast": "more"},
}


def dress(page: Page, name: str, *, is_large: bool, is_forced: bool = False) -> None:
    """Wear a dress: media features for the browser, large type by the attribute that the button sets."""
    page.emulate_media(forced_colors="active" if is_forced else "none", **_DRESSES[name])
    page.evaluate("on => document.documentElement.setAttribute('data-mode', on ? 'elder' : '')", is_large)


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_breaks_a_rule_of_axe(browser: Browser, folder: Path, from_disk: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, wrong, seen = context.new_page(), list[str](), dict[tuple[str, bool], list[str]]()
    for name in (*one_of_each(folder), *ASKED):
        page.goto(f"{from_disk}/{name}")
        if name in ASKED:
            page.locator("[data-hits][aria-busy=false] .hit").first.wait_for()
        page.evaluate(_AXE)
        for is_large in (False, True):
            for forced in (True, False):
                dress(page, "light", is_large=is_large, is_forced=forced)
                if not forced or not is_large:
                    wrong += [f"{name} {is_large} {one}" for one in page.evaluate(_STRUCTURE)]
            for colours in ("light", "dark") if is_large else _DRESSES:  # large type has its own, strongest colours
                dress(page, colours, is_large=is_large)
                known = seen.setdefault((colours, is_large), [])
                paths, found = page.evaluate(_COLOUR, known)
                known += paths
                wrong += [f"{name} {colours} {is_large} {one}" for one in found]
    context.close()
    assert wrong == []


def test_a_page_that_breaks_rules_is_found_out(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_content(
        "<!doctype html><html><body><img src='x.png'><p style='color:#ccc;background:#fff'>字色太浅，看不清楚</p></body></html>"
    )
    page.evaluate(_AXE)
    broken = {one.split(":")[0] for one in page.evaluate(_STRUCTURE)}
    assert {"image-alt", "html-has-lang", "document-title"} <= broken
    assert "color-contrast" in page.evaluate(_COLOUR, [])[1][0]
    context.close()


def test_the_pages_looked_at_are_of_every_kind(folder: Path) -> None:
    chosen = {name.split("/")[0] for name in one_of_each(folder)}
    assert chosen == {name.split("/")[0] for name in every_page(folder)}
