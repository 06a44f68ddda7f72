"""The search page in a real browser, from a disk and from a server: what it finds, says, remembers and leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_smoke import watched
from tests.press import SMALL, publish
from tests.sites import write_site

pytestmark = pytest.mark.browser


@pytest.fixture(params=["disk", "server"])
def address(request: pytest.FixtureRequest) -> str:
    return f"{request.getfixturevalue(f'from_{request.param}')}/search.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error, no refused script, no request to anybody else."""
    with watched(browser, width=1280) as (page, wrong):
        yield page
        assert wrong == []


def opened(page: Page, address: str, query: str = "") -> Page:
    page.goto(address + query)
    page.focus("#q")  # without a question in the address the index comes with the first touch
    expect(page.locator("[data-search][data-ready]")).to_be_attached()
    return page


def titles(page: Page) -> list[str]:
    return page.locator("[data-hits] .card-title").all_inner_texts()


def sentence(page: Page) -> str:
    return page.locator("[data-sentence]").inner_text()


def settled(page: Page) -> None:
    expect(page.locator("[data-hits]")).to_have_attribute("aria-busy", "false")


def test_a_link_with_a_question_shows_the_answer(page: Page, address: str) -> None:
    opened(page, address, f"?q={quote('服务')}")
    settled(page)
    assert len(titles(page)) == 20
    assert set(page.locator("[data-hits] mark").all_inner_texts()) == {"服务"}
    assert page.input_value("#q") == "服务"
    assert page.evaluate("document.querySelectorAll('*').length") <= 1500
    link = page.locator("[data-hits] a").first
    name = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_contain_text(name[:4])


@pytest.mark.parametrize(
    ("query", "name"), [("sts", "孙铁山"), ("sun tie", "孙铁山"), ("孫鐵山", "孙铁山"), ("ＳＵＮＴＩＥＳＨＡＮ", "孙铁山")]
)
def test_names_are_found_by_sound_and_in_other_signs(page: Page, from_disk: str, query: str, name: str) -> None:
    opened(page, f"{from_disk}/search.html", f"?q={quote(query)}")
    settled(page)
    assert titles(page)[0] == name


def test_enter_keeps_the_question_in_the_address_and_back_brings_the_last_one(page: Page, address: str) -> None:
    opened(page, address)
    for query in ("社区", "农村"):
        page.fill("#q", query)
        page.keyboard.press("Enter")
        settled(page)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["农村"]}
    page.go_back()
    expect(page.locator("#q")).to_have_value("社区")
    settled(page)
    assert set(page.locator("[data-hits] mark").all_inner_texts()) == {"社区"}
    assert page.evaluate("document.activeElement.id") == "q", "focus stays where the reader left it"


def test_facets_narrow_and_count_and_can_be_taken_back(page: Page, address: str) -> None:
    opened(page, address, f"?q={quote('服务')}")
    settled(page)
    every = sentence(page)
    unit = page.get_by_role("checkbox", name="先进单位")
    number = int(page.locator("label", has=unit).locator("b").inner_text())
    unit.check()
    settled(page)
    assert sentence(page) == f"找到 {number} 条"
    assert urlsplit(page.url).query.startswith("kind=unit&q="), "sorted"
    assert page.get_by_role("checkbox", name="先进人物").is_enabled(), "other kinds: what they would add"
    assert page.locator("[data-facets] .is-empty input:not(:disabled)").count() == 0
    page.get_by_role("checkbox", name="社区").first.check()
    settled(page)
    assert page.locator("[data-chips] button").count() == 3
    page.get_by_role("button", name="去掉筛选“先进单位”").click()
    settled(page)
    assert not unit.is_checked()
    page.get_by_role("button", name="清除全部筛选").click()
    settled(page)
    assert (page.input_value("#q"), sentence(page)) == ("服务", every)
    expect(page.locator("[data-chips]")).to_be_hidden()


def test_places_open_level_by_level(page: Page, from_disk: str) -> None:
    opened(page, f"{from_disk}/search.html", f"?region={quote('示例省')}")
    settled(page)
    below = page.get_by_role("list", name="示例省 下辖地区")
    expect(below).to_be_visible()
    first = below.get_by_role("checkbox").first
    first.check()
    settled(page)
    assert len(parse_qs(urlsplit(page.url).query)["region"]) == 2
    page.get_by_role("button", name="去掉筛选“示例省”", exact=True).click()
    settled(page)
    assert first.is_checked()


def test_more_results_come_on_demand_and_the_focus_goes_to_the_first_of_them(page: Page, from_disk: str) -> None:
    opened(page, f"{from_disk}/search.html", f"?q={quote('服务')}")
    settled(page)
    page.get_by_role("button", name="再看 20 条").click()
    expect(page.locator("[data-hits] > li")).to_have_count(40)
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('[data-hits] > li')[20]")


