"""All share cards of a site: drawn when they are asked for, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sitegen.catalogue import Catalogue
from sitegen.memory import Memory
from sitegen.problems import Problem
from sitegen.records.site import Site
from sitegen.sharing.cards import card_address, face_of
from sitegen.sharing.drawing import Artist
from sitegen.sharing.fonts import find_font, no_font, sha_of, stamp
from sitegen.views.base import ShareCard


@dataclass(frozen=True, slots=True)
class Deck:
    """``face`` is a hash of what all cards have in common: the font, the names of site and organiser, the language."""

    face: str
    artist: Artist
    memory: Memory

    def address(self, card: ShareCard) -> str:
        return card_address(card, self.face)

    def picture(self, card: ShareCard) -> Callable[[], bytes]:
        """The bytes of a card, for whoever has to write them."""
        return partial(self._drawn, card)

    def _drawn(self, card: ShareCard) -> bytes:
        url = self.address(card)
        known = self.memory.get("card", url)
        if known is None:
            known = self.artist.draw(card)
            self.memory.put("card", url, known)
        return known


def open_deck(folder: Path, site: Site, words: Catalogue, memory: Memory) -> Deck | None:
    """None on a site without an address, where no chat application could fetch a picture, and where there is no font."""
    font = find_font(folder, site.font) if site.url else None
    if font is None:
        return None
    name = stamp(font.path)
    known = memory.get("font", name)
    if known is None:
        known = sha_of(font.path).encode()
        memory.put("font", name, known)
    face = face_of(known.decode(), site.name, site.organiser, words)
    return Deck(face, Artist(font, site.name, site.organiser, words), memory)


def missing_font(folder: Path, site: Site, settings: str) -> tuple[Problem, ...]:
    """What to tell a site that could have share cards and has no font for them."""
    if not site.url or find_font(folder, site.font):
        return ()
    return (no_font(settings, site.font),)
