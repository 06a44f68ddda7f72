"""Files cut into blocks of text: what a reader, a feed reader or a program takes as one piece."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sitegen.inspection.words import plain

_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark",
    "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
})  # fmt: skip
_ITEMS = frozenset(["article", "dd", "entry", "item", "li", "tr"])  # what stands in one of these belongs together
_OF_AN_ITEM = 12  # blocks; a longer one is a whole story, in which the person named last is nobody in particular
_TOKEN = re.compile(
    r"<!--(?P<note>.*?)-->"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<(?P<raw>script|style)\b(?P<kind>[^>]*)>(?P<code>.*?)</(?P=raw)\s*>"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][\w:.-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(  # those that somebody reads, or a program takes for facts
    r"(?<![\w-])(alt|aria-label|content|itemprop|label|placeholder|term|title|value|data-[\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_GIVEN = re.compile("(?:已表彰|已授予|已获表彰|honou?red|awarded)", re.IGNORECASE)  # the whole of a cell or value
_CALL = re.compile(r"\s*[\w.]+\s*(?:=|\((?:\s*\"[^\"]*\"\s*,)?)\s*([\[{].*[\]}])\s*\)?\s*;?\s*", re.DOTALL)  # data that a script loads
_BLANKS = re.compile(r"[ \t\r\n\f]+")  # not the wide ones, which stand inside of names
_NUMBER = re.compile(r"\d+")
_GRAM = 2  # letters; the keys of a search index are pairs of letters, whatever word they were taken from
_A_VALUE = 60  # characters; longer ones are prose, not the name of an honour


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text, whose line in the file is known; ``before`` is what stands above it in the same item."""

    line: int
    text: str
    before: str = ""


@dataclass(slots=True)
class _Item:
    tag: str
    blocks: list[Block] = field(default_factory=list)


def _above(items: list[_Item]) -> str:
    return "。".join(b.text for item in items[1:] if len(item.blocks) <= _OF_AN_ITEM for b in item.blocks)


def blocks_of(url: str, text: str) -> list[Block]:
    """The blocks of a file by the ending of its address; one of no known kind is cut into lines."""
    ending = url.rpartition(".")[2].lower()
    if ending in ("html", "htm", "xml", "svg", "xhtml", "rss", "atom"):
        return list(_marked_up(text, is_html=ending in ("html", "htm")))
    if ending in ("json", "geojson", "webmanifest"):
        return list(_json(text, 1))
    if ending == "js" and (call := _CALL.fullmatch(text)):
        return list(_json(call[1], 1))
    return [*_lines(text, 1), *(_rows(text) if ending in ("csv", "tsv") else ())]


def _lines(text: str, first: int) -> Iterator[Block]:
    for number, line in enumerate(text.split("\n"), first):
        if line.strip():
            yield Block(number, plain(html.unescape(line)))


def _marked_up(text: str, *, is_html: bool) -> Iterator[Block]:
    items = [_Item("")]
    piece: list[str] = []
    line, begun, position = 1, 1, 0

    def flush() -> Iterator[Block]:
        words = _BLANKS.sub(" ", "".join(piece)).strip()
        piece.clear()
        if words := plain(html.unescape(words)):
            block = Block(begun, words, _above(items))
            items[-1].blocks.append(block)
            yield block

    for token in _TOKEN.finditer(text):
        between = text[position : token.start()]
        if not piece:
            begun = line + between[: len(between) - len(between.lstrip())].count("\n")
        piece.append(between)
        line += between.count("\n")
        position = token.end()
        tag = (token["tag"] or "").lower()
        if token["cdata"] is not None:
            piece.append(html.escape(token["cdata"]))
        elif token["note"] is not None:
            yield from _lines(token["note"], line)
        elif token["code"] is not None:
            yield from _json(token["code"], line) if "json" in token["kind"] else _lines(token["code"], line)
        elif not (is_html and tag in _INLINE):
            yield from flush()
            begun = line
            if tag in _ITEMS:
                yield from _turn(items, tag, is_end=bool(token["end"]))
        if "=" in (token["attributes"] or "") and (facts := _ATTRIBUTE.findall(token["attributes"])):
            above = "。".join(words for words in (_above(items), "".join(piece)) if words)
            yield from _attributes(facts, line, above, text[position : text.find("<", position)])
        line += token[0].count("\n")
    piece.append(text[position:])
    yield from flush()


def _turn(items: list[_Item], tag: str, *, is_end: bool) -> Iterator[Block]:
    """An item begins or ends; one that ends is read once more as a row of cells."""
    if not is_end:
        items.append(_Item(tag))
        return
    if any(item.tag == tag for item in items[1:]):
        while (item := items.pop()).tag != tag:
            yield from _row(item.blocks)
        yield from _row(item.blocks)


def _row(cells: list[Block]) -> Iterator[Block]:
    """``张三 | 劳动模范 | 已表彰`` as a sentence, for each cell that might be the title."""
    given = next((c for c in cells if _GIVEN.fullmatch(c.text)), None)
    if given is not None:
        head = "，".join(c.text for c in cells)
        for cell in cells:
            if cell is not given and len(cell.text) <= _A_VALUE:
                yield Block(cell.line, f"获得{cell.text}", "。".join(b for b in (cell.before, head) if b))


def _attributes(written: list[tuple[str, str, str]], line: int, above: str, inside: str) -> Iterator[Block]:
    """The values of a tag; ``inside`` is the text right after it."""
    found = {name.lower(): html.unescape(double or single) for name, double, single in written}
    is_award = found.pop("itemprop", "") == "award"
    for value in found.values():
        if value.strip():
            yield Block(line, plain(value), above)
    if is_award:
        yield Block(line, plain(f"获得{found.get('content', html.unescape(inside))}"), above)


def _json(text: str, first: int) -> Iterator[Block]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text, first)
        return
    yield from _values(tree, first, "", "")


def _values(node: Any, line: int, key: str, above: str) -> Iterator[Block]:
    """Every string of a tree; the values of an object belong together, and so do those of the objects around it."""
    if isinstance(node, str):
        yield Block(line, plain(f"获得{node}" if key == "award" else node), above)
        return
    children = list(node.items()) if isinstance(node, dict) else [(key, child) for child in node] if isinstance(node, list) else []
    own = [Block(line, plain(v), above) for _, v in children if isinstance(v, str) and v]
    # the first value is the nearest one: a name stands before what is said of it, and long values are prose about anybody
    head = "。".join(words for words in (above, *(b.text for b in reversed(own) if len(b.text) <= _A_VALUE)) if words)
    yield from _row(own)
    for name, child in children:
        if isinstance(node, dict) and not _NUMBER.fullmatch(name) and len(name) > _GRAM:
            yield Block(line, plain(name))
        yield from _values(child, line, "award" if key == "award" and name == "name" else name, head)


def _rows(text: str) -> Iterator[Block]:
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
            yield from _row([Block(number, plain(cell)) for cell in row if cell.strip()])
    except csv.Error:
        return
