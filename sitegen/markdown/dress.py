"""Sanitised html gets what only we may give it: ids, classes, wrappers; and yields headings, links and plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from sitegen.markdown.engine import MARK, Trail
from sitegen.markdown.marks import Spot
from sitegen.markdown.parts import Heading, Link

# the sanitiser writes one canonical form, so a pattern can read it
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=]+="[^"]*")*)>|([^<]+|<)')
_ATTRIBUTE = re.compile(r' ([^\s"=]+)="([^"]*)"')
_VOID = frozenset({"br", "hr", "img"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK = frozenset(
    (*_HEADINGS, "p", "br", "hr", "blockquote", "pre", "ul", "ol", "li", "table", "tr", "figure", "figcaption", "details", "summary")
)
_EXTERNAL = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)
_NOT_SLUG = re.compile(r"\W+")
_PREFIX = "s-"  # no id of the theme begins so
MAX_SLUG = 40  # characters
MAX_LABEL = 40  # characters

Attributes = dict[str, str]
Close = Callable[[], str]


@dataclass(slots=True)
class Dressed:
    """Pieces of the page as they grow. ``muted`` counts the open elements whose text is not for search."""

    trail: Trail
    levels: Iterator[int]
    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    toc: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    closers: list[Close] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    heads: list[list[str]] = field(default_factory=list)  # of each open table, the texts of its header cells
    muted: int = 0
    verbatim: int = 0  # open <pre>


def dress(html: str, trail: Trail) -> Dressed:
    """Walk through the sanitised html once and rewrite its tags."""
    levels = heading_levels([int(level) for level in re.findall(r"<h([1-6])[ >]", html)])
    page = Dressed(trail, iter(levels))
    for found in _TOKEN.finditer(html):
        slash, tag, attributes, text = found.groups()
        if text is not None:
            _add_text(page, text)
        elif slash:
            _close(page, tag)
        else:
            _open(page, tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)} if attributes else {})
    return page


def heading_levels(written: list[int]) -> list[int]:
    """Levels as printed: the highest becomes 2 (1 is the page's title), and none skips one on the way down.

    >>> heading_levels([1, 2, 2, 4])
    [2, 3, 3, 4]
    """
    shift = 2 - min(written, default=2)
    levels: list[int] = []
    for level in written:
        levels.append(min(level + shift, 6, (levels[-1] if levels else 1) + 1))
    return levels


def plain_text(page: Dressed) -> str:
    """The visible text, one line a block."""
    lines = (" ".join(line.split()) for line in "".join(page.text).split("\n"))
    return "\n".join(line for line in lines if line)


def _add_text(page: Dressed, text: str) -> None:
    page.html.append(text)
    if not page.muted:
        readable = unescape(text)
        page.text.append(readable if page.verbatim else readable.replace("\n", " "))


def _open(page: Dressed, tag: str, attributes: Attributes) -> None:
    payload = attributes.pop(MARK).split("-", 1)[1] if MARK in attributes else ""
    if tag in _BLOCK:
        page.text.append("\n")
    close = _DRESSERS.get(tag, _plain)(page, tag, attributes, payload)
    if tag not in _VOID:
        page.closers.append(close)


def _close(page: Dressed, tag: str) -> None:
    if page.closers:
        page.html.append(page.closers.pop()())
    if tag in _BLOCK:
        page.text.append("\n")
    elif tag in ("td", "th"):
        page.text.append(" ")


def _tag(tag: str, attributes: Attributes) -> str:
    if not attributes:
        return f"<{tag}>"
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def _emit(page: Dressed, tag: str, attributes: Attributes, end: str | None = None) -> Close:
    page.html.append(_tag(tag, attributes))
    return lambda: end or f"</{tag}>"


def _plain(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    return _emit(page, tag, attributes)


def _mute(page: Dressed, close: Close) -> Close:
    page.muted += 1

    def closing() -> str:
        page.muted -= 1
        return close()

    return closing


def _reading_aid(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    return _mute(page, _emit(page, tag, attributes))


def _pre(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    page.verbatim += 1
    page.html.append("<pre>")

    def closing() -> str:
        page.verbatim -= 1
        return "</pre>"

    return closing


def _heading(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    level = next(page.levels, 2)
    place, start = len(page.html), len(page.text)
    page.html.append(f"<h{level}>")

    def closing() -> str:
        if text := _text_since(page, start):
            heading = Heading(level, _unique_id(page, text), text)
            page.html[place] = _tag(f"h{level}", {"id": heading.id})
            page.toc.append(heading)
        return f"</h{level}>"

    return closing


def _text_since(page: Dressed, start: int) -> str:
    return " ".join("".join(page.text[start:]).split())


def _unique_id(page: Dressed, text: str) -> str:
    base = _PREFIX + (_NOT_SLUG.sub("-", text.lower()).strip("-")[:MAX_SLUG].rstrip("-") or "1")
    name = base
    while name in page.ids:  # each base counts on from its last number, so many equal headings stay cheap
        page.ids[base] += 1
        name = f"{base}-{page.ids[base]}"
    page.ids[name] = 1
    return name


def _table(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    place = len(page.html)
    page.html.append("<table>")
    page.heads.append([])

    def closing() -> str:
        label = "、".join(page.heads.pop())
        label = label if len(label) <= MAX_LABEL else label[: MAX_LABEL - 1] + "…"
        wrapper = {"class": "table", "tabindex": "0", "role": "region", "aria-label": f"表格：{label}" if label else "表格"}
        page.html[place] = _tag("div", wrapper) + "<table>"
        return "</table></div>"

    return closing


def _cell(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    align = attributes.get("align")
    ours = {"scope": "col"} if tag == "th" else {}
    close = _emit(page, tag, ours | ({"class": f"align-{align}"} if align else {}))
    start = len(page.text)

    def closing() -> str:
        if tag == "th" and page.heads and (text := _text_since(page, start)):
            page.heads[-1].append(text)
        return close()

    return closing


def _sup(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    if not payload.startswith("r"):
        return _emit(page, tag, {})
    return _mute(page, _emit(page, tag, {"class": "footnote-ref", "id": _use_id(payload[1:])}))


def _use_id(payload: str) -> str:
    number, _, use = payload.partition(".")
    return f"fnref-{number}" if use == "1" else f"fnref-{number}-{use}"


def _list(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    if payload == "notes":
        page.html.append('<section class="footnotes" role="doc-endnotes" aria-label="注释">')
        return _emit(page, tag, {}, "</ol></section>")
    return _emit(page, tag, attributes)


def _item(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    return _emit(page, tag, {"id": f"fn-{payload[1:]}"} if payload.startswith("n") else {})


def _anchor(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    kind, rest = payload[:1], payload[1:]
    if kind == "q":
        return _emit(page, tag, {"href": f"#fn-{rest}", "role": "doc-noteref", "aria-label": f"注释{rest}"})
    if kind == "b":
        page.html.append("\u00a0")
        words = "返回正文" if rest.endswith(".1") else f"返回正文第{rest.partition('.')[2]}处"
        ours = {"href": f"#{_use_id(rest)}", "class": "footnote-back", "role": "doc-backlink", "title": words, "aria-label": words}
        return _mute(page, _emit(page, tag, ours))
    if "href" not in attributes:  # the sanitiser took it: the words stay
        return lambda: ""
    _note_link(page, attributes["href"], payload, is_image=False)
    rel = {"rel": "noopener"} if _EXTERNAL.match(attributes["href"].strip()) else {}
    return _emit(page, tag, _ordered(attributes, "href", "title") | rel)


def _image(page: Dressed, tag: str, attributes: Attributes, payload: str) -> Close:
    alt = attributes.get("alt", "")
    if "src" not in attributes:
        page.html.append(escape(alt))
        return lambda: ""
    _note_link(page, attributes["src"], payload, is_image=True)
    return _emit(page, tag, _ordered({"alt": "", **attributes}, "src", "alt", "title"))


def _ordered(attributes: Attributes, *names: str) -> Attributes:
    return {name: attributes[name] for name in names if name in attributes}


def _note_link(page: Dressed, target: str, payload: str, *, is_image: bool) -> None:
    spots = page.trail.marked.spots
    known = payload[:1] in ("l", "t") and payload[1:].isdigit() and int(payload[1:]) < len(spots)
    spot = spots[int(payload[1:])] if known else _search(page.trail.marked.plain, target)
    page.links.append(Link(target, spot.line, spot.column, is_image))


def _search(body: str, target: str) -> Spot:
    """Where an address stands that lost its mark; the start of the body when it is nowhere as it is."""
    offset = max(body.find(target), 0)
    return Spot(body.count("\n", 0, offset) + 1, offset - body.rfind("\n", 0, offset))


_DRESSERS: dict[str, Callable[[Dressed, str, Attributes, str], Close]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    **dict.fromkeys(("rt", "rp"), _reading_aid),
    **dict.fromkeys(("td", "th"), _cell),
    "pre": _pre,
    "table": _table,
    "sup": _sup,
    "ol": _list,
    "li": _item,
    "a": _anchor,
    "img": _image,
}
