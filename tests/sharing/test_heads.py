"""What the heads of pages tell chat applications, search engines and government crawlers, held against the states."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen.sharing.linked import linked_data, script_text
from sitegen.views.base import Link, Meta, SiteView
from sitegen.views.listing import PageView
from tests.press import SMALL
from tests.sharing.world import ADDRESS, HOSTILE, WITHHELD, built, page_of

TITLES = {
    "models/zhang-san.html": "张三（公示中，拟授予“劳动模范”）",
    "models/qian-ba.html": "钱八（拟公示，拟授予“标兵”）",
    "models/wang-wu.html": "王五（公示期满，拟授予“优秀教师”）",
    "models/li-si.html": "李四（已表彰“优秀教师”）",
    "models/zhao-liu.html": "赵六（已撤销）",
    "models/sun-qi.html": "孙七（已撤回）",
    "models/zhou-jiu.html": "周九",
    "models/wu-shi.html": "吴十",
    "notices/zhang-san-1-1.html": "关于张三拟授予“劳动模范”的公示（公示中）",
    "notices/pi.html": "优秀教师候选人公示（公示期满）",
    "notices/zhao-liu-01-1.html": "关于赵六拟授予“标兵”的公示（已撤销）",
}
CONTENT = ("models/zhang-san.html", "units/cun.html", "notices/pi.html", "bulletins/wen.html", "pages/about.html")


@pytest.mark.parametrize("url", TITLES)
def test_a_shared_title_says_the_state_and_no_more(url: str, files: dict[str, bytes]) -> None:
    page = page_of(files, url)
    assert page.said("og:title") == page.said("itemprop name") == TITLES[url]


def test_only_an_honour_that_is_held_is_an_award(files: dict[str, bytes]) -> None:
    awards = {url: page.node("Person") for url in files if url.startswith("models/") for page in (page_of(files, url),) if url.count("-")}
    held = {url: node["award"] for url, node in awards.items() if node and "award" in node}
    assert held == {"models/li-si.html": ["优秀教师（2026年度）"]}
    assert awards["models/zhang-san.html"]


def test_the_period_and_state_of_a_notice_are_in_its_data(files: dict[str, bytes]) -> None:
    node = page_of(files, "notices/zhang-san-1-1.html").node("Article")
    assert node is not None
    assert (node["temporalCoverage"], node["creativeWorkStatus"]) == ("2026-11-16/2026-11-20", "公示中")


def test_no_machine_is_told_of_somebody_withheld(files: dict[str, bytes]) -> None:
    silent = [url for url in files if re.fullmatch(r"(models|notices)/(zhao-liu|sun-qi)(-01-1)?\.html", url)]
    assert len(silent) == 4
    for url in silent:
        page = page_of(files, url)
        assert page.data == []
        assert not page.meta.keys() & {"og:description", "description", "Keywords", "Image"}
    for url, data in files.items():
        if url.endswith(".html") and url not in silent:
            told = [*(v for values in page_of(files, url).meta.values() for v in values), json.dumps(page_of(files, url).data)]
            assert not [name for name in WITHHELD if any(name in words for words in told)], (url, data[:80])


def test_a_draft_honour_is_in_no_head(files: dict[str, bytes]) -> None:
    assert not [url for url, data in files.items() if "未定奖".encode() in data]


def test_an_invented_person_is_called_one(files: dict[str, bytes]) -> None:
    node = page_of(files, "models/zhou-jiu.html").node("Person")
    assert node is not None
    assert node["disambiguatingDescription"] == "示例，情节为虚构"


def test_addresses_are_absolute_and_lead_to_files(files: dict[str, bytes]) -> None:
    for url in (u for u in files if u.endswith(".html")):
        page = page_of(files, url)
        found = {page.said(n) for n in ("og:url", "og:image", "itemprop image", "Url")} - {""}
        found |= set(re.findall(r'"(?:url|item|image)": "([^"]*)"', json.dumps(page.data)))
        for address in found:
            assert address.startswith(ADDRESS), (url, address)
            assert (unquote(address.removeprefix(ADDRESS)) or "index.html") in files, (url, address)


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    made = built(tmp_path, SMALL)
    for url in (u for u in made if u.endswith(".html")):
        page = page_of(made, url)
        assert not page.meta.keys() & {"og:url", "og:image", "itemprop image"}, url
        assert "http" not in json.dumps(page.data).replace('"https://schema.org"', ""), url
    assert not [u for u in made if u.startswith("assets/card/")]


def test_search_engines_find_the_search(files: dict[str, bytes]) -> None:
    node = page_of(files, "index.html").node("WebSite")
    assert node is not None
    assert node["potentialAction"]["target"]["urlTemplate"] == f"{ADDRESS}search.html?q={{words}}"


def test_crumbs_end_at_the_page(files: dict[str, bytes]) -> None:
    node = page_of(files, "sector/农村/index.html").node("BreadcrumbList")
    assert node is not None
    steps = node["itemListElement"]
    assert [s["position"] for s in steps] == list(range(1, len(steps) + 1))
    assert (steps[0]["name"], steps[-1]["name"]) == ("首页", "农村")


@pytest.mark.parametrize("url", CONTENT)
def test_a_page_of_content_has_the_tags_of_an_article(url: str, files: dict[str, bytes]) -> None:
    page = page_of(files, url)
    assert page.said("ArticleTitle")
    assert page.said("ContentSource")
    assert page.said("Url") == f"{ADDRESS}{url}"
    assert not [name for name in page.meta if name.startswith("Column")]
    if url not in ("units/cun.html", "pages/about.html"):  # which have no date
        assert re.fullmatch(r"2026-\d\d-\d\d 00:00", page.said("PubDate"))


def test_every_page_has_the_tags_of_its_kind(files: dict[str, bytes]) -> None:
    site = {"SiteName": "测试站", "SiteDomain": "example.org", "SiteIDCode": "1234567890"}
    columns = 0
    for url in (u for u in files if u.endswith(".html")):
        page = page_of(files, url)
        assert {name: page.said(name) for name in site} == site, url
        assert not ("ArticleTitle" in page.meta and "ColumnName" in page.meta), url
        named = {n for n in page.meta if n.startswith("Column")}
        assert len(named) in (0, 4), url
        columns += bool(named)
        assert all(page.said(n) for n in named), url
    assert columns > 20
    assert page_of(files, "notices/index.html").said("ColumnType") == "通知公告"


def test_a_site_without_a_code_has_no_tags_of_the_government(tmp_path: Path) -> None:
    made = built(tmp_path, SMALL)
    assert not [u for u in made if u.endswith(".html") and page_of(made, u).meta.keys() & {"SiteName", "ArticleTitle", "ColumnName"}]


SITE = SiteView(
    "站", "", HOSTILE, "", "", "", None, contact=None, menu=(), foot=(), site_code="", icp="", police="",  # type: ignore[arg-type]
    language="zh-CN", is_right_to_left=False,
)  # fmt: skip


def test_no_text_gets_out_of_its_script_element() -> None:
    meta = Meta(HOSTILE, crumbs=(Link(HOSTILE, "index.html"),))
    data = linked_data(PageView(meta, None), SITE, "pages/x.html")  # type: ignore[arg-type]
    text = script_text(data)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == data
    assert data is not None
    assert data["@graph"][0]["itemListElement"][0]["name"] == HOSTILE  # type: ignore[index]


def test_a_hostile_title_stays_a_title(tmp_path: Path) -> None:
    title = "</script><b a='1'>&\\\"=1+1"
    block = SMALL.replace("姓名: 张三\n", f'姓名: 张三\n标题: "{title}"\n')
    made = built(tmp_path, block)
    page = page_of(made, "models/zhang-san.html")
    wanted = "张三：</script><b a='1'>&\"=1+1"
    assert page.said("og:title").startswith(wanted)
    crumbs = page.node("BreadcrumbList")
    assert crumbs is not None
    assert crumbs["itemListElement"][-1]["name"] == wanted
    assert ("b", {"a": "1"}) not in page.tags
