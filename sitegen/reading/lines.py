"""The lines of a header as staff write them: where a key, a value or a level stands. Pure text, no YAML library."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_KEY = re.compile(r"([ \t]*(?:-[ \t]+)*)([^\s:：#|>'\"\[{@`%&*!,\]}-][^:：]*?)[ \t]*:(?=\s|$)")
_ITEM = re.compile(r"[ \t]*(?:-[ \t]+)+")
_WIDE_COLON = re.compile(r"([ \t]*(?:-[ \t]+)*)([^\s:：#|>'\"\[{@`-][^:：，。；！？]{0,15}?)[ \t]*：")
_TIGHT_COLON = re.compile(r"([ \t]*(?:-[ \t]+)*)([一-鿿]{1,12}|[a-z_]{2,20}):(?=[^\s/:]|[\u3000\xa0])")
_BLOCK_SCALAR = re.compile(r"([ \t]*)(?:- )*(?:[^\s#][^:：]*:\s*)?[|>][-+0-9]*\s*$")


class KeyLine(NamedTuple):
    """A line ``key: value``: column (from 0) of the key and of the value (the line's end if it has none)."""

    column: int
    name: str
    value_column: int
    value: str


class ColonSlip(NamedTuple):
    """A key whose colon is full-width, or lacks the blank behind it."""

    column: int
    name: str
    is_wide: bool
    mended: str


@lru_cache(4096)
def key_text(text: str) -> str:
    """A key as keys are compared: NFKC, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def key_line(line: str) -> KeyLine | None:
    """The key and value of a line, or None for any other line."""
    match = _KEY.match(line)
    if match is None:
        return None
    rest = line[match.end() :]
    value = rest.strip()
    return KeyLine(len(match[1]), match[2], len(line) - len(rest.lstrip()) if value else len(line), value)


def value_column(line: str) -> int:
    """Where the value of a line begins: behind its key, behind its dash, or at its first sign."""
    if key := key_line(line):
        return key.value_column
    item = _ITEM.match(line)
    return item.end() if item else indent(line)


def indent(line: str) -> int:
    """The number of signs before the text of a line."""
    return len(line) - len(line.lstrip())


def colon_slip(line: str) -> ColonSlip | None:
    """What is wrong with the colon behind the key of a line, or None."""
    if match := _WIDE_COLON.match(line):
        value = line[match.end() :].strip()
        mended = f"{match[1]}{key_text(match[2])}: {value}".rstrip()
        return ColonSlip(match.end() - 1, match[2], True, mended)
    if match := _TIGHT_COLON.match(line):
        value = line[match.end() :].strip()
        return ColonSlip(match.end(), match[2], False, f"{match[1]}{match[2]}: {value}")
    return None


def outside_blocks(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines, with their numbers from 0, that are no part of a block text (``|`` or ``>``)."""
    inside: int | None = None
    for row, line in enumerate(lines):
        if inside is not None and (not line.strip() or indent(line) > inside):
            continue
        block = _BLOCK_SCALAR.match(line)
        inside = len(block[1]) if block else None
        yield row, line


def plain_slips(lines: Sequence[str]) -> Iterator[tuple[int, ColonSlip]]:
    """Colon slips on lines that cannot continue the text of the line above: no deeper than its key."""
    above = -1
    for row, line in outside_blocks(lines):
        slip, key = colon_slip(line), key_line(line)
        if slip and (above < 0 or (indent(line) <= above and not line.lstrip().startswith("-"))):
            above = indent(line)
            yield row, slip
        elif key:
            above = key.column


def text_above(lines: Sequence[str], row: int) -> int | None:
    """The nearest row above that holds more than a comment."""
    for above in range(row - 1, -1, -1):
        text = lines[above].strip()
        if text and not text.startswith("#"):
            return above
    return None


def key_above(lines: Sequence[str], row: int) -> tuple[int, KeyLine] | None:
    """The nearest row above that is a key line."""
    for above in range(row - 1, -1, -1):
        if key := key_line(lines[above]):
            return above, key
    return None


def levels_above(lines: Sequence[str], row: int) -> list[int]:
    """The columns of the keys that are open above a row, the deepest first."""
    found: list[int] = []
    for above in range(row - 1, -1, -1):
        key = key_line(lines[above])
        if key and (not found or key.column < found[-1]):
            found.append(key.column)
        if found and found[-1] == 0:
            break
    return found


def quoted(text: str) -> str:
    """``text`` in the quotation marks that need the fewest changes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
