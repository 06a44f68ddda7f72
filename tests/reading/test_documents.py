"""Every code of reading has a document, and every document and every planted mistake a code."""

from __future__ import annotations

import re
from pathlib import Path

import sitegen
from sitegen.codes import Doc, reading_docs
from tests.reading.corpus import cases, read

SOURCE = Path(sitegen.__file__).parent
USED = {code for file in SOURCE.rglob("*.py") for code in re.findall(r'"([FSC]\d{3})"', file.read_text("utf-8"))}
DOCUMENTS = reading_docs()


def test_every_code_has_a_document() -> None:
    assert sorted(USED - set(DOCUMENTS)) == []


def test_no_document_is_without_a_code() -> None:
    assert sorted(code for code in set(DOCUMENTS) - USED if code[0] in "FS") == []


def test_every_code_of_reading_has_a_planted_mistake() -> None:
    planted = {expected.code for case in cases() for expected in case.expected}
    assert sorted({code for code in USED if code[0] in "FS"} - planted) == []


def test_documents_speak_both_languages() -> None:
    for code, doc in DOCUMENTS.items():
        for say in (doc.what, doc.why):
            assert re.search("[一-鿿]", say.zh), code
            assert not re.search("[一-鿿]", re.sub("['“].*?['”]", "", say.en)), code
            assert say.zh.endswith(("。", "？")) and say.en.endswith("."), code
        assert doc.wrong != doc.right, code


def _as_file(code: str, example: str) -> bytes:
    """An example as a whole file: fields that every model needs are added where it is a part of a header."""
    if "---" in example or code in ("F007", "F008", "F009", "F010", "F020", "F021"):
        return example.encode()
    needed = "".join(f"{key}: 好\n" for key in ("姓名", "摘要") if not re.search(rf"^{key}\b", example, re.MULTILINE) and code != "S004")
    return f"---\n{needed}{example}\n---\n".encode()


def _codes(code: str, example: str) -> set[str]:
    return {problem.code for problem in read("model", _as_file(code, example))[1]}


def test_the_examples_prove_what_the_documents_say() -> None:
    # bytes, sizes and invisible characters cannot be shown in an example, and spans stand in site.yaml
    unshowable = {"F001", "F002", "F003", "F004", "F005", "F007", "F013", "F018", "F019", "S018"}
    examples: dict[str, Doc] = {code: doc for code, doc in DOCUMENTS.items() if code[0] in "FS" and code not in unshowable}
    for code, doc in examples.items():
        assert code in _codes(code, doc.wrong), code
        assert _codes(code, doc.right) == set(), (code, doc.right)
