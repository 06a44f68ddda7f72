"""The inspection of a site that did not change reads nothing; of one that changed, only what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen import writer
from tests.inspection.world import found, in_body, in_template, make, put
from tests.press import publish


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
