"""Jinja at its narrowest: a sandbox, strict, escaped, with a handful of filters; and the hash of what a page depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from pathlib import Path

import jinja2
from jinja2 import meta
from markupsafe import Markup

from sitegen.catalogue import Catalogue
from sitegen.compiled import Compiled
from sitegen.here import Here, dumps
from sitegen.lint import faults
from sitegen.memory import Memory
from sitegen.records.words import State
from sitegen.sandbox import Sandbox, escaped, marked
from sitegen.sharing import linked
from sitegen.sharing.cards import card_address
from sitegen.theme import BASE, Layers, loader
from sitegen.views.base import Body, SiteView
from sitegen.views.words import Phrase, phrase


class ThemeError(Exception):
    """A template that cannot be used; ``path`` and ``line`` say where."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


def hour_text(hour: time) -> str:
    """``17:00``; the end of the day is 24:00."""
    return "24:00" if hour.second else hour.strftime("%H:%M")


def state_name(state: State) -> str:
    """The English word of a state, for class names."""
    return state.en


LIST = phrase("、")  # what stands between the entries of a list


def in_words(words: Catalogue, value: object) -> object:
    """A value as it is shown: a phrase in the language of ``words``, a list with its separators, anything else as it is."""
    if isinstance(value, Phrase):
        text = words.gettext(value.text) if value.number is None else words.ngettext(value.text, value.text, value.number)
        return text % {name: _inside(words, inner) for name, inner in value.values} if value.values else text
    if isinstance(value, tuple | list):
        return words.gettext(LIST.text).join(str(_inside(words, one)) for one in value)
    return value


def say(words: Catalogue, value: object) -> str:
    """A text or a phrase as text."""
    return str(in_words(words, value))


def _inside(words: Catalogue, value: object) -> object:
    return words.short_day(value) if isinstance(value, date) else in_words(words, value)


@dataclass(frozen=True)
class Renderer:
    """Turns a template and a view into bytes. ``body`` gives the html of a ``Body`` for the page at an address.

    ``folders`` hold the templates, the nearest first; those of ``base`` can be extended as ``default/base.html``.
    """

    folders: Layers
    base: Layers
    words: Catalogue
    site: SiteView
    assets: Mapping[str, str]
    body: Callable[[Body, str], str]
    memory: Memory
    cache: Path | None = None
    _sources: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _hashes: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _here: Here = field(default_factory=Here, compare=False, repr=False)
    _environment: list[jinja2.Environment] = field(default_factory=list, compare=False, repr=False)

    @property
    def environment(self) -> jinja2.Environment:
        if not self._environment:
            made = _environment(self.folders, self.base, self.words, self.cache)
            made.add(self._page_functions())
            made.globals["site"] = self.site
            self._environment.append(made)
        return self._environment[0]

    def _page_functions(self) -> dict[str, Callable[..., object]]:
        """What knows the page that is being rendered: globals, so that a template of macros is imported once and not by each page."""
        here = self._here

        def asset(name: str) -> str:
            return here.to(self.assets[name])

        def body(which: Body) -> Markup:
            return Markup(self.body(which, here.url))  # noqa: S704 - sanitised by sitegen.markdown

        return {"to": here.to, "asset": asset, "kept": here.kept, "body": body}

    def render(self, template: str, url: str, view: object) -> bytes:
        """The page at ``url``. Raises ThemeError."""
        self._here.move(url)
        try:
            text = self.environment.get_template(template).render(view=view, url=url)
        except (jinja2.TemplateError, ArithmeticError, AttributeError, IndexError, RecursionError, TypeError, ValueError) as error:
            raise _theme_error(template, error) from error
        except KeyError as error:
            raise ThemeError(template, 1, f"no asset {error}") from error
        return text.encode()

    def closure_hash(self, template: str) -> str:
        """Hash over a template and all that it extends, imports or includes. Raises ThemeError."""
        if template not in self._hashes:
            digest = hashlib.sha256()
            for name in sorted(self.closure(template)):
                digest.update(f"{name}\0{self._source(name)}\0".encode())
            self._hashes[template] = digest.hexdigest()
        return self._hashes[template]

    def closure(self, template: str) -> set[str]:
        """A template and all that it extends, imports or includes. Raises ThemeError."""
        seen: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(self._references(name))
        return seen

    def _references(self, name: str) -> tuple[str, ...]:
        """The templates that one names directly; worked out once for each text. Raises ThemeError."""
        source = self._source(name)
        if source not in _references:
            key = hashlib.sha256(source.encode()).hexdigest()
            known = self.memory.get("references", key)
            if known is None:
                known = json.dumps(self._parse_references(name, source)).encode()
                self.memory.put("references", key, known)
            _references[source] = tuple(json.loads(known))
        return _references[source]

    def _parse_references(self, name: str, source: str) -> list[str]:
        try:
            referenced = list(meta.find_referenced_templates(self.environment.parse(source, name)))
            wrong = faults(source, self.environment)[:1]
        except jinja2.TemplateError as error:
            raise _theme_error(name, error) from error
        for fault in wrong:
            raise ThemeError(name, fault.line, fault.reason)
        if None in referenced:
            raise ThemeError(name, 1, "a template may not compute the name of what it includes")
        return sorted({r for r in referenced if r is not None})

    def _source(self, name: str) -> str:
        if name not in self._sources:
            loader = self.environment.loader
            try:
                self._sources[name] = loader.get_source(self.environment, name)[0] if loader else ""
            except jinja2.TemplateError as error:
                raise _theme_error(name, error) from error
        return self._sources[name]


