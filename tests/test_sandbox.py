"""What templates compile to: the same as Jinja's own sandbox makes of them, by shorter ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from sitegen.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Small:
    """As the views of the package are."""

    name: object
    _secret: str = "秘密"
    number: int = 3

    @property
    def twice(self) -> int:
        return 2 * self.number


Small.__module__ = "sitegen.views.small"


@dataclass
class Other:
    name: object = "甲"

    def dangerous(self) -> str:
        return "done"

    dangerous.unsafe_callable = True  # type: ignore[attr-defined]


def _finalized(value: object) -> object:
    return "甲<乙" if isinstance(value, Other) else value


def _ours(a: object, b: object = "", *, c: object = "") -> str:
    return f"{a}|{b}|{c}"


def _both() -> tuple[jinja2.Environment, Sandbox]:
    theirs = ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_finalized)
    theirs.globals["ours"] = _ours
    sandbox = Sandbox(_finalized)
    sandbox.add({"ours": _ours})
    return theirs, sandbox


SOURCES = [
    "{{ view.name }}<{{ view.name ~ '<' }}>{{ [view.name]|join('&') }}",
    "{{ view.number }}{{ view.twice }}{{ view.nothing is defined }}{{ d.key }}{{ d['key'] }}{{ d.nothing is defined }}",
    "{% macro m(a, b='<', c=view.name) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(view.name) }}{{ m(1, 2) }}{{ m(1, c=3) }}{{ m(1, 2, 3) }}",
    "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}{% call m(1, 2, x=3) %}<b>{% endcall %}",
    "{% for a in [view, view] if a.number %}{{ loop.index }}{{ loop.last }}{{ ours(a.name, c=loop.first) }}{% else %}-{% endfor %}",
    "{% set ours = view.name|string %}{{ ours.upper() }}{{ ours.split('a')|length }}",
    "{% set x %}{{ view.name }}<br>{% endset %}{{ x }}{{ x|length }}",
    "{{ ours(*[1, 2]) }}{{ ours(1, **{'c': 2}) }}{{ '%s'|format(view.name) }}{{ '{0.number}'.format(view) }}",
    "{% for y, z in [(1, 2)] recursive %}{{ y }}{{ loop(()) }}{% endfor %}{{ 'a' if view.name == 'a' }}{{ view.name is none }}",
    "{% block b scoped %}{{ self.c() }}{{ view.name }}{% endblock %}{% block c %}c{% endblock %}{{ day.year }}{{ day.isoformat() }}",
    "{{ range(3)|list }}{{ dict(a=view.name) }}{{ namespace(a=1).a }}{{ cycler(1, 2).next() }}{{ view.name|e }}",
]
REFUSED = [
    "{{ view._secret }}", "{{ view['_secret'] }}", "{{ view.nothing }}", "{{ other.dangerous() }}", "{{ view.name() }}", "{{ nothing }}",
    "{{ d.update({}) }}", "{{ ours.__globals__ }}", "{{ view.__class__ }}", "{{ '{0._secret}'.format(view) }}", "{{ nothing.name }}",
    "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{% endmacro %}{{ m(b=2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{{ ours() }}", "{{ [].append(1) }}", "{% set ours = other.dangerous %}{{ ours() }}", "{% set ours = d %}{{ ours() }}",
    "{% for day in [other] %}{{ day.dangerous() }}{% endfor %}",
]  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=8), st.integers(), st.none(), st.booleans(), st.text(max_size=5).map(Markup), st.builds(Other), st.dates(),
    st.lists(st.text(max_size=3), max_size=2), st.floats(allow_nan=False),
)  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_gives_what_it_gives_in_jinjas_own_sandbox(source: str) -> None:
    theirs, sandbox = _both()
    made = [environment.from_string(source) for environment in (theirs, sandbox)]

    @given(value=VALUES)
    @settings(max_examples=30)
    def same(value: object) -> None:
        expected, found = (_outcome(template, value) for template in made)
        assert found == expected

    same()


def _outcome(template: jinja2.Template, value: object) -> str:
    """What a template gives, or why not."""
    try:
        return template.render(view=Small(value), other=Other(), d={"key": value}, day=date(2026, 11, 18))
    except (jinja2.TemplateError, TypeError, ValueError, OverflowError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_refused_there_is_refused_here_for_the_same_reason(source: str) -> None:
    theirs, sandbox = _both()
    expected = _outcome(theirs.from_string(source), "甲")
    assert expected.startswith(("UndefinedError: ", "SecurityError: ", "TypeError: "))
    for known in (source, "{{ view.name }}{{ view.number }}{{ d.key }}{{ ours(1) }}"):  # before a kind of view was met, and after
        _outcome(sandbox.from_string(known), "甲")
        assert _outcome(sandbox.from_string(source), "甲") == expected


def test_a_field_that_only_some_kinds_have_is_missed_in_the_others() -> None:
    _, sandbox = _both()
    template = sandbox.from_string("{{ view.number }}")
    assert template.render(view=Small("甲")) == "3"
    with pytest.raises(jinja2.UndefinedError):
        template.render(view=Other())


def test_a_function_that_took_the_place_of_ours_is_asked_for() -> None:
    _, sandbox = _both()
    template = sandbox.from_string("{{ ours('a') }}")
    assert template.render() == "a||"
    with pytest.raises(SecurityError):
        template.render(ours=Other().dangerous)


def test_without_the_private_function_of_markupsafe_the_public_one_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.sandbox.escaped", escape)
    assert _both()[1].from_string("{{ a }}<").render(a="<") == "&lt;<"
