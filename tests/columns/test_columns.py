"""What each column shows, of whom, and in which order."""

from __future__ import annotations

import pytest

from sitegen.outputs.overview import column_counts
from sitegen.views.columns import (
    AppraisalsView,
    CardsView,
    CommentsView,
    GoalsView,
    LettersView,
    QuarterView,
    RecommendView,
    RollView,
    StagesView,
    ThemesView,
    UsersView,
)
from sitegen.views.listing import FacetView
from sitegen.views.organisations import ContactsView, RelationsView, TreeView
from tests.columns.shelf import COLUMNS, bare, edition_of, html_of, pages_of, text_of
from tests.sites import library_of

SITE = """
-- site.yaml --
名称: 测试站
主办单位: 测试县
领域: [农村, 社区]
目标:
  - {名称: 推动科学发展}
  - {名称: 促进社会和谐}
  - {名称: 构建和谐甲省, 对应: 促进社会和谐}
轮次:
  - {编号: yi-lun, 名称: 第一轮, 开始: 2025-01-01, 结束: 2025-12-31}
  - {编号: er-lun, 名称: 第二轮, 开始: 2026-01-01, 结束: 2026-12-31, 说明: 年内完成}
受理: {受理部门: 办公室, 受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: 县城, 实名要求: 实名}
"""
PARTY = """
-- content/units/zhi-bu.md --
---
名称: 清水支部
摘要: 一个支部。
地区: 甲省/乙市/丙县
领域: 农村
类型: 党组织
目标: [推动科学发展, 构建和谐甲省]
争创主题: 一渠水
活动载体: [{名称: 党员包渠, 开始: 2026-02}]
联系点:
  领导: 县委主任
  走访:
    - {日期: 2026-03-01, 内容: 看渠}
    - {日期: 2026-12-01, 内容: 以后的事}
点评: [{领导: 镇书记, 日期: 2026-05-01, 肯定: 好, 不足: 慢, 方向: 快}]
评议: [{组织: 村民会议, 日期: 2026-05-02, 票: {满意: 8, 不满意: 2}, 回复: 会改}]
承诺:
  - {内容: 修路, 期限: 2026-11-01, 承诺日期: 2026-01-05}
  - {内容: 挖渠, 期限: 2026-10-01, 承诺日期: 2026-01-05, 结果: 通水}
  - {内容: 种树, 期限: 2027-03-31, 承诺日期: 2026-01-05}
  - {内容: 常年扫雪, 承诺日期: 2026-01-05}
---
-- content/units/gong-hui.md --
---
名称: 清水工会
摘要: 一个工会。
类型: 工会
上级: zhi-bu
地区: 甲省/乙市/丙县
活动载体: [{名称: 党员包渠}]
联系点: {领导: 工会主席, 走访: [{日期: 2026-01-10, 内容: 问冷暖}]}
---
-- content/units/fu-lian.md --
---
名称: 清水妇联
摘要: 一个妇联。
类型: 妇联
上级: zhi-bu
联系点: {领导: 县委主任}
---
"""
PEOPLE = """
-- content/models/shan.md --
---
姓名: 单雄
摘要: 教书的人。
编号: shan-0001
单位: zhi-bu
职务: 教师
领域: 农村
目标: [促进社会和谐]
荣誉:
  - 称号: 优秀教师
    级别: 市
    年度: 2026
    授予单位: 丁市
    轮次: er-lun
    推荐: {方式: 组织推荐, 日期: 2026-09-01}
    公示: {开始: 2026-10-12, 结束: 2026-10-16, 公示单位: 丁市}
    表彰: {日期: 2026-10-20, 文号: 丁〔2026〕1号}
---
-- content/models/zhang.md --
---
姓名: 张三
摘要: 修渠的人。
编号: zhang-001
荣誉:
  - 称号: 劳动模范
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {方式: 群众推荐, 日期: 2026-10-20, 人数: 12}
    公示: {开始: 2026-11-16, 结束: 2026-11-20, 公示单位: 丙县}
---
-- content/models/hei.md --
---
姓名: 贺某燕
摘要: 撤销的人。
编号: he-00001
单位: zhi-bu
目标: [促进社会和谐]
点评: [{领导: 某领导, 日期: 2026-06-01, 肯定: 原先的点评}]
评议: [{组织: 某会议, 日期: 2026-06-02, 票: {满意: 1000}}]
承诺: [{内容: 撤下的承诺, 期限: 2026-11-30}]
荣誉:
  - 称号: 优秀教师
    级别: 市
    年度: 2025
    授予单位: 丁市
    推荐: {方式: 自荐, 日期: 2025-09-01}
    公示: {开始: 2025-10-13, 结束: 2025-10-17, 公示单位: 丁市}
    表彰: {日期: 2025-10-20}
    撤销: {日期: 2026-03-16, 原因: 弄虚作假}
  - 称号: 另一奖
    年度: 2025
    授予单位: 丁市
    推荐: {方式: 自荐, 日期: 2025-09-01}
    公示: {开始: 2025-11-10, 结束: 2025-11-14, 公示单位: 丁市}
    表彰: {日期: 2025-11-20}
---
-- content/units/che.md --
---
名称: 某撤村
摘要: 撤销的村。
编号: che-0001
地区: 丙省
类型: 共青团
上级: zhi-bu
目标: [推动科学发展]
争创主题: 撤下的主题
活动载体: [{名称: 撤下的载体}]
联系点: {领导: 撤下的领导, 走访: [{日期: 2026-03-02, 内容: 撤下的走访}]}
荣誉:
  - 称号: 文明村
    年度: 2025
    授予单位: 丁市
    公示: {开始: 2025-10-13, 结束: 2025-10-17, 公示单位: 丁市}
    表彰: {日期: 2025-10-20}
    撤销: {日期: 2026-03-16, 原因: 弄虚作假}
---
-- content/models/cao.md --
---
姓名: 曹草稿
摘要: 还没有公示的人。
编号: cao-0001
目标: [推动科学发展]
荣誉: [{称号: 未定奖, 级别: 市, 年度: 2026, 授予单位: 丁市, 轮次: er-lun, 推荐: {方式: 自荐}}]
---
"""
ALL = SITE + PARTY + PEOPLE


