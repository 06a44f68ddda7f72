"""Links from the page in hand, and pieces that are made once for all pages."""

from __future__ import annotations

from posixpath import dirname, relpath
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.runtime import Macro

from sitegen.here import Here, dumps, relative

_PARTS = st.sampled_from(["models", "sector", "农村", "a b", "a", "..", ".", "", "'&", "index.html"])
_PATHS = st.lists(_PARTS, min_size=1, max_size=5).map("/".join).filter(bool)


@given(page=_PATHS, target=_PATHS)
def test_a_link_is_the_relative_path(page: str, target: str) -> None:
    assert relative(page, target) == quote(relpath(target, dirname(page) or "."), safe="/-._~!$&'()*+,;=:@")


@pytest.mark.parametrize("target", ["https://example.org/甲?a=b&c#d", "mailto:a@example.org", "tel:110", "#top"])
def test_what_leads_out_or_stays_on_the_page_is_left_as_it_is(target: str) -> None:
    assert relative("a/b.html", target) == target


def test_a_fragment_stays_behind_the_path() -> None:
    assert relative("a/b.html", "a/c.html#s-做法") == "c.html#s-%E5%81%9A%E6%B3%95"


def _macro(here: Here, text: str) -> tuple[Macro, list[object]]:
    """A macro of ``text``, and what it is called with."""
    called: list[object] = []

    def note(value: object) -> str:
        called.append(value)
        return ""

    environment = Environment(autoescape=True)
    environment.policies["json.dumps_function"] = dumps
    environment.globals |= {"to": here.to, "kept": here.kept, "note": note}
    macro = vars(environment.from_string("{% macro piece(a, b='') %}{{ note(a) }}" + text + "{% endmacro %}").module)["piece"]
    assert isinstance(macro, Macro)
    return macro, called


_WRITTEN = [
    '<a href="{{ to(a) }}">{{ a }}</a>',
    '<a href="{{ to(a ~ "#甲") }}"></a><a href="{{ to(a) }}"></a>',
    '{% set one %}{{ to(a) }}{% endset %}{{ to("x/y.html") }}{{ one }}{{ one }}',
    "no link",
    '{{ "和"|join ~ to(a) ~ "<" }}',
    '{% set l = to(a) %}{{ "x"|replace("x", l) }}{{ l }}',
]
_USED = [
    "{{ to(a)|length }}",
    "{{ to(a)|upper }}{{ to(a) }}",
    "{% if to(a).startswith('..') %}up{% endif %}",
    "{{ to(a) }}\0 0",
    '{% set l = to(a) %}{{ "" + l }}{{ l }}',
    '{% set l = to(a) %}{{ "%s"|format(l) }}{{ l }}',
    '{% set l = to(a) %}{{ [l, l]|join("+") }}{{ l[:4] }}',
    "{% set l = to(a) %}{{ l|string }}{{ l|safe }}{{ l|trim }}{{ l }}",
    '{% set l = to(a) %}{{ {"a": l} }}{{ l }}',
    "{% set l = to(a) %}{{ l|list|length }}{{ l }}",
    "{% set l = to(a) %}{{ l|urlencode }}{{ l|wordcount }}{{ l }}",
    '{% set l = to(a) %}{{ l == "../x.html" }}{{ l in "../x" }}{{ l }}',
    "{% set l = to(a) %}{{ l|tojson }}{{ l }}",
    "{% set one %}{{ to(a) }}{% endset %}{{ one|length }}",
    "{% set one = to(a) %}{{ one|length }}{{ one }}",
    "{% set one = to(a) %}{% if one[:3] == '../' %}up{% endif %}{{ one }}",
    "{% set one = to(a) %}{% if one == 'x/c' %}-{% endif %}{{ one|upper }}{{ one }}",
]


@pytest.mark.parametrize("text", [*_WRITTEN, *_USED])
@pytest.mark.parametrize("target", ["x/c/target.html", "target.html", "a'&b/甲.html", "https://example.org/?a&b"])
def test_a_piece_that_is_kept_is_on_every_page_what_it_would_be_there(text: str, target: str) -> None:
    here = Here()
    macro, _ = _macro(here, text)
    for url in ("a/b.html", "index.html", "x/c/d.html", "x/e.html", "a/f.html", "a'&b/c.html", "x/c/g/h/i.html"):
        here.move(url)
        assert here.kept(macro, target) == macro(target)


@pytest.mark.parametrize("text", _WRITTEN)
def test_a_piece_is_made_once_for_all_folders(text: str) -> None:
    here = Here()
    macro, called = _macro(here, text)
    for url in ("index.html", "a/b.html", "x/c/d.html", "x/e.html"):
        here.move(url)
        here.kept(macro, "x/c/target.html")
    assert len(called) == 1


@pytest.mark.parametrize("text", _USED)
def test_a_piece_that_looks_at_its_links_is_made_once_for_each_folder(text: str) -> None:
    here = Here()
    macro, called = _macro(here, text)
    for url in ("a/b.html", "x/c/d.html", "a/e.html"):
        here.move(url)
        here.kept(macro, "x/c/target.html")
    assert len(called) == 4  # each folder once, and the first time in vain


def test_a_piece_within_a_piece_takes_part_in_it() -> None:
    here = Here()
    inner, _ = _macro(here, '<i>{{ to("x/i.html") }}{{ a }}</i>')
    outer, _ = _macro(here, '{{ to(a) }}{{ kept(b, to("x/y.html")) }}')
    for url, expected in (("a/b.html", "../x/o.html<i>../x/i.html../x/y.html</i>"), ("x/b.html", "o.html<i>i.htmly.html</i>")):
        here.move(url)
        assert here.kept(outer, "x/o.html", inner) == expected


def test_a_macro_that_fails_leaves_the_next_page_whole() -> None:
    here = Here()
    macro, _ = _macro(here, "{{ to(a) }}{{ 1 // b }}")
    here.move("a/b.html")
    with pytest.raises(ZeroDivisionError):
        here.kept(macro, "x.html", 0)
    assert here.to("x.html") == "../x.html" and type(here.to("x.html")) is str
