"""A header is changed where it is meant to be, and every other sign of it stays."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.reading.characters import is_harmful
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


SPECIAL = (
    "<<", "=", "~", "null", "Null", "yes", "no", "on", "True", "1e3", "0x1", "0o7", "010", "1_000", "12:30:00", ".inf", ".nan",
    "2026-11-22", ":", "a:", "a: b", "：", "姓名：张", "#", "a #b", "-", "- ", "- a", "?", "? ", "? a", "%", "%a", "@", "@a", "`", "`a",
    "!", "!!str a", "&a", "*a", "|", ">", "{", "}", "[", "]", ",", "'", '"', "''", '""', "\\", "---", "...", "--- a", "😀", "㐂𠮷䶮",
    " a", "a ", "\ta", "a\t", "\u3000a", "a\u3000", "\xa0a", "a\xa0", "-\u3000a",
    "a\n\u3000\u3000b", "a\n", "\n", "a\n\nb", "  a\nb", "a\n  b", "a \nb", "a\n#b",
    "a\n---\nb", "<", "<<a", "http://x:80/",
)  # fmt: skip
"""Texts that mean something else to YAML, or to whoever looks at the file."""

words = (
    st.text(st.sampled_from("甲乙丙丁，。：；！“”、 ab1:#-[]{}'\"|>&*!%@`,?=~^\\/\n2026-11 否是<\u3000"), min_size=1, max_size=20)
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


def all_of(word: str) -> dict[str, Any]:
    """A text in every place that a text may have."""
    return {
        "name": word,
        "summary": "乙",
        "tags": [word, "丙", word],
        "honours": [{"title": word, "notices": [{"basis": word}]}, {"title": "丁"}],
    }


def reads_back(values: dict[str, Any]) -> None:
    assert plain(header(Model, values)) == in_chinese(Model, values)


@pytest.mark.parametrize("word", SPECIAL)
def test_a_text_that_means_something_to_yaml_is_composed_as_text(word: str) -> None:
    reads_back(all_of(word))


@pytest.mark.parametrize("word", SPECIAL)
def test_a_text_that_means_something_to_yaml_is_set_as_text_in_a_line_and_in_a_block(word: str) -> None:
    for loc in (("name",), ("honours", 0, "authority"), ("honours", 0, "notices", "end"), ("honours", 1, "title")):
        assert plain(set_value(TEXT, Model, loc, word)) == _set(plain(TEXT), loc, word)


def _set(content: Any, loc: Loc, word: str) -> Any:
    name = {**_NAMES, "authority": "授予单位"}.get(loc[0], loc[0]) if isinstance(loc[0], str) else loc[0]
    content = {**content} if isinstance(content, dict) else [*content]
    content[name] = word if len(loc) == 1 else _set(content[name], loc[1:], word)
    return content


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\x07", "\ufeff"])
@pytest.mark.parametrize("word", ["{}", "a{}b", "a{}  b"])
def test_a_sign_that_no_record_may_hold_is_told_and_becomes_nothing_else(sign: str, word: str) -> None:
    for text in (header(Model, all_of(word.format(sign))), set_value(TEXT, Model, ("honours", 0, "notices", "end"), word.format(sign))):
        node, problems = parse_header("", text)
        assert node is not None
        assert {p.code for p in problems} <= {"F003", "F005"}
        assert problems
        assert word.format("") in str(_plain(node))


@settings(max_examples=25, deadline=None)
@given(models)
def test_what_is_composed_reads_back(values: dict[str, Any]) -> None:
    reads_back(values)


plain_texts = (st.text(min_size=1, max_size=12) | st.sampled_from(SPECIAL)).filter(lambda text: not is_harmful(text))
"""Whatever a record may hold, that is without the signs that the reader takes out of every text."""


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(models, plain_texts)
def test_whatever_plain_text_is_composed_reads_back(values: dict[str, Any], word: str) -> None:
    reads_back({**values, **all_of(word)})


def set_reads_back(values: dict[str, Any], word: str, loc: Loc, is_commented: bool) -> None:
    text = header(Model, values)
    if is_commented and "\n" not in str(values):
        text = "# 上\n" + text + "# 下\n"
    if loc[0] == "honours" and "honours" not in values:
        return
    assert plain(set_value(text, Model, loc, word)) == in_chinese(Model, _with(values, loc, word))


LOCS = st.sampled_from([("name",), ("summary",), ("source",), ("honours", 0, "title"), ("honours", 0, "authority")])


@settings(max_examples=25, deadline=None)
@given(models, words, LOCS, st.booleans())
def test_a_set_value_reads_back_and_nothing_else_changes(values: dict[str, Any], word: str, loc: Loc, is_commented: bool) -> None:
    set_reads_back(values, word, loc, is_commented)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(models, words | st.sampled_from(SPECIAL), LOCS, st.booleans())
def test_a_set_value_reads_back_in_many_headers(values: dict[str, Any], word: str, loc: Loc, is_commented: bool) -> None:
    set_reads_back(values, word, loc, is_commented)


def _with(values: Any, loc: Loc, word: str) -> Any:
    values = dict(values) if isinstance(values, dict) else list(values)
    values[loc[0]] = word if len(loc) == 1 else _with(values[loc[0]], loc[1:], word)
    return values


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
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
