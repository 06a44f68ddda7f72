"""Files cut into blocks of text: what a reader, a feed reader or a program takes as one piece."""

from __future__ import annotations

import re

from sitegen.inspection.markup import is_html, is_marked_up, marked_up
from sitegen.inspection.pieces import Block
from sitegen.inspection.values import json_blocks, line_blocks, table_blocks
from sitegen.inspection.words import Wanted

_CALL = re.compile(r"\s*[\w.]+\s*(?:=|\((?:\s*\"[^\"]*\"\s*,)?)\s*([\[{].*[\]}])\s*\)?\s*;?\s*", re.DOTALL)  # data that a script loads


def blocks_of(url: str, text: str, wanted: Wanted | None = None) -> list[Block]:
    """The blocks of a file by the ending of its address; one of no known kind is cut into lines. Those that do not hold anything that is
    ``wanted`` may be left out."""
    ending = url.rpartition(".")[2].lower()
    if is_marked_up(url):
        return marked_up(text, is_html=is_html(url), wanted=wanted)
    if ending in ("json", "geojson", "webmanifest"):
        return json_blocks(text, 1, wanted)
    if ending == "js" and (call := _CALL.fullmatch(text)):
        return json_blocks(call[1], 1, wanted)
    return [*line_blocks(text, 1, wanted), *(table_blocks(text, wanted) if ending in ("csv", "tsv") else ())]
