"""What must never be taken for personal data: codes, dates, amounts, order numbers, and the sample site."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sitegen.intake import shipped_profiles, take_in
from sitegen.library import make_library
from sitegen.privacy.kinds import Kind
from sitegen.privacy.search import find
from sitegen.rules import all_rules
from sitegen.sources import read_sources
from tests.conftest import ROOT
from tests.privacy import plants
from tests.privacy.plants import TODAY

DICE = random.Random(7)
UNITS = ("元", "万元", "斤", "人次", "平方米", "%", "亩", "千瓦时", "美元", "公里")


def _alarms(texts: list[str]) -> list[tuple[str, Kind]]:
    return [(text, hit.kind) for text in texts for hit in find(text, TODAY)]


def test_ten_thousand_credit_codes_are_not_mistaken() -> None:
    codes = [plants.credit_code(DICE) for _ in range(5000)] + [plants.digit_credit_code(DICE) for _ in range(5000)]
    assert _alarms([f"统一社会信用代码：{code}" for code in codes[::2]]) == []
    assert _alarms([f"红旗厂（{code}）" for code in codes[1::2]]) == []


def test_dates_are_not_mistaken() -> None:
    days = [date(1950, 1, 1) + timedelta(days=DICE.randrange(28_000)) for _ in range(2500)]
    texts = [f"{d.year}年{d.month}月{d.day}日至{d:%Y-%m-%d}" for d in days] + [
        f"{d:%Y%m%d}—{d:%Y%m%d}，{d:%Y.%m.%d} {d:%Y/%m/%d}" for d in days
    ]
    assert _alarms(texts) == []


def test_amounts_like_mobile_numbers_are_not_mistaken() -> None:
    texts = [f"共计{plants.mobile(DICE)}{DICE.choice(UNITS)}" for _ in range(2000)]
    texts += [f"￥{plants.mobile(DICE)}" for _ in range(200)] + [f"{plants.mobile(DICE)}.{DICE.randrange(100):02}元" for _ in range(200)]
    texts += [f"{int(plants.mobile(DICE)):,}元" for _ in range(200)] + [f"0.{plants.mobile(DICE)}"[:12] for _ in range(200)]
    assert _alarms(["13800138000元", *texts]) == []


def test_order_numbers_are_not_mistaken() -> None:
    days = [date(2010, 1, 1) + timedelta(days=DICE.randrange(6_000)) for _ in range(2000)]
    texts = [f"订单号：{d:%Y%m%d}{DICE.randrange(10**10):010}" for d in days] + [f"{d:%Y%m%d%H%M%S}{DICE.randrange(1000):03}" for d in days]
    texts += [f"编号 {plants.mobile(DICE)}" for _ in days] + [f"DD{plants.mobile(DICE)}" for _ in days]
    texts += [f"流水号{DICE.randrange(10**18):018}" for _ in days] + [f"合同编号：{DICE.randrange(10**14, 10**15)}" for _ in days]
    texts += [f"受理号{d:%Y}-{plants.mobile(DICE)}-{DICE.randrange(100)}" for d in days] + [f"X{DICE.randrange(10**20):020}" for _ in days]
    texts += [f"| 序号 | 订单编号 |\n|---|---|\n| 1 | {plants.mobile(DICE)} |" for _ in days[:300]]
    assert _alarms(texts) == []


def test_telephones_of_offices_and_public_numbers_are_not_mistaken() -> None:
    texts = [
        "0871-63999999",
        "（0871）6399 9999",
        "12345热线",
        "400-800-8888",
        "邮编 650000",
        "京公网安备 11010502000001号",
        "ISBN 978-7-01-000000-0",
    ]
    texts += [
        "2026—2027学年，2010 2011 2012 2013",
        "1980 1985 1990 2000",
        "3.14159265358979323",
        "ISSN 1000-0000",
        "〔2026〕18号",
        "IMEI 356938035643809",
    ]
    assert _alarms(texts) == []


def test_the_sample_site_gives_no_finding_of_these_rules() -> None:
    intake = take_in(read_sources(ROOT))
    assert intake.site is not None
    today = intake.site.record.demo_date
    assert today is not None
    library = make_library(intake.site, intake.records, shipped_profiles(), today)
    found = [p for code, rule in all_rules().items() if code[0] in "DLK" for p in rule.problems(library)]
    assert [(p.code, p.place, p.message.zh) for p in found] == []
