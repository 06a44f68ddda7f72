"""Python-Markdown as this site uses it: its links know their places, its footnotes are Chinese and accessible.

What Markdown itself made is told from what an author typed as HTML by a secret that no body can contain: the hash of that
very body, in an attribute that survives the sanitiser and is turned into ids and classes afterwards.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension, FootnoteInlineProcessor, FootnoteTreeprocessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    AutolinkInlineProcessor,
    AutomailInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from sitegen.markdown.brisk import Brisk
from sitegen.markdown.limits import MAX_ADDRESS, MAX_STEPS, too_long_address, too_many_steps
from sitegen.markdown.marks import Marked, comment_marks, spot_at, spot_before, spot_in, tag_marks_to, unmark

MARK = "data-sg"
_QUOTE = frozenset("\"'")  # one that opens no title was followed to the end of the text
_Match = tuple[Any, int | None, int | None]


class Trail:
    """What one conversion leaves behind: its secret, the numbers of its links, the steps it has taken."""

    def __init__(self, marked: Marked, secret: str) -> None:
        self.marked = marked
        self.secret = secret
        self.links: dict[int, str] = {}  # number of the mark: tag
        self.comments: list[int] = []  # numbers of the marks of raw comments
        self._steps = 0

    def line(self, number: int | None) -> int:
        return 1 if number is None else self.marked.spots[number].line

    def spend(self, steps: int, number: int | None) -> None:
        """Count work that grows with the square of unmatched brackets. Raises TooComplex."""
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise too_many_steps(self.line(number))

    def sign(self, element: Element, payload: str) -> None:
        element.set(MARK, f"{self.secret}-{payload}")

    def sign_link(self, element: Element, number: int | None) -> None:
        if number is not None:
            self.links[number] = element.tag
            self.sign(element, f"l{number}")


class Engine:
    """One configured Markdown instance. Not for two threads at once; after an exception it must be thrown away."""

    def __init__(self) -> None:
        self.trail = Trail(Marked("", (), ""), "")
        tables = TableExtension(use_align_attribute=True)
        self.markdown = Markdown(extensions=[tables, SaneListExtension(), _Notes(self), _Placed(self), Brisk()])

    def convert(self, marked: Marked, secret: str) -> tuple[str, Trail]:
        """Unsafe html whose own parts are signed with ``secret``, and the trail. Raises TooComplex and what
        Python-Markdown raises."""
        self.trail = Trail(marked, secret)
        self.markdown.reset()
        html = self.markdown.convert(marked.text)
        if not marked.spots:  # no mark went in
            return html, self.trail
        self.trail.comments.extend(comment_marks(html))
        return unmark(tag_marks_to(f"{MARK}={secret}-t", html)), self.trail


class _Definitions(dict[str, tuple[str, str]]):
    """Link definitions: names without marks, addresses of bounded length (a long one used often is a bomb)."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine

    def __setitem__(self, name: str, value: tuple[str, str]) -> None:
        if len(value[0]) + len(value[1] or "") > MAX_ADDRESS:
            raise too_long_address(self.engine.trail.line(spot_in(name)))
        super().__setitem__(unmark(name), value)


