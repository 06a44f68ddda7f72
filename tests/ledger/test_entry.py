"""Records: one way to write them, names that are hashes, and nothing else accepted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.ledger.entry import JSON, KINDS, BadEntry, Entry, canonical, entry_from, salted

A, B = "a" * 64, "b" * 64
TIME = "2026-11-02T09:30:00+08:00"
PLAIN = Entry("shown", "m-1-1-1", (A, B), TIME, "2026-11-02", False, {"页": {"n": 5, "列": ["甲", True, None]}})

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
leaves = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc甲乙", max_size=3), inner, max_size=4)
)
objects = st.dictionaries(st.text('abcdefgh甲乙丙\n"', max_size=4), values, max_size=5)


def written(**changes: Any) -> bytes:
    """A record's bytes with some keys changed by hand, otherwise canonical."""
    content = json.loads(PLAIN.to_bytes()) | changes
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def reason(data: bytes) -> str:
    with pytest.raises(BadEntry) as caught:
        entry_from(data)
    assert caught.value.reason.zh
    return caught.value.reason.en


def shuffled(value: JSON) -> JSON:
    if isinstance(value, Mapping):
        return {key: shuffled(item) for key, item in reversed(list(value.items()))}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


# -- canonical JSON


def test_the_form_is_fixed_for_ever() -> None:
    data: dict[str, JSON] = {"é": '\u0001\n"\\/', "b": [1, -2, True, None, {}], "中": "甲\u2028", "B": ""}
    assert canonical(data).decode() == '{"B":"","b":[1,-2,true,null,{}],"é":"\\u0001\\n\\"\\\\/","中":"甲\u2028"}'
    assert PLAIN.name == "12feb6dce07701d31976155ab68a08e7e7c2aba7cad4b60d3f7a00a08c64a479"
    assert salted(b"0" * 16, "姓名", "张三") == "733bc32b88ed2c2c4567ee1fd7b1cae5d9878dfb3469659087e58f8871084a66"


@pytest.mark.slow
@given(objects)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_and_written_the_same(data: dict[str, JSON]) -> None:
    raw = canonical(data)
    assert canonical(json.loads(raw)) == raw
    assert b"\n" not in raw


@given(objects)
@settings(max_examples=100, deadline=None)
def test_the_order_of_keys_does_not_matter(data: dict[str, JSON]) -> None:
    other = shuffled(data)
    assert isinstance(other, Mapping)
    assert canonical(other) == canonical(data)


@given(objects, st.floats())
@settings(max_examples=60, deadline=None)
def test_a_float_is_refused_wherever_it_stands(data: dict[str, JSON], number: float) -> None:
    for bad in ({**data, "x": number}, {"x": [data, number]}, {"x": {"y": number}}):
        with pytest.raises(ValueError, match="float"):
            canonical(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad",
    [2**53 + 1, -(2**53) - 1, float("nan"), b"x", {1: "x"}, {"e\u0301": 1, "\u00e9": 2}, "\ud800", object(), {"a", "b"}, 1 + 2j],
    ids=lambda bad: type(bad).__name__,
)
def test_what_has_no_single_form_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError):
        canonical({"x": bad})


def test_integers_up_to_the_limit_are_written() -> None:
    assert canonical({"x": 2**53, "y": -(2**53)}) == b'{"x":9007199254740992,"y":-9007199254740992}'


def test_nesting_has_a_limit_of_its_own_and_not_the_machines() -> None:
    deep: JSON = "x"
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValueError, match="deep"):
        canonical({"x": deep})


def test_text_is_written_in_nfc() -> None:
    assert canonical({"e\u0301": "e\u0301"}) == canonical({"\u00e9": "\u00e9"})
    assert Entry("build", "", (), TIME, "2026-11-02", data={"x": "e\u0301"}).data["x"] == "\u00e9"


# -- salted hashes


def test_salted_hashes_differ_by_salt_field_and_value_and_cannot_be_shifted() -> None:
    salt = b"s" * 16
    hashes = [
        salted(salt, "ab", "c"),
        salted(salt, "a", "bc"),
        salted(salt, "", "abc"),
        salted(b"t" * 16, "ab", "c"),
        salted(salt, "ab", ""),
    ]
    assert len(set(hashes)) == len(hashes)


def test_anybody_can_check_a_salted_hash_by_hand() -> None:
    line = '{"field":"姓名","salt":"' + "73" * 16 + '","value":"张三"}'
    assert salted(b"s" * 16, "姓名", "张三") == hashlib.sha256(line.encode()).hexdigest()


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="16"):
        salted(b"s" * 15, "姓名", "张三")


# -- records


