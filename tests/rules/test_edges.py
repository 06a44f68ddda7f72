"""What the rules say, and do not say, where facts meet; and that no facts make them fail."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.problems import Severity
from sitegen.records.words import State
from tests.rules.rows import NOTICE, ROUNDS, TWO_LEVELS, bulletin, file, honour, model, notice, site, unit
from tests.rules.rows_honours import DECIDED, OPEN, UPHELD, objection
from tests.sites import SITE, files_of, findings, library_of

TODAY = "2026-11-18"
CLEAN = (
    ROUNDS
    + notice(
        "层级: 县\n依据: 办法\n范围: 全县\n开始: 2026-11-02\n结束: 2026-11-06\n公示期: 5个工作日\n发布: 2026-11-02",
    )
    + file(
        "models/zhang",
        """
编号: zhang-2026
姓名: 张三
摘要: 一
单位: hongqi
职务: 钳工
领域: 农村
目标: [服务人民群众]
五带头: {学习提高: 一, 争创佳绩: 二, 服务群众: 三, 遵纪守法: 四, 弘扬正气: 五}
荣誉:
  - 称号: 能手
    级别: 省
    年度: 2026
    授予单位: 省
    轮次: r-2026
    推荐: {方式: 群众推荐, 日期: 2026-10-20, 人数: 9}
    公示: [pi, {层级: 省, 开始: 2026-11-09, 结束: 2026-11-13, 依据: 办法, 公示单位: 省, 范围: 全省, 异议截止: 2026-11-13, 截止时刻: 18:00}]
    异议: [{编号: yy-1, 日期: 2026-11-04, 层级: 县, 状态: 不成立, 办结: 2026-11-06, 说明: 不实}]
    表彰: {日期: 2026-11-14, 文号: 1, 机关: 省}
  - 称号: 标兵
    级别: 县
    年度: 2026
    授予单位: 县
    轮次: r-2026
    推荐: {方式: 自荐, 日期: 2026-11-01}
    公示: {开始: 2026-11-16, 公示期: 5个工作日, 依据: 办法, 公示单位: 县, 范围: 全县}
承诺:
  - {内容: 一, 责任人: 张三, 承诺日期: 2026-01-01, 期限: 2026-11-01, 结果: 成, 评价: {日期: 2026-11-02, 结论: 好}}
  - {内容: 二, 责任人: 张三, 承诺日期: 2026-01-01, 期限: 2026-11-18}
