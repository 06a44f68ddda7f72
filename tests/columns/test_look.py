"""The columns in a real browser: nothing scrolls sideways, no word is too small, every link is big enough to touch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import browser, folder, from_disk  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser

COLUMNS = (
    "more/index.html", "numbers/index.html", "recommend/index.html", "themes/index.html", "carriers/党员先锋岗/index.html",
    "goals/index.html", "goals/促进社会和谐/index.html", "stages/index.html", "stages/2026-niandu/index.html",
    "promises/quarters/index.html", "promises/2026-q4/index.html", "comments/index.html", "appraisals/index.html",
    "contacts/index.html", "tree/index.html", "relations/index.html", "roll/index.html", "roll/2025/index.html",
    "letters/index.html", "letters/l/index.html",
)  # fmt: skip
SMALLEST = """limit => [...document.querySelectorAll("main *")]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < limit).map(e => e.textContent.trim())"""
HARD_TO_TOUCH = """limit => [...document.querySelectorAll("main a")]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < limit).map(e => e.textContent.trim())"""


@pytest.fixture(params=[(320, ""), (360, ""), (1280, ""), (360, "elder")], ids=["320", "360", "1280", "large type"])
def opened(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, int, str]]:  # noqa: F811
    width, mode = request.param
    context = browser.new_context(viewport={"width": width, "height": 800})
    yield context.new_page(), width, mode
    context.close()


def test_the_columns_fit_their_width_and_can_be_read_and_touched(
    opened: tuple[Page, int, str],
    folder: Path,  # noqa: F811
    from_disk: str,  # noqa: F811
) -> None:
    page, width, mode = opened
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    for name in COLUMNS:
        assert (folder / name).is_file(), name
        page.goto(f"{from_disk}/{name}")
        page.evaluate("mode => { if (mode) document.documentElement.dataset.mode = mode }", mode)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(SMALLEST, 22 if mode else 12) == [], name
        assert width > 400 or page.evaluate(HARD_TO_TOUCH, 43.5) == [], name
    assert wrong == []
