"""A browser finds nothing to refuse in pages that carry structured data."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import browser as browser
from tests.sharing.world import built

pytestmark = pytest.mark.browser


def test_no_page_breaks_its_own_policy(browser: Browser, tmp_path: Path) -> None:
    urls = [u for u in built(tmp_path) if u.endswith(".html")]
    page = browser.new_page()
    page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
    )
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    data = 0
    for url in urls:
        page.goto((tmp_path / "site/output" / url).as_uri())
        assert page.evaluate("window.refused") == [], url
        data += page.evaluate("[...document.querySelectorAll('script[type=\"application/ld+json\"]')].map(s => JSON.parse(s.text)).length")
    assert said == []
    assert data > 20
    page.close()
