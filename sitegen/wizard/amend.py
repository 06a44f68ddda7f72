"""A record on disk with one thing more in its header, and every other sign as it was. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from sitegen.cases import Owner
from sitegen.intake import take_record
from sitegen.sources import Source, source_of
from sitegen.writing.edits import NotEditable, add_item, set_value
from sitegen.writing.spans import spans_of

__all__ = ["NotEditable", "add_honour", "add_notice", "add_promise"]

_BOM = "\ufeff"
Written = Any  # text, lists and mappings by field name, as ``writing.compose`` takes them


def add_honour(source: Source, owner: Owner, honour: Written, record_id: str) -> bytes:
    """The file with an honour after those it has, and with an id if it has none. Raises NotEditable."""

    def change(header: str) -> str:
        header = _with_id(header, owner, record_id)
        return add_item(header, type(owner.record), ("honours",), honour)

    return _amended(source, owner, change, "honours")


def add_notice(source: Source, owner: Owner, index: int, notice: Written, known: dict[str, str], record_id: str) -> bytes:
    """The file with one notice more in the honour ``index``, and with what the honour lacks of ``known``. Raises NotEditable."""
    record = type(owner.record)

    def change(header: str) -> str:
        header = _with_id(header, owner, record_id)
        # an only honour may stand without its list
        at = ("honours", index) if ("honours", index) in spans_of(header, record) else ("honours",)
        for name, value in known.items():
            if getattr(owner.record.honours[index], name) is None:
                header = set_value(header, record, (*at, name), value)
        return add_item(header, record, (*at, "notices"), notice)

    return _amended(source, owner, change, "honours")


def add_promise(source: Source, owner: Owner, promise: Written) -> bytes:
    """The file with a promise after those it has. Raises NotEditable."""
    return _amended(source, owner, lambda header: add_item(header, type(owner.record), ("promises",), promise), "promises")


def _with_id(header: str, owner: Owner, record_id: str) -> str:
    return header if owner.record.id else set_value(header, type(owner.record), ("id",), record_id)


def _amended(source: Source, owner: Owner, change: Callable[[str], str], name: str) -> bytes:
    """The file after a change of its header, which may touch nothing but the field ``name`` and the id."""
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotEditable("no UTF-8") from None
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    end = "\r\n" if "\r\n" in text else "\n"
    head, header, rest = _parts(text.replace("\r\n", "\n"))
    written = f"{mark}{head}{change(header)}{rest}".replace("\n", end).encode()
    _hold_the_rest(source, owner, written, name)
    return written


def _parts(text: str) -> tuple[str, str, str]:
    """What stands before the header, the header, and the closing fence with all after it."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    closing = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() in ("---", "...")), None)
    if lines[first].rstrip() != "---" or closing is None:
        raise NotEditable("no header between two ---")
    head, header = lines[: first + 1], lines[first + 1 : closing]
    return "".join(f"{line}\n" for line in head), "".join(f"{line}\n" for line in header), "\n".join(lines[closing:])


def _hold_the_rest(source: Source, owner: Owner, written: bytes, name: str) -> None:
    """Read it back: whatever was not to change reads as before. Raises NotEditable."""
    filed = take_record(source_of(source.path, written)).filed
    if filed is None:
        raise NotEditable("does not read back")
    old, new = getattr(owner.record, name), getattr(filed.record, name)
    same = dataclasses.replace(filed.record, **{name: old, "id": owner.record.id})
    if same != owner.record or filed.body != owner.body or len(new) < len(old):
        raise NotEditable("something else would change")
