"""The parts of zipped documents: unpacked within limits, their XML read without DTDs and entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import NamedTuple
from xml.parsers import expat

from sitegen.problems import Say

MAX_PARTS = 5_000
MAX_BYTES = 100_000_000  # of all parts together, unpacked
MAX_RATIO = 400  # unpacked to packed, of a part that is large
_LARGE = 5_000_000


class Unreadable(Exception):
    """A file whose text cannot be had; ``why`` says so to the staff."""

    def __init__(self, why: Say) -> None:
        super().__init__(why.en)
        self.why = why


BROKEN = Say("文件已损坏", "the file is damaged")
_TOO_BIG = Say("解开以后太大", "it is too large once unpacked")
_NO_XML = Say("含有不安全的 XML", "it holds unsafe XML")


class Sheet(NamedTuple):
    """A piece of a file: a worksheet, a page, the text. ``is_grid`` where columns have letters and lines are rows.

    ``gap`` says why a piece of a file (a document in an archive) could not be read.
    """

    name: Say
    text: str
    is_grid: bool = False
    gap: Say | None = None


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A zip file whose parts may all be unpacked. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable(BROKEN) from None
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_BYTES:
        raise Unreadable(_TOO_BIG)
    if any(p.file_size > _LARGE and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts):
        raise Unreadable(_TOO_BIG)
    if any(p.flag_bits & 1 for p in parts):
        raise Unreadable(Say("加了密码", "it is locked with a password"))
    return archive


def unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part. Raises Unreadable."""
    try:
        return archive.read(name)  # never more than its size in the directory, which was checked
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
        raise Unreadable(BROKEN) from None
    except Exception as error:  # decompressors raise kinds of their own
        raise Unreadable(BROKEN) from error


def in_order(names: Iterable[str]) -> list[str]:
    """Part names with their numbers in order: sheet2 before sheet10."""
    return sorted(names, key=lambda name: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name)])


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def read_xml(data: bytes, start: Start, end: End, text: Callable[[str], None]) -> None:
    """Feed the elements of ``data`` to the functions, names without their namespace. Raises Unreadable."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unreadable(_NO_XML)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(name.rpartition(" ")[2], {k.rpartition(" ")[2]: v for k, v in given.items()})
    parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # the last for an encoding that nobody knows
        raise Unreadable(BROKEN) from None


def row_text(cells: Iterable[str]) -> str:
    """A row of a table as one line; a number written one digit a cell is put together in its first cell."""
    row = [re.sub(r"\s+", " ", cell.replace("|", "/")).strip() for cell in cells]
    at = 0
    while at < len(row):
        end = at
        while end < len(row) and len(row[end]) == 1:
            end += 1
        if end - at >= 11:
            row[at:end] = ["".join(row[at:end]), *[""] * (end - at - 1)]
        at = max(end, at + 1)
    return f"| {' | '.join(row)} |"
