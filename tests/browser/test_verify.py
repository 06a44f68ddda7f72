"""The page of evidence in a real browser: quiet, narrow, and its checker on sound and on tampered files."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_smoke import watched
from tests.verification.published import NAME, head, publish_daily, records

pytestmark = pytest.mark.browser

SOUND, WRONG, PART = "所选的文本和记录相符", "发现不符", "只能证明一部分"


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder with evidence."""
    return publish_daily(tmp_path_factory.mktemp("evidence") / "site") / "output"


@pytest.fixture
def www(evidence: Path, tmp_path: Path) -> Path:
    """A copy that may be tampered with, below a prefix."""
    return Path(shutil.copytree(evidence, tmp_path / "some/where"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(www: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(www.parents[1])))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/where"
    server.shutdown()
    server.server_close()


def said(page: Page, title: str) -> str:
    """The result, once its title stands."""
    expect(page.locator("[data-result] h3")).to_have_text(title)
    return page.locator("[data-result]").inner_text()


def choose(page: Page, *files: Path, kept: str = "") -> None:
    page.set_input_files("#check-files", [str(f) for f in files])
    page.fill("#check-heads", kept)
    page.get_by_role("button", name="核对所选文件").click()


def all_records(www: Path) -> list[Path]:
    return sorted((www / "ledger").glob("*.json"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_is_quiet_and_does_not_scroll_sideways(browser: Browser, www: Path, address: str, scripts: bool, width: int) -> None:
    with watched(browser, scripts=scripts, width=width) as (page, wrong):
        for base in (address, www.as_uri()):
            for name in ("verify.html", f"{NAME}.html"):
                page.goto(f"{base}/{name}")
                if scripts:
                    assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.locator("h1").count() == 1
            page.goto(f"{base}/verify.html")
            assert page.get_by_text("四步核对").is_visible()
            assert page.locator("[data-checker]").is_visible() == scripts
        assert wrong == []


def test_over_http_a_sound_notice_is_checked_with_one_press(browser: Browser, address: str, www: Path) -> None:
    with watched(browser) as (page, wrong):
        page.goto(f"{address}/verify.html")
        page.fill("#check-heads", head(www))
        page.get_by_role("button", name="在浏览器里核对：").first.click()
        words = said(page, SOUND)
        assert "内容没有改动" in words
        assert "直到账本的开头" in words
        assert "它保着 7 条记录" in words
        assert "证明不了网站何时上传" in words
        line = page.locator("[data-result] .step-title").all_inner_texts()
        assert line == ["文稿声明的公示时间", "首次发布", *["当日在网"] * 5, "期满"]
        assert wrong == []


def test_over_http_a_changed_text_is_found(browser: Browser, address: str, www: Path) -> None:
    text = www / f"{NAME}.txt"
    text.write_text(text.read_text("utf-8").replace("张三", "<img src=x>李三"), "utf-8")
    with watched(browser) as (page, wrong):
        page.goto(f"{address}/verify.html")
        page.get_by_role("button", name="在浏览器里核对：").first.click()
        assert "不在任何一条记录里" in said(page, WRONG)
        assert page.locator("[data-result] img").count() == 0
        assert wrong == []


def test_over_http_a_changed_record_is_found(browser: Browser, address: str, www: Path) -> None:
    name = next(n for n, r in records(www).items() if r["kind"] == "build" and r["date"] == "2026-11-18")
    file = www / f"ledger/{name}.json"
    file.write_text(file.read_text("utf-8").replace("2026-11-18T09", "2026-11-18T08"), "utf-8")
    with watched(browser) as (page, _):
        page.goto(f"{address}/verify.html")
        page.get_by_role("button", name="在浏览器里核对：").first.click()
        assert "内容与文件名不符" in said(page, WRONG)


def test_from_disk_chosen_files_are_checked(browser: Browser, www: Path) -> None:
    with watched(browser) as (page, wrong):
        page.goto(f"{www.as_uri()}/verify.html")
        assert page.get_by_role("button", name="在浏览器里核对：").count() == 0
        choose(page, www / f"{NAME}.txt", *all_records(www), kept=head(www))
        assert "它保着 7 条记录" in said(page, SOUND)
        assert wrong == []


def test_from_disk_a_part_proves_a_part(browser: Browser, www: Path) -> None:
    shown = next(n for n, r in records(www).items() if r["kind"] == "shown")
    later = next(n for n, r in records(www).items() if r["kind"] == "ended")
    with watched(browser) as (page, _):
        page.goto(f"{www.as_uri()}/verify.html")
        choose(page, www / f"{NAME}.txt", www / f"ledger/{shown}.json", www / f"ledger/{later}.json")
        words = said(page, SOUND)
        assert "链条没有接到开头" in words
        assert "没有填链头" in words
        choose(page, www / f"{NAME}.txt")
        assert "证明不了日期" in said(page, PART)


def test_from_disk_tampering_is_found(browser: Browser, www: Path) -> None:
    text = www / f"{NAME}.txt"
    kept = head(www)
    with watched(browser) as (page, _):
        page.goto(f"{www.as_uri()}/verify.html")
        choose(page, text, *[f for f in all_records(www) if f.stem != kept], kept=kept)
        assert "找不到您保存的链头" in said(page, WRONG)
        text.write_text(text.read_text("utf-8").replace("劳动模范", "劳动英雄"), "utf-8")
        choose(page, text, *all_records(www))
        assert "文本被改过" in said(page, WRONG)
        record = all_records(www)[0]
        record.write_bytes(record.read_bytes() + b"\n")
        choose(page, record)
        assert "内容与文件名不符" in said(page, WRONG)
        record.write_text("[]")
        choose(page, record)
        assert said(page, WRONG)


def test_without_web_crypto_the_page_says_so(browser: Browser, address: str) -> None:
    with watched(browser) as (page, wrong):
        page.add_init_script("Object.defineProperty(window.crypto, 'subtle', { value: undefined })")
        page.goto(f"{address}/verify.html")
        assert "不能计算 SHA-256" in page.locator("[data-checker]").inner_text()
        assert page.get_by_role("button", name="在浏览器里核对：").count() == 0
        assert wrong == []


def test_large_type_and_targets(browser: Browser, address: str) -> None:
    with watched(browser) as (page, _):
        page.goto(f"{address}/verify.html")
        page.get_by_role("button", name="大字").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        small = page.eval_on_selector_all(
            "main button, main input", "all => all.filter(e => e.getBoundingClientRect().height < 60).map(e => e.outerHTML)"
        )
        assert small == []
