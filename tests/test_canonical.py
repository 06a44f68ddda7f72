"""Views as bytes: equal ones give equal bytes, different ones different bytes, whatever process made them and whatever they share."""

from __future__ import annotations

import copy
import hashlib
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Flag
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import views
from sitegen.canonical import Encoder
from sitegen.records.words import PromiseState, State
from sitegen.views.base import Count, Link
from sitegen.views.words import phrase


@dataclass(frozen=True, slots=True)
class Leaf:
    word: str
    number: int | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Petal:
    """Another class of the same shape."""

    word: str
    number: int | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Branch:
    title: str | Leaf | Petal
    day: date | None
    state: State | None
    parts: tuple[object, ...]
    words: tuple[str, ...] = ()
    is_last: bool = False


# few and alike, so that equal values come often, and different ones that a careless encoding takes for equal
_TEXTS = st.sampled_from(["", "a", "b", "ab", "甲", "None", "1", "date", "\ud800"])
_NUMBERS = st.sampled_from([0, 1, -1, 2**31, 2**70])
_SHARES = st.sampled_from([0.0, -0.0, 1.0, 0.1, float("inf"), float("nan")])
_DAYS = st.sampled_from([date(1, 1, 1), date(2026, 11, 2), date(2026, 11, 3)])
_STATES = st.sampled_from([State.CLOSED, State.HONOURED])
_HOURS = st.sampled_from([time(17), time(17, 30)])
_SINGLE = st.one_of(st.none(), st.booleans(), _TEXTS, _NUMBERS, _SHARES, _DAYS, _STATES, st.just(PromiseState.KEPT), _HOURS)
_LEAVES = st.one_of(*(st.builds(kind, _TEXTS, st.none() | _NUMBERS, _SHARES) for kind in (Leaf, Petal)))


def _larger(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    parts = st.lists(inner, max_size=3).map(tuple)
    words = st.lists(_TEXTS, max_size=2).map(tuple)
    return parts | st.builds(Branch, _TEXTS | _LEAVES, st.none() | _DAYS, st.none() | _STATES, parts, words, st.booleans())


_VALUES = st.recursive(_SINGLE | _LEAVES, _larger, max_leaves=6)


@settings(max_examples=60, deadline=None)
@given(_VALUES, _VALUES)
def test_bytes_are_equal_where_values_are_and_nowhere_else(one: object, other: object) -> None:
    assert (Encoder()(one) == Encoder()(other)) == (repr(one) == repr(other))


@settings(max_examples=60, deadline=None)
@given(_VALUES, _VALUES)
def test_this_holds_where_parts_are_written_once_for_each_object(one: object, other: object) -> None:
    encoded = Encoder((Leaf, Branch))
    assert (encoded(one) == encoded(other)) == (repr(one) == repr(other))


@settings(max_examples=60, deadline=None)
@given(_VALUES)
def test_what_values_share_leaves_no_mark(value: object) -> None:
    for shared in ((), (Leaf, Branch)):
        encoded = Encoder(shared)
        assert encoded((value, value)) == encoded((value, copy.deepcopy(value))) == Encoder(shared)((value, value))


def test_a_part_is_not_taken_for_one_that_stood_at_its_place_in_memory_before() -> None:
    encoded = Encoder((Leaf,))
    assert len({encoded((Leaf(str(number)),)) for number in range(1000)}) == 1000


def test_a_value_gives_the_same_bytes_in_every_process() -> None:
    value = (
        Link(phrase("第 %(number)s 页", number=2), "a.html"),
        Count("甲", "b.html", 3),
        State.CLOSED,
        date(2026, 11, 2),
        0.5,
        None,
        True,
    )
    known = "af062b8d"
    assert hashlib.sha256(Encoder((Count,))(value)).hexdigest()[:8] == known


class Text(str):
    """A text that may print as something else."""

    __slots__ = ()


class Pair(NamedTuple):
    left: int
    right: int


class Marks(Flag):
    ONE = 1


@dataclass(slots=True)
class Changing:
    word: str


@pytest.mark.parametrize(
    "value",
    [[], {}, {1}, frozenset({1}), b"a", 1j, object(), Decimal(1), Text("a"), Pair(1, 2), Marks.ONE, Changing("a"), Leaf, ...,
     datetime(2026, 11, 2, tzinfo=UTC), time(17, tzinfo=UTC)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_not_plain_and_frozen_is_refused(value: object) -> None:
    for holder in (value, ("", (value,)), Branch("", None, None, (value,))):
        with pytest.raises(TypeError):
            Encoder()(holder)


@pytest.mark.parametrize("value", [date(2026, 11, 2), State.CLOSED, Text("a"), Pair(1, 2), Petal("a")], ids=repr)
def test_no_such_value_slips_through_where_a_class_promises_a_plain_one(value: object) -> None:
    with pytest.raises(TypeError):
        Encoder()(Leaf("a", value))  # type: ignore[arg-type]


def _view_classes() -> Iterator[type]:
    for module in pkgutil.iter_modules(views.__path__, f"{views.__name__}."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and is_dataclass(found) and found.__module__ == module.name:
                yield found


@pytest.mark.parametrize("kind", list(_view_classes()), ids=lambda kind: kind.__name__)
def test_every_kind_of_view_can_be_told_from_its_declaration(kind: type) -> None:
    """That its fields are named: what they hold is asked of real sites by every test that publishes one."""
    blank: object = object.__new__(kind)
    with pytest.raises(AttributeError):
        Encoder()(blank)
