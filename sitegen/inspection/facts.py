"""What is known of one file: what it holds, a function of its bytes and address alone, and what was found in it of the needles that
matter for it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sitegen.inspection.awards import Claim, Claims
from sitegen.inspection.blocks import blocks_of
from sitegen.inspection.leaks import Leak, Names, addresses, pages_of
from sitegen.inspection.letters import letters_of
from sitegen.inspection.links import links_of
from sitegen.inspection.needles import Needles
from sitegen.inspection.stakes import NOTHING, Stake, Stakes
from sitegen.inspection.vocabulary import Vocabulary
from sitegen.inspection.words import decoded
from sitegen.memory import Memory

_TEXTS = frozenset({
    "atom", "css", "csv", "geojson", "htm", "html", "ics", "js", "json", "map", "md", "mjs", "rss", "srt", "svg", "tsv", "txt", "vcf",
    "vtt", "webmanifest", "xhtml", "xml", "yaml", "yml",
})  # fmt: skip
_KIND = "inspection"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds, whatever is searched for: files of the site that it links, pages of people that it writes besides,
    and which words of a vocabulary, by their keys."""

    links: tuple[str, ...]
    pages: tuple[str, ...]
    vocabulary: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """``stake`` is the digest of the needles that mattered, and ``leaks`` and ``claims`` what was found of them."""

    contents: Contents
    stake: str = ""
    leaks: tuple[Leak, ...] = ()
    claims: tuple[Claim, ...] = ()


def is_text(url: str) -> bool:
    """Whether a file is read; of a picture, a document or a record of the ledger only the name is looked at."""
    return url.rpartition(".")[2].lower() in _TEXTS and not url.startswith("ledger/")


class Examiner:
    """Reads files for what the needles say; made once for a build. ``base`` is the address of the site, "" if it has none, and
    ``known`` are words that were looked for before: what is known of files is known of these."""

    def __init__(self, needles: Needles, base: str, words: Iterable[str] = (), known: frozenset[str] = frozenset()) -> None:
        self.needles, self.base = needles, base
        is_enough = needles.words <= known
        self.vocabulary = Vocabulary(known if is_enough else known.union(words, needles.words))
        self._before = self.vocabulary.digest if is_enough else Vocabulary(known).digest
        self._fresh = Vocabulary(() if is_enough else self.vocabulary.words - known)
        self._stakes = Stakes(needles)

    def examine(self, url: str, data: bytes, before: Facts | None = None) -> Facts:
        """What a file holds and what is found in it; ``before`` is what was known of it."""
        contents, letters = self._contents(url, data, before.contents if before else None)
        stake = self.stake(url, contents)
        if before is not None and before.stake == stake.digest:
            return replace(before, contents=contents)
        return found_in(url, letters, contents, stake)

    def is_known(self, url: str, facts: Facts) -> bool:
        """Whether what is known of a file is all that there is to know today."""
        return facts.contents.vocabulary == self.vocabulary.digest and facts.stake == self.stake(url, facts.contents).digest

    def stake(self, url: str, contents: Contents) -> Stake:
        return self._stakes.of(url, contents.keys, (*contents.links, *contents.pages))

    def _contents(self, url: str, data: bytes, before: Contents | None) -> tuple[Contents, bytes]:
        letters = decoded(data)
        if before is not None and before.vocabulary == self.vocabulary.digest:
            return before, letters
        run_together = letters_of(url, letters)
        if before is not None and before.vocabulary == self._before:
            keys = before.keys | self._fresh.find(run_together)
            return replace(before, vocabulary=self.vocabulary.digest, keys=keys), letters
        links = links_of(url, data, self.base) if url.rpartition(".")[2].lower() in ("html", "htm") else ()
        pages = tuple(sorted(pages_of(letters).difference(links)))
        return Contents(links, pages, self.vocabulary.digest, self.vocabulary.find(run_together)), letters

    def key(self, url: str, sha: str) -> str:
        return hashlib.sha256(f"{self.base}\0{url}\0{sha}".encode()).hexdigest()[:32]


def found_in(url: str, data: bytes, contents: Contents, stake: Stake) -> Facts:
    """What is found in a file, whose bytes were ``decoded``, of the needles that matter for it."""
    if stake == NOTHING:
        return Facts(contents)
    leaks = list(addresses(url, data, {*contents.links, *contents.pages}, stake.sought))
    claims: tuple[Claim, ...] = ()
    if stake.is_for_blocks:
        blocks = blocks_of(url, data.decode("utf-8", "replace"), stake.wanted)
        leaks += Names(stake).find(blocks)
        claims = tuple(dict.fromkeys(Claims(stake).find(url, blocks))) if stake.pending else ()
    return Facts(contents, stake.digest, tuple(dict.fromkeys(leaks)), claims)


def remembered(memory: Memory, keys: Mapping[str, str]) -> dict[str, Facts]:
    """Facts by address that an earlier build found; ``keys`` are those of ``Examiner.key`` by address."""
    known = memory.get_many(_KIND, keys.values())
    return {url: _load(known[key]) for url, key in keys.items() if key in known}


def remember(memory: Memory, key: str, facts: Facts) -> None:
    it = facts.contents
    row = [it.links, it.pages, it.vocabulary, sorted(it.keys), facts.stake, facts.leaks, facts.claims]
    memory.put(_KIND, key, zlib.compress(json.dumps(row, ensure_ascii=False).encode(), 1))


def _load(data: bytes) -> Facts:
    links, pages, vocabulary, keys, stake, leaks, claims = json.loads(zlib.decompress(data))
    contents = Contents(tuple(links), tuple(pages), vocabulary, frozenset(keys))
    return Facts(contents, stake, tuple(Leak(*row) for row in leaks), tuple(Claim(*row) for row in claims))
