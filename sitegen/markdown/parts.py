"""What rendering a body gives: small immutable records. Public names are re-exported by sitegen.markdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page: ``level`` 2 to 6 as printed, ``id`` its fragment without "#", ``text`` without markup."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image. ``target`` is the key that relink looks up: the address as written, with Markdown's own
    escapes and HTML entities resolved. ``line`` and ``column`` count from 1 within the body and name the first
    character of the construct (``[``, ``!`` or ``<``); for a reference link that is the place of its use."""

    target: str
    line: int
    column: int
    is_image: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """Something the sanitiser took out: ``what`` is ``<tag>``, ``<tag attribute>`` or ``<!-- -->``; ``line`` counts
    from 1 within the body."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body as safe HTML with what other stages need to know of it.

    ``html`` does not depend on where the page will live: relink gives it its addresses. ``links`` and ``removed`` are in
    the order of the source, ``toc`` in the order of the page. ``text`` is what a reader sees, one line a block, without
    footnote numbers: for search and summaries.
    """

    html: str
    toc: tuple[Heading, ...]
    links: tuple[Link, ...]
    removed: tuple[Removed, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ImageTag:
    """Where the files of one picture lie, relative to the page, and their sizes in pixels. ``src`` is the picture
    itself; ``webp_src`` the smaller copy for reading, None when there is none (its sizes are then 0)."""

    src: str
    width: int
    height: int
    webp_src: str | None = None
    webp_width: int = 0
    webp_height: int = 0
