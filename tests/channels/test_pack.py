"""The ZIP for a kiosk: our own files, the same bytes each time, never an outdated site."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.channels.bundle import bundle, in_order
from tests.channels.world import make, run
from tests.press import CLOCK, publish, tree

NAMES = st.dictionaries(st.text(st.sampled_from("ab/公示.-"), min_size=1, max_size=8), st.binary(max_size=200), max_size=8)


@given(NAMES, st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_the_same_files_make_the_same_archive(files: dict[str, bytes], day: date) -> None:
    import io

    given_ = [(name, files[name]) for name in in_order(files)]
    made = bundle(given_, day)
    assert made == bundle(given_, day)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {i.filename: archive.read(i) for i in archive.infolist()} == files


@pytest.mark.slow
def test_a_pack_is_the_published_site_with_the_page_to_open_on_top(tmp_path: Path) -> None:
    site = make(tmp_path)
    publish(site)
    (site / "output/notes.txt").write_text("not ours", "utf-8")
    ran = run(site, "pack", str(tmp_path / "a.zip"))
    assert ran.code == 0, ran.err
    data = (tmp_path / "a.zip").read_bytes()
    assert hashlib.sha256(data).hexdigest() in ran.out
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist()[:2] == ["README.txt", "index.html"]
        packed = {name: archive.read(name) for name in archive.namelist()}
    published = tree(site / "output")
    assert packed.keys() - {"README.txt"} == published.keys() - {".sitegen.json", "notes.txt"}
    assert all(published[name] == data for name, data in packed.items() if name != "README.txt")
    assert run(site, "pack", str(tmp_path / "b.zip")).code == 0
    assert (tmp_path / "b.zip").read_bytes() == data


@pytest.mark.slow
def test_an_outdated_site_is_not_packed(tmp_path: Path) -> None:
    site = make(tmp_path)
    assert run(site, "pack").code == 1  # nothing published
    publish(site)
    ran = run(site, "pack", str(tmp_path / "a.zip"), day="2026-11-19")
    assert (ran.code, (tmp_path / "a.zip").exists()) == (1, False)
    assert "先发布" in ran.err
    model = site / "content/models/li-si.md"
    model.write_text(model.read_text("utf-8") + "\n又一段。\n", "utf-8")
    assert run(site, "打包", str(tmp_path / "a.zip")).code == 1
    publish(site)
    assert run(site, "打包", str(tmp_path / "a.zip")).code == 0


@pytest.mark.slow
def test_a_file_changed_after_the_publish_is_not_packed(tmp_path: Path) -> None:
    site = make(tmp_path)
    publish(site)
    page = site / "output/index.html"
    page.write_bytes(page.read_bytes().replace("测试".encode(), "别的".encode()))
    ran = run(site, "--lang", "en", "pack", str(tmp_path / "a.zip"))
    assert ran.code == 1
    assert "index.html was changed" in ran.err


@pytest.mark.slow
def test_a_pack_does_not_go_into_the_published_site_and_is_named_by_its_day(tmp_path: Path) -> None:
    site = make(tmp_path)
    publish(site)
    assert run(site, "pack", str(site / "output/a.zip")).code == 2
    ran = run(site, "--json", "pack")
    said = json.loads(ran.out)
    assert said["file"] == str(site / f"site-{CLOCK}.zip")
    assert said["sha256"] == hashlib.sha256(Path(said["file"]).read_bytes()).hexdigest()