class _Placed(Extension):
    """Link patterns that sign what they make with the number of its mark."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine

    def extendMarkdown(self, md: Markdown) -> None:
        md.references = _Definitions(self.engine)
        # names and priorities are Python-Markdown's own: registering again replaces
        for pattern, kind, name, priority in (
            (REFERENCE_RE, _Reference, "reference", 170),
            (LINK_RE, _Link, "link", 160),
            (IMAGE_LINK_RE, _Image, "image_link", 150),
            (IMAGE_REFERENCE_RE, _ImageReference, "image_reference", 140),
            (REFERENCE_RE, _ShortReference, "short_reference", 130),
            (IMAGE_REFERENCE_RE, _ShortImageReference, "short_image_ref", 125),
            (AUTOLINK_RE, _Autolink, "autolink", 120),
            (AUTOMAIL_RE, _Automail, "automail", 110),
        ):
            processor = kind(pattern, md)
            processor.engine = self.engine
            md.inlinePatterns.register(processor, name, priority)


class _Bracketed(LinkInlineProcessor):
    engine: Engine

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        number, index = spot_at(data, index)
        text, end, handled = super().getText(data, index)
        self.engine.trail.spend(end - index, number)
        return text, end, handled

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        href, title, end, handled = super().getLink(data, index)
        failed = not handled or (title is None and not _QUOTE.isdisjoint(data[index:end]))
        self.engine.trail.spend(len(data) - index if failed else end - index, None)
        return href, title, end, handled

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]
        made, start, end = super().handleMatch(m, data)
        if isinstance(made, Element):
            self.engine.trail.sign_link(made, spot_at(data, m.end(0))[0])
        return made, start, end


class _Named(_Bracketed, ReferenceInlineProcessor):
    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:
        name, end, handled = super().evalId(data, index, text)
        return (unmark(name or "") or unmark(text).lower()), end, handled

    def makeTag(self, href: str, title: str, text: str) -> Element:
        self.engine.trail.spend(len(href) + len(title or ""), None)
        return super().makeTag(href, title, text)


class _Link(_Bracketed):
    ANCESTOR_EXCLUDES = ("a",)  # no link within a link


class _Image(_Bracketed, ImageInlineProcessor):
    pass


class _Reference(_Named):
    ANCESTOR_EXCLUDES = ("a",)


class _ShortReference(_Named, ShortReferenceInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)


class _ImageReference(_Named, ImageReferenceInlineProcessor):
    pass


class _ShortImageReference(_Named, ShortImageReferenceInlineProcessor):
    pass


class _Autolink(AutolinkInlineProcessor):
    engine: Engine

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]
        made, start, end = super().handleMatch(m, data)
        if isinstance(made, Element):
            self.engine.trail.sign_link(made, spot_before(data, m.start(0)))
        return made, start, end


class _Automail(AutomailInlineProcessor):
    engine: Engine

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]
        made, start, end = super().handleMatch(m, data)
        if isinstance(made, Element):
            self.engine.trail.sign_link(made, spot_before(data, m.start(0)))
        return made, start, end


class _Notes(FootnoteExtension):
    """Footnotes numbered in the order of reading. Only their syntax is the extension's; ids and words come after
    sanitising."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:
        md.registerExtension(self)
        self.parser = md.parser
        self.md = md
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self), "footnote", 17)
        md.inlinePatterns.register(_NoteMark(r"\[\^([^\]]*)\]", self), "footnote", 175)
        md.treeprocessors.register(FootnoteTreeprocessor(self), "footnote", 50)
        md.treeprocessors.register(_NoteOrder(self), "footnote-order", 15)

    def findFootnotesPlaceholder(self, root: Element) -> None:
        """The notes always stand at the end."""

    def makeFootnotesDiv(self, root: Element) -> Element | None:
        if not self.footnotes:
            return None
        notes = Element("ol")
        self.engine.trail.sign(notes, "notes")
        done = 0
        while done < len(self.footnotes):  # a note may define another one while it is read
            name = list(self.footnotes)[done]
            item = SubElement(notes, "li", {"name": name})
            holder = Element("div")  # list processors treat an <li> in a way of their own
            self.parser.parseChunk(holder, self.footnotes[name])
            item.extend(list(holder))
            done += 1
        return notes


class _NoteMark(FootnoteInlineProcessor):
    footnotes: _Notes

    def handleMatch(self, m: re.Match[str], data: str) -> _Match:  # type: ignore[override]
        if m[1] not in self.footnotes.footnotes:
            return None, None, None
        sup = Element("sup", {"name": m[1]})
        SubElement(sup, "a").text = AtomicString("?")
        self.footnotes.engine.trail.sign(sup, "r")
        return sup, m.start(0), m.end(0)


class _NoteOrder(Treeprocessor):
    """Numbers the notes once all marks are in the tree, sorts them, and gives each a way back to every use."""

    def __init__(self, notes: _Notes) -> None:
        super().__init__(notes.md)
        self.notes = notes

    def run(self, root: Element) -> None:
        trail = self.notes.engine.trail
        listed = next((el for el in root.iter("ol") if el.get(MARK) == f"{trail.secret}-notes"), None)
        if listed is None:
            return
        uses: dict[str, int] = {}
        numbers: dict[str, int] = {}
        for sup in [el for el in root.iter("sup") if "name" in el.attrib]:
            name = sup.attrib.pop("name")
            number = numbers.setdefault(name, len(numbers) + 1)
            uses[name] = uses.get(name, 0) + 1
            trail.sign(sup, f"r{number}.{uses[name]}")
            trail.sign(sup[0], f"q{number}")
            sup[0].text = AtomicString(str(number))
        listed[:] = sorted(listed, key=lambda item: numbers.get(item.get("name", ""), len(numbers) + 1))
        for number, item in enumerate(listed, start=1):
            self._close(item, number, uses.get(item.attrib.pop("name"), 0))

    def _close(self, item: Element, number: int, uses: int) -> None:
        trail = self.notes.engine.trail
        trail.sign(item, f"n{number}")
        last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
        for use in range(1, uses + 1):
            trail.sign(back := SubElement(last, "a"), f"b{number}.{use}")
            back.text = AtomicString("↩")
