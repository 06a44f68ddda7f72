"""Values to the text of a record: Chinese keys in a reader's order, quoted only where YAML needs it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

import yaml

from sitegen.schema.keys import FieldKey, Shape, keys_of

Written: TypeAlias = "str | Sequence[Written] | Mapping[str, Written]"
"""A value as it is written: text, a list, or a mapping by field name (by any key, where the field is a free mapping)."""

_MERGE = "<<"
_LINE_ENDS = ("\x85", "\u2028", "\u2029")  # line breaks to YAML, signs like others to everybody else
_SET_IN = re.compile(r"^[ \t-]*[\u3000\xa0]", re.MULTILINE)  # what a reader of the file takes for a mistaken indent
_WIDE = 100_000  # columns: a value stays on its line


class _Dumper(yaml.SafeDumper):
    """Plain text wherever it reads back as the same text; lists set in below their key."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _quotes(value: str) -> str | None:
    """The quotation marks that a text needs and the library does not see: it would be a merge key, look set in, or lose a line end."""
    if any(sign in value for sign in _LINE_ENDS) or ("\n" in value and _SET_IN.search(value)):
        return '"'
    return "'" if value == _MERGE or _SET_IN.search(value) or (value.strip() != value and "\n" not in value) else None


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = _quotes(value) or ("|" if "\n" in value.rstrip("\n") else None)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


class _LineDumper(_Dumper):
    """The same in one line: a text with line breaks stands in quotation marks."""


def _text_in_one_line(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if "\n" in value else _quotes(value))


_LineDumper.add_representer(str, _text_in_one_line)


def compose(record: type, values: Mapping[str, Written], body: str = "") -> str:
    """A whole Markdown file. Raises KeyError for a name that is no field of ``record``."""
    text = f"---\n{header(record, values)}---\n"
    return f"{text}{body.strip(chr(10))}\n" if body.strip() else text


def header(record: type, values: Mapping[str, Written]) -> str:
    """The lines of a header, each ending in a line break: the name first, lists last; empty values are left out."""
    written = in_chinese(record, values)
    rank = {key.zh: (key.name != "name", not key.needed) for key in keys_of(record)}
    order = sorted(written, key=lambda zh: (not isinstance(written[zh], str), rank[zh]))
    return lines_of({zh: written[zh] for zh in order})


def lines_of(content: Any) -> str:
    """Anything made of text, lists and mappings as block YAML."""
    if not content:
        return ""
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=False)


def in_one_line(content: Any) -> str:
    """The same as flow YAML without a line break, such as ``{日期: 2026-11-18, 内容: 延长}``."""
    text = yaml.dump(content, Dumper=_LineDumper, allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=True)
    return text.removesuffix("...\n").strip("\n")


def in_chinese(record: type, values: Mapping[str, Written]) -> dict[str, Any]:
    """Values by field name as a mapping by Chinese key, in the order of the fields. Raises KeyError."""
    known = {key.name: key for key in keys_of(record)}
    for name in values:
        known[name]
    return {key.zh: _value(key, values[key.name]) for key in known.values() if not _is_empty(values.get(key.name, ""))}


def _value(key: FieldKey, value: Written) -> Any:
    shape = key.shape
    if shape.is_list and isinstance(value, list | tuple):
        return [_one(shape.item, item) for item in value if not _is_empty(item)]
    return _one(shape, value)


def _one(shape: Shape, value: Written) -> Any:
    if isinstance(value, Mapping):
        return in_chinese(shape.record, value) if shape.record is not None else dict(value)
    return value


def _is_empty(value: Written) -> bool:
    return value == "" or (not isinstance(value, str) and len(value) == 0)
