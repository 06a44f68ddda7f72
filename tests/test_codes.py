"""Every code has one document, and every document a code."""

from __future__ import annotations

import re
from importlib import resources

from sitegen.codes import manual_docs
from sitegen.rules import all_rules
from sitegen.staff.explain import all_docs, render_doc
from tests.conftest import ROOT

_LITERAL = re.compile(r'"([A-Z]\d{3})"')


def used_codes() -> set[str]:
    return {code for file in (ROOT / "sitegen").rglob("*.py") for code in _LITERAL.findall(file.read_text("utf-8"))}


def test_every_code_in_the_program_is_explained() -> None:
    assert used_codes() <= set(all_docs())


def test_every_explained_code_is_in_the_program() -> None:
    assert set(all_docs()) <= used_codes()


def test_no_code_has_two_documents() -> None:
    texts = [f.read_text("utf-8") for f in resources.files("sitegen").joinpath("manual").iterdir() if f.name.endswith(".md")]
    headings = [code for text in texts for code in re.findall(r"^## ([A-Z]\d{3})$", text, re.MULTILINE)]
    assert len(headings) == len(set(headings))
    assert not set(headings) & set(all_rules())


def test_a_document_reads_well_in_both_languages() -> None:
    for code, doc in manual_docs().items():
        for lang in ("zh", "en"):
            text = render_doc(code, doc, lang)
            assert text.startswith(code)
            assert doc.what.get(lang) in text
            assert doc.right.split("\n")[0] in text
