"""Invented personal data with right check digits, and the ways in which people write them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sitegen.privacy.checksums import code_check_sign, id_check_digit, passes_luhn

TODAY = date(2026, 11, 18)
REGIONS = ("110105", "440301", "530102", "310101", "610113", "371002", "652301", "469001", "810000")
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident_id(dice: random.Random) -> str:
    born = date(1930, 1, 1) + timedelta(days=dice.randrange(33_000))
    first = f"{dice.choice(REGIONS)}{born:%Y%m%d}{dice.randrange(1000):03}"
    return first + id_check_digit(first)


def wrong_id(dice: random.Random) -> str:
    """A resident ID with another check digit."""
    right = resident_id(dice)
    return right[:17] + dice.choice([c for c in "0123456789" if c != right[17]])


def old_id(dice: random.Random) -> str:
    return (
        f"{dice.choice(REGIONS[:6])}{dice.randrange(30, 99)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}{dice.randrange(1000):03}"
    )


def mobile(dice: random.Random) -> str:
    return f"1{dice.randrange(3, 10)}{dice.randrange(10**9):09}"


def card(dice: random.Random, length: int = 19, prefix: str = "62") -> str:
    while True:
        digits = prefix + "".join(str(dice.randrange(10)) for _ in range(length - len(prefix)))
        if passes_luhn(digits) and len(set(digits)) > 3:
            return digits


def credit_code(dice: random.Random) -> str:
    kind = dice.choice(("91", "92", "11", "12", "51", "52", "53", "93"))
    middle = "".join(dice.choice(_SIGNS[:10] if dice.random() < 0.5 else _SIGNS) for _ in range(9))
    first = kind + dice.choice(REGIONS[:7]) + middle
    return first + code_check_sign(first)


def digit_credit_code(dice: random.Random) -> str:
    """A credit code without a letter, the kind most like a resident ID."""
    while True:
        first = dice.choice(("11", "12", "13", "51", "52", "53", "91")) + dice.choice(REGIONS[:7]) + f"{dice.randrange(10**9):09}"
        if (sign := code_check_sign(first)) in "0123456789X":
            return first + sign


def ways_of(value: str, groups: tuple[int, ...]) -> Iterator[str]:
    """A value as it is written by people and copied from documents."""
    parts, at = [], 0
    for length in groups:
        parts.append(value[at : at + length])
        at += length
    yield value
    yield " ".join(parts)
    yield "-".join(parts)
    yield "\u3000".join(parts)
    yield "—".join(parts)
    yield "".join(chr(ord(c) + 0xFEE0) for c in value)
    yield "\u200b".join(parts)
    yield "\u2060".join(value)
    yield f"{value[:5]}\n{value[5:]}"
    yield f"{value[:-3]}  \n> {value[-3:]}"
    yield "".join(f"&#{ord(c)};" for c in value)
