"""The sanitiser around Markdown's output, and an account of what it took out and where."""

from __future__ import annotations

import re

import nh3

from sitegen.markdown.engine import MARK, Trail
from sitegen.markdown.marks import FORBIDDEN, unmark
from sitegen.markdown.parts import Removed

TAGS = frozenset(
    tag
    for group in (
        ("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "a", "img"),
        ("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
        ("sup", "sub", "abbr", "mark", "ruby", "rt", "rp", "figure", "figcaption", "details", "summary"),
    )
    for tag in group
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "abbr": {"title"},
    "details": {"open"},
    "*": {MARK},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IMAGE_SCHEMES = frozenset({"http", "https"})

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# browsers drop these before they look for a scheme
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_UNSAYABLE = re.compile(FORBIDDEN)  # entities may have brought them back
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
# the secret is another one for each body: patterns without it are compiled once
_RAW_TAG = re.compile(rf"<([A-Za-z][^\s<>]*) {MARK}=([0-9a-f]{{64}})-t(\d+) ")
_SIGNED_TAG = re.compile(rf'<[a-z][a-z0-9]*((?: [^\s"=]+="[^"]*")* {MARK}="([0-9a-f]{{64}})-([^"]*)"(?: [^\s"=]+="[^"]*")*)>')
# a name that is none, as in <A类>: a parser takes it for a tag all the same, and it has no mark
_ODD_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]*[^\sA-Za-z0-9:/>-][^\s/>]*)")
# what stands in these is no markup, and is gone with them
_RAW_TEXT = re.compile(r"<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"<!(?!--)|<\?")


def clean(html: str, trail: Trail) -> tuple[str, tuple[Removed, ...]]:
    """Html with nothing but allowed tags, attributes and addresses, and what had to go, in the order of the source.

    Only marks signed with the trail's secret survive, so nothing an author typed can pass for ours.
    """

    def keep(tag: str, attribute: str, value: str) -> str | None:
        value = _UNSAYABLE.sub("", value)
        return value if _is_fine(tag, attribute, value, trail.secret) else None

    safe = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    if f"{MARK}={trail.secret}" in safe:  # a mark inside of a quoted value was no tag's: it must not show
        safe = re.sub("\ufdd0\\d+ ?", "", safe.replace(f" {MARK}={trail.secret}-t", "\ufdd0"))
    safe = _UNSAYABLE.sub("", safe)
    is_plain = not (trail.marked.spots or "<!" in html or "<?" in html or _ODD_TAG.search(html))
    return safe, () if is_plain else _account(html, safe, trail)


def _is_fine(tag: str, attribute: str, value: str, secret: str) -> bool:
    if attribute == MARK:
        return value.startswith(f"{secret}-")
    if attribute in ("href", "src"):
        found = _SCHEME.match(_INVISIBLE.sub("", value).lower())
        return found is None or found[1] in (_IMAGE_SCHEMES if tag == "img" else SCHEMES)
    if attribute == "align":
        return value in ("left", "center", "right")
    if attribute == "start":
        return re.fullmatch(r"[0-9]{1,6}", value) is not None
    return True


def _account(html: str, safe: str, trail: Trail) -> tuple[Removed, ...]:
    """Compare, by the numbers of their marks, the tags that went in with those that came out."""
    left = _survivors(safe, trail.secret)
    removed: dict[tuple[int, int, str], Removed] = {}

    def note(number: int, what: str) -> None:
        spot = trail.marked.spots[number]
        removed[(*spot, what)] = Removed(spot.line, what)

    for number, tag in trail.links.items():
        needed = "src" if tag == "img" else "href"
        if f"l{number}" in left and needed not in left[f"l{number}"]:
            note(number, f"<{tag} {needed}>")
    for found in _RAW_TAG.finditer(html):
        if found[2] != trail.secret:
            continue
        tag, number = found[1].lower(), int(found[3])
        kept = left.get(f"t{number}")
        if kept is None:
            note(number, f"<{tag}>")
            continue
        for attribute in _attributes(html, found.end()) - (kept - {MARK}):
            note(number, f"<{tag} {attribute}>")
    _note_odd_tags(html, safe, trail, removed)
    _note_comments(html, trail, removed)
    return tuple(removed[key] for key in sorted(removed))


def _note_odd_tags(html: str, safe: str, trail: Trail, removed: dict[tuple[int, int, str], Removed]) -> None:
    """Words in angle brackets that a parser took for tags; one that still shows stood in a quoted value."""
    plain, at = trail.marked.plain, 0
    for found in _ODD_TAG.finditer(_RAW_TEXT.sub("", html)):
        name = unmark(found[1])
        at = max(plain.find(f"<{name}", at), at)
        if f"&lt;{name}" not in safe:
            line, what = plain.count("\n", 0, at) + 1, f"<{name.lower()}>"
            removed[(line, at, what)] = Removed(line, what)
        at += 1


def _survivors(safe: str, secret: str) -> dict[str, set[str]]:
    left: dict[str, set[str]] = {}
    for found in _SIGNED_TAG.finditer(safe):
        if found[2] == secret:
            left.setdefault(found[3], set()).update(re.findall(r' ([^\s"=]+)="', found[1]))
    return left


def _attributes(html: str, start: int) -> set[str]:
    names: set[str] = set()
    while found := _ATTRIBUTE.match(html, start):
        names.add(found[1].lower())
        start = found.end()
    return names


def _note_comments(html: str, trail: Trail, removed: dict[tuple[int, int, str], Removed]) -> None:
    for number in trail.comments:
        spot = trail.marked.spots[number]
        removed[(*spot, "<!-- -->")] = Removed(spot.line, "<!-- -->")
    count = len(_DECLARATION.findall(html))  # text has no bare "<" here: these are the author's
    for found in list(_DECLARATION.finditer(trail.marked.plain))[:count]:
        line = trail.marked.plain.count("\n", 0, found.start()) + 1
        removed[(line, found.start(), found[0])] = Removed(line, f"{found[0]} … >")
