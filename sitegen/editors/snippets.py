"""Beginnings of records to fill in, one for each thing that staff write most; keys come from the schema. Pure."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sitegen.editors.json_schema import options_of
from sitegen.records.entries import Model, NoticeFile, Unit
from sitegen.records.facts import Honour, Promise
from sitegen.records.scalars import Choice
from sitegen.schema.keys import keys_of


class Snippet(NamedTuple):
    """What is inserted for a word that was typed: its name, the words, and the fields with what to put in first."""

    name: str
    words: tuple[str, ...]
    record: type
    fields: Mapping[str, Any]
    body: str = ""
    is_item: bool = False


_TODAY = "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
_YEAR = "${CURRENT_YEAR}"
_INLINE = {"scope": "县", "start": _TODAY, "length": "5个工作日", "issuer": "公示单位", "basis": "依据的文件"}
SNIPPETS: Sequence[Snippet] = (
    Snippet("写一个人", ("典型", "人", "model"), Model,
            {"name": "姓名", "summary": "一两句话的摘要", "region": "省/市/县", "sector": "领域", "unit": "单位", "post": "职务",
             "published": _TODAY}, "## 事迹\n\n从一件具体的事写起"),
    Snippet("写一个单位", ("单位", "unit"), Unit,
            {"name": "单位名称", "summary": "一两句话的摘要", "kind": "党组织", "region": "省/市/县", "sector": "领域",
             "published": _TODAY}, "## 做法\n\n做了什么，结果怎样"),
    Snippet("写一个公示（一批人）", ("公示", "notice"), NoticeFile,
            {"id": f"gongshi-{_YEAR}-01", "title": "公示的标题", **_INLINE, "audience": "公示的范围", "published": _TODAY},
            "根据……，现将拟表彰人选予以公示"),
    Snippet("加一项荣誉（带公示）", ("荣誉", "honour"), Honour,
            {"title": "荣誉称号", "level": "县", "year": _YEAR, "authority": "授予单位",
             "nomination": {"by": "群众推荐", "date": _TODAY, "count": "1"}, "notices": [dict(_INLINE)]}, is_item=True),
    Snippet("加一条承诺", ("承诺", "promise"), Promise,
            {"text": "承诺做什么", "made": _TODAY, "due": f"{_YEAR}-12-31", "responsible": "负责的岗位", "origin": "群众诉求"},
            is_item=True),
)  # fmt: skip
_OUTER = {Honour: "荣誉", Promise: "承诺"}


def snippets() -> str:
    """The file of snippets."""
    found = {
        each.name: {
            "prefix": list(each.words),
            "scope": "markdown,yaml",
            "body": _body(each),
            "description": f"{each.name}，按 Tab 逐项填写",
        }
        for each in SNIPPETS
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _body(snippet: Snippet) -> list[str]:
    stops = _Stops()
    lines = list(_lines(snippet.record, snippet.fields, stops))
    if snippet.is_item:
        return [f"{_OUTER[snippet.record]}:", *(("  - " if i == 0 else "    ") + line for i, line in enumerate(lines))]
    first, *rest = snippet.body.split("\n")
    text = [first, *rest[:-1], stops.ask(rest[-1])] if rest else [stops.ask(first)]
    return ["---", *lines, "---", *text, "$0"]


class _Stops:
    """The places at which the cursor stops, numbered as they come."""

    def __init__(self) -> None:
        self.number = 0

    def ask(self, text: str) -> str:
        self.number += 1
        return f"${{{self.number}:{text}}}"

    def offer(self, words: Sequence[str]) -> str:
        self.number += 1
        return f"${{{self.number}|{','.join(words)}|}}"


def _lines(record: type, fields: Mapping[str, Any], stops: _Stops) -> Iterator[str]:

    hints = typing.get_type_hints(record, include_extras=True)
    known = {key.name: key for key in keys_of(record)}
    for name, value in fields.items():
        key = known[name]
        below = key.shape.record
        if below is not None and isinstance(value, dict | list):
            yield f"{key.zh}:"
            many = value if isinstance(value, list) else [value]
            for each in many:
                inner = list(_lines(below, each, stops))
                dash = ("  - ", "    ") if isinstance(value, list) else ("  ", "  ")
                yield from (dash[i > 0] + line for i, line in enumerate(inner))
        else:
            words = words_of(hints[name])
            yield f"{key.zh}: {stops.offer((value, *(w for w in words if w != value))) if words else stops.ask(value)}"


def words_of(hint: Any) -> tuple[str, ...]:
    """The Chinese words of a closed list; none for any other type."""

    for option in options_of(hint):
        kind = typing.get_args(option)[0] if hasattr(option, "__metadata__") else option
        if isinstance(kind, type) and issubclass(kind, Choice):
            return tuple(member.zh for member in kind)
    return ()


def expanded(body: Sequence[str], date: tuple[str, str, str]) -> str:
    """A snippet as it stands when every stop is passed over with what it holds."""
    text = "\n".join(body)
    for name, value in zip(("YEAR", "MONTH", "DATE"), date, strict=True):
        text = text.replace(f"${{CURRENT_{name}}}", value)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\|\}", r"\1", text)
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d", lambda m: m[1] or "", text)
