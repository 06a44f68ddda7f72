"""A line break between Chinese characters is no space, anywhere else it is one."""

from __future__ import annotations

import pytest

from sitegen.markdown import render

CASES = {
    "two characters": ("甲\n乙", "<p>甲乙</p>"),
    "three lines of one character": ("甲\n乙\n丙", "<p>甲乙丙</p>"),
    "after a comma": ("甲，\n乙", "<p>甲，乙</p>"),
    "before a bracket": ("甲\n（乙）", "<p>甲（乙）</p>"),
    "after a full stop, before a quote": ("甲。\n“乙”", "<p>甲。“乙”</p>"),
    "after a curly quote": ("“甲”\n乙", "<p>“甲”乙</p>"),
    "before a dash": ("甲\n——乙", "<p>甲——乙</p>"),
    "blanks at the break": ("甲 \n 乙", "<p>甲乙</p>"),
    "before bold": ("甲\n**乙**", "<p>甲<strong>乙</strong></p>"),
    "after a link": ("[甲](a.md)\n乙", '<p><a href="a.md">甲</a>乙</p>'),
    "within bold": ("**甲\n乙**", "<p><strong>甲乙</strong></p>"),
    "in a list": ("- 甲\n  乙", "<ul>\n<li>甲乙</li>\n</ul>"),
    "in a quotation": ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>"),
    "a character beyond the first plane": ("𠮷\n野", "<p>𠮷野</p>"),
    "in an alternative text": ("![甲\n乙](a.jpg)", '<p><img src="a.jpg" alt="甲乙"></p>'),
    "beside Latin letters": ("甲\nB", "<p>甲\nB</p>"),
    "beside digits": ("共\n12人", "<p>共\n12人</p>"),
    "between Latin words": ("one\ntwo", "<p>one\ntwo</p>"),
    "between English quotes": ("“a”\n“b”", "<p>“a”\n“b”</p>"),
    "Korean has spaces": ("가\n나", "<p>가\n나</p>"),
    "a hard break": ("甲  \n乙", "<p>甲<br>\n乙</p>"),
    "a code block": ("    甲\n    乙", "<pre><code>甲\n乙\n</code></pre>"),
    "inline code": ("`甲\n乙`", "<p><code>甲\n乙</code></p>"),
    "between paragraphs": ("甲\n\n乙", "<p>甲</p>\n<p>乙</p>"),
}


@pytest.mark.parametrize(("body", "html"), CASES.values(), ids=CASES)
def test_a_line_break_is_a_space_only_where_chinese_has_one(body: str, html: str) -> None:
    assert render(body).html == html
