"""Plain frozen data as bytes that say neither more nor less: equal values give equal bytes, different values different ones.

The bytes depend on the value alone: not on the process, the hash seed, or on which parts of it are one object. A value is
flattened to nested tuples, each of another kind than text, number, truth value, None or tuple led by the name of its kind as
``bytes`` (which no value is), and ``marshal`` writes these. Its version 2 knows no references, so that sharing leaves no mark.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum, Flag
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_VERSION = 2
_PLAIN = (str, int, float, bool, NoneType)
Known = dict[int, tuple[object, bytes]]  # by identity; the object is kept, so that its place in memory is not given to another
Flat = Callable[[Any, Known], Any]


class Encoder:
    """Values of one run. Those of the classes ``shared`` are flattened once for each object, however many values hold it."""

    def __init__(self, shared: Iterable[type] = ()) -> None:
        self._known: Known = {}
        self._kinds = _kinds(frozenset(shared))

    def __call__(self, value: object) -> bytes:
        """The bytes of a value. Raises TypeError where it holds something that is not plain and frozen."""
        return plain_bytes(self._kinds[value.__class__](value, self._known))


def plain_bytes(flat: Any) -> bytes:
    """The bytes of text, numbers, truth values, None, and tuples of these: no class of ours, no day, no list. Raises TypeError."""
    try:
        return marshal.dumps(flat, _VERSION)
    except ValueError as error:  # a subclass of str or int, or whatever else stands where the class promised plain values
        raise TypeError(*error.args) from error


def _itself(value: object, _: Known) -> object:
    return value


def _day(value: date, _: Known) -> object:
    return b"date", value.toordinal()


def _hour(value: time, _: Known) -> object:
    if value.tzinfo is not None:
        raise TypeError("a time with a time zone")
    return b"time", value.isoformat()


class _Kinds(dict[type, Flat]):
    """How each class is flattened: made when the first of its values comes."""

    def __init__(self, shared: frozenset[type]) -> None:
        known: dict[type, Flat] = {**dict.fromkeys(_PLAIN, _itself), date: _day, time: _hour, tuple: self._tuple}
        super().__init__(known)
        self._shared = shared

    def __missing__(self, kind: type) -> Flat:
        if issubclass(kind, Enum) and not issubclass(kind, Flag):
            made = _word(kind)
        elif is_dataclass(kind) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            made = self._once(self._compiled(kind)) if kind in self._shared else self._compiled(kind)
        else:
            raise TypeError(f"neither plain nor frozen: {kind.__module__}.{kind.__qualname__}")
        self[kind] = made
        return made

    def _tuple(self, value: tuple[object, ...], known: Known) -> object:
        return tuple([self[each.__class__](each, known) for each in value])

    @staticmethod
    def _once(flat: Flat) -> Flat:
        """The bytes of a value inside those of others: they begin as a tuple does, which no name of a kind does."""

        def part(value: object, known: Known) -> object:
            found = known.get(id(value))
            if found is None:
                found = known[id(value)] = (value, plain_bytes(flat(value, known)))
            return found[1]

        return part

    def _compiled(self, kind: type) -> Flat:
        """A function for one class, written out field by field, which takes a fifth of the time of a loop over them."""
        hints = get_type_hints(kind)
        parts = "".join(f"{_part(hints[f.name], f'value.{f.name}')}, " for f in fields(kind))
        made: dict[str, Any] = {}
        source = f"def flat(value, known): return ({_name(kind)!r}, {parts})"
        exec(source, {"kinds": self}, made)  # noqa: S102 - nothing in it but names of fields and classes of ours
        flat: Flat = made["flat"]
        return flat


def _part(hint: Any, value: str) -> str:
    """The expression of one field. What a class declares as plain goes as it is: ``marshal`` tells all plain kinds apart."""
    if _is_plain(hint):
        return value
    # what is empty is plain, or marshal refuses it
    is_done = f"(x := {value}).__class__ is str or not x" if str in get_args(hint) else f"not (x := {value})"
    return f"(x if {is_done} else kinds[x.__class__](x, known))"


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) is tuple or isinstance(hint, GenericAlias):
        return get_origin(hint) is tuple and all(each is ... or _is_plain(each) for each in get_args(hint))
    if get_origin(hint) in (Union, UnionType):
        return all(map(_is_plain, get_args(hint)))
    return hint in _PLAIN


def _word(kind: type[Enum]) -> Flat:
    name = _name(kind)
    return lambda value, _: (name, value._name_)


def _name(kind: type) -> bytes:
    return f"{kind.__module__}.{kind.__qualname__}".encode()


@cache
def _kinds(shared: frozenset[type]) -> _Kinds:
    return _Kinds(shared)
