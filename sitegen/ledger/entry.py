"""One record of the ledger: canonical bytes, named by their SHA-256 (THREATS.md, "The ledger"). Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import NoReturn, TypeAlias
from unicodedata import is_normalized, normalize

from sitegen.problems import Say

VERSION = 1
KINDS = (
    "shown", "changed", "ended", "withdrawn", "candidate-withdrawn", "objection-opened", "objection-closed", "honoured", "revoked",
    "build", "witness",
)  # fmt: skip

JSON: TypeAlias = "bool | int | str | Sequence[JSON] | Mapping[str, JSON] | None"

# beyond 2^53 other languages read another number, and a checker in a browser would compute another hash
_MOST = 2**53
_DEEPEST = 32
_KEYS = frozenset(("v", "kind", "id", "parents", "time", "date", "simulated", "data"))
_WITHOUT_ID = frozenset(("build", "witness"))  # a witness may be one of the whole ledger
_NAME = re.compile("[0-9a-f]{64}")
_ID = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]{1,200}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# one zone and one width: times compare as text
_TIME = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+]08:00")
_SHORTEST_SALT = 16
_TYPES = Say("字段的类型不对", "a key has the wrong type")


class BadEntry(ValueError):
    """Bytes or values that are no record of the ledger; ``reason`` says why."""

    def __init__(self, reason: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason


def canonical(data: Mapping[str, JSON]) -> bytes:
    """The one way to write ``data``: JSON with keys sorted by code point, no blanks, UTF-8 unescaped, NFC, no newline at the end.

    Only quotation mark, backslash and U+0000 to U+001F are escaped, by the short form where there is one.
    Raises ValueError for floats (and so NaN), integers beyond 2^53, keys that are no text or become equal in
    NFC, lone surrogates, other types, and nesting beyond 32.
    """
    return _encoded(_frozen(data))


def salted(salt: bytes, field: str, value: str) -> str:
    """SHA-256 (hex) of one field's value, which nobody without the salt can find out by trying names.

    Hashed is the canonical JSON of field, salt (hex) and value, so that no two triples share their bytes and an
    office that opens one field lets anybody check it with ``printf %s '{…}' | sha256sum``.
    Raises ValueError for a salt under 16 bytes and for text that is not Unicode.
    """
    if len(salt) < _SHORTEST_SALT:
        raise ValueError("a salt has at least 16 bytes")
    return hashlib.sha256(canonical({"field": field, "salt": salt.hex(), "value": value})).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One record. ``name`` is the SHA-256 of its bytes; two records are equal when their names are.

    ``id`` is the permanent id of a notice ("" for a build, and for a witness of the whole ledger). ``time`` is
    when the record was written, always by the machine's clock, with +08:00; ``date`` is the day that the site
    was built for. The two differ only in a ``simulated`` record (``--date``, a demonstration date), which
    proves nothing. ``data`` is everything else, frozen deeply and in NFC. Raises BadEntry.
    """

    kind: str
    id: str
    parents: tuple[str, ...]
    time: str
    date: str
    simulated: bool = False
    data: Mapping[str, JSON] = field(default_factory=lambda: MappingProxyType({}))
    name: str = field(init=False)
    _bytes: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not all(isinstance(text, str) for text in (self.kind, self.id, self.time, self.date)) or type(self.simulated) is not bool:
            raise BadEntry(_TYPES)
        _check_kind_and_id(self.kind, self.id)
        _check_parents(self.parents)
        _check_days(self.time, self.date, self.simulated)
        try:
            _put(self, "data", _frozen_object(self.data))
            raw = _encoded({**_header(self), "data": self.data})
        except ValueError as error:
            raise BadEntry(Say(f"内容无法写成规范格式：{error}", f"the content has no canonical form: {error}")) from None
        _put(self, "_bytes", raw)
        _put(self, "name", hashlib.sha256(raw).hexdigest())

    def to_bytes(self) -> bytes:
        """The canonical bytes, which are the whole file."""
        return self._bytes

    def __eq__(self, other: object) -> bool:
        return self.name == other.name if isinstance(other, Entry) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)


