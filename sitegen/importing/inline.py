"""Html of a few plain elements to a tree, and its text to Markdown that reads back as the same text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from sitegen.reading.characters import blank_out, without_blanked

_VOID = frozenset({"br", "img", "hr"})
_SPECIAL = re.compile(r"[\\`*_\[\]]")
_ENTITY = re.compile(r"&(?=#|\w+;)")  # a numbered one needs no semicolon
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_LINE_HEAD = re.compile(r"^(#{1,6}|>|[-+](?=\s|$)|-{3,}\s*$|={3,}\s*$|~{3,}|:)")
_BLANKS = re.compile(r"[ \t\r\n\xa0\u2002\u2003]+")
_SAFE = re.compile(r"(https?://|mailto:|tel:)[^\s<>()\"\\]+", re.IGNORECASE)
_NOTE = re.compile(r"#(footnote|endnote)-(\d+)")


@dataclass
class Tag:
    """An element: its name, its attributes, what it holds."""

    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    inside: list[Tag | str] = field(default_factory=list)

    def tags(self, *names: str) -> Iterator[Tag]:
        """Every element inside with one of these names, whatever lies between."""
        for part in self.inside:
            if isinstance(part, Tag):
                if part.name in names:
                    yield part
                else:
                    yield from part.tags(*names)

    @property
    def text(self) -> str:
        """All characters inside, as they are read."""
        return "".join(part if isinstance(part, str) else (" " if part.name == "br" else part.text) for part in self.inside)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Tag("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if any(t.name == tag for t in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(without_blanked(blank_out(data)))


def tree_of(html: str) -> Tag:
    """The elements of a text."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def escaped(text: str) -> str:
    """Characters that Markdown would take for its own, as text."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", _BLANKS.sub(" ", text))
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;")


def line_safe(text: str) -> str:
    """A paragraph whose first signs make no heading, list, quotation or rule of it."""
    if found := _NUMBERED.match(text):
        return f"{found[1]}\\{text[found.end(1) :]}"
    if text.startswith("="):
        return f"&#61;{text[1:]}"
    if text.startswith((":", "~")):
        return f"&#{ord(text[0])};{text[1:]}"
    return f"\\{text}" if _LINE_HEAD.match(text) else text


def inline(parts: Iterable[Tag | str], *, breaks: str = "  \n") -> str:
    """The text of a paragraph: bold, italic, links, notes; pictures are left out, they stand by themselves."""
    return "".join(_inline(part, breaks) for part in parts)


def _inline(part: Tag | str, breaks: str) -> str:
    if isinstance(part, str):
        return escaped(part)
    if part.name == "br":
        return breaks
    if part.name == "img":
        return ""
    if part.name == "a" and (note := _NOTE.match(part.given.get("href", ""))) and part.text.strip("[]").isdigit():
        return f"[^{'e' * (note[1] == 'endnote')}{note[2]}]"
    inside = inline(part.inside, breaks=breaks)
    if part.name in ("strong", "b"):
        return _around(inside, "**")
    if part.name in ("em", "i"):
        return _around(inside, "*")
    address = part.given.get("href", "")
    if part.name == "a" and _SAFE.fullmatch(address) and inside.strip():
        return f"[{inside}]({address})"
    return inside


def _around(text: str, mark: str) -> str:
    """Emphasis inside the blanks of a text, not around them, and not twice."""
    core = text.strip(" \n\u3000")
    if not core or core.startswith("*") or core.endswith(("*", "\\")) or "  \n" in core:
        return text
    start = text.index(core)
    return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"
