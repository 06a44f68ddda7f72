"""Which pages of the sample site stand for all: one of each kind, and the special ones."""

from __future__ import annotations

import re
from pathlib import Path

SPECIAL = (
    "models/he-yanmei.html",  # an honour revoked
    "models/guo-hongxia.html",  # a proposal withdrawn
    "notices/2026-gangwei-nengshou.html",  # many candidates
    "models/sun-tieshan.html",  # with a photograph
    "status/revoked/index.html",
    "status/withdrawn/index.html",
    "404.html",
    "verify.html",
    "search.html",
)
ASKED = ("search.html?q=孙", "search.html?q=公示&kind=model&state=honoured")  # with results; with chips as well
_LOOK = re.compile(r'<body(?: class="([^"]*)")?')


def every_page(folder: Path) -> list[str]:
    """All pages, by address."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))


def one_of_each(folder: Path) -> list[str]:
    """One page of each column and look, then the special ones; each must exist."""
    kinds: dict[tuple[str, str | None], str] = {}
    for name in every_page(folder):
        look = _LOOK.search((folder / name).read_text("utf-8"))
        assert look, name
        kinds.setdefault((name.split("/")[0], look[1]), name)
    for name in SPECIAL:
        assert (folder / name).is_file(), name
    return list(dict.fromkeys((*kinds.values(), *SPECIAL)))