def entry_from(data: bytes) -> Entry:
    """The record in a file's bytes. Raises BadEntry for everything that ``to_bytes`` would not have written."""
    try:
        content = json.loads(data.decode(), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadEntry(Say("不是有效的 JSON", f"not valid JSON: {error}")) from None
    if not isinstance(content, dict):
        raise BadEntry(Say("不是一条记录", "not a record"))
    if type(content.get("v")) is not int or content["v"] != VERSION:
        raise BadEntry(Say("版本未知，可能要用更新的程序来读", "an unknown version; a newer program may be needed to read it"))
    if content.keys() != _KEYS:
        raise BadEntry(Say("字段有缺少或多余", "keys are missing or too many"))
    if not isinstance(content["parents"], list):
        raise BadEntry(_TYPES)
    parents = tuple(content["parents"])
    entry = Entry(content["kind"], content["id"], parents, content["time"], content["date"], content["simulated"], content["data"])
    # the comparison finds what parsing forgives: blanks, order, escapes, doubled keys, 1.0, NFD, a final newline
    if entry.to_bytes() != data:
        raise BadEntry(Say("不是规范格式（空格、顺序、转义或编码不同）", "not in canonical form (blanks, order, escapes or encoding)"))
    return entry


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is no integer")


def _put(entry: Entry, key: str, value: object) -> None:
    object.__setattr__(entry, key, value)  # what frozen dataclasses do themselves


def _header(entry: Entry) -> dict[str, JSON]:
    return {
        "v": VERSION,
        "kind": entry.kind,
        "id": entry.id,
        "parents": entry.parents,
        "time": entry.time,
        "date": entry.date,
        "simulated": entry.simulated,
    }


def _check_kind_and_id(kind: str, id_: str) -> None:
    if kind not in KINDS:
        raise BadEntry(Say(f"种类未知：{kind!r}", f"an unknown kind: {kind!r}"))
    if (kind == "build" and id_) or (not id_ and kind not in _WITHOUT_ID):
        raise BadEntry(Say("公示的记录要有编号，生成的记录不能有", "a record of a notice needs an id, one of a build has none"))
    if id_ and not (_ID.fullmatch(id_) and is_normalized("NFC", id_)):
        raise BadEntry(Say("编号不可用（空白、控制字符、过长或不是 NFC）", "an unusable id (blanks, control characters, length, not NFC)"))


def _check_parents(parents: tuple[str, ...]) -> None:
    if type(parents) is not tuple or not all(isinstance(p, str) and _NAME.fullmatch(p) for p in parents):
        raise BadEntry(Say("上一条记录的名称不是 64 位十六进制", "the name of a parent is not 64 hexadecimal digits"))
    if any(a >= b for a, b in pairwise(parents)):
        raise BadEntry(Say("上一条记录的名称没有排序，或有重复", "the parents are not sorted, or one stands twice"))


def _check_days(time: str, day: str, simulated: bool) -> None:
    """Source: row 12 of THREATS.md, one zone; a real record cannot claim another day than that of its own time."""
    match = _TIME.fullmatch(time)
    if not match or not _is_date(match[1]):
        raise BadEntry(
            Say(f"时间不对：{time!r}，要写成 2026-11-02T09:30:00+08:00", f"a bad time: {time!r}, not like 2026-11-02T09:30:00+08:00")
        )
    if not _is_date(day):
        raise BadEntry(Say(f"日期不对：{day!r}，要写成 2026-11-02", f"a bad date: {day!r}, not like 2026-11-02"))
    if day != match[1] and not simulated:
        raise BadEntry(Say(f"日期 {day} 与时间 {time} 不是同一天", f"the date {day} is not the day of the time {time}"))


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _frozen_object(value: Mapping[str, JSON]) -> Mapping[str, JSON]:
    if not isinstance(value, Mapping):
        raise ValueError("not an object")
    frozen = _frozen(value)
    assert isinstance(frozen, Mapping)  # noqa: S101 - for the type checker
    return frozen


def _frozen(value: JSON, depth: int = 0) -> JSON:
    """A deep copy that nobody can change, with all text in NFC. Raises ValueError."""
    if isinstance(value, str):
        return value if value.isascii() or is_normalized("NFC", value) else normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if not -_MOST <= value <= _MOST:
            raise ValueError("an integer beyond 2^53")
        return value
    if depth >= _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, Mapping):
        return _frozen_pairs(value, depth + 1)
    if isinstance(value, list | tuple):
        return tuple([_frozen(item, depth + 1) for item in value])
    raise ValueError(f"{type(value).__name__} has no place in a record")


def _frozen_pairs(value: Mapping[str, JSON], depth: int) -> Mapping[str, JSON]:
    found: dict[str, JSON] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise ValueError("a key that is no text")
        found[key if key.isascii() else normalize("NFC", key)] = _frozen(item, depth)
    if len(found) != len(value):
        raise ValueError("two keys that are equal in NFC")
    return MappingProxyType(found)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=dict)


def _encoded(frozen: JSON) -> bytes:
    return _ENCODER.encode(frozen).encode("utf-8")
