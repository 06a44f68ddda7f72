"""Data and plain text as blocks."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from sitegen.inspection.pieces import Block, is_value, row, together
from sitegen.inspection.words import Wanted, plain

_NUMBER = re.compile(r"\d+")
_GRAM = 2  # letters; the keys of a search index are pairs of letters, whatever word they were taken from


def line_blocks(text: str, first: int, wanted: Wanted | None = None) -> list[Block]:
    """The lines of a text, which begins on line ``first``, that hold what is wanted."""
    if wanted is not None and not wanted.is_in(plain(html.unescape(text))):
        return []
    return [Block(number, plain(html.unescape(line))) for number, line in enumerate(text.split("\n"), first) if line.strip()]


def json_blocks(text: str, first: int, wanted: Wanted | None = None) -> list[Block]:
    """The strings of data that holds what is wanted; what cannot be read as data is cut into lines."""
    if wanted is not None and "\\" not in text and not wanted.is_in(plain(text)) and not wanted.is_in(plain(html.unescape(text))):
        return []
    found: list[Block] = []
    is_told = cache(wanted.is_in) if wanted is not None else bool
    try:
        _add_values(found, is_told, json.loads(text), first, "", "")
    except (ValueError, RecursionError):
        return line_blocks(text, first, wanted)
    return found


def _add_values(found: list[Block], is_told: Callable[[str], bool], node: Any, line: int, key: str, above: str) -> None:
    """Every string of a tree; the values of an object belong together, and so do those of the objects around it."""
    if isinstance(node, str):
        found.append(Block(line, plain(f"获得{node}" if key == "award" else node), above))
        return
    is_object = isinstance(node, dict)
    children = list(node.items()) if is_object else [(key, child) for child in node] if isinstance(node, list) else []
    outer = above
    if own := [plain(v) for _, v in children if isinstance(v, str) and v]:
        found += row(own, ((n, Block(line, text, outer)) for n, text in enumerate(own) if is_told(text)))
        # the first value is the nearest one: a name stands before what is said of it, and long values are prose about anybody
        above = together((above, *(text for text in reversed(own) if is_value(text))))
    for name, child in children:
        if is_object and len(name) > _GRAM and not _NUMBER.fullmatch(name):
            found.append(Block(line, plain(name)))
        _add_values(found, is_told, child, line, "award" if key == "award" and name == "name" else name, above)


def table_blocks(text: str, wanted: Wanted | None = None) -> list[Block]:
    """The rows of a table as sentences."""
    is_told = cache(wanted.is_in) if wanted is not None else bool
    found: list[Block] = []
    try:
        for number, written in enumerate(csv.reader(io.StringIO(text)), 1):
            cells = [plain(cell) for cell in written if cell.strip()]
            found += row(cells, ((n, Block(number, cell)) for n, cell in enumerate(cells) if is_told(cell)))
    except csv.Error:
        pass
    return found
