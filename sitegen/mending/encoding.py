"""Bytes that are not UTF-8, where there is no doubt what they are (F001, F002)."""

from __future__ import annotations

from typing import NamedTuple

from sitegen.problems import Problem
from sitegen.reading.decoding import decode
from sitegen.reading.lines import key_line, key_text
from sitegen.schema.keys import key_table, nested_records

_MARKED = {
    "utf-32": (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"),
    "utf-16": (b"\xff\xfe", b"\xfe\xff"),
}
_COMMON = 0.95  # of the Chinese characters: rarer ones are the mark of a wrong guess


class Text(NamedTuple):
    """The text of a file with the line ends of the file, the encoding it was in, and the problem that its encoding is."""

    raw: str
    encoding: str
    problem: Problem | None = None


def text_of(path: str, data: bytes, record: type) -> Text | None:
    """The text of a file; None where it cannot be read with certainty."""
    problem = next((p for p in decode(path, data).problems if p.code in ("F001", "F002")), None)
    if problem is not None and problem.code == "F002":
        return _wide(data, problem)
    try:
        return Text(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        # damaged UTF-8 is reported with the code of a wrong encoding, too, and reads as no sound text in any other
        text = _strictly(data, "gb18030")
        return Text(text, "gb18030", problem) if text is not None and _is_plausible(text, record) else None


def _wide(data: bytes, problem: Problem) -> Text | None:
    marked = next((name for name, marks in _MARKED.items() if data.startswith(marks)), "")
    head = data[:4096]
    name = marked or ("utf-16-le" if head[1::2].count(0) else "utf-16-be")
    text = _strictly(data, name)
    return None if text is None or "\0" in text else Text(text.removeprefix("\ufeff"), name, problem)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str, record: type) -> bool:
    """Common characters, and a key that we know: Big5 or Latin-1 read as GBK gives neither."""
    foreign = [c for c in text if c > "\x7f"]
    common = sum(bool(c.encode("gb2312", "ignore")) for c in foreign)
    known = {key_text(k) for kind in nested_records(record) for k in key_table(kind)}
    lines = [line for line in map(key_line, text.splitlines()) if line]
    return common >= _COMMON * len(foreign) and any(key_text(line.name) in known for line in lines)
