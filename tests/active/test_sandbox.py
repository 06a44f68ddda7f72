"""A site's own templates are code of somebody else: they reach nothing but what the page shows, and what fails is said with its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.press import publish
from tests.sites import write_site

pytestmark = pytest.mark.slow
PAGE = "-- content/pages/about.md --\n---\n标题: 关于本站\n---\n这里是说明。\n"
FLAG = "KAIGUAN-7f3a"  # stands in a file beside the theme; no page may ever hold it

ATTACKS = {
    "a class": "{{ view.__class__ }}",
    "the classes above": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a class by its key": "{{ view['__class__'] }}",
    "a class by a filter": "{{ view|attr('__class__') }}",
    "a class by a filter of names": "{{ [view]|map(attribute='__class__')|list }}",
    "globals of a helper": "{{ lipsum.__globals__ }}",
    "globals of our function": "{{ to.__globals__ }}",
    "globals of our words": "{{ _.__globals__ }}",
    "the closure of a function": "{{ to.__closure__[0].cell_contents }}",
    "globals of a macro": "{% macro m() %}甲{% endmacro %}{{ m.__init__.__globals__ }}",
    "the inside of a macro": "{% macro m() %}甲{% endmacro %}{{ m._func }}",
    "the module of macros": '{% import "parts.html" as parts %}{{ parts.__dict__ }}',
    "the template itself": "{{ self.__class__ }}",
    "the context": "{{ self._TemplateReference__context }}",
    "the code of a generator": "{{ (view for view in [])  }}",
    "a loop": "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}",
    "a format": "{{ '{0.__class__}'.format(view) }}",
    "a format by a mapping": "{{ '{a.__class__}'.format_map({'a': view}) }}",
    "a format by a filter": "{{ ('{0.__class__}'|attr('format'))(view) }}",
    "a percent": "{{ '%(a)s' % {'b': 1} }}",
    "a cycler": "{{ cycler.__init__.__globals__.os }}",
    "a namespace": "{{ namespace().__init__ }}",
    "a name of Python": "{{ open('/etc/passwd').read() }}",
    "an import": "{{ __import__('os') }}",
    "something unknown": "{{ view.nothing }}",
    "a change": "{{ view.meta.crumbs.append(1) }}",
    "a change of a list": "{% set a = [1] %}{{ a.append(2) }}",
    "a long row": "{% for a in range(1000000000) %}甲{% endfor %}",
    "a division": "{{ 1 // 0 }}",
    "a wrong type": "{{ 1 + 'a' }}",
    "a great power": "{{ 9 ** 9 ** 9 }}",
    "a great text": "{{ 'a' * 10 ** 9 }}",
    "a loop in a loop without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a file above": '{% include "../secret.html" %}',
    "a file above the base": '{% include "default/../../../secret.html" %}',
    "a whole address": '{% include "/etc/passwd" %}',
    "a file of another system": '{% include "..\\\\secret.html" %}',
    "a computed file": "{% include view.meta.title %}",
    "a computed file in a list": '{% include ["page.html", view.meta.title] %}',
    "a computed parent": "{% extends view.meta.title %}",
    "a computed import": "{% import view.meta.title as x %}",
    "a file that is not there": '{% include "nothing.html" ignore missing %}{{ view.nothing }}',
    "a filter that trusts": "{{ view.meta.title|safe }}",
    "a debugger": "{% debug %}",
    "a statement": "{% do view.x() %}",
    "an unclosed block": "{% if view %}",
}  # fmt: skip


# attempts that come to nothing without being an error: what they ask for is undefined, and they do not print it
HARMLESS = {ATTACKS[name] for name in ("a class by a filter of names",)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("sandbox") / "site", PAGE)
    (site / "themes/default/templates").mkdir(parents=True)
    for above in ("themes/default", "themes", "."):
        (site / above / "secret.html").write_text(FLAG, "utf-8")
    return site


@pytest.mark.parametrize("source", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_ends_in_a_message_with_a_line_or_shows_nothing(site: Path, source: str) -> None:
    file = site / "themes/default/templates/page.html"
    file.write_text(f"<!doctype html>\n<title>甲</title>\n<p>{source}</p>\n", "utf-8")
    shutil.rmtree(site / "output", ignore_errors=True)
    made = publish(site)
    errors = [p for p in made.checked.problems if p.severity.value == "error"]
    if errors:
        assert [p.code for p in errors] == ["X003"], errors
        assert errors[0].place.path.startswith("themes/")
        assert errors[0].place.line in (1, 3)
        assert FLAG not in errors[0].message.zh
        assert not (site / "output").exists()
    else:
        assert source in HARMLESS, source
        page = (site / "output/pages/about.html").read_text("utf-8")
        assert not re.search(f"{FLAG}|class|module|function|object at|root:", page), page


def test_a_file_beside_the_templates_is_out_of_reach_by_a_theme_of_a_strange_name(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", "-- outside/templates/page.html --\n甲\n" + PAGE)
    settings = (site / "site.yaml").read_text("utf-8")
    for name in ("../outside", "..", ".", "default/../../outside", "/etc", "..\\outside"):
        (site / "site.yaml").write_text(f"{settings}主题: '{name}'\n", "utf-8")
        assert [p.code for p in publish(site).checked.problems if p.severity.value == "error"] == ["X002"], name
