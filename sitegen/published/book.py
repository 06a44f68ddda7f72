"""The published copies of the ledger: every record that heads.txt leads to, by the names of parents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from types import MappingProxyType

from sitegen.ledger.book import Damage, Ledger
from sitegen.ledger.entry import BadEntry, Entry, entry_from
from sitegen.ledger.history import verify
from sitegen.problems import Say
from sitegen.published.source import Source

HEADS = "ledger/heads.txt"
_NAME = re.compile("[0-9a-f]{64}")
_MOST_RECORDS = 500_000

_NO_HEADS = Say("没有链头文件：不知道记录到哪一条为止", "the file of heads is missing: nobody can tell where the records end")
_BAD_HEADS = Say("链头文件里有不是名称的行", "the file of heads has a line that is no name")
_ALTERED = Say("内容与名称不符：这条记录被改过", "the content does not fit the name: the record was altered")
_GONE = Say("链头文件写着这条记录，却没有它：末尾的记录被删", "named by the file of heads and not there: the end was deleted")
_LOOSE = Say(
    "链头文件查不到这条记录：链头被改回从前，或者混进了别的账本",
    "no head leads to this record: the file of heads was set back, or another ledger was mixed in",
)


def read_heads(source: Source) -> tuple[str, ...] | None:
    """The lines of heads.txt; None if there is no such file. Raises Unreachable."""
    data = source.get(HEADS)
    return None if data is None else tuple(data.decode("utf-8", "replace").split())


def read_book(source: Source, listed: tuple[str, ...] | None, remembered: Iterable[str]) -> tuple[Ledger, tuple[Damage, ...]]:
    """The ledger as published and everything that is wrong with it. Raises Unreachable."""
    damages: list[Damage] = []
    heads = [name for name in listed or () if _NAME.fullmatch(name)]
    if listed is None:
        damages.append(Damage("heads.txt", _NO_HEADS))
    elif len(heads) != len(listed):
        damages.append(Damage("heads.txt", _BAD_HEADS))
    entries = _reachable(source, heads, damages)
    strays = {name.removesuffix(".json") for name in source.names("ledger") if name.endswith(".json")} - entries.keys()
    told = {damage.file for damage in damages}
    damages += [Damage(f"{name}.json", _LOOSE) for name in sorted(strays) if f"{name}.json" not in told]
    ledger = Ledger(MappingProxyType(entries), tuple(damages))
    return ledger, verify(ledger, remembered)


def _reachable(source: Source, heads: list[str], damages: list[Damage]) -> dict[str, Entry]:
    """Every record to which the heads lead. A missing parent is left to the verification, which says what follows it."""
    entries: dict[str, Entry] = {}
    waiting, seen = list(heads), set(heads)
    while waiting and len(entries) < _MOST_RECORDS:
        name = waiting.pop()
        data = source.get(f"ledger/{name}.json")
        if data is None:
            if name in heads:
                damages.append(Damage(f"{name}.json", _GONE))
        elif hashlib.sha256(data).hexdigest() != name:
            damages.append(Damage(f"{name}.json", _ALTERED))
        else:
            try:
                entry = entries[name] = entry_from(data)
            except BadEntry as bad:
                damages.append(Damage(f"{name}.json", bad.reason))
            else:
                waiting += [p for p in entry.parents if p not in seen]
                seen.update(entry.parents)
    return entries
