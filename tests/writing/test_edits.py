"""A header is changed where it is meant to be, and every other sign of it stays."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.reading.frontmatter import parse_header
from sitegen.reading.tree import Node
from sitegen.records.entries import Model, NoticeFile
from sitegen.writing.compose import compose, header, in_chinese
from sitegen.writing.edits import NotEditable, add_item, remove, set_value
from sitegen.writing.spans import Loc

TEXT = """\
# 第一行注释
姓名: 张三   # 本名
摘要: "修水渠: 的人"

荣誉:
  # 县里的
  - 称号: 劳动模范
    年度: 2026
    公示: {开始: 2026-11-02, 结束: 2026-11-06}
  - 称号: 能手
标签: [甲, 乙]
目标:
x-内部: 不公开
# 最后一行注释
"""


def plain(text: str) -> Any:
    node, problems = parse_header("", text)
    assert node is not None, (text, problems)
    assert not problems, (text, problems)
    return _plain(node)


def _plain(node: Node) -> Any:
    if node.pairs is not None:
        return {key.text: _plain(value) for key, value in node.pairs}
    return [_plain(item) for item in node.items] if node.items is not None else node.text


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("loc", "value", "lines"),
    [
        (("name",), "李四", ["- 姓名: 张三   # 本名", "+ 姓名: 李四   # 本名"]),
        (("summary",), "教书的人", ['- 摘要: "修水渠: 的人"', "+ 摘要: 教书的人"]),
        (("honours", 0, "year"), "2025", ["-     年度: 2026", "+     年度: 2025"]),
        (
            ("honours", 0, "notices", "end"),
            "2026-11-09",
            ["-     公示: {开始: 2026-11-02, 结束: 2026-11-06}", "+     公示: {开始: 2026-11-02, 结束: 2026-11-09}"],
        ),
        (("honours", 1, "level"), "县", ["+     级别: 县"]),
        (("id",), "zhang-san-1", ["+ 编号: zhang-san-1"]),
        (("goals",), ["服务人民群众"], ["+   - 服务人民群众"]),
        (("tags",), ["丙"], ["- 标签: [甲, 乙]", "+ 标签: [丙]"]),
    ],
)
def test_one_value_is_set(loc: Loc, value: Any, lines: list[str]) -> None:
    after = set_value(TEXT, Model, loc, value)
    assert changed_lines(TEXT, after) == lines
    assert "# 县里的" in after
    assert "# 最后一行注释" in after
    plain(after)


def test_an_item_is_added_to_a_block_a_line_and_nothing() -> None:
    honours = plain(add_item(TEXT, Model, ("honours",), {"title": "标兵", "year": "2027"}))["荣誉"]
    assert honours[2] == {"称号": "标兵", "年度": "2027"}
    assert plain(add_item(TEXT, Model, ("tags",), "丙, 丁"))["标签"] == ["甲", "乙", "丙, 丁"]
    assert plain(add_item(TEXT, Model, ("goals",), "促进社会和谐"))["目标"] == ["促进社会和谐"]
    assert plain(add_item(TEXT, Model, ("promises",), {"text": "修路"}))["承诺"] == [{"内容": "修路"}]
    assert plain(add_item(TEXT, Model, ("honours", 0, "notices"), {"start": "2026-12-01"}))["荣誉"][0]["公示"] == [
        {"开始": "2026-11-02", "结束": "2026-11-06"},
        {"开始": "2026-12-01"},
    ]


@pytest.mark.parametrize(
    "loc", [("name",), ("honours",), ("honours", 0), ("honours", 1), ("honours", 0, "title"), ("honours", 0, "year"), ("tags", 0),
            ("tags", 1), ("honours", 0, "notices", "start"), ("honours", 0, "notices", "end"), ("goals",),
            ("x-内部",), ("honours", 1, "title")],
)  # fmt: skip
def test_a_value_is_taken_out(loc: Loc) -> None:
    assert plain(remove(TEXT, Model, loc)) == _without(plain(TEXT), loc)


_NAMES = {
    "name": "姓名",
    "honours": "荣誉",
    "title": "称号",
    "year": "年度",
    "tags": "标签",
    "notices": "公示",
    "start": "开始",
    "end": "结束",
    "goals": "目标",
}


def _without(content: Any, loc: Loc) -> Any:
    """The content after a removal; a mapping whose only key went is gone itself."""
    content = {**content} if isinstance(content, dict) else [*content]
    name = _NAMES.get(loc[0], loc[0]) if isinstance(loc[0], str) else loc[0]
    if len(loc) == 1:
        del content[name]
    else:
        below = _without(content[name], loc[1:])
        if below == {} or below == []:
            del content[name]
        else:
            content[name] = below
    return content


def test_a_text_that_is_no_mapping_is_left_to_a_person() -> None:
    for text in ("- a\n", "a: [\n", "just text\n"):
        with pytest.raises(NotEditable):
            set_value(text, Model, ("name",), "x")


def test_an_empty_header_takes_its_first_value() -> None:
    assert set_value("", Model, ("name",), "张三") == "姓名: 张三\n"


words = (
    st.text(st.sampled_from("甲乙丙丁，。：；！“”、 ab1:#-[]{}'\"|>&*!%@`,?=~^\\/\n2026-11 否是"), min_size=1, max_size=20)
    .map(lambda s: s.strip())
    .filter(lambda s: s and "---" not in s)
)
days = st.dates().map(lambda d: d.isoformat())
notices = st.fixed_dictionaries({"start": days}, optional={"end": days, "issuer": words, "basis": words})
honours = st.fixed_dictionaries({"title": words}, optional={"year": st.just("2026"), "notices": st.lists(notices, min_size=1, max_size=2)})
models = st.fixed_dictionaries(
    {"name": words, "summary": words},
    optional={"tags": st.lists(words, min_size=1, max_size=3), "honours": st.lists(honours, min_size=1, max_size=3), "source": words},
)


@settings(max_examples=200, deadline=None)
@given(models)
def test_what_is_composed_reads_back(values: dict[str, Any]) -> None:
    node, _ = parse_header("", header(Model, values))
    assert node is not None
    assert _plain(node) == in_chinese(Model, values)


@settings(max_examples=200, deadline=None)
@given(
    models,
    words,
    st.sampled_from([("name",), ("summary",), ("source",), ("honours", 0, "title"), ("honours", 0, "authority")]),
    st.booleans(),
)
def test_a_set_value_reads_back_and_nothing_else_changes(values: dict[str, Any], word: str, loc: Loc, is_commented: bool) -> None:
    text = header(Model, values)
    if is_commented and "\n" not in str(values):
        text = "# 上\n" + text + "# 下\n"
    if loc[0] == "honours" and "honours" not in values:
        return
    node, _ = parse_header("", set_value(text, Model, loc, word))
    expected: Any = in_chinese(Model, _with(values, loc, word))
    assert node is not None
    assert _plain(node) == expected


def _with(values: Any, loc: Loc, word: str) -> Any:
    values = dict(values) if isinstance(values, dict) else list(values)
    values[loc[0]] = word if len(loc) == 1 else _with(values[loc[0]], loc[1:], word)
    return values


@settings(max_examples=100, deadline=None)
@given(models, notices)
def test_an_added_item_reads_back(values: dict[str, Any], notice: dict[str, str]) -> None:
    node, _ = parse_header("", add_item(header(Model, values), Model, ("honours",), {"title": "新", "notices": [notice]}))
    assert node is not None
    assert _plain(node) == in_chinese(Model, {**values, "honours": [*values.get("honours", []), {"title": "新", "notices": [notice]}]})


def test_a_new_file_begins_with_what_is_needed() -> None:
    text = compose(NoticeFile, {"start": "2026-11-02", "title": "公示", "id": "pi-2026"}, "现公示如下。\n\n")
    assert text == "---\n编号: pi-2026\n标题: 公示\n开始: 2026-11-02\n---\n现公示如下。\n"
    with pytest.raises(KeyError):
        compose(NoticeFile, {"nonsense": "x"})
