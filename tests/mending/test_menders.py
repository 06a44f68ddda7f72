"""Every mender mends what is wrong to the letter, and leaves alone what only a person can decide."""

from __future__ import annotations

import pytest

from sitegen.mending.menders import mendable_codes
from sitegen.reading.lines import key_line
from tests.mending.rows import FENCES, FILES, SITES, Row, SiteRow
from tests.mending.world import mend_one, mended, one
from tests.sites import files_of


def _file(row: Row, lines: str) -> str:
    return f"---\n{lines}---\n" if row.kind != "model" else f"---\n姓名: 张三\n{lines}---\n正文\n"


def _name(row: Row | SiteRow) -> str:
    return row.code


@pytest.mark.parametrize("row", FILES, ids=_name)
def test_a_mistake_in_a_file_is_mended_to_the_letter(row: Row) -> None:
    found = mend_one(row.kind, _file(row, row.wrong).encode())
    assert [f.after.decode() for f in found.files] == [_file(row, row.right)]
    assert row.code in found.files[0].codes


@pytest.mark.parametrize("row", FILES, ids=_name)
def test_what_is_not_certain_in_a_file_is_left_alone(row: Row) -> None:
    assert one(row.kind, _file(row, row.twin)) == _file(row, row.twin)


@pytest.mark.parametrize("row", FENCES, ids=_name)
def test_fences_are_mended_to_the_letter_and_uncertain_ones_left_alone(row: Row) -> None:
    assert one("model", row.wrong) == row.right
    assert one("model", row.twin) == row.twin


@pytest.mark.parametrize("row", SITES, ids=_name)
def test_what_a_rule_finds_is_mended_to_the_letter(row: SiteRow) -> None:
    found = mended(row.wrong)
    path = next(iter(k for k in files_of(row.wrong) if k != "site.yaml"))
    assert {f.path: f.after.decode() for f in found.files} == {path: files_of(row.right)[path]}
    assert row.code in found.files[0].codes


@pytest.mark.parametrize("row", SITES, ids=_name)
def test_what_a_rule_cannot_be_sure_of_is_left_alone(row: SiteRow) -> None:
    assert mended(row.twin).files == ()


def test_every_mender_has_a_row() -> None:
    rows = {row.code for row in (*FILES, *FENCES, *SITES)} | {"F001", "F002"}  # those two in test_encodings
    assert mendable_codes() == rows


def test_a_key_that_is_missing_on_purpose_is_not_invented() -> None:
    assert key_line("摘要") is None
    assert one("model", "---\n姓名: 张三\n---\n") == "---\n姓名: 张三\n---\n"
