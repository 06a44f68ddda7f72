"""What an edit would do to notices that are running: a change of their material fields restarts the whole period. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sitegen.intake import shipped_profiles, take_record
from sitegen.library import Library, make_library
from sitegen.material import Material, material_of
from sitegen.pipeline import Checked
from sitegen.records.words import State
from sitegen.sources import source_of


class Restart(NamedTuple):
    """A running notice, and the names of the fields that would change."""

    title: str
    fields: tuple[str, ...]


def restarts(checked: Checked, path: str, data: bytes) -> tuple[Restart, ...]:
    """The running notices whose content is not the same once ``data`` stands in the file ``path``."""
    before = checked.library
    taken = take_record(source_of(path, data)).filed
    if before is None or checked.intake.site is None or taken is None:
        return ()
    records = tuple(taken if filed.path == path else filed for filed in checked.intake.records)
    after = make_library(checked.intake.site, records, shipped_profiles(), checked.today)
    return tuple(_compared(before, after))


def _compared(before: Library, after: Library) -> Iterator[Restart]:
    now = {case.id: material_of(case) for case in after.notices}
    for case in before.notices:
        if case.state is State.ON_NOTICE:
            fields = _differing(material_of(case), now.get(case.id))
            if fields:
                yield Restart(case.title, fields)


def _differing(old: Material, new: Material | None) -> tuple[str, ...]:
    if new is None:
        return ("公示",)
    found = [name for name in old.fields if old.fields[name] != new.fields.get(name, "")]
    found += ["公示时间"] if old.period != new.period else []
    for key in {**old.candidates, **new.candidates}:
        mine, other = old.candidates.get(key), new.candidates.get(key)
        if mine is None or other is None:
            found.append("候选人")
        else:
            found += [name for name in mine if mine[name] != other.get(name, "")]
    return tuple(dict.fromkeys(found))
