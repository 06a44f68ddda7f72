"""A mend is kept only if it takes its problem away, brings none, and leaves every other value as it was."""

from __future__ import annotations

import pytest

from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend
from sitegen.mending.pieces import Piece, piece_of
from sitegen.mending.rounds import first_good
from sitegen.sources import source_of

TEXT = "---\n姓名: 张三\n摘要: @好\n标题: %好\n---\n"


def _piece(text: str) -> Piece:
    piece = piece_of(source_of("content/models/a.md", text.encode()))
    assert piece is not None
    return piece


def _replacing(text: str, **parts: str) -> Mend:
    return Mend(tuple(Edit(text.index(old), len(old), new) for old, new in parts.items()))


def _kept(text: str, **parts: str) -> bool:
    piece = _piece(text)
    return first_good(piece, piece.problems[0], [_replacing(text, **parts)]) is not None


def test_a_mend_that_does_its_work_is_kept() -> None:
    assert _kept(TEXT.replace("@", "%"), **{"摘要: %好": '摘要: "%好"'})


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"摘要: @好": '摘要: "@坏"'}, "another value"),
        ({"摘要: @好": '摘要: "@好"', "张三": "李四"}, "another value elsewhere"),
        ({"摘要: @好": '摘要: "@好"', "标题: %好": "标头: 好"}, "a new problem"),
        ({"张三": "李四"}, "nothing mended"),
        ({"摘要: @好": '摘要: "@好"', "@好": "好"}, "edits that overlap"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mend_that_does_more_or_less_is_not_kept(parts: dict[str, str], why: str) -> None:
    assert not _kept(TEXT, **parts), why


def test_two_problems_less_do_not_pay_for_a_new_one() -> None:
    text = "---\n姓名: 张三\n摘 要: 好\n标 题: 好\n---\n"
    assert not _kept(text, **{"摘 要: 好": "摘要: 好", "标 题: 好": "发布: 好"})
    assert _kept(text, **{"摘 要: 好": "摘要: 好", "标 题: 好": "标题: 好"})
