"""Addresses, births, e-mail and minors: found where they lead to somebody, and left alone in ordinary prose."""

from __future__ import annotations

import pytest

from sitegen.privacy.kinds import Kind, called, mask
from sitegen.privacy.search import find
from tests.privacy.plants import TODAY


@pytest.mark.parametrize(
    "text",
    [
        "家住和平路12号",
        "住址：清水镇石滩村45号",
        "户籍所在地：示例县人民路8号",
        "5栋2单元301室",
        "3号楼1201室",
        "和平小区12幢3单元502",
        "石滩村3组12号",
        "清水村二组45号",
        "家庭住址为红旗街道幸福里八号",
        "| 姓名 | 家庭住址 |\n|---|---|\n| 张 | 幸福里8号 |",
    ],
)
def test_a_home_with_its_number_is_found(text: str) -> None:
    assert [h.kind for h in find(text, TODAY)] == [Kind.ADDRESS]


@pytest.mark.parametrize(
    "text",
    [
        "示例县人民路100号县委办公楼",
        "政务大厅2号楼305室",
        "3号楼201办公室",
        "给28个单元装上扶手",
        "学习第3单元12课",
        "住在同一栋楼里",
        "家住3号线附近",
        "住院部2号楼",
        "八号楼主管爆裂",
        "住在山上，全村12户",
        "清水村3组12户",
        "县医院门诊楼3楼",
        "2号文件",
        "住户反映第三网格18个单元照明不好",
        "家住清水村，编号12号的渠道",
    ],
)
def test_offices_and_ordinary_numbers_are_no_homes(text: str) -> None:
    assert not find(text, TODAY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1973年5月12日出生", "1973年5月"),
        ("生于1973-05-12", "1973年5月"),
        ("出生日期：19730512", "1973年5月"),
        ("1973.5.12生，汉族", "1973年5月"),
        ("张三（1973年05月12日生）", "1973年5月"),
        ("一九七三年五月十二日生", "一九七三年五月"),
        ("| 出生 |\n|---|\n| 1973/5/12 |", "1973年5月"),
    ],
)
def test_a_full_date_of_birth_is_found_and_cut_to_the_month(text: str, shown: str) -> None:
    (hit,) = find(text, TODAY)
    assert (hit.kind, mask(hit)) == (Kind.BIRTH, shown)


@pytest.mark.parametrize(
    "text", ["1973年5月生", "2011年7月1日生效", "1921年7月1日是党的生日", "2026年11月18日生产", "出生率2026年11月18日公布", "生于1973年"]
)
def test_other_dates_are_no_births(text: str) -> None:
    assert not find(text, TODAY)


@pytest.mark.parametrize(
    ("text", "shown"), [("zhangsan@qq.com", "z***@qq.com"), ("ZS.88@163.com。", "Z***@163.com"), ("ｚｓ＠126．com", "z***@126.com")]
)
def test_private_mail_is_found(text: str, shown: str) -> None:
    (hit,) = find(text, TODAY)
    assert hit.kind is Kind.EMAIL
    assert mask(hit).lower() == shown.lower()


@pytest.mark.parametrize("text", ["xxb@example.gov.cn", "yiyi@example.org", "@我", "a@b", "user@qq.com.example.org"])
def test_mail_of_bodies_is_left_alone(text: str) -> None:
    assert not find(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "资助小学生李小明。",
        "李小明（12岁）",
        "李小明（男，12岁）",
        "他的女儿王小燕，今年9岁",
        "年仅8岁的张小军说",
        "四年级学生赵一帆，成绩好",
        "留守儿童陈小花",
        "李小明，男，9岁",
        "李小明，清水村小学五年级学生",
        "中学生欧阳明，参加活动",
    ],
)
def test_a_named_minor_is_found(text: str) -> None:
    assert [h.kind for h in find(text, TODAY)] == [Kind.MINOR]
    assert len(called(find(text, TODAY)[0]).zh) < 20


@pytest.mark.parametrize(
    "text",
    [
        "陈桂兰12岁时父亲去世",
        "孙铁山15岁进厂当学徒",
        "中学生时间紧",
        "小学生高兴地说",
        "小学生张某",
        "孙子8岁",
        "小学生安全教育",
        "资助小学生36名",
        "55岁学会用电脑",
        "李小明（42岁）",
        "一位12岁的孩子",
        "初二学生周末去",
        "高年级学生和低年级学生",
        "小学生黄昏回家",
        "李小明说，中学生本事也有限",
        "留守儿童之家",
        "孤儿院",
        "80岁以上老人",
        "王大爷今年81岁",
    ],
)
def test_adults_and_ordinary_words_are_no_minors(text: str) -> None:
    assert not find(text, TODAY)