def test_nothing_is_announced_at_every_key(page: Page, from_disk: str) -> None:
    opened(page, f"{from_disk}/search.html")
    page.evaluate(
        """() => { window.heard = []; new MutationObserver(() => heard.push(document.querySelector("[data-said]").textContent))
        .observe(document.querySelector("[data-said]"), {childList: true, characterData: true, subtree: true}); }"""
    )
    page.locator("#q").press_sequentially("zhangsan", delay=60)
    page.wait_for_timeout(1500)
    assert len(page.evaluate("heard")) == 1
    assert page.locator("[data-said]").get_attribute("role") == "status"


def test_no_search_runs_while_a_sign_is_being_composed(page: Page, from_disk: str) -> None:
    opened(page, f"{from_disk}/search.html")
    page.evaluate(
        """() => { const q = document.getElementById("q"); q.focus(); q.dispatchEvent(new CompositionEvent("compositionstart"));
        q.value = "fuwu"; q.dispatchEvent(new InputEvent("input", {isComposing: true, bubbles: true})); }"""
    )
    page.wait_for_timeout(500)
    expect(page.locator("[data-found]")).to_be_hidden()
    page.evaluate(
        """() => { const q = document.getElementById("q"); q.value = "服务"; q.dispatchEvent(new CompositionEvent("compositionend")); }"""
    )
    settled(page)
    assert len(titles(page)) == 20


def test_escape_clears_the_question(page: Page, from_disk: str) -> None:
    opened(page, f"{from_disk}/search.html", "?q=sts")
    settled(page)
    page.focus("#q")
    page.keyboard.press("Escape")
    expect(page.locator("[data-found]")).to_be_hidden()
    expect(page.locator("[data-browse]")).to_be_visible()
    assert page.input_value("#q") == ""


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "\"'><script>", "%E4", "__proto__ constructor"])
def test_whatever_is_asked_is_only_text(page: Page, from_disk: str, query: str) -> None:
    opened(page, f"{from_disk}/search.html", f"?q={quote(query)}&region={quote(query)}&__proto__=1")
    settled(page)
    assert page.input_value("#q") == query
    assert page.locator("main img, main script").count() == 0
    assert sentence(page).startswith("没有找到")


def test_the_index_waits_for_the_reader(browser: Browser, from_server: str) -> None:
    with watched(browser) as (page, wrong):
        asked: list[str] = []
        page.on("request", lambda r: asked.append(r.url) if "/search/" in r.url else None)
        page.goto(f"{from_server}/search.html")
        page.wait_for_timeout(400)
        assert asked == []
        page.locator("#q").press_sequentially("sts")
        expect(page.locator("[data-hits] .card-title").first).to_have_text("孙铁山")
        assert wrong == []


@pytest.mark.slow
def test_the_index_comes_by_itself_when_the_page_has_stood_for_a_while(browser: Browser, from_server: str) -> None:
    with watched(browser) as (page, _):
        page.goto(f"{from_server}/search.html")
        expect(page.locator("[data-search][data-ready]")).to_be_attached(timeout=15_000)
        expect(page.locator("[data-browse]")).to_be_visible()


def test_results_read_on_a_later_day_bear_the_seal_of_that_day(browser: Browser, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    assert publish(site).checked.is_sound
    with watched(browser, width=1280) as (page, wrong):
        page.clock.set_fixed_time("2026-11-23T01:00:00Z")
        seals = {}
        for name in ("models/zhang-san.html", f"search.html?q={quote('张三')}&kind=model"):
            page.goto(f"{(site / 'output').as_uri()}/{name}")
            seals[name] = page.locator("main .seal").first.inner_text()
        assert set(seals.values()) == {"公示期满"}
        assert page.get_by_role("checkbox", name="公示期满").is_enabled()
        assert wrong == []


def test_a_lost_index_is_said_and_leaves_the_lists(browser: Browser, from_server: str) -> None:
    with watched(browser) as (page, _):
        page.route("**/search/base.js*", lambda route: route.abort())
        page.goto(f"{from_server}/search.html?q={quote('服务')}")
        expect(page.locator("[data-sentence]")).to_contain_text("没有取到")
        expect(page.locator("[data-browse]")).to_be_visible()


def test_without_scripts_the_page_leads_to_the_lists(browser: Browser, from_disk: str) -> None:
    with watched(browser, scripts=False) as (page, wrong):
        page.goto(f"{from_disk}/search.html?q={quote('服务')}")
        expect(page.locator(".search-off")).to_be_visible()
        for facet in ("region", "sector", "honour", "year", "status"):
            assert page.locator(f'[data-browse] a[href="{facet}/index.html"]').is_visible()
        assert wrong == []


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("mode", ["", "elder"])
def test_the_page_fits_and_everything_to_touch_is_large_enough(browser: Browser, from_disk: str, width: int, mode: str) -> None:
    with watched(browser, width=width) as (page, wrong):
        page.add_init_script(f"localStorage.setItem('mode', '{mode}')")
        opened(page, f"{from_disk}/search.html", f"?q={quote('服务')}&region={quote('示例省')}")
        settled(page)
        page.evaluate("document.querySelector('.filters').open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            """least => [...document.querySelectorAll("main button, .facet label, .search-row input")].filter(e => e.offsetParent
            && e.getBoundingClientRect().height < least - 0.5).map(e => e.textContent)""",
            60 if mode else 44,
        )
        assert small == []
        assert wrong == []
