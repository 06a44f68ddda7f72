"""Where a file names somebody who may not be named in it, or an honour that is only a draft (THREATS.md rows 11 and 36)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from sitegen.inspection.blocks import Block
from sitegen.inspection.needles import Hidden, Needles
from sitegen.inspection.words import Finder

Kind = Literal["address", "id", "name", "draft", "picture"]
_AROUND = 6  # characters on either side that tell whose words they are
_NO_WORD = re.compile(r"[\W_]+")
_TOKEN = re.compile(rb"(?<![\w-])[a-z0-9][a-z0-9-]{3,39}(?![\w-])")
_PAGE = re.compile(rb"(?:models|units)/[^\"'<>\s#?&\\,()]+\.html")


class Leak(NamedTuple):
    """Something found: which needle, on which line, and the words around it without blanks and signs."""

    kind: Kind
    number: int
    line: int
    words: str
    start: int = 0  # of the name in the words


def squeezed(text: str) -> str:
    """A text without blanks and signs, so that it can be compared across Markdown and html."""
    return _NO_WORD.sub("", text)


def addresses(url: str, data: bytes, links: Collection[str], needles: Needles) -> Iterator[Leak]:
    """Hidden people by the address of their page, by their id, or by the name of a file."""
    places = {h.url: n for n, h in enumerate(needles.hidden)}
    written = {m.decode("utf-8", "replace") for m in _PAGE.findall(data)} | set(links)
    for target in sorted(written & places.keys()):
        yield from _unless_allowed("address", places[target], url, needles, _line_of(data, target))
    tokens = {m.decode("ascii") for m in _TOKEN.findall(data)}
    for number, hidden in enumerate(needles.hidden):
        if hidden.id in tokens and not (_is_word(hidden.id) and url.endswith(".html")) and hidden.url not in written:
            yield from _unless_allowed("id", number, url, needles, _line_of(data, hidden.id))


def file_names(url: str, needles: Needles) -> Iterator[Leak]:
    """The name of a file of any kind: a card, a poster or a picture made of somebody."""
    if url in needles.pictures:
        yield Leak("picture", needles.pictures.index(url), 1, "")
    stems = url.rpartition("/")[2].split(".")
    for number, hidden in enumerate(needles.hidden):
        if hidden.slug in stems or (hidden.id and hidden.id in stems) or (hidden.name and hidden.name in url):
            yield from _unless_allowed("address", number, url, needles, 1)


def _unless_allowed(kind: Kind, number: int, url: str, needles: Needles, line: int) -> Iterator[Leak]:
    if not needles.hidden[number].may_stand_in(url):
        yield Leak(kind, number, line, "")


def _is_word(written: str) -> bool:
    """An id of letters alone may be a word of the page's language, such as the name of a class."""
    return written.isalpha()


def _line_of(data: bytes, what: str) -> int:
    at = data.find(what.rpartition("/")[2].encode())
    return data.count(b"\n", 0, at) + 1 if at >= 0 else 1


def names(url: str, blocks: Iterable[Block], needles: Needles, drafts: Finder) -> Iterator[Leak]:
    """Hidden people by their names, and draft honours by their titles."""
    for block in blocks:
        for match in needles.names.iter(block.text):
            for hidden in needles.by_name.get(match[0], ()):
                if not hidden.may_stand_in(url):
                    yield _leak("name", needles.hidden.index(hidden), block, match)
        for match in drafts.iter(block.text):
            yield _leak("draft", needles.drafts.index(match[0]), block, match)


def _leak(kind: Kind, number: int, block: Block, match: re.Match[str]) -> Leak:
    left, right = squeezed(block.text[: match.start()]), squeezed(block.text[match.end() :])
    near = left[-_AROUND:]
    return Leak(kind, number, block.line, f"{near}{squeezed(match[0])}{right[:_AROUND]}", len(near))


def title_of(leak: Leak, needles: Needles) -> str:
    """What was found, as staff know it."""
    if leak.kind == "draft":
        return needles.drafts[leak.number]
    if leak.kind == "picture":
        return needles.pictures[leak.number]
    hidden: Hidden = needles.hidden[leak.number]
    return {"address": hidden.url, "id": hidden.id, "name": hidden.name}[leak.kind]
