"""Fields that become addresses are checked where they are read, and files that a browser could run are not published."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from sitegen.edition import facet_address
from sitegen.records.entries import Model
from sitegen.records.facts import Contact
from sitegen.records.site import Site, WebAddress
from sitegen.schema.keys import nested_records
from tests.active.planting import hints_of
from tests.active.vectors import ALL
from tests.press import SMALL, publish
from tests.sites import SITE, write_site

# every field whose value becomes an address or a part of one, with what checks it
URL_FIELDS = {
    "site.url": "an address with http or https, a host and a path, nothing else",
    "contact.email": "one address without a question mark, so that mailto: keeps one receiver",
    "contact.phone": "digits and the signs between them",
    "slug": "no sign of an address (C002)",
    "photo.file, attachments.file, witness.file": "a file of content/, of a kind that no browser runs",
    "links and pictures in bodies": "http, https, mailto, tel or a file of content/, after every decoding",
    "sector, region, tags, titles": "folder names without signs of an address, cut at 150 bytes",
}


@pytest.mark.parametrize("vector", [v for v in ALL if not v.startswith("https://")])
def test_no_vector_is_the_address_of_a_site(vector: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(vector)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)//", "//example.org/", "http://", "https:///a", "https://a b/", 'https://a"b/', "https://a/?b=1", "https://a/#b",
        "https://user@a.cn/", "data:text/html,1", "ftp://a.cn/", "https:example.org", "https://a.cn/<b>", "https://a.cn\\b",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(value)


@pytest.mark.parametrize("value", ["https://example.org", "http://example.org:8080/a/b/", "https://示例.cn/榜/", "HTTPS://a.gov.cn/(x)/"])
def test_what_is_an_address_is_taken(value: str) -> None:
    assert TypeAdapter(WebAddress).validate_python(value)


@pytest.mark.parametrize("value", ["a@b.cn?bcc=c@d.cn", "a@b.cn&body=x", 'a@b.cn"x', "a@b.cn<x>", "a%0a@b.cn", "a@b.cn#x"])
def test_an_address_of_mail_names_one_receiver(value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(hints_of(Contact)["email"]).validate_python(value)


def test_a_long_or_strange_word_makes_a_folder_that_every_disk_takes() -> None:
    for vector in (*ALL, "长" * 300, "a" * 4000, "长" * 49 + "甲", "长" * 49 + "乙"):
        address = facet_address("honour", vector)
        folder = address.split("/")[1]
        assert address.count("/") == 2
        assert 0 < len(folder.encode()) <= 150
        assert not set(folder) & set('\\:*?"<>|#%\n\t')
    assert facet_address("honour", "长" * 60 + "甲") != facet_address("honour", "长" * 60 + "乙")
    assert facet_address("honour", "劳动模范") == "honour/劳动模范/index.html"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.svg", "a.xml", "a.js", "a.xhtml", "a.mht", "a.swf", "a", "a.pdf.html", "a.htm "])
def test_a_file_that_a_browser_could_run_is_no_attachment(tmp_path: Path, name: str) -> None:
    block = SMALL.replace("姓名: 李四\n", f"姓名: 李四\n附件: [{{文件: '{name}'}}]\n")
    site = write_site(tmp_path / "site", block)
    (site / "content/models" / name).write_text("<script>alert(1)</script>", "utf-8")
    errors = [p for p in publish(site).checked.problems if p.severity.value == "error"]
    assert errors
    assert all(p.code == "C002" or (p.code in ("C009", "C007") and p.place.line > 1) for p in errors)
    assert not (site / "output").exists()


@pytest.mark.slow
def test_an_address_that_runs_is_told_with_its_line(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", f"-- site.yaml --\n{SITE}网址: 'javascript:alert(1)//'\n{SMALL}")
    (found,) = [p for p in publish(site).checked.problems if p.severity.value == "error"]
    assert (found.code, found.place.path, found.place.line) == ("S017", "site.yaml", SITE.count("\n") + 1)


def test_the_list_of_fields_that_are_addresses_is_whole() -> None:
    """A new field with such a name has to be thought of here."""
    named = {
        name for kind in (Model, Site) for record in nested_records(kind) for name in hints_of(record) if name in ("url", "link", "href")
    }
    assert named == {"url"}
    assert len(URL_FIELDS) == 7