@given(st.sampled_from(KINDS), st.sets(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=3), st.booleans(), objects)
@settings(max_examples=150, deadline=None)
def test_a_record_survives_its_file(kind: str, parents: set[str], simulated: bool, data: dict[str, JSON]) -> None:
    entry = Entry(kind, "" if kind == "build" else "m-1-1-1", tuple(sorted(parents)), TIME, "2026-11-02", simulated, data)
    again = entry_from(entry.to_bytes())
    assert again == entry and hash(again) == hash(entry)
    assert again.to_bytes() == entry.to_bytes()
    assert (again.kind, again.id, again.parents, again.simulated, again.data) == (kind, entry.id, entry.parents, simulated, entry.data)
    assert entry.name == hashlib.sha256(entry.to_bytes()).hexdigest()


@given(
    st.binary(max_size=60)
    | values.map(lambda v: json.dumps(v).encode())
    | objects.map(lambda o: written(data=o))
    | objects.map(lambda o: written(**o))
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_record_or_a_bad_entry(data: bytes) -> None:
    try:
        entry = entry_from(data)
    except BadEntry:
        return
    assert entry.to_bytes() == data


def test_a_record_cannot_be_changed() -> None:
    given: dict[str, Any] = {"x": {"y": [1]}}
    entry = Entry("build", "", (), TIME, "2026-11-02", data=given)
    given["x"]["y"].append(2)
    assert entry.data["x"] == {"y": (1,)}
    with pytest.raises(TypeError):
        entry.data["x"] = 1  # type: ignore[index]
    with pytest.raises(AttributeError):
        entry.kind = "shown"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "JSON"),
        (b"\xef\xbb\xbf" + PLAIN.to_bytes(), "JSON"),
        (PLAIN.to_bytes().decode().encode("gb18030"), "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"v":' + b"9" * 10_000 + b"}", "JSON"),
        (written(data={"x": 1.5}), "JSON"),
        (written(data={"x": float("nan")}), "JSON"),
        (b"[]", "not a record"),
        (b"{}", "version"),
        (written(v=2), "version"),
        (written(v=True), "version"),
        (written(v="1"), "version"),
        (written(extra=1), "keys"),
        (PLAIN.to_bytes().replace(b'"simulated":false,', b""), "keys"),
        (PLAIN.to_bytes() + b"\n", "canonical"),
        (PLAIN.to_bytes().replace(b":5", b": 5"), "canonical"),
        (PLAIN.to_bytes().replace(b":5", b':5,"n":5'), "canonical"),
        (PLAIN.to_bytes().replace(b":5", b":-0"), "canonical"),
        (PLAIN.to_bytes().replace("甲".encode(), b"\\u7532"), "canonical"),
        (PLAIN.to_bytes().replace("甲".encode(), "e\u0301".encode()), "canonical"),
        (PLAIN.to_bytes().replace("甲".encode(), b"\\ud800"), "no canonical form"),
        (json.dumps(dict(reversed(json.loads(PLAIN.to_bytes()).items())), ensure_ascii=False, separators=(",", ":")).encode(), "canonical"),
        (written(data={"x": 2**53 + 1}), "no canonical form"),
        (written(data=[]), "no canonical form"),
        (written(kind="printed"), "kind"),
        (written(kind=["shown"]), "type"),
        (written(simulated=0), "type"),
        (written(time=5), "type"),
        (written(parents="a"), "type"),
        (written(parents=None), "type"),
        (written(parents=[1]), "parent"),
        (written(parents=["A" * 64]), "parent"),
        (written(parents=["a" * 63]), "parent"),
        (written(parents=[B, A]), "sorted"),
        (written(parents=[A, A]), "sorted"),
        (written(id=""), "id"),
        (written(id="m 1"), "id"),
        (written(id="m\u00001"), "id"),
        (written(id="e\u0301"), "id"),
        (written(id="m" * 201), "id"),
        (written(kind="build"), "id"),
        (written(date="2026-02-30"), "date"),
        (written(date="20261102"), "date"),
        (written(date="２０２６-11-02"), "date"),
        (written(date="2026-11-03"), "not the day"),
        (written(time="2026-11-02T09:30:00Z"), "time"),
        (written(time="2026-11-02T09:30:00+00:00"), "time"),
        (written(time="2026-11-02T24:00:00+08:00"), "time"),
        (written(time="2026-11-02T09:30:00.5+08:00"), "time"),
        (written(time="2026-11-31T09:30:00+08:00"), "time"),
        (written(time="2026-11-02T09:30:00+08:00\n"), "time"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_record_is_refused_with_a_reason(data: bytes, why: str) -> None:
    assert data != PLAIN.to_bytes()
    assert why in reason(data)


def test_only_a_simulated_record_may_be_of_another_day() -> None:
    assert Entry("build", "", (), TIME, "2027-01-01", simulated=True).date == "2027-01-01"
    with pytest.raises(BadEntry):
        Entry("build", "", (), TIME, "2027-01-01")


def test_a_witness_may_be_of_one_notice_or_of_the_whole_ledger() -> None:
    for id_ in ("", "m-1-1-1"):
        assert Entry("witness", id_, (), TIME, "2026-11-02").id == id_
