"""The preview in a browser: it follows saves by itself, shows and withdraws the overlay, and its form changes the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import browser as browser
from tests.serve.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LI = "content/models/li-si.md"


def opened(browser: Browser, preview: Running, path: str, width: int = 1280) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.goto(f"http://{preview.host}{path}")
    page.wait_for_load_state("networkidle")
    assert not wrong, wrong
    return page


def test_a_page_follows_a_save_by_itself(fresh: Running, browser: Browser) -> None:
    page = opened(browser, fresh, "/models/li-si.html")
    fresh.save(LI, "李四的故事。", "李四的新故事。")
    expect(page.get_by_text("李四的新故事。")).to_be_visible(timeout=20_000)


def test_the_overlay_comes_with_a_mistake_and_goes_with_its_button(fresh: Running, browser: Browser) -> None:
    page = opened(browser, fresh, "/models/li-si.html", 360)
    expect(page.locator("#sg-bar b")).not_to_have_text("…", timeout=20_000)
    fresh.save(LI, "姓名: 李四", "姓名：李四")
    expect(page.locator(".finding mark")).to_have_text("：", timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("link", name="看上次正常的网页")).to_be_visible()
    page.get_by_role("button", name="自动改正").click()
    expect(page.get_by_role("heading", name="李四").first).to_be_visible(timeout=20_000)
    assert "姓名: 李四" in (fresh.site / LI).read_text("utf-8")


def test_a_field_edited_in_the_form_changes_the_page(fresh: Running, browser: Browser) -> None:
    page = opened(browser, fresh, "/models/li-si.html")
    page.get_by_role("link", name="改这一页").click()
    page.get_by_label("摘要").fill("教算术的人。")
    page.get_by_label("正文（Markdown）").fill("## 新的一段\n\n文字。")
    expect(page.locator("#look h2")).to_have_text("新的一段", timeout=20_000)
    page.locator(".bar").get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_have_text("已保存。", timeout=20_000)
    page.get_by_role("link", name="回到网页").click()
    expect(page.get_by_text("教算术的人。").first).to_be_visible(timeout=20_000)
    text = (fresh.site / LI).read_text("utf-8")
    assert "教算术的人" in text
    assert text.endswith("---\n## 新的一段\n\n文字。\n")


def test_a_row_is_added_without_any_script(fresh: Running, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"http://{fresh.host}/-/edit/{LI}")
    page.locator("details", has=page.locator("summary", has_text="公开承诺的清单")).locator("summary").first.click()
    page.locator('button[value="add:promises"]').click()
    page.locator('[name="promises.0.text"]').fill("办夜校")
    page.locator(".bar").get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    assert "承诺:\n  - 内容: 办夜校\n" in (fresh.site / LI).read_text("utf-8")


def test_another_day_is_shown_and_links_stay_on_it(preview: Running, browser: Browser) -> None:
    page = opened(browser, preview, "/models/zhang-san.html")
    expect(page.locator(".seal--on_notice").first).to_be_visible()
    page.get_by_label("按这一天").fill("2026-11-30")
    page.locator("#sg-bar").get_by_role("button", name="看").click()
    expect(page.locator(".seal--closed").first).to_be_visible(timeout=20_000)
    page.locator("nav.menu a").first.click()
    assert "/-/day/2026-11-30/" in page.url
    page.get_by_role("link", name="回到今天").click()
    expect(page).to_have_url(f"http://{preview.host}/index.html")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_fits_a_phone(preview: Running, browser: Browser, width: int) -> None:
    page = opened(browser, preview, "/-/edit/content/models/zhang-san.md", width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