点评: [{领导: 书记, 日期: 2026-11-18, 肯定: 好, 方向: 更好}]
评议: [{组织: 会, 日期: 2026-11-18, 票: {满意: 1}}]
结对: [{对象: hongqi}, {对象: 县农技站}]
照片: {文件: a.jpg, 说明: 张三, 同意: 是}
发布: 2026-11-18
更新: 2026-11-18
""",
    )
    + unit("上级: xian\n活动载体: [{名称: 一, 开始: 2025-01}, {名称: 二, 开始: 2026-01}]\n成就: [{内容: 建成水渠}]\n发布: 2026-11-18")
    + unit("发布: 2026-11-18", name="xian")
    + bulletin("种类: 情况通报\n日期: 2026-11-18")
)


def codes(block: str, today: str = TODAY) -> list[str]:
    return [p.code for p in findings(block, today)]


def test_a_site_in_order_gives_no_findings_at_all() -> None:
    assert [(p.code, p.place, p.message.zh) for p in findings(CLEAN, TODAY)] == []


@pytest.mark.parametrize(
    "facts",
    [
        honour(NOTICE, "表彰: {日期: 2026-11-05}", "%s"),
        honour(NOTICE, OPEN, DECIDED, "%s"),
        honour(NOTICE, UPHELD, DECIDED, "%s"),
        honour(DECIDED, "%s"),
    ],
)
def test_a_wrong_decision_that_was_revoked_may_be_told(facts: str) -> None:
    wrong = {"H001", "H002", "H003", "H004", "H005"}
    assert wrong & set(codes(facts % "x-a: 1"))
    assert not wrong & set(codes(facts % "撤销: {日期: 2026-11-18, 原因: 程序不合规定}"))
    assert wrong & set(codes(facts % "撤销: {日期: 2026-11-19, 原因: 还没有到}")) or facts == honour(NOTICE, UPHELD, DECIDED, "%s")


def test_an_objection_after_the_decision_does_not_make_the_decision_wrong() -> None:
    late = honour(NOTICE, "异议: [{编号: yy-1, 日期: 2026-11-12, 状态: 核查}]", DECIDED)
    assert "H003" not in codes(late)
    assert "H018" in codes(late)


def test_an_undecided_calendar_is_one_error_and_no_guess() -> None:
    found = codes(honour("公示: {开始: 2027-02-01, 结束: 2027-02-02, 公示期: 9个工作日, 公示单位: 县}"), "2027-02-01")
    assert found.count("N006") == 1
    assert not {"N001", "N002", "N003", "N004", "N010", "N011"} & set(found)


def test_a_year_that_looks_like_a_slip_is_questioned_first() -> None:
    problem = next(p for p in findings(honour("公示: {开始: 2062-11-02, 结束: 2062-11-06}"), TODAY) if p.code == "N006")
    assert "2062 有没有写错" in problem.fix.zh


def test_without_any_channel_the_missing_ones_are_not_told_twice() -> None:
    bare = "".join(f"{line}\n" for line in SITE.splitlines()[:2])
    found = {p.code: p for p in findings(site("", bare) + honour(NOTICE), TODAY)}
    assert "电话" in found["N017"].message.zh
    assert "电话" not in found["N019"].message.zh
    assert "受理部门" in found["N019"].message.zh


def test_a_repeated_id_is_told_once_and_not_again_for_each_notice() -> None:
    assert codes(honour(NOTICE) + honour(NOTICE).replace("models/zhang", "models/zz")).count("H007") == 1


def test_a_proposed_id_is_free() -> None:
    block = file("models/li", "姓名: 李四\n摘要: 一\n荣誉: [{称号: 能手}]") + model(name="zz", number="li-2026")
    assert next(p for p in findings(block, TODAY) if p.code == "H006").fix.zh == "编号: li-2026-2"


def test_a_restarted_notice_says_what_it_replaces_and_the_next_level_waits_for_it() -> None:
    restarted = honour(
        "公示:",
        "  - {层级: 县, 开始: 2026-11-02, 结束: 2026-11-06}",
        "  - {层级: 县, 开始: 2026-11-09, 结束: 2026-11-13, 替代: zhang-2026-1}",
        "  - {层级: 省, 开始: 2026-11-13, 结束: 2026-11-20}",
    )
    found = [p for p in findings(restarted, TODAY) if p.code in ("N014", "N015")]
    assert [(p.code, p.fix.zh) for p in found] == [("N014", "开始: 2026-11-14")]


def test_both_faults_of_a_missing_file_and_a_decision_are_the_missing_file() -> None:
    assert {"N021"} == {"N021", "H001", "H002"} & set(codes(honour("公示: gone", DECIDED)))


def test_a_circle_of_parents_is_told_once_and_a_unit_below_it_is_no_part_of_it() -> None:
    circle = unit("上级: b", "a") + unit("上级: a", "b") + unit("上级: a", "c")
    found = [p for p in findings(circle, TODAY) if p.code == "R002"]
    assert [p.place.path for p in found] == ["content/units/a.md"]
    assert "a → b → a" in found[0].message.zh


def test_drafts_are_not_asked_for_their_process() -> None:
    assert "H014" not in codes(honour())


def test_the_wording_of_the_site_wins_over_the_national_five() -> None:
    local = site("五带头: [甲, 乙]")
    assert not {"P001", "P002"} & set(codes(local + model("五带头: {甲: 一, 乙: 二}")))
    assert {"P001", "P002"} <= set(codes(local + model("五带头: {学习提高: 一}")))


def test_a_site_without_lists_takes_any_sector_and_goal() -> None:
    bare = site("", "名称: 站\n主办单位: 县\n")
    assert not {"R003", "R004"} & set(codes(bare + model("领域: 天上\n目标: [飞]")))


def test_real_names_of_partners_are_not_taken_for_slugs() -> None:
    assert "R005" not in codes(unit("结对: [{对象: 县农技站}, {对象: 12345}, {对象: 3M公司}]"))


def test_an_early_end_of_year_holiday_belongs_to_the_next_arrangement() -> None:
    own = "日历: [{年份: 2027, 来源: 通知, 放假: [2026-12-31 至 2027-01-03, 2027-02-05 至 2027-02-11, 2027-10-01 至 2027-10-07]}]"
    assert "N029" not in codes(site(own) + model())


OFF_13 = "2027-01-01 至 2027-01-03, 2027-02-05 至 2027-02-11, 2027-10-01 至 2027-10-0%s"
ARRANGED = "日历: [{年份: 2027, 来源: 通知, 放假: [%s], 上班: [%s]}]"
CADRE = "公示规则: [{编号: cadre-appointment, 名称: 一, 最少: 6, 单位: 自然日, 依据: 一, 生效: %s, 失效: 2014-01-13}]"
BOUNDARIES = (
    ("H002", honour(NOTICE, "表彰: {日期: 2026-11-07}"), False),
    ("H003", honour(NOTICE, objection("日期: 2026-11-10, 状态: 核查"), DECIDED), True),
    ("H003", honour(NOTICE, objection("日期: 2026-11-04, 状态: 不成立, 办结: 2026-11-10"), DECIDED), False),
    ("H004", honour(NOTICE, objection("日期: 2026-11-04, 状态: 成立, 办结: 2026-11-10"), DECIDED), True),
    ("H004", honour(NOTICE, objection("日期: 2026-11-04, 状态: 成立, 办结: 2026-11-11"), DECIDED), False),
    ("H005", honour(NOTICE, objection("日期: 2026-11-04, 状态: 成立, 办结: 2026-11-18")), False),
    ("H005", honour(NOTICE, objection("日期: 2026-11-04, 状态: 成立, 办结: 2026-11-17")), True),
    ("H009", honour(NOTICE, DECIDED, "撤销: {日期: 2026-11-10, 原因: 一}"), False),
    ("H015", honour("推荐: {方式: 自荐, 日期: 2026-11-02}", NOTICE), False),
    ("H018", honour(NOTICE, objection("日期: 2026-11-02, 状态: 核查")), False),
    ("H018", honour(NOTICE, objection("日期: 2026-11-06, 状态: 核查")), False),
    ("H018", honour(NOTICE, objection("日期: 2026-11-01, 状态: 核查")), True),
    ("H020", honour("公示: {开始: 2026-11-02, 结束: 2026-11-06, 异议截止: 2026-11-13}", "表彰: {日期: 2026-11-06}"), False),
    ("H030", honour(NOTICE, DECIDED, "撤回: {日期: 2026-11-10, 原因: 一}"), False),
    ("H030", honour(NOTICE, DECIDED, "撤回: {日期: 2026-11-09, 原因: 一}"), True),
    ("H012", ROUNDS + honour("轮次: r-2026", "公示: {开始: 2026-01-01, 结束: 2026-01-09}", "表彰: {日期: 2026-12-31}"), False),
    ("N002", honour("公示: {开始: 2026-11-02, 结束: 2026-11-02}"), False),
    ("N012", honour("公示: {开始: 2026-11-02, 结束: 2026-11-06, 截止时刻: '16:59'}"), True),
    ("N014", honour(TWO_LEVELS), False),
    ("N023", honour("公示: {开始: 2026-11-02, 公示期: 5天, 更正: [{日期: 2026-11-02, 内容: 一}, {日期: 2026-11-18, 内容: 二}]}"), False),
    ("N028", site(CADRE % "2013-12-01") + model(), True),
    ("N028", site(CADRE % "2013-12-01").replace("失效: 2014-01-13", "失效: 2014-01-01") + model(), True),
    ("N028", site(CADRE % "2014-01-13") + model(), True),
    ("N029", site(ARRANGED % (OFF_13 % "3", "2027-02-14")) + model(), False),
    ("N029", site(ARRANGED % (OFF_13 % "2", "2027-02-14")) + model(), True),
    ("N029", site(ARRANGED % (OFF_13 % "3" + ", 2027-12-31, 2026-12-20", "2027-02-14")) + model(), False),
    ("N029", site(ARRANGED % (OFF_13 % "3" + ", 2026-12-19", "2027-02-14")) + model(), True),
    ("P011", model("承诺: [{内容: 一, 承诺日期: 2026-11-18, 期限: 2026-11-18}]"), False),
)


@pytest.mark.parametrize(("code", "block", "is_found"), BOUNDARIES)
def test_the_boundary_day_belongs_to_the_right_side(code: str, block: str, is_found: bool) -> None:
    assert (code in codes(block)) is is_found


def test_an_objection_on_the_first_day_of_a_level_belongs_to_it() -> None:
    block = honour(TWO_LEVELS, objection("日期: 2026-11-09, 状态: 核查"))
    assert next(p for p in findings(block, TODAY) if p.code == "H026").fix.zh == "层级: 省"


@pytest.mark.parametrize("start", ["2026-01-01", "2026-12-31"])
def test_a_round_is_proposed_up_to_its_first_and_last_day(start: str) -> None:
    block = ROUNDS + honour("轮次: r-2025", f"公示: {{开始: {start}, 规则: village, 公示期: 7天}}")
    assert next(p for p in findings(block, TODAY) if p.code == "H012").fix.zh.startswith("轮次: r-2026；")


def test_a_right_length_is_left_alone_where_only_the_end_is_wrong() -> None:
    block = honour("公示: {开始: 2026-11-02, 结束: 2026-11-05, 公示期: 5个工作日}")
    assert next(p for p in findings(block, TODAY) if p.code == "N003").fix.zh == "结束: 2026-11-06"


@pytest.mark.parametrize(("year", "is_slip"), [(2027, False), (2028, True), (2003, True)])
def test_only_next_year_is_no_slip(year: int, is_slip: bool) -> None:
    block = honour(f"公示: {{开始: {year}-11-02, 结束: {year}-11-06}}")
    problem = next(p for p in findings(block, TODAY) if p.code == "N006")
    assert ("写错" in problem.fix.zh) is is_slip


day = st.integers(-400, 400).map(lambda n: (date(2026, 11, 18) + timedelta(n)).isoformat()) | st.sampled_from(["1900-01-01", "2199-12-31"])
maybe = st.none() | day
LENGTHS = st.none() | st.sampled_from(["5", "5个工作日", "7天", "366个工作日"])


@st.composite
def notices(draw: st.DrawFn) -> str:
    written = {
        "开始": draw(maybe),
        "结束": draw(maybe),
        "公示期": draw(LENGTHS),
        "异议截止": draw(maybe),
        "发布": draw(maybe),
        "层级": draw(st.sampled_from([None, "本单位", "县", "国家"])),
        "规则": draw(st.sampled_from([None, "village", "cadre-appointment", "x"])),
        "替代": draw(st.sampled_from([None, "zhang-2026-1", "y"])),
    }
    return "{" + ", ".join(f"{key}: {value}" for key, value in written.items() if value) + "}"


@st.composite
def blocks(draw: st.DrawFn) -> str:
    lines = [f"公示: [{', '.join(draw(st.lists(notices() | st.sampled_from(['pi', 'gone']), max_size=3)))}]"]
    lines += [f"{key}: {{日期: {when}, 原因: 一}}" for key in ("撤销", "撤回") if (when := draw(maybe))]
    if when := draw(maybe):
        lines.append(f"表彰: {{日期: {when}}}")
    statuses = st.sampled_from(["受理", "成立", "不成立", "撤回"])
    objections = [f"{{日期: {d}, 状态: {s}, 办结: {c}}}" for d, s, c in draw(st.lists(st.tuples(day, statuses, day), max_size=2))]
    lines.append(f"异议: [{', '.join(objections)}]")
    lines.append(draw(st.sampled_from(["轮次: r-2026", "轮次: 2", "年度: 2027", "x-a: 1"])))
    return ROUNDS + notice(f"开始: {draw(day)}\n结束: {draw(day)}") + honour(*lines)


@given(blocks(), day)
@settings(max_examples=150, deadline=None)
def test_no_facts_make_a_rule_fail_and_every_finding_has_a_place_in_its_file(block: str, today: str) -> None:
    files = files_of(block)
    for problem in findings(block, today):
        for place in filter(None, (problem.place, problem.related)):
            lines = files[place.path].split("\n")
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert problem.message.zh and problem.message.en and problem.fix.zh and problem.fix.en
        assert "None" not in problem.message.en + problem.fix.en + problem.fix.zh


@pytest.mark.parametrize("status", ["", "核查", "不成立", "成立"])
@pytest.mark.parametrize("deciding", range(4, 12))
def test_the_errors_and_the_state_agree_on_who_may_be_honoured(deciding: int, status: str) -> None:
    """A grid of last days, decisions, objections and days of building, held against the law written out again."""
    for end, today in itertools.product((5, 6, 9), (6, 7, 10, 11, 18)):
        raised = f"异议: [{{编号: yy-1, 日期: 2026-11-04, 状态: {status}, 办结: 2026-11-06, 说明: 一}}]" if status else "x-a: 1"
        block = honour(
            f"公示: {{开始: 2026-11-02, 结束: 2026-11-{end:02}, 公示单位: 县}}",
            raised,
            f"表彰: {{日期: 2026-11-{deciding:02}}}",
        )
        now = f"2026-11-{today:02}"
        shown = library_of(block, now).honours[0].state is State.HONOURED
        sound = not any(p.severity is Severity.ERROR for p in findings(block, now))
        settled = not status or (status == "不成立" and deciding >= 6)
        lawful = end >= 6 and deciding > end and settled
        assert sound == lawful, (end, today)
        assert (shown and sound) == (lawful and deciding <= today), (end, today)


def test_two_levels_are_fine_one_after_the_other() -> None:
    assert not {"N014", "N015", "N016"} & set(codes(honour(TWO_LEVELS)))
