"""Finds what could run, load or disguise itself in a page, by a parser that is not the sanitiser's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = {
    "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "a", "img", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "sup", "sub", "abbr", "mark", "ruby", "rt", "rp", "figure", "figcaption",
    "details", "summary", "div", "section", "picture", "source",
}  # fmt: skip
ATTRIBUTES = {
    "href", "title", "rel", "src", "alt", "start", "open", "id", "class", "role", "tabindex", "scope", "aria-label", "loading",
    "decoding", "width", "height", "type", "srcset",
}  # fmt: skip
CLASSES = {"table", "align-left", "align-center", "align-right", "footnote-ref", "footnotes", "footnote-back"}
IDS = re.compile(r"s-.+|fn-\d+|fnref-\d+(-\d+)?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:")


class Search(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self.judge(tag, name, value or "")

    def judge(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES:
            self.found.append(f"<{tag} {name}>")
        if name == "class" and value not in CLASSES:
            self.found.append(f'class="{value}"')
        if name == "id":
            self.ids.append(value)
            if not IDS.fullmatch(value):
                self.found.append(f'id="{value}"')
        if name in ("href", "src", "srcset"):
            scheme = _SCHEME.match("".join(c for c in value if ord(c) > 32 and not 127 <= ord(c) <= 160).lower())
            if scheme and scheme[0] not in ("http:", "https:", "mailto:", "tel:"):
                self.found.append(f'{name}="{value}"')

    def handle_comment(self, data: str) -> None:
        self.found.append("<!-- -->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}>")


def active(html: str) -> list[str]:
    """Everything in the html that has no business there: unknown tags, attributes, classes, ids, schemes, comments."""
    search = Search()
    search.feed(html)
    search.close()
    repeated = sorted({f"id twice: {i}" for i in search.ids if search.ids.count(i) > 1})
    return search.found + repeated
