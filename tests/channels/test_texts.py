"""The digest of a week, and what a loudspeaker says."""

from __future__ import annotations

import json
import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.channels.announced import Award, Due
from sitegen.channels.spoken import day_spoken, hour_spoken, number_words, phone_spoken, spoken
from sitegen.channels.texts import broadcast, week_of, weekly
from sitegen.records.words import State
from tests.channels.world import HIDDEN, make, news, notice, run, subject

_UNITS = {"十": 10, "百": 100, "千": 1000}


def value_of(words: str) -> int:
    """The number that words below ten thousand to the fourth say, read by the rules and not by the code."""
    if "亿" in words:
        head, _, tail = words.partition("亿")
        return value_of(head) * 10**8 + (value_of(tail) if tail else 0)
    if "万" in words:
        head, _, tail = words.partition("万")
        return value_of(head) * 10**4 + (value_of(tail) if tail else 0)
    total, digit = 0, 0
    for sign in words:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    return total + digit


@given(st.integers(0, 10**12 - 1))
def test_a_number_in_words_means_that_number(number: int) -> None:
    assert value_of(number_words(number)) == number
    assert "零零" not in number_words(number)
    assert number == 0 or not number_words(number).endswith("零")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (10, "十"), (18, "十八"), (110, "一百一十"), (1001, "一千零一"), (20305, "二万零三百零五"), (100010000, "一亿零一万")],
)
def test_numbers_are_read_as_people_read_them(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026年度", "二〇二六年度"),
        ("丙发〔2026〕7号", "丙发〔二〇二六〕七号"),
        ("2026-11-18", "二〇二六年十一月十八日"),
        ("2026-13-40前", "二零二六-一三-四零前"),
        ("共1,200户，增长12.5%", "共一千二百户，增长百分之十二点五"),
        ("１２户", "十二户"),
        ("17:30截止", "十七时三十分截止"),
        ("编号0012", "编号零零一二"),
        ("电话13800000000", "电话一三八零零零零零零零零"),
        ("见https://example.org/a?b=1。", "见。"),
    ],
)
def test_figures_in_a_text_are_spoken(text: str, words: str) -> None:
    assert spoken(text) == words


@given(st.text(max_size=200))
def test_nothing_spoken_has_a_figure_in_it(text: str) -> None:
    assert not any(c.isdecimal() for c in spoken(text))


def test_days_hours_and_telephones_are_spoken() -> None:
    assert day_spoken(date(2026, 11, 18)) == "二〇二六年十一月十八日"
    assert (hour_spoken(time(17)), hour_spoken(time(17, 30)), hour_spoken(time(23, 59, 59))) == ("十七时", "十七时三十分", "")
    assert phone_spoken("0551-1200000转12") == "零五五幺，幺二零零零零零转幺二"


def test_a_loudspeaker_says_full_sentences_without_figures_and_addresses() -> None:
    text = broadcast(news(notice(real_name="请见 http://example.org 或写信 b@example.org 前12日")))
    assert "丙县公示：拟授予张三“劳动模范”。" in text
    assert "从二〇二六年十一月十六日开始，到二〇二六年十一月二十日十七时结束。" in text
    assert "电话是零五五幺，幺二零零零零零。" in text
    assert not re.search(r"\d|http|@|www", text)
    assert all(line.endswith("。") for line in text.splitlines() if line)


def test_a_loudspeaker_has_nothing_to_say_of_notices_that_do_not_run() -> None:
    assert "没有正在进行的公示" in broadcast(news(notice(state=State.UPCOMING), notice(state=State.CLOSED)))


def test_a_week_goes_from_monday_to_sunday() -> None:
    assert week_of(date(2026, 11, 22)) == week_of(date(2026, 11, 16)) == (date(2026, 11, 16), date(2026, 11, 22))


def test_the_week_tells_what_is_new_runs_ends_was_decided_and_is_due() -> None:
    old = notice(slug="b", title="旧的", start=date(2026, 11, 9), end=date(2026, 11, 27))
    awards = (Award("李四", "优秀教师", "丁市", "1号", date(2026, 11, 17), True), Award("早先", "模范", "", "", date(2026, 11, 1), True))
    due = (
        Due("清水村", "修路", date(2026, 11, 20), ""),
        Due("清水村", "修桥", date(2026, 12, 20), ""),
        Due("村", "种树", date(2026, 11, 10), ""),
    )
    text = weekly(news(notice(title="新的"), old, awards=awards, promises=due))
    blocks = dict(re.findall(r"^(\S+) \d+\n((?:· .*\n)+)", text, re.MULTILINE))
    assert list(blocks) == ["新公示", "正在公示", "本周到期", "已表彰", "到期的承诺"]
    assert "新的" in blocks["新公示"] and "旧的" not in blocks["新公示"]
    assert "旧的" in blocks["正在公示"] and "旧的" not in blocks["本周到期"]
    assert "李四" in blocks["已表彰"] and "早先" not in text
    assert "种树（11月10日到期，已超过 8 天）" in blocks["到期的承诺"] and "修桥" not in text


def test_a_closed_notice_tells_of_those_decided_upon_and_of_the_others_apart() -> None:
    two = (subject("甲", is_held=True), subject("乙"))
    assert "拟授予乙“劳动模范”；已表彰甲“劳动模范”" in weekly(news(notice(state=State.CLOSED, subjects=two)))


def test_an_empty_week_says_so() -> None:
    assert "本周没有新的公示" in weekly(news())


@pytest.mark.parametrize("kind", ["--week", "--sms", "--broadcast"])
def test_no_digest_calls_a_candidate_honoured_or_names_somebody_withheld(tmp_path: Path, kind: str) -> None:
    ran = run(make(tmp_path), "digest", kind)
    assert ran.code == 0
    assert not any(name in ran.out for name in HIDDEN)
    for sentence in re.split(r"[。；\n]", ran.out):
        if "张三" in sentence and "劳动模范" in sentence:
            assert "拟授予" in sentence


def test_somebody_revoked_elsewhere_is_not_named_with_his_batch(tmp_path: Path) -> None:
    """He is on notice again, but his story is held back: the notice itself names him, nothing else does."""
    site = make(tmp_path)
    file = site / "content/models/sun-qiming.md"
    again = "荣誉:\n  - {称号: 养蜂能手, 级别: 县, 年度: 2026, 授予单位: 丙县, 推荐: {方式: 组织推荐, 日期: 2026-09-01}, 公示: [feng]}\n"
    file.write_text(file.read_text("utf-8").replace("荣誉:\n", again, 1), "utf-8")
    said = "".join(run(site, "digest", kind).out for kind in ("--week", "--sms", "--broadcast"))
    assert "㐂𠮷䶮" in said
    assert "孙启明" not in said


def test_a_digest_is_data_where_that_is_asked_for(tmp_path: Path) -> None:
    site = make(tmp_path)
    assert json.loads(run(site, "--json", "digest").out)["text"].startswith("测试站 一周简报")
    sms = json.loads(run(site, "--json", "简报", "--sms").out)
    assert sms["date"] == "2026-11-18" and len(sms["messages"]) == 2
