"""The short cuts in Markdown change no byte of its output."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from sitegen.markdown.brisk import _SIGNS, Brisk
from sitegen.markdown.engine import Engine
from tests.conftest import ROOT

BODIES = sorted((ROOT / "content").rglob("*.md"))


def _extensions() -> list[object]:
    return [TableExtension(use_align_attribute=True), SaneListExtension(), FootnoteExtension()]


STOCK = Markdown(extensions=_extensions())  # type: ignore[arg-type]
OURS = Markdown(extensions=[*_extensions(), Brisk()])  # type: ignore[list-item]


def both(text: str) -> tuple[str, str]:
    STOCK.reset()
    OURS.reset()
    return STOCK.convert(text), OURS.convert(text)


SIGNS = (
    "\\ ` `` * ** *** _ __ [ ] ( ) ![ < > <b> </b> <!-- --> & &amp; &#20; ; [^1] # 1. | --|-- http://a.b a@b.c <a@b.c> <http://a.b> [a] "
    "[a][b] === klzzwxh:0000 中 文。 x <div> </div> <?a?> <![CDATA[ ]]> [^1]:"
)
BLANKS = (" ", "  \n", "\n", "\n\n", "    ", "\n- ", "\n> ", "\n[a]: /b\n", "\x02", "\x03", "\ufde0", "\t")
signs = st.sampled_from((*SIGNS.split(), *BLANKS))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.one_of(signs, st.text(max_size=5)), max_size=40))
def test_random_text_comes_out_the_same(pieces: list[str]) -> None:
    stock, ours = both("".join(pieces))
    assert ours == stock


@pytest.mark.parametrize("path", BODIES, ids=lambda p: p.stem)
def test_the_sample_site_comes_out_the_same(path: Path) -> None:
    stock, ours = both(path.read_text("utf-8"))
    assert ours == stock


@pytest.mark.slow
def test_much_random_text_comes_out_the_same() -> None:
    rng = random.Random(7)
    pool = (*SIGNS.split(), *BLANKS)
    for _ in range(20_000):
        text = "".join(rng.choices(pool, k=rng.randint(1, 30)))
        stock, ours = both(text)
        assert ours == stock, text


def test_every_pattern_of_this_version_is_known() -> None:
    """One that is not breaks nothing, but it is tried on every piece of text."""
    assert [p.pattern for p in Engine().markdown.inlinePatterns if p.pattern not in _SIGNS] == []
