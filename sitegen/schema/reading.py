"""A header tree to a record: keys are matched here, values are typed by pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.reading.tree import Node
from sitegen.schema.faults import Loc, value_problems
from sitegen.schema.keys import FieldKey, Shape, key_table
from sitegen.schema.messages import word
from sitegen.schema.slips import glued_keys
from sitegen.schema.unknown import Suggestion, suggest, type_of_root

__all__ = ["Loc", "Positions", "Read", "read_record", "type_of_root"]

R = TypeVar("R")
Positions = Mapping[Loc, tuple[int, int]]

_FREE_PREFIX = "x-"
_MOST_SUGGESTED = 50  # looking for the nearest key takes a while
_MEND_FIRST = Suggestion(Say("先改前面的错误，再检查一次", "mend what stands above and check again"))
_adapters: dict[type, TypeAdapter[Any]] = {}


class Read(NamedTuple, Generic[R]):
    """A record (None if anything is wrong), the spot of each of its values, and what was wrong."""

    record: R | None
    positions: Positions
    problems: tuple[Problem, ...]


def _adapter(record: type) -> TypeAdapter[Any]:
    if record not in _adapters:
        _adapters[record] = TypeAdapter(record)
    return _adapters[record]


def read_record(record: type[R], path: str, header: Node) -> Read[R]:
    """Read a header as a record of the class ``record``; never raises."""
    walk = _Walk(path)
    values = walk.mapping(header, record, ())
    try:
        made = _adapter(record).validate_python(values)
    except ValidationError as error:
        found = value_problems(path, record, error, walk.positions, walk.settled)
        return Read(None, walk.positions, (*walk.problems, *found))
    return Read(None if walk.problems else made, walk.positions, tuple(walk.problems))


class _Walk:
    """One pass over a tree: keys to field names, with the position of each value on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.positions: dict[Loc, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        # spots whose fault is already told, so that typing the values need not tell it again
        self.settled: set[Loc] = set()

    def mapping(self, node: Node, record: type, loc: Loc) -> dict[str, Any]:
        self.positions[loc] = (node.line, node.column)
        table = key_table(record)
        values: dict[str, Any] = {}
        seen: dict[str, Node] = {}
        for key, value in node.pairs or ():
            field = table.get(key.text)
            if field is None:
                self.unknown(key, record, loc)
            elif first := seen.get(field.name):
                self.both(first, key)
            else:
                seen[field.name] = key
                self.field(field, value, values, (*loc, field.name))
        return values

    def field(self, field: FieldKey, value: Node, values: dict[str, Any], loc: Loc) -> None:
        self.positions[loc] = (value.line, value.column)
        if value.pairs is None and value.items is None and not value.text.strip():
            if field.needed:
                self.blank(field, value, loc)
            return
        values[field.name] = self.value(value, field.shape, loc, field)

    def value(self, node: Node, shape: Shape, loc: Loc, field: FieldKey) -> Any:
        self.positions[loc] = (node.line, node.column)
        if shape.is_list:
            return self.items(node, shape.item, loc, field)
        if node.items is not None:
            return self.one_of_list(node, shape, loc, field)
        if node.pairs is None:
            return self.text(node, shape, loc, field)
        if shape.record is not None:
            return self.mapping(node, shape.record, loc)
        for key, value in node.pairs:
            self.positions[(*loc, key.text)] = (value.line, value.column)
        return _raw(node)

    def items(self, node: Node, shape: Shape, loc: Loc, field: FieldKey) -> Any:
        if node.items is not None:
            return [self.value(item, shape, (*loc, i), field) for i, item in enumerate(node.items)]
        # a single item may stand without its list; words in one line are split by their own type
        if node.pairs is not None or shape.record is not None:
            return [self.value(node, shape, (*loc, 0), field)]
        return node.text

    def text(self, node: Node, shape: Shape, loc: Loc, field: FieldKey) -> Any:
        """Text where it belongs, and where a mapping belongs: then its colons may be the fault."""
        if shape.record is not None and (found := glued_keys(self.path, node, key_table(shape.record))):
            self.problems.append(found)
            self.settled.add(loc)
        elif shape.record is not None and not node.text.strip():
            self.blank(field, node, loc)
        return node.text

    def one_of_list(self, node: Node, shape: Shape, loc: Loc, field: FieldKey) -> Any:
        """A list where one thing is needed: said here, where the dash stands."""
        items = node.items or ()
        texts = [item.text for item in items if item.items is None and item.pairs is None]
        if shape.record is None and not shape.is_mapping and len(texts) == len(items):
            joined = "、".join(text.strip() for text in texts)
            self.fault("list_for_text", node, loc, {"key": field.zh, "joined": joined})
        elif shape.record is not None or shape.is_mapping:
            self.fault("list_for_mapping", node, loc, {"key": field.zh})
        return _raw(node)

    def blank(self, field: FieldKey, at: Node, loc: Loc) -> None:
        self.fault("blank", at, loc, {"key": field.zh, "help": field.help_zh, "help_en": field.help_en})

    def fault(self, kind: str, at: Node, loc: Loc, details: Mapping[str, Any]) -> None:
        wording = word(kind, details)
        self.settled.add(loc)
        self.add(wording.code, at, wording.message, wording.fix)

    def unknown(self, key: Node, record: type, loc: Loc) -> None:
        if key.text.startswith(_FREE_PREFIX):
            return
        suggestion = suggest(key.text, record) if len(self.problems) < _MOST_SUGGESTED else _MEND_FIRST
        self.settled.update((*loc, name) for name in suggestion.fields)
        self.add("S001", key, Say(f"不认识的键“{key.text}”", f"unknown key '{key.text}'"), suggestion.fix)

    def both(self, first: Node, again: Node) -> None:
        self.add(
            "S003",
            again,
            Say(
                f"“{again.text}”与第 {first.line} 行的“{first.text}”是同一项",
                f"'{again.text}' and '{first.text}' on line {first.line} are the same field",
            ),
            Say(
                f"留下一行，删去第 {first.line} 行或第 {again.line} 行",
                f"keep one, delete line {first.line} or line {again.line}",
            ),
            Place(self.path, first.line, first.column),
        )

    def add(self, code: str, node: Node, message: Say, fix: Say, related: Place | None = None) -> None:
        self.problems.append(Problem(code, Severity.ERROR, Place(self.path, node.line, node.column), message, fix, related))


def _raw(node: Node) -> Any:
    if node.items is not None:
        return [_raw(item) for item in node.items]
    if node.pairs is not None:
        return {key.text: _raw(value) for key, value in node.pairs}
    return node.text
