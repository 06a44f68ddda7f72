"""What the search page always loads: of every document its name, place in the order, and what the facets count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sitegen.search.documents import KINDS, Award, Document
from sitegen.search.numbers import pack_column, pack_rising
from sitegen.search.readings import own_reading
from sitegen.search.shorthand import write

T = TypeVar("T")
_SIGN = re.compile("[a-z0-9]+|[^\\x00-\\x7f]")
Readings = Mapping[tuple[str, bool], str]


def names_to_read(documents: Iterable[Document]) -> list[tuple[str, bool]]:
    """The names that are found by their sound, too; the flag says that it is a person's."""
    return [(name, d.kind == "model") for d in documents if d.kind in KINDS[:2] for name in (d.name, *d.aliases)]


def columns(documents: Sequence[Document], slots: Sequence[int], readings: Readings) -> dict[str, object]:
    """The columns of documents: kind after kind, and within one in the order of their slots."""
    kinds, place, documents = _in_order(documents, slots)
    regions, region_of = _tree(d.region for d in documents)
    units, unit_of = _units(documents, kinds)
    sectors, sector_of = _numbered(d.sector for d in documents)
    awards, awards_of = _numbered(d.awards for d in documents)
    titles, _ = _numbered(a.title for held in awards for a in held)
    spoken = [",".join(readings_of(d, readings)) for d in documents]
    signs, odd = _sounds(documents, spoken)
    last = max((d.day for d in documents), default=0)
    names = write([(d.name, *d.aliases) for d in documents])
    return {
        "kinds": kinds,
        "slots": "".join(pack_rising(part) for part in place),
        "pieces": names.pieces,
        "letters": names.signs,
        "leads": names.leads,
        "names": names.text,
        "ages": pack_column([last - d.day for d in documents]),
        "regions": regions,
        "region": pack_column(region_of),
        "units": units,
        "unit": pack_column(unit_of),
        "sectors": sectors,
        "sector": pack_column(sector_of),
        "titles": titles,
        "awards": [[_line(titles, award) for award in held] for held in awards],
        "award": pack_column(awards_of),
        "signs": signs,
        "odd": odd,
    }


def facts(document: Document) -> tuple[object, ...]:
    """What the columns hold of a document, or work out from it."""
    d = document
    return d.kind, d.name, d.aliases, d.reading, d.unit, d.region, d.sector, tuple([tuple(award) for award in d.awards]), d.day


def _in_order(documents: Sequence[Document], slots: Sequence[int]) -> tuple[list[int], list[list[int]], list[Document]]:
    """How many there are of each kind, the slots of each, and all of them: what is alike in much stands together."""
    found = sorted(zip(documents, slots, strict=True), key=lambda pair: (KINDS.index(pair[0].kind), pair[1]))
    place = [[slot for document, slot in found if document.kind == kind] for kind in KINDS]
    return [len(part) for part in place], place, [document for document, _ in found]


def _units(documents: Sequence[Document], kinds: Sequence[int]) -> tuple[list[str], list[int]]:
    """The units that have no page of their own, and of each document which unit it names: one of these, or after them one that has."""
    known: dict[str, int] = {}
    for row, document in enumerate(documents[kinds[0] : kinds[0] + kinds[1]]):
        known.setdefault(document.name, row)
    others, _ = _numbered(d.unit for d in documents if d.unit not in known)
    number = {unit: index for index, unit in enumerate(others)}
    return others, [number[d.unit] if d.unit in number else len(others) + known[d.unit] for d in documents]


def _line(titles: Sequence[str], award: Award) -> list[object]:
    """An honour; with the days of its notices as long as its state follows from them."""
    return [titles.index(award.title), award.state, award.year, award.level, *([award.spans] if award.spans else [])]


def readings_of(document: Document, readings: Readings) -> tuple[str, ...]:
    """How the names of a model or unit are read: the own reading of the name first, if it says something else."""
    if document.kind not in KINDS[:2]:
        return ()
    is_person = document.kind == "model"
    usual = [readings[name, is_person] for name in (document.name, *document.aliases)]
    if document.reading:
        usual[0] = own_reading(document.reading, usual[0])
    return tuple(usual)


def _numbered(values: Iterable[T]) -> tuple[list[T], list[int]]:
    """The different values, the most frequent first, and which of them each one is."""
    every = list(values)
    counted = Counter(every)
    different = sorted(counted, key=lambda v: (-counted[v], repr(v)))
    number = {value: index for index, value in enumerate(different)}
    return different, [number[value] for value in every]


def _tree(places: Iterable[tuple[str, ...]]) -> tuple[list[tuple[int, str]], list[int]]:
    """Every place and those around it as (number of the place around it, name), from the root on, and where each one is."""
    every = list(places)
    known = sorted({place[:depth] for place in every for depth in range(len(place) + 1)} | {()}, key=lambda p: (len(p), p))
    number = {place: index for index, place in enumerate(known)}
    return [(number[place[:-1]], place[-1] if place else "") for place in known], [number[place] for place in every]


def _sounds(documents: Sequence[Document], spoken: Sequence[str]) -> tuple[dict[str, str], dict[int, str]]:
    """How each sign is mostly read, and the documents in whose names that rule fails, with their readings."""
    heard: dict[str, Counter[str]] = {}
    for document, sounds in zip(documents, spoken, strict=True):
        signs, syllables = _signs(document.name), sounds.partition(",")[0].split(" ")
        if len(signs) == len(syllables):
            for sign, syllable in zip(signs, syllables, strict=True):
                heard.setdefault(sign, Counter())[syllable] += 1
    rule = {sign: max(sorted(counted), key=counted.__getitem__) for sign, counted in sorted(heard.items()) if not sign.isascii()}
    odd = {}
    for row, (document, sounds) in enumerate(zip(documents, spoken, strict=True)):
        if sounds and sounds != ",".join(by_rule(name, rule) for name in (document.name, *document.aliases)):
            odd[row] = sounds
    by_sound: dict[str, str] = {}
    for sign, syllable in rule.items():
        by_sound[syllable] = by_sound.get(syllable, "") + sign
    return dict(sorted(by_sound.items())), odd


def _signs(name: str) -> list[str]:
    """The parts of a name that have a sound of their own: runs of Latin letters and figures, and all other signs."""
    return _SIGN.findall(name.lower())


def by_rule(name: str, rule: Mapping[str, str]) -> str:
    """A name read sign by sign, as the script does it."""
    return " ".join(rule.get(sign, sign) for sign in _signs(name) if sign in rule or sign.isascii())
