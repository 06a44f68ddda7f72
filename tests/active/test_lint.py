"""Templates that could let something active through are refused, whoever wrote them; those that we ship are clean."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from sitegen.lint import faults
from sitegen.serve import house
from tests.conftest import ROOT

THEMES = sorted(p for p in (ROOT / "themes").glob("*/templates/*") if p.suffix in (".html", ".xml"))
PAGES = sorted(house.PAGES.glob("*.html"))
# addresses that the preview makes itself
OWN = frozenset({"edit", "good", "page", "address", "code", "f.edit"})
ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)
for _name in (
    "json_ld",
    "absolute",
    "day",
    "iso",
    "words",
    "thousands",
    "rfc3339",
    "hour",
    "short_day",
    "weekday",
    "state_name",
    "card_address",
):
    ENVIRONMENT.filters[_name] = lambda value, *_: value


@pytest.mark.parametrize("file", THEMES, ids=lambda p: p.name)
def test_our_templates_are_clean(file: Path) -> None:
    assert faults(file.read_text("utf-8"), ENVIRONMENT) == ()


@pytest.mark.parametrize("file", PAGES, ids=lambda p: p.name)
def test_the_pages_of_the_preview_are_clean(file: Path) -> None:
    assert faults(file.read_text("utf-8"), ENVIRONMENT, OWN) == ()


BAD = {
    "an unquoted value": "<p class={{ view.name }}>",
    "an unquoted word": "<p class=a>",
    "a value between attributes": "<p {{ view.name }}>",
    "a value in the name of a tag": "<{{ view.name }}>",
    "a level that is none": "<h{{ view.name }}>",
    "a value in a branch": "<p {% if view.name %}{{ view.name }}{% endif %}>",
    "an address from a record": '<a href="{{ view.name }}">',
    "a picture from a record": '<img src="{{ view.name|upper }}">',
    "an address by a variable": '{% set there = view.name %}<a href="{{ there }}">',
    "an address in one branch": '<a href="{{ to(view.url) if view.url else view.name }}">',
    "a form of somebody": '<form action="{{ view.name }}">',
    "trust": "{{ view.name|safe }}",
    "trust by its name": '{{ view.names|map("safe")|join }}',
    "attributes from a mapping": "<p{{ view.more|xmlattr }}>",
    "no escaping": "{% autoescape false %}{{ view.name }}{% endautoescape %}",
    "words that are no words": "{{ _(view.name) }}",
    "a script": "<script>go()</script>",
    "a script with a value": "<script>var a = {{ view.name }};</script>",
    "data that nobody escaped": '<script type="application/ld+json">{{ view.name }}</script>',
    "a style": "<style>a{}</style>",
    "a style of one": '<p style="color: red">',
    "a handler": '<p onclick="go()">',
    "a handler in capitals": "<body onLoad='go()'>",
    "a scheme": '<a href="javascript:go()">',
    "a scheme in capitals": "<a href=' JavaScript:go()'>",
    "a script from elsewhere": '<script src="https://example.org/a.js"></script>',
    "a style from elsewhere": '<link rel="stylesheet" href="//example.org/a.css">',
    "a picture from elsewhere": '<img src="http://example.org/a.png">',
    "a frame": '<iframe src="a.html"></iframe>',
    "another root": '<base href="/">',
    "a page that moves on": '<meta http-equiv="Refresh" content="0; url=a.html">',
    "a comment with a value": "<!-- {{ view.name }} -->",
    "an unquoted mark": "{% macro row_marks(a) %} data-a={{ a }}{% endmacro %}",
    "a text as a mark": "<p{{ view.name if view.name }}>",
    "the second of two lines": "<p>\n<b onclick='x'>",
}  # fmt: skip
GOOD = (
    '<a href="{{ to(view.url) }}">{{ view.name }}</a>',
    '<a href="{{ to(view.url ~ "#a") if view.url else "" }}">',
    '<a href="{{ site.url.rstrip("/") }}/{{ url|urlencode }}">',
    '<a href="https://example.org/">甲</a>',
    '<a href="mailto:{{ view.mail }}">甲</a>',
    '<p class="a{% if view.a %} b{% else %} c-{{ view.b }}{% endif %}"{% if view.c %} hidden{% endif %}>',
    '<h{{ level }} class="a">{{ view.name }}</h{{ level }}>',
    '{% macro away(x) %}{{ to(x) }}{% endmacro %}<a href="{{ away(view.url) }}">',
    '{% set linked = view|json_ld(site, url) %}<script type="application/ld+json">{{ linked }}</script>',
    '{{ _("甲 %(b)s", b=view.b) }}{{ _(view.state.zh) }}',
    '<script src="{{ asset("a.js") }}" defer></script>',
    '{% macro row_marks(a) %} data-a="{{ a }}"{% endmacro %}<p{{ row_marks(view.a) }}{{ " hidden" if view.b }}>',
    "{# <script>go()</script> #}{% raw %}甲{% endraw %}",
)


@pytest.mark.parametrize("source", BAD.values(), ids=BAD)
def test_what_could_become_active_is_found_with_its_line(source: str) -> None:
    found = faults(source, ENVIRONMENT)
    assert found
    assert found[0].line == source.count("\n") + 1


@pytest.mark.parametrize("source", GOOD)
def test_what_is_safe_is_left_alone(source: str) -> None:
    assert faults(source, ENVIRONMENT) == ()
