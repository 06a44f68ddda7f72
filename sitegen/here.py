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
    link = quote(_from(folder, path), safe="/-._~!$&'()*+,;=:@")
    return link + sign + quote(fragment, safe="/-._~!$&'()*+,;=:@?") if sign else link


def _from(folder: str, path: str) -> str:
    """``relpath``, without a look at where this process stands unless there is something to be tidied."""
    there, here = path.split("/"), folder.split("/") if folder else []
    if not _ODD.isdisjoint(there) or not _ODD.isdisjoint(here):
        return relpath(path, folder or ".")
    common = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        common += 1
    return "/".join([".."] * (len(here) - common) + there[common:]) or "."


@dataclass
class Here:
    """Where the page stands. Templates see ``to`` and ``kept``, and nothing of it besides."""

    url: str = ""
    _folder: str = ""
    _first: str = ""  # of the folders
    _depth: int = 0
    # the first parts of what was linked, for each piece that is being made
    _heads: list[set[str]] = field(default_factory=list)
    _pieces: dict[tuple[Macro, tuple[Hashable, ...], str | int], tuple[Markup, frozenset[str]]] = field(default_factory=dict)

    def move(self, url: str) -> None:
        """Stand on another page."""
        self.url, self._folder = url, dirname(url)
        self._depth, self._first = self._folder.count("/") + bool(self._folder), self._folder.partition("/")[0]

    def to(self, target: str) -> str:
        """A relative link to a file of the site."""
        if self._heads:
            self._heads[-1].add(target.partition("/")[0])
        return _relative(self._folder, target)

    def kept(self, macro: Macro, *arguments: Hashable) -> Markup:
        """What a macro gives for these arguments, made once and not for each of the dozen lists in which the same card stands:
        once for each depth of folders, or for each folder that it links into, since links are relative."""
        text, heads = self._pieces.get((macro, arguments, self._depth), _NOTHING)
        if text is None or self._first in heads:
            text, heads = self._pieces.get((macro, arguments, self._folder), _NOTHING)
        if text is None:
            text, heads = self._made(macro, arguments)
            if len(self._pieces) >= _MOST:
                self._pieces.clear()
            self._pieces[macro, arguments, self._folder if self._first in heads else self._depth] = text, heads
        if self._heads:
            self._heads[-1].update(heads)
        return text

    def _made(self, macro: Macro, arguments: tuple[Hashable, ...]) -> tuple[Markup, frozenset[str]]:
        self._heads.append(set())
        try:
            return Markup(macro(*arguments)), frozenset(self._heads[-1])  # noqa: S704 - a macro gives escaped text
        finally:
            self._heads.pop()


_ODD = frozenset({"", ".", ".."})
_NOTHING: tuple[Markup | None, frozenset[str]] = (None, frozenset())
