"""Every kind of page in a real browser: quiet console, nothing missing, nobody else's host, no sideways scrolling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = (
    "index.html", "models/index.html", "models/sun-tieshan.html", "models/he-yanmei.html", "models/qin-dongmei.html",
    "units/index.html", "units/jiashan-xian.html", "units/shili-xinmin-shequ.html", "notices/index.html",
    "notices/2026-gangwei-nengshou.html", "notices/2026-daode-mofan.html", "notices/he-yanmei-2024-1.html",
    "promises/index.html", "bulletins/index.html", "bulletins/shili-tingche-fangan.html", "sector/index.html",
    "sector/农村/index.html", "region/index.html", "region/云南省/index.html", "honour/index.html", "year/2026/index.html",
    "status/revoked/index.html", "pages/about.html", "pages/glossary.html", "sitemap.html", "404.html",
)  # fmt: skip


@contextmanager
def watched(browser: Browser, *, scripts: bool = True, width: int = 360) -> Iterator[tuple[Page, list[str]]]:
    """A page, and everything that went wrong on it."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda m: wrong.append(f"console {m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(f"error: {e}"))
    # a picture still on its way when the next page is opened is given up, not lost
    page.on("requestfailed", lambda r: wrong.append(f"{r.failure}: {r.url}") if r.failure != "net::ERR_ABORTED" else None)
    page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: wrong.append(f"outside: {r.url}") if not r.url.startswith(("file:", "http://127.0.0.1:")) else None)
    yield page, wrong
    context.close()


def existing(folder: Path) -> tuple[str, ...]:
    """The pages to look at; each must exist."""
    for name in PAGES:
        assert (folder / name).is_file(), name
    return PAGES


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_kind_of_page_is_quiet_on_a_server(browser: Browser, folder: Path, from_server: str, scripts: bool) -> None:
    with watched(browser, scripts=scripts) as (page, wrong):
        for name in existing(folder):
            page.goto(f"{from_server}/{name}")
            assert page.title()
            assert page.locator("h1").count() == 1, name
        assert wrong == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_kind_of_page_is_quiet_from_disk(browser: Browser, folder: Path, from_disk: str, scripts: bool) -> None:
    with watched(browser, scripts=scripts) as (page, wrong):
        for name in existing(folder):
            page.goto(f"{from_disk}/{name}")
            assert page.title()
        assert wrong == []


def test_the_style_sheet_works_from_disk(browser: Browser, from_disk: str) -> None:
    with watched(browser) as (page, _):
        page.goto(f"{from_disk}/index.html")
        assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"
        assert page.evaluate("document.styleSheets.length") >= 1


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(browser: Browser, folder: Path, from_disk: str, width: int) -> None:
    with watched(browser, width=width) as (page, _):
        for name in existing(folder):
            page.goto(f"{from_disk}/{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_every_internal_link_leads_somewhere(folder: Path, browser: Browser, from_disk: str) -> None:
    missing: set[str] = set()
    with watched(browser) as (page, _):
        for name in existing(folder):
            page.goto(f"{from_disk}/{name}")
            for link in page.eval_on_selector_all("[href],[src]", "all => all.map(e => e.href || e.src)"):
                path = unquote(link.split("#")[0].removeprefix("file://"))
                if link.startswith("file:") and not Path(path).is_file():
                    missing.add(f"{name} -> {path}")
    assert missing == set()


def test_large_type_is_one_tap_and_is_remembered(browser: Browser, from_server: str) -> None:
    with watched(browser) as (page, wrong):
        page.goto(f"{from_server}/index.html")
        before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        page.get_by_role("button", name="大字").click()
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22
        page.goto(f"{from_server}/notices/index.html")
        assert page.evaluate("document.documentElement.dataset.mode") == "elder"
        assert before < 22
        assert wrong == []


def test_the_keyboard_reaches_the_content_first(browser: Browser, from_server: str) -> None:
    with watched(browser, width=1280) as (page, _):
        page.goto(f"{from_server}/models/sun-tieshan.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')").endswith("#main")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [320, 360, 640, 1280])
@pytest.mark.parametrize("name", ["notices/2026-gangwei-nengshou.html", "notices/2026-daode-mofan.html", "notices/he-yanmei-2024-1.html"])
def test_the_seal_of_a_notice_hides_no_word(
    browser: Browser, from_disk: str, name: str, width: int, media: Literal["screen", "print"]
) -> None:
    """It stands upright, so sides that follow the writing are not those of the page."""
    with watched(browser, width=width) as (page, _):
        page.goto(f"{from_disk}/{name}")
        page.emulate_media(media=media)
        hidden = page.evaluate(_HIDDEN_BY_SEAL)
        assert hidden == [], hidden


_HIDDEN_BY_SEAL = """() => {
  const seal = document.querySelector('.notice-head > .seal--stamp').getBoundingClientRect();
  const words = [...document.querySelectorAll('.notice-head h1, .notice-head p')].filter(one => !one.closest('.leaf'));
  const hidden = [];
  for (const one of words) {
    const range = document.createRange();
    range.selectNodeContents(one);
    for (const r of range.getClientRects())
      if (r.width && r.left < seal.right - 4 && seal.left + 4 < r.right && r.top < seal.bottom - 4 && seal.top + 4 < r.bottom)
        hidden.push(one.textContent.trim().slice(0, 20));
  }
  return hidden;
}"""
