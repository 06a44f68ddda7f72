"""Styles, scripts and images of the theme stay for one generation: a page opened before the exchange still finds them."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import Job, build
from sitegen.traces import load
from sitegen.writer import MARKER, look
from tests.conftest import ROOT
from tests.press import CLOCK, SMALL, morning, publish, tree
from tests.sites import write_site

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small published site with a theme of its own."""
    folder = write_site(tmp_path / "site", SMALL)
    shutil.copytree(ROOT / "themes/default", folder / "themes/default")
    assert publish(folder).checked.is_sound
    return folder


def restyle(site: Path, text: str) -> None:
    file = site / "themes/default/styles/site.css"
    file.write_text(f"{file.read_text('utf-8')}\n/* {text} */", "utf-8")


def styles(site: Path) -> set[str]:
    return {url for url in tree(site / "output") if re.fullmatch(r"assets/site\.[0-9a-f]+\.css", url)}


def earlier(site: Path) -> set[str]:
    trace = load((site / "output" / MARKER).read_bytes())
    assert trace is not None
    return set(trace.earlier)


def test_a_replaced_style_stays_until_the_next_one_is_replaced(site: Path) -> None:
    first = styles(site)
    restyle(site, "second")
    built = publish(site)
    second = styles(site) - first
    assert styles(site) == first | second and earlier(site) == first and built.removed == 0
    restyle(site, "third")
    built = publish(site)
    assert styles(site) > second and not styles(site) & first and built.removed == 1
    assert earlier(site) == second


def test_it_stays_through_edits_of_texts_and_days_and_makes_no_work(site: Path) -> None:
    first = styles(site)
    restyle(site, "second")
    publish(site)
    (site / "content/models/wang-wu.md").unlink()
    publish(site, date(2026, 11, 19))
    assert first < styles(site)
    again = publish(site, date(2026, 11, 19))
    assert (again.written, again.removed, again.foreign) == (0, 0, ())


def test_a_style_that_comes_back_is_no_longer_an_earlier_one(site: Path) -> None:
    file = site / "themes/default/styles/site.css"
    first, original = styles(site), file.read_bytes()
    restyle(site, "second")
    publish(site)
    second = styles(site) - first
    file.write_bytes(original)
    publish(site)
    assert earlier(site) == second and styles(site) == first | second
    clean = publish(site, output=site.parent / "clean", forget=True)
    assert clean.checked.is_sound
    assert tree(site / "output").keys() - tree(site.parent / "clean").keys() == second


def test_an_earlier_style_that_was_lost_or_cut_is_not_missed(site: Path) -> None:
    first = styles(site)
    restyle(site, "second")
    publish(site)
    (site / "output" / next(iter(first))).write_bytes(b"x")
    assert look(site / "output").trace.earlier == {}
    restyle(site, "third")
    assert publish(site).checked.is_sound


def test_of_people_nothing_stays(site: Path) -> None:
    picture = next((ROOT / "content").rglob("*.jpg"))
    model = site / "content/models/wang-wu.md"
    shutil.copy(picture, model.with_name("wang.jpg"))
    text = model.read_text("utf-8")
    model.write_text(text.replace("发布: 2026-09-01", "发布: 2026-09-01\n照片: {文件: wang.jpg, 说明: 王五}"), "utf-8")
    assert publish(site).checked.is_sound
    shown = {url for url in tree(site / "output") if url.startswith("assets/img/")}
    assert shown
    restyle(site, "second")
    model.write_text(text, "utf-8")
    model.with_name("wang.jpg").unlink()
    assert publish(site).checked.is_sound
    assert not shown & tree(site / "output").keys()
    assert earlier(site) and not shown & earlier(site)


def test_an_earlier_script_that_names_somebody_withheld_goes_at_once(site: Path) -> None:
    script = site / "themes/default/scripts/greeting.js"
    script.write_text('document.title = "王五在这里";', "utf-8")
    assert publish(site).checked.is_sound
    model = site / "content/models/wang-wu.md"
    revoked = model.read_text("utf-8").replace(
        "公示: pi}", "公示: pi, 表彰: {日期: 2026-10-20, 文号: 一号}, 撤销: {日期: 2026-11-17, 原因: 失实}}"
    )
    assert revoked != model.read_text("utf-8")
    model.write_text(revoked, "utf-8")
    script.write_text("// nobody", "utf-8")
    built = publish(site)
    assert built.checked.is_sound, built.checked.problems
    assert not [url for url, data in tree(site / "output").items() if url.startswith("assets/greeting") and "王五".encode() in data]


def test_a_preview_keeps_them_too(site: Path) -> None:
    memory = Memory(None)
    job = Job(site, site / "preview", morning(CLOCK), None, memory, (site / "themes", ROOT / "themes"), is_preview=True)
    assert build(job).checked.is_sound
    restyle(site, "second")
    assert build(job).checked.is_sound
    assert earlier(site) == set() and len({u for u in tree(site / "preview") if u.startswith("assets/site.") and u.endswith(".css")}) == 2
