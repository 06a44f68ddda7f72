"""Many short texts as one text of few signs, for names: half of what they cost as they stand, once they are compressed.

Compression knows bytes, and a Chinese sign is three of them. Here each frequent sign is one of 93, or two; and so is each
way in which many names begin or end (关于, 的公示, 村党支部). Rare signs stand for themselves. The script reads it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

SIGNS = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\')
_MOST_LEADS = 60  # of the signs at most so many begin a pair
_PIECES = 24  # beginnings at most, and as many ends
_LONGEST = 24  # signs of one
_SELDOM = 3  # a sign that occurs less often stands for itself
_LEAST, _ONE_IN = 16, 256  # names that must begin or end alike: so many, and one in so many


class Written(NamedTuple):
    """``pieces`` are beginnings and ends, ``signs`` the frequent signs; ``leads`` signs at the end of the 93 begin a pair."""

    pieces: tuple[str, ...]
    signs: str
    leads: int
    text: str


def write(names: Sequence[Sequence[str]]) -> Written:
    """Names with their other names: a tab between these, a line end after each but the last."""
    every = [name for row in names for name in row]
    least = max(_LEAST, len(every) // _ONE_IN)
    heads = _pieces(every, least, is_tail=False)
    tails = _pieces(every, least, is_tail=True)
    parts = [[*chain.from_iterable((*_parts(name, heads, tails), "\t") for name in row)] for row in names]
    tokens = [*chain.from_iterable((*row[:-1], "\n") for row in parts)][:-1]
    counted = Counter(tokens)
    pieces = sorted((p for p in {*heads, *tails} if counted[p]), key=lambda p: (-counted[p], p))
    signs = _kept(counted, len(pieces))
    number = {token: index for index, token in enumerate((*pieces, *signs))}
    leads = max(-(-(len(number) - len(SIGNS)) // (len(SIGNS) - 1)), 0)
    codes = {token: _code(index, leads) for token, index in number.items()}
    return Written(tuple(pieces), "".join(signs), leads, "".join(codes.get(token, token) for token in tokens))


def _kept(counted: Counter[str], pieces: int) -> list[str]:
    """The signs that get a code, the most frequent first. All of ASCII does: codes are written in it."""
    ours = [sign for sign in counted if len(sign) == 1 and sign.isascii()]
    others = sorted((s for s, n in counted.items() if len(s) == 1 and not s.isascii() and n >= _SELDOM), key=lambda s: (-counted[s], s))
    room = len(SIGNS) - _MOST_LEADS + _MOST_LEADS * len(SIGNS) - pieces - len(ours)
    return sorted((*ours, *others[:room]), key=lambda s: (-counted[s], s))


def _code(index: int, leads: int) -> str:
    alone = len(SIGNS) - leads
    if index < alone:
        return SIGNS[index]
    lead, sign = divmod(index - alone, len(SIGNS))
    return SIGNS[alone + lead] + SIGNS[sign]


def _parts(name: str, heads: Sequence[str], tails: Sequence[str]) -> Iterable[str]:
    """A name as its longest known beginning, signs, and its longest known end."""
    head = next((h for h in heads if name.startswith(h)), "")
    rest = name[len(head) :]
    tail = next((t for t in tails if rest.endswith(t)), "")
    middle = rest[: len(rest) - len(tail)]
    return (part for part in (head, *middle, tail) if part)


def _pieces(names: Iterable[str], least: int, *, is_tail: bool) -> list[str]:
    """How many names begin or end, the longest first; chosen one after another by the signs that each saves."""
    counted = Counter(name[-length:] if is_tail else name[:length] for name in names for length in range(2, min(len(name), _LONGEST + 1)))
    often = {piece: number for piece, number in counted.items() if number >= least}
    saved = {piece: len(piece) - 1 for piece in often}
    found: list[str] = []
    while often and len(found) < _PIECES:
        best = max(often, key=lambda piece: (saved[piece] * often[piece], piece))
        number = often.pop(best)
        found.append(best)
        for other in [*often]:
            if _is_part(other, best, is_tail=is_tail):
                often[other] -= number
                if often[other] < least:
                    del often[other]
            elif _is_part(best, other, is_tail=is_tail):
                saved[other] = min(saved[other], len(other) - len(best))
    return sorted(found, key=lambda piece: (-len(piece), piece))


def _is_part(short: str, long: str, *, is_tail: bool) -> bool:
    return long.endswith(short) if is_tail else long.startswith(short)
