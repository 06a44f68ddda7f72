"""A record's file as text whose header can be changed by position, and back to the same bytes elsewhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.reading.fences import split
from sitegen.writing.compose import Written
from sitegen.writing.edits import NotEditable, remove, set_value
from sitegen.writing.spans import Loc, spans_of

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The text before the header, the header, the text from the closing fence on; how its lines end."""

    before: str
    header: str
    after: str
    has_mark: bool
    has_returns: bool

    def data(self, header: str, body: str | None = None) -> bytes:
        """The file with another header, and another body where one is given."""
        after = self.after
        if body is not None:
            fence = after.split("\n", 1)[0]
            after = f"{fence}\n{body}"
        text = f"{self.before}{header}{after}"
        text = text.replace("\n", "\r\n") if self.has_returns else text
        return ((_MARK if self.has_mark else "") + text).encode()

    @property
    def body(self) -> str:
        return self.after.partition("\n")[2]


def open_record(data: bytes) -> RecordFile:
    """A file that was read without errors. Raises NotEditable."""
    text = data.decode("utf-8")
    has_mark, text = text.startswith(_MARK), text.removeprefix(_MARK)
    has_returns, text = "\r\n" in text, text.replace("\r\n", "\n")
    parts = split("", text)
    if parts.problems or not parts.header_line:
        raise NotEditable("its header cannot be told from its text")
    lines = text.split("\n")
    first, last = parts.header_line - 1, parts.body_line - 2
    header = "".join(f"{line}\n" for line in lines[first:last])
    return RecordFile("".join(f"{line}\n" for line in lines[:first]), header, "\n".join(lines[last:]), has_mark, has_returns)


def put(header: str, record: type, loc: Loc, value: Written) -> str:
    """A header in which the value at ``loc`` is ``value``, with whatever around it is not there yet. Raises NotEditable, KeyError."""
    loc = _as_it_stands(header, record, loc)
    spans = spans_of(header, record)
    depth = len(loc) - 1
    while depth and (loc[:depth] not in spans or spans[loc[:depth]].kind == "text"):
        depth -= 1
    for name in reversed(loc[depth + 1 :]):
        value = {name: value} if isinstance(name, str) else [value]
    return set_value(header, record, loc[: depth + 1], value)


def take_out(header: str, record: type, loc: Loc) -> str:
    """A header without the value at ``loc``; as it is if nothing is there. Raises NotEditable."""
    loc = _as_it_stands(header, record, loc)
    return remove(header, record, loc) if loc in spans_of(header, record) else header


def _as_it_stands(header: str, record: type, loc: Loc) -> Loc:
    """A single item that stands without its list has no number."""
    spans = spans_of(header, record)
    for at, part in enumerate(loc):
        above = spans.get(loc[:at])
        if part == 0 and above is not None and above.kind == "mapping":
            return (*loc[:at], *loc[at + 1 :])
    return loc


__all__ = ["NotEditable", "RecordFile", "open_record", "put", "take_out"]