def titles(links: object) -> list[str]:
    return [link.title for link in links]  # type: ignore[attr-defined]


def test_a_site_with_nothing_to_show_has_none_of_the_columns() -> None:
    empty = edition_of("-- site.yaml --\n名称: 测试站\n主办单位: 测试县\n")
    assert pages_of(empty) == {}
    assert column_counts(empty) == ()


def test_every_column_that_has_a_page_is_in_the_overview_and_the_other_way_round() -> None:
    edition = edition_of(ALL)
    listed = {count.url for count in column_counts(edition)}
    assert listed <= pages_of(edition).keys()
    firsts = {next(iter(pages)) for name in COLUMNS if (pages := pages_of(edition, name))}
    assert listed == firsts
    assert len(listed) == len(COLUMNS)


def test_every_page_has_a_head_crumbs_and_one_h1() -> None:
    edition = edition_of(ALL)
    pages = pages_of(edition)
    assert len(pages) > 25
    for url, html in html_of(edition, *pages.values()).items():
        assert html.count("<h1") == 1, url
        assert 'class="crumbs"' in html, url
        assert "style=" not in html, url


@pytest.mark.parametrize("name", COLUMNS)
def test_whoever_is_withheld_is_in_no_column(name: str) -> None:
    text = text_of(edition_of(ALL), name)
    assert text.strip()
    for word in ("贺某燕", "原先的点评", "某会议", "撤下的", "1,000", "某撤村", "文明村", "另一奖", "丙省"):
        assert word not in text, word


@pytest.mark.parametrize("name", ["goals", "stages", "rolls"])
def test_a_draft_honour_is_in_no_column(name: str) -> None:
    edition = edition_of(ALL)
    assert "未定奖" in {case.honour.title for case in edition.library.honours}
    assert "未定奖" not in text_of(edition, name)


def test_a_theme_and_a_carrier_lead_to_the_units_that_use_them() -> None:
    pages = pages_of(edition_of(ALL), "themes")
    index = pages["themes/index.html"].view
    assert isinstance(index, ThemesView)
    assert [(u.name, u.number) for u in index.themes] == [("一渠水", 1)]
    assert [(u.name, u.number) for u in index.carriers] == [("党员包渠", 2)]
    users = pages["carriers/党员包渠/index.html"].view
    assert isinstance(users, UsersView)
    assert sorted((u.unit.title, u.start) for u in users.users) == [("清水工会", ""), ("清水支部", "2026-02")]


