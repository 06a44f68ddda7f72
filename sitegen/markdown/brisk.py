"""Python-Markdown without the work that cannot change anything: its output stays byte for byte the same.

Nearly all text of a page holds nothing to convert, yet stock Markdown tries every inline pattern on every piece of it and
walks every page through an HTML parser. A pattern is left out where the text lacks a sign that it cannot match without.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import BACKTICK_RE, ENTITY_RE, ESCAPE_RE, HTML_RE
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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


class Brisk(Extension):
    """Takes the place of two stock processors; the last extension, so that it sees all patterns."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
        md.treeprocessors.register(_Inline(md), "inline", 20)


class _HtmlBlocks(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class _Inline(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._signs: list[tuple[str, ...]] = []

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """The stock loop (its name is mangled), with patterns skipped."""
        if isinstance(data, AtomicString):
            return data
        if not self._signs:  # not before all extensions have registered their patterns
            self._signs = self._signs_in_order()
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

    def _signs_in_order(self) -> list[tuple[str, ...]]:
        """For each pattern in order; one that is unknown is always tried."""
        return [_SIGNS.get(getattr(pattern, "pattern", ""), ("",)) for pattern in self.inlinePatterns]
