"""The keys of every record class, read off their ``Key`` annotations."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from sitegen.records.facts import Key


@dataclass(frozen=True, slots=True)
class Shape:
    """How a value is written: a list of something, a mapping of a record class, a free mapping, or text."""

    is_list: bool = False
    record: type | None = None
    is_mapping: bool = False

    @property
    def item(self) -> Shape:
        """The shape of one item of a list."""
        return _item_shape(self)


@dataclass(frozen=True, slots=True)
class FieldKey:
    """One field of a record class as it is written in a header."""

    name: str
    zh: str
    alias: str
    help_zh: str
    help_en: str
    needed: bool
    shape: Shape


@cache
def _item_shape(shape: Shape) -> Shape:
    return dataclasses.replace(shape, is_list=False)


def _strip(hint: Any) -> Any:
    while typing.get_origin(hint) is Annotated:
        hint = typing.get_args(hint)[0]
    return hint


def _options(hint: Any) -> list[Any]:
    """The alternatives of a union without None; one for anything else."""
    hint = _strip(hint)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [_strip(o) for o in typing.get_args(hint) if o is not type(None)]
    return [hint]


def _shape(hint: Any) -> Shape:
    for option in _options(hint):
        if dataclasses.is_dataclass(option):
            return Shape(record=typing.cast(type, option))
        origin = typing.get_origin(option)
        if origin is tuple:
            items = typing.get_args(option)
            if len(items) == 2 and items[1] is Ellipsis:
                return dataclasses.replace(_shape(items[0]), is_list=True)
        if origin is Mapping:
            return Shape(is_mapping=True)
    return Shape()


@cache
def keys_of(record: type) -> tuple[FieldKey, ...]:
    """The keys of a record class in the order of its fields."""
    hints = typing.get_type_hints(record, include_extras=True)
    found = []
    for field in dataclasses.fields(record):
        hint = hints[field.name]
        key = next(m for m in hint.__metadata__ if isinstance(m, Key))
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        found.append(FieldKey(field.name, key.zh, key.alias or field.name, key.help_zh, key.help_en, needed, _shape(hint)))
    return tuple(found)


@cache
def key_table(record: type) -> dict[str, FieldKey]:
    """Every spelling of every key of a record class."""
    return {spelling: key for key in keys_of(record) for spelling in (key.zh, key.alias)}


@cache
def nested_records(record: type) -> frozenset[type]:
    """The record classes that stand below ``record``, itself included."""
    found = {record}
    for key in keys_of(record):
        if key.shape.record is not None:
            found |= nested_records(key.shape.record)
    return frozenset(found)
