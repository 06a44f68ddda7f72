"""Numbers of persons are found however they are written, and the finding never repeats them."""

from __future__ import annotations

import random
import re
import time

import pytest

from sitegen.privacy.checksums import has_id_check_digit, id_check_digit, is_credit_code, is_organisation_code, passes_luhn
from sitegen.privacy.kinds import Kind, called, mask, plain
from sitegen.privacy.search import find
from tests.privacy import plants
from tests.privacy.plants import TODAY, ways_of

DICE = random.Random(20261118)
PLANTED = [
    *((Kind.RESIDENT_ID, way) for _ in range(8) for way in ways_of(plants.resident_id(DICE), (6, 8, 4))),
    *((Kind.MOBILE, way) for _ in range(8) for way in ways_of(plants.mobile(DICE), (3, 4, 4))),
    *(
        (Kind.CARD, way)
        for length in (16, 19, 17)
        for way in ways_of(plants.card(DICE, length), (4, 4, 4, 4, length - 16)[: 4 + (length > 16)])
    ),
    *((Kind.WEAK_ID, way) for _ in range(3) for way in ways_of(plants.wrong_id(DICE), (6, 8, 4))),
    *((Kind.WEAK_ID, way) for _ in range(2) for way in ways_of(plants.old_id(DICE), (6, 6, 3))),
]
FRAMES = ("联系人{}。", "姓名：张三，{}，钳工", "| 张三 | {} | 钳工 |", "![照片（{}）](a.jpg)", "（{}）", "{}")


def test_at_least_two_hundred_ways_are_planted() -> None:
    assert len(PLANTED) >= 200


@pytest.mark.parametrize("frame", FRAMES)
def test_every_planted_number_is_found_whole_and_alone(frame: str) -> None:
    for kind, value in PLANTED:
        if "\n" in value and frame.startswith("|"):
            continue  # a cell has no line ends
        text = frame.format(value)
        found = [(h.kind, text[h.start : h.end]) for h in find(text, TODAY)]
        assert found == [(kind, value)], (text, found)


def test_no_finding_holds_more_of_a_number_than_it_may() -> None:
    for _, value in PLANTED:
        for hit in find(value, TODAY):
            for say in (called(hit).zh, called(hit).en, mask(hit)):
                longest = max((len(d) for d in re.findall(r"\d+", say)), default=0)
                assert longest <= (4 if hit.kind in (Kind.MOBILE, Kind.CARD) else 2), say
                assert plain(hit.value) not in plain(say)


@pytest.mark.parametrize(
    "text",
    [
        "13800138000，13900139000",
        "13800138000 13900139000",
        "13800138000-13900139000",
        "13800138000/13900139000",
        "13800138000\n13900139000",
        "2026-11-18 13800138000，编号 7 电话 13900139000",
        "+86 138-0013-8000、0086-13900139000",
        "tel:13800138000 手机13900139000号",
    ],
)
def test_neighbouring_numbers_do_not_hide_each_other(text: str) -> None:
    assert [plain(h.value) for h in find(text, TODAY)] == ["13800138000", "13900139000"]


def test_an_id_beside_a_number_of_any_kind_is_found() -> None:
    value = "11010519491231002X"
    for text in (
        f"13800138000 {value}",
        f"{value} 6222021234567890128",
        f"1 {value} 2",
        f"序号12 {value}",
        f"{value}{value[:0]},13800138000",
    ):
        assert Kind.RESIDENT_ID in [h.kind for h in find(text, TODAY)], text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("护照号E12345678", Kind.TRAVEL),
        ("护照 EA1234567", Kind.TRAVEL),
        ("港澳通行证C12345678", Kind.TRAVEL),
        ("passport G12345678", Kind.TRAVEL),
        ("云A12345", Kind.PLATE),
        ("京A·B1234", Kind.PLATE),
        ("粤B·D12345", Kind.PLATE),
        ("车牌号沪AD12345", Kind.PLATE),
        ("渝D 88K88 小轿车", None),
        ("E12345678号订单", None),
        ("新GDP2026", None),
        ("云A级景区", None),
        ("川藏线G318", None),
        ("鄂A1234警", None),
        ("| 姓名 | 护照 |\n|---|---|\n| 张 | E12345678 |", Kind.TRAVEL),
        ("| 姓名 | 银行账号 |\n|---|---|\n| 张 | 4563510100892373280 |", None),
        ("网址 https://example.org/a/13800138000.html", None),
        ("http://example.org/?p=11010519491231002X", Kind.RESIDENT_ID),
    ],
)
def test_travel_documents_plates_and_addresses_of_pages(text: str, kind: Kind | None) -> None:
    assert [h.kind for h in find(text, TODAY)] == ([kind] if kind else [])


def test_a_card_of_another_bank_is_found_beside_its_name_or_below_its_column() -> None:
    value = plants.card(DICE, 19, "9558")
    assert not find(f"流水 {value}", TODAY)
    for text in (f"卡号 {value}", f"{value}（银行卡）", f"| 姓名 | 开户行 | 账号 |\n|---|---|---|\n| 张 | 工行 | {value} |"):
        assert [h.kind for h in find(text, TODAY)] == [Kind.CARD], text


def test_the_checks_agree_with_the_examples_of_their_standards() -> None:
    assert id_check_digit("11010519491231002") == "X"
    assert has_id_check_digit("440524188001010014")
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398710")
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100
    assert is_organisation_code("D2143569X")  # the example of GB 11714


@pytest.mark.parametrize("value", ["11010518491231002X", "110105194913310026", "200105194912310028", "110105203012310023"])
def test_a_number_that_nobody_living_can_have_is_no_id(value: str) -> None:
    assert not find(f"号码{value}", TODAY)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1 2 3 ",
        "138 0013 8000 ",
        "13800138000\n",
        "| 13800138000 ",
        "家住1号",
        "李小明12岁",
        "1973年5月12日生",
        "&#49;",
        "一单元",
        "a.b-c",
        "李",
    ],
)
def test_long_rows_of_anything_are_searched_in_time(piece: str) -> None:
    start = time.process_time()
    find(piece * (40_000 // len(piece)) + "岁@", TODAY)
    assert time.process_time() - start < 2


def test_no_text_makes_the_search_fail_or_point_outside() -> None:
    dice = random.Random(3)
    for _ in range(2000):
        text = "".join(dice.choice("0123456789 -\n|X@.年月日生号室岁李小明学生云A１\u3000\u200b&#;：元") for _ in range(dice.randrange(60)))
        for hit in find(text, TODAY):
            assert 0 <= hit.start < hit.end <= len(text), text
