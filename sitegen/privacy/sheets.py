"""All text of a record that is published, in one piece, with the spot of every character and the field it stands in."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from sitegen.records.facts import Contact
from sitegen.records.filed import Filed

BREAK = "\x1f\n"
"""Divides the pieces of a sheet: no number, word or quotation goes on across it."""

Loc = tuple[str | int, ...]
_CONTACTS = frozenset(field.name for field in dataclasses.fields(Contact))
# notes are never shown; what a site allows, or has as its hotline, is no finding
_LEFT_OUT = frozenset({"note", "allowed", "exceptions", "hotlines"})


class Piece(NamedTuple):
    """The text of one field, or of the body (``loc`` is None)."""

    loc: Loc | None
    text: str
    is_contact: bool = False


def pieces_of(record: Any) -> list[Piece]:
    """Every text in a record's fields, keys of free mappings included."""
    found: list[Piece] = []
    _collect(found, record, ())
    return found


def _collect(found: list[Piece], record: Any, loc: Loc) -> None:
    is_contact = isinstance(record, Contact)
    for name in _fields(record.__class__):
        value = getattr(record, name)
        if value:
            _add(found, value, (*loc, name), is_contact and name in _CONTACTS)


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind) if f.name not in _LEFT_OUT)


def _add(found: list[Piece], value: Any, loc: Loc, is_contact: bool) -> None:
    shape = _shape(value.__class__)
    if shape is _Shape.TEXT:
        found.append(Piece(loc, value, is_contact))
    elif shape is _Shape.LIST:
        for index, item in enumerate(value):
            _add(found, item, (*loc, index), is_contact)
    elif shape is _Shape.MAPPING:
        for key, item in value.items():
            _add(found, key, (*loc, key), is_contact)
            _add(found, item, (*loc, key), is_contact)
    elif shape is _Shape.RECORD:
        _collect(found, value, loc)


class _Shape(Enum):
    """How texts lie in a value."""

    TEXT = 1
    LIST = 2
    MAPPING = 3
    RECORD = 4
    NO_TEXT = 5


@cache
def _shape(kind: type[Any]) -> _Shape:
    """Asked once for each type: a record holds dozens of values of a few types."""
    if issubclass(kind, str):
        return _Shape.TEXT
    if issubclass(kind, tuple):
        return _Shape.LIST
    if issubclass(kind, Mapping):
        return _Shape.MAPPING
    return _Shape.RECORD if dataclasses.is_dataclass(kind) else _Shape.NO_TEXT


@dataclass(frozen=True)
class Sheet:
    """The pieces of a record joined by ``BREAK``; ``starts`` are their offsets in ``text``."""

    filed: Filed[Any]
    text: str
    starts: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def piece_at(self, offset: int) -> Piece:
        return self.pieces[bisect_right(self.starts, offset) - 1]

    def spot(self, offset: int) -> tuple[str, int, int]:
        """Path, line and column: of the character itself in the body, of the value in the header."""
        number = bisect_right(self.starts, offset) - 1
        loc = self.pieces[number].loc
        if loc is not None:
            return self.filed.spot(*loc)
        inside = offset - self.starts[number]
        body = self.filed.body
        return self.filed.path, self.filed.body_line + body.count("\n", 0, inside), inside - body.rfind("\n", 0, inside)


def sheet_of(filed: Filed[Any]) -> Sheet:
    """The sheet of a record on file: its fields, the name in its address, its body."""
    pieces = pieces_of(filed.record)
    if filed.slug:
        pieces.append(Piece(("slug",), filed.slug))
    if filed.body.strip():
        pieces.append(Piece(None, filed.body))
    starts: list[int] = []
    at = 0
    for piece in pieces:
        starts.append(at)
        at += len(piece.text) + len(BREAK)
    return Sheet(filed, BREAK.join(piece.text for piece in pieces), tuple(starts), tuple(pieces))
