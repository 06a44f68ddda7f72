"""For every eye, hand and printer: targets, sizes of type, narrow and enlarged pages, sheets of paper, another day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.citizens.pages import one_of_each

pytestmark = pytest.mark.browser

TARGET, LARGE_TARGET, LARGE_TYPE = 44, 60, 22
A4, PAPER_WIDTH = (595, 842), 657  # points; what lies between the margins of @page, in CSS pixels
_LARGE = "document.documentElement.setAttribute('data-mode', 'elder')"
# a link among the words of a sentence may be as high as its line (WCAG 2.5.8); what stands alone may not
_SMALL_TARGETS = """least => [...document.querySelectorAll('a[href], button, summary, select, input, label')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || !box.height || !e.checkVisibility({visibilityProperty: true}) || e.closest('.away, .skip')) return false;
  if (e.labels && e.labels.length && [...e.labels].some(l => l.contains(e))) return false;
  if (e.tagName === 'LABEL' && !e.querySelector('input')) return false;
  const around = e.closest('p, li, dd, td, th, h1, h2, h3, h4, caption, label, div') || e.parentElement;
  const isAlone = around === e || around.textContent.trim().length - e.textContent.trim().length < 2;
  if (getComputedStyle(e).display === 'inline' && !isAlone) return false;
  return box.height < least - .5;
}).map(e => e.outerHTML.slice(0, 160) + ' ' + e.getBoundingClientRect().height)"""
_SMALL_TYPE = """least => [...document.querySelectorAll('body *')].filter(e =>
  [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility({visibilityProperty: true})
  && !e.closest('.away, svg, template') && parseFloat(getComputedStyle(e).fontSize) < least - .01
).map(e => e.outerHTML.slice(0, 160) + ' ' + getComputedStyle(e).fontSize)"""
# text that runs out of its own box where the box hides it, or out of the page
_LOST = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (!e.checkVisibility({visibilityProperty: true}) || e.closest('.away, svg, template, .scroll, .table, pre')) return false;
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) return false;
  const style = getComputedStyle(e), range = document.createRange();
  range.selectNodeContents(e);
  const box = range.getBoundingClientRect();
  const isCut = style.overflow !== 'visible' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  return isCut || box.right > document.documentElement.clientWidth + 1 || box.left < -1;
}).map(e => e.outerHTML.slice(0, 160))"""


@contextmanager
def opened(browser: Browser, width: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("is_large", "least"), [(False, TARGET), (True, LARGE_TARGET)], ids=["plain", "large type"])
def test_what_is_to_be_touched_is_large_enough(browser: Browser, folder: Path, from_disk: str, is_large: bool, least: int) -> None:
    with opened(browser, 360) as page:
        small = list[str]()
        for name in one_of_each(folder):
            if is_large and name.startswith("posters/"):  # paper: there is no large type on it
                continue
            page.goto(f"{from_disk}/{name}")
            if is_large:
                page.evaluate(_LARGE)
            small += [f"{name}: {one}" for one in page.evaluate(_SMALL_TARGETS, least)]
    assert small == []


def test_large_type_is_large_everywhere(browser: Browser, folder: Path, from_disk: str) -> None:
    with opened(browser, 360) as page:
        small = list[str]()
        for name in one_of_each(folder):
            if name.startswith("posters/"):  # paper: its sizes are those of the sheet
                continue
            page.goto(f"{from_disk}/{name}")
            page.evaluate(_LARGE)
            small += [f"{name}: {one}" for one in page.evaluate(_SMALL_TYPE, LARGE_TYPE)]
    assert small == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "percent", "is_large"),
    [(320, 100, False), (320, 100, True), (640, 100, False), (1280, 200, False), (360, 200, False)],
    ids=["320 px", "320 px in large type", "1280 px at 200 % zoom", "1280 px with text of 200 %", "360 px with text of 200 %"],
)
def test_nothing_is_lost(browser: Browser, folder: Path, from_disk: str, width: int, percent: int, is_large: bool) -> None:
    with opened(browser, width) as page:
        lost = list[str]()
        for name in one_of_each(folder):
            if name.startswith("posters/"):  # a sheet of paper does not bend
                continue
            page.goto(f"{from_disk}/{name}")
            if is_large:
                page.evaluate(_LARGE)
            page.evaluate("percent => { document.documentElement.style.fontSize = percent === 100 ? '' : percent + '%'; }", percent)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                lost.append(f"{name} scrolls sideways: {page.evaluate('document.documentElement.scrollWidth')}")
            lost += [f"{name}: {one}" for one in page.evaluate(_LOST)]
    assert lost == []


@pytest.mark.parametrize("name", ["models/sun-tieshan.html", "notices/2026-gangwei-nengshou.html", "roll/2026/index.html"])
def test_on_paper_nothing_is_cut_off(browser: Browser, from_disk: str, name: str) -> None:
    with opened(browser, PAPER_WIDTH) as page:
        page.goto(f"{from_disk}/{name}")
        page.emulate_media(media="print")
        assert page.evaluate(_LOST) == []
        page.evaluate("document.querySelectorAll('.away').forEach(hidden => hidden.remove())")
        shown = page.evaluate("document.querySelector('main').innerText")
        sheet = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {tuple(round(float(n)) for n in one.mediabox[2:]) for one in sheet.pages} == {A4}
    # in a PDF, Chromium writes some signs as the radicals that look like them
    printed = re.sub(r"\s", "", "".join(one.extract_text() for one in sheet.pages))
    words = set(re.findall(r"[一-龥]{2,}", shown))
    assert len(words) > 20
    assert [word for word in words if not re.search("".join(f"[{sign}⺀-⿟]" for sign in word), printed)] == []


# text that runs out of the window at its foot, where a page in columns cannot be moved to; or that its box hides
_BELOW = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (!e.checkVisibility({visibilityProperty: true})) return false;
  if (e.closest('.away, .skip, svg, template, .scroll, .table, pre, .seal--stamp')) return false;
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) return false;
  const style = getComputedStyle(e), range = document.createRange();
  range.selectNodeContents(e);
  const box = range.getBoundingClientRect();
  const isCut = style.overflow !== 'visible' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  return isCut || box.bottom > document.documentElement.clientHeight + 1 || box.top < -1;
}).map(e => e.outerHTML.slice(0, 160))"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_in_mongolian_script_run_from_top_to_bottom_and_lose_nothing(
    browser: Browser, folder: Path, from_disk: str, width: int
) -> None:
    with opened(browser, width) as page:
        lost = list[str]()
        for url in one_of_each(folder):
            if url.startswith("posters/"):  # paper: a sheet keeps its form
                continue
            page.goto(f"{from_disk}/{url}")
            page.evaluate("document.documentElement.lang = 'mn-Mong'")
            assert page.evaluate("getComputedStyle(document.body).writingMode") == "vertical-lr"
            lost += [f"{url}: {what}" for what in page.evaluate(_BELOW)]
    assert lost == []