_references: dict[str, tuple[str, ...]] = {}  # by the text of a template


def _install_words(environment: Sandbox, words: Catalogue) -> None:
    """What the i18n extension calls newstyle gettext: placeholders are filled in here, escaped."""

    plain: dict[str, Markup] = {}  # what holds no values is the same each time

    def gettext(text: str, /, **values: object) -> Markup:
        if values:
            return _filled(words.gettext(text), values)
        if text not in plain:
            plain[text] = _filled(words.gettext(text), values)
        return plain[text]

    def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
        values.setdefault("num", number)
        return _filled(words.ngettext(one, many, number), values)

    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.add({"_": gettext, "gettext": gettext, "ngettext": ngettext})


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    """Words with their values. Catalogues are part of the theme, so that words are not escaped."""
    if all(type(value) in _SIMPLE for value in values.values()):
        filled = {name: escaped(value) if type(value) is str else value for name, value in values.items()}
        return marked(text % filled if values or "%" in text else text)
    return Markup(text) % values  # noqa: S704


_SIMPLE = (str, Markup, int)


def _environment(folders: Layers, base: Layers, words: Catalogue, cache: Path | None) -> Sandbox:
    loaders = (loader(folders), jinja2.PrefixLoader({BASE: loader(base)}))
    environment = Sandbox(
        loader=jinja2.ChoiceLoader(loaders),
        extensions=("jinja2.ext.i18n",),
        trim_blocks=True,
        lstrip_blocks=True,
        # so that a phrase is in the right language wherever a template puts it
        finalize=lambda value: in_words(words, value) if type(value) is Phrase else value,
        bytecode_cache=Compiled(cache),
        auto_reload=False,
        cache_size=-1,
    )
    _install_words(environment, words)
    environment.policies["json.dumps_function"] = dumps
    environment.filters |= {
        "day": words.day,
        "short_day": words.short_day,
        "weekday": words.weekday,
        "words": lambda value: in_words(words, value),
        "hour": hour_text,
        "state_name": state_name,
        "iso": lambda day: day.isoformat(),
        "rfc3339": lambda day: f"{day.isoformat()}T00:00:00+08:00",
        "thousands": lambda number: f"{number:,}",
        "absolute": lambda url, site: linked.absolute(site, url),
        "card_address": card_address,
        "json_ld": lambda view, site, url: _json_ld(words, view, site, url),
    }
    return environment


def _json_ld(words: Catalogue, view: object, site: SiteView, url: str) -> Markup:
    """The structured data of a page, for inside its script element; empty if it has none."""
    data = linked.linked_data(view, site, url)
    text = linked.script_text(data, partial(say, words)) if data else ""
    return Markup(text)  # noqa: S704 - escaped by script_text


def _theme_error(template: str, error: Exception) -> ThemeError:
    if isinstance(error, jinja2.TemplateNotFound):
        return ThemeError(template, 1, f"there is no template {error.name}")
    line = getattr(error, "lineno", None) or _line_in(template, error)
    return ThemeError(getattr(error, "name", None) or template, line, getattr(error, "message", None) or f"{type(error).__name__}: {error}")


def _line_in(template: str, error: Exception) -> int:
    """The line of the innermost template on the way to a run-time error."""
    trace, line = error.__traceback__, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(template):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
