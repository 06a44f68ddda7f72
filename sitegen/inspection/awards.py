"""Whether a file calls somebody honoured who is not (THREATS.md rows 11 and 36)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from sitegen.inspection.pieces import Block
from sitegen.inspection.signs import AFTER, BEFORE, SIGNS
from sitegen.inspection.stakes import Candidate, Stake
from sitegen.inspection.words import Finder, Wanted
from sitegen.records.claims import DENIALS, NOT_YET, REACH

_DENIED = re.compile("|".join(DENIALS))
_SIGNS = Wanted(SIGNS)
_ENDS = "。；！？\n"
_CLAUSE = re.compile(f"[，、,{_ENDS}]")


class Claim(NamedTuple):
    """A block that says of somebody pending that the honour was given."""

    path: str  # of the candidate's record; with the title and the state it tells which of the needles' pending
    title: str
    state: str
    line: int
    words: str


class Claims:
    """Finds claims in the blocks of a file."""

    def __init__(self, stake: Stake) -> None:
        self.pending: dict[tuple[str, str], Candidate] = {}
        for one in stake.pending:
            self.pending.setdefault((one.title, one.name), one)
        self.holders = frozenset(stake.holders)
        self.own = {(p.title, p.url): p for p in stake.pending}
        self.bearers = frozenset(stake.bearers)
        self.pattern = _pattern(stake.titles)
        self.said = stake.said

    @cached_property
    def names(self) -> Finder:
        return Finder(self.said)

    def find(self, url: str, blocks: Iterable[Block]) -> Iterator[Claim]:
        for block in blocks:
            if _SIGNS.is_in(block.text.lower()):
                for match in self.pattern.finditer(block.text):
                    for one in self._who(url, block, match):
                        words = block.text[max(match.start() - 20, 0) : match.end() + 20]
                        yield Claim(one.path, one.title, one.state, block.line, words)

    def _who(self, url: str, block: Block, match: re.Match[str]) -> list[Candidate]:
        """Of whom a claim speaks: those named in its sentence, else whoever was named last, else the page's own person."""
        title, text = match[1] or match[2], block.text
        first = max(text.rfind(end, 0, match.start()) for end in _ENDS) + 1
        last = min((i for end in _ENDS if (i := text.find(end, match.end())) >= 0), default=len(text))
        sentence = text[first:last]
        if _DENIED.search(sentence):
            return []
        named = [found.word for found in self.names.iter(sentence)]
        if any((title, name) in self.holders for name in named):
            return []
        if title in self.bearers:  # a page of one who holds it speaks of its own person, unless a name stands right there
            those = self._those(title, [found.word for found in self.names.iter(_clause(text, match))])
            return [] if self._are_units(those) else those
        above = [found.word for found in self.names.iter(f"{block.before}。{text[:first]}") if self._is_about(title, found.word)]
        is_holders = any((title, name) in self.holders for name in above)  # the row or card of one who holds it
        if named:
            those = self._those(title, named)
            return [] if is_holders and self._are_units(those) else those
        if above:
            return [] if is_holders else self._those(title, above[-1:])
        own = self.own.get((title, url))
        return [] if own is None else [own]

    def _are_units(self, those: Iterable[Candidate]) -> bool:
        """Whether they are units: beside a person who holds a title, a unit is that person's place."""
        return all(one.path.startswith("content/units/") for one in those)

    def _is_about(self, title: str, name: str) -> bool:
        return (title, name) in self.holders or (title, name) in self.pending

    def _those(self, title: str, names: Iterable[str]) -> list[Candidate]:
        return [self.pending[title, name] for name in dict.fromkeys(names) if (title, name) in self.pending]


@lru_cache(4096)
def _pattern(titles: tuple[str, ...]) -> re.Pattern[str]:
    """Claims; a group is the title."""
    any_ = "|".join(re.escape(t) for t in sorted(titles, key=lambda t: (-len(t), t)))
    gap = f"[^{_ENDS}]{{0,{REACH}}}?"
    claim = f"(?<![{NOT_YET}])(?:{'|'.join(BEFORE)}){gap}({any_})|({any_}){gap}(?:{'|'.join(AFTER)})"
    return re.compile(claim, re.IGNORECASE)


def _clause(text: str, match: re.Match[str]) -> str:
    """The part of a sentence between commas around a claim."""
    first = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
    last = _CLAUSE.search(text, match.end())
    return text[first : last.start() if last else len(text)]
