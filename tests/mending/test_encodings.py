"""Files in another encoding, line ends, and the mark at the beginning."""

from __future__ import annotations

import pytest

from tests.mending.world import mend_one

TEXT = "---\n姓名: 张三\n摘要: 修水渠的人\n---\n正文。\n"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_becomes_utf8_to_the_letter(encoding: str) -> None:
    (file,) = mend_one("model", TEXT.encode(encoding)).files
    assert file.after == TEXT.encode()
    assert file.codes == (("F001",) if encoding.startswith("gb") else ("F002",))


@pytest.mark.parametrize(
    "data",
    [
        "---\n姓名: 張三\n摘要: 修水渠的人\n---\n".encode("big5"),
        "---\nname: Ren\u00e9\nsummary: \u00e9t\u00e9\n---\n".encode("latin-1"),
        TEXT.encode()[:-5] + b"\xff" + TEXT.encode()[-5:],
        TEXT.encode("gbk")[:-2],
        b"\xff\xfe\x89PNG\x00",
        b"\x89PNG\r\n\x1a\n\xff",
    ],
    ids=["big5", "latin-1", "a damaged byte", "half a character", "half of a wide one", "a picture"],
)
def test_an_encoding_that_is_not_certain_is_left_alone(data: bytes) -> None:
    assert mend_one("model", data).files == ()


def test_the_other_mistakes_of_such_a_file_are_mended_with_it() -> None:
    (file,) = mend_one("model", TEXT.replace("摘要: ", "摘要：").encode("gbk")).files
    assert file.after == TEXT.encode()
    assert file.codes == ("F001", "F022")


def test_line_ends_stay_as_they_are() -> None:
    wrong = TEXT.replace("摘要: ", "摘要：").replace("\n", "\r\n")
    (file,) = mend_one("model", wrong.encode()).files
    assert file.after == TEXT.replace("\n", "\r\n").encode()
    (edit,) = [change.edit for change in file.changes]
    assert wrong[: edit.offset] + edit.text + wrong[edit.end :] == TEXT.replace("\n", "\r\n")


def test_a_new_line_ends_as_the_others_do() -> None:
    (file,) = mend_one("model", "---\r\n姓名: 张三\r\n摘要: 好\r\n\r\n正文，很长。\r\n".encode()).files
    assert file.after == "---\r\n姓名: 张三\r\n摘要: 好\r\n---\r\n\r\n正文，很长。\r\n".encode()


def test_a_mark_alone_is_no_mistake() -> None:
    assert mend_one("model", b"\xef\xbb\xbf" + TEXT.encode()).files == ()
