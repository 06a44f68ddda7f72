"""Check digits and the other things by which numbers are told apart: resident IDs, cards, credit codes."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_VALUES = {sign: number for number, sign in enumerate(_CODE_SIGNS)}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCE_LIST = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
_PROVINCES = frozenset(_PROVINCE_LIST.split())
# who registers (1 offices, 5 civil affairs, 9 business, 6 unions …); letters stand for later kinds of body
_REGISTRARS = frozenset("123456789ANY")
_FIRST_YEAR = 1900
_OLD_CARDS_END = 2000  # fifteen digits were given until 1999


def id_check_digit(first_17: str) -> str:
    """The eighteenth character of a resident ID (GB 11643)."""
    return _ID_CHECKS[sum(w * int(c) for w, c in zip(_ID_WEIGHTS, first_17, strict=True)) % 11]


def has_id_check_digit(text: str) -> bool:
    return len(text) == 18 and id_check_digit(text[:17]) == text[17].upper()


def is_plausible_id(text: str, today: date) -> bool:
    """Whether 15 or 18 characters begin with a known region and hold a date on which somebody now living may be born."""
    if len(text) == 15:
        return _is_region(text) and _is_day(1900 + int(text[6:8]), text[8:12], _OLD_CARDS_END, today)
    return len(text) == 18 and _is_region(text) and _is_day(int(text[6:10]), text[10:14], today.year + 1, today)


def _is_region(text: str) -> bool:
    if text[0] == "9":  # permanent residents from abroad: 9, then the province
        return text[1:3] in _PROVINCES
    return text[:2] in _PROVINCES and (text[2:4] <= "70" or text[2:4] == "90")


def _is_day(year: int, month_and_day: str, before: int, today: date) -> bool:
    if not _FIRST_YEAR <= year < before:
        return False
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:])) <= today
    except ValueError:
        return False


def passes_luhn(digits: str) -> bool:
    """The check of bank cards."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        number = int(char) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def code_check_sign(first_17: str) -> str:
    """The eighteenth character of a unified social credit code (GB 32100). Raises KeyError for a sign it cannot hold."""
    total = sum(_CODE_VALUES[sign] * pow(3, place, 31) for place, sign in enumerate(first_17))
    return _CODE_SIGNS[-total % 31]


def is_credit_code(text: str) -> bool:
    """Whether 18 characters are a unified social credit code, by its check sign, registrar and region."""
    code = text.upper()
    if len(code) != 18 or not set(code) <= set(_CODE_SIGNS) or code_check_sign(code[:17]) != code[17]:
        return False
    return code[0] in _REGISTRARS and code[2:8].isdigit() and (code[2:4] in _PROVINCES or code[2:8] == "100000")


def is_organisation_code(text: str) -> bool:
    """Whether nine characters are an organisation code (GB 11714), which a credit code carries at its end."""
    if len(text) != 9 or not text[:8].isalnum():
        return False
    total = sum(w * int(c, 36) for w, c in zip(_ORG_WEIGHTS, text[:8].upper(), strict=True))
    return "0123456789X"[(11 - total % 11) % 11] == text[8].upper()
