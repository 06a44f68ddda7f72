"""What ``check`` would say of a file that is not written yet. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.intake import shipped_profiles, take_record
from sitegen.library import Library, make_library
from sitegen.problems import Problem, Severity, in_order
from sitegen.records.entries import NoticeFile
from sitegen.records.filed import Filed
from sitegen.rules import judge
from sitegen.sources import source_of
from sitegen.writing.compose import Written, compose

Values = Mapping[str, Written]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Trial:
    """The rules, ready for files that are only thought of, on one day and beside the units and notices there are."""

    library: Library
    today: date

    def problems(self, texts: Texts) -> tuple[Problem, ...]:
        """What is wrong with new files (path to text), each beside the others; infos are left out."""
        taken = [take_record(source_of(path, text.encode())) for path, text in texts.items()]
        read = tuple(t.filed for t in taken if t.filed is not None)
        found = [p for t in taken for p in t.problems]
        if len(read) == len(taken):
            # nothing else of the site can make these files wrong, but for what they name
            named: list[Filed[object]] = [*self.library.units, *self.library.notice_files]
            beside = [f for f in named if f.path not in texts]
            every = (*beside, *read)
            library = make_library(self.library.site, every, shipped_profiles(), self.today)
            found += [p for p in judge(library) if p.place.path in texts]
        return tuple(p for p in in_order(found) if p.severity is not Severity.INFO)

    def answer(self, record: type, values: Values, put: Callable[[str], Values], word: str) -> tuple[Problem, ...]:
        """What an answer adds to what is wrong with a record so far; ``put`` gives the values with it."""
        path = "content/notices/x.md" if record is NoticeFile else f"content/{record.__name__.lower()}s/x.md"
        before = {p.code for p in self.problems({path: compose(record, values)})}
        after = self.problems({path: compose(record, put(word))})
        return tuple(p for p in after if p.code not in before)
