"""Rows 24, 32 and 33 of THREATS.md: the page of a running notice shows its contact, is listed, and is near. And dead links."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import Job, build
from tests.conftest import ROOT
from tests.inspection.world import Edit, in_template, make, plant, put, told
from tests.press import morning

pytestmark = pytest.mark.slow

NOTICE, PAGE = "themes/default/templates/notice.html", "output/notices/zhang-san-1-1.html"
CONTACT = "{{ parts.contact(view.contact) }}"

HIDDEN = {
    "left out": "",
    "hidden": f"<div hidden>{CONTACT}</div>",
    "in a template": f"<template>{CONTACT}</template>",
    "for nobody to read": f'<div aria-hidden="true">{CONTACT}</div>',
    "not displayed": f'<div style="color: red; display:none">{CONTACT}</div>',
    "in a script": f'<script type="text/plain">{CONTACT}</script>',
    "in a comment": f"<!-- {CONTACT} -->",
    "outside of main": f"</main>{CONTACT}<main>",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_contact_out_of_sight_is_an_error(how: str, tmp_path: Path) -> None:
    assert told(make(tmp_path, put(NOTICE, CONTACT, HIDDEN[how]))) == {f"O004 error {PAGE}"}


def test_a_telephone_grouped_in_another_way_is_in_sight(tmp_path: Path) -> None:
    phone = '{{ view.contact.office }} {{ view.contact.phone|replace("-", " ") }} {{ view.contact.email }} {{ view.contact.address }}'
    assert told(make(tmp_path, put(NOTICE, CONTACT, f"<p>{phone}</p>"))) == set()


@pytest.mark.parametrize("tag", ['<meta name="robots" content="noindex">', "<META NAME='Googlebot' CONTENT='none'>"])
def test_a_running_notice_that_is_not_to_be_indexed_is_an_error(tag: str, tmp_path: Path) -> None:
    base = put("themes/default/templates/base.html", "<meta charset", f"{tag}<meta charset")
    assert told(make(tmp_path, base)) == {f"O005 error {PAGE}"}


def test_a_preview_is_not_to_be_indexed_and_no_error(tmp_path: Path) -> None:
    site = make(tmp_path)
    now = morning(date(2026, 11, 18))
    built = build(Job(site, site / "preview", now, None, Memory(None), (site / "themes", ROOT / "themes"), is_preview=True))
    assert not [p for p in built.checked.problems if p.code[0] == "O"]
    assert 'content="noindex"' in (site / "preview/notices/zhang-san-1-1.html").read_text("utf-8")


def test_a_preview_is_inspected_as_well(tmp_path: Path) -> None:
    site = make(tmp_path, in_template("list.html", "<p>孙启明</p>"))
    now = morning(date(2026, 11, 18))
    built = build(Job(site, site / "preview", now, None, Memory(None), (site / "themes", ROOT / "themes"), is_preview=True))
    assert "O002" in {p.code for p in built.checked.problems}
    assert not (site / "preview").exists()


def hide_links(site: Path) -> None:
    """Leave no link to a notice on any page: anchors become words."""
    for file in (site / "themes/default/templates").glob("*.html"):
        text = file.read_text("utf-8")
        for name in ("notice.url", 'notice.url ~ "#object"'):
            text = text.replace(f'<a href="{{{{ to({name}) }}}}"', "<a")
        file.write_text(text.replace('<a href="{{ to(step.url) }}"', "<a").replace('<a href="{{ to(link.url) }}"', "<a"), "utf-8")


def test_a_running_notice_that_no_page_links_is_an_error(tmp_path: Path) -> None:
    assert f"O006 error {PAGE}" in told(make(tmp_path, hide_links))


@pytest.mark.parametrize(("words", "is_near"), [
    ('<p><a href="{{ to("notices/zhang-san-1-1.html") }}">公示</a></p>', True),
    ('<p hidden><a href="{{ to("notices/zhang-san-1-1.html") }}">公示</a></p>', False),
    ('<!-- <a href="notices/zhang-san-1-1.html">公示</a> -->', False),
    ('<p data-href="notices/zhang-san-1-1.html">公示</p>', False),
])  # fmt: skip
def test_one_visible_link_on_the_front_page_is_enough(words: str, is_near: bool, tmp_path: Path) -> None:
    lines = told(make(tmp_path, hide_links, in_template("home.html", words)))
    assert (f"O006 error {PAGE}" not in lines) is is_near


DEAD: dict[str, Edit] = {
    "a page": in_template("list.html", '<p><a href="{{ to("model/index.html") }}">人</a></p>'),
    "a picture": in_template("list.html", "<img src='no.png' alt=''>"),
    "an address of the whole site": in_template("list.html", '<p><a href="https://example.org/dx/no.html">人</a></p>'),
}


@pytest.mark.parametrize("what", DEAD)
def test_a_link_that_leads_nowhere_is_a_warning(what: str, tmp_path: Path) -> None:
    lines = told(make(tmp_path, DEAD[what]))
    assert lines
    assert {line[:12] for line in lines} == {"O007 warning"}


def test_links_elsewhere_and_on_the_page_lead_somewhere(tmp_path: Path) -> None:
    words = '<a href="https://example.com/">1</a><a href="#main">2</a><a href="mailto:a@b.cn">3</a><a href="models/?x=1#y">4</a>'
    assert told(make(tmp_path, in_template("home.html", words), plant("a.json", '"<a href=no.html>"'))) == set()
