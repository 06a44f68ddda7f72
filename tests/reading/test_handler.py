"""The handler serves python-frontmatter too, and refuses where that library would answer with nothing."""

from __future__ import annotations

import frontmatter
import pytest

from sitegen.reading.frontmatter import HANDLER, is_broken, parse_document


def test_values_stay_what_was_written() -> None:
    text = "---\n姓名: 张三\n编号: 010\n时刻: 12:30\n示例: no\n日期: 2012-4-8\n标签: [甲, 乙]\n---\n正文\n"
    post = frontmatter.loads(text, handler=HANDLER)
    assert post.metadata == {"姓名": "张三", "编号": "010", "时刻": "12:30", "示例": "no", "日期": "2012-4-8", "标签": ["甲", "乙"]}
    assert post.content == "正文"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\n姓名: 张三\n姓名: 李四\n---\n", "written twice"),
        ("---\n标题: &a 好\n来源: *a\n---\n", "anchor"),
        ("---\n标题: !!python/name:os.system x\n---\n", "tag"),
        ("---\n姓名：张三\n---\n", "full-width"),
        ("---\n- 甲\n---\n", "list"),
        ("---\n---\n", "nothing|empty"),
    ],
)
def test_what_is_refused_is_an_error_with_its_place(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        frontmatter.loads(text, handler=HANDLER)


def test_detect_knows_a_header() -> None:
    assert HANDLER.detect("---\n姓名: 张三\n---\n")
    assert not HANDLER.detect("———\n姓名: 张三\n———\n")
    assert not HANDLER.detect("正文")


def test_split_says_what_is_wrong_with_the_fences() -> None:
    assert HANDLER.split("---\n姓名: 张三\n---\n正文\n") == ("姓名: 张三", "正文\n")
    with pytest.raises(ValueError, match="no closing"):
        HANDLER.split("---\n姓名: 张三\n")


def test_the_body_keeps_its_line() -> None:
    document = parse_document("a.md", "\n---\n姓名: 张三\n---\n\n正文\n")
    assert document.body == "\n正文\n"
    assert document.body_line == 5
    assert not is_broken(document)


def test_a_document_with_errors_keeps_its_header_for_the_next_stage() -> None:
    document = parse_document("a.md", "---\n姓名：张三\n摘要: 好\n---\n")
    assert document.header is not None
    assert is_broken(document)
