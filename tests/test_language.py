"""The rules on language find slips and leave good Chinese alone."""

from __future__ import annotations

import time

import pytest

from tests.rules.rows import file
from tests.sites import findings

HEADER = "编号: zhang-2026\n姓名: 张三\n摘要: 一\n发布: 2026-11-18"


def codes(text: str) -> list[tuple[str, str]]:
    found = findings(file("models/zhang", HEADER, text), "2026-11-18")
    return [(p.code, p.fix.zh) for p in found if p.code[0] == "L"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("贯彻科学开展观", "科学发展观"),
        ("又好又快开展", "又好又快发展"),
        ("广阔党员干部", "广大党员"),
        ("创立先进基层党组织", "创建先进"),
        ("做法己普遍推开", "已普遍"),
        ("坚持原那么", "原则"),
        ("为民原那么的要求", "原则"),
        ("效劳群众", "服务"),
        ("做好效劳工作", "服务"),
        ("优质效劳", "服务"),
        ("效劳大局", "服务"),
        ("基层根底设施", "基础"),
        ("打牢工作根底", "基础"),
        ("夯实根底", "基础"),
        ("稳固和扩大成果", "巩固"),
        ("稳固提高", "巩固"),
    ],
)
def test_a_wrong_term_is_found_with_the_right_one(wrong: str, right: str) -> None:
    assert codes(f"我们{wrong}。") == [("L001", f"改为“{right}”")]


@pytest.mark.parametrize(
    "text",
    [
        "深入贯彻科学发展观",
        "为国效劳",
        "愿为您效劳",
        "武术根底深厚",
        "桥墩很稳固",
        "结构稳固，经久耐用",
        "草原那么大",
        "平原那么宽",
        "他自己普遍走访了一遍",
        "科学开展防控工作",
        "广阔的田野",
    ],
)
def test_words_that_are_right_elsewhere_are_left_alone(text: str) -> None:
    assert codes(f"{text}。") == []


@pytest.mark.parametrize(
    "text",
    [
        "开展“五带头活动。",
        "开展五带头”活动。",
        "开展“五带头“活动。",
        "读《通知的要求。",
        "他说：“好。\n\n后来他走了。",
        "“一‘二”三",
        "- “甲\n- 乙”",
        "| “甲 | 乙 |\n| 丙” | 丁 |",
        "「甲。",
    ],
)
def test_a_mark_without_its_partner_is_found(text: str) -> None:
    assert {code for code, _ in codes(text)} == {"L002"}


@pytest.mark.parametrize(
    "text",
    [
        "开展“五带头”活动，读《关于“创先争优”的通知》。",
        "他说：“甲‘乙’丙。”",
        "“第一段。\n\n“第二段。\n\n“第三段。”",
        "don’t、it’s",
        "```\n“代码\n```",
        "写作 `“` 的",
        "“换\n行的引语”",
        "> “第一段。\n>\n> “第二段。”",
        "《甲〈乙〉丙》",
    ],
)
def test_pairs_and_quotations_of_several_paragraphs_are_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    ["群众的的好党员", "同志们们好", "是是一家人", "看了了一遍", "和和县里商量", "我们我们都去", "通过通过努力", "都在在村里", "很很好"],
)
def test_a_doubled_word_is_found(text: str) -> None:
    assert [code for code, _ in codes(f"大家{text}。")] == ["L003"]


@pytest.mark.parametrize(
    "text",
    [
        "天天往山上跑",
        "的的确确是好人",
        "为了了解情况",
        "除了了解",
        "现在在岗",
        "存在在家",
        "参与与支持",
        "是是非非",
        "关键是是否到位",
        "和和美美",
        "共和和睦",
        "等等",
        "个个都好",
        "看着着急",
        "以及及时",
        "委员会会议",
        "不甚了了",
        "一对对夫妻",
        "土耳其其他",
        "乌兰其其格",
        "研究研究",
        "商量商量",
        "一个一个办",
        "党员员工",
        "理由由他说",
        "人人有责",
        "刚刚",
        "到了了不起",
    ],
)
def test_words_that_are_rightly_doubled_are_left_alone(text: str) -> None:
    assert codes(f"{text}。") == []


@pytest.mark.parametrize(
    "text",
    [
        "上一页 1 2 3 下一页",
        "首页 上一页 [1] [2] 下一页 尾页",
        "上一页123下一页",
        "上一页 | 下一页",
        "上一页 1 2 3",
        "1 2 3 下一页",
        "共5页 首页 上一页",
        "上一页\n1\n2\n下一页",
    ],
)
def test_a_pager_is_found(text: str) -> None:
    assert [code for code, _ in codes(f"好事。\n\n{text}\n")] == ["L004"]


@pytest.mark.parametrize("text", ["点“下一页”看更多", "翻到下一页", "本页和下一页的表", "上一页写了3件事，下一页再写2件"])
def test_talk_of_pages_is_left_alone(text: str) -> None:
    assert codes(f"{text}。") == []


def test_the_place_is_that_of_the_first_character() -> None:
    problem = next(p for p in findings(file("models/zhang", HEADER, "一。\n\n二三的的。"), "2026-11-18") if p.code == "L003")
    assert (problem.place.line, problem.place.column) == (9, 3)


@pytest.mark.parametrize("piece", ["1 ", "\n", "上一页", "上一页 1 ", "“", "“》", "“\n\n", "“甲“", "的", "`", "```\n", "了了解"])
def test_long_rows_of_anything_are_judged_in_time(piece: str) -> None:
    start = time.perf_counter()
    codes(piece * (18_000 // len(piece)) + "》下一页")
    assert time.perf_counter() - start < 2
