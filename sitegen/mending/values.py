"""Values in another form than the house reads, where only one reading is left (S005, S006, S009 to S011, S013, S015 to S017)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from pydantic_core import PydanticCustomError

from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend, of_file
from sitegen.mending.pieces import Piece, Written
from sitegen.problems import Problem
from sitegen.records.scalars import ID_PATTERN, parse_day, parse_hour, parse_length, parse_number, parse_region, parse_year
from sitegen.schema.proposals import in_digits

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)"
    r"(?:\s*[-/.年,，、~_ —－]\s*(?P<m>\d{1,2})\s*[-/.月,，、~_ —－]\s*(?P<d>\d{1,2})\s*[日号]?|(?P<mm>\d\d)(?P<dd>\d\d))"
    r"\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?\s*(?:[T ]?0{1,2}:00(?::00)?)?"
)
_TURNED = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)")
_HOUR = re.compile(r"(?P<half>上午|早上|中午|下午|晚上?|午后)?\s*(?P<h>\d{1,2})\s*(?:[:：.时点]\s*(?P<m>半|\d{1,2})?\s*分?|整)?\s*整?")
_COUNTED = re.compile(r"(?:共|计)?\s*([\d,]+)\s*(?:人次|人|票|户|名|个|位|家|件|次|项|条)")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:届|年份|年度?)")
_LENGTH_HEAD = re.compile(r"^(?:公示期|公示时间|公示|期限|为期|共|[:：为])*")
_LENGTH_TAIL = re.compile(r"(?:以内|之内|时间)$")
_DASHES = re.compile("[‐‑‒–—―－──]+")
_CHOICES = re.compile(r"可选：(.+)$")
_BEHIND = ("级", "类", "性", "党委", "党支部")


def _at(piece: Piece, problem: Problem) -> Written | None:
    """The innermost value at the place of a problem."""
    place = problem.place.line, problem.place.column
    found = [w for w in piece.written if (w.value.line, w.value.column) == place and w.value.items is None and w.value.pairs is None]
    return found[-1] if found else None


def _rewritten(piece: Piece, problem: Problem, read: Callable[[str], str]) -> Iterator[Mend]:
    """The value at the place of the problem in the form that ``read`` gives; nothing where it gives ""."""
    found = _at(piece, problem)
    right = read(found.value.text.strip()) if found else ""
    if found is None or not right or right == found.value.text:
        return
    edits = piece.with_values({found.loc: right}) or _in_place(piece, found, right)
    if edits:
        yield Mend(edits)


def _in_place(piece: Piece, found: Written, right: str) -> tuple[Edit, ...]:
    """A value of a free mapping, or in a header that has other faults: written over as it stands."""
    start = piece.offset(found.value.line, found.value.column)
    plain = found.value.text
    return (Edit(start, len(plain), right),) if piece.text.startswith(plain, start) else ()


def _fits(parse: Callable[[object], Any], text: str) -> bool:
    try:
        parse(text)
    except PydanticCustomError:
        return False
    return True


@of_file("S006")
def odd_date(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """A day in other signs or Chinese digits; one with an hour, or with month and day in doubt, stays."""
    yield from _rewritten(piece, problem, date_of)


def date_of(text: str) -> str:
    """The one day that ``text`` can mean, as ``YYYY-MM-DD``; "" for none or more."""
    plain = in_digits(unicodedata.normalize("NFKC", text))
    if match := _DATE.fullmatch(plain):
        parts = [match["y"], match["m"] or match["mm"], match["d"] or match["dd"]]
    elif match := _TURNED.fullmatch(plain):
        one, other = int(match["a"]), int(match["b"])
        if one <= 12 and other <= 12 and one != other:
            return ""
        parts = [match["y"], *(str(n) for n in ((one, other) if one <= 12 else (other, one)))]
    else:
        return ""
    year, month, day = (int(p) for p in parts)
    right = f"{year}-{month:02}-{day:02}"
    return right if _fits(parse_day, right) else ""


@of_file("S009")
def odd_hour(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """下午5点半 for 17:30."""
    yield from _rewritten(piece, problem, hour_of)


def hour_of(text: str) -> str:
    match = _HOUR.fullmatch(in_digits(unicodedata.normalize("NFKC", text)))
    if match is None or not (match["half"] or re.search("[:.时点整]", match[0])):
        return ""
    hour, minute = int(match["h"]), 30 if match["m"] == "半" else int(match["m"] or 0)
    if match["half"] in ("下午", "晚上", "晚", "午后") and hour < 12:
        hour += 12
    right = f"{hour:02}:{minute:02}"
    return right if hour < 24 and _fits(parse_hour, right) else ""


@of_file("S010")
def odd_number(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """A count with its unit, or in Chinese digits; a length of time keeps its unit, which may be all that tells it."""
    yield from _rewritten(piece, problem, number_of)


def number_of(text: str) -> str:
    plain = in_digits(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match := _YEAR.fullmatch(plain):
        return match[1] if _fits(parse_year, match[1]) else ""
    match = _COUNTED.fullmatch(plain)
    right = match[1] if match else plain
    return right if right.replace(",", "").isdigit() and _fits(parse_number, right) else ""


@of_file("S011")
def odd_choice(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """县级 for 县: the word itself with one of the usual endings, or in other letters."""
    choices = _CHOICES.search(problem.fix.zh)
    if choices:
        words = choices[1].split("、")
        yield from _rewritten(piece, problem, lambda text: choice_of(text, words))


def choice_of(text: str, words: list[str]) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = {word for word in words if plain in (word, *(f"{word}{end}" for end in _BEHIND)) or f"已{word}" == plain}
    return found.pop() if len(found) == 1 else ""


@of_file("S013")
def odd_id(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """An id of Latin letters in small ones; it is permanent, so this is no matter of form."""
    for mend in _rewritten(piece, problem, id_of):
        yield mend._replace(is_form=False)


def id_of(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    right = re.sub(r"[\s_.]+", "-", plain.lower()).strip("-")
    return right if plain.isascii() and ID_PATTERN.fullmatch(right) else ""


@of_file("S015")
def odd_length(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """公示期为 5 个 工作日 以内: the words around the length go."""
    yield from _rewritten(piece, problem, length_of)


def length_of(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    right = _LENGTH_TAIL.sub("", _LENGTH_HEAD.sub("", plain))
    return right if not right.isdigit() and _fits(parse_length, right) else ""


@of_file("S016")
def odd_region(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """Separators of other signs, or one too many."""
    yield from _rewritten(piece, problem, region_of)


def region_of(text: str) -> str:
    parts = [part.strip() for part in re.split(r"[/\\>]", unicodedata.normalize("NFKC", text)) if part.strip()]
    right = "/".join(parts)
    return right if len(parts) > 1 and _fits(parse_region, right) else ""


@of_file("S017")
def odd_contact(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """Blanks in an e-mail address, long dashes in a telephone number."""
    yield from _rewritten(piece, problem, contact_of)


def contact_of(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", plain):
        return plain
    digits = _DASHES.sub("-", plain)
    return digits if re.fullmatch(r"[\d-]{7,20}", digits) else ""


@of_file("S005")
def list_of_one(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The dash before the only item of what must be no list."""
    place = problem.place.line, problem.place.column
    for found in piece.written:
        items = found.value.items
        if items is None or len(items) != 1 or (found.value.line, found.value.column) != place:
            continue
        start = piece.offset(*place)
        only = items[0]
        if piece.text[start : start + 2] == "- " and only.pairs:
            yield Mend((Edit(start, 1, " "),))
        elif only.items is None and only.pairs is None and only.text.strip():
            yield Mend(piece.with_values({found.loc: only.text}))
