"""On which day a text is searched matters for IDs alone, and only for those of the year in hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.privacy.checksums import id_check_digit
from sitegen.privacy.normal import _GONE, _odd, _table
from sitegen.privacy.search import find, look

BORN = st.dates(date(1998, 1, 1), date(2028, 12, 31))


def _id_of(born: date, number: int = 1) -> str:
    first = f"110105{born:%Y%m%d}{number:03}"
    return first + id_check_digit(first)


MIDSUMMER = date(2026, 6, 1)
WHOLE = _id_of(MIDSUMMER)
ENDING_IN_X = next(text for number in range(100) if (text := _id_of(MIDSUMMER, number)).endswith("X"))


@st.composite
def _ids(draw: st.DrawFn) -> str:
    """An ID, whole or with a slip, old or new, in one piece or broken, in plain or in wide digits."""
    born, number = draw(BORN), draw(st.integers(0, 999))
    whole = draw(st.sampled_from((_id_of(born, number), f"{_id_of(born, number)[:17]}X", f"110105{born:%y%m%d}{number:03}")))
    gap, at = draw(st.sampled_from(("", " ", "-", "\n", "\u200b", "  - "))), draw(st.integers(1, 14))
    broken = whole[:at] + gap + whole[at:]
    return _wide(broken) if draw(st.booleans()) else broken


def _wide(text: str) -> str:
    return text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def _far(text: str) -> str:
    """A text whose year is written in digits from beyond the basic plane, which are not folded."""
    return text[:6] + text[6:10].translate({ord("0") + n: 0x104A0 + n for n in range(10)}) + text[10:]


TEXTS = st.lists(st.one_of(_ids(), st.sampled_from(("身份证号", "卡号", " ", "，", "6222021234567890128", "13800138000", "2026-11-18"))))


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(TEXTS.map("".join), st.dates(date(1999, 1, 1), date(2027, 12, 31)), st.dates(date(1999, 1, 1), date(1999, 12, 31)))
def test_what_does_not_hang_on_the_day_is_the_same_on_every_day_of_the_year(text: str, one: date, other: date) -> None:
    other = date(one.year, other.month, other.day)
    if not look(text, one).is_of_the_day:
        assert find(text, one) == find(text, other)


@pytest.mark.parametrize(
    ("number", "born"),
    [
        (WHOLE, MIDSUMMER), (ENDING_IN_X, MIDSUMMER), (_wide(WHOLE), MIDSUMMER), (_far(WHOLE), MIDSUMMER),
        ("110105202606010010", MIDSUMMER), ("110105 20260601 0010", MIDSUMMER), ("110105990601001", date(1999, 6, 1)),
    ],
)  # fmt: skip
def test_an_id_of_this_year_hangs_on_the_day(number: str, born: date) -> None:
    text, before = f"身份证号 {number}", date(born.year, 5, 31)
    assert len(find(text, born)) == len(find(text, before)) + 1
    assert look(text, before).is_of_the_day


@pytest.mark.parametrize("text", ["身份证号 11010519491231002X", "2026-11-18 报名", "电话 13800138000，2026年", "卡号 6222021234567890128"])
def test_other_numbers_hang_on_no_day(text: str) -> None:
    assert not look(text, MIDSUMMER).is_of_the_day


def test_every_character_that_is_folded_or_left_out_is_noticed() -> None:
    for code in (*range(0x10000), *range(0x1D7C0, 0x1D810), *range(0xDFFF0, 0xE1010)):
        assert bool(_odd().match(chr(code))) == (code in _table() or bool(_GONE.match(chr(code)))), hex(code)
