"""Whole sites in English and in traditional signs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.words.conftest import published
from tests.words.renew import ENGLISH

HAN = re.compile(r"[\u3400-\u9fff]")
SHOWN = (".html", ".xml")
# the four goals of the whole country are a text of its own (DOMAIN.md section 1)
NATIONAL = ("推动科学发展", "促进社会和谐", "服务人民群众", "加强基层组织")
# keys that scripts look words up by; never shown
KEYS = re.compile(r'data-word="level-\w+"')
SHARED_WITH_TRADITIONAL = "群"  # OpenCC knows a rarer form, too
PAGES = (
    "index.html", "notices/index.html", "notices/on-ann.html", "notices/batch.html", "notices/on-dan.html", "models/index.html",
    "models/ann.html", "models/bob.html", "models/dan.html", "units/index.html", "units/mill.html", "promises/index.html",
    "bulletins/index.html", "bulletins/park.html", "region/index.html", "sector/index.html", "status/honoured/index.html",
    "pages/about.html", "verify.html", "search.html", "sitemap.html", "404.html", "feed.xml", "sitemap.xml",
)  # fmt: skip


def lines(output: Path) -> list[tuple[str, str]]:
    """Every line of every page, without what is deliberately Chinese."""
    found = []
    for file in sorted(p for p in output.rglob("*") if p.suffix in SHOWN):
        text = KEYS.sub("", file.read_text("utf-8"))
        for goal in NATIONAL:
            text = text.replace(goal, "")
        found += [(file.relative_to(output).as_posix(), line) for line in text.splitlines()]
    return found


@pytest.mark.slow
def test_an_english_site_has_every_kind_of_page_and_no_chinese_of_its_own(english: Path) -> None:
    assert [name for name in PAGES if not (english / name).is_file()] == []
    assert [(name, line) for name, line in lines(english) if HAN.search(line)] == []


@pytest.mark.slow
def test_english_sentences_are_put_together_with_their_spaces(english: Path) -> None:
    notice = (english / "notices" / "on-ann.html").read_text("utf-8")
    assert "At least <b>5 working days</b> are required. <span" in notice
    assert '<time datetime="2026-11-20">Fri 20 November 2026</time>' in notice
    person = (english / "models" / "ann.html").read_text("utf-8")
    assert "Annie, Nan" in person
    assert "Proposed for “Builder of the year”" in person


@pytest.mark.slow
def test_a_traditional_site_has_no_simplified_sign_of_its_own(traditional: Path) -> None:
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("s2t").convert
    used = {sign for _, line in lines(traditional) for sign in HAN.findall(line)} - set(SHARED_WITH_TRADITIONAL)
    assert used and {sign for sign in used if convert(sign) != sign} == set()


@pytest.mark.slow
def test_what_staff_wrote_is_not_translated(tmp_path: Path) -> None:
    output = published(tmp_path, "en", {"content/pages/home.md": "---\n标题: 首页\n---\n公示。\n"})
    page = (output / "pages" / "home.html").read_text("utf-8")
    assert "<h1>首页</h1>" in page
    assert '<a href="../index.html">Home</a>' in page


@pytest.mark.browser
def test_a_page_read_after_its_day_speaks_its_own_language(browser: Browser, english: Path) -> None:
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.clock.install(time="2026-11-20T09:00:00+08:00")
    page.goto((english / "notices" / "on-ann.html").as_uri())
    assert page.locator(".leaf").inner_text().split() == ["Last", "day", "Today", "closes"]
    page.clock.install(time="2026-11-21T09:00:00+08:00")
    page.goto((english / "notices" / "on-ann.html").as_uri())
    assert page.locator(".leaf").inner_text().split() == ["Notice", "ended", "20", "November", "outcome", "pending"]
    assert page.locator(".notice-head .seal").inner_text() == "Period ended"
    assert page.locator(".verdict").inner_text() == "The notice has ended; the outcome is pending"
    page.goto((english / "bulletins" / "park.html").as_uri())
    assert page.locator(".closes").inner_text() == "Open for comments until Mon 30 November 2026"
    page.clock.install(time="2026-12-01T09:00:00+08:00")
    page.goto((english / "bulletins" / "park.html").as_uri())
    assert page.locator(".closes").inner_text() == "The consultation closed on Mon 30 November 2026"
    context.close()


@pytest.fixture(scope="session")
def leftward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a language written from right to left; its words are those of the English catalogue."""
    words = {"themes/default/messages/ug.po": ENGLISH.read_text("utf-8")}
    return published(tmp_path_factory.mktemp("leftward"), "ug", words)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_from_right_to_left_does_not_scroll_sideways(browser: Browser, leftward: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    for name in PAGES:
        if name.endswith(".html"):
            page.goto((leftward / name).as_uri())
            assert page.locator("html").get_attribute("dir") == "rtl"
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append(name)
    context.close()
    assert wide == []
