"""What posters and documents are made from: a sound site as of its day, its edition, its theme."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.catalogue import BadCatalogue, NoCatalogue
from sitegen.edition import Edition
from sitegen.library import Library
from sitegen.memory import Memory
from sitegen.outputs import Page
from sitegen.pipeline import Checked, check
from sitegen.planning import prepare
from sitegen.templates import Renderer, ThemeError
from sitegen.theme import NoTheme, Theme

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_PROBLEMS, _USAGE = 1, 2


@dataclass(frozen=True, slots=True)
class Workshop:
    """``renderer`` makes a page of the theme into html; ``checked`` is sound."""

    checked: Checked
    edition: Edition
    theme: Theme
    renderer: Renderer

    @property
    def library(self) -> Library:
        return self.edition.library

    def html(self, page: Page) -> str:
        """A page as it would stand in the site. Raises ThemeError."""
        return self.renderer.render(page.template, page.url, page.view).decode()


class Closed(Exception):
    """The site is not fit to make anything from; what is wrong has been said, ``code`` is the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def sound(desk: Desk, memory: Memory) -> tuple[Checked, Edition]:
    """A site without an error, and its edition without texts; anything else is refused with what was found. Raises Closed."""
    checked = check(desk.site, desk.now.date(), desk.as_of, memory)
    if checked.library is None or not checked.is_sound:
        desk.tell_problems(checked)
        desk.complain("有错误，先改正：没有检查通过的内容不对外发", "There are errors: nothing goes out that has not passed the check")
        raise Closed(desk.code(checked) or _PROBLEMS)
    return checked, Edition(checked.library, {}, {}, {}, {})


@contextmanager
def open_workshop(desk: Desk) -> Iterator[Workshop]:
    """Everything to print from; templates that fail are said here, too. Raises Closed."""
    with desk.memory() as memory:
        checked, _ = sound(desk, memory)
        if checked.evidence is None:
            raise Closed(_PROBLEMS)
        try:
            theme, _, edition, press = prepare(desk.site, checked.evidence, checked.stories, memory, desk.themes, False)
            yield Workshop(checked, edition, theme, press.renderer(memory))
        except (NoTheme, NoCatalogue, BadCatalogue, ThemeError) as error:
            desk.complain(f"主题有问题：{error}", f"The theme has a fault: {error}")
            raise Closed(_PROBLEMS) from None


def unknown(desk: Desk, what: str, names: Iterable[str]) -> int:
    """Say that nothing goes by a name, and which name is near; exit code 2."""
    near = difflib.get_close_matches(what, list(names), n=1)
    zh, en = (f"，是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
    desk.complain(f"不认识“{what}”{zh}", f"Nothing is known by the name '{what}'{en}")
    return _USAGE


def notice_name(written: str) -> str:
    """The id or slug of a notice, also when its address or file was given."""
    for front, end in (("output/", ""), ("notices/", ".html"), ("content/notices/", ".md")):
        written = written.removeprefix(front).removesuffix(end) if written.startswith(front) else written
    return written
