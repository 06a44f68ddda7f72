"""The kinds of personal data, what a finding of each is called, and the masked form that may be shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sitegen.problems import Say


class Kind(StrEnum):
    """What was found. ``WEAK_ID`` looks like a resident ID and fails its check digit, or has the 15 digits of old cards."""

    RESIDENT_ID = "resident-id"
    WEAK_ID = "weak-id"
    MOBILE = "mobile"
    CARD = "card"
    TRAVEL = "travel"
    PLATE = "plate"
    ADDRESS = "address"
    EMAIL = "email"
    BIRTH = "birth"
    MINOR = "minor"


GRAVE = frozenset({Kind.RESIDENT_ID, Kind.MOBILE, Kind.CARD})
"""Kinds that are an error wherever they stand."""

OF_CONTACTS = frozenset({Kind.MOBILE, Kind.EMAIL, Kind.ADDRESS})
"""Kinds that contact fields are there for."""


class Hit(NamedTuple):
    """One value: ``start`` and ``end`` in the text that was searched, ``value`` as it reads there once normalised."""

    kind: Kind
    start: int
    end: int
    value: str


_NAMES: Mapping[Kind, Say] = {
    Kind.RESIDENT_ID: Say("居民身份证号码（18 位）", "a resident ID number (18 characters)"),
    Kind.WEAK_ID: Say("疑似居民身份证号码", "what looks like a resident ID number"),
    Kind.MOBILE: Say("手机号码", "a mobile number"),
    Kind.CARD: Say("银行卡号", "a bank card number"),
    Kind.TRAVEL: Say("护照或通行证号码", "a passport or travel permit number"),
    Kind.PLATE: Say("车牌号", "a number plate"),
    Kind.ADDRESS: Say("带门牌号的住址", "a home address with its house number"),
    Kind.EMAIL: Say("私人邮箱", "a private e-mail address"),
    Kind.BIRTH: Say("完整的出生日期", "a full date of birth"),
    Kind.MINOR: Say("未成年人的姓名", "the name of a minor"),
}
_JOINTS = re.compile(r"[\s\-()（）]+")
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})", re.IGNORECASE)


def mask(hit: Hit) -> str:
    """The form of a value that may be shown; "" where no part of it may."""
    value = plain(hit.value)
    match hit.kind:
        case Kind.MOBILE:
            return f"{value[:3]}****{value[-4:]}"
        case Kind.CARD:
            return f"尾号 {value[-4:]}"
        case Kind.PLATE:
            return f"{value[:1]}*****"
        case Kind.EMAIL:
            return f"{value[:1]}***@{value.partition('@')[2]}"
        case Kind.BIRTH:
            return "{}年{}月".format(*_year_and_month(hit.value))
        case Kind.MINOR:
            return f"{value[:1]}某"
    return ""


def _year_and_month(text: str) -> tuple[str, str]:
    if re.fullmatch(r"\d{8}", text):
        return text[:4], str(int(text[4:6]))
    year, month = [*re.split(r"[年月日\s./-]+", text), ""][:2]
    return year, str(int(month)) if month.isdigit() else month


def called(hit: Hit) -> Say:
    """A value in a sentence: its kind, its length or its masked form, never more."""
    name, shown = _NAMES[hit.kind], mask(hit)
    if hit.kind is Kind.WEAK_ID:
        length = len(plain(hit.value))
        return Say(f"{name.zh}（{length} 位）", f"{name.en} ({length} characters)")
    if hit.kind is Kind.CARD:
        return Say(f"{name.zh}（{shown}）", f"{name.en} (ending in {shown[-4:]})")
    if hit.kind is Kind.BIRTH or not shown:
        return name
    return Say(f"{name.zh} {shown}", f"{name.en}, {shown}")


def plain(value: str) -> str:
    """A value without blanks, hyphens and brackets, so that two ways of writing it are equal."""
    return _JOINTS.sub("", value).casefold()


def digest(value: str) -> str:
    """What a value of the allow-list is compared by; one given as ``sha256:…`` of the plain value is taken as it is."""
    if given := _DIGEST.fullmatch(value.strip()):
        return given[1].lower()
    return hashlib.sha256(plain(value).encode()).hexdigest()
