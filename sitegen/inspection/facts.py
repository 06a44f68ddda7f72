"""What is known of one file: its links, and what was found in it. A function of its bytes, its address and the needles alone."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass

from sitegen.inspection.awards import Claim, Claims
from sitegen.inspection.blocks import blocks_of
from sitegen.inspection.leaks import Leak, addresses, file_names, names
from sitegen.inspection.links import links_of
from sitegen.inspection.needles import Needles
from sitegen.inspection.words import Finder, decoded
from sitegen.memory import Memory

_TEXTS = frozenset({
    "atom", "css", "csv", "geojson", "htm", "html", "ics", "js", "json", "map", "md", "mjs", "rss", "srt", "svg", "tsv", "txt", "vcf",
    "vtt", "webmanifest", "xhtml", "xml", "yaml", "yml",
})  # fmt: skip
_KIND = "inspection"


@dataclass(frozen=True, slots=True)
class Facts:
    """``links`` are files of the site that a page links."""

    links: tuple[str, ...] = ()
    leaks: tuple[Leak, ...] = ()
    claims: tuple[Claim, ...] = ()


class Examiner:
    """Reads files for what the needles say; made once for a build. ``base`` is the address of the site, "" if it has none."""

    def __init__(self, needles: Needles, base: str) -> None:
        self.needles, self.base = needles, base
        self.claims = Claims(needles)
        self.drafts = Finder(needles.drafts)

    def examine(self, url: str, data: bytes) -> Facts:
        """What a file holds; of a picture or a document only its name is looked at."""
        named = tuple(file_names(url, self.needles))
        ending = url.rpartition(".")[2].lower()
        if ending not in _TEXTS or url.startswith("ledger/"):
            return Facts(leaks=named)
        links = links_of(url, data, self.base) if ending in ("html", "htm") else ()
        data = decoded(data)
        found = [*named, *(addresses(url, data, links, self.needles) if self.needles.hidden else ())]
        claims: tuple[Claim, ...] = ()
        is_named = self.needles.first_look.finds_any(data)
        is_claimed = self.needles.candidates.finds_any(data) and self.claims.may_be_in(data)
        if is_named or is_claimed:
            blocks = blocks_of(url, data.decode("utf-8", "replace"))
            found += names(url, blocks, self.needles, self.drafts)
            claims = tuple(dict.fromkeys(self.claims.find(url, blocks)))
        return Facts(links, tuple(dict.fromkeys(found)), claims)

    def key(self, url: str, sha: str) -> str:
        return hashlib.sha256(f"{self.needles.digest}\0{self.base}\0{url}\0{sha}".encode()).hexdigest()[:32]


def remembered(memory: Memory, keys: dict[str, str]) -> dict[str, Facts]:
    """Facts by address that an earlier build found; ``keys`` are those of ``Examiner.key`` by address."""
    known = memory.get_many(_KIND, keys.values())
    return {url: _load(known[key]) for url, key in keys.items() if key in known}


def remember(memory: Memory, key: str, facts: Facts) -> None:
    memory.put(_KIND, key, zlib.compress(json.dumps([facts.links, facts.leaks, facts.claims], ensure_ascii=False).encode(), 1))


def _load(data: bytes) -> Facts:
    links, leaks, claims = json.loads(zlib.decompress(data))
    return Facts(tuple(links), tuple(Leak(*row) for row in leaks), tuple(Claim(*row) for row in claims))
