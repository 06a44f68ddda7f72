"""No word of the interface stands outside the catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from tests.conftest import ROOT
from tests.words.extraction import TEMPLATES

HAN = re.compile(r"[\u3400-\u9fff]")
SCRIPTS = ROOT / "themes" / "default" / "scripts"
TRANSLATED = {"_", "gettext", "ngettext"}
# what verify.js looks for in the plain text of a notice, which is the same in every language
FORMATS = {"verify.js": ["编号"]}

_jinja = jinja2.Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)


def bare(template: str) -> Iterator[str]:
    """The texts of a template with a Han character that are not given to a catalogue."""
    yield from _bare(_jinja.parse(template))


def _bare(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATED:
        for value in node.kwargs:
            yield from _bare(value)
        return
    text = node.data if isinstance(node, nodes.TemplateData) else node.value if isinstance(node, nodes.Const) else ""
    if isinstance(text, str) and HAN.search(text):
        yield text.strip()
    for child in node.iter_child_nodes():
        yield from _bare(child)


def test_words_outside_a_catalogue_are_seen_wherever_a_template_may_have_them() -> None:
    found = bare('首页{# 注 #}{{ "甲" if x else _("乙") }}{{ _("%(a)s丙", a="丁") }}{% set b = ["戊"] %}</a>')
    assert list(found) == ["首页", "甲", "丁", "戊"]


@pytest.mark.parametrize("file", sorted(p for p in TEMPLATES.iterdir() if p.is_file()), ids=lambda p: p.name)
def test_a_template_gives_all_its_words_to_the_catalogues(file: Path) -> None:
    assert list(bare(file.read_text("utf-8"))) == []


@pytest.mark.parametrize("file", sorted(SCRIPTS.glob("*.js")), ids=lambda p: p.name)
def test_a_script_has_no_words_of_its_own(file: Path) -> None:
    assert re.findall(r"[\u3400-\u9fff]+", file.read_text("utf-8")) == FORMATS.get(file.name, [])


def test_every_word_that_a_script_says_stands_in_the_page() -> None:
    site, check = (SCRIPTS / "site.js").read_text("utf-8"), (SCRIPTS / "verify.js").read_text("utf-8")
    said = set(re.findall(r"\bwords\.(\w+)", site)) | {"on_notice", "closed"}
    checked = set(re.findall(r'\bsay\((?:[^"()]*\? )?"([^"]+)"', check)) | set(re.findall(r'damage = (?:one\.damage \|\| )?"(\w+)"', check))
    assert said and said == _keys("parts.html")
    assert checked and checked <= _keys("verify.html")


def _keys(template: str) -> set[str]:
    return set(re.findall(r'<i data-word="([^"{]+)">', (TEMPLATES / template).read_text("utf-8")))
