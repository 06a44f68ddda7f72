"""The site as the questions see it: who is there, what has been used before, which names are free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen.calendar import ONE_DAY
from sitegen.cases import HonourCase, Owner
from sitegen.intake import address_kind
from sitegen.library import Library
from sitegen.memory import Memory
from sitegen.pipeline import Checked
from sitegen.problems import Problem
from sitegen.records.entries import Model
from sitegen.rules.lookups import proposed_id
from sitegen.search.readings import own_reading, readings
from sitegen.sources import Source
from sitegen.wizard.question import Choice
from sitegen.wizard.trial import Trial

_LONGEST = 36  # letters of a file name: an id is made of it and the year


@dataclass(frozen=True)
class House:
    """A site that could be read. ``hour`` is that of the clock, None where the day was asked for and is not today."""

    site: Path
    checked: Checked
    library: Library
    memory: Memory
    hour: int | None = None

    @property
    def today(self) -> date:
        return self.library.today

    @property
    def trial(self) -> Trial:
        return Trial(self.library, self.today)

    def source(self, path: str) -> Source:
        """A record as it stands on disk."""
        return next(s for s in self.checked.sources.records if s.path == path)

    def owner(self, path: str) -> Owner:
        return next(o for o in self.library.owners if o.path == path)

    def owners(self) -> list[Choice]:
        """Everybody who may be honoured; the newest first, for that is who is asked for."""
        every = sorted(self.library.owners, key=lambda o: (o.record.published or date.min, o.path), reverse=True)
        return [Choice(o.path, o.record.name, self._beside(o), isinstance(o.record, Model)) for o in every]

    def _beside(self, owner: Owner) -> str:
        record = owner.record
        if isinstance(record, Model):
            unit = self.library.units_by_slug.get(record.unit or "")
            return " ".join(part for part in (unit.record.name if unit else record.unit, record.post) if part)
        return "/".join(record.region[-2:])

    def units(self) -> list[Choice]:
        every = sorted(self.library.units, key=lambda u: u.record.name)
        return [Choice(u.slug, u.record.name, "/".join(u.record.region[-2:])) for u in every]

    def namesakes(self, name: str, kind: str) -> list[Owner]:
        return [o for o in self.library.owners if o.record.name == name and address_kind(o) == kind]

    def honours(self) -> list[HonourCase]:
        """One case of each title and level that the site has, the one used last."""
        found: dict[tuple[str, object], HonourCase] = {}
        for case in sorted(self.library.honours, key=lambda c: c.honour.year or 0):
            found[(case.honour.title, case.honour.level)] = case
        return sorted(found.values(), key=lambda c: -(c.honour.year or 0))

    def bases(self) -> list[str]:
        """Documents that notices rest on, the newest first."""
        dated = sorted(((c.notice.start or date.min, c.notice.basis) for c in self.library.notices if c.notice.basis), reverse=True)
        return list(dict.fromkeys(basis for _, basis in dated))

    def audiences(self) -> list[str]:
        dated = sorted(((c.notice.start or date.min, c.notice.audience) for c in self.library.notices if c.notice.audience), reverse=True)
        return list(dict.fromkeys(audience for _, audience in dated))

    def reading(self, name: str, is_person: bool) -> str:
        return readings([(name, is_person)], self.memory)[(name, is_person)]

    def free_slug(self, kind: str, name: str, is_person: bool, before: str = "") -> str:
        """A file name in pinyin that nobody has."""
        syllables = (before, *self.reading(name, is_person).split())
        base = ""
        for syllable in syllables:
            longer = f"{base}-{syllable}".strip("-")
            if len(longer) > _LONGEST:
                break
            base = longer
        return self._free(kind, base or f"{kind.rstrip('s')}-{self.today:%Y%m%d}")

    def _free(self, kind: str, base: str) -> str:
        taken = {s.path.rsplit("/", 1)[-1].removesuffix(".md").casefold() for s in self.checked.sources.records if s.kind == kind}
        taken |= {f.slug.casefold() for f in self.checked.intake.records if address_kind(f) == kind}
        number, slug = 1, base if len(base) > 1 else f"{base}-1"
        while slug.casefold() in taken or self.slug_problems(kind, slug):
            number += 1
            slug = f"{base}-{number}"
        return slug

    def slug_problems(self, kind: str, slug: str) -> tuple[Problem, ...]:
        """What ``check`` says of a file of that name."""
        head = {"models": "姓名: 某\n摘要: 某", "units": "名称: 某\n摘要: 某"}.get(kind, "编号: abcd\n标题: 某")
        found = self.trial.problems({f"content/{kind}/{slug}.md": f"---\n{head}\n---\n"})
        return tuple(p for p in found if p.code in ("C002", "C003"))

    def has_file(self, kind: str, slug: str) -> bool:
        names = {s.path.casefold() for s in self.checked.sources.records}
        addresses = {(address_kind(f), f.slug.casefold()) for f in self.checked.intake.records}
        return f"content/{kind}/{slug}.md".casefold() in names or (kind, slug.casefold()) in addresses

    def new_id(self, slug: str, year: int, besides: frozenset[str] = frozenset()) -> str:
        """A permanent id that nobody has, nor had in the ledger."""
        return proposed_id(slug, year, frozenset(self._ids()) | besides)

    def _ids(self) -> Iterator[str]:
        for record in (*self.library.owners, *self.library.notice_files):
            if record.record.id:
                yield record.record.id
        yield from (case.id for case in self.library.notices)
        for name in self.library.book.stories:
            yield name
            yield re.sub(r"-\d+$", "", name)  # the record of an inline notice

    def pinyin(self, name: str, written: str) -> str:
        return own_reading(written, self.reading(name, True))

    def next_workday(self, day: date) -> date | None:
        from sitegen.rules.lookups import next_workday

        return next_workday(self.library.calendar, day)

    def proposed_start(self) -> date:
        """Today while the office may still publish before noon, else the next working day; tomorrow where that is not known."""
        if self.hour is not None and self.hour < 12 and self.next_workday(self.today) == self.today:
            return self.today
        return self.next_workday(self.today + ONE_DAY) or self.today + ONE_DAY
