"""The html of a record's text taken down to what a printed document needs: paragraphs, headings, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TypeAlias

_BLOCKS = frozenset({"p", "li", "blockquote", "pre", "div", "ul", "ol", "dl", "dt", "dd", "section", "figure", "figcaption", "hr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """``head`` may be empty; every row has as many cells as the widest."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Table


def blocks_of(html: str) -> Iterator[Block]:
    """The blocks of sanitised html, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    yield from reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.piece: list[str] = []
        self.is_heading = False
        self.silent = 0
        self.rows: list[tuple[bool, list[str]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.flush()
            self.rows = []
        elif self.rows is not None and tag == "tr":
            self.rows.append((False, []))
        elif self.rows is not None and tag in ("td", "th"):
            self._cell(is_head=tag == "th")
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.flush()
            self.is_heading = tag in _HEADINGS
        elif tag == "br":
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag == "table":
            self._end_table()
        elif self.rows is not None and tag in ("td", "th"):
            self._end_cell()
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.piece.append(data)

    def flush(self) -> None:
        """The text gathered so far as a block; inside of a table it belongs to its cell."""
        if self.rows is not None:
            self.piece.append(" ")
            return
        text = " ".join("".join(self.piece).split())
        self.piece.clear()
        if text:
            self.blocks.append(Heading(text) if self.is_heading else Paragraph(text))
        self.is_heading = False

    def _cell(self, *, is_head: bool) -> None:
        self.piece.clear()
        if self.rows:
            cells = self.rows[-1][1]
            self.rows[-1] = (is_head and (self.rows[-1][0] or not cells), cells)

    def _end_cell(self) -> None:
        text = " ".join("".join(self.piece).split())
        self.piece.clear()
        if self.rows:
            self.rows[-1][1].append(text)

    def _end_table(self) -> None:
        rows, self.rows = self.rows or [], None
        self.piece.clear()
        width = max((len(cells) for _, cells in rows), default=0)
        if not width:
            return
        even = [(is_head, (*cells, *("",) * (width - len(cells)))) for is_head, cells in rows if cells]
        head = even[0][1] if even[0][0] and len(even) > 1 else ()
        self.blocks.append(Table(head, tuple(cells for _, cells in even[1 if head else 0 :])))
