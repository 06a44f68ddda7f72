"""What citizens read: the evidence on a notice's page, and the four steps of verify.html followed with ``sha256sum``."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from tests.press import SMALL, publish
from tests.sites import write_site
from tests.verification.published import LAST, NAME, head, publish_daily, records, replaced


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_daily(tmp_path_factory.mktemp("page") / "site") / "output"


def words(page: Path) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page.read_text("utf-8")))


def commands(page: str) -> Iterator[str]:
    """The commands for Linux, in order, as written on the page."""
    for block in re.findall(r'<code data-system="linux">(.*?)</code>', page, re.DOTALL):
        yield from unescape(block).splitlines()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum and grep")
def test_a_citizen_checks_one_notice_by_the_steps_on_the_page(output: Path, tmp_path: Path) -> None:
    page = (output / "verify.html").read_text("utf-8")
    for link in re.findall(r'<a[^>]* href="([^"]+)" download>', page):
        shutil.copy(output / link, tmp_path)
    shutil.copy(output / f"ledger/{head(output)}.json", tmp_path)
    said = [subprocess.run(["sh", "-c", c], cwd=tmp_path, capture_output=True, text=True, check=True).stdout for c in commands(page)]
    text, found, record, top, parents = said
    sha, name = text.split()[0], found.strip()
    assert f">{sha}<" in page
    assert record.split()[0] == name.removesuffix(".json")
    assert top.split()[0] == head(output)
    # the last step again and again, down to the citizen's record
    for _ in range(50):
        above = re.findall("[0-9a-f]{64}", parents)
        assert above, "the chain ends before the record"
        if above[0] == name.removesuffix(".json"):
            break
        shutil.copy(output / f"ledger/{above[0]}.json", tmp_path)
        hashed = subprocess.run(["sha256sum", f"{above[0]}.json"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        assert hashed.split()[0] == above[0]
        parents = subprocess.run(
            ["sh", "-c", rf"grep -o '\"parents\":\[[^]]*\]' {above[0]}.json"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
    else:
        pytest.fail("the record was not found below the head")


def test_every_system_has_its_commands(output: Path) -> None:
    page = (output / "verify.html").read_text("utf-8")
    for word in ("sha256sum ", "shasum -a 256 ", "certutil -hashfile ", "Get-FileHash "):
        assert word in page


def test_the_page_lists_every_record_of_the_publish_that_made_it(output: Path) -> None:
    page = (output / "verify.html").read_text("utf-8")
    for name, record in records(output).items():
        assert record["kind"] == "build" or f'href="ledger/{name}.json"' in page
    assert head(output) in page
    assert "ended" in {r["kind"] for r in records(output).values()}


def test_the_records_of_today_are_listed_on_the_first_day(tmp_path: Path) -> None:
    site = publish_daily(tmp_path / "site", last=date(2026, 11, 16))
    page = (site / "output/verify.html").read_text("utf-8")
    assert head(site / "output") in page
    again = publish(site, date(2026, 11, 16))
    assert "verify.html" not in again.reasons
    assert again.recorded == 0
    assert (site / "output/verify.html").read_text("utf-8") == page


def test_what_cannot_be_seen_is_said(output: Path) -> None:
    said = words(output / "verify.html")
    for word in ("没有上传", "上传晚了", "网站打不开", "旧网页", "没有更新", "被截掉", "被重写", "绕开公示", "不同的网站"):
        assert word in said, word
    for word in ("声明", "存证", "见证"):
        assert word in said


def test_a_notice_shows_its_evidence(output: Path) -> None:
    said = words(output / f"{NAME}.html")
    assert "存证与核验" in said
    assert re.search(r"首次发布\s*2026年11月16日", said)
    assert re.search(r"按存证计\s*5 个工作日", said)
    assert re.search(r"有记录\s*5 天", said)
    page = (output / f"{NAME}.html").read_text("utf-8")
    assert 'href="zhang-san-1-1.txt"' in page
    assert 'href="../verify.html"' in page
    assert "存证启用前的公示已张贴" in words(output / "notices/pi.html")


def test_a_recorded_change_shows_on_the_notice(tmp_path: Path) -> None:
    def longer(site: Path) -> None:
        replaced("content/models/zhang-san.md", "结束: 2026-11-20", "结束: 2026-11-24, 更正: [{日期: 2026-11-17, 内容: 延长}]")(site)
        replaced("content/models/zhang-san.md", "摘要: 修水渠的人。", "摘要: 修路的人。")(site)

    site = publish_daily(tmp_path / "site", last=LAST, edits={date(2026, 11, 17): longer})
    said = words(site / "output" / f"{NAME}.html")
    assert "改了实质内容，期限重新计算" in said
    assert re.search(r"起算日\s*2026年11月17日", said)


def test_a_site_without_evidence_has_neither_page_nor_link(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    publish(site)
    assert not (site / "output/verify.html").exists()
    assert "verify.html" not in (site / "output/index.html").read_text("utf-8")
    assert "存证" not in words(site / "output" / f"{NAME}.html")


def test_only_the_page_of_evidence_may_connect(output: Path) -> None:
    for file in output.rglob("*.html"):
        allowed = "connect-src 'self'" in file.read_text("utf-8")
        assert allowed == (file.name == "verify.html"), file
