"""Pages, feeds and drawings as blocks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, chain

from sitegen.inspection.pieces import Block, row, together
from sitegen.inspection.values import json_blocks, line_blocks
from sitegen.inspection.words import BREAK, Wanted, plain

_PAGES = frozenset(["html", "htm"])
_MARKED_UP = _PAGES | {"xml", "svg", "xhtml", "rss", "atom"}
_INLINE_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark",
    "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
})  # fmt: skip
_ITEM_TAGS = frozenset(["article", "dd", "entry", "item", "li", "tr"])  # what stands in one of these belongs together
_BLOCK, _INLINE, _ITEM = "block", "inline", "item"
_START = -1
_PIECE, _BEGIN, _END, _TAG, _HIDDEN = "piece", "begin", "end", "tag", "hidden"
_KINDS = dict.fromkeys(["div", "h2", "h3", "option", "p", "section", "td", "th", "ul"], _BLOCK)  # any other is one, too
_KINDS |= dict.fromkeys(_INLINE_TAGS, _INLINE) | dict.fromkeys(_ITEM_TAGS, _ITEM)
_OF_AN_ITEM = 12  # blocks; a longer one is a whole story, in which the person named last is nobody in particular
_NOTE, _NOTE_END, _DATA, _DATA_END = "<!--", "-->", "<![CDATA[", "]]>"
_SPECIAL = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(?P<raw>script|style)\b[^>]*>.*?</(?P=raw)\s*>"
_TO_THE_END = r"[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>"
_TOKEN = re.compile(rf"({_SPECIAL}|<(/?)([A-Za-z][\w:.-]*){_TO_THE_END})", re.DOTALL | re.IGNORECASE)
_GROUPS = _TOKEN.groups + 1  # with the text before
_BARE = re.compile(rf"{_SPECIAL}|</?[A-Za-z]{_TO_THE_END}", re.DOTALL | re.IGNORECASE)  # the same, and faster
_RAW = re.compile(r"<(?P<raw>script|style)\b([^>]*)>(.*?)</(?P=raw)\s*>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(  # those that somebody reads, or a program takes for facts
    r"(?<![\w-])(alt|aria-label|content|itemprop|label|placeholder|term|title|value|data-[\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")  # not the wide ones, which stand inside of names


def is_html(url: str) -> bool:
    return url.rpartition(".")[2].lower() in _PAGES


def is_marked_up(url: str) -> bool:
    return url.rpartition(".")[2].lower() in _MARKED_UP


def without_tags(text: str) -> str:
    """The text of a file with nothing where tags, notes and scripts were."""
    if "<![" not in text:
        return _BARE.sub("", text)
    return _TOKEN.sub(lambda m: m[0][len(_DATA) : -len(_DATA_END)] if _is_data(m[0]) else "", text)


def _is_data(token: str) -> bool:
    return token[: len(_DATA)].upper() == _DATA


_Step = tuple[str, int, str, int, str]
"""A step through a file: a piece of text, an item that begins or ends, a tag with attributes, a note or a script; the number of the text
or tag with which it begins; its text; where in a tag the attributes begin; the text before a tag within the same block."""


def marked_up(text: str, *, is_html: bool, wanted: Wanted | None) -> list[Block]:
    """The blocks of a file with tags, in the order in which they end. See ``blocks_of``."""
    text = text.replace(BREAK, "\ufffd")
    parts = _TOKEN.split(text)
    has_latin, has_awards = wanted is None or wanted.has_latin, "itemprop" in text.lower()
    steps = _steps(parts, is_html=is_html, has_latin=has_latin, has_awards=has_awards)
    return _Reading(text, parts, wanted).blocks(steps)


def _steps(parts: Sequence[str], *, is_html: bool, has_latin: bool, has_awards: bool) -> list[_Step]:
    """What stands in the parts of a file: a text and a tag in turn. Numbers are doubled: 2n is the nth text and 2n+1 the tag after it."""
    steps: list[_Step] = []
    add, kind_of = steps.append, _KINDS.get
    piece: str | None = None
    begun, number = _START, -2
    for between, token, _, end, tag in zip(*(parts[n::_GROUPS] for n in range(_GROUPS)), strict=False):
        number += 2
        if piece is None:
            begun = number
            piece = between
        else:
            piece += between
        if tag is None:
            if _is_data(token):
                piece += html.escape(token[len(_DATA) : -len(_DATA_END)])
            else:
                add((_HIDDEN, number + 1, token, 0, ""))
            continue
        kind = kind_of(tag) or kind_of(tag.lower(), _BLOCK)
        if kind != _INLINE or not is_html:
            if piece and not piece.isspace():
                add((_PIECE, begun, piece, 0, ""))
            piece, begun = None, number + 1
            if kind == _ITEM:
                add((_END if end else _BEGIN, number, tag.lower(), 0, ""))
        if "=" in token and (has_latin or not token.isascii() or "&" in token or (has_awards and "itemprop" in token.lower())):
            add((_TAG, number + 1, token, 1 + len(end) + len(tag), piece or ""))
    add((_PIECE, begun, (piece or "") + parts[-1], 0, ""))
    return steps


def _words(pieces: Sequence[str]) -> list[str]:
    """Pieces as they are read: blanks are one, entities are letters."""
    text = _BLANKS.sub(" ", BREAK.join(pieces))
    return [words.strip() for words in plain(html.unescape(text)).split(BREAK)]


class _Item:
    """An item that has begun: the texts in it, and which of them are blocks to look at."""

    __slots__ = ("blocks", "tag", "texts")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.texts: list[str] = []
        self.blocks: list[tuple[int, Block]] = []

    def rows(self) -> list[Block]:
        """The item once more, as a row of cells."""
        return row(self.texts, self.blocks) if self.blocks else []


class _Reading:
    """The steps through one file, read for the blocks that hold what is wanted."""

    def __init__(self, text: str, parts: Sequence[str], wanted: Wanted | None) -> None:
        self.text, self.parts, self.wanted = text, parts, wanted
        self.items = [_Item("")]
        self.found: list[Block] = []

    def blocks(self, steps: Sequence[_Step]) -> list[Block]:
        texts = _words([step[2] for step in steps if step[0] == _PIECE])
        told = self._told(texts)
        tags = [step[2] for step in steps if step[0] == _TAG]
        tagged = self._told([plain(html.unescape(token)) for token in tags])
        pieces, numbers = iter(enumerate(texts)), iter(range(len(tags)))
        for kind, place, text, start, piece in steps:
            if kind == _PIECE:
                number, words = next(pieces)
                if number in told and words:
                    self._tell(place, words)
                if words:
                    self.items[-1].texts.append(words)
            elif kind == _TAG:
                if next(numbers) in tagged or "itemprop" in text.lower():
                    self.found += self._attributes(self._at(place), text, start, piece)
            elif kind == _HIDDEN:
                self.found += self._hidden(self._at(place), text)
            else:
                self._turn(text, is_end=kind == _END)
        return self.found

    def _told(self, texts: Sequence[str]) -> Container[int]:
        return range(len(texts)) if self.wanted is None else self.wanted.numbers(texts)

    def _tell(self, place: int, words: str) -> None:
        item, at = self.items[-1], self._at(place)
        if place >= 0 and place % 2 == 0:
            text = self.parts[place // 2 * _GROUPS]
            at += len(text) - len(text.lstrip())
        block = Block((self.text, at), words, self._above())
        self.found.append(block)
        item.blocks.append((len(item.texts), block))

    @cached_property
    def _starts(self) -> list[int]:
        """Where texts and tags begin, in turn."""
        both = zip(map(len, self.parts[:-1:_GROUPS]), map(len, self.parts[1::_GROUPS]), strict=True)
        return list(accumulate(chain.from_iterable(both), initial=0))

    def _at(self, place: int) -> int:
        return self._starts[place] if place != _START else 0

    def _above(self) -> str | Callable[[], str]:
        """What stands in the open items by now."""
        near = [(item.texts, len(item.texts)) for item in self.items[1:] if 0 < len(item.texts) <= _OF_AN_ITEM]
        return partial(_texts, near) if near else ""

    def _turn(self, tag: str, *, is_end: bool) -> None:
        """An item begins or ends; one that ends is read once more as a row of cells."""
        if not is_end:
            self.items.append(_Item(tag))
        elif any(item.tag == tag for item in self.items[1:]):
            while (item := self.items.pop()).tag != tag:
                self.found += item.rows()
            self.found += item.rows()

    def _hidden(self, at: int, token: str) -> list[Block]:
        """What stands in a note, a script or a style."""
        line = self.text.count("\n", 0, at) + 1
        code = _RAW.match(token)
        if code is None:
            return line_blocks(token[len(_NOTE) : -len(_NOTE_END)], line, self.wanted)
        return json_blocks(code[3], line, self.wanted) if "json" in code[2] else line_blocks(code[3], line, self.wanted)

    def _attributes(self, at: int, token: str, start: int, piece: str) -> Iterator[Block]:
        """The values of a tag, whose attributes begin at ``start``."""
        written = _ATTRIBUTE.findall(token, start, len(token) - 1)
        if not written:
            return
        above = partial(_and_piece, self._above(), piece)
        found = {name.lower(): html.unescape(double or single) for name, double, single in written}
        is_award = found.pop("itemprop", "") == "award"
        for value in found.values():
            if value.strip():
                yield Block((self.text, at), plain(value), above)
        if is_award:
            end = at + len(token)
            inside = self.text[end : self.text.find("<", end)]  # the text right after the tag
            yield Block((self.text, at), plain(f"获得{found.get('content', html.unescape(inside))}"), above)


def _texts(near: Iterable[tuple[Sequence[str], int]]) -> str:
    return "。".join(text for texts, number in near for text in texts[:number])


def _and_piece(above: str | Callable[[], str], piece: str) -> str:
    return together((above if isinstance(above, str) else above(), piece))
