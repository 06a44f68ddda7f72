"""Worksheets of a workbook (xlsx) as grids of text, hidden ones included."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from sitegen.privacy.parts import Sheet, read_xml, row_text, unpack
from sitegen.problems import Say

_SHEET = re.compile(r"xl/(worksheets|dialogsheets|chartsheets)/[^/]+\.xml")
_NOTES = re.compile(r"xl/(comments|threadedComments/)[^/]*\.xml")
_WIDEST = 300  # columns; what lies beyond is joined to the last one
_TALLEST = 1_048_576  # rows that a worksheet can have


class _Strings:
    """The shared strings of a workbook, or the texts of its comments: one for each ``si`` or ``comment``."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.parts: list[str] = []
        self.inside = self.skipped = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        self.inside += name == "t"
        self.skipped += name == "rPh"  # how a word is read aloud

    def characters(self, text: str) -> None:
        if self.inside and not self.skipped:
            self.parts.append(text)

    def end(self, name: str) -> None:
        self.inside -= name == "t"
        self.skipped -= name == "rPh"
        if name in ("si", "comment", "threadedComment"):
            self.items.append("".join(self.parts))
            self.parts.clear()


class _Grid:
    """The rows of a worksheet, each at its own line."""

    def __init__(self, shared: Sequence[str]) -> None:
        self.shared = shared
        self.lines: list[str] = []
        self.row: list[str] = []
        self.number = 0
        self.kind = ""
        self.column = 0
        self.value: list[str] = []
        self.inside = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "row":
            self.row = []
            self.number = int(given["r"]) if given.get("r", "").isdigit() else self.number + 1
        elif name == "c":
            self.kind = given.get("t", "n")
            letters = re.match("[A-Z]{1,3}", given.get("r", ""))
            self.column = min(column_number(letters[0]) if letters else len(self.row) + 1, _WIDEST)
            self.value = []
        elif name in ("v", "t"):
            self.inside += 1

    def characters(self, text: str) -> None:
        if self.inside:
            self.value.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.inside -= 1
        elif name == "c":
            self.row += [""] * (self.column - len(self.row))
            self.row[self.column - 1] += self._text()
        elif name == "row" and any(self.row):
            # a row stands on the line of its number
            self.lines += [""] * (min(self.number, _TALLEST) - 1 - len(self.lines))
            self.lines.append(row_text(self.row))

    def _text(self) -> str:
        text = "".join(self.value)
        if self.kind == "s":
            number = int(text) if text.strip().isdigit() else -1
            return self.shared[number] if 0 <= number < len(self.shared) else ""
        return _whole(text) if self.kind == "n" else text


def _whole(text: str) -> str:
    """A stored number as it was typed: 1.3800138E10 is 13800138000."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e19 and "E" in text.upper() else text.removesuffix(".0")


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[Sheet]:
    """Every worksheet, and the comments. Raises Unreadable."""
    shared = _strings(archive, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else []
    titles = _titles(archive, names)
    for name in names:
        if _SHEET.fullmatch(name):
            grid = _Grid(shared)
            read_xml(unpack(archive, name), grid.start, grid.end, grid.characters)
            yield Sheet(titles.get(name, _named(posixpath.basename(name)[: -len(".xml")])), "\n".join(grid.lines), is_grid=True)
        elif _NOTES.fullmatch(name):
            yield Sheet(Say("批注", "comments"), "\n".join(_strings(archive, name)))


def _strings(archive: zipfile.ZipFile, name: str) -> list[str]:
    strings = _Strings()
    read_xml(unpack(archive, name), strings.start, strings.end, strings.characters)
    return strings.items


def _named(title: str, is_hidden: bool = False) -> Say:
    return Say(f"工作表“{title}”{'（隐藏）' * is_hidden}", f"sheet '{title}'{' (hidden)' * is_hidden}")


def _titles(archive: zipfile.ZipFile, names: Sequence[str]) -> Mapping[str, Say]:
    """The names of worksheets as staff see them, by part."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in names or links not in names:
        return {}
    targets: dict[str, str] = {}
    titles: dict[str, Say] = {}

    def link(name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(name: str, given: dict[str, str]) -> None:
        if name == "sheet" and given.get("id") in targets:
            titles[targets[given["id"]]] = _named(given.get("name", "")[:40], given.get("state", "visible") != "visible")

    read_xml(unpack(archive, links), link, lambda name: None, lambda text: None)
    read_xml(unpack(archive, book), sheet, lambda name: None, lambda text: None)
    return titles
