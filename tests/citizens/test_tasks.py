"""Ten things for which people come here: each done from the front page with at most three taps.

Every task runs on a server and from a folder, with scripts and without. Typing is not counted, every press is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

MOST = 3
STORY_OF_A_MINUTE, STORY_OF_FIVE = 120, 2000  # signs: what is read aloud in half a minute; what is read in five


class Citizen:
    """Somebody with a telephone who has opened the front page. ``taps`` counts what was pressed."""

    def __init__(self, page: Page, *, has_scripts: bool) -> None:
        self.page, self.has_scripts, self.taps = page, has_scripts, 0

    def tap(self, target: Locator) -> None:
        target.first.click()
        self.taps += 1
        assert self.taps <= MOST, self.page.url

    def menu(self, name: str) -> None:
        self.tap(self.page.locator("nav.menu").get_by_role("link", name=name, exact=True))

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.locator("main").get_by_role("link", name=name)

    def search(self, text: str) -> Locator:
        """What the search finds, asked from the front page."""
        self.page.get_by_role("searchbox").fill(text)
        self.tap(self.page.get_by_role("button", name="搜索"))
        expect(self.page.locator("[data-hits]")).to_have_attribute("aria-busy", "false")
        return self.page.locator("[data-hits] .hit")

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main").get_by_text(text).locator("visible=true").first).to_be_visible()


@pytest.fixture(params=["server", "disk"])
def address(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"from_{request.param}"))


@contextmanager
def arrived(browser: Browser, address: str, *, scripts: bool) -> Iterator[Citizen]:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/index.html")
    yield Citizen(page, has_scripts=scripts)
    context.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def citizen(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Citizen]:
    with arrived(browser, address, scripts=bool(request.param)) as somebody:
        yield somebody


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Citizen]:
    """A citizen whose browser runs scripts."""
    with arrived(browser, address, scripts=True) as somebody:
        yield somebody


def test_is_this_person_on_notice(citizen: Citizen) -> None:
    if citizen.has_scripts:
        hit = citizen.search("彭志远").filter(has=citizen.page.get_by_role("link", name="彭志远"))
        expect(hit.first).to_contain_text("公示中")
        expect(hit.first).to_contain_text("拟授予")
    else:
        citizen.menu("公示")
        line = citizen.page.locator("main .notice").filter(has_text="彭志远")
        expect(line.first).to_contain_text("公示中")


def test_until_when_and_how_to_object(citizen: Citizen) -> None:
    notice = citizen.page.locator("main .notice").first
    expect(notice).to_contain_text(re.compile(r"\d+月\d+日"))
    citizen.tap(notice.get_by_role("link", name="如何提出异议"))
    assert "#object" in citizen.page.url
    part = citizen.page.locator("#object")
    expect(part).to_be_in_viewport()
    expect(part).to_contain_text(re.compile(r"请在 \d{4}年\d+月\d+日（周.）.*前"))
    assert part.locator("a[href^='tel:']").count() == part.locator("a[href^='mailto:']").count() == 1


def test_what_is_on_notice_in_my_township(citizen: Citizen) -> None:
    citizen.tap(citizen.link("全部地区"))
    citizen.tap(citizen.link(re.compile("^清水镇")))
    expect(citizen.page.get_by_role("heading", level=1)).to_contain_text("清水镇")
    running = citizen.page.locator("main .card").filter(has=citizen.page.locator(".seal--on_notice"))
    expect(running).not_to_have_count(0)
    citizen.tap(running.first.get_by_role("heading").get_by_role("link"))
    citizen.sees("公示中")


def test_find_somebody_by_a_part_of_the_name(citizen: Citizen) -> None:
    if citizen.has_scripts:
        citizen.tap(citizen.search("铁山").get_by_role("link", name="孙铁山"))
    else:
        citizen.menu("先进人物")
        listed = citizen.link("孙铁山")
        if not listed.count():
            citizen.tap(citizen.page.locator(".pager a[rel=next]"))
        citizen.tap(citizen.link("孙铁山"))
    expect(citizen.page.get_by_role("heading", level=1)).to_contain_text("孙铁山")


@pytest.mark.parametrize("typed", ["suntieshan", "sts", "Sun Tieshan"])
def test_find_somebody_by_pinyin(reader: Citizen, typed: str) -> None:
    reader.tap(reader.search(typed).get_by_role("link", name="孙铁山"))
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("孙铁山")


def test_find_somebody_by_pinyin_in_the_index_of_letters(citizen: Citizen) -> None:
    citizen.menu("更多")
    citizen.tap(citizen.link(re.compile("按姓名拼音")))
    citizen.tap(citizen.link(re.compile(r"^S\b")))
    expect(citizen.link("孙铁山").first).to_be_visible()


def test_what_a_unit_promised_and_whether_it_was_kept(citizen: Citizen) -> None:
    citizen.menu("公开承诺")
    for state in ("逾期未办", "已兑现", "进行中"):
        citizen.sees(state)
    citizen.tap(citizen.link(re.compile("新民社区")))
    promises = citizen.page.locator("section").filter(has=citizen.page.locator("#h-promises"))
    expect(promises.locator(".mark--overdue")).to_have_count(1)
    expect(promises.locator(".mark--kept")).to_have_count(2)
    expect(promises.locator(".days-over").first).to_contain_text("79")


def test_what_the_leader_said_and_how_the_public_voted(citizen: Citizen) -> None:
    citizen.menu("更多")
    citizen.tap(citizen.link(re.compile("领导点评")))
    for part in ("肯定", "不足", "方向"):
        citizen.sees(part)
    citizen.page.go_back()
    citizen.tap(citizen.link(re.compile("群众评议")))
    citizen.sees(re.compile(r"不满意"))
    citizen.sees(re.compile(r"\d+ 票"))


def test_how_to_recommend_somebody(citizen: Citizen) -> None:
    citizen.menu("更多")
    citizen.tap(citizen.link(re.compile("推荐身边典型")))
    assert citizen.page.locator("main a[href^='tel:']").count() == 1
    assert citizen.page.locator("main a[href^='mailto:']").count() == 1
    citizen.sees("推荐表")


def test_read_a_story_in_one_minute_or_in_five(citizen: Citizen) -> None:
    citizen.tap(citizen.page.locator(".lead").get_by_role("heading").get_by_role("link"))
    summary, story = citizen.page.locator(".subject-head .intro"), citizen.page.locator(".prose--story")
    expect(summary).to_be_in_viewport()
    assert 0 < len(summary.inner_text()) <= STORY_OF_A_MINUTE
    assert STORY_OF_A_MINUTE < len(re.sub(r"\s", "", story.inner_text())) <= STORY_OF_FIVE


def test_large_type_by_one_tap_stays_on_the_next_page(reader: Citizen) -> None:
    reader.tap(reader.page.get_by_role("button", name="大字版"))
    reader.menu("公示")
    assert reader.page.evaluate("document.documentElement.dataset.mode") == "elder"
    assert reader.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22


def test_was_this_title_withdrawn(citizen: Citizen) -> None:
    citizen.menu("公示")
    line = citizen.page.locator("main .line").filter(has_text="贺延梅")
    expect(line.first).to_contain_text("已撤销")
    citizen.tap(line.get_by_role("link"))
    citizen.tap(citizen.link("贺延梅"))
    citizen.sees("撤销日期")
    citizen.sees("原因")
    assert citizen.page.locator(".prose--story").count() == 0


def test_is_this_copy_genuine(citizen: Citizen, folder: Path) -> None:
    citizen.tap(citizen.page.locator("footer").get_by_role("link", name="核验", exact=True))
    citizen.sees("四步核对")
    if not citizen.has_scripts:
        citizen.sees(re.compile("certutil"))
        return
    texts = sorted(folder.glob("notices/*.txt"))
    records = sorted((folder / "ledger").glob("*.json"))
    citizen.page.set_input_files("#check-files", [str(f) for f in (texts[0], *records)])
    citizen.tap(citizen.page.get_by_role("button", name="核对所选文件"))
    expect(citizen.page.locator("[data-result] h3")).to_have_text("所选的文本和记录相符")