def test_names_that_would_share_a_folder_share_a_page_and_long_ones_are_cut() -> None:
    block = "".join(
        f"-- content/units/u{n}.md --\n---\n名称: 村{n}\n摘要: 村。\n活动载体: [{{名称: {name}}}]\n---\n"
        for n, name in enumerate(("A/b", "a-b", "长" * 200))
    )
    urls = [url for url in pages_of(edition_of(block), "themes") if url.startswith("carriers/")]
    assert len(urls) == 2
    assert all(len(part.encode()) < 255 for url in urls for part in url.split("/"))


def test_a_local_goal_counts_for_the_national_one_that_it_stands_for() -> None:
    pages = pages_of(edition_of(ALL), "goals")
    goals = pages["goals/index.html"].view
    assert isinstance(goals, GoalsView)
    assert [(g.title, g.number) for g in goals.national] == [
        ("推动科学发展", 2), ("促进社会和谐", 2), ("服务人民群众", 0), ("加强基层组织", 0),
    ]  # fmt: skip
    assert goals.national[2].url == ""
    assert [(c.title, c.number) for c in goals.national[1].children] == [("构建和谐甲省", 1)]
    listed = pages["goals/促进社会和谐/index.html"].view
    assert isinstance(listed, CardsView)
    assert sorted(c.name for c in listed.cards) == ["单雄", "清水支部"]


def test_a_stage_has_the_honours_and_notices_that_fall_in_it_and_says_which_runs() -> None:
    pages = pages_of(edition_of(ALL), "stages")
    view = pages["stages/index.html"].view
    assert isinstance(view, StagesView)
    second, first = view.stages
    assert second.is_running
    assert first.is_over
    assert {state.zh: number for state, number in second.honours} == {"已表彰": 1, "公示中": 1}
    assert (second.number_of_notices, second.on_notice) == (2, 1)
    assert first.total == 0
    assert first.notices == ()  # the only one names somebody who is withheld
    listed = pages["stages/er-lun/index.html"].view
    assert isinstance(listed, CardsView)
    assert {(c.name, c.honour.is_proposed) for c in listed.cards if c.honour} == {("单雄", False), ("张三", True)}


def test_contact_points_stand_with_the_longest_without_a_visit_first_and_no_visit_of_tomorrow() -> None:
    view = pages_of(edition_of(ALL), "contacts")["contacts/index.html"].view
    assert isinstance(view, ContactsView)
    assert [(p.leader, [(u.unit.title, u.visits) for u in p.units]) for p in view.leaders] == [
        ("县委主任", [("清水妇联", 0), ("清水支部", 1)]),
        ("工会主席", [("清水工会", 1)]),
    ]
    assert [v.text for v in view.recent] == ["看渠", "问冷暖"]


def test_the_tree_counts_a_unit_with_everything_below_it() -> None:
    view = pages_of(edition_of(ALL), "tree")["tree/index.html"].view
    assert isinstance(view, TreeView)
    (root,) = view.branches
    assert root.unit.title == "清水支部"
    assert [b.unit.title for b in root.children] == ["清水工会", "清水妇联"]
    c = root.coverage
    assert (c.units, c.models, c.promises, c.kept, c.appraisals) == (3, 1, 4, 1, 1)
    assert (c.with_models, c.with_promises, c.with_appraisals) == (1, 1, 1)
    assert root.children[0].coverage.promises == 0


def test_a_party_organisation_stands_with_what_it_leads_below_it_or_beside_it() -> None:
    block = """
-- content/units/chang.md --
---
{名称: 工厂, 摘要: 厂。, 类型: 单位}
---
-- content/units/chang-wei.md --
---
{名称: 厂党委, 摘要: 委。, 类型: 党组织, 上级: chang}
---
-- content/units/chang-tuan.md --
---
{名称: 厂团委, 摘要: 团。, 类型: 共青团, 上级: chang}
---
"""
    block = block.replace("---\n{", "---\n").replace("}\n---", "\n---").replace(", ", "\n")
    view = pages_of(edition_of(ALL + block), "relations")["relations/index.html"].view
    assert isinstance(view, RelationsView)
    assert [(r.party.title, titles(r.unions), titles(r.youth), titles(r.women)) for r in view.relations] == [
        ("厂党委", [], ["厂团委"], []),
        ("清水支部", ["清水工会"], [], ["清水妇联"]),
    ]


