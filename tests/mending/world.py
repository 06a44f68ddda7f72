"""Files to mend, without a disk: a text block (tests/sites.py) or one file, and what comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from sitegen.mending.whole import Mending, mends
from sitegen.proof import Book
from sitegen.sources import Sources, source_of
from tests.sites import files_of

TODAY = "2026-11-01"
FOLDERS = {"model": "models", "unit": "units", "notice": "notices", "bulletin": "bulletins", "page": "pages"}


def sources_of(files: Mapping[str, bytes]) -> Sources:
    settings = source_of("site.yaml", files["site.yaml"]) if "site.yaml" in files else None
    return Sources(Path(), settings, tuple(source_of(name, data) for name, data in sorted(files.items()) if name.endswith(".md")))


def mended(block: str, today: str = TODAY, book: Book | None = None, only: Collection[str] = ()) -> Mending:
    """What is mended in a text block."""
    files = {name: text.encode() for name, text in files_of(block).items()}
    return mends(sources_of(files), date.fromisoformat(today), book, only=only)


def after(block: str, path: str, today: str = TODAY, book: Book | None = None) -> str:
    """One file of a text block once it is mended."""
    sources = mended(block, today, book).sources
    return next(s.data.decode() for s in (sources.settings, *sources.records) if s is not None and s.path == path)


def mend_one(kind: str, data: bytes, today: str = TODAY) -> Mending:
    """One file with no site around it."""
    path = "site.yaml" if kind == "site" else f"content/{FOLDERS[kind]}/a.md"
    return mends(sources_of({path: data}), date.fromisoformat(today))


def one(kind: str, text: str, today: str = TODAY) -> str:
    files = mend_one(kind, text.encode(), today).files
    return files[0].after.decode() if files else text
