"""The patterns and the readers take the same texts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from sitegen.editors.values import kinds, value_of
from sitegen.records.facts import LevelWord, ScopeWord
from sitegen.records.site import Span

pytestmark = pytest.mark.slow

KINDS = {value.name: (hint, value) for hint, value in kinds()} | {
    "scope": (ScopeWord, value_of(ScopeWord)),
    "level": (LevelWord, value_of(LevelWord)),
}
CLOSED = [name for name in KINDS if name not in ("text", "summary", "region", "email", "texts", "span")]
# texts near the edge of each kind: pieces that readers know, in any order
PIECES: dict[str, str | list[str]] = {
    "day": "2026 1900 2100 2000 2024 2199 2200 0 2 02 28 29 30 31 12 13 - / . 年 月 日",
    "hour": ["0", "7", "17", "23", "24", "25", "00", "30", "59", "60", ":", "时", "点", "分"],
    "length": "自公示之日起 自公示发布之日起 5 05 52 53 366 367 0 一 二 十 五 半 个 工作日 自然日 天 日 周 星期 月 内",
    "number": ["1", "12", "000", ",", "，", "1234567", "-", "."],
    "year": ["2026", "1899", "1900", "2100", "年", "年度", "度"],
    "yes": ["是", "否", "yes", "Yes", "TRUE", "n", "o", "有", "无", "已同意", "同意", "ＹＥＳ"],
    "id": ["abc", "A", "zhang-san", "-", "0", "ａｂ", "一", "_", "x" * 20],
    "phone": ["0871", "1", "-", "(", ")", "转", "或", "+86", ";", "x", "。", "\n"],
    "email": ["a", "@", ".", "..", "b.c", "＠", "．", " ", "example", "x@y.z"],
    "region": ["云南省", "/", "／", " ", "\u3000", "a"],
    "texts": ["甲", "乙", "、", ",", "，", ";", "；", " ", "\n"],
    "summary": ["字" * 59, "字" * 60, "字", " ", "\n"],
    "code": ["L", "l", "001", "0", "1", "LL", "Ｎ", "００３"],
    "scope": ["省", "province", "Province", "ｃｉｔｙ", "本单位", "单位"],
}  # fmt: skip
PIECES["level"] = PIECES["scope"]
PIECES["month"] = PIECES["when"] = f"{PIECES['day']} 2026-05 1999.5"
PIECES["text"] = PIECES["texts"]
BLANKS = ["", "", "", " ", "\u3000", "\t", "\n", "\u00a0"]


def widened(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@st.composite
def near(draw: st.DrawFn, name: str) -> str:
    known = PIECES[name]
    pieces = st.sampled_from(known.split() if isinstance(known, str) else known)
    parts = draw(st.lists(st.tuples(pieces, st.sampled_from(BLANKS)), min_size=1, max_size=8))
    text = "".join(piece + blank for piece, blank in parts)
    return widened(text) if draw(st.booleans()) else text


def reads(hint: Any, text: str) -> bool:
    try:
        TypeAdapter(hint).validate_python(text)
    except ValidationError:
        return False
    return True


def fits(name: str, text: object) -> bool:
    return Draft202012Validator(KINDS[name][1].schema()).is_valid(text)


@pytest.mark.parametrize("name", PIECES)
def test_the_schema_takes_the_texts_that_the_reader_takes(name: str) -> None:
    hint = KINDS[name][0]

    @settings(max_examples=400, deadline=None)
    @given(near(name))
    def same(text: str) -> None:
        assert fits(name, text) == reads(hint, text), text

    same()


def test_every_day_of_the_calendar_and_no_other() -> None:
    hint = KINDS["day"][0]
    for year in (1899, 1900, 1904, 2000, 2023, 2024, 2100, 2104, 2199, 2200):
        for month in range(14):
            for day in (0, 1, 9, 10, 19, 28, 29, 30, 31, 32):
                for text in (f"{year}-{month}-{day}", f"{year}年{month:02}月{day:02}日"):
                    assert fits("day", text) == reads(hint, text), text


LENGTHS = "0 1 9 10 52 53 99 100 300 359 366 367 1000 0007 九十十 五十二 五十三 六十 十十 一百"


@pytest.mark.parametrize("number", LENGTHS.split())
@pytest.mark.parametrize("unit", ["", "天", "个工作日", "周", "个星期", "个月"])
def test_lengths_up_to_a_year(number: str, unit: str) -> None:
    assert fits("length", number + unit) == reads(KINDS["length"][0], number + unit)


@pytest.mark.parametrize("name", CLOSED)
def test_the_schema_takes_no_text_of_whatever_characters_that_the_reader_refuses(name: str) -> None:
    hint, value = KINDS[name]

    @settings(max_examples=200, deadline=None)
    @given(st.from_regex(re.compile(value.pattern)))
    def read(text: str) -> None:
        assert reads(hint, text), text

    read()


@settings(max_examples=300, deadline=None)
@given(near("day"), st.sampled_from(["至", "到", "~", "～", "—", "——", "–", "-", " 至 "]), near("day"))
@example("2026-01-01", "至", "2025-01-01")
def test_a_span_is_read_only_if_the_schema_takes_it(first: str, between: str, last: str) -> None:
    text = first + between + last
    assert fits("span", text) or not reads(Span, text), text
    assert not fits("span", "2026-02-30 至 2026-03-01")
    assert fits("span", "2026-03-01 ~ ２０２６－０３－０５")


def test_what_yaml_reads_as_a_number_or_a_truth_is_judged_as_the_text_it_was() -> None:
    assert fits("year", 2026)
    assert not fits("year", 1899)
    assert fits("month", 1968.5)
    assert not fits("month", 1968)
    assert fits("number", 0)
    assert not fits("number", -1)
    assert fits("text", 2026)
    assert fits("yes", True)
    assert not fits("day", 2026)
    assert not fits("length", 367)
    assert not any(fits(name, None) or fits(name, {}) or fits(name, []) for name in KINDS)
