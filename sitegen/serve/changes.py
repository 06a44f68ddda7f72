"""What a submitted form changes: the fields that differ from what the form showed, as edits by position. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from sitegen.reading.tree import Node, read_tree
from sitegen.schema.keys import key_table
from sitegen.serve.fields import Field, FormReader, Loc, Marks
from sitegen.writing import edits
from sitegen.writing.compose import Written

Posted = Mapping[str, str]
_EMPTY_PARTS = re.compile(r"[、,，;；\n]\s*")


class Refused(ValueError):
    """A change that cannot be written by position: the file itself must be edited."""


class Change(NamedTuple):
    """``do`` is set, drop or add; ``value`` is text, or mappings by field name."""

    do: str
    loc: Loc
    value: Any = ""


def changed_header(header: str, record: type, posted: Posted, extra: Iterable[str] = (), drop: str = "") -> str:
    """A header (each line ending in a line break) with what was changed in the form, and without the row named ``drop``.

    Equal to ``header`` where nothing was changed. Raises Refused.
    """
    root = read_tree("", header).root
    if root is None or (root.pairs is None and header.strip()):
        raise Refused("no mapping")
    fields = FormReader(Marks({}), frozenset(extra), "zh").record(record, root)
    found = [*_of_all(fields, posted), *(Change("drop", f.loc) for f in _rows(fields) if drop and f.name == drop and f.is_there)]
    if not found:
        return header
    return _written(header, record, _tidied(found, fields))


def _written(header: str, record: type, found: list[Change]) -> str:
    text = header
    try:
        for change in (c for c in found if c.do == "set"):
            text = edits.set_value(text, record, change.loc, change.value)
        for change in reversed([c for c in found if c.do == "drop"]):
            text = edits.remove(text, record, change.loc)
        for change in (c for c in found if c.do == "add"):
            text = edits.add_item(text, record, change.loc, change.value)
    except (edits.NotEditable, KeyError) as error:
        raise Refused(str(error)) from None
    if _plain(_root(text), record) != _applied(_plain(_root(header), record), found):
        raise Refused("the text would say something else")
    return text


def _of_all(fields: Iterable[Field], posted: Posted) -> Iterator[Change]:
    for field in fields:
        yield from _of(field, posted)


def _of(field: Field, posted: Posted) -> Iterator[Change]:
    if field.kind == "locked":
        return
    if field.kind == "list":
        for row in field.parts:
            yield from _of_row(field, row, posted)
    elif field.kind == "pairs":
        yield from _of_pairs(field, posted)
    elif field.kind == "record":
        yield from _of_record(field, posted)
    elif (value := _given(field, posted)) != field.value:
        if value:
            yield Change("set", field.loc, _as_written(field, value))
        elif field.is_there:
            yield Change("drop", field.loc)


def _of_row(above: Field, row: Field, posted: Posted) -> Iterator[Change]:
    if row.kind == "locked" or row.is_there:
        yield from _of(row, posted)
        return
    value = _gathered(row, posted)
    if value:
        yield Change("add", above.loc, value)


def _of_record(field: Field, posted: Posted) -> Iterator[Change]:
    if not field.is_there:
        if value := _gathered(field, posted):
            yield Change("set", field.loc, value)
        return
    found = list(_of_all(field.parts, posted))
    is_given = any(f.name in posted for f in _leaves(field))
    if found and is_given and not _gathered(field, posted) and not any(f.kind == "locked" for f in _leaves(field)):
        yield Change("drop", field.loc)
    else:
        yield from found


def _of_pairs(field: Field, posted: Posted) -> Iterator[Change]:
    before = {row.label: row.value for row in field.parts if row.label}
    after = _pairs(field, posted)
    if after == before:
        return
    if after:
        yield Change("set", field.loc, after)
    elif field.is_there:
        yield Change("drop", field.loc)


def _pairs(field: Field, posted: Posted) -> dict[str, str]:
    rows = ((posted.get(f"{r.name}.key", r.label), posted.get(f"{r.name}.value", r.value), r) for r in field.parts)
    return {k: v for k, v in ((_kept(k, r.label), _kept(v, r.value)) for k, v, r in rows) if k and v}


def _gathered(field: Field, posted: Posted) -> Any:
    """All that a group says once the form is applied; empty values left out."""
    if field.kind == "record":
        return {str(part.loc[-1]): value for part in field.parts if (value := _gathered(part, posted))}
    if field.kind == "list":
        return [value for row in field.parts if (value := _gathered(row, posted))]
    if field.kind == "pairs":
        return _pairs(field, posted)
    value = _given(field, posted)
    return _as_written(field, value) if value else ""


def _given(field: Field, posted: Posted) -> str:
    """The value submitted: what the form showed, to the letter, where nothing but the blanks of browsers differs."""
    return _kept(posted.get(field.name, field.value), field.value)


def _kept(value: str, shown: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return shown if value == shown.replace("\r", "\n") else value.strip()


def _as_written(field: Field, value: str) -> Written:
    return [part.strip() for part in _EMPTY_PARTS.split(value) if part.strip()] if field.kind == "texts" else value


def _rows(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if field.is_row and field.kind != "pair":
            yield field
        yield from _rows(field.parts)


def _leaves(field: Field) -> Iterator[Field]:
    if not field.parts:
        yield field
    for part in field.parts:
        yield from _leaves(part)


def _tidied(found: list[Change], fields: Iterable[Field]) -> list[Change]:
    """Without changes inside of what goes; a list that loses all its rows goes as a whole."""
    gone = {c.loc for c in found if c.do == "drop"}
    for field in _lists(fields):
        rows = {r.loc for r in field.parts if r.is_there}
        has_more = any(c.do == "add" and c.loc == field.loc for c in found)
        if rows and rows <= gone and not has_more:
            found = [c for c in found if c.loc not in rows]
            found.append(Change("drop", field.loc))
            gone = (gone - rows) | {field.loc}
    kept = [c for c in found if not any(c.loc[:n] in gone for n in range(1, len(c.loc) + (c.do != "drop")))]
    in_order = {loc: i for i, loc in enumerate(f.loc for f in _every(fields))}
    return _by_place(kept, in_order)


def _by_place(found: list[Change], in_order: Mapping[Loc, int]) -> list[Change]:
    seen: set[tuple[str, Loc]] = set()
    kept = []
    for change in sorted(found, key=lambda c: in_order.get(c.loc, 0)):
        if change.do == "add" or (change.do, change.loc) not in seen:
            kept.append(change)
        seen.add((change.do, change.loc))
    return kept


def _lists(fields: Iterable[Field]) -> Iterator[Field]:
    return (f for f in _every(fields) if f.kind == "list")


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _every(field.parts)


def _root(header: str) -> Node:
    root = read_tree("", header).root if header.strip() else Node(1, 1, pairs=())
    if root is None:
        raise Refused("the text could not be read any more")
    return root


def _plain(node: Node, record: type | None) -> Any:
    """What a header says, by field names."""
    if node.items is not None:
        return [_plain(item, record) for item in node.items]
    if node.pairs is None:
        return node.text.strip()
    table = key_table(record) if record is not None else {}
    found = {}
    for key, value in node.pairs:
        field = table.get(key.text)
        said = _plain(value, field.shape.record if field else None)
        if said != "":
            found[field.name if field else key.text] = said
    return found


def _applied(said: Any, found: Iterable[Change]) -> Any:
    """What the header must say once the changes are made."""
    said = deepcopy(said) or {}
    changes = list(found)
    for change in (c for c in changes if c.do == "set"):
        _inside(said, change.loc)[change.loc[-1]] = change.value
    for change in reversed([c for c in changes if c.do == "drop"]):
        del _inside(said, change.loc)[change.loc[-1]]
    for change in (c for c in changes if c.do == "add"):
        above = _inside(said, change.loc)
        before = above.get(change.loc[-1], [])
        above[change.loc[-1]] = [*(before if isinstance(before, list) else [before]), change.value]
    return _without_blanks(said)


def _inside(said: Any, loc: Loc) -> Any:
    for step in loc[:-1]:
        said = said[step]
    return said


def _without_blanks(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _without_blanks(value) for key, value in said.items() if value not in ("", [])}
    return [_without_blanks(item) for item in said] if isinstance(said, list) else said.strip()
