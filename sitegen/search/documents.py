"""What the search knows of a page, and what of it is published for the script."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from sitegen.canonical import plain_bytes
from sitegen.search.normal import normal

KINDS = ("model", "unit", "notice", "bulletin", "page")


class Award(NamedTuple):
    """An honour, or the state of a notice, as the lists of the search page count it; "" and 0 where there is nothing.

    ``spans`` are the first and last days of its notices (2026-11-16/2026-11-20) with blanks between them, while it is
    upcoming or on notice: a page that is read later works out the state anew.
    """

    title: str
    state: str
    year: int
    level: str
    spans: str = ""


@dataclass(frozen=True)
class Document:
    """A page to be found. Everything in it is shown on that page; ``body`` is the hash of its text.

    ``texts`` are searched beside the rest; ``reading`` is the name's own pinyin, "" where the usual one will do.
    """

    kind: str
    url: str
    name: str
    aliases: tuple[str, ...] = ()
    reading: str = ""
    headline: str = ""
    summary: str = ""
    unit: str = ""
    post: str = ""
    region: tuple[str, ...] = ()
    sector: str = ""
    awards: tuple[Award, ...] = ()
    texts: tuple[str, ...] = ()
    body: str = ""
    day: int = 0
    is_sample: bool = False

    @cached_property
    def key(self) -> str:
        """Hash of all that the record of this page is made from."""
        return sha256(plain_bytes((self._fields, self.texts, self.body, self.url, self.is_sample))).hexdigest()[:32]

    @property
    def _fields(self) -> tuple[str, ...]:
        """What every record begins with; the script knows each by its place."""
        place = " ".join(self.region)
        return (self.name, "、".join(self.aliases), self.headline, self.summary, self.unit, self.post, place, self.sector)

    def record(self, body: str) -> Record:
        """What is published of it; ``body`` is its text, one line a block."""
        lines = (line for text in (*self.texts, body) for line in text.split("\n"))
        return Record(self.url, self.is_sample, (*self._fields, *(line for line in lines if line.strip())))


class Record(NamedTuple):
    """The published part of a document: its address and every line that is searched and shown."""

    url: str
    is_sample: bool
    lines: tuple[str, ...]

    def dump(self) -> bytes:
        return json.dumps([self.url, int(self.is_sample), list(self.lines)], ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def text(self) -> str:
        """What is searched: the normal form of every line, so that nothing is found across two of them."""
        return "\n".join(map(normal, self.lines))


def load(data: bytes) -> Record:
    """A record from bytes that ``dump`` made."""
    url, is_sample, lines = json.loads(data)
    return Record(str(url), bool(is_sample), tuple(lines))
