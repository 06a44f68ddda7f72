"""Links of built pages: which lead nowhere, and how many clicks a running notice is away (THREATS.md row 33)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from posixpath import dirname, join, normpath
from urllib.parse import unquote

_LINK = re.compile(
    rb"<(?:a|area|link|img|script|source|iframe|use|image)\s(?:[^>]*?\s)?(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))"
)
_NOTE = re.compile(rb"<!--.*?-->", re.DOTALL)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
CLICKS = 2


def links_of(url: str, data: bytes, base: str) -> tuple[str, ...]:
    """The files of the site that a page at ``url`` links, each once; ``base`` is the address of the site, "" if it has none."""
    if b"<!--" in data:
        data = _NOTE.sub(b"", data)
    written = {one or two or three for one, two, three in _LINK.findall(data)}
    folder = dirname(url)
    found = {target for link in written if (target := _resolved(folder, link.decode("utf-8", "replace"), base)) is not None}
    return tuple(sorted(found))


@lru_cache(65536)
def _resolved(folder: str, written: str, base: str) -> str | None:
    return resolve(folder, html.unescape(written).strip(), base)


def resolve(folder: str, link: str, base: str) -> str | None:
    """The file that a link leads to from a page in ``folder``; None for one that leaves the site or stays on the page."""
    if base and (link == base or link.startswith(f"{base}/")):
        folder, link = "", link[len(base) :].lstrip("/") or "index.html"
    path = link.partition("#")[0].partition("?")[0]
    if not path or _ELSEWHERE.match(path):
        return None
    target = normpath(join("" if path.startswith("/") else folder, unquote(path).lstrip("/")))
    return "index.html" if target == "." else target


def is_dead(target: str, urls: Collection[str]) -> bool:
    """Whether a link leads nowhere; records join the ledger after the site has been inspected."""
    if target.startswith("ledger/"):
        return False
    return target not in urls and f"{target}/index.html" not in urls


def in_reach(wanted: Collection[str], anchors: Callable[[str], Collection[str]]) -> Iterator[str]:
    """Those of ``wanted`` that are at most two clicks from the front page; ``anchors`` gives the visible links of a page."""
    seen, level = {"index.html"}, ["index.html"]
    waiting = set(wanted)
    for _ in range(CLICKS):
        further: list[str] = []
        for page in level:
            if not waiting:
                return
            for target in anchors(page):
                if target in waiting:
                    waiting.discard(target)
                    yield target
                if target not in seen:
                    seen.add(target)
                    further.append(target)
        level = further
