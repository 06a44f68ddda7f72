"""A header tree to a record: keys are matched here, values are typed by pydantic."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.site import Site
from sitegen.schema.keys import FieldKey, Shape, key_table, keys_of, nested_records
from sitegen.schema.messages import kind_of, word
from sitegen.yamltree import Node

R = TypeVar("R")
Loc = tuple[str | int, ...]
Positions = Mapping[Loc, tuple[int, int]]

_FREE_PREFIX = "x-"


class Read(NamedTuple, Generic[R]):
    """A record (None if anything is wrong), the spot of each of its values, and what was wrong."""

    record: R | None
    positions: Positions
    problems: tuple[Problem, ...]


@cache
def _adapter(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def read_record(record: type[R], path: str, header: Node) -> Read[R]:
    """Read a header as a record of the class ``record``; never raises."""
    walk = _Walk(path)
    values = walk.mapping(header, record, ())
    try:
        made = _adapter(record).validate_python(values)
    except ValidationError as error:
        problems = (*walk.problems, *_value_problems(path, record, error, walk.positions))
        return Read(None, walk.positions, problems)
    return Read(None if walk.problems else made, walk.positions, tuple(walk.problems))


class _Walk:
    """One pass over a tree: keys to field names, with the position of each value on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.positions: dict[Loc, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def mapping(self, node: Node, record: type, loc: Loc) -> dict[str, Any]:
        self.positions[loc] = (node.line, node.column)
        table = key_table(record)
        values: dict[str, Any] = {}
        seen: dict[str, Node] = {}
        for key, value in node.pairs or ():
            field = table.get(key.text)
            if field is None:
                self.unknown(key, record)
            elif first := seen.get(field.name):
                self.both(first, key)
            else:
                seen[field.name] = key
                self.positions[(*loc, field.name)] = (value.line, value.column)
                if _is_blank(value) and not field.needed:
                    continue
                values[field.name] = self.value(value, field.shape, (*loc, field.name))
        return values

    def value(self, node: Node, shape: Shape, loc: Loc) -> Any:
        self.positions[loc] = (node.line, node.column)
        if shape.is_list:
            return self.items(node, Shape(record=shape.record, is_mapping=shape.is_mapping), loc)
        if node.items is not None:
            return [_raw(item) for item in node.items]
        if node.pairs is None:
            return node.text
        if shape.record is not None:
            return self.mapping(node, shape.record, loc)
        for key, value in node.pairs:
            self.positions[(*loc, key.text)] = (value.line, value.column)
        return {key.text: _raw(value) for key, value in node.pairs}

    def items(self, node: Node, shape: Shape, loc: Loc) -> Any:
        if node.items is not None:
            return [self.value(item, shape, (*loc, i)) for i, item in enumerate(node.items)]
        # a single item may stand without its list; words in one line are split by their own type
        if node.pairs is not None or shape.record is not None:
            return [self.value(node, shape, (*loc, 0))]
        return node.text

    def unknown(self, key: Node, record: type) -> None:
        if key.text.startswith(_FREE_PREFIX):
            return
        known = [f.zh for f in keys_of(record)] + [f.alias for f in keys_of(record)]
        near = difflib.get_close_matches(key.text, known, n=1, cutoff=0.5)
        if near:
            fix = Say(f"是不是“{near[0]}”？自用的键以 x- 开头", f"did you mean '{near[0]}'? Keys of your own begin with x-")
        elif home := next(_homes(key.text, type_of_root(record)), None):
            fix = Say(f"这个键写在“{home}”下面一层", f"this key belongs one level below '{home}'")
        else:
            words = "、".join(f.zh for f in keys_of(record)[:12])
            fix = Say(f"这里可用的键：{words} 等；自用的键以 x- 开头", f"keys allowed here: {words}…; keys of your own begin with x-")
        self.add("S001", key, Say(f"不认识的键“{key.text}”", f"unknown key '{key.text}'"), fix)

    def both(self, first: Node, again: Node) -> None:
        self.add(
            "S003", again,
            Say(f"“{again.text}”与第 {first.line} 行的“{first.text}”是同一项", f"'{again.text}' and '{first.text}' on line {first.line} are the same field"),
            Say(f"留下一行，删去第 {first.line} 行或第 {again.line} 行", f"keep one, delete line {first.line} or line {again.line}"),
            Place(self.path, first.line, first.column),
        )

    def add(self, code: str, node: Node, message: Say, fix: Say, related: Place | None = None) -> None:
        self.problems.append(Problem(code, Severity.ERROR, Place(self.path, node.line, node.column), message, fix, related))


def _is_blank(node: Node) -> bool:
    return node.items is None and node.pairs is None and not node.text.strip()


def _raw(node: Node) -> Any:
    if node.items is not None:
        return [_raw(item) for item in node.items]
    if node.pairs is not None:
        return {key.text: _raw(value) for key, value in node.pairs}
    return node.text


def type_of_root(record: type) -> type:
    """The kind of file a record class stands in; a class of its own if it is none."""
    roots = (Model, Unit, NoticeFile, Bulletin, Page, Site)
    return next((root for root in roots if record in nested_records(root)), record)


def _homes(key: str, root: type) -> Iterator[str]:
    """Keys below which ``key`` would be known."""
    for record in nested_records(root):
        for field in keys_of(record):
            if field.shape.record is not None and key in key_table(field.shape.record):
                yield field.zh


def _value_problems(path: str, record: type, error: ValidationError, positions: Positions) -> Iterator[Problem]:
    for found in error.errors(include_url=False, include_input=False):
        loc, field = _resolve(record, found["loc"])
        kind = kind_of(found["type"])
        details = {**found.get("ctx", {}), **_about(field)}
        if kind == "not_text" and found["type"] not in ("not_text",):
            kind = "not_text"
        line, column = _nearest(positions, loc)
        wording = word(kind, details)
        yield Problem(wording.code, Severity.ERROR, Place(path, line, column), wording.message, wording.fix)


def _about(field: FieldKey | None) -> dict[str, str]:
    if field is None:
        return {}
    keys = "、".join(f.zh for f in keys_of(field.shape.record)) if field.shape.record else "名称: 内容"
    return {"key": field.zh, "help": field.help_zh, "help_en": field.help_en, "keys": keys}


def _resolve(record: type, loc: tuple[str | int, ...]) -> tuple[Loc, FieldKey | None]:
    """A pydantic location without the tags of unions, and the innermost field on it."""
    here: type | None = record
    field: FieldKey | None = None
    path: list[str | int] = []
    for step in loc:
        if isinstance(step, int):
            path.append(step)
            continue
        found = next((f for f in keys_of(here) if f.name == step), None) if here else None
        if found is not None:
            field, here = found, found.shape.record
            path.append(step)
        elif field is not None and field.shape.is_mapping and step != "[key]":
            path.append(step)
    return tuple(path), field


def _nearest(positions: Positions, loc: Loc) -> tuple[int, int]:
    """The spot of a value, or of the nearest thing around it."""
    while loc and loc not in positions:
        loc = loc[:-1]
    return positions.get(loc, (1, 1))
