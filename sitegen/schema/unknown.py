"""What to say of a key that a record does not have: the nearest one, or the level it belongs to."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.problems import Say
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.site import Site
from sitegen.schema.keys import FieldKey, key_table, keys_of, nested_records

_MOST_HOMES = 4
_MOST_TIED = 3
_ALIKE = 0.5


class Suggestion(NamedTuple):
    """How to mend an unknown key, and the fields it was probably meant for."""

    fix: Say
    fields: tuple[str, ...] = ()


def suggest(key: str, record: type) -> Suggestion:
    """The best guess at what ``key`` was meant to be in a mapping of the class ``record``."""
    root = type_of_root(record)
    near = _nearest(key, record)
    if homes := list(dict.fromkeys(_homes(key, root)))[:_MOST_HOMES]:
        return _deeper(key, homes, next((field for field in near if field.needed), None))
    if record is not root and key in key_table(root):
        return Suggestion(Say(f"“{key}”要写在最外层（行首不要空格）", f"'{key}' belongs to the outermost level, without indentation"))
    if near:
        return _alike([field.alias if key.isascii() else field.zh for field in near], tuple(field.name for field in near))
    words = "、".join(field.zh for field in keys_of(record)[:12])
    more = " 等" if len(keys_of(record)) > 12 else ""
    fix = Say(f"这里可用的键：{words}{more}；自用的键以 x- 开头", f"keys allowed here: {words}; keys of your own begin with x-")
    return Suggestion(fix)


def _alike(keys: list[str], fields: tuple[str, ...]) -> Suggestion:
    names, english = "或".join(f"“{key}”" for key in keys), " or ".join(f"'{key}'" for key in keys)
    mended = f"改为“{keys[0]}: …”；" if len(keys) == 1 else ""
    return Suggestion(Say(f"是不是{names}？{mended}自用的键以 x- 开头", f"did you mean {english}? Keys of your own begin with x-"), fields)


def _deeper(key: str, homes: list[str], near: FieldKey | None) -> Suggestion:
    places = "、".join(f"“{home}”" for home in homes)
    english = ", ".join(f"'{home}'" for home in homes)
    return Suggestion(
        Say(
            f"“{key}”要写在{places}下面一层（缩进两格）" + (f"；如果是“{near.zh}”，改为“{near.zh}: …”" if near else ""),
            f"'{key}' belongs one level below {english}" + (f"; or did you mean '{near.zh}'?" if near else ""),
        )
    )


def _nearest(key: str, record: type) -> list[FieldKey]:
    """The fields whose keys are spelt most like ``key`` (more than one if they tie); blanks and case do not count."""
    squeezed = "".join(key.split()).casefold()
    scored: dict[FieldKey, float] = {}
    for spelling, field in key_table(record).items():
        ratio = difflib.SequenceMatcher(None, squeezed, spelling.casefold()).ratio()
        same_start = 0.05 if spelling[:1].casefold() == squeezed[:1] else 0.0
        if ratio >= _ALIKE:
            scored[field] = max(ratio + same_start, scored.get(field, 0.0))
    best = max(scored.values(), default=0.0)
    return [field for field, score in scored.items() if score == best][:_MOST_TIED]


def type_of_root(record: type) -> type:
    """The kind of file a record class stands in; a class of its own if it is none."""
    roots = (Model, Unit, NoticeFile, Bulletin, Page, Site)
    return next((root for root in roots if record in nested_records(root)), record)


def _homes(key: str, root: type) -> Iterator[str]:
    """Keys below which ``key`` would be known, the outer levels first."""
    level, seen = [root], {root}
    while level:
        deeper: list[type] = []
        for record in level:
            for field in keys_of(record):
                below = field.shape.record
                if below is None:
                    continue
                if key in key_table(below):
                    yield field.zh
                if below not in seen:
                    seen.add(below)
                    deeper.append(below)
        level = deeper
