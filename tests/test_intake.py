"""Files that may not be read, names that may not be addresses, files that are missing: each said with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import check
from sitegen.problems import Problem
from tests.press import CLOCK
from tests.sites import write_site

PERSON = "---\n姓名: 张三\n摘要: 人。\n---\n{}\n"


def problems(site: Path) -> list[Problem]:
    memory = Memory(None)
    try:
        return [p for p in check(site, CLOCK, None, memory).problems if p.code[0] in "CFSMX"]
    finally:
        memory.close()


def only(site: Path) -> Problem:
    found = problems(site)
    assert len(found) == 1, found
    return found[0]


def person(name: str, body: str = "正文。", head: str = "") -> str:
    return f"-- content/models/{name}.md --\n---\n姓名: 张三\n摘要: 人。\n{head}---\n{body}\n"


def test_a_sound_file_has_no_problem(tmp_path: Path) -> None:
    assert problems(write_site(tmp_path, person("zhang-san"))) == []


def test_two_files_with_one_address_are_both_named(tmp_path: Path) -> None:
    found = only(write_site(tmp_path, person("Zhang") + person("zhang")))
    assert (found.code, found.place.path) == ("C001", "content/models/zhang.md")
    assert found.related is not None
    assert found.related.path == "content/models/Zhang.md"


def test_two_spellings_of_one_chinese_name_are_one_address(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("café") + person("cafe\u0301"))
    assert [p.code for p in problems(site)] == ["C001"]


def test_files_of_different_kinds_may_have_one_name(tmp_path: Path) -> None:
    unit = "-- content/units/a.md --\n---\n名称: 村\n摘要: 村。\n---\n文。\n"
    assert problems(write_site(tmp_path, person("a") + unit)) == []


@pytest.mark.parametrize("slug", ["../a", "a/b", "a\\b", "..", "a..b", "a b", "a?b", "a#b", ".a", "a.", "x" * 200])
def test_a_slug_that_climbs_or_breaks_an_address_is_refused(tmp_path: Path, slug: str) -> None:
    found = only(write_site(tmp_path, person("a", head=f"网址名: '{slug}'\n")))
    assert (found.code, found.place.line, found.place.column) == ("C002", 4, 6)
    assert "网址名: " in found.fix.zh


@pytest.mark.parametrize("slug", ["index", "con", "NUL", "com1", "page-2", "aux.txt"])
def test_a_reserved_name_is_refused(tmp_path: Path, slug: str) -> None:
    found = only(write_site(tmp_path, person("a", head=f"网址名: {slug}\n")))
    assert found.code == "C003"
    assert f"{slug}-1" in found.fix.zh


@pytest.mark.parametrize("slug", ["张三", "zhang-san_2", "A.1"])
def test_ordinary_names_are_addresses(tmp_path: Path, slug: str) -> None:
    assert problems(write_site(tmp_path, person("a", head=f"网址名: {slug}\n"))) == []


def test_a_link_that_leaves_content_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", person("a"))
    (tmp_path / "secret.md").write_text(PERSON.format("密"), "utf-8")
    os.symlink(tmp_path / "secret.md", site / "content/models/b.md")
    found = only(site)
    assert (found.code, found.place.path) == ("C004", "content/models/b.md")


def test_a_linked_folder_is_refused_and_not_entered(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", person("a"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/b.md").write_text("x")
    os.symlink(tmp_path / "outside", site / "content/models/more")
    assert only(site).code == "C004"


def test_a_link_inside_content_is_read(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    os.symlink(site / "content/models/a.md", site / "content/models/b.md")
    assert problems(site) == []


def test_a_folder_with_the_name_of_a_file_is_a_folder(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    (site / "content/models/2026.md").mkdir()
    assert problems(site) == []


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    os.mkfifo(site / "content/models/b.md")
    assert only(site).code == "C005"


def test_a_dangling_link_is_reported(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    os.symlink(site / "content/models/none.md", site / "content/models/b.md")
    assert only(site).code == "C005"


def test_a_file_over_one_megabyte_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a", body="长" * 400_000))
    assert only(site).code == "C005"


def test_a_name_that_is_no_utf8_is_reported(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    try:
        Path(os.fsdecode(os.fsencode(site / "content/models") + b"/\xff\xfe.md")).write_text("x")
    except OSError:
        return  # the file system itself refuses such names
    found = only(site)
    assert found.code == "C002"
    found.place.path.encode("utf-8")


def test_a_record_in_no_room_is_reported(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a") + "-- content/people/b.md --\n---\n姓名: 李四\n摘要: 人。\n---\n文\n")
    assert (only(site).code, only(site).place.path) == ("C008", "content/people/b.md")


def test_what_editors_leave_behind_is_passed_over(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    for name in (".a.md.swp", "~$a.md", "a.md~", ".DS_Store", "Thumbs.db", "a.md.bak"):
        (site / "content/models" / name).write_bytes(b"\0")
    assert problems(site) == []


def test_a_missing_picture_is_reported_where_it_is_written(tmp_path: Path) -> None:
    found = only(write_site(tmp_path, person("a", body="第一段。\n\n看图：![水渠](a/canal.jpg)")))
    assert (found.code, found.place.line, found.place.column) == ("C007", 7, 4)


def test_a_missing_photo_is_reported_at_its_key_with_the_nearest_name(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a", head="照片: {文件: canal.jpg, 说明: 水渠, 同意: 是}\n"))
    (site / "content/models/canals.jpg").write_bytes(b"x")
    missing = next(p for p in problems(site) if p.code == "C007")
    assert (missing.place.line, missing.place.column) == (4, 10)
    assert "canals.jpg" in missing.fix.zh


def test_a_file_is_found_by_its_name_and_by_its_address(tmp_path: Path) -> None:
    """A name may hold a % of its own; an address writes signs with one."""
    head = "附件: [{文件: 100%20a.txt, 名称: 甲}, {文件: b%20c.txt, 名称: 乙}]\n"
    site = write_site(tmp_path, person("a", head=head))
    for name in ("100%20a.txt", "b c.txt"):
        (site / "content/models" / name).write_bytes(b"1\n")
    assert not [p for p in problems(site) if p.code == "C007"]


def test_a_file_that_is_no_picture_is_reported(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a", body="![水渠](a.jpg)"))
    (site / "content/models/a.jpg").write_bytes(b"no picture")
    assert only(site).code == "C009"


def test_a_file_that_nobody_uses_is_an_info(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a"))
    (site / "content/models/old.pdf").write_bytes(b"%PDF")
    found = only(site)
    assert (found.code, found.severity.value) == ("C006", "info")


@pytest.mark.parametrize(
    ("body", "code", "column"),
    [
        ("见[李四](li-si.md)。", "M001", 2),
        ("见[那里](../../site.yaml)。", "M001", 2),
        ("见[那里](/etc/passwd)。", "M001", 2),
        ("见[后面](#没有)。", "M002", 2),
        ("![图](https://example.com/a.jpg)", "M005", 1),
    ],
)
def test_a_link_that_leads_nowhere_is_an_error_with_its_place(tmp_path: Path, body: str, code: str, column: int) -> None:
    found = only(write_site(tmp_path, person("a", body=body)))
    assert (found.code, found.place.line, found.place.column) == (code, 5, column)


def test_links_between_records_and_to_headings_are_fine(tmp_path: Path) -> None:
    body = "## 做法\n\n见[李四](li-si.md)、[做法](#做法)、[村](../units/cun.md#经过)。"
    unit = "-- content/units/cun.md --\n---\n名称: 村\n摘要: 村。\n---\n## 经过\n\n文。\n"
    assert problems(write_site(tmp_path, person("a", body=body) + person("li-si") + unit)) == []


def test_unsafe_html_is_a_warning_with_its_line(tmp_path: Path) -> None:
    found = only(write_site(tmp_path, person("a", body="第一段。\n\n<script>alert(1)</script>\n")))
    assert (found.code, found.severity.value, found.place.line) == ("M003", "warning", 7)


def test_a_text_too_complex_is_a_named_problem_and_others_are_still_checked(tmp_path: Path) -> None:
    site = write_site(tmp_path, person("a", body="[" * 8000) + person("b", body="见[无](none.md)"))
    assert sorted(p.code for p in problems(site)) == ["M001", "M004"]


def test_a_broken_file_does_not_make_its_readers_broken(tmp_path: Path) -> None:
    site = write_site(
        tmp_path, person("a", body="见[李四](li-si.md)") + "-- content/models/li-si.md --\n---\n姓名：李四\n摘要: 人。\n---\n文\n"
    )
    assert {p.code for p in problems(site)} == {"F022"}
