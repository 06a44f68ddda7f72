"""Where a file names somebody who may not be named in it, or an honour that is only a draft (THREATS.md rows 11 and 36)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from sitegen.inspection.needles import Needles
from sitegen.inspection.pieces import Block
from sitegen.inspection.stakes import Sought, Stake
from sitegen.inspection.words import Finder, Found

Kind = Literal["address", "id", "name", "draft", "picture"]
_AROUND = 6  # characters on either side that tell whose words they are
_NO_WORD = re.compile(r"[\W_]+")
_PAGE = re.compile(rb"s/(?:(?<=models/)|(?<=units/))[^\"'<>\s#?&\\,()]+\.html")  # one s/ is found faster than one of two words


class Leak(NamedTuple):
    """Something found: on which line, and the words around it without blanks and signs. ``of`` is the record of somebody hidden, the
    title of a draft, or the address of a picture."""

    kind: Kind
    of: str
    line: int
    words: str
    start: int = 0  # of the name in the words


def squeezed(text: str) -> str:
    """A text without blanks and signs, so that it can be compared across Markdown and html."""
    return _NO_WORD.sub("", text)


def pages_of(data: bytes) -> frozenset[str]:
    """The pages of people and units whose address a file writes, whether it links them or not."""
    return frozenset(
        ("models/" if data.startswith(b"model", m.start() - 5) and m.start() >= 5 else "units/") + m[0][2:].decode("utf-8", "replace")
        for m in _PAGE.finditer(data)
    )


def addresses(url: str, data: bytes, written: Collection[str], sought: Iterable[Sought]) -> Iterator[Leak]:
    """Hidden people by the address of their page, by their id; ``written`` are the pages that the file links or writes."""
    near = sorted((one.url, one) for one in sought if one.url in written)
    for target, one in near:
        yield Leak("address", one.path, _line_of(data, target), "")
    for one in sought:
        if one.id and one.url not in written and not (_is_word(one.id) and url.endswith(".html")) and _stands_in(one.id, data):
            yield Leak("id", one.path, _line_of(data, one.id), "")


def file_names(urls: Iterable[str], needles: Needles) -> dict[str, list[Leak]]:
    """The names of files of any kind: a card, a poster or a picture made of somebody."""
    addresses = list(urls)
    together, pictures = "\n".join(addresses), frozenset(needles.pictures)
    named = [(n, h) for n, h in enumerate(needles.hidden) if h.name and h.name in together]
    stems: dict[str, list[int]] = {}
    for number, hidden in enumerate(needles.hidden):
        for stem in {hidden.slug, hidden.id} - {""}:
            stems.setdefault(stem, []).append(number)
    found: dict[str, list[Leak]] = {}
    for url in addresses:
        if url in pictures:
            found[url] = [Leak("picture", url, 1, "")]
        numbers = {n for stem in url.rpartition("/")[2].split(".") if stem in stems for n in stems[stem]}
        for number in sorted(numbers.union(n for n, h in named if h.name in url)):
            if not needles.hidden[number].may_stand_in(url):
                found.setdefault(url, []).append(Leak("address", needles.hidden[number].path, 1, ""))
    return found


def _is_word(written: str) -> bool:
    """An id of letters alone may be a word of the page's language, such as the name of a class."""
    return written.isalpha()


def _line_of(data: bytes, what: str) -> int:
    at = data.find(what.rpartition("/")[2].encode())
    return data.count(b"\n", 0, at) + 1 if at >= 0 else 1


def _stands_in(id_: str, data: bytes) -> bool:
    return re.search(rb"(?<![\w-])" + re.escape(id_.encode()) + rb"(?![\w-])", data) is not None


class Names:
    """Finds hidden people by their names, and draft honours by their titles, in the blocks of a file."""

    def __init__(self, stake: Stake) -> None:
        self.names, self.drafts = Finder(stake.names), Finder(stake.drafts)
        self.by_name: dict[str, list[str]] = {}
        for one in stake.sought:
            if one.name:
                self.by_name.setdefault(one.name, []).append(one.path)

    def find(self, blocks: Iterable[Block]) -> Iterator[Leak]:
        for block in blocks:
            for found in self.names.iter(block.text):
                for path in self.by_name.get(found.word, ()):
                    yield _leak("name", path, block, found)
            for found in self.drafts.iter(block.text):
                yield _leak("draft", found.word, block, found)


def _leak(kind: Kind, of: str, block: Block, found: Found) -> Leak:
    left, right = squeezed(block.text[: found.start]), squeezed(block.text[found.end :])
    near = left[-_AROUND:]
    return Leak(kind, of, block.line, f"{near}{squeezed(found.word)}{right[:_AROUND]}", len(near))
