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


class Suggestion(NamedTuple):
    """How to mend an unknown key, and the field it was probably meant for."""

    fix: Say
    field: str = ""


def suggest(key: str, record: type) -> Suggestion:
    """The best guess at what ``key`` was meant to be in a mapping of the class ``record``."""
    root = type_of_root(record)
    near = _nearest(key, record)
    if homes := list(dict.fromkeys(_homes(key, root)))[:_MOST_HOMES]:
        return _deeper(key, homes, near if near and near.needed else None)
    if record is not root and key in key_table(root):
        return Suggestion(Say(f"“{key}”要写在最外层（行首不要空格）", f"'{key}' belongs to the outermost level, without indentation"))
    if near:
        right = near.alias if key.isascii() else near.zh
        fix = Say(f"是不是“{right}”？改为“{right}: …”；自用的键以 x- 开头", f"did you mean '{right}'? Keys of your own begin with x-")
        return Suggestion(fix, near.name)
    words = "、".join(field.zh for field in keys_of(record)[:12])
    more = " 等" if len(keys_of(record)) > 12 else ""
    fix = Say(f"这里可用的键：{words}{more}；自用的键以 x- 开头", f"keys allowed here: {words}; keys of your own begin with x-")
    return Suggestion(fix)


def _deeper(key: str, homes: list[str], near: FieldKey | None) -> Suggestion:
    places = "、".join(f"“{home}”" for home in homes)
    english = ", ".join(f"'{home}'" for home in homes)
    return Suggestion(Say(
        f"“{key}”要写在{places}下面一层（缩进两格）" + (f"；如果是“{near.zh}”，改为“{near.zh}: …”" if near else ""),
        f"'{key}' belongs one level below {english}" + (f"; or did you mean '{near.zh}'?" if near else ""),
    ))


def _nearest(key: str, record: type) -> FieldKey | None:
    """The field whose key is spelt most like ``key``; blanks inside and case do not count."""
    folded = {spelling.casefold(): field for spelling, field in key_table(record).items()}
    squeezed = "".join(key.split()).casefold()
    found = [squeezed] if squeezed in folded else difflib.get_close_matches(squeezed, folded, n=1, cutoff=0.5)
    return folded[found[0]] if found else None


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
