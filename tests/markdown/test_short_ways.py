"""Where a look at a text saves a search through it, the search would have found the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.markdown import han, limits, marks
from sitegen.markdown.limits import TooComplex


def _texts(pieces: str, *more: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from((*pieces.split(), *more)), max_size=24).map("".join)


_HTML = st.lists(
    st.tuples(*(st.sampled_from(("", "</p>", "<p>", "</em>", "<a href='a'>", "<br>", "<mark>", "甲", "“", "a", " ")) for _ in "12")),
    max_size=3,
).map(lambda lines: "甲" + "\n".join("".join(line) for line in lines))
_TEXT = _texts("[ [^1] [^ ] ](a) ! 甲 < <!-- <a@b.c>", "\n", "\x01", "\ufde0", "\ud800", "\r", "<b ")
_LINES = st.lists(
    st.tuples(
        *(
            st.builds(str.__mul__, st.sampled_from(("> ", ">", "- ", "* ", "+ ", "1. ", "٣. ", "    ", "\t", "[", "[^1]: ", "a")), number)
            for number in (st.integers(0, 1), st.sampled_from((1, 8, 12, 25, 130)), st.sampled_from((0, 1, 201)))
        )
    ).map("".join),
    min_size=1,
    max_size=2,
).map("\n".join)


class _Everything(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


@given(html=_HTML)
def test_line_breaks_stay_where_no_search_would_take_them_out(html: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(han, "_ENDS", ("\0",))
        searched = han.join_han(html)
    assert han.join_han(html) == searched


@given(body=_TEXT)
def test_brackets_are_marked_alike_by_both_patterns(body: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "_BRACKETS", marks._PLACES)
        searched = marks.mark(body)
    assert marks.mark(body) == searched


@settings(max_examples=150)
@given(body=_LINES)
def test_a_line_is_refused_with_and_without_a_look_at_its_first_sign(body: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "_OPENING", _Everything())
        searched = _refused(body)
    assert _refused(body) == searched


def _refused(body: str) -> tuple[int, int, str] | None:
    try:
        limits.check(body)
    except TooComplex as error:
        return error.line, error.column, error.say.en
    return None
