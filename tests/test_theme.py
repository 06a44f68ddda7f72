"""Themes build on one another, and interface words come from catalogues."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.catalogue import BadCatalogue, Catalogue, NoCatalogue, load_catalogue
from sitegen.theme import NoTheme, load_theme
from tests.press import SMALL, publish, tree
from tests.rules.rows import site as settings_of
from tests.sites import write_site

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "跳到正文"
msgstr "Skip to content"

msgid "%(num)s 页"
msgid_plural "%(num)s 页"
msgstr[0] "%(num)s page"
msgstr[1] "%(num)s pages"

#, fuzzy
msgid "首页"
msgstr "Home?"
"""


def files(folder: Path, block: dict[str, str]) -> Path:
    for name, text in block.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_theme_takes_what_it_lacks_from_the_default_one(tmp_path: Path) -> None:
    mine = files(tmp_path / "mine", {"red/styles/tokens.css": "a{}", "red/templates/page.html": "mine"})
    theirs = files(
        tmp_path / "theirs", {"default/styles/tokens.css": "b{}", "default/styles/site.css": "c{}", "default/templates/page.html": ""}
    )
    theme = load_theme("red", (mine, theirs))
    assert {name: theme.files[url] for name, url in theme.assets.items()} == {"site.css": b"c{}", "tokens.css": b"a{}"}
    assert theme.templates == (mine / "red" / "templates", theirs / "default" / "templates")


def test_a_site_may_replace_one_file_of_the_default_theme(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    before = publish(site)
    files(site, {"themes/default/templates/page.html": '{% extends "default/page.html" %}{% block crumbs %}<p>本县</p>{% endblock %}'})
    after = publish(site)
    assert after.rendered == 1 < before.rendered
    page = tree(site / "output")["pages/about.html"].decode()
    assert "<p>本县</p>" in page
    assert "这里是说明" in page


@pytest.mark.parametrize("name", ["none", ""])
def test_a_theme_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, name: str) -> None:
    shipped = files(tmp_path, {"default/templates/page.html": "", "red/styles/tokens.css": ""})
    with pytest.raises(NoTheme) as caught:
        load_theme(name or "nothing", (tmp_path / "away", shipped))
    assert caught.value.names == ("default", "red")


def test_words_come_from_the_nearest_catalogue_and_fall_back_to_chinese(tmp_path: Path) -> None:
    near = files(tmp_path / "near", {"en.po": 'msgid "跳到正文"\nmsgstr "To the text"\n'})
    far = files(tmp_path / "far", {"en.po": PO})
    words = load_catalogue("en", (near, far))
    assert words.gettext("跳到正文") == "To the text"
    assert words.gettext("首页") == "首页"
    assert load_catalogue("en", (far,)).gettext("跳到正文") == "Skip to content"


def test_plural_forms_follow_the_rule_of_the_language(tmp_path: Path) -> None:
    words = load_catalogue("en", (files(tmp_path, {"en.po": PO}),))
    assert [words.ngettext("%(num)s 页", "%(num)s 页", n) for n in (1, 2)] == ["%(num)s page", "%(num)s pages"]
    assert Catalogue().ngettext("%(num)s 页", "%(num)s 页", 1) == "%(num)s 页"


def test_dates_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 11, 18)
    assert [Catalogue(name).day(day) for name in ("zh-Hans", "zh-Hant", "en")] == ["2026年11月18日", "2026年11月18日", "18 November 2026"]
    assert [Catalogue(name).weekday(day) for name in ("zh-Hans", "zh-Hant", "en")] == ["周三", "週三", "Wed"]
    assert [Catalogue(name).short_day(day) for name in ("zh-Hans", "en")] == ["11月18日", "18 November"]


def test_a_missing_or_broken_catalogue_is_an_error_with_its_place(tmp_path: Path) -> None:
    folder = files(tmp_path, {"en.po": 'msgid "a"\nmsgtsr "b"\n', "ug.po": 'msgid "a"\nmsgstr "b"\n'})
    with pytest.raises(NoCatalogue) as missing:
        load_catalogue("fr", (folder,))
    assert missing.value.languages == ("en", "ug", "zh-Hans")
    with pytest.raises(BadCatalogue) as broken:
        load_catalogue("en", (folder,))
    assert (broken.value.path, broken.value.line) == ("en.po", 2)


def test_a_language_is_published_with_its_tag_and_direction(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", settings_of("语言: ug") + SMALL)
    files(site, {"themes/default/messages/ug.po": PO.replace("Skip to content", "مەزمۇنغا ئاتلا")})
    publish(site)
    assert b'<html lang="ug" dir="rtl"' in tree(site / "output")["index.html"]


def test_a_language_without_words_is_told_and_nothing_is_published(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", settings_of("语言: fr") + SMALL)
    assert [p.code for p in publish(site).checked.problems if p.severity.value == "error"] == ["X008"]
    assert not (site / "output").exists()
