"""One file as menders see it: its text, header and tree, and what reading finds wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from sitegen.intake import KIND_RECORDS, Taken, take_record, take_site
from sitegen.mending.edits import Edit, Ends, Patchwork, between
from sitegen.mending.encoding import Text, text_of
from sitegen.problems import Problem
from sitegen.reading.characters import blank_out
from sitegen.reading.decoding import decode
from sitegen.reading.fences import Parts, split, split_before_prose
from sitegen.reading.frontmatter import Document, parse_document, parse_header
from sitegen.reading.tree import Node, Tree, read_tree
from sitegen.records.site import Site
from sitegen.schema.keys import FieldKey, key_table
from sitegen.sources import Source, source_of
from sitegen.writing.edits import NotEditable, set_value
from sitegen.writing.spans import spans_of

Loc = tuple[str | int, ...]


class Written(NamedTuple):
    """A key of a header with its value: the record class and the mapping it stands in, and its field if it is known."""

    record: type
    mapping: Node
    key: Node
    value: Node
    field: FieldKey | None
    loc: Loc


@dataclass(frozen=True)
class Piece:
    """A file on its way. ``text`` has LF alone; offsets of edits are offsets of it."""

    source: Source
    original: Text
    ends: Ends
    work: Patchwork

    @property
    def path(self) -> str:
        return self.source.path

    @cached_property
    def record(self) -> type:
        return record_of(self.source)

    @cached_property
    def text(self) -> str:
        return self.work.text

    @cached_property
    def data(self) -> bytes:
        """The file as it would be written: UTF-8, with the line ends it has."""
        changes = [self.ends.in_file(change.edit) for change in self.work.changes()]
        raw = self.ends.raw
        for edit in reversed(changes):
            raw = raw[: edit.offset] + edit.text + raw[edit.end :]
        is_same = not changes and self.original.problem is None
        return self.source.data if is_same else raw.encode("utf-8")

    @cached_property
    def taken(self) -> Taken:
        """The record and all problems of the text as it is now."""
        source = source_of(self.path, self.as_bytes)
        return take_record(source) if self.source.kind else take_site(source)

    @cached_property
    def as_bytes(self) -> bytes:
        """The text as a file; a BOM of its own, so that one in the text is seen."""
        return self.text.encode("utf-8-sig" if self.text.startswith("\ufeff") else "utf-8", "replace")

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.taken.problems

    @cached_property
    def shown(self) -> Document:
        """The text taken apart, as the house reads it."""
        text = decode(self.path, self.as_bytes).text
        if self.source.kind:
            return parse_document(self.path, text)
        header, problems = parse_header(self.path, text)
        return Document(self.path, header, "", text.count("\n") + 1, problems)

    @cached_property
    def parts(self) -> Parts:
        """Header and body with their lines; all of site.yaml is header."""
        text = blank_out(self.text)
        if not self.source.kind:
            return Parts(text, 1, "", self.shown.body_line, ())
        parts = split(self.path, text)
        if parts.body_line == self.shown.body_line:
            return parts
        return split_before_prose(self.path, text, parts) or parts

    @property
    def header_line(self) -> int:
        return self.parts.header_line or 1

    @cached_property
    def tree_as_read(self) -> Tree:
        """The header with the lines that had to be read in another form."""
        return read_tree(self.path, self.parts.header, self.header_line)

    @property
    def root(self) -> Node | None:
        """The header as it was meant; None where it cannot be read."""
        return self.shown.header

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every key of the header with its value, as deep as the record knows it."""
        return tuple(_walk(self.root, self.record, ())) if self.root is not None else ()

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def offset(self, line: int, column: int = 1) -> int:
        """Where a line and column (from 1) lie in the text."""
        return sum(len(t) + 1 for t in self.lines[: line - 1]) + column - 1

    @property
    def header_offset(self) -> int:
        return self.offset(self.header_line)

    def written_at(self, line: int, column: int) -> Written | None:
        """The innermost value that begins at a place."""
        return next((w for w in reversed(self.written) if (w.value.line, w.value.column) == (line, column)), None)

    def span_at(self, line: int, column: int) -> tuple[int, int] | None:
        """From where to where the text that begins at a place is written, quotation marks included; None for no plain text."""
        try:
            spans = spans_of(self.parts.header, self.record)
        except NotEditable:
            return None
        at = self.offset(line, column) - self.header_offset
        found = [s for s in spans.values() if s.start == at and s.kind == "text" and not s.is_empty]
        return (found[-1].start + self.header_offset, found[-1].end + self.header_offset) if found else None

    def loc_at(self, line: int, column: int) -> Loc | None:
        """The fields that lead to a place in the header; None in the body."""
        if self.source.kind and line >= self.shown.body_line:
            return None
        found = self.taken.filed.positions if self.taken.filed else {}
        here = [loc for loc, spot in found.items() if spot == (line, column)]
        return max(here, key=len, default=())

    def with_values(self, values: Mapping[Loc, str]) -> tuple[Edit, ...]:
        """The edits that put values in their places, over old ones or beside others; none where the header cannot be edited."""
        header = f"{self.parts.header}\n"
        changed = header
        try:
            for loc, value in values.items():
                changed = set_value(changed, self.record, _as_it_stands(loc, spans_of(changed, self.record)), value)
        except (NotEditable, KeyError):
            return ()
        return tuple(e._replace(offset=e.offset + self.header_offset) for e in between(header, changed))

    def edited(self, edits: tuple[Edit, ...], cause: Problem) -> Piece:
        """The file after ``edits``. Raises ValueError if they overlap."""
        return replace(self, work=self.work.edited(edits, cause))


def record_of(source: Source) -> type:
    return KIND_RECORDS[source.kind] if source.kind else Site


def piece_of(source: Source) -> Piece | None:
    """A file as menders take it; None where its text is not certain."""
    record = record_of(source)
    text = text_of(source.path, source.data, record)
    if text is None:
        return None
    ends = Ends(text.raw)
    return Piece(source, text, ends, Patchwork.of(ends.text))


def _as_it_stands(loc: Loc, spans: Collection[Loc]) -> Loc:
    """A place as the text has it: the only item of a list may stand there without the list."""
    found: Loc = ()
    for step in loc:
        if not (isinstance(step, int) and (*found, step) not in spans and found in spans):
            found = (*found, step)
    return found


def _walk(node: Node, record: type, loc: Loc) -> Iterator[Written]:
    table: Mapping[str, FieldKey] = key_table(record)
    for key, value in node.pairs or ():
        field = table.get(key.text)
        here = (*loc, field.name if field else key.text)
        yield Written(record, node, key, value, field, here)
        if field is None:
            continue
        below = field.shape.record
        for place, item in _items(value, here, is_list=field.shape.is_list):
            if below is not None:
                yield from _walk(item, below, place)
            for name, inner in (item.pairs or ()) if field.shape.is_mapping else ():
                yield Written(record, item, name, inner, field, (*place, name.text))


def _items(value: Node, loc: Loc, *, is_list: bool) -> Iterator[tuple[Loc, Node]]:
    if value.items is None:
        yield ((*loc, 0) if is_list else loc), value
    else:
        for number, item in enumerate(value.items):
            yield (*loc, number), item
