"""Markdown in, html out: a table in the words of the staff, and what is said about headings and text."""

from __future__ import annotations

import pytest

from sitegen.markdown import Heading, render

BACK = '<a href="#fnref-{0}" class="footnote-back" role="doc-backlink" title="{1}" aria-label="{1}">↩</a>'
NOTE = '<sup class="footnote-ref" id="fnref-{0}"><a href="#fn-{1}" role="doc-noteref" aria-label="注释{1}">{1}</a></sup>'
TABLE = '<div class="table" tabindex="0" role="region" aria-label="{}"><table>'
NOTES = '<section class="footnotes" role="doc-endnotes" aria-label="注释"><ol>\n'

GOLDEN = {
    "a paragraph": ("药箱很沉。", "<p>药箱很沉。</p>"),
    "emphasis beside Chinese quotes": ("他说**“先看病人”**，再算账。", "<p>他说<strong>“先看病人”</strong>，再算账。</p>"),
    "the title of the page is not repeated": ("# 做法", '<h2 id="s-做法">做法</h2>'),
    "a second level stays": ("## 做法", '<h2 id="s-做法">做法</h2>'),
    "a third level first is no gap": ("### 做法", '<h2 id="s-做法">做法</h2>'),
    "punctuation leaves the id": ("## 做法、成效（一）", '<h2 id="s-做法-成效-一">做法、成效（一）</h2>'),
    "a heading of signs alone still has an id": ("## ！！", '<h2 id="s-1">！！</h2>'),
    "a list": ("- 清水村\n- 红旗厂", "<ul>\n<li>清水村</li>\n<li>红旗厂</li>\n</ul>"),
    "a list that starts at three": ("3. 三\n4. 四", '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>'),
    "two kinds of list do not mix": ("1. 一\n\n- 甲", "<ol>\n<li>一</li>\n</ol>\n<ul>\n<li>甲</li>\n</ul>"),
    "a quotation": ("> 群众说好", "<blockquote>\n<p>群众说好</p>\n</blockquote>"),
    "a rule": ("上\n\n---\n\n下", "<p>上</p>\n<hr>\n<p>下</p>"),
    "a hard break": ("一行  \n二行", "<p>一行<br>\n二行</p>"),
    "code keeps its signs": ("按`<b> & [甲](乙)`写", "<p>按<code>&lt;b&gt; &amp; [甲](乙)</code>写</p>"),
    "a code block": ("    第一行\n    [甲](乙) <b>", "<pre><code>第一行\n[甲](乙) &lt;b&gt;\n</code></pre>"),
    "a link in the site": ("[厂里](../units/a.md)", '<p><a href="../units/a.md">厂里</a></p>'),
    "a link elsewhere": ("[网](https://example.com/)", '<p><a href="https://example.com/" rel="noopener">网</a></p>'),
    "an address as it is": (
        "<https://example.com/路>",
        '<p><a href="https://example.com/路" rel="noopener">https://example.com/路</a></p>',
    ),
    "a mail address": ("<a@example.com>", '<p><a href="mailto:a@example.com">a@example.com</a></p>'),
    "a telephone": ("[电话](tel:12345)", '<p><a href="tel:12345">电话</a></p>'),
    "an image with a title": ('![灯](a.jpg "夜班")', '<p><img src="a.jpg" alt="灯" title="夜班"></p>'),
    "quotes in a title": ("[甲](a.md '说“好”\"')", '<p><a href="a.md" title="说“好”&quot;">甲</a></p>'),
    "no link within a link": ("[甲[乙](b.md)丙](a.md)", '<p><a href="a.md">甲[乙](b.md)丙</a></p>'),
    "no link within a reference": ("[甲[乙](b.md)][一]\n\n[一]: a.md", '<p><a href="a.md">甲[乙](b.md)</a></p>'),
    "curly quotes stay curly and straight ones straight": ("\"好\" -- '好'...", "<p>\"好\" -- '好'...</p>"),
    "attribute lists are text": ("段落 {: .a #b onclick=x }", "<p>段落 {: .a #b onclick=x }</p>"),
    "harmless html": (
        "<ruby>区<rt>ōu</rt></ruby>、H<sub>2</sub>O、<mark>要</mark>",
        "<p><ruby>区<rt>ōu</rt></ruby>、H<sub>2</sub>O、<mark>要</mark></p>",
    ),
    "details": ("<details open><summary>表</summary>内容</details>", '<details open=""><summary>表</summary>内容</details>'),
    "less-than between numbers": ("3<5，且a < b", "<p>3&lt;5，且a &lt; b</p>"),
    "an entity": ("甲&amp;乙&nbsp;&copy;", "<p>甲&amp;乙&nbsp;©</p>"),
    "a table": (
        "|年度|件数|\n|:-:|--:|\n|2026|12|",
        TABLE.format("表格：年度、件数")
        + '\n<thead>\n<tr>\n<th scope="col" class="align-center">年度</th>\n<th scope="col" class="align-right">件数</th>\n</tr>\n</thead>'
        + '\n<tbody>\n<tr>\n<td class="align-center">2026</td>\n<td class="align-right">12</td>\n</tr>\n</tbody>\n</table></div>',
    ),
    "a footnote": (
        "数字[^甲]\n\n[^甲]: 见台账。",
        f'<p>数字{NOTE.format("1", 1)}</p>\n{NOTES}<li id="fn-1">\n'
        f"<p>见台账。\u00a0{BACK.format('1', '返回正文')}</p>\n</li>\n</ol></section>",
    ),
    "a footnote used twice": (
        "一[^甲]二[^甲]\n\n[^甲]: 见。",
        f'<p>一{NOTE.format("1", 1)}二{NOTE.format("1-2", 1)}</p>\n{NOTES}<li id="fn-1">\n<p>见。\u00a0{BACK.format("1", "返回正文")}'
        f"\u00a0{BACK.format('1-2', '返回正文第2处')}</p>\n</li>\n</ol></section>",
    ),
    "nothing": ("", ""),
    "blanks": (" \n\n\t\n", ""),
}


