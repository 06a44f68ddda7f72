"""Sides follow the writing: no style sheet of the screen names left or right, so that pages written from right to left stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

STYLES = ROOT / "themes/default/styles"
# where a side of the sheet is meant, whichever way the words run
MEANT = {
    ("print.css", "right"): "the seal stands upright in the upper right corner of the sheet",
    ("site.css", "right"): "the seal of a notice, as above",
    ("site.css", "text-align: right"): "a column of a table that its author aligned right",
}
PAPER = frozenset({"poster.css"})  # sheets of paper of a fixed width, in Chinese only
_PHYSICAL = re.compile(
    r"(?<![-\w])((?:left|right|float)|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(text-align:\s*(?:left|right))"
)
_FOUR = re.compile(r"(?<![-\w])((?:margin|padding|inset|border-width)):\s*([^;}]+)")


def physical(sheet: str) -> list[str]:
    """The declarations of a style sheet that name a side of the page."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    found = [one or re.sub(r"\s+", " ", other) for one, other in _PHYSICAL.findall(bare)]
    return found + [f"{name}: {value}" for name, value in _FOUR.findall(bare) if _is_lopsided(value)]


def _is_lopsided(value: str) -> bool:
    """Whether a shorthand gives its second and its fourth side different values."""
    parts: list[str] = re.findall(r"(?:[^\s(]+\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s]+)", value.replace("!important", ""))
    return len(parts) == 4 and parts[1] != parts[3]


@pytest.mark.parametrize("file", sorted(p for p in STYLES.iterdir() if p.name not in PAPER), ids=lambda p: p.name)
def test_no_style_sheet_names_a_side_of_the_page(file: Path) -> None:
    assert [one for one in physical(file.read_text("utf-8")) if (file.name, one) not in MEANT] == []


def test_every_exception_is_still_there() -> None:
    assert all(side in physical((STYLES / name).read_text("utf-8")) for name, side in MEANT)


@pytest.mark.parametrize(
    "sheet",
    [
        "a { left: 0 }", "a{margin-left:1em}", "a { border-right: 0; }", "a { text-align: left }", "a { float: right }",
        "a { padding: 0 0 var(--s6) 2rem; }", "a { margin: 1px calc(1px + (2px*2)) 0 0 !important }", "a { border-left-color: red }",
    ],
)  # fmt: skip
def test_a_side_of_the_page_is_found_out(sheet: str) -> None:
    assert len(physical(sheet)) == 1


@pytest.mark.parametrize(
    "sheet", ["a { margin-inline-start: 0 }", "a { padding: 0 1em 2em 1em }", "a { inset-inline-start: 0 }", "/* left: 0 */"]
)
def test_sides_of_the_writing_are_let_through(sheet: str) -> None:
    assert physical(sheet) == []
