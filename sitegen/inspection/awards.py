"""Whether a file calls somebody honoured who is not (THREATS.md rows 11 and 36)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitegen.inspection.blocks import Block
from sitegen.inspection.needles import Needles
from sitegen.inspection.words import Finder, foreign
from sitegen.records.claims import DENIALS, NOT_YET, REACH, WON

_BEFORE = (*WON, "授予(?!单位|机关|部门)", "已表彰", "已授予", "表彰为", "获颁", "捧得", "honou?red", "awarded")
_AFTER = ("已表彰", "获得者", "荣誉获得者", "称号获得者")
_AWARD = re.compile("|".join(word for word in (*_BEFORE, *_AFTER) if not word[0].isascii()))
_DENIED = re.compile("|".join(DENIALS))
_ENDS = "。；！？\n"
_CLAUSE = re.compile(f"[，、,{_ENDS}]")


class Claim(NamedTuple):
    """A block that says of somebody pending that the honour was given."""

    number: int  # among the needles' pending
    line: int
    words: str


class Claims:
    """Finds claims in blocks; made once for all files."""

    def __init__(self, needles: Needles) -> None:
        self.needles = needles
        self.pending: dict[tuple[str, str], list[int]] = {}
        for number, one in enumerate(needles.pending):
            self.pending.setdefault((one.title, one.name), []).append(number)
        self.holders = frozenset(needles.holders)
        self.own = {(p.title, p.url): number for number, p in enumerate(needles.pending)}
        self.bearers = frozenset(needles.bearers)
        titles = "|".join(re.escape(t) for t in sorted({p.title for p in needles.pending}, key=lambda t: (-len(t), t)))
        gap = f"[^{_ENDS}]{{0,{REACH}}}?"
        self.pattern = re.compile(f"(?<![{NOT_YET}])(?:{'|'.join(_BEFORE)}){gap}({titles})|({titles}){gap}(?:{'|'.join(_AFTER)})", re.I)
        self.names = Finder({p.name for p in needles.pending} | {name for _, name in needles.holders})

    def may_be_in(self, data: bytes) -> bool:
        """A first look: whether a file has a name together with its title, and a word of award."""
        letters = foreign(data)
        if not (_AWARD.search(letters) or b"award" in data or b"onored" in data or b"onoured" in data):
            return False
        return any(_is_in(p.title, letters) and _is_in(p.name, letters) for p in self.needles.pending)

    def find(self, url: str, blocks: Iterable[Block]) -> Iterator[Claim]:
        if self.needles.pending:
            for block in blocks:
                for match in self.pattern.finditer(block.text):
                    for number in self._who(url, block, match):
                        yield Claim(number, block.line, block.text[max(match.start() - 20, 0) : match.end() + 20])

    def _who(self, url: str, block: Block, match: re.Match[str]) -> list[int]:
        """Of whom a claim speaks: those named in its sentence, else whoever was named last, else the page's own person."""
        title, text = match[1] or match[2], block.text
        first = max(text.rfind(end, 0, match.start()) for end in _ENDS) + 1
        last = min((i for end in _ENDS if (i := text.find(end, match.end())) >= 0), default=len(text))
        sentence = text[first:last]
        if _DENIED.search(sentence):
            return []
        named = [m[0] for m in self.names.iter(sentence)]
        if any((title, name) in self.holders for name in named):
            return []
        if (title, url) in self.bearers:  # a page of one who holds it speaks of its own person, unless a name stands right there
            numbers = self._numbers(title, [m[0] for m in self.names.iter(_clause(text, match))])
            return [] if self._are_units(numbers) else numbers
        above = [m[0] for m in self.names.iter(f"{block.before}。{text[:first]}") if self._is_about(title, m[0])]
        is_holders = any((title, name) in self.holders for name in above)  # the row or card of one who holds it
        if named:
            numbers = self._numbers(title, named)
            return [] if is_holders and self._are_units(numbers) else numbers
        if above:
            return [] if is_holders else self._numbers(title, above[-1:])
        own = self.own.get((title, url))
        return [] if own is None else [own]

    def _are_units(self, numbers: Iterable[int]) -> bool:
        """Whether they are units: beside a person who holds a title, a unit is that person's place."""
        return all(self.needles.pending[number].path.startswith("content/units/") for number in numbers)

    def _is_about(self, title: str, name: str) -> bool:
        return (title, name) in self.holders or (title, name) in self.pending

    def _numbers(self, title: str, names: Iterable[str]) -> list[int]:
        return [number for name in dict.fromkeys(names) for number in self.pending.get((title, name), ())[:1]]


def _is_in(word: str, letters: str) -> bool:
    """Whether a word may stand in a file; one with ASCII letters in it cannot be told from the others alone."""
    return word in letters or any(c.isascii() for c in word)


def _clause(text: str, match: re.Match[str]) -> str:
    """The part of a sentence between commas around a claim."""
    first = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
    last = _CLAUSE.search(text, match.end())
    return text[first : last.start() if last else len(text)]
