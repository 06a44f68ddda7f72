"""Where each value of a YAML text begins and ends, so that one can be changed and all else stays as it was written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from sitegen.reading.lines import key_text
from sitegen.reading.signs import TextLoader
from sitegen.schema.keys import FieldKey, Shape, key_table

Loc = tuple[str | int, ...]


class NotEditable(ValueError):
    """A text that is no plain YAML mapping: only a person can say what is meant."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value: offsets of its key (of its dash, for an item of a list) and of itself, and how it is written.

    ``indent`` is the column of its children (or would be); ``last`` where its last child ends.
    """

    begin: int
    start: int
    end: int
    kind: str  # text, list or mapping
    is_flow: bool
    indent: int
    is_empty: bool


def spans_of(text: str, record: type) -> Mapping[Loc, Span]:
    """Every value of a header by its field names and indexes; keys that the record does not know by themselves.

    Raises NotEditable.
    """
    try:
        root = yaml.compose(text, Loader=TextLoader)
    except (yaml.YAMLError, RecursionError, UnicodeError) as error:
        raise NotEditable(str(error).split("\n")[0]) from None
    if root is None:
        return {(): Span(0, 0, 0, "mapping", False, 0, True)}
    if not isinstance(root, yaml.MappingNode):
        raise NotEditable("no mapping")
    lines = _Lines(text)
    return dict(_walk(lines, root, 0, (), Shape(record=record)))


class _Lines:
    """Marks of the library as offsets into the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def offset(self, mark: yaml.Mark) -> int:
        # the C parser counts columns in characters, as we do, but its index in bytes
        return min(self.starts[mark.line] + mark.column, len(self.text))


def _walk(lines: _Lines, node: yaml.Node, begin: int, loc: Loc, shape: Shape | None) -> Iterator[tuple[Loc, Span]]:
    yield loc, _span(lines, node, begin)
    if isinstance(node, yaml.MappingNode):
        table: Mapping[str, FieldKey] = key_table(shape.record) if shape is not None and shape.record is not None else {}
        for key, value in node.value:
            field = table.get(key_text(key.value)) if isinstance(key, yaml.ScalarNode) else None
            name = field.name if field else key_text(str(key.value))
            yield from _walk(lines, value, lines.offset(key.start_mark), (*loc, name), field.shape if field else None)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            at = lines.offset(item.start_mark)
            dash = at if node.flow_style else lines.text.rfind("-", 0, at)
            yield from _walk(lines, item, dash, (*loc, number), shape.item if shape is not None else None)


def _span(lines: _Lines, node: yaml.Node, begin: int) -> Span:
    start, end = lines.offset(node.start_mark), lines.offset(node.end_mark)
    # a block ends where the next thing begins; what lies between is not part of it
    kept = lines.text[start:end].rstrip()
    if isinstance(node, yaml.CollectionNode):
        kind = "list" if isinstance(node, yaml.SequenceNode) else "mapping"
        if not node.flow_style:
            kept = _without_comments(kept)
        column = node.value[0][0].start_mark.column if kind == "mapping" and node.value else node.start_mark.column
        return Span(begin, start, start + len(kept), kind, bool(node.flow_style), column, not node.value)
    style = getattr(node, "style", None)
    return Span(begin, start, start + len(kept), "text", style in ("'", '"'), node.start_mark.column, not kept)


def _without_comments(text: str) -> str:
    """A block without the comment lines after its last value, which belong to what follows."""
    lines = text.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return "\n".join(lines)
