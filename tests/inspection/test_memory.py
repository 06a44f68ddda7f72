"""The inspection of a site that did not change reads nothing; of one that changed, only what is new."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from sitegen import writer
from sitegen.inspection import facts
from sitegen.inspection.stakes import Stake
from tests.inspection.world import Edit, found, in_body, in_template, make, put
from tests.press import publish, tree


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read back from output/."""
    seen: list[str] = []
    read = writer.read

    def watched(output: Path, url: str) -> bytes:
        seen.append(url)
        return read(output, url)

    monkeypatch.setattr(writer, "read", watched)
    return seen


def test_a_site_that_did_not_change_is_not_read_again(tmp_path: Path, reads: list[str]) -> None:
    site = make(tmp_path)
    publish(site)
    publish(site)
    assert reads == []


def test_after_an_edit_only_pages_of_running_notices_are_read_again(tmp_path: Path, reads: list[str]) -> None:
    site = make(tmp_path)
    publish(site)
    in_body("models/li-si.md", "又一段。")(site)
    publish(site)
    assert set(reads) <= {"index.html", "notices/zhang-san-1-1.html"}


def test_a_warning_is_told_again_without_reading_again(tmp_path: Path, reads: list[str]) -> None:
    site = make(tmp_path, in_body("units/cun.md", "村里请孙启明来教种树。"))
    first, again = found(site), found(site)
    assert first
    assert first == again
    assert set(reads) <= {"index.html", "notices/zhang-san-1-1.html"}


def test_a_revocation_finds_what_has_stood_there_before(tmp_path: Path, reads: list[str]) -> None:
    site = make(tmp_path, in_template("404.html", "<p>孙启明</p>"))
    put("content/models/sun-qiming.md", "    撤销: {日期: 2026-03-16, 原因: 材料不实}\n", "")(site)
    assert found(site) == []
    put("content/models/sun-qiming.md", "文号: 丁〔2024〕1号}\n", "文号: 丁〔2024〕1号}\n    撤销: {日期: 2026-03-16, 原因: 不实}\n")(site)
    assert {(p.code, p.place.path) for p in found(site)} == {("O002", "output/404.html")}
    assert "404.html" in reads


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files in which something is looked for."""
    seen: list[str] = []
    look = facts.found_in

    def watched(url: str, data: bytes, contents: facts.Contents, stake: Stake) -> facts.Facts:
        seen.append(url)
        return look(url, data, contents, stake)

    monkeypatch.setattr(facts, "found_in", watched)
    return seen


@pytest.mark.slow
def test_on_the_next_day_only_files_are_looked_into_that_changed_or_name_whom_the_day_changed(tmp_path: Path, examined: list[str]) -> None:
    site = make(tmp_path)
    publish(site, date(2026, 11, 20))
    before = tree(site / "output")
    examined.clear()
    publish(site, date(2026, 11, 21))  # the notice of 张三 has ended
    after = tree(site / "output")
    changed = {url for url, data in after.items() if before.get(url) != data}
    named = {url for url, data in after.items() if "张三".encode() in data and "劳动模范".encode() in data}
    assert named <= {*examined, *changed}
    assert set(examined) <= changed | named
    assert len(examined) < len(after) / 2


@pytest.mark.slow
def test_a_new_candidate_has_no_file_looked_into_that_does_not_name_them(tmp_path: Path, examined: list[str], reads: list[str]) -> None:
    site = make(tmp_path)
    publish(site)
    before = tree(site / "output")
    examined.clear()
    text = (site / "content/models/zhang-san.md").read_text("utf-8")
    new = text.replace("张三", "欧阳朔方").replace("zhang-san-1", "ou-yang-1").replace("劳动模范", "治沙能手")
    (site / "content/models/ou-yang.md").write_text(new, "utf-8")
    assert publish(site).written
    after = tree(site / "output")
    unchanged = {url for url, data in after.items() if before.get(url) == data}
    assert unchanged & set(reads)  # the words are new, so all files are asked for them
    assert not unchanged & set(examined)


def test_a_link_to_a_page_that_goes_is_found_in_a_page_that_stands_as_it_stood(tmp_path: Path) -> None:
    site = make(tmp_path, in_template("404.html", '<a href="models/zhao-liu.html">?</a>'))
    (site / "content/models/zhao-liu.md").write_text("---\n姓名: 赵六\n摘要: 种树的人。\n---\n赵六种树。\n", "utf-8")
    assert found(site) == []
    in_body("models/li-si.md", "又一段。")(site)
    assert found(site) == []
    before = (site / "output/404.html").read_bytes()
    (site / "content/models/zhao-liu.md").unlink()
    assert [(p.code, p.place.path) for p in found(site)] == [("O007", "output/404.html")]
    assert (site / "output/404.html").read_bytes() == before


_EDITS: tuple[Edit, ...] = (
    in_body("models/li-si.md", "又一段。"),
    in_body("units/cun.md", "村里请孙启明来教种树。"),
    in_body("models/zhang-san.md", "张三获得劳动模范。"),
    in_body("models/li-si.md", "张三获得劳动模范。"),
    in_template("404.html", "<p>张三获得劳动模范。</p>"),
    put("content/models/li-si.md", "又一段。", "另一段。"),
    put("content/units/cun.md", "村里请孙启明来教种树。", ""),
    put("content/models/sun-qiming.md", "    撤销: {日期: 2026-03-16, 原因: 材料不实}\n", ""),
    put("themes/default/templates/404.html", "<p>张三获得劳动模范。</p>", ""),
    put("content/models/zhang-san.md", "张三获得劳动模范。", ""),
    put("content/models/li-si.md", "张三获得劳动模范。", ""),
    put("content/models/sun-qiming.md", "原因", "原由"),
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_found_before_the_same_is_found_as_by_a_first_look(tmp_path: Path, seed: int) -> None:
    dice, site = random.Random(seed), make(tmp_path)
    for number in range(14):
        with suppress(AssertionError):  # the text that it changes is not there now
            dice.choice(_EDITS)(site)
        fresh = tmp_path / f"fresh-{number}"
        shutil.copytree(site, fresh)
        shutil.rmtree(fresh / ".sitegen", ignore_errors=True)
        assert publish(site).checked.problems == publish(fresh).checked.problems
