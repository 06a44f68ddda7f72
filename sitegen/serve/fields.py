"""A record as a form: every field of the one schema with the value that the file gives it."""

from __future__ import annotations

import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from sitegen.reading.tree import Node
from sitegen.records.scalars import Choice, choose, parse_day, parse_yes
from sitegen.schema.keys import FieldKey, keys_of

Loc = tuple[str | int, ...]
JOINT = "、"
_SEPARATORS = frozenset("、,，;；\n")
_LONG = frozenset(("summary", "text", "affirmed", "shortfall", "direction", "reply", "outcome", "reason", "evidence", "result", "note"))
_LONG_FROM = 60  # characters


class Message(NamedTuple):
    """What ``check`` says of a value."""

    severity: str
    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field, or one row of a list. ``kind``: text, long, date, choice, texts, locked; record, list, pairs hold ``parts``."""

    loc: Loc
    name: str
    label: str
    help: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()
    needed: bool = False
    is_there: bool = False
    is_row: bool = False
    messages: tuple[Message, ...] = ()
    is_meant: bool = False
    others: tuple[str, ...] = ()  # of a list: other kinds of row that can be added

    @property
    def is_open(self) -> bool:
        """Whether a group is shown unfolded."""
        return self.is_row or any(p.messages or p.is_meant or (p.parts and p.is_open) for p in self.parts) or self.is_meant


class Marks(NamedTuple):
    """What stands beside the fields: messages by place, and the place that a link led to."""

    messages: Mapping[Loc, Sequence[Message]]
    meant: Loc | None = None


@cache
def leaf_of(record: type, name: str) -> type:
    """The innermost type of a field: date, bool, a Choice, or anything else."""
    return _leaf(typing.get_type_hints(record, include_extras=True)[name])


def _leaf(hint: Any) -> type:
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    inner = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    if typing.get_origin(hint) is None:
        return hint if isinstance(hint, type) else object
    if type(None) in typing.get_args(hint) and len(inner) == 1:
        return _leaf(inner[0])
    return object


class FormReader:
    """Builds the fields of one header. ``extra`` names the lists that get a blank row (with ``:text`` for a row of plain text)."""

    def __init__(self, marks: Marks, extra: Collection[str], lang: str) -> None:
        self.marks, self.extra, self.lang = marks, extra, lang

    def record(self, record: type, node: Node | None, loc: Loc = (), name: str = "") -> tuple[Field, ...]:
        """The fields of a mapping; of one that is not there yet if ``node`` is None."""
        return tuple(self._field(record, key, _value_of(node, key), (*loc, key.name), f"{name}{key.name}") for key in keys_of(record))

    def _field(self, record: type, key: FieldKey, node: Node | None, loc: Loc, name: str) -> Field:
        found = self._made(record, key, node, Field(loc, name, "", "", "text"))
        return self._dressed(replace(found, needed=key.needed and not found.is_row), key)

    def _dressed(self, field: Field, key: FieldKey) -> Field:
        label, help_text = (key.alias, key.help_en) if self.lang == "en" else (key.zh, key.help_zh)
        messages = tuple(self.marks.messages.get(field.loc, ()))
        return replace(field, label=label, help=help_text, messages=messages, is_meant=field.loc == self.marks.meant)

    def _made(self, record: type, key: FieldKey, node: Node | None, blank: Field) -> Field:
        if node is not None and node.items is None and node.pairs is None and not node.text.strip() and "\n" not in node.text:
            node = None if not node.text else node
        shape, there = key.shape, replace(blank, is_there=node is not None)
        if shape.is_list and shape.record is not None:
            return self._list(key, shape.record, node, there)
        if shape.record is not None:
            if node is not None and node.pairs is None:
                return replace(there, kind="locked")
            return replace(there, kind="record", parts=self.record(shape.record, node, blank.loc, f"{blank.name}."))
        if shape.is_mapping:
            return self._pairs(node, there)
        if node is not None and node.items is not None and shape.is_list:
            texts = [item.text for item in node.items if item.items is None and item.pairs is None]
            is_plain = len(texts) == len(node.items) and not any(_SEPARATORS & set(text) or not text.strip() for text in texts)
            return replace(there, kind="texts", value=JOINT.join(texts)) if is_plain else replace(there, kind="locked")
        if node is not None and (node.items is not None or node.pairs is not None):
            return replace(there, kind="locked")
        return leaf(there, leaf_of(record, key.name), key.name, node.text if node is not None else "")

    def _list(self, key: FieldKey, record: type, node: Node | None, there: Field) -> Field:
        if node is not None and node.items is None and node.pairs is None and not _takes_text(key):
            return replace(there, kind="locked")
        items = () if node is None else node.items if node.items is not None else (node,)
        is_single = node is not None and node.items is None
        rows = [self._row(key, record, item, there, i, is_single=is_single) for i, item in enumerate(items)]
        if there.name in self.extra:
            rows.append(self._row(key, record, None, there, len(rows)))
        if f"{there.name}:text" in self.extra:
            rows.append(self._row(key, record, Node(0, 0), there, len(rows)))
        return replace(there, kind="list", parts=tuple(rows), others=("text",) if _takes_text(key) else ())

    def _row(self, key: FieldKey, record: type, node: Node | None, above: Field, number: int, *, is_single: bool = False) -> Field:
        loc = above.loc if is_single else (*above.loc, number)
        name = f"{above.name}.{number}"
        is_there = node is not None and node.line > 0
        row = Field(loc, name, "", "", "record", is_there=is_there, is_row=True)
        if node is not None and node.pairs is None:
            row = replace(row, kind="text" if node.items is None and _takes_text(key) else "locked", value=node.text)
        else:
            row = replace(row, parts=self.record(record, node, loc, f"{name}."))
        return self._dressed(row, key)

    def _pairs(self, node: Node | None, there: Field) -> Field:
        if node is not None and (node.pairs is None or any(v.items is not None or v.pairs is not None for _, v in node.pairs)):
            return replace(there, kind="locked")
        pairs = [(k.text, v.text) for k, v in (node.pairs or ())] if node is not None else []
        if there.name in self.extra or not pairs:
            pairs.append(("", ""))
        rows = tuple(
            Field((*there.loc, k), f"{there.name}.{i}", k, "", "pair", v, is_there=bool(k), is_row=True) for i, (k, v) in enumerate(pairs)
        )
        return replace(there, kind="pairs", parts=rows)


def leaf(field: Field, kind: type, name: str, text: str) -> Field:
    """A single value as an input: what cannot be read as its type stays text, so that it can be mended."""
    if kind is date:
        day = _read(parse_day, text)
        if day is not None or not text:
            return replace(field, kind="date", value=day.isoformat() if day else "")
    elif kind is bool:
        yes = _read(parse_yes, text)
        return _choice(field, ("是", "否"), text, None if yes is None else "是" if yes else "否")
    elif isinstance(kind, type) and issubclass(kind, Choice):
        word = _read(choose(kind), text)
        return _choice(field, tuple(member.zh for member in kind), text, word.zh if word else None)
    is_long = name in _LONG or len(text) > _LONG_FROM or "\n" in text
    return replace(field, kind="long" if is_long else "text", value=text)


def _choice(field: Field, options: tuple[str, ...], text: str, word: str | None) -> Field:
    """A list of words; one that is not allowed is kept as an option of its own until another is chosen."""
    value = word if word is not None else text.strip()
    extra = (value,) if value and value not in options else ()
    return replace(field, kind="choice", value=value, options=("", *extra, *options))


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except PydanticCustomError:
        return None


def _value_of(node: Node | None, key: FieldKey) -> Node | None:
    return node.value_of(key.zh, key.alias) if node is not None else None


@cache
def _takes_text(key: FieldKey) -> bool:
    """Whether an item of a list may be a name instead of a mapping: a notice may be named by its file."""
    return key.name == "notices"
