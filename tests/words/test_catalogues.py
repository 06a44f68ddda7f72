"""The catalogues of the default theme are whole: every word, no more, and every value in its place."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from babel.messages.catalog import Message

from tests.words.extraction import messages
from tests.words.renew import ENGLISH, TRADITIONAL, entries, forms, in_traditional, po_of, read, text_of, traditional

BOTH = pytest.mark.parametrize("file", [ENGLISH, TRADITIONAL], ids=lambda p: p.stem)
_VALUES = re.compile(r"%\(\w+\)s")
HAN = re.compile(r"[\u3400-\u9fff]")


@BOTH
def test_a_catalogue_has_every_message_and_no_other(file: object) -> None:
    assert isinstance(file, type(ENGLISH))
    assert {text_of(m) for m in entries(read(file))} == {m.text for m in messages()}
    assert not read(file).obsolete


@BOTH
def test_every_message_is_translated_with_its_values(file: object) -> None:
    assert isinstance(file, type(ENGLISH))
    for message in entries(read(file)):
        assert not message.fuzzy, message.id
        for text in forms(message):
            assert text.strip(), message.id
            assert Counter(_VALUES.findall(text)) == Counter(_VALUES.findall(text_of(message))), message.id


@BOTH
def test_a_translation_brings_no_markup_of_its_own(file: object) -> None:
    """Words go unescaped into templates and attributes, as the Chinese ones do."""
    assert isinstance(file, type(ENGLISH))
    for message in entries(read(file)):
        for text in forms(message):
            assert set('<>&"') & set(text) <= set('<>&"') & set(text_of(message)), message.id
            assert "%" not in _VALUES.sub("", text), message.id


def test_what_follows_a_number_has_both_forms_in_english() -> None:
    counted = {m.text for m in messages() if m.is_counted}
    assert counted and {text_of(m) for m in entries(read(ENGLISH)) if len(forms(m)) == 2} == counted


def test_english_has_no_chinese_in_it() -> None:
    assert [m.id for m in entries(read(ENGLISH)) if any(HAN.search(text) for text in forms(m))] == []


def test_a_text_is_counted_everywhere_or_nowhere() -> None:
    kinds: dict[str, set[bool]] = {}
    for message in messages():
        kinds.setdefault(message.text, set()).add(message.is_counted)
    assert [text for text, found in kinds.items() if len(found) > 1] == []


@pytest.mark.slow
def test_the_traditional_catalogue_is_made_from_the_messages_of_today() -> None:
    pytest.importorskip("opencc")
    made, kept = ({text_of(m): forms(m) for m in entries(c)} for c in (in_traditional(), read(TRADITIONAL)))
    assert made == kept
    assert po_of(in_traditional(), "zh-Hant") == TRADITIONAL.read_text("utf-8")


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [("发布“%(name)s”", "發布「%(name)s」"), ("核对文本里", "核對文本裡"), ("不必相信本站的任何程序", "不必相信本站的任何程式")],
)
def test_conversion_heeds_the_table_of_exceptions(simplified: str, expected: str) -> None:
    pytest.importorskip("opencc")
    assert traditional(simplified) == expected


def test_a_message_is_one_text_or_two_forms() -> None:
    assert forms(Message("甲", string="a")) == ("a",)
    assert forms(Message(("甲", "甲"), string=("a", "b"))) == ("a", "b")
