"""Python-Markdown without the work that cannot change anything: its output stays byte for byte the same.

Nearly all text of a page holds nothing to convert, yet stock Markdown tries every inline pattern on every piece of it and
walks every page through an HTML parser. A pattern is left out where the text lacks a sign that it cannot match without.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import BACKTICK_RE, ENTITY_RE, ESCAPE_RE, HTML_RE
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

# patterns as Python-Markdown writes them, each with the signs of which a match holds at least one; by their text and not by
# their name, so that one which another version writes otherwise is simply tried everywhere
_SIGNS: dict[str, tuple[str, ...]] = {
    BACKTICK_RE: ("`",),
    ESCAPE_RE: ("\\",),
    r"(?<!\!)\[": ("[",),
    r"\!\[": ("![",),
    r"\[\^([^\]]*)\]": ("[^",),
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": ("<",),
    r"<([^<> !]+@[^@<> ]+)>": ("<",),
    r"  \n": ("  \n",),
    HTML_RE: ("<",),
    ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
}


# what a line begins with that is more than a line of a paragraph; a digit opens a list, and "|" anywhere a table
_OPENERS = frozenset("#=-_*+>[")
_BLOCKS = (
    *("empty", "indent", "code", "table", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "footnote", "reference"),
    "paragraph",
)


class Brisk(Extension):
    """Takes the place of stock processors; the last extension, so that it sees all patterns."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)
        md.is_block_level = cache(md.is_block_level)  # type: ignore[method-assign]
        blocks = md.parser.blockprocessors
        if sum(name in blocks for name in _BLOCKS) == len(blocks):  # no other looks for signs of its own
            blocks.register(_Plain(md.parser), "plain", 1000)


class _HtmlBlocks(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class _Plain(ParagraphProcessor):
    """A block in which no other processor would find anything is a paragraph, without asking them."""

    def test(self, parent: Element, block: str) -> bool:
        if not block or block[0] in " \n" or "|" in block:
            return False
        return all((first := line.lstrip(" ")[:1]) not in _OPENERS and not first.isdecimal() for line in block.split("\n"))


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _Inline(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._signs: list[tuple[str, ...]] = []
        self._sign = re.compile("")

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """The stock loop (its name is mangled), with patterns skipped."""
        if not self._signs:  # not before all extensions have registered their patterns
            self._signs = self._signs_in_order()
            self._sign = re.compile("|".join(sorted({re.escape(sign) for signs in self._signs for sign in signs})))
        if isinstance(data, AtomicString) or not self._sign.search(data):
            return data
        start = 0
        while patternIndex < len(self._signs):
            if not any(sign in data for sign in self._signs[patternIndex]):
                patternIndex, start = patternIndex + 1, 0
                continue
            data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                self.inlinePatterns[patternIndex], data, patternIndex, start
            )
            if not matched:
                patternIndex += 1
        return data

    def _InlineProcessor__processPlaceholders(self, data: str | None, parent: Element, isText: bool = True) -> list[Any]:
        """The stock one, unless there is no placeholder and so nothing to do but put the text back."""
        if not data or INLINE_PLACEHOLDER_PREFIX in data:
            made: list[Any] = super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc]
            return made
        if isText:
            parent.text = parent.text + data if parent.text else data
        else:
            parent.tail = parent.tail + data if parent.tail else data
        return []

    def _signs_in_order(self) -> list[tuple[str, ...]]:
        """For each pattern in order; one that is unknown is always tried."""
        return [_SIGNS.get(getattr(pattern, "pattern", ""), ("",)) for pattern in self.inlinePatterns]
