"""Short messages: 70 units of UCS-2 a part, the number of the part counted in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.channels.announced import Announced, News, day_words, hour_words, proposal

LIMIT = 70
# what nobody could use in two pieces: an address, a telephone number, a sign with the marks that belong to it
_ATOM = re.compile(
    r"https?://[!-~]+|[\w.+-]+@[\w.-]+|\d[\d-]{4,}\d"
    r"|.[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*",
    re.DOTALL | re.ASCII,
)
_NUMBER = re.compile(r"^\((\d+)/(\d+)\)")


def units(text: str) -> int:
    """How long a message is for the network: a sign beyond the basic plane, such as 𠮷, counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def messages(news: News) -> tuple[tuple[str, ...], ...]:
    """One message for each running notice, in parts."""
    return tuple(parts(text_of(news, notice)) for notice in news.running if notice.subjects)


def text_of(news: News, notice: Announced) -> str:
    """Who is proposed, until when, where to read it and where to object."""
    until = f"公示至{day_words(notice.end)}{hour_words(notice.closing_hour)}"
    late = f"{day_words(notice.deadline)}及以前" if notice.deadline else ""
    where = f"详见 {notice.url} " if notice.url else f"详见“{news.site}”网站"
    way = notice.phone or notice.email or notice.address
    whom = f"向{notice.office}反映" if notice.office else "反映"
    said = f"【{notice.issuer or news.organiser}】{proposal(notice.subjects)}，{until}，有异议请{late}{whom}"
    return f"{said}{f'，{way}' if way else ''}。{where}".rstrip()


def parts(text: str) -> tuple[str, ...]:
    """A text as one message, or as numbered ones: ``(1/3)…``."""
    if units(text) <= LIMIT:
        return (text,)
    digits = 1
    while True:
        found = tuple(_cut(text, LIMIT - units("(/)") - 2 * digits))
        if len(str(len(found))) <= digits:
            return tuple(f"({number}/{len(found)}){part}" for number, part in enumerate(found, 1))
        digits += 1


def joined(given: tuple[str, ...]) -> str:
    """The text that ``parts`` made these messages from."""
    return given[0] if len(given) == 1 else "".join(_NUMBER.sub("", part, count=1) for part in given)


def _cut(text: str, room: int) -> Iterator[str]:
    piece, used = "", 0
    for atom in _atoms(text, room):
        size = units(atom)
        if used + size > room:
            yield piece
            piece, used = "", 0
        piece, used = piece + atom, used + size
    yield piece


def _atoms(text: str, room: int) -> Iterator[str]:
    for match in _ATOM.finditer(text):
        if units(match[0]) <= room:
            yield match[0]
        else:  # longer than a whole message
            yield from match[0]
