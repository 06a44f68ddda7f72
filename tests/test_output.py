"""The built site as files: every link leads somewhere, nobody is called honoured too early, nothing withheld is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from sitegen.pipeline import Built
from tests.press import SMALL, copy_sample, publish, tree
from tests.sites import SITE, write_site


class Parts(HTMLParser):
    """Links, ids and visible text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            elif name == "srcset" and value:
                self.links += [part.split()[0] for part in value.split(",")]
            elif name == "id" and value:
                assert value not in self.ids, f"id {value} twice"
                self.ids.add(value)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, bytes]]:
    """The sample site as built."""
    site = copy_sample(tmp_path_factory.mktemp("sample") / "site")
    built = publish(site)
    return built, tree(site / "output")


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, Parts]]:
    for name, data in files.items():
        if name.endswith(".html"):
            yield name, Parts(data.decode())


@pytest.mark.slow
def test_the_sample_site_is_published_without_an_error(sample: tuple[Built, dict[str, bytes]]) -> None:
    built, _ = sample
    assert built.checked.is_sound, built.checked.problems
    assert built.pages > 200


def test_every_link_of_the_sample_site_leads_to_a_file_and_an_id(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    parsed = dict(pages(files))
    for name, parts in parsed.items():
        for link in parts.links:
            if re.match(r"(https?|mailto|tel):", link):
                continue
            path, _, fragment = unquote(link).partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            assert target in files, f"{name} -> {link}"
            if fragment not in ("", "top") and target in parsed:  # browsers know "top" by themselves
                assert fragment in parsed[target].ids, f"{name} -> {link}"


def test_no_page_is_tied_to_a_place_or_a_host(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    for name, parts in pages(files):
        assert not [link for link in parts.links if link.startswith("/")], name
        assert not [link for link in parts.links if link.startswith("http") and "beian" not in link], name


def test_a_candidate_is_nowhere_called_honoured(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    publish(site)
    files = tree(site / "output")
    own = Parts(files["models/zhang-san.html"].decode()).text + Parts(files["notices/zhang-san-1-1.html"].decode()).text
    assert "公示中" in own
    for word in ("已表彰", "荣获", "获得", "获评"):
        assert word not in own, word


def test_a_revoked_honour_keeps_its_address_and_gives_date_and_reason(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    page = Parts(files["models/he-yanmei.html"].decode()).text
    assert "已撤销" in page
    assert "2026年3月16日" in page
    assert "notices/he-yanmei-2024-1.html" in files


def test_a_withheld_story_is_in_no_list_and_no_feed(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    # its own page, its notice, the register of notices with the outcome, and the list of the revoked
    allowed = ("models/he-yanmei.html", "notices/he-yanmei-2024-1.html", "notices/index.html", "status/revoked/")
    named = [name for name, data in files.items() if "贺延梅".encode() in data]
    assert set(allowed[:3]) <= set(named)
    assert [name for name in named if not name.startswith(allowed)] == []


def test_a_draft_honour_is_nowhere_shown(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    file = site / "content/models/li-si.md"
    draft = "荣誉:\n  - {称号: 未定奖, 级别: 市, 年度: 2026, 授予单位: 丁市, 推荐: {方式: 自荐}}\n"
    file.write_text(file.read_text("utf-8").replace("荣誉:\n", draft), "utf-8")
    assert publish(site).checked.is_sound
    assert not [name for name, data in tree(site / "output").items() if "未定奖".encode() in data]


def test_every_state_of_the_lifecycle_is_on_the_sample_site(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    for state in ("upcoming", "on_notice", "closed", "honoured", "revoked", "withdrawn"):
        assert f"status/{state}/index.html" in files, state


def test_the_feed_is_well_formed_atom(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    feed = ElementTree.fromstring(files["feed.xml"].decode())
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    ids = [e.findtext(f"{atom}id") for e in feed.iter(f"{atom}entry")]
    assert len(ids) == len(set(ids)) == 40
    for entry in feed.iter(f"{atom}entry"):
        assert entry.findtext(f"{atom}title")
        assert entry.findtext(f"{atom}updated")


def test_pictures_carry_no_trace_of_the_camera(sample: tuple[Built, dict[str, bytes]]) -> None:
    _, files = sample
    pictures = {n: d for n, d in files.items() if n.startswith("assets/img/")}
    assert pictures
    assert not [n for n, d in pictures.items() if b"Exif" in d]


def test_long_lists_are_cut_into_pages_that_lead_on(tmp_path: Path) -> None:
    people = "".join(f"-- content/models/p{n}.md --\n---\n姓名: 甲{n}\n摘要: 人。\n---\n文。\n" for n in range(7))
    site = write_site(tmp_path / "site", people)
    (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + "每页: 3\n", "utf-8")
    built = publish(site)
    assert built.checked.is_sound, built.checked.problems
    files = tree(site / "output")
    assert {"models/index.html", "models/page-2.html", "models/page-3.html"} <= files.keys()
    assert "models/page-4.html" not in files
    assert "page-2.html" in Parts(files["models/index.html"].decode()).links
    names = {n for page in ("index", "page-2", "page-3") for n in range(7) if f"甲{n}" in files[f"models/{page}.html"].decode()}
    assert names == set(range(7))


def test_an_empty_site_is_a_site_too(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "")
    (site / "content").mkdir()
    built = publish(site)
    assert built.checked.is_sound, built.checked.problems
    for _, parts in pages(tree(site / "output")):
        assert parts.text.strip()


def test_a_record_without_further_facts_has_no_empty_heading_for_them(tmp_path: Path) -> None:
    block = f"-- site.yaml --\n{SITE}-- content/models/li.md --\n---\n姓名: 李建国\n摘要: 守水库的人。\n---\n他守着水库。\n"
    site = write_site(tmp_path / "site", block)
    assert publish(site).checked.is_sound
    page = (site / "output/models/li.html").read_text("utf-8")
    assert "他守着水库" in page
    assert "基本情况" not in page


def test_a_site_map_that_would_be_too_long_is_divided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locations(name: str) -> list[str]:
        found = ElementTree.parse(site / "output" / name).getroot().iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
        return [loc.text or "" for loc in found]

    site = write_site(tmp_path / "site", SMALL)
    with (site / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("网址: https://example.org/dx/\n")
    assert publish(site).checked.is_sound
    whole = locations("sitemap.xml")
    assert len(whole) > 8
    monkeypatch.setattr("sitegen.outputs.home._OF_A_MAP", 4)
    assert publish(site).checked.is_sound
    parts = locations("sitemap.xml")
    assert parts == [f"https://example.org/dx/sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    divided = [locations(part.rpartition("/")[2]) for part in parts]
    assert max(map(len, divided)) == 4
    assert [url for part in divided for url in part] == whole
    monkeypatch.undo()
    assert publish(site).checked.is_sound
    assert not list((site / "output").glob("sitemap-*"))
