"""Numbers for scripts: lists of them as short text, and a number for each document that the others do not move."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import sub

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_FNV_BASIS, _FNV_PRIME, _32 = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


@lru_cache(maxsize=1 << 17)
def number_text(value: int) -> str:
    """A number in digits of five bits, the lowest first; a sign from 32 on says that more follow."""
    digits = []
    while value > 31:
        digits.append(_SIGNS[32 + (value & 31)])
        value >>= 5
    return "".join(digits) + _SIGNS[value]


def pack(numbers: Iterable[int]) -> str:
    """Numbers from 0 on as text."""
    return "".join(map(number_text, numbers))


def unpack(text: str) -> list[int]:
    """What ``pack`` made into text."""
    numbers, value, shift = [], 0, 0
    for digit in map(_VALUES.__getitem__, text):
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(value)
            value = shift = 0
    return numbers


def pack_rising(numbers: Sequence[int]) -> str:
    """Rising numbers as text, by their differences.

    >>> pack_rising([3, 4, 40])
    '31a1'
    """
    return pack(map(sub, numbers, chain((0,), numbers)))


def unpack_rising(text: str) -> list[int]:
    """What ``pack_rising`` made into text."""
    numbers = unpack(text)
    for index in range(1, len(numbers)):
        numbers[index] += numbers[index - 1]
    return numbers


def pack_column(numbers: Sequence[int]) -> str:
    """Numbers from 0 on as text: of all of them the lowest six bits, then of all the next six, as far as any has more.

    Digits of one place beside one another compress better than the digits of one number.

    >>> pack_column([3, 64, 5])
    '305010'
    """
    planes: list[str] = []
    rest = numbers
    while not planes or any(rest):
        planes.append("".join(_SIGNS[number & 63] for number in rest))
        rest = [number >> 6 for number in rest]
    return "".join(planes)


def text_hash(text: str) -> int:
    """FNV-1a over the 16-bit units of a text: cheap in a script as well."""
    value = _FNV_BASIS
    data = text.encode("utf-16-le")
    for low, high in zip(data[::2], data[1::2], strict=True):
        value = ((value ^ (low | high << 8)) * _FNV_PRIME) & _32
    return value ^ value >> 15


def slots(urls: Iterable[str]) -> dict[str, int]:
    """A number for each address that follows from its hash, whatever was published before.

    Where two ask for the same number the later hash goes to the next free one, so that one address more moves at most
    its nearest neighbours.
    """
    hashes = sorted((hashlib.sha256(url.encode()).digest()[:8], url) for url in urls)
    bits = max((len(hashes) * 3 // 2).bit_length(), 4)
    found: dict[str, int] = {}
    last = -1
    for digest, url in hashes:
        last = max(last + 1, int.from_bytes(digest, "big") >> (64 - bits))
        found[url] = last
    return found


def power_for(amount: float) -> int:
    """The least power of two that is not below ``amount``."""
    return 1 << max(int(-(-amount // 1)) - 1, 0).bit_length()
