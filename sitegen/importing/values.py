"""Typed values as the text of a cell, and cells as values: what is written for a value reads back as that value. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sitegen.records.scalars import Choice, Length
from sitegen.records.words import Level, Scope
from sitegen.schema.columns import Column, Path

_DIVIDERS = re.compile(r"[、,，;；\n]")
_BULLET = "- "
_LEVELS = frozenset(level.zh for level in Level) | frozenset(scope.zh for scope in Scope)
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Names:
    """Units as a list calls them: by their names, where only one unit has the name; else by their slugs."""

    of_slug: Mapping[str, str] = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)

    def shown(self, unit: str) -> str:
        name = self.of_slug.get(unit, unit)
        return name if self.slugs.get(name) == unit or unit not in self.of_slug else unit

    def written(self, text: str) -> str:
        """What a record says for ``text`` of a list."""
        return self.slugs.get(text, text)


def make_names(units: Sequence[tuple[str, str]]) -> Names:
    """From slug and name of every unit."""
    of_slug = dict(units)
    all_names = [name for _, name in units]
    slugs = {name: slug for slug, name in units if all_names.count(name) == 1 and name not in of_slug}
    return Names(of_slug, slugs)


def value_at(record: Any, path: Path, honour: int = 0) -> Any:
    """The value of a field of a record; of its honour number ``honour`` (from 0) below ``honours``. None if there is none."""
    value: Any = record
    for name in path:
        if value is None:
            return None
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
        if name == "honours" and value is not None:
            value = value[honour] if honour < len(value) else None
    return value


def text_of(column: Column, record: Any, names: Names, honour: int = 0) -> str:
    """The cell of a field; "" where there is nothing, or what there is does not go into a cell."""
    value = value_at(record, column.path, honour)
    if column.path[-1] in ("unit", "parent") and isinstance(value, str):
        return names.shown(value)
    if column.path[-1] == "notices":
        return value[0] if value and len(value) == 1 and isinstance(value[0], str) else ""
    if column.is_list:
        return joined(value or ())
    if column.path[-1] == "region":
        return "/".join(value or ())
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or value is False:  # no is the default of every yes and no
        return ""
    if value is True:
        return "是"
    if isinstance(value, Choice):
        return value.zh
    if isinstance(value, Length):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return "24:00" if value == _LAST_SECOND else value.strftime("%H:%M")
    return str(value)


def joined(items: Sequence[str]) -> str:
    """Words in one cell: divided by ``、``, or one a line after a hyphen where a word holds such a sign."""
    if any(_DIVIDERS.search(item) or item.startswith(_BULLET) for item in items):
        return "\n".join(_BULLET + item for item in items)
    return "、".join(items)


def divided(text: str) -> list[str]:
    """The words of a cell."""
    if text.startswith(_BULLET):
        items: list[str] = []
        for line in text.split("\n"):
            if line.startswith(_BULLET):
                items.append(line.removeprefix(_BULLET))
            else:
                items[-1] += f"\n{line}"
        return [item.strip() for item in items if item.strip()]
    return [item.strip() for item in _DIVIDERS.split(text) if item.strip()]


def as_written(path: Path, text: str, names: Names) -> str:
    """A cell as a record would say it: 县级 is 县, the name of a unit its slug, the pieces of a place divided by ``/``."""
    if path[-1] in ("level", "scope") and text.removesuffix("级") in _LEVELS:
        return text.removesuffix("级")
    if path[-1] in ("unit", "parent"):
        return names.written(text)
    if path[-1] == "region":
        return re.sub(r"\s*[/／\\>＞]\s*", "/", text)
    if path == ("birth",):
        return text.removesuffix("生").removesuffix("出").strip()
    return text
