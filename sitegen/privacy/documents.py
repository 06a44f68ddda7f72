"""Zipped documents of running text (docx, pptx, ofd, odt, ods), workbooks and archives to text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitegen.privacy.parts import Sheet, Unreadable, in_order, open_zip, read_xml, row_text, unpack
from sitegen.privacy.workbook import read_workbook
from sitegen.problems import Say

_DEEPEST = 3  # documents in documents
_NOTHING = Say("", "")
_RUNS = frozenset({"t", "delText", "instrText"})  # deleted text of tracked changes is still in the file
_GLYPHS = frozenset({"TextCode"})
_KINDS: tuple[tuple[str, re.Pattern[str], frozenset[str] | None], ...] = (
    ("word/", re.compile(r"word/(document|header|footer|footnotes|endnotes|comments|glossary)[^/]*\.xml"), _RUNS),
    ("ppt/", re.compile(r"ppt/(slides|notesSlides|comments)/[^/]+\.xml"), _RUNS),
    ("OFD.xml", re.compile(r"(.*/)?(Content|Annotation|Annot_\d+)\.xml"), _GLYPHS),
    ("content.xml", re.compile(r"(content|styles|meta)\.xml"), None),
)
_INSIDE = re.compile(r".*\.(docx|docm|xlsx|xlsm|pptx|ofd|odt|ods|zip|pdf|txt|csv|tsv|doc|xls|wps|et|rar|7z)", re.IGNORECASE)

Read = Callable[[str, bytes, int], list[Sheet]]


def read_zipped(data: bytes, read: Read, depth: int = 0) -> list[Sheet]:
    """The text of a zipped document or of the files in an archive; ``read`` takes those inside. Raises Unreadable."""
    if depth > _DEEPEST:
        raise Unreadable(Say("压缩包套得太深", "archives lie too deep in each other"))
    archive = open_zip(data)
    names = in_order(archive.namelist())
    sheets = list(read_workbook(archive, names)) if any(n.startswith("xl/") for n in names) else []
    for mark, pattern, texts in _KINDS:
        if any(n.startswith(mark) for n in names):
            sheets += (Sheet(_NOTHING, _written(unpack(archive, n), texts)) for n in names if pattern.fullmatch(n))
            break
    for name in names:
        if _INSIDE.fullmatch(name):
            sheets += _inside(name.rpartition("/")[2], unpack(archive, name), read, depth + 1)
    if not sheets:
        raise Unreadable(Say("里面没有能读的文字", "nothing in it can be read"))
    return sheets


def _inside(name: str, data: bytes, read: Read, depth: int) -> Iterator[Sheet]:
    """The pieces of a file in a file; one that cannot be read keeps no other from being read."""
    try:
        for sheet in read(name, data, depth):
            yield sheet._replace(name=Say(f"{name} {sheet.name.zh}".strip(), f"{name} {sheet.name.en}".strip()))
    except Unreadable as error:
        yield Sheet(Say(name, name), "", gap=error.why)


class _Writing:
    """The text of a document of running text: paragraphs as lines, rows of tables as ``| … |``."""

    def __init__(self, texts: frozenset[str] | None) -> None:
        self.texts = texts  # elements whose characters are text; None: all
        self.lines: list[str] = []
        self.line: list[str] = []
        self.rows: list[list[str]] = []
        self.cells: list[list[str]] = []
        self.inside = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if self.texts is not None and name in self.texts:
            self.inside += 1
        elif name in ("tab", "s"):
            self.line.append(" ")
        elif name in ("br", "cr", "line-break"):
            self.line.append(" " if self.cells else "\n")
        elif name == "noBreakHyphen":
            self.line.append("-")
        elif name in ("tr", "table-row"):
            self.rows.append([])
        elif name in ("tc", "table-cell"):
            self.cells.append([])

    def characters(self, text: str) -> None:
        if self.texts is None or self.inside:
            self.line.append(text)

    def end(self, name: str) -> None:
        if self.texts is not None and name in self.texts:
            self.inside -= 1
        elif name in ("p", "h", "TextObject"):
            self.paragraph()
        elif name in ("tc", "table-cell") and self.cells:
            self.paragraph()
            cell = " ".join(self.cells.pop())
            if self.rows:
                self.rows[-1].append(cell)
        elif name in ("tr", "table-row") and self.rows:
            row = row_text(self.rows.pop())
            (self.cells[-1] if self.cells else self.lines).append(row)
        elif name in ("tbl", "table"):
            self.lines.append("")

    def paragraph(self) -> None:
        text = "".join(self.line)
        self.line.clear()
        (self.cells[-1] if self.cells else self.lines).append(text)


def _written(data: bytes, texts: frozenset[str] | None) -> str:
    writing = _Writing(texts)
    read_xml(data, writing.start, writing.end, writing.characters)
    writing.paragraph()
    return "\n".join(writing.lines)
