"""The page that is being rendered: links from it, and pieces that it shares with other pages."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import dirname, relpath
from urllib.parse import quote

from jinja2.runtime import Macro
from markupsafe import Markup

_MOST = 20_000  # pieces of about a kilobyte


def relative(source: str, target: str) -> str:
    """A link from the page ``source`` to ``target``, both relative to the root of the site, percent-encoded."""
    return _relative(dirname(source), target)


@lru_cache(maxsize=1 << 16)
def _relative(folder: str, target: str) -> str:
    if "://" in target or target.startswith(("mailto:", "tel:", "#")):
        return target
    path, sign, fragment = target.partition("#")
    link = quote(relpath(path, folder or "."), safe="/-._~!$&'()*+,;=:@")
    return link + sign + quote(fragment, safe="/-._~!$&'()*+,;=:@?")


@dataclass
class Here:
    """Where the page stands. Templates see its two methods, and nothing of it besides."""

    url: str = ""
    # the first parts of what was linked, for each piece that is being made
    _heads: list[set[str]] = field(default_factory=lambda: [set()])
    _pieces: dict[tuple[Macro, tuple[Hashable, ...], str | int], tuple[Markup, frozenset[str]]] = field(default_factory=dict)

    def to(self, target: str) -> str:
        """A relative link to a file of the site."""
        self._heads[-1].add(target.partition("/")[0])
        return relative(self.url, target)

    def kept(self, macro: Macro, *arguments: Hashable) -> Markup:
        """What a macro gives for these arguments, made once and not for each of the dozen lists in which the same card stands:
        once for each depth of folders, or for each folder that it links into, since links are relative."""
        folder = dirname(self.url)
        depth, first = folder.count("/") + bool(folder), folder.partition("/")[0]
        text, heads = self._pieces.get((macro, arguments, depth), _NOTHING)
        if first in heads or text is None:
            text, heads = self._pieces.get((macro, arguments, folder), _NOTHING)
        if text is None:
            text, heads = self._made(macro, arguments)
            if len(self._pieces) >= _MOST:
                self._pieces.clear()
            self._pieces[macro, arguments, folder if first in heads else depth] = text, heads
        self._heads[-1].update(heads)
        return text

    def _made(self, macro: Macro, arguments: tuple[Hashable, ...]) -> tuple[Markup, frozenset[str]]:
        self._heads.append(set())
        try:
            return Markup(macro(*arguments)), frozenset(self._heads[-1])  # noqa: S704 - a macro gives escaped text
        finally:
            self._heads.pop()


_NOTHING: tuple[Markup | None, frozenset[str]] = (None, frozenset())
