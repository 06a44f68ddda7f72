"""What is active in a page, by a parser that follows the HTML standard and is not the sanitiser's; and in other files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import tinyhtml5

from tests.markdown import active as body_rules

# elements that run, load, send or move a page, or hold others that do
ACTIVE = frozenset({
    "script", "style", "link", "meta", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button",
    "select", "textarea", "svg", "math", "template", "noscript", "audio", "video", "source", "portal", "area", "map", "marquee", "title",
    "slot", "dialog", "canvas", "image", "use", "animate", "set", "foreignObject", "output", "keygen", "isindex", "param", "track",
})  # fmt: skip
ADDRESSES = frozenset({
    "href", "src", "srcset", "action", "formaction", "data", "poster", "cite", "background", "ping", "longdesc", "manifest", "codebase",
    "xlink:href", "icon", "profile", "usemap", "classid", "archive", "lowsrc", "dynsrc", "imagesrcset",
})  # fmt: skip
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
FINE = ("http:", "https:", "mailto:", "tel:")
_NAMESPACE = re.compile(r"\{[^}]*\}")
_NUMBER = re.compile(r"(?<![\w.])([nrwv]|models-[nrw]?|units-|notices-)\d{3}(?!\d)")


@dataclass
class Seen:
    """What a page holds. ``active`` counts elements with the names of their attributes; the rest is for comparing pages."""

    active: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    title: str = ""
    data: list[str] = field(default_factory=list)  # texts of structured data


def see(page: str) -> Seen:
    """A page as a browser would build it."""
    seen = Seen()
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            seen.wrong.append(f"comment {str(element.text)[:60]!r}")
            continue
        tag = _NAMESPACE.sub("", element.tag)
        _note(seen, tag, {_NAMESPACE.sub("", name): value for name, value in element.attrib.items()}, element.text or "")
    return seen


def _note(seen: Seen, tag: str, attributes: Mapping[str, str], text: str) -> None:
    if tag == "title" and not seen.title:
        seen.title = text
    if tag == "script" and attributes.get("type") == "application/ld+json":
        seen.data.append(text)
    elif tag in ("script", "style") and text.strip():
        seen.wrong.append(f"<{tag}> with {text[:60]!r}")
    if tag in ACTIVE:
        seen.active[_signature(tag, attributes)] += 1
    for name, value in attributes.items():
        seen.pairs.add((tag, name))
        if name.lower().startswith("on") or name in ("style", "srcdoc", "ping", "formaction", "is", "nonce"):
            seen.wrong.append(f"<{tag} {name}={value[:60]!r}>")
        if name == "id":
            seen.ids.append(value)
        elif name == "class":
            seen.classes.update(value.split())
        elif name in ADDRESSES and (reason := bad_address(tag, name, value)):
            seen.wrong.append(reason)


def bad_address(tag: str, name: str, value: str) -> str:
    """Why an address may not stand there; "" if it may."""
    bare = _IGNORED.sub("", value).lower()
    scheme = _SCHEME.match(bare)
    if scheme and not bare.startswith(FINE):
        return f"<{tag} {name}={value[:60]!r}>"
    is_away = bool(re.match(r"(https?:)?[/\\]{2}|https?:", bare))
    own = bare.startswith("https://example.org/bang/")
    if is_away and not own and tag != "a":
        return f"<{tag} {name}={value[:60]!r}> loads from elsewhere"
    return ""


def _signature(tag: str, attributes: Mapping[str, str]) -> str:
    """An element with the attributes that make it act; texts are left out, and so are the hashes and depths of addresses."""
    acting = {n: v for n, v in attributes.items() if n in ("type", "rel", "http-equiv", "method", "name", "property") and tag != "input"}
    where = {n: _NUMBER.sub("*", re.sub(r"^(\.\./)+", "", v)) for n, v in attributes.items() if n in ("src", "action") and tag != "source"}
    names = " ".join(sorted(attributes))
    return f"<{tag} {names}> {sorted({**acting, **where}.items())}"


def kind_of(url: str) -> str:
    """The address of a page without what differs between records of one kind."""
    return _NUMBER.sub("*", url)


def is_ours(ident: str) -> bool:
    """Whether an id is one that the Markdown room gives."""
    return body_rules.IDS.fullmatch(ident) is not None


@cache
def body_pairs() -> frozenset[tuple[str, str]]:
    return frozenset((tag, name) for tag in body_rules.TAGS for name in body_rules.ATTRIBUTES)


def strings(value: Any) -> Iterator[str]:
    """Every text in parsed JSON, keys as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
