"""Edits of several rounds add up to edits of the text as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.mending.edits import Edit, Ends, Patchwork, apply, between
from sitegen.problems import Place, Problem, Say, Severity

CAUSE = Problem("F005", Severity.ERROR, Place("a"), Say("甲", "a"), Say("乙", "b"))


@given(st.text("ab\n", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.text("xy", max_size=3)), max_size=6))
def test_the_changes_lead_from_the_old_text_to_the_new_one(text: str, steps: list[tuple[int, int, str]]) -> None:
    work, now = Patchwork.of(text), text
    for offset, length, put in steps:
        start = min(offset, len(now))
        edit = Edit(start, min(length, len(now) - start), put)
        work, now = work.edited((edit,), CAUSE), apply(now, [edit])
        assert work.text == now
    assert apply(text, [change.edit for change in work.changes()]) == now
    ends = [change.edit.end for change in work.changes()]
    assert all(change.edit.offset > end for change, end in zip(work.changes()[1:], ends, strict=False))


@given(st.text("abc", max_size=10), st.text("abc", max_size=10))
def test_one_edit_leads_from_any_text_to_any_other(before: str, after: str) -> None:
    assert apply(before, between(before, after)) == after


@given(st.lists(st.sampled_from(["a", "\n", "\r\n", "\r"]), max_size=12), st.integers(0, 12), st.integers(0, 3))
def test_an_edit_of_the_text_is_the_same_edit_of_the_file(pieces: list[str], offset: int, length: int) -> None:
    ends = Ends("".join(pieces))
    start = min(offset, len(ends.text))
    edit = Edit(start, min(length, len(ends.text) - start), "x")
    in_file = ends.in_file(edit)
    assert Ends(apply(ends.raw, [in_file])).text == apply(ends.text, [edit])
