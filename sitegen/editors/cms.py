"""The configuration of a form in the browser (Decap CMS, Sveltia CMS): the fields of every kind of file. Pure, and optional."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import yaml

from sitegen.editors.json_schema import ROOTS, TITLES, options_of
from sitegen.editors.snippets import words_of
from sitegen.editors.values import value_of
from sitegen.records.words import MODEL_CRITERIA, UNIT_CRITERIA
from sitegen.schema.keys import FieldKey, Shape, keys_of

PATH = "admin/config.yml"
MEDIA = "content/files"
_TITLE_KEYS = {"models": "姓名", "units": "名称", "notices": "标题", "bulletins": "标题", "pages": "标题"}
_FREE = {"五带头": MODEL_CRITERIA, "五个好": UNIT_CRITERIA, "票": ("满意", "基本满意", "不满意")}
_HEAD = "# 由程序生成（python build.py editors --cms）；用法见 docs/manual/editors.md\n"


def config(*, people: tuple[str, ...] = (), units: tuple[str, ...] = ()) -> str:
    """The text of ``admin/config.yml``; ``people`` and ``units`` are the site's own wording of the criteria."""
    free = _FREE | ({"五带头": people} if people else {}) | ({"五个好": units} if units else {})
    content = {
        "backend": {"name": "git-gateway", "branch": "main"},
        "local_backend": True,
        "locale": "zh_Hans",
        "media_folder": MEDIA,
        "public_folder": "/" + MEDIA.removeprefix("content/"),
        "slug": {"encoding": "unicode", "clean_accents": False},
        "collections": [_collection(root, free) for root in _TITLE_KEYS],
    }
    return _HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def _collection(root: str, free: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    body = {"label": "正文", "name": "body", "widget": "markdown", "required": False}
    return {
        "name": root,
        "label": TITLES[root],
        "folder": f"content/{root}",
        "create": True,
        "extension": "md",
        "format": "yaml-frontmatter",
        "identifier_field": _TITLE_KEYS[root],
        "summary": "{{" + _TITLE_KEYS[root] + "}}",
        "editor": {"preview": False},
        "fields": [*_fields(ROOTS[root], free), body],
    }


def _fields(record: type, free: dict[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    hints = typing.get_type_hints(record, include_extras=True)
    for key in keys_of(record):
        told = {"label": key.zh, "name": key.zh, "hint": key.help_zh, "required": key.needed}
        yield {**told, **_widget(key, key.shape, hints[key.name], free)}


def _widget(key: FieldKey, shape: Shape, hint: Any, free: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    if shape.record is not None:
        return {"widget": "list" if shape.is_list else "object", "collapsed": True, "fields": list(_fields(shape.record, free))}
    if shape.is_mapping:
        inner = {"widget": "number", "value_type": "int", "min": 0} if key.zh == "票" else {"widget": "text"}
        named = [{"label": word, "name": word, "required": False, **inner} for word in free[key.zh]]
        return {"widget": "object", "collapsed": True, "fields": named}
    if words := words_of(hint):
        return {"widget": "select", "options": list(words)}
    kinds = options_of(hint)
    if object in kinds:
        return {"widget": "text"}
    if shape.is_list and typing.get_origin(kinds[0]) is tuple:
        return {"widget": "list"}
    return _single(key, value_of(kinds[0]).name, kinds[0])


def _single(key: FieldKey, name: str, kind: Any) -> dict[str, Any]:
    if key.zh == "文件":
        return {"widget": "file"}
    if name in ("number", "year"):
        return {"widget": "number", "value_type": "int", "min": 0}
    if name == "day":
        day = "YYYY-MM-DD"
        return {"widget": "datetime", "format": day, "date_format": day, "time_format": False, "picker_utc": True, "default": ""}
    if name == "yes":
        return {"widget": "select", "options": ["是", "否"]}
    if name == "texts":
        return {"widget": "list"}
    if name == "text":
        return {"widget": "string"}
    value = value_of(kind)
    widget = "text" if name == "summary" else "string"
    return {"widget": widget, "pattern": [value.pattern, f"应是{value.zh}" + (f"，如 {value.example}" if value.example else "")]}
