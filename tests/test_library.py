"""How records are joined: batches, inline notices, defaults, states, neighbours and the next change."""

from __future__ import annotations

from datetime import date

from sitegen.cases import record_id, remaining
from sitegen.notice import notice_verdict
from sitegen.records.words import PromiseState, State, Verdict
from tests.sites import library_of

TODAY = "2026-11-18"
BLOCK = """
-- content/notices/pi.md --
---
编号: pi-2026
标题: 成批公示
开始: 2026-11-16
结束: 2026-11-20
受理电话: 0000-1111111
---
-- content/models/li.md --
---
编号: li-2026
姓名: 李四
摘要: 一
单位: cun
荣誉:
  - {称号: 能手, 公示: [pi, {层级: 省, 开始: 2026-11-23, 结束: 2026-11-27}]}
  - {称号: 标兵, 公示: {开始: 2026-10-12, 公示期: 5个工作日}, 表彰: {日期: 2026-10-19}}
  - {称号: 草稿}
承诺: [{内容: 一, 期限: 2026-11-17}, {内容: 二, 期限: 2026-11-18}, {内容: 三, 期限: 2026-01-01, 结果: 成}, {内容: 四}]
---
-- content/models/wang.md --
---
姓名: 王五
摘要: 一
单位: 别处
荣誉: {称号: 能手, 公示: pi, 撤回: {日期: 2026-11-17, 原因: 退出}}
---
-- content/units/cun.md --
---
名称: 村
摘要: 一
上级: xian
---
-- content/units/xian.md --
---
名称: 县
摘要: 一
上级: nowhere
---
-- content/bulletins/b.md --
---
标题: 一
种类: 征求意见
日期: 2026-11-01
截止: 2026-11-18
---
"""


def test_a_batch_knows_its_candidates_and_an_inline_notice_its_own() -> None:
    library = library_of(BLOCK, TODAY)
    by_id = {case.id: case for case in library.notices}
    assert list(by_id) == ["pi-2026", "li-2026-1", "li-2026-2"]
    assert [(c.owner.slug, c.index) for c in by_id["pi-2026"].candidates] == [("li", 0), ("wang", 0)]
    assert [(c.owner.slug, c.index) for c in by_id["li-2026-2"].candidates] == [("li", 1)]
    assert by_id["li-2026-1"].title == "关于李四拟授予“能手”的公示（省）"
    assert by_id["li-2026-2"].title == "关于李四拟授予“标兵”的公示"


def test_honours_have_their_notices_in_the_order_written_and_their_state() -> None:
    library = library_of(BLOCK, TODAY)
    first, second, draft = library.honours_of["content/models/li.md"]
    assert [n.id for n in first.notices] == ["pi-2026", "li-2026-1"]
    assert [case.state for case in (first, second, draft)] == [State.ON_NOTICE, State.HONOURED, State.DRAFT]
    assert [case.is_public for case in (first, second, draft)] == [True, True, False]
    assert library.honours_of["content/models/wang.md"][0].state is State.WITHDRAWN


def test_an_honour_that_names_a_missing_notice_is_never_honoured() -> None:
    block = BLOCK.replace("公示: {开始: 2026-10-12, 公示期: 5个工作日}", "公示: [{开始: 2026-10-12, 公示期: 5个工作日}, gone]")
    assert library_of(block, TODAY).honours_of["content/models/li.md"][1].state is State.CLOSED


def test_contacts_left_out_come_from_the_site() -> None:
    pi = library_of(BLOCK, TODAY).notices[0]
    assert (pi.contact.phone, pi.contact.office, pi.contact.email) == ("0000-1111111", "办公室", "a@example.org")


def test_a_notice_is_reckoned_by_its_profile_and_has_days_left() -> None:
    library = library_of(BLOCK, TODAY)
    pi, province, past = library.notices
    assert (pi.profile_name, pi.reckoning.counted, remaining(pi, library.today)) == ("commendation", 5, 3)
    assert notice_verdict(pi.reckoning, library.today) is Verdict.RUNNING
    assert (province.state, remaining(province, library.today)) == (State.UPCOMING, 0)
    assert past.reckoning.interval == (date(2026, 10, 12), date(2026, 10, 16))
    assert notice_verdict(past.reckoning, library.today) is Verdict.SATISFIED


def test_spots_lead_to_what_was_written() -> None:
    pi, province, _ = library_of(BLOCK, TODAY).notices
    assert pi.spot("start") == ("content/notices/pi.md", 4, 5)
    path, line, _ = province.spot("start")
    assert (path, line) == ("content/models/li.md", 7)
    assert province.spot("issuer") == province.spot()


def test_a_promise_is_overdue_on_the_day_after_it_is_due() -> None:
    promises = library_of(BLOCK, TODAY).promises
    states = [(p.state, p.days_over) for p in promises[:3]]
    assert states == [(PromiseState.OVERDUE, 1), (PromiseState.RUNNING, 0), (PromiseState.KEPT, 0)]
    assert promises[3].state is PromiseState.RUNNING


def test_units_know_their_people_and_the_units_below_them() -> None:
    library = library_of(BLOCK, TODAY)
    assert [m.slug for m in library.models_of["cun"]] == ["li"]
    assert [u.slug for u in library.children_of["xian"]] == ["cun"]
    assert "nowhere" not in library.children_of


def test_a_record_without_an_id_goes_by_its_slug() -> None:
    assert [record_id(owner) for owner in library_of(BLOCK, TODAY).owners] == ["li-2026", "wang", "cun", "xian"]


def test_the_next_change_is_the_next_boundary_of_any_notice_promise_or_consultation() -> None:
    expected = {
        "2026-10-01": date(2026, 10, 12),
        "2026-11-16": date(2026, 11, 17),
        "2026-11-18": date(2026, 11, 19),
        "2026-11-19": date(2026, 11, 21),
        "2026-11-21": date(2026, 11, 23),
        "2026-11-23": date(2026, 11, 28),
        "2026-11-28": None,
    }
    assert {today: library_of(BLOCK, today).next_change for today in expected} == expected


def test_a_site_overrides_a_shipped_profile_and_counts_strictly_if_it_says_so() -> None:
    own = (
        "-- site.yaml --\n名称: 站\n主办单位: 县\n公示: {计日: 始日不计}\n"
        "公示规则: [{编号: commendation, 名称: 表彰, 最少: 6, 单位: 自然日}]\n"
    )
    pi = library_of(own + BLOCK, TODAY).notices[0]
    assert pi.reckoning.profile is not None
    assert (pi.reckoning.profile.minimum, pi.reckoning.counted, pi.reckoning.earliest_end) == (6, 4, date(2026, 11, 22))
