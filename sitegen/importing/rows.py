"""A row as a typed record: the schema reads it as if it were a header, so its messages are those of a header. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.importing.faults import cell_name, info
from sitegen.importing.grid import Cell
from sitegen.importing.lists import Entry
from sitegen.importing.matching import Wish
from sitegen.importing.values import Names, as_written, divided, text_of
from sitegen.problems import Place, Problem, Say
from sitegen.reading.characters import check_value
from sitegen.reading.tree import Node
from sitegen.records.entries import SUMMARY_LIMIT
from sitegen.records.filed import Filed
from sitegen.schema.columns import FILE, KINDS, Column, Path, column_at, columns_of
from sitegen.schema.keys import FieldKey, keys_of
from sitegen.schema.reading import Read, read_record

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as a record (None if anything is wrong). ``honour`` is the number of the honour that it speaks of, ``added`` are
    fields that the command line filled in, ``body`` the text of a new file."""

    entry: Entry
    record: Any
    names: Names
    honour: int | None
    added: frozenset[Path]
    body: str
    problems: tuple[Problem, ...]

    @property
    def wanted_slug(self) -> str:
        return self.entry.text(FILE).removesuffix(".md")

    @property
    def title(self) -> str:
        return str(self.record.title)

    @property
    def unit(self) -> str:
        unit = getattr(self.record, "unit", None) or ""
        return self.names.shown(unit)

    @property
    def honour_title(self) -> str:
        return str(self.record.honours[0].title) if self.honour is not None else ""


def read_row(entry: Entry, kind: str, filed: Filed[Any] | None, names: Names, honour: int | None, wish: Wish) -> ReadRow:
    """Type the cells of a row; what it does not say of a record that is there already, that record says."""
    record: type[Any] = KINDS[kind]
    texts: dict[Path, Cell] = {
        p: c._replace(text=as_written(p, c.text, names)) for p, c in entry.cells.items() if c.text and p[0][0] != "@"
    }
    is_new = filed is None or kind == "notices" or honour is None or honour >= len(filed.record.honours)
    added = _add_wishes(texts, entry, honour, wish if is_new else Wish(wish.notice)) if kind != "notices" else frozenset()
    body, notes = _long_summary(entry, texts) if kind != "notices" else ("", ())
    if honour is None:
        texts = {p: c for p, c in texts.items() if p[0] != "honours"}
    if filed is not None:
        _add_known(texts, entry, record, filed, names, honour)
    harmful = [_relocated(entry, p) for c in texts.values() for p in check_value(Place("", c.row, c.column), c.text)]
    read: Read[Any] = read_record(record, "", _tree(record, texts, entry))
    problems = (*harmful, *(_relocated(entry, p) for p in read.problems), *notes)
    return ReadRow(entry, None if harmful else read.record, names, honour, added, body, problems)


def _add_wishes(texts: dict[Path, Cell], entry: Entry, honour: int | None, wish: Wish) -> frozenset[Path]:
    """Fields of the honour that the command line gives, where the row does not; of one that is there already, its notice only."""
    if honour is None:
        return frozenset()
    said = {"title": wish.honour, "level": wish.level, "authority": wish.authority, "year": wish.year, "notices": wish.notice}
    added = {("honours", name): text for name, text in said.items() if text and (name == "notices" or ("honours", name) not in texts)}
    column = min(c.column for c in entry.cells.values())
    texts.update({path: Cell(entry.number, column, text) for path, text in added.items()})
    return frozenset(added)


def _add_known(texts: dict[Path, Cell], entry: Entry, record: type, filed: Filed[Any], names: Names, honour: int | None) -> None:
    column = min(c.column for c in entry.cells.values())
    for known in columns_of(record):
        is_honour = known.path[0] == "honours"
        if known.path[0][0] == "@" or known.path in texts or (is_honour and honour is None):
            continue
        if text := text_of(known, filed.record, names, honour or 0):
            texts[known.path] = Cell(entry.number, column, as_written(known.path, text, names))


def _long_summary(entry: Entry, texts: dict[Path, Cell]) -> tuple[str, tuple[Problem, ...]]:
    """Deeds that are longer than a summary become the text of the record, and their first sentences the summary."""
    cell = texts.get(("summary",))
    if cell is None or len(cell.text) <= SUMMARY_LIMIT:
        return "", ()
    texts["summary",] = cell._replace(text=shortened(cell.text))
    place = Place(entry.table.place + cell_name(cell.row, cell.column), cell.row, cell.column)
    note = info(
        "I016", place,
        Say(f"事迹有 {len(cell.text)} 个字：全文作正文，前几句作摘要", f"{len(cell.text)} characters: made the text, its head the summary"),
        Say("导入后看一看摘要是不是合适", "see afterwards whether the summary fits"),
    )  # fmt: skip
    return "\n\n".join(line.strip() for line in cell.text.split("\n") if line.strip()), (note,)


def shortened(text: str) -> str:
    """The first sentences of a text, as many as fit into a summary; cut where the first one alone does not."""
    flat = re.sub(r"\s*\n\s*", "", text.strip())
    found = ""
    for match in _SENTENCE.finditer(flat):
        if len(found) + len(match[0]) > SUMMARY_LIMIT:
            break
        found += match[0]
    found = found.rstrip("；; ")
    return found or f"{flat[: SUMMARY_LIMIT - 1].rstrip('，、,；; ')}…"


def _relocated(entry: Entry, problem: Problem) -> Problem:
    place = problem.place
    where = Place(entry.table.place + cell_name(place.line, place.column), place.line, place.column)
    return Problem(problem.code, problem.severity, where, problem.message, problem.fix)


_Branch = dict[str, Any]


def _tree(record: type, texts: Mapping[Path, Cell], entry: Entry) -> Node:
    """The cells as a header would hold them, each at its row and column."""
    root: _Branch = {}
    for path, cell in texts.items():
        branch = root
        for name in path[:-1]:
            branch = branch.setdefault(name, {})
        branch[path[-1]] = (column_at(record, path), cell)
    column = min(c.column for c in entry.cells.values())
    return Node(entry.number, column, pairs=tuple(_pairs(record, root, entry.number, column)))


def _pairs(record: type, branch: _Branch, row: int, column: int) -> Iterator[tuple[Node, Node]]:
    keys: Mapping[str, FieldKey] = {key.name: key for key in keys_of(record)}
    for name, below in branch.items():
        key = keys[name]
        if not isinstance(below, dict):
            yield Node(below[1].row, below[1].column, key.zh), _leaf(*below)
        elif key.shape.record is not None:
            node = Node(row, column, pairs=tuple(_pairs(key.shape.record, below, row, column)))
            yield Node(row, column, key.zh), node
        else:
            words = tuple((Node(c.row, c.column, word), Node(c.row, c.column, c.text)) for word, (_, c) in below.items())
            yield Node(row, column, key.zh), Node(row, column, pairs=words)


def _leaf(column: Column, cell: Cell) -> Node:
    if column.is_list:
        return Node(cell.row, cell.column, items=tuple(Node(cell.row, cell.column, item) for item in divided(cell.text)))
    return Node(cell.row, cell.column, cell.text)
