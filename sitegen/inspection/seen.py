"""What a reader sees of a page: the text and links that are not hidden, and what it says to search engines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_NEVER_SEEN = frozenset(["template", "script", "style", "noscript", "title", "head", "datalist"])
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])", re.IGNORECASE)
_ROBOTS = ("robots", "googlebot", "bingbot", "baiduspider", "360spider", "sogou web spider", "bytespider")


class Seen(HTMLParser):
    """``main`` is the visible text of <main>, ``anchors`` the visible links, ``is_unlisted`` a wish not to be indexed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.main = ""
        self.anchors: list[str] = []
        self.is_unlisted = False
        self._open: list[tuple[str, bool]] = []  # with whether it hides what is in it
        self._hidden = self._main = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and found.get("name", "").lower() in _ROBOTS:
            self.is_unlisted |= bool(re.search(r"\b(noindex|none)\b", found.get("content", ""), re.IGNORECASE))
        hides = _hides(tag, found)
        if tag == "a" and "href" in found and not hides and not self._hidden:
            self.anchors.append(found["href"])
        if tag not in _VOID:
            self._open.append((tag, hides))
            self._hidden += hides
            self._main += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        if not any(open_ == tag for open_, _ in self._open):
            return
        while self._open:
            last, hides = self._open.pop()
            self._hidden -= hides
            self._main -= last == "main"
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._main and not self._hidden:
            self.main += data


def _hides(tag: str, attributes: dict[str, str]) -> bool:
    return (
        tag in _NEVER_SEEN
        or "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or (tag == "dialog" and "open" not in attributes)
        or _HIDING.search(attributes.get("style", "")) is not None
    )