def test_comments_and_appraisals_stand_with_the_newest_first() -> None:
    block = """
-- content/models/wang.md --
---
姓名: 王五
摘要: 人。
点评: [{领导: 县长, 日期: 2026-06-01, 肯定: 好}, {领导: 局长, 肯定: 无日期}, {领导: 处长, 日期: 2026-12-01, 肯定: 明天的}]
评议: [{组织: 后来的会议, 日期: 2026-07-01, 票: {满意: 3}}]
---
"""
    pages = pages_of(edition_of(ALL + block), "comments", "appraisals")
    comments, appraisals = pages["comments/index.html"].view, pages["appraisals/index.html"].view
    assert isinstance(comments, CommentsView)
    assert isinstance(appraisals, AppraisalsView)
    assert [c.comment.leader for c in comments.comments] == ["县长", "镇书记", "局长"]
    assert comments.candid == 1
    assert [a.owner.title for a in appraisals.appraisals] == ["王五", "清水支部"]
    assert (appraisals.votes, appraisals.replies) == (13, 1)


def test_promises_stand_in_the_quarter_in_which_they_are_due_overdue_first() -> None:
    pages = pages_of(edition_of(ALL), "quarters")
    assert set(pages) == {f"promises/{name}/index.html" for name in ("quarters", "2026-q4", "2027-q1", "undated")}
    view = pages["promises/2026-q4/index.html"].view
    assert isinstance(view, QuarterView)
    assert [p.text for p in view.promises] == ["修路", "挖渠"]
    assert (view.kept, view.running, view.overdue) == (1, 0, 1)
    assert (view.before.url, view.after.url) == ("", "promises/2027-q1/index.html")


def test_the_roll_has_whoever_was_honoured_and_nobody_who_is_proposed() -> None:
    pages = pages_of(edition_of(ALL), "rolls")
    assert set(pages) == {"roll/index.html", "roll/2026/index.html"}
    index, view = pages["roll/index.html"].view, pages["roll/2026/index.html"].view
    assert isinstance(index, FacetView)
    assert isinstance(view, RollView)
    assert [c.number for c in index.values] == [1]
    (title,) = view.titles
    assert (title.authority, title.title, title.number, title.decisions) == ("丁市", "优秀教师", 1, ("丁〔2026〕1号",))
    assert [(n.name, n.role) for n in title.names] == [("单雄", "清水支部 教师")]


def test_a_surname_stands_under_the_letter_that_it_has_as_a_surname_and_the_records_own_reading_wins() -> None:
    block = (
        """
-- content/models/le.md --
---
{姓名: 乐天, 摘要: 人。, 拼音: Lè Tiān}
---
-- content/models/ou.md --
---
{姓名: 欧阳修文, 摘要: 人。}
---
-- content/models/unknown.md --
---
{姓名: 〇〇, 摘要: 人。}
---
""".replace("---\n{", "---\n")
        .replace("}\n---", "\n---")
        .replace(", ", "\n")
    )
    edition = edition_of(ALL + block)
    edition = bare(edition.library, {("〇〇", True): ""})
    pages = pages_of(edition, "letters")
    found = {url: [n.name for n in view.names] for url, page in pages.items() if isinstance(view := page.view, LettersView)}
    assert found.pop("letters/index.html") == []
    assert found == {
        "letters/c/index.html": ["曹草稿"],
        "letters/l/index.html": ["乐天"],
        "letters/o/index.html": ["欧阳修文"],
        "letters/s/index.html": ["单雄"],
        "letters/z/index.html": ["张三"],
        "letters/other/index.html": ["〇〇"],
    }


def test_the_page_on_recommending_has_every_way_and_counts_the_nominations_shown() -> None:
    edition = edition_of(ALL)
    page = pages_of(edition, "recommend")["recommend/index.html"]
    assert isinstance(page.view, RecommendView)
    assert [(w.way.text, w.number, w.people) for w in page.view.ways] == [  # type: ignore[union-attr]
        ("群众推荐", 1, 12), ("组织推荐", 1, 0), ("自荐", 0, 0),
    ]  # fmt: skip
    html = html_of(edition, page)[page.url]
    assert 'href="tel:0000-0000000"' in html
    assert 'href="mailto:a@example.org?subject=%E6%8E%A8%E8%8D%90' in html
    assert "县城" in html


def test_a_site_without_any_contact_says_nothing_of_recommending() -> None:
    without = SITE.replace(SITE[SITE.index("受理:") :], "")
    assert pages_of(bare(library_of(without + PARTY, "2026-11-18")), "recommend") == {}
