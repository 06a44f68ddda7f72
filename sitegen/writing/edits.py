"""Changes of a header by position: one value set, added or taken out; comments, order and all other signs stay. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sitegen.reading.tree import Node, read_tree
from sitegen.schema.keys import FieldKey, keys_of
from sitegen.writing.compose import Written, in_chinese, in_one_line, lines_of
from sitegen.writing.spans import Loc, NotEditable, Span, spans_of

__all__ = ["NotEditable", "add_item", "remove", "set_value"]


def set_value(text: str, record: type, loc: Loc, value: Written) -> str:
    """A header with the value at ``loc`` (field names and indexes) replaced, or put in if its mapping is there.

    ``value`` is text, or mappings by field name. Raises NotEditable, KeyError for a field that ``record`` has not.
    """
    spans = spans_of(text, record)
    field = _field_at(record, loc)
    content = _content(field, value, is_item=isinstance(loc[-1], int))
    if loc in spans:
        return _replaced(text, spans[loc], content)
    above = _mapping_above(spans, loc)
    return _inserted(text, spans, loc[:-1], above, {field.zh: content})


def add_item(text: str, record: type, loc: Loc, value: Written) -> str:
    """A header with one more item at the end of the list at ``loc``; the list is begun if it is not there. Raises as ``set_value``."""
    spans = spans_of(text, record)
    field = _field_at(record, loc)
    content = _content(field, value, is_item=True)
    span = spans.get(loc)
    if span is None or (span.kind == "text" and span.is_empty):
        return set_value(text, record, loc, [value])
    if span.kind != "list":  # a single item that stands without its list
        return _replaced(text, span, [_reread(text, span), content])
    if span.is_flow:
        joint = "" if span.is_empty else ", "
        return text[: span.end - 1].rstrip() + joint + in_one_line([content])[1:-1] + text[span.end - 1 :]
    indent = _column(text, spans[(*loc, 0)].begin)
    return _after(text, span.end, _shifted(lines_of([content]), indent))


def remove(text: str, record: type, loc: Loc) -> str:
    """A header without the value at ``loc`` and its key. Raises NotEditable, KeyError if nothing is there."""
    spans = spans_of(text, record)
    span = spans[loc]
    above = spans[loc[:-1]]
    if above.is_flow:
        return _out_of_flow(text, span, above)
    first = text.rfind("\n", 0, span.begin) + 1
    last = text.find("\n", max(span.end, span.begin))
    last = len(text) if last < 0 else last + 1
    head = text[first : span.begin]
    if head.strip():  # the first key of an item: its dash stays for the next one, if there is one
        following = _next_sibling(spans, loc)
        return text[: span.begin] + text[following:] if following else text[:first] + text[last:]
    return text[:first] + text[last:]


def _content(field: FieldKey, value: Written, *, is_item: bool) -> Any:
    shape = field.shape
    if shape.is_list and not is_item and not isinstance(value, str | Mapping):
        return [_content(field, item, is_item=True) for item in value]
    if isinstance(value, Mapping) and shape.record is not None:
        return in_chinese(shape.record, value)
    return value


def _field_at(record: type, loc: Loc) -> FieldKey:
    field: FieldKey | None = None
    current: type | None = record
    for part in loc:
        if isinstance(part, int):
            continue
        if current is None:
            raise KeyError(part)
        field = next((k for k in keys_of(current) if k.name == part), None)
        if field is None:
            raise KeyError(part)
        current = field.shape.record
    if field is None:
        raise KeyError(loc)
    return field


def _mapping_above(spans: Mapping[Loc, Span], loc: Loc) -> Span:
    above = spans.get(loc[:-1])
    if above is None or above.kind != "mapping" or isinstance(loc[-1], int):
        raise NotEditable(f"nothing to put {loc[-1]} into")
    return above


def _replaced(text: str, span: Span, content: Any) -> str:
    """The value on its own line where it is text or was in one line, else as a block below its key."""
    if isinstance(content, str):
        return text[: span.start] + _beside(text, span, _scalar(content, text, span)) + text[span.end :]
    if span.is_flow or _in_flow(text, span):
        return text[: span.start] + _beside(text, span, in_one_line(content)) + text[span.end :]
    indent = _column(text, span.begin) + 2
    before = text[: span.start].rstrip(" ").removesuffix("\n").rstrip(" ")
    before = before if before.rstrip(" \n").endswith((":", "-")) else text[: span.start].rstrip()
    return before.rstrip() + "\n" + _shifted(lines_of(content), indent).rstrip("\n") + text[span.end :]


def _beside(text: str, span: Span, value: str) -> str:
    """A value needs a blank after its colon."""
    return f" {value}" if span.start and text[span.start - 1] in ":-" else value


def _scalar(value: str, text: str, span: Span) -> str:
    if "\n" in value:
        return in_one_line(value)
    plain = in_one_line([value])[1:-1] if _in_flow(text, span) else lines_of([value])[2:].rstrip("\n").removeprefix("- ")
    return plain.strip()


def _in_flow(text: str, span: Span) -> bool:
    """Whether a value stands inside brackets: there commas and brackets must be quoted."""
    line = text[text.rfind("\n", 0, span.begin) + 1 : span.begin]
    unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "", line)
    return unquoted.count("{") + unquoted.count("[") > unquoted.count("}") + unquoted.count("]")


def _inserted(text: str, spans: Mapping[Loc, Span], loc: Loc, above: Span, pair: Mapping[str, Any]) -> str:
    if above.is_flow:
        joint = "" if above.is_empty else ", "
        inside = in_one_line(dict(pair))[1:-1]
        return text[: above.end - 1].rstrip() + joint + inside + text[above.end - 1 :]
    if not loc and above.is_empty:
        return lines_of(dict(pair)) + text
    end = max((s.end for where, s in spans.items() if where[: len(loc)] == loc and where != loc), default=above.end)
    return _after(text, end, _shifted(lines_of(dict(pair)), above.indent))


def _after(text: str, end: int, block: str) -> str:
    """``block`` on the line after the one in which ``end`` lies, past a comment at its end."""
    at = text.find("\n", end)
    if at < 0:
        return f"{text}\n{block}"
    return text[: at + 1] + block + text[at + 1 :]


def _shifted(block: str, indent: int) -> str:
    blanks = " " * max(indent, 0)
    return "".join(f"{blanks}{line}\n" if line else "\n" for line in block.splitlines())


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)


def _next_sibling(spans: Mapping[Loc, Span], loc: Loc) -> int | None:
    after = [s.begin for where, s in spans.items() if where[:-1] == loc[:-1] and s.begin > spans[loc].begin]
    return min(after, default=None)


def _out_of_flow(text: str, span: Span, above: Span) -> str:
    end = span.end
    rest = re.match(r"\s*,\s*", text[end : above.end])
    if rest:
        return text[: span.begin] + text[end + rest.end() :]
    before = re.search(r",\s*$", text[: span.begin])
    return (text[: before.start()] if before else text[: span.begin]) + text[end:]


def _reread(text: str, span: Span) -> Any:
    """A value that is written already, as it reads."""
    root = read_tree("", " " * _column(text, span.start) + text[span.start : span.end]).root
    return _plain(root) if root is not None else ""


def _plain(node: Node) -> Any:
    if node.pairs is not None:
        return {key.text: _plain(value) for key, value in node.pairs}
    return [_plain(item) for item in node.items] if node.items is not None else node.text
