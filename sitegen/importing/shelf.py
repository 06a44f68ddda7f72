"""What a site holds already, as importing asks for it: records by id, by file, by name and unit; what is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sitegen.importing.values import Names, make_names
from sitegen.intake import Intake, address_kind, shipped_profiles, take_in
from sitegen.library import Library, make_library
from sitegen.problems import Problem, Severity
from sitegen.records.filed import Filed
from sitegen.rules import judge
from sitegen.rules.lookups import proposed_id
from sitegen.search.readings import read_name
from sitegen.sources import Source, Sources

SLUG = re.compile(r"[\w-]+(\.[\w-]+)*")
_LONGEST = 60  # characters of a slug that is made here
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index|page-\d+")


@dataclass(frozen=True)
class Shelf:
    """The records of a site that could be read; its library is None where site.yaml cannot be."""

    sources: Sources
    intake: Intake
    library: Library | None
    today: date

    @cached_property
    def names(self) -> Names:
        return make_names([(f.slug, f.record.name) for f in self.records("units")])

    def records(self, kind: str) -> tuple[Filed[Any], ...]:
        return tuple(f for f in self.intake.records if address_kind(f) == kind)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Files whose record could not be read: what is in them cannot be told from what is new."""
        read = {f.path for f in self.intake.records}
        return tuple(s.path for s in self.sources.records if s.path not in read)

    @cached_property
    def by_path(self) -> Mapping[str, Filed[Any]]:
        return {f.path: f for f in self.intake.records}

    def source(self, path: str) -> Source:
        """The bytes of a record's file. Raises StopIteration for a path that is none."""
        return next(s for s in self.sources.records if s.path == path)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(str(given) for f in self.intake.records if (given := getattr(f.record, "id", None)))


def make_shelf(sources: Sources, day: date | None, now: date) -> Shelf:
    """The shelf of a site on ``day``, else on its demonstration date, else ``now``."""
    intake = take_in(sources)
    demo = intake.site.record.demo_date if intake.site else None
    today = day or demo or now
    library = make_library(intake.site, intake.records, shipped_profiles(), today) if intake.site else None
    return Shelf(sources, intake, library, today)


class Taken:
    """Slugs and ids that are given out in one import, none of them twice."""

    def __init__(self, shelf: Shelf) -> None:
        self._stems = {(s.kind, s.path.rpartition("/")[2].removesuffix(".md").casefold()) for s in shelf.sources.records}
        self._stems |= {(address_kind(f), f.slug.casefold()) for f in shelf.intake.records}
        self._ids = set(shelf.ids)

    def slug(self, kind: str, name: str, wanted: str = "") -> str:
        """A file name that nobody has: ``wanted``, or the name in pinyin."""
        base = wanted or spelled(name, is_person=kind == "models")
        found, number = base, 1
        while (kind, found.casefold()) in self._stems:
            number += 1
            found = f"{base}-{number}"
        self._stems.add((kind, found.casefold()))
        return found

    def id(self, slug: str, year: int) -> str:
        found = proposed_id(slug, year, frozenset(self._ids))
        self._ids.add(found)
        return found

    def claim(self, given: str) -> None:
        self._ids.add(given)


def spelled(name: str, *, is_person: bool) -> str:
    """A name as a file name: in pinyin, cut between syllables.

    >>> spelled("单雄信", is_person=True)
    'shan-xiong-xin'
    """
    found = ""
    for syllable in read_name(unicodedata.normalize("NFKC", name), is_person).split():
        longer = f"{found}-{syllable}" if found else syllable[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        found = longer
    found = re.sub(r"[^a-z0-9-]", "", found).strip("-") or "jilu"
    return f"{found}-1" if _RESERVED.fullmatch(found) else found


def new_errors(shelf: Shelf, files: Mapping[str, bytes], make: Iterable[Source]) -> tuple[Problem, ...]:
    """The errors that a check would find after the import and did not find before; ``make`` are the files as sources."""
    changed = {source.path: source for source in make}
    kept = tuple(changed.pop(s.path, s) for s in shelf.sources.records)
    records = tuple(sorted((*kept, *changed.values()), key=lambda s: s.path))
    assets = {**shelf.sources.assets, **{path: shelf.sources.root / path for path in files}}
    sources = Sources(shelf.sources.root, shelf.sources.settings, records, assets, shelf.sources.problems)
    before = {_key(p) for p in _judged(shelf.intake, shelf.library)}
    after = make_shelf(sources, shelf.today, shelf.today)
    return tuple(p for p in _judged(after.intake, after.library) if _key(p) not in before and p.severity is Severity.ERROR)


def _judged(intake: Intake, library: Library | None) -> list[Problem]:
    return [*intake.problems, *(judge(library) if library else ())]


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.place.path, problem.message.en
