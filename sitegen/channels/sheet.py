"""A page of the site as one file that stands for itself, to be printed or sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote

_STYLE = re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"]+)"[^>]*>')
_ELSEWHERE = re.compile(
    r'<link\b[^>]*>|<script\b[^>]*>.*?</script>|<meta\b[^>]*\bhttp-equiv=[^>]*>|<nav class="tools".*?</nav>|<template\b.*?</template>',
    re.DOTALL,
)


def self_contained(html: str, url: str, files: Mapping[str, bytes], *, is_large: bool) -> str:
    """The page at ``url`` with its styles inside, without scripts and links; ``is_large`` for A3.

    ``files`` are those of the theme by address.
    """

    def style(match: re.Match[str]) -> str:
        address = normpath(join(dirname(url), unquote(unescape(match[1]))))
        # no rule of a style sheet needs this sign, and it could end the element
        return f"<style>{files.get(address, b'').decode('utf-8', 'replace').replace('</', '')}</style>"

    kept = _STYLE.sub(lambda m: f"\0{style(m)}\0", html)
    pieces = kept.split("\0")  # a page holds no such sign
    text = "".join(piece if number % 2 else _ELSEWHERE.sub("", piece) for number, piece in enumerate(pieces))
    return text.replace("<html ", '<html class="a3" ', 1) if is_large else text
