"""Drawing share cards: paper, ink and one red in sixteen colours, so that a picture stays far below 60 KB.

Equal words and an equal font file give equal bytes with the same version of Pillow.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from sitegen.catalogue import Catalogue
from sitegen.records.words import State
from sitegen.sharing.cards import HEIGHT, WIDTH, CardWords, settable, words_of
from sitegen.sharing.fonts import Face
from sitegen.views.base import ShareCard

# as in tokens.css
_PAPER, _INK, _RED = (0xFA, 0xF6, 0xEE), (0x1D, 0x19, 0x14), (0xB3, 0x12, 0x1D)
_STEPS = 8  # of ink, and of red, from paper to full
_EDGE, _GAP = 72, 40
_LEAD_SIZES = (112, 96, 80, 68, 58)
_LINE, _SMALL, _DAY, _SEAL = 42, 30, 46, 64
_NO_START = "，。、；：！？”）》」』…,.;:!?)%"  # signs that may not begin a line
_FLOOR = 486  # above it the words, below it the date
_FILLED = (State.HONOURED,)
_GREY = (State.REVOKED, State.WITHDRAWN)


class Artist:
    """Draws the cards of one site."""

    def __init__(self, face: Face, site_name: str, organiser: str, words: Catalogue) -> None:
        self.face, self.words = face, words
        self._blanks: dict[tuple[str, State | None, str], _Sheet] = {}
        self.site_name, self.organiser = settable(site_name, face.has), settable(organiser, face.has)

    def draw(self, card: ShareCard) -> bytes:
        """The card as a PNG."""
        said = words_of(card, self.words)
        sheet = self._blank(said, card.state)
        y = sheet.lead(settable(said.lead, self.face.has), 160)
        # what is proposed or held before the headline: of two long texts the headline is the one to be cut
        for text in (said.honour, said.line):
            y = sheet.paragraph(settable(text, self.face.has), _LINE, y + 8, 2)
        sheet.line(settable(said.day, self.face.has), _DAY, _EDGE, 492, WIDTH - 2 * _EDGE, is_red=card.state not in _GREY)
        return sheet.png()

    def _blank(self, said: CardWords, state: State | None) -> _Sheet:
        """What all cards of a state have in common, drawn once."""
        kind = (said.seal, state, said.sample)
        if kind not in self._blanks:
            sheet = _Sheet(self.face, Image.new("L", (WIDTH, HEIGHT)), Image.new("L", (WIDTH, HEIGHT)))
            sheet.red.rectangle((0, 0, WIDTH, 15), fill=255)
            left = WIDTH - _EDGE - sheet.seal(said.seal, state)
            sheet.line(self.site_name, _SMALL + 6, _EDGE, 64, left - _EDGE - _GAP)
            sheet.ink.rectangle((_EDGE, 562, WIDTH - _EDGE, 563), fill=120)
            foot = "　".join(part for part in (self.organiser, said.sample) if part)
            sheet.line(foot, _SMALL, _EDGE, 576, WIDTH - 2 * _EDGE)
            self._blanks[kind] = sheet
        return self._blanks[kind].copy()


class _Sheet:
    """Two masks, ink and red, which never overlap."""

    def __init__(self, face: Face, ink: Image.Image, red: Image.Image) -> None:
        self.face, self._ink, self._red = face, ink, red
        self.ink, self.red = ImageDraw.Draw(ink), ImageDraw.Draw(red)

    def copy(self) -> _Sheet:
        return _Sheet(self.face, self._ink.copy(), self._red.copy())

    def seal(self, word: str, state: State | None) -> int:
        """The state as a stamp in the upper right corner; how wide it is."""
        if not word:
            return 0
        font = self.face.size(_SEAL)
        wide = round(font.getlength(word)) + 56
        box = (WIDTH - _EDGE - wide, 48, WIDTH - _EDGE, 148)
        pen = self.ink if state in _GREY else self.red
        is_filled = state in _FILLED
        pen.rounded_rectangle(box, 12, outline=255, width=6, fill=255 if is_filled else 0)
        pen.text(((box[0] + box[2]) / 2, 96), word, fill=0 if is_filled else 255, font=font, anchor="mm")
        return wide

    def line(self, text: str, size: int, x: int, y: int, room: int, *, is_red: bool = False) -> None:
        """One line, cut to its room."""
        for part in self._lines(text, size, room, 1):
            (self.red if is_red else self.ink).text((x, y), part, fill=255, font=self.face.size(size), anchor="la")

    def lead(self, text: str, y: int) -> int:
        """The name or title, as large as fits into one line, else three lines of the smallest size."""
        room = WIDTH - 2 * _EDGE
        size = next((s for s in _LEAD_SIZES if self.face.size(s).getlength(text) <= room), _LEAD_SIZES[-1])
        return self.paragraph(text, size, y, 3)

    def paragraph(self, text: str, size: int, y: int, most: int) -> int:
        """Lines from ``y`` on as long as there is room above the date; where the next may begin."""
        if not text:
            return y
        step = round(size * 1.2) + 4
        for part in self._lines(text, size, WIDTH - 2 * _EDGE, min(most, (_FLOOR - y) // step)):
            self.ink.text((_EDGE, y), part, fill=255, font=self.face.size(size), anchor="la")
            y += step
        return y

    def _lines(self, text: str, size: int, room: int, most: int) -> Iterator[str]:
        font = self.face.size(size)
        for number in range(1, most + 1):
            if font.getlength(text) <= room:
                yield text
                return
            cut = len(text)
            while cut > 1 and font.getlength(text[:cut] + ("…" if number == most else "")) > room:
                cut -= max(1, round((font.getlength(text[:cut]) - room) / size / 2))
            if number == most:
                yield text[:cut] + "…"
                return
            while cut > 1 and text[cut] in _NO_START:
                cut -= 1
            yield text[:cut]
            text = text[cut:].lstrip()

    def png(self) -> bytes:
        ink = self._ink.point([value * (_STEPS - 1) // 255 for value in range(256)])
        red = self._red.point([0 if value < 16 else _STEPS + value * (_STEPS - 1) // 255 for value in range(256)])
        picture = Image.frombytes("P", (WIDTH, HEIGHT), ImageChops.add(ink, red).tobytes())
        picture.putpalette([part for colour in _colours() for part in colour])
        out = BytesIO()
        picture.save(out, "PNG", bits=4, compress_level=3)
        return out.getvalue()


def _colours() -> Iterator[tuple[int, ...]]:
    for full in (_INK, _RED):
        for step in range(_STEPS):
            yield tuple(p + (f - p) * step // (_STEPS - 1) for p, f in zip(_PAPER, full, strict=True))
