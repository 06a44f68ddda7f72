"""Every file of a site that is hostile in every field: pages by a parser of the standard, the rest each by its own."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from lxml import etree

from sitegen.records.entries import Model
from tests.active.conftest import IS_FULL, Grown
from tests.active.parsing import Seen, body_pairs, is_ours, kind_of, see, strings
from tests.active.planting import KINDS, NEEDED, TODAY, Garden, hints_of, is_taken, leaves
from tests.active.vectors import ALL, HARMLESS
from tests.conftest import ROOT
from tests.markdown.active import CLASSES
from tests.press import publish

pytestmark = pytest.mark.slow
# the harmless twin has fewer pages, and so not every class; none of the vectors uses a word of these
_OF_THE_THEME = {
    word
    for file in (ROOT / "themes/default/templates").glob("*.html")
    for names in re.findall(r'class="([^"]*)"', file.read_text("utf-8"))
    for word in re.findall(r"[a-z][\w-]+", names)
}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def pages(grown: Grown) -> Iterator[tuple[str, str]]:
    """The pages to look at: all, or in the short form two of each kind and every list."""
    told: dict[str, int] = {}
    for url, data in grown.hostile.items():
        if not url.endswith(".html"):
            continue
        kind = kind_of(url)
        told[kind] = told.get(kind, 0) + 1
        if IS_FULL or kind == url or told[kind] <= 2:
            yield url, data.decode()


@pytest.fixture(scope="module")
def seen(grown: Grown) -> dict[str, Seen]:
    return {url: see(text) for url, text in pages(grown)}


@pytest.fixture(scope="module")
def calm(grown: Grown) -> dict[str, Seen]:
    return {url: see(data.decode()) for url, data in grown.harmless.items() if url.endswith(".html")}


def test_a_page_holds_nothing_that_runs_loads_or_sends_but_the_themes_own(seen: dict[str, Seen], calm: dict[str, Seen]) -> None:
    assert len(seen) > 100
    by_kind = {kind_of(url): found for url, found in calm.items()}
    shapes: dict[str, list[Seen]] = {}
    for url, found in calm.items():
        shapes.setdefault(url.split("/")[0], []).append(found)
    compared = 0
    for url, found in seen.items():
        assert found.wrong == [], url
        twin = by_kind.get(kind_of(url))
        if twin is not None:
            assert _without_lists(found) == _without_lists(twin), url
            compared += 1
        else:  # a list of its own word
            allowed = {one for other in shapes[url.split("/")[0]] for one in other.active}
            assert set(found.active) <= allowed, (url, set(found.active) - allowed)
    assert compared > 40


def _without_lists(found: Seen) -> dict[str, int]:
    """Active elements with their numbers; pictures of cards and marks of lists are as many as there are records."""
    many = ("<source ", "<svg ", "<input ", "<select ", "<meta content name> [('name', 'Keywords')]")
    return {one: number for one, number in found.active.items() if not one.startswith(many)}


def test_no_attribute_class_or_id_is_the_authors(seen: dict[str, Seen], calm: dict[str, Seen]) -> None:
    pairs = {pair for found in calm.values() for pair in found.pairs} | body_pairs() | {("span", "aria-current")}  # of pages of lists
    classes = {name for found in calm.values() for name in found.classes} | CLASSES | _OF_THE_THEME
    ids = {one for found in calm.values() for one in found.ids}
    for url, found in seen.items():
        assert found.pairs <= pairs, (url, found.pairs - pairs)
        assert found.classes <= classes, (url, found.classes - classes)
        assert not {i for i in found.ids if i not in ids and not is_ours(i) and not re.fullmatch(r"[a-z-]+\d*", i)}, url
        assert len(found.ids) == len(set(found.ids)), (url, sorted(i for i in found.ids if found.ids.count(i) > 1))


@pytest.mark.parametrize("batch", range(len(ALL) if IS_FULL else 8))
def test_settings_that_every_page_prints_stay_text(batch: int, tmp_path: Path) -> None:
    """In the short form each field of site.yaml holds some forty vectors at once; else one."""
    vectors = ALL[batch :: len(ALL) if IS_FULL else 8]
    garden = Garden([], [], vectors)
    site = garden.sound(tmp_path / "site")
    assert publish(site, TODAY).checked.is_sound
    calm = Garden([], [], [HARMLESS])
    calm.unlawful = garden.unlawful
    tame = calm.sound(tmp_path / "calm")
    assert publish(tame, TODAY).checked.is_sound
    for url in ("index.html", "404.html", "search.html", "notices/index.html"):
        found, twin = (see((folder / "output" / url).read_text("utf-8")) for folder in (site, tame))
        assert found.wrong == [], url
        lacking = _without_lists(twin).keys() - _without_lists(found).keys()
        # no site code without one that is not refused, and no government meta tags without it
        assert all(name.startswith(("<meta content name> [('name', 'Site", "<meta content name> [('name', 'Column")) for name in lacking)
        assert _without_lists(found) == {k: v for k, v in _without_lists(twin).items() if k not in lacking}, url
        assert found.pairs <= twin.pairs, found.pairs - twin.pairs
        assert found.classes <= twin.classes | _OF_THE_THEME
        assert all(json.loads(text) and "<" not in text for text in found.data)
    json.loads((site / "output/feed.json").read_bytes())
    etree.fromstring((site / "output/feed.xml").read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    Calendar.from_ical((site / "output/notices.ics").read_bytes())


def test_a_hostile_name_stands_whole_in_the_title(grown: Grown, seen: dict[str, Seen]) -> None:
    for number, plot in enumerate(grown.garden.plots):
        if (found := seen.get(f"models/v{number:03}.html")) is not None:
            name = next(v for v in (*plot.vectors[number % len(plot.vectors) :], *plot.vectors) if v in _taken(plot.vectors))
            assert " ".join(name.split()) in " ".join(found.title.split())


def _taken(vectors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(v.strip() for v in vectors if is_taken(hints_of(Model)["name"], v))


def test_structured_data_can_be_read_and_ends_no_element(seen: dict[str, Seen]) -> None:
    count = 0
    for url, found in seen.items():
        for text in found.data:
            assert "<" not in text, url
            assert "\u2028" not in text, url
            assert json.loads(text)["@context"] == "https://schema.org"
            count += 1
    assert count > 40


def test_every_json_file_is_json(grown: Grown) -> None:
    names = [url for url in grown.hostile if url.endswith(".json") and not url.startswith("files/")]
    assert len(names) >= 5
    for url in names:
        json.loads(grown.hostile[url])
    told = set(strings(json.loads(grown.hostile["data/models.json"])))
    assert any("<script>__hit(1)</script>" in text for text in told), "texts are data here, whole and not escaped"


def test_every_xml_file_is_well_formed_and_holds_only_its_own_elements(grown: Grown) -> None:
    for url in ("feed.xml", "sitemap.xml"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, dtd_validation=False)
        root, own = etree.fromstring(grown.hostile[url], parser), etree.fromstring(grown.harmless[url], parser)
        assert root.getroottree().docinfo.doctype == ""
        assert {one.tag for one in root.iter()} == {one.tag for one in own.iter()}, url
        assert {(one.tag, name) for one in root.iter() for name in one.attrib} == {(one.tag, n) for one in own.iter() for n in one.attrib}
        for one in root.iter():
            for value in (*one.attrib.values(), one.text or ""):
                assert not value.strip().lower().startswith("javascript:") or one.tag.endswith(("title", "summary", "name")), (url, value)
    for url, data in grown.hostile.items():
        if url.endswith(".svg"):
            assert data == grown.harmless[url], "pictures of the theme are not written by anybody"


def test_the_calendar_holds_no_line_of_anybody_else(grown: Grown) -> None:
    made = Calendar.from_ical(grown.hostile["notices.ics"])
    own = Calendar.from_ical(grown.harmless["notices.ics"])
    names = {name for part in own.walk() for name in part}
    found = list(made.walk())
    assert {part.name for part in found} == {"VCALENDAR", "VEVENT"}
    assert {name for part in found for name in part} <= names
    assert len(found) > 20
    for line in re.split(rb"\r\n(?![ \t])", grown.hostile["notices.ics"]):
        assert re.match(rb"[A-Z-]+[;:]|$", line), line
        assert b"\n" not in line.replace(b"\r\n ", b""), line


def test_no_cell_is_a_formula_and_every_row_has_its_cells(grown: Grown) -> None:
    for url in ("data/models.csv", "data/units.csv", "data/notices.csv"):
        rows = list(csv.reader(io.StringIO(grown.hostile[url].decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1, url
        assert len(rows) > 20
        for row in rows:
            assert not [cell for cell in row if cell.lstrip(" \u3000").startswith(_FORMULA) and not re.fullmatch(r"-?\d+", cell)], url


def test_the_search_index_is_nothing_but_data(grown: Grown) -> None:
    names = [url for url in grown.hostile if url.startswith("search/") and url.endswith(".js")]
    assert len(names) > 3
    for url in names:
        text = grown.hostile[url].decode()
        match = re.fullmatch(r'searchPart\("([a-z0-9/-]+)",(.*)\)\n', text, re.DOTALL)
        assert match and url == f"search/{match[1]}.js", url
        json.loads(match[2])
        assert "\u2028" not in text
        assert "\u2029" not in text


def test_no_address_of_the_site_leaves_its_folder_or_hides_a_scheme(grown: Grown) -> None:
    for url in grown.hostile:
        assert ".." not in url.split("/"), url
        assert not re.search(r"[\x00-\x1f\\:*?\"<>|]", url), url
        assert len(max(url.split("/"), key=len).encode()) <= 200, url
        assert unquote(url) == url or "%" in url


def test_every_text_field_was_planted_or_refused(grown: Grown) -> None:
    """A new field is planted by itself; one that is neither taken nor refused would be a hole in these tests."""
    tally = grown.garden.tally
    known = {**tally.planted, **tally.refused, **tally.unlawful}
    for kind, record in KINDS.items():
        for name, hint, _ in leaves(record):
            if not _is_text(hint) or name in _NAMES_OTHERS or name.endswith("file"):
                continue
            label = f"{kind}.{name}"
            ending = name.startswith(("honours.revocation", "honours.withdrawal")) and kind == "units"
            assert label in known or ending, label
            assert known.get(label, len(ALL)) >= 1
    assert sum(tally.planted.values()) > 20_000
    assert NEEDED["models"] >= {"name", "summary"}


_NAMES_OTHERS = {"id", "slug", "note", "parent"}


def _is_text(hint: object) -> bool:
    return is_taken(hint, "甲乙")
