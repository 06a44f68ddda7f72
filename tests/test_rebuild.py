"""Rebuilds: nothing is made twice, nothing stale stays, nothing is lost."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen.lock import Held, only_one
from sitegen.pipeline import Built
from sitegen.traces import Reason
from sitegen.writer import MARKER, NotOurs
from tests.conftest import ROOT
from tests.press import CLOCK, SMALL, publish, tree
from tests.sites import write_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small published site."""
    folder = write_site(tmp_path / "site", SMALL)
    assert publish(folder).checked.is_sound
    return folder


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def clean(site: Path, folder: Path, day: date = CLOCK) -> dict[str, bytes]:
    """What a build from nothing gives."""
    built = publish(site, day, output=folder / "clean", forget=True)
    assert built.checked.is_sound, built.checked.problems
    found = tree(folder / "clean")
    shutil.rmtree(folder / "clean")
    return found


def rendered(built: Built) -> set[str]:
    return {url for url in built.reasons if url.endswith((".html", ".xml"))}


def test_a_second_build_renders_and_writes_nothing(site: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (site / "output").rglob("*")}
    again = publish(site)
    assert (again.rendered, again.written, again.removed) == (0, 0, 0)
    assert {p: p.stat().st_mtime_ns for p in (site / "output").rglob("*")} == before


def test_an_edit_of_a_body_renders_its_page_and_what_search_says_of_it(site: Path, tmp_path: Path) -> None:
    edit(site / "content/models/li-si.md", "李四的故事。", "李四的新故事。")
    built = publish(site)
    assert dict(built.reasons) == dict.fromkeys(("models/li-si.html", "search.html", "search/d/0.js"), Reason.VIEW)
    assert "李四的新故事" in (site / "output/models/li-si.html").read_text("utf-8")
    assert tree(site / "output") == clean(site, tmp_path)


def test_an_edit_of_a_name_renders_every_page_that_shows_it(site: Path, tmp_path: Path) -> None:
    edit(site / "content/models/zhang-san.md", "姓名: 张三", "姓名: 张叁")
    publish(site)
    after = tree(site / "output")
    assert not [url for url, data in after.items() if "张三".encode() in data and not url.startswith(("units/cun.html", "search/d/"))]
    assert after == clean(site, tmp_path)


def test_a_day_that_changes_a_state_renders_only_pages_that_show_it(site: Path, tmp_path: Path) -> None:
    built = publish(site, date(2026, 11, 21))
    assert "notices/zhang-san-1-1.html" in rendered(built)
    assert {"models/li-si.html", "pages/about.html", "bulletins/wen.html"}.isdisjoint(rendered(built))
    assert tree(site / "output") == clean(site, tmp_path, date(2026, 11, 21))


def test_a_quiet_day_leaves_the_pages_without_a_date_alone(site: Path) -> None:
    publish(site, date(2026, 12, 5))
    built = publish(site, date(2026, 12, 6))
    assert {"models/zhang-san.html", "models/li-si.html", "notices/pi.html", "models/index.html"}.isdisjoint(rendered(built))


def test_a_deleted_source_takes_its_pages_along(site: Path, tmp_path: Path) -> None:
    (site / "content/models/wang-wu.md").unlink()
    built = publish(site)
    assert built.removed >= 1
    assert not (site / "output/models/wang-wu.html").exists()
    assert tree(site / "output") == clean(site, tmp_path)


def test_a_changed_template_renders_the_pages_made_with_it(site: Path) -> None:
    shutil.copytree(ROOT / "themes/default", site / "themes/default")
    publish(site)
    template = site / "themes/default/templates/bulletin.html"
    template.write_text(template.read_text("utf-8") + "<!-- new -->", "utf-8")
    built = publish(site)
    assert dict(built.reasons) == {"bulletins/wen.html": Reason.TEMPLATE}


def test_an_error_leaves_the_old_site_untouched(site: Path) -> None:
    before = tree(site / "output")
    edit(site / "content/models/li-si.md", "姓名: 李四", "姓名：李四")
    edit(site / "content/models/wang-wu.md", "王五的故事。", "新的。")
    built = publish(site)
    assert not built.checked.is_sound
    assert tree(site / "output") == before


def test_a_broken_template_leaves_the_old_site_untouched(site: Path) -> None:
    shutil.copytree(ROOT / "themes/default", site / "themes/default")
    publish(site)
    before = tree(site / "output")
    (site / "themes/default/templates/model.html").write_text("{% if %}", "utf-8")
    built = publish(site)
    assert [p.code for p in built.checked.problems if p.code.startswith("X")] == ["X003"]
    assert tree(site / "output") == before


def test_a_file_that_was_lost_or_cut_is_made_again(site: Path, tmp_path: Path) -> None:
    (site / "output/models/li-si.html").unlink()
    (site / "output/notices/pi.html").write_bytes(b"x")
    built = publish(site)
    assert dict(built.reasons) == {"models/li-si.html": Reason.MISSING, "notices/pi.html": Reason.MISSING}
    assert tree(site / "output") == clean(site, tmp_path)


def test_files_that_are_not_ours_are_kept_and_reported(site: Path) -> None:
    (site / "output/CNAME").write_text("example.org")
    edit(site / "content/models/li-si.md", "李四的故事。", "改。")
    built = publish(site)
    assert built.foreign == ("CNAME",)
    assert (site / "output/CNAME").read_text() == "example.org"


def test_an_output_that_is_not_ours_is_refused(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("mine")
    with pytest.raises(NotOurs):
        publish(site, output=other)
    assert tree(other) == {"index.html": b"mine"}


def test_a_second_build_at_the_same_time_is_refused_with_the_holder(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock", "pid 7"), pytest.raises(Held) as held, only_one(tmp_path / "lock", "pid 8"):
        pass
    assert held.value.holder.startswith("pid 7 @ ")


def test_a_lock_is_free_after_its_block(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with only_one(tmp_path / "lock", name):
            pass


def test_a_damaged_memory_is_thrown_away(site: Path) -> None:
    (site / ".sitegen/memory.sqlite").write_bytes(b"no database at all" * 100)
    assert publish(site).checked.is_sound


def test_what_a_crash_left_beside_the_output_is_cleared(site: Path) -> None:
    before = tree(site / "output")
    (site / ".output.new/models").mkdir(parents=True)
    (site / ".output.new/models/half.html").write_text("half")
    publish(site)
    assert not (site / ".output.new").exists()
    assert tree(site / "output") == before


def test_a_crash_between_two_renames_is_completed(site: Path) -> None:
    before = tree(site / "output")
    shutil.copytree(site / "output", site / ".output.new")
    (site / "output").rename(site / ".output.old")
    publish(site)
    assert tree(site / "output") == before
    assert not (site / ".output.old").exists()


def test_the_trace_says_when_the_site_goes_out_of_date(site: Path) -> None:
    assert '"next_change":"2026-11-21"' in (site / "output" / MARKER).read_text("utf-8")
