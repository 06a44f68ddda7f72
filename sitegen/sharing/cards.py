"""Share cards: which words stand on one, what it is called, and when it has to be drawn again. Pure."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from sitegen.catalogue import Catalogue
from sitegen.records.words import State
from sitegen.views.base import ShareCard
from sitegen.views.words import Phrase, phrase

FOLDER = "assets/card"
WIDTH, HEIGHT = 1200, 630
_MOST_SIGNS = 400  # more than any card has room for: what is cut anyway need not be measured


@dataclass(frozen=True, slots=True)
class CardWords:
    """The words of one card, from top to bottom."""

    seal: str
    lead: str
    honour: str
    line: str
    day: str
    sample: str


def card_address(card: ShareCard, face: str) -> str:
    """Where the picture lies: another name for other words or another ``face``, because chat applications keep what they once saw.

    The name tells nothing of whom it shows.
    """
    return f"{FOLDER}/{hashlib.sha256(f'{face}{card!r}'.encode()).hexdigest()[:16]}.png"


def face_of(font: str, site_name: str, organiser: str, words: Catalogue) -> str:
    """A hash of everything that all cards have in common; ``font`` is the hash of the font file."""
    return hashlib.sha256(repr((font, site_name, organiser, words.language, words.sha)).encode()).hexdigest()[:16]


def words_of(card: ShareCard, words: Catalogue) -> CardWords:
    """What a card says. One that is withheld says its state and the day, and nothing else."""
    seal = words.gettext(card.state.zh) if card.state else ""
    day = day_words(card, words)
    if card.is_withheld:
        return CardWords(seal, "", "", "", day, "")
    honour = phrase("拟授予“%(title)s”", title=card.honour) if card.is_proposed else phrase("“%(title)s”", title=card.honour)
    sample = _said(words, phrase("示例，情节为虚构")) if card.is_sample else ""
    return CardWords(seal, card.lead, _said(words, honour) if card.honour else "", card.line, day, sample)


def _said(words: Catalogue, what: Phrase) -> str:
    return words.gettext(what.text) % dict(what.values)


def day_words(card: ShareCard, words: Catalogue) -> str:
    """The date that belongs to the state."""
    if card.day is None or card.state is None:
        return ""
    short, full = words.short_day(card.day), words.day(card.day)
    said = {
        State.UPCOMING: phrase("%(day)s起公示", day=short),
        State.ON_NOTICE: phrase("公示至 %(day)s", day=short),
        State.CLOSED: phrase("公示已于 %(day)s结束", day=full),
        State.HONOURED: phrase("%(day)s表彰", day=full),
        State.REVOKED: phrase("%(day)s撤销", day=full),
        State.WITHDRAWN: phrase("%(day)s撤回", day=full),
    }
    return _said(words, said[card.state]) if card.state in said else ""


def settable(text: str, has: Callable[[str], bool]) -> str:
    """A text in one line, as a font can set it: signs without a picture go, letters that it lacks become 〓, as printers do."""
    found = []
    for sign in unicodedata.normalize("NFC", " ".join(text.split()))[:_MOST_SIGNS]:
        kind = unicodedata.category(sign)
        if kind[0] == "C" or kind == "Mn":
            continue
        if has(sign):
            found.append(sign)
        elif kind[0] == "L":
            found.append("〓")
    return "".join(found).strip()