@pytest.mark.parametrize(("body", "html"), GOLDEN.values(), ids=GOLDEN)
def test_markdown_becomes_this_html(body: str, html: str) -> None:
    assert render(body).html == html


def test_footnotes_are_numbered_in_the_order_of_reading_even_out_of_a_list() -> None:
    html = render("- 先[^b]\n\n后[^a]\n\n[^a]: 甲。\n[^b]: 乙。\n[^c]: 没有用到。").html
    assert html.index("乙。") < html.index("甲。") < html.index("没有用到。")
    assert '<li id="fn-3">\n<p>没有用到。</p>' in html


def test_a_footnote_may_hold_a_list_and_another_footnote() -> None:
    html = render("正文[^1]\n\n[^1]: 一\n\n    - 甲\n    - 乙[^2]\n\n[^2]: 二").html
    assert html.count("<li id=") == 2
    assert "返回正文" in html


def test_headings_keep_their_order_and_never_skip_a_level() -> None:
    toc = render("# 甲\n\n### 乙\n\n###### 丙\n\n# 丁").toc
    assert [(h.level, h.text) for h in toc] == [(2, "甲"), (3, "乙"), (4, "丙"), (2, "丁")]


def test_equal_headings_get_different_ids() -> None:
    toc = render("## 做法\n\n## 做法\n\n## 做法 2\n\n## 做法").toc
    assert [h.id for h in toc] == ["s-做法", "s-做法-2", "s-做法-2-2", "s-做法-3"]


def test_a_heading_is_its_words_without_markup_and_footnote_numbers() -> None:
    toc = render("## **先**看`账`[本](a.md)[^1] & 算\n\n[^1]: 注").toc
    assert toc == (Heading(2, "s-先看账本-算", "先看账本 & 算"),)


def test_a_heading_typed_as_html_is_treated_like_the_others() -> None:
    made = render('<h1 id="top" class="big">甲</h1>\n\n## 乙')
    assert made.html.startswith('<h2 id="s-甲">甲</h2>')
    assert [h.level for h in made.toc] == [2, 3]


def test_the_text_is_what_a_reader_sees_one_line_a_block() -> None:
    body = "## 做法\n\n他说\n**好**[^1]。A\nB\n\n- 甲\n- [乙](b.md)\n\n|年|数|\n|-|-|\n|一|二|\n\n![灯](a.jpg)\n\n[^1]: 注 `x`\n"
    assert render(body).text == "做法\n他说好。A B\n甲\n乙\n年 数\n一 二\n注 x"


def test_the_text_leaves_out_how_a_character_is_read() -> None:
    assert render("<ruby>单<rp>(</rp><rt>shàn</rt><rp>)</rp></ruby>雄信").text == "单雄信"


def test_the_same_body_gives_the_same_result_whatever_came_before() -> None:
    body = "[^1]甲[乙][c]\n\n[^1]: 注\n[c]: c.md\n"
    first = render(body)
    render("[^2] [d]\n\n[^2]: 别的\n[d]: d.md\n")
    assert render(body) == first


def test_definitions_of_one_page_are_unknown_to_the_next() -> None:
    render("[甲]\n\n[甲]: a.md")
    assert render("[甲]").html == "<p>[甲]</p>"


def test_windows_line_ends_make_no_difference() -> None:
    body = "## 甲\n\n乙\n丙 [丁](d.md)\n"
    assert render(body.replace("\n", "\r\n")) == render(body)
