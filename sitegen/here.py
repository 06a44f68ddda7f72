"""The page that is being rendered: links from it, and pieces that it shares with other pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import dirname, relpath
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2.runtime import Macro
from markupsafe import Markup, escape

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


@lru_cache(maxsize=1 << 16)
def _escaped(folder: str, target: str) -> str:
    return str(escape(_relative(folder, target)))


class _Link(str):
    """A link in a piece that is being made: for a template the link from this page, but written as a place for that from any page."""

    targets: list[str]
    place: str

    def __html__(self) -> str:
        return self.place


def _noticed(name: str) -> Callable[..., object]:
    """A method of a text that leaves a target without a place: whoever looks into a link may write something else in another folder."""

    def method(link: _Link, *arguments: object) -> object:
        link.targets.append("")
        return getattr(str, name)(link, *arguments)

    return method


for _name in {*vars(str)} - {"__new__", "__doc__", "__getattribute__", "__hash__", "__sizeof__", "__getnewargs__"}:
    setattr(_Link, _name, _noticed(_name))


def _added(link: _Link, left: str) -> str:
    """``"text" + link``, which would ask the link nothing."""
    return left + str(link)


_Link.__radd__ = _added  # type: ignore[attr-defined]


def dumps(value: object, **flags: Any) -> str:
    """``json.dumps`` for the filter ``tojson``, which writes texts without asking them."""
    return json.dumps(_asked(value), **flags)


def _asked(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {_asked(key): _asked(child) for key, child in value.items()}
    return [_asked(child) for child in value] if isinstance(value, list | tuple) else value


class _Piece(NamedTuple):
    """What a macro gave: ``texts``, with a link to one of ``targets`` between each and the next."""

    texts: tuple[str, ...]
    targets: tuple[str, ...] = ()


@dataclass
class Here:
    """Where the page stands. Templates see ``to`` and ``kept``, and nothing of it besides."""

    url: str = ""
    _folder: str = ""
    _making: list[str] | None = None  # what is linked by the piece that is being made
    _pieces: dict[tuple[Macro, tuple[Hashable, ...], str], _Piece] = field(default_factory=dict)

    def move(self, url: str) -> None:
        """Stand on another page."""
        self.url, self._folder = url, dirname(url)

    def to(self, target: str) -> str:
        """A relative link to a file of the site."""
        link = _relative(self._folder, target)
        if self._making is None:
            return link
        self._making.append(target)
        made = _Link(link)
        made.targets, made.place = self._making, f"{_SIGN}{len(self._making) - 1}{_SIGN}"
        return made

    def kept(self, macro: Macro, *arguments: Hashable) -> Markup:
        """What a macro gives for these arguments, made once and not for each of the hundred pages on which the same card stands."""
        if self._making is not None:  # a part of the piece that is being made
            return Markup(macro(*arguments))  # noqa: S704 - a macro gives escaped text
        piece = self._pieces.get((macro, arguments, "")) or self._pieces.get((macro, arguments, f"/{self._folder}"))
        if piece is None:
            piece = self._everywhere(macro, arguments)
            folder = "" if piece else f"/{self._folder}"
            piece = piece or _Piece((str(macro(*arguments)),))
            if len(self._pieces) >= _MOST:
                self._pieces.clear()
            self._pieces[macro, arguments, folder] = piece
        text = piece.texts[0]
        for target, more in zip(piece.targets, piece.texts[1:], strict=True):
            text += _escaped(self._folder, target) + more
        return Markup(text)  # noqa: S704

    def _everywhere(self, macro: Macro, arguments: tuple[Hashable, ...]) -> _Piece | None:
        """A piece with a place for each link; None if a template did anything with one but write it."""
        targets: list[str] = []
        self._making = targets
        try:
            texts = str(macro(*arguments)).split(_SIGN)
        finally:
            self._making = None
        places = texts[1::2]
        if len(texts) % 2 == 0 or set(places) != {str(number) for number in range(len(targets))}:
            return None
        return _Piece(tuple(texts[::2]), tuple(targets[int(place)] for place in places))


_ODD = frozenset({"", ".", ".."})
_SIGN = "\0"  # in no text that anybody typed; and if it were, the piece is made for each folder
