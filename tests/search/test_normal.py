"""The normal form: what is the same to a reader is the same to the search, in Python and in the script."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.search.han import FOLDED, SIMPLIFIED
from sitegen.search.normal import normal, words
from tests.search.asking import NODE, ask, write_index
from tests.search.table import folded, simplified


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("買買提·艾力", "买买提艾力"),
        ("買買提・艾力", "买买提•艾力"),
        ("阿迪力‧吐爾遜", "阿迪力⋅吐尔逊"),
        ("ＷＴＯ２００１", "wto2001"),
        ("張　三", "张三"),
        ("張 三\t丰", "张三丰"),
        ("党员 Li  Lei", "党员 li lei"),
        ("㈱⑳", "(株)20"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδοσ"),
        ("清水\u200b村\ufeff", "清水村"),
        ("後裏臺", "后里台"),
    ],
)
def test_what_means_the_same_has_one_form(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_blanks_stay_between_latin_words_only() -> None:
    assert normal(" Li  Lei 和 韩 梅 ") == "li lei 和韩梅"


def test_words_are_divided_at_blanks_and_each_is_asked_once() -> None:
    assert words("張三　村 张三\n2026") == ("张三", "村", "2026")
    assert words(" ·  ") == ()


@settings(max_examples=300)
@given(st.text())
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    assert all(word in normal(text) for word in words(text))


def test_the_table_is_made_from_the_one_it_names() -> None:
    if importlib.util.find_spec("opencc") is None:
        pytest.skip("opencc-python-reimplemented is not installed")
    assert simplified() == SIMPLIFIED
    assert folded() == FOLDED


def test_no_character_leads_to_one_that_is_itself_replaced() -> None:
    assert not set(SIMPLIFIED.values()) & SIMPLIFIED.keys()


@pytest.mark.slow
@pytest.mark.skipif(not NODE, reason="no node")
def test_the_script_and_python_agree_on_every_character(tmp_path: Path) -> None:
    every = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000 and unicodedata.category(chr(c)) not in ("Cn", "Co")]
    samples = [*every, *(f"张{c} 三A{c}\u0301 b" for c in every if ord(c) < 0x20000)]
    write_index(tmp_path, ())
    (answer,) = ask(tmp_path, [{"normal": samples}])
    wrong = [(text, normal(text), other) for text, other in zip(samples, answer, strict=True) if normal(text) != other]
    assert not wrong, wrong[:10]
