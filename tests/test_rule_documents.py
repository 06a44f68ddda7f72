"""The documents of the rules: complete, in both languages, with examples in keys that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import rules
from sitegen.codes import parse_doc
from sitegen.records.entries import Bulletin, Model, NoticeFile, Unit
from sitegen.records.site import Site
from sitegen.rules import all_rules, rule
from sitegen.schema.keys import keys_of, nested_records

RULES = all_rules()
CLASSES = frozenset().union(*(nested_records(root) for root in (Model, Unit, NoticeFile, Bulletin, Site)))
KEYS = {key.zh: key for record in sorted(CLASSES, key=lambda r: r.__name__) for key in keys_of(record)}
FREE = {"五带头", "五个好", "票"}  # their keys are the site's own words
FORBIDDEN = re.compile(
    r"\b(today\(\)|now\(\)|open\(|pathlib|sitegen\.(outputs|sources|ledger\.store|recording)|^import (os|sys|time)\b)",
    re.MULTILINE,
)
HAN = re.compile("[一-鿿]")


def _keys(value: Any, above: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _keys(item, above)
    elif isinstance(value, dict):
        for key, below in value.items():
            if above not in FREE:
                yield str(key)
            yield from _keys(below, str(key))


@pytest.mark.parametrize("code", RULES)
def test_a_document_speaks_both_languages(code: str) -> None:
    doc = RULES[code].doc
    for say in (doc.what, doc.why):
        assert HAN.search(say.zh)
        assert not HAN.search(say.en)
        assert re.search(r"[a-z]{3}", say.en)
        assert say.zh.endswith("。")
        assert say.en.endswith(".")


@pytest.mark.parametrize("code", RULES)
def test_examples_are_yaml_in_known_keys_and_differ(code: str) -> None:
    doc = RULES[code].doc
    for example in (doc.wrong, doc.right):
        read = yaml.safe_load(example)
        assert isinstance(read, dict), example
        assert set(_keys(read)) <= set(KEYS), example
    assert doc.wrong != doc.right


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_one_small_function_with_a_severity_and_evidence(code: str) -> None:
    found = RULES[code]
    assert found.code == code
    assert re.fullmatch(r"[NHRPDLKE]\d{3}", code)
    assert found.evidence in ("front matter", "calendar", "ledger", "site", "probe")
    assert found.check.__module__.startswith("sitegen.rules.")


def test_a_code_is_given_once_and_only_with_a_whole_document() -> None:
    with pytest.raises(ValueError, match="taken"):
        rule("N003", RULES["N003"].severity)(RULES["N003"].check)

    def bare(library: object) -> Iterator[Any]:
        """No headings at all."""
        yield from ()

    with pytest.raises(ValueError, match="no What"):
        rule("N999", RULES["N003"].severity)(bare)
    assert "N999" not in all_rules()


@pytest.mark.parametrize("missing", ["What", "Why", "Wrong", "Right"])
def test_a_document_without_one_of_its_headings_is_refused(missing: str) -> None:
    whole = "What: 一。\n| One.\nWhy: 二。\n| Two.\nWrong:\n    开始: 1\nRight:\n    开始: 2\n"
    assert parse_doc(whole).right == "开始: 2"
    with pytest.raises(ValueError, match=missing):
        parse_doc(re.sub(rf"{missing}:.*?(?=\n[A-Z]|\Z)", "", whole, flags=re.DOTALL))


def test_a_document_without_english_is_refused() -> None:
    with pytest.raises(ValueError, match="language"):
        parse_doc("What: 一。\nWhy: 二。\n| Two.\nWrong:\n    开始: 1\nRight:\n    开始: 2\n")


def test_rule_modules_are_short_and_touch_neither_clock_nor_disk() -> None:
    for file in Path(rules.__file__).parent.glob("*.py"):
        text = file.read_text("utf-8")
        assert text.count("\n") <= 300, file.name
        assert not FORBIDDEN.search(text), file.name
