"""Every link and image is named with the line and the column where the author typed it."""

from __future__ import annotations

import pytest

from sitegen.markdown import Link, render


def links(body: str) -> list[tuple[str, int, int]]:
    return [(link.target, link.line, link.column) for link in render(body).links]


CASES = {
    "behind Chinese text": ("先到[厂里](a.md)", [("a.md", 1, 3)]),
    "the same target three times": ("[甲](a.md)，[乙](a.md)\n\n[丙](a.md)", [("a.md", 1, 1), ("a.md", 1, 11), ("a.md", 3, 1)]),
    "an image at its exclamation mark": ("看![灯](a.jpg)", [("a.jpg", 1, 2)]),
    "an image in a link": ("[![灯](a.jpg)](b.md)", [("b.md", 1, 1), ("a.jpg", 1, 2)]),
    "a reference at its use": ("用[甲][一]\n\n[一]: a.md '题'", [("a.md", 1, 2)]),
    "a reference whose name is left out": ("[甲][]和[甲]\n\n[甲]: a.md", [("a.md", 1, 1), ("a.md", 1, 7)]),
    "a reference image": ("![灯][一]\n\n[一]: a.jpg", [("a.jpg", 1, 1)]),
    "an automatic link": ("见<https://a.cn/>", [("https://a.cn/", 1, 2)]),
    "an automatic mail address": ("信箱 <a@b.cn>", [("mailto:a@b.cn", 1, 4)]),
    "not in a code span": ("`[甲](a.md)`[乙](a.md)", [("a.md", 1, 12)]),
    "not in a code block": ("    [甲](a.md)\n\n[乙](a.md)", [("a.md", 3, 1)]),
    "not when escaped": (r"\[甲](a.md)[乙](a.md)", [("a.md", 1, 11)]),
    "not in a comment": ("<!-- [甲](a.md) -->\n\n[乙](a.md)", [("a.md", 3, 1)]),
    "on the second line of a paragraph": ("第一行\n第二行[甲](a.md)", [("a.md", 2, 4)]),
    "in a nested list": ("- 甲\n    - 乙[丙](a.md)", [("a.md", 2, 8)]),
    "in a quotation": ("> 甲\n> [乙](a.md)", [("a.md", 2, 3)]),
    "in a table": ("|甲|乙|\n|-|-|\n|一|[二](a.md)|", [("a.md", 3, 4)]),
    "in a heading": ("## 甲[乙](a.md)", [("a.md", 1, 5)]),
    "in bold": ("**[甲](a.md)**", [("a.md", 1, 3)]),
    "in a footnote, in the order of the source": ("甲[^1]\n\n[^1]: [乙](b.md)\n\n[丙](c.md)", [("b.md", 3, 7), ("c.md", 5, 1)]),
    "typed as html": ('甲<a href="a.md">乙</a>', [("a.md", 1, 2)]),
    "an image typed as html": ('<p>甲\n<img alt="灯" src="a.jpg"></p>', [("a.jpg", 2, 1)]),
    "a target with brackets": ("[甲](a[1].md)", [("a[1].md", 1, 1)]),
    "a target with parentheses": ("[甲](a(1).md)", [("a(1).md", 1, 1)]),
    "a target with a blank": ("[甲](<a b.md>)", [("a b.md", 1, 1)]),
    "a Chinese target with a fragment": ("[甲](../单位/清水村.md#做法)", [("../单位/清水村.md#做法", 1, 1)]),
    "within the page": ("[甲](#做法)", [("#做法", 1, 1)]),
    "an ampersand": ("[甲](a.md?x=1&y=2)", [("a.md?x=1&y=2", 1, 1)]),
    "brackets that are no link": ("[甲] [乙](b.md)", [("b.md", 1, 5)]),
    "behind a character that was blanked out": ("\ufdd0\ufdd0甲[乙](b.md)", [("b.md", 1, 4)]),
    "like a footnote, so at its target": ("甲[^乙](b.md)", [("b.md", 1, 7)]),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_a_link_knows_its_place(body: str, expected: list[tuple[str, int, int]]) -> None:
    assert links(body) == expected


def test_an_image_is_told_from_a_link() -> None:
    assert render("![甲](a.jpg)[乙](a.jpg)").links == (Link("a.jpg", 1, 1, True), Link("a.jpg", 1, 12, False))


def test_the_ways_between_a_footnote_and_the_text_are_no_links_of_the_author() -> None:
    assert links("甲[^1]\n\n[^1]: 注") == []


def test_a_link_that_was_refused_is_not_among_the_links() -> None:
    assert links("[甲](javascript:x)") == []


def test_marks_leave_no_trace_in_the_page() -> None:
    made = render('[甲] ![乙] <b c> `[丁]` [戊](a[b.md "[己]") <i title="<b x>">\n\n    [庚] <b x>\n')
    everything = made.html + made.text
    assert "data-sg" not in everything
    assert not any("\ufdd0" <= c <= "\ufdef" for c in everything)
