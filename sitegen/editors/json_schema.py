"""JSON Schema (2020-12, in words that draft 7 knows, too) of everything that staff write."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Annotated, Any

from sitegen.editors.values import JSON, Value, value_of
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.facts import Key
from sitegen.records.site import Site
from sitegen.schema.keys import FieldKey, Shape, keys_of, nested_records

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ROOTS: Mapping[str, type] = {
    "models": Model,
    "units": Unit,
    "notices": NoticeFile,
    "bulletins": Bulletin,
    "pages": Page,
    "site": Site,
}
"""Each kind of file: the folder in content/, or site.yaml."""
TITLES = {"models": "先进典型", "units": "先进单位", "notices": "公示", "bulletins": "评议通报", "pages": "固定页面", "site": "网站设置"}
_NOTHING: JSON = {"type": "null"}


def schema_of(root: str) -> JSON:
    """The schema of one kind of file, by its name in ``ROOTS``."""
    record = ROOTS[root]
    below = sorted(nested_records(record) - {record}, key=lambda r: r.__name__)
    return {
        "$schema": DRAFT,
        "$comment": "由程序生成，不要改；重新生成：python build.py editors",
        "title": TITLES[root],
        **_mapping(record),
        "$defs": {each.__name__: _mapping(each) for each in below} | _values({record, *below}),
    }


def _values(records: set[type]) -> JSON:
    """The single values that fields of these records have, by name."""
    hints = [hint for record in records for hint in typing.get_type_hints(record, include_extras=True).values()]
    found = {value.name: value.schema() for hint in hints for value in values_in(hint)}
    return dict(sorted(found.items()))


def values_in(hint: Any) -> list[Value]:
    """The kinds of single values in an annotation, however deep."""
    try:
        own = [value_of(hint)]
    except KeyError:
        own = []
    return own + [value for part in typing.get_args(hint) if part is not Ellipsis for value in values_in(part)]


def _mapping(record: type) -> JSON:
    """A mapping with the keys of a record class: either spelling of each, never both; ``x-…`` is free."""
    keys, hints = keys_of(record), typing.get_type_hints(record, include_extras=True)
    properties: JSON = {}
    for key in keys:
        for spelling in (key.zh, key.alias):
            properties[spelling] = {**_told(key), **_field(key, hints[key.name])}
    laws: list[JSON] = [{"anyOf": [{"required": [key.zh]}, {"required": [key.alias]}]} for key in keys if key.needed]
    laws += [{"not": {"required": [key.zh, key.alias]}} for key in keys if key.zh != key.alias]
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
        "allOf": laws,
    }


def _told(key: FieldKey) -> JSON:
    return {"title": key.zh, "description": f"{key.help_zh}（{key.alias}：{key.help_en}）"}


def _field(key: FieldKey, hint: Any) -> JSON:
    """The value of a field; one that is not needed may be left empty."""
    written = _written(key.shape, hint)
    if key.needed or not written:
        return written
    options = written["anyOf"] if set(written) == {"anyOf"} else [written]
    return {"anyOf": [*options, _NOTHING]}


def _written(shape: Shape, hint: Any) -> JSON:
    kinds = options_of(hint)
    if object in kinds:
        return {}
    if shape.is_mapping:
        return _free(kinds[0])
    if not shape.is_list:
        return _one(shape, kinds)
    listed = next((typing.get_args(kind)[0] for kind in kinds if typing.get_origin(kind) is tuple), None)
    if listed is None:
        return _in_one_line(kinds[0])
    item = _one(shape.item, options_of(listed))
    many: JSON = {"type": "array", "items": item}
    return {"anyOf": [many, item]} if shape.record is not None else many  # a single one may stand without its list


def _in_one_line(kind: Any) -> JSON:
    """Several texts in one value, such as a place; words may stand in a list as well."""
    if value_of(kind).name != "texts":
        return _single(kind)
    word = typing.get_args(typing.get_args(kind)[0])[0]
    return {"anyOf": [_single(kind), {"type": "array", "items": _single(word)}]}


def _one(shape: Shape, kinds: list[Any]) -> JSON:
    found = [_reference(shape.record.__name__) if shape.record is not None and kind is shape.record else _single(kind) for kind in kinds]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _single(kind: Any) -> JSON:
    return _reference(value_of(kind).name)


def _reference(name: str) -> JSON:
    return {"$ref": f"#/$defs/{name}"}


def _free(kind: Any) -> JSON:
    """A mapping whose keys are the office's own words."""
    name, value = typing.get_args(kind)
    return {"type": "object", "propertyNames": {"pattern": value_of(name).pattern}, "additionalProperties": _single(value)}


def options_of(hint: Any) -> list[Any]:
    """The alternatives of a field's annotation without its key and without None; tags of unions are taken off."""
    if typing.get_origin(hint) is Annotated:
        inner, *marks = typing.get_args(hint)
        kept = [mark for mark in marks if not isinstance(mark, Key) and type(mark).__name__ not in ("Tag", "Discriminator")]
        hint = Annotated[inner, *kept] if kept else inner
    if typing.get_origin(hint) in (typing.Union, type(int | None)):
        return [kind for option in typing.get_args(hint) if option is not type(None) for kind in options_of(option)]
    return [hint]
