"""What an honest office does during a notice, and what the ledger then holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.ledger.entry import Entry, salted
from sitegen.ledger.history import order, verify
from sitegen.ledger.store import read_ledger
from sitegen.memory import Memory
from sitegen.pipeline import Checked, check
from sitegen.proof import Proof
from sitegen.recorded import content_of, under_of
from sitegen.records.words import Verdict
from tests.attacks.rows import CLOSED, LONG, OBJECTION, PHOTO, SHOWN_WITH_FILES, WITHDRAWN, picture
from tests.attacks.world import (
    BATCH,
    ONE,
    QIAN,
    SUN,
    ZHANG,
    ZHAO,
    Edit,
    Step,
    day_of,
    days,
    drop,
    errors,
    fact,
    honoured,
    iso,
    ledger_codes,
    live,
    put,
    record,
    remark,
    render,
    until,
    write,
)

YAML = "site.yaml"
HALF = fact(WITHDRAWN)
LEVELS = ONE.replace("      - 开始: 2026-11-16\n", "      - 层级: 县\n        开始: 2026-11-16\n").replace(
    "---\n他",
    f"      - 层级: 省\n        开始: {iso(23)}\n        结束: {iso(27)}\n        公示单位: 省\n        依据: 文件二\n        范围: 全省\n"
    f"        发布: {iso(23)}\n---\n他",
)


def looked_at(site: Path, day: int) -> Checked:
    memory = Memory(None)
    try:
        return check(site, day_of(day), None, memory)
    finally:
        memory.close()


def proof(site: Path, day: int, name: str = "zhang-san-1") -> Proof:
    library = looked_at(site, day).library
    assert library is not None
    return library.proofs[name]


def story(site: Path, name: str = "zhang-san-1") -> list[Entry]:
    return [e for e in order(read_ledger(site / "ledger")) if e.id == name]


def kinds(site: Path, name: str = "zhang-san-1") -> list[str]:
    return [e.kind for e in story(site, name)]


def test_a_notice_from_its_first_day_to_the_honour(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, (*days(16, 17, 18, 19, 20, 21), Step(23, (honoured(23),))))
    assert kinds(site) == ["shown", "ended", "honoured"]
    found = proof(site, 24)
    assert (found.verdict, found.counted, found.strengths) == (Verdict.SATISFIED, 5, ("declared", "built"))
    assert [day.day for day in found.seen] == [16, 17, 18, 19, 20]


def test_a_revocation_is_recorded_once(tmp_path: Path) -> None:
    site = live(
        tmp_path, ONE, (*days(16, 21), Step(23, (honoured(23),)), Step(30, (fact(f"撤销: {{日期: {iso(30)}, 原因: 不实}}"),)), Step(31))
    )
    assert kinds(site) == ["shown", "ended", "honoured", "revoked"]


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (put(ZHANG, "依据: 文件一", "依据: 文件一（修订）"), "changed"),
        (put(ZHANG, "范围: 全县", "范围: 全县各乡"), "changed"),
        (put(ZHANG, "他修了一条水渠。", "他修了一条水渠，又修了一座桥。"), "build"),
        (put(ZHANG, "发布: 2026-11-16", "发布: 2026-11-15"), "build"),
    ],
)
def test_a_minor_correction_does_not_restart_the_period(tmp_path: Path, edit: Edit, kind: str) -> None:
    site = live(tmp_path, ONE, (*days(16, 17), Step(18, (edit,)), Step(19)))
    assert ledger_codes(record(site, 20)) == []
    assert proof(site, 20).counts_from == day_of(16)
    assert kind in {e.kind for e in order(read_ledger(site / "ledger")) if e.date == iso(18)}


def test_a_material_correction_restarts_the_period_and_is_told(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, (*days(16, 17), Step(18, (put(ZHANG, "钳工", "厂长"), until(24), remark(18))), Step(24), Step(25)))
    found = proof(site, 25)
    assert (found.verdict, found.counts_from, found.counted) == (Verdict.SATISFIED, day_of(18), 5)
    assert [(c.date, c.fields, c.restarts) for c in found.changes] == [(day_of(18), ("zhang-san#1 职务",), True)]


def test_a_correction_written_in_the_evening_may_be_published_in_the_morning(tmp_path: Path) -> None:
    site = live(tmp_path, LONG, (*days(16, 17), Step(19, (put(ZHANG, "钳工", "厂长"), remark(18)))))
    assert ledger_codes(record(site, 19)) == []


def test_a_start_may_be_moved_to_the_day_on_which_the_notice_really_appeared(tmp_path: Path) -> None:
    site = live(tmp_path, LONG, days(17))
    put(ZHANG, "开始: 2026-11-16", "开始: 2026-11-17")(site)
    assert ledger_codes(record(site, 18)) == []
    assert ledger_codes(record(site, 19)) == []


def test_an_extension_with_a_reason_is_lawful_and_may_be_extended_again(tmp_path: Path) -> None:
    again = put(ZHANG, "内容: 有误，更正并延长}]", "内容: 有误，更正并延长}, {日期: 2026-11-20, 内容: 停电}]")
    site = live(tmp_path, ONE, (*days(16), Step(18, (until(24), remark(18))), Step(20, (until(25, old=24), again)), Step(25)))
    assert ledger_codes(record(site, 26)) == []
    assert kinds(site) == ["shown", "changed", "changed", "ended"]
    assert proof(site, 26).counts_from == day_of(16)


def test_a_withdrawal_half_way_is_recorded_and_nothing_after_it(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, (*days(16, 17), Step(18, (HALF,)), Step(19), Step(21), Step(23)))
    assert kinds(site) == ["shown", "withdrawn"]
    assert proof(site, 23).gone == day_of(18)
    assert proof(site, 23).verdict is Verdict.NOT_SATISFIED


@pytest.mark.parametrize("lived", [(), (Step(16),)])
def test_an_objection_entered_after_or_with_a_withdrawal_leaves_a_sound_ledger(tmp_path: Path, lived: tuple[Step, ...]) -> None:
    site = live(
        tmp_path, ONE, (*lived, Step(18, (HALF,)), Step(19, (fact(OBJECTION),)), Step(20, (put(ZHANG, OBJECTION, CLOSED),)), Step(23))
    )
    assert verify(read_ledger(site / "ledger")) == ()


def test_an_objection_may_get_its_number_later_and_older_ones_may_be_entered_before_it(tmp_path: Path) -> None:
    bare, older = "异议: [{日期: 2026-11-18, 状态: 核查}]", "异议: [{日期: 2026-11-17, 状态: 核查}, {日期: 2026-11-18, 状态: 核查}]"
    named = "异议: [{编号: yy-2, 日期: 2026-11-17, 状态: 核查}, {编号: yy-1, 日期: 2026-11-18, 状态: 核查}]"
    lived = (*days(16), Step(18, (fact(bare),)), Step(19, (put(ZHANG, bare, older),)), Step(20, (put(ZHANG, older, named),)))
    site = live(tmp_path, ONE, lived)
    assert ledger_codes(record(site, 21)) == []
    assert kinds(site) == ["shown", "objection-opened", "objection-opened", "ended"]


def test_one_candidate_may_leave_a_batch_and_the_others_are_honoured_one_by_one(tmp_path: Path) -> None:
    lived = (
        *days(16, 17),
        Step(18, (fact(WITHDRAWN, QIAN),)),
        *days(20, 21),
        Step(23, (honoured(23, ZHAO),)),
        Step(24, (honoured(24, SUN),)),
    )
    site = live(tmp_path, BATCH, lived)
    assert ledger_codes(record(site, 25)) == []
    assert kinds(site, "pi-2026") == ["shown", "candidate-withdrawn", "ended", "honoured", "honoured"]
    fact(f"撤销: {{日期: {iso(30)}, 原因: 不实}}", ZHAO)(site)
    assert errors(record(site, 30)) == errors(record(site, 31)) == []
    assert verify(read_ledger(site / "ledger")) == ()


def test_each_level_of_an_honour_has_its_own_story(tmp_path: Path) -> None:
    site = live(tmp_path, LEVELS, (*days(16, 20, 21, 23, 25, 27, 28), Step(30, (honoured(30),))))
    assert ledger_codes(record(site, 31)) == []
    assert [kinds(site, f"zhang-san-{n}") for n in (1, 2)] == [["shown", "ended", "honoured"]] * 2
    assert [proof(site, 31, f"zhang-san-{n}").verdict for n in (1, 2)] == [Verdict.SATISFIED] * 2


def test_the_second_level_missed_is_found_at_the_decision(tmp_path: Path) -> None:
    site = live(tmp_path, LEVELS, days(16, 20, 21))
    honoured(30)(site)
    assert [text for text in ledger_codes(record(site, 30)) if "zhang-san-2" in text and text.startswith("E003")]


def test_a_site_without_evidence_keeps_nothing(tmp_path: Path) -> None:
    site = live(tmp_path, ONE.replace("启用存证: 2026-11-16\n", ""), (*days(16, 20), Step(23, (honoured(23),))))
    assert not (site / "ledger").exists()
    assert not list(site.rglob("*.salt"))


@pytest.mark.parametrize(
    ("reason", "witness", "found"),
    [
        ("", "", ["E003"]),
        ("接受声明: 以前张贴在公告栏\n", "", []),
        ("", "        见证: [{日期: 2026-10-13, 种类: 照片, 文件: wall.txt}]\n", []),
        ("", "        见证: [{日期: 2026-10-30, 种类: 照片, 文件: wall.txt}]\n", ["E003"]),
    ],
)
def test_a_notice_older_than_the_evidence_needs_a_witness_or_a_reason(tmp_path: Path, reason: str, witness: str, found: list[str]) -> None:
    old = (
        ONE.replace(f"开始: {iso(16)}", "开始: 2026-10-12")
        .replace(f"结束: {iso(20)}", "结束: 2026-10-16")
        .replace(f"发布: {iso(16)}", "发布: 2026-10-12")
    )
    block = (
        old.replace("公示规则:", f"{reason}公示规则:")
        .replace("        依据:", f"{witness}        依据:")
        .replace("2026-10-20, 人数", "2026-10-01, 人数")
    )
    site = live(tmp_path, block.replace("    年度: 2026\n", f"    年度: 2026\n    表彰: {{日期: {iso(10)}, 文号: 一号, 机关: 丙县}}\n"), ())
    write("content/models/wall.txt", "照片")(site)
    assert [p.code for p in record(site, 18) if p.code[0] == "E"] == found
    assert not list((site / "ledger").glob("*.json"))


def test_a_notice_that_ran_when_evidence_was_switched_on_counts_from_its_stated_start(tmp_path: Path) -> None:
    block = ONE.replace("启用存证: 2026-11-16", "启用存证: 2026-11-18")
    site = live(tmp_path, block, days(18))
    assert ledger_codes(record(site, 20)) == []
    assert proof(site, 20).strengths == ("declared",)


def test_a_publish_without_change_adds_nothing_but_one_heartbeat_a_day(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, days(16, 16, 16))
    assert [e.kind for e in order(read_ledger(site / "ledger"))] == ["shown", "build"]
    live_again = [len(read_ledger(site / "ledger").entries) for _ in range(3) if not errors(record(site, 17))]
    assert live_again == [3, 3, 3]
    record(site, 21)
    ended = len(read_ledger(site / "ledger").entries)
    record(site, 22)
    record(site, 23)
    assert (ended, len(read_ledger(site / "ledger").entries)) == (4, 4)


def test_what_the_ledger_holds_cannot_be_guessed_once_record_and_salt_are_gone(tmp_path: Path) -> None:
    site = live(tmp_path, PHOTO, (*SHOWN_WITH_FILES, Step(20), Step(21)))
    drop(ZHANG, "content/models/zhang.salt")(site)
    assert ledger_codes(record(site, 23)) == []
    raw = "".join(p.read_text("utf-8") for p in (site / "ledger").glob("*.json"))
    assert not any(word in raw for word in ("张三", "红旗厂", "水渠", "钳工"))
    facts = content_of(story(site)[0]).facts
    hashes = {
        *facts.fields.values(),
        *facts.minor.values(),
        *facts.assets.values(),
        *(h for c in facts.candidates.values() for h in c.values()),
    }
    values = {"名称": "张三", "单位": "红旗厂", "职务": "钳工", "称号": "劳动模范", "事迹": "修水渠的人。", "级别": "县"}
    assert not hashes & {salted(bytes(32), field, value) for field, value in values.items()}
    assert len(hashes) == len(facts.fields) + len(facts.minor) + 2 + len(values)


def test_the_same_values_of_two_people_have_different_hashes(tmp_path: Path) -> None:
    site = live(tmp_path, BATCH, days(16))
    said = content_of(story(site, "pi-2026")[0]).facts.candidates
    assert len({c["单位"] for c in said.values()}) == len(said) == 3


def test_a_salt_may_be_taken_back_from_the_published_text(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, days(16))
    checked = looked_at(site, 17)
    assert checked.evidence is not None
    text = checked.evidence.text("zhang-san-1") or ""
    drop("content/models/zhang.salt")(site)
    assert [p.code for p in record(site, 17) if p.code[0] == "E"] == ["E020"]
    write("content/models/zhang.salt", text.rstrip("\n").rpartition("随机码: ")[2] + "\n")(site)
    assert ledger_codes(record(site, 17)) == []


def test_the_same_photo_under_another_name_is_no_change(tmp_path: Path) -> None:
    site = live(tmp_path, PHOTO, SHOWN_WITH_FILES)
    write("content/models/c.png", picture(10))(site)
    put(ZHANG, "文件: a.png", "文件: c.png")(site)
    assert ledger_codes(record(site, 18)) == []


def test_checks_that_are_switched_off_stand_in_the_records_and_on_the_page_for_ever(tmp_path: Path) -> None:
    exception = "例外: [{编码: L003, 原因: 引用原文, 截止: 2026-11-17}]\n"
    lived = (Step(16, (put(YAML, "公示规则:", f"{exception}公示规则:"),)), Step(18, (put(YAML, exception, ""),)), Step(23))
    site = live(tmp_path, LONG, lived, render)
    beats = [e for e in order(read_ledger(site / "ledger")) if e.kind == "build"]
    assert [under_of(e).skipped for e in beats] == [("L003",), (), ()]
    assert under_of(beats[0]).settings != under_of(beats[1]).settings == under_of(beats[2]).settings
    assert "发布时有检查按例外停用：L003" in (site / "output" / "notices" / "zhang-san-1.html").read_text("utf-8")
