"""Posters in a browser: one sheet, nothing beside it, in black and white as well."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.conftest import browser
from tests.channels.world import make
from tests.press import publish

__all__ = ["browser"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make(tmp_path_factory.mktemp("sheets"))
    publish(site)
    return site / "output/posters"


@pytest.mark.parametrize("size", [(794, 1123), (360, 740)])
def test_a_poster_fits_the_width_of_a_screen(browser: Browser, folder: Path, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto((folder / "feng.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.locator("svg[role=img]").is_visible()
    page.close()


@pytest.mark.parametrize(("paper", "width"), [("", 595), ("#a3", 842)])
def test_a_poster_prints_on_one_sheet_of_its_paper(browser: Browser, folder: Path, paper: str, width: int) -> None:
    page = browser.new_page()
    page.goto((folder / "feng.html").as_uri() + paper)
    (sheet,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert abs(float(sheet.mediabox.width) - width) < 2
    page.close()


def test_the_word_of_the_seal_is_right_when_a_poster_is_read_too_late(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.clock.set_fixed_time("2026-11-21T09:00:00+08:00")
    page.goto((folder / "feng.html").as_uri())
    assert page.locator(".seal").inner_text() == "公示期满"
    page.close()
