"""Our own pages: templates that stand beside this module, in the language of the desk."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sitegen.theme import BASE, load_theme

PAGES = Path(__file__).parent / "pages"
FILES = {"house.css": "text/css", "bar.css": "text/css", "bar.js": "text/javascript", "form.js": "text/javascript"}


@cache
def _environment() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page(template: str, lang: str, **values: Any) -> str:
    """One of our pages. ``t(zh, en)`` in a template gives the words of the language."""

    def t(zh: str, en: str) -> str:
        return en if lang == "en" else zh

    return _environment().get_template(template).render(**values, t=t, lang=lang)


def own_file(name: str) -> bytes:
    """A style or script of ours. Raises KeyError."""
    FILES[name]
    return (PAGES / name).read_bytes()


def tokens(themes: tuple[Path, ...]) -> bytes:
    """The colours and sizes of the default theme, so that our pages look like the site's."""
    theme = load_theme(BASE, themes)
    return theme.files[theme.assets["tokens.css"]]
