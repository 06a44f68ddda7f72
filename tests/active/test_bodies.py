"""Every vector as the body of a record, alone: nothing active is left, and whatever was taken out is named with its line."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import tinyhtml5

from sitegen.markdown import TooComplex, relink, render
from sitegen.markdown.engine import MARK, Engine
from sitegen.markdown.marks import mark
from tests.active.parsing import see
from tests.active.planting import Garden, look
from tests.active.vectors import ALL
from tests.markdown.active import active

_HEADING = re.compile(r"h[1-6]")
_FRAME = frozenset({"html", "head", "body", "tbody"})  # what the parser adds by itself
_BEFORE = "第一段。\n\n第二段，[链接](https://example.org/)。\n\n"


@pytest.mark.parametrize("vector", ALL, ids=range(len(ALL)))
def test_nothing_active_is_left_of_a_body(vector: str) -> None:
    for body in (vector, f"甲 {vector} 乙", f"- {vector}", f"> {vector}", f"# {vector}", f"|甲|\n|-|\n|{vector}|", f"[甲]({vector})",
                 f"![甲]({vector})",                 f'[甲](a.md "{vector}")', f"<p title='{vector}'>甲</p>",
                 f"[甲][乙]\n\n[乙]: {vector}"):  # fmt: skip
        made = render(body)
        assert active(made.html) == []
        assert active(relink(made.html, {}, {})) == []
        assert see(f"<!doctype html><title>x</title><body>{made.html}").wrong in ([], _away(made.html))


def _away(html: str) -> list[str]:
    """Pictures of other hosts, which the check of a site refuses (M005): they are no part of what is published."""
    return [one for one in see(f"<!doctype html><title>x</title><body>{html}").wrong if one.startswith("<img src=") and "elsewhere" in one]


def _made_of(html: str) -> tuple[Counter[str], set[tuple[str, str]]]:
    """The elements of a text with their numbers, and their attributes."""
    tags: Counter[str] = Counter()
    pairs: set[tuple[str, str]] = set()
    for element in tinyhtml5.parse(f"<!doctype html><body>{html}", namespace_html_elements=False).iter():
        if isinstance(element.tag, str) and element.tag not in _FRAME:
            tag = _HEADING.sub("h", element.tag)
            tags[tag] += 1
            pairs |= {(tag, name) for name in element.attrib if name not in (MARK, "align")}
    return tags, pairs


@pytest.mark.parametrize("vector", ALL, ids=range(len(ALL)))
def test_whatever_a_body_loses_is_told_with_its_line(vector: str) -> None:
    body = _BEFORE + vector
    try:
        made = render(body)
    except TooComplex:
        return
    marked = mark(body)
    raw, _ = Engine().convert(marked, "0" * 64)
    (tags, pairs), (left, kept) = _made_of(raw), _made_of(made.html)
    lost = {tag for tag, number in tags.items() if number > left[tag]} | {f"{tag} {name}" for tag, name in pairs - kept}
    if lost:
        assert made.removed, lost
    first, last = _BEFORE.count("\n") + 1, body.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(first <= one.line <= last for one in made.removed), made.removed
    if "<" not in vector:
        assert {one.what for one in made.removed} <= {"<a href>", "<img src>"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲\n\n分成<A类>和<B类>", [(3, "<a类>"), (3, "<b类>")]),
        ("<a_b onclick=x>甲</a_b>", [(1, "<a_b>")]),
        ("\\<A类> &lt;B类&gt;", [(1, "<a类>")]),
        ("`<A类>` 3<B类", []),
        ('<abbr title="<A类>">甲</abbr>', []),
    ],
)
def test_what_only_looks_like_a_tag_is_not_lost_in_silence(body: str, expected: list[tuple[int, str]]) -> None:
    assert [(one.line, one.what) for one in render(body).removed] == expected


@pytest.mark.slow
def test_the_check_of_a_site_warns_at_the_line_of_the_file(tmp_path: Path) -> None:
    site = Garden([], [], ["本站"]).write(tmp_path / "site")
    told: dict[str, set[int]] = {}
    for number, vector in enumerate(ALL):
        file = site / f"content/pages/b{number:03}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n标题: 第{number}页\n---\n{_BEFORE}{vector}\n", "utf-8", newline="\n")
    problems = look(site).problems
    unread = {p.place.path for p in problems if p.severity.value == "error"}
    for problem in problems:
        if problem.code == "M003":
            assert problem.severity.value == "warning"
            told.setdefault(problem.place.path, set()).add(problem.place.line)
    checked = 0
    for number, vector in enumerate(ALL):
        path = f"content/pages/b{number:03}.md"
        if path in unread:
            continue
        made = render(_BEFORE + vector)
        lines = {one.line + 3 for one in made.removed if one.what != "<!-- -->"}
        assert told.get(path, set()) == lines, (vector, told.get(path), lines)
        checked += bool(lines)
    assert checked > 120
