"""Whatever is in a file, reading never raises, stays quick, and points into the file."""

from __future__ import annotations

import time
from contextlib import suppress

import frontmatter
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sitegen.problems import Problem
from sitegen.reading.decoding import decode
from sitegen.reading.frontmatter import HANDLER, parse_document, parse_header
from sitegen.reading.tree import read_tree
from sitegen.records.site import Site
from sitegen.report import as_json, render
from sitegen.schema.reading import read_record
from tests.reading.corpus import KINDS, Case, cases, read

_PIECES = st.sampled_from(
    [
        "姓名",
        "摘要",
        "name",
        "summary",
        "荣誉",
        "称号",
        "公示",
        "开始",
        "照片",
        "文件",
        "票",
        "满意",
        "受理",
        "日历",
        "放假",
        "x-甲",
        "备注",
        ": ",
        ":",
        "：",
        "： ",
        "\n",
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\n  - ",
        "\n- ",
        "\n\t",
        "\n\n",
        "\n---\n",
        "\n----\n",
        "\n———\n",
        "\n...\n",
        "---\n",
        " ",
        "\u3000",
        "\xa0",
        "\t",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "，",
        '"',
        "'",
        "|",
        "|\n",
        ">-\n",
        "#",
        " #",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "<<",
        "%",
        "@",
        "`",
        "\\",
        "\\u200b",
        "\\x",
        "\u200b",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        "\u202e",
        "\x1b",
        "\r\n",
        "\r",
        "e\u0301",
        "\ufdd0",
        "张三",
        "好",
        "2026-11-02",
        "2026-02-30",
        "11月2日",
        "010",
        "12:30",
        "no",
        "5个工作日",
        "a: b",
        "a:\n",
        "先进“个人”",
        "正文第一段，很长。",
        "# 标题\n",
    ]
)
_TEXTS = st.lists(st.one_of(_PIECES, _PIECES, _PIECES, st.text(max_size=4)), max_size=60).map("".join)
_OPENINGS = st.sampled_from(["---\n", "", "———\n", "\n---\n"])
_CLOSINGS = st.sampled_from(["\n---\n正文", "", "\n----\n", "\n\n正文\n\n---\n"])
_HEADERS = st.tuples(_OPENINGS, _TEXTS, _CLOSINGS).map("".join)
_REPEATED = st.sampled_from(
    [
        "[",
        "{",
        "- ",
        "? ",
        "a: ",
        "[[",
        "{a: ",
        '"',
        "'",
        "|\n",
        "&a ",
        "*a ",
        "!",
        ": ",
        "：",
        "\t",
        "a:\n ",
        "\\",
        'a: "\\',
        "甲：乙\n",
        "a: @b\n",
    ]
)
_CASES = [case for case in cases() if len(case.data) < 3000 and case.encoding == "utf-8"]
_SETTINGS = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _lie_inside(problems: tuple[Problem, ...], text: str) -> None:
    lines = text.split("\n")
    assert "\ufdd0" not in "".join(p.message.zh + p.fix.zh for p in problems)
    for problem in problems:
        for place in filter(None, (problem.place, problem.related)):
            assert 1 <= place.line <= len(lines), (problem, text)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1, (problem, text)


def _within_a_second(kind: str, data: bytes) -> tuple[Problem, ...]:
    start = time.process_time()
    _, problems = read(kind, data)
    assert time.process_time() - start < 1.0  # a guard against blow-up, with room for a busy machine
    return problems


@_SETTINGS
@given(_HEADERS, st.sampled_from(["model", "unit", "notice", "bulletin", "page"]))
def test_reading_never_raises_and_points_into_the_file(text: str, kind: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    problems = _within_a_second(kind, data)
    _lie_inside(problems, data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    lines = text.split("\n")
    for lang in ("zh", "en"):
        assert render(problems, lambda path: lines, lang=lang) or not problems
        assert len(as_json(problems, lang)) == len(problems)


@_SETTINGS
@example("\n---\n#")
@given(_TEXTS)
def test_settings_never_raise_and_point_into_the_file(text: str) -> None:
    start = time.process_time()
    header, problems = parse_header("site.yaml", text)
    if header is not None:
        problems += read_record(Site, "site.yaml", header).problems
    assert time.process_time() - start < 1.0  # a guard against blow-up, with room for a busy machine
    _lie_inside(problems, text)


@_SETTINGS
@given(_HEADERS, st.sampled_from(sorted(KINDS)))
def test_text_that_was_not_decoded_does_no_harm(text: str, kind: str) -> None:
    document = parse_document("a.md", text)
    _lie_inside(document.problems, text)
    if document.header is not None:
        _lie_inside(read_record(KINDS[kind], "a.md", document.header).problems, text)


@_SETTINGS
@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    decoded = decode("a.md", data)
    assert decoded.text or decoded.problems or not data.strip(b"\xef\xbb\xbf")
    _within_a_second("model", data)


@_SETTINGS
@given(st.sampled_from(_CASES), st.integers(0, 3000), st.integers(0, 3), _PIECES)
def test_a_slip_more_in_any_planted_mistake_does_no_harm(case: Case, at: int, cut: int, piece: str) -> None:
    data = case.data
    text = data.decode("utf-8", "replace")
    at %= len(text) + 1
    changed = text[:at] + piece + text[at + cut :]
    problems = _within_a_second(case.kind, changed.encode("utf-8", "surrogatepass"))
    _lie_inside(problems, changed.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


@_SETTINGS
@given(_TEXTS)
def test_the_handler_raises_nothing_but_value_errors(text: str) -> None:
    with suppress(ValueError):
        frontmatter.loads("---\n" + text + "\n---\n", handler=HANDLER)


@pytest.mark.slow
@given(st.integers(1, 2000), _REPEATED)
@settings(max_examples=150, deadline=None)
def test_repetition_costs_no_time(count: int, piece: str) -> None:
    text = (piece * count)[:5000]
    start = time.process_time()
    read_tree("a", text)
    parse_document("a.md", f"---\n{text}\n---\n")
    assert time.process_time() - start < 2.0
