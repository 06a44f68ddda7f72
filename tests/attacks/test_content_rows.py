"""Rows of THREATS.md that the files alone give away: the rule that says so, and silence without the trick."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import Job, build
from tests.attacks.rows import OBJECTION
from tests.attacks.world import BATCH, LI, ONE, PI, ZHANG, Edit, day_of, days, fact, honoured, iso, live, person, put, record, write
from tests.conftest import ROOT
from tests.press import morning, publish, tree
from tests.sites import write_site

YAML = "site.yaml"
CONTACT = "受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: 县城, "
OCTOBER = (put(YAML, "启用存证: 2026-11-16\n", ""), put(ZHANG, iso(16), "2026-10-01"), put(ZHANG, "发布: 2026-11-16", "发布: 2026-10-01"))
UNIT = "content/units/u.md"
FACTORY = "---\n名称: 红旗厂\n编号: hongqi\n摘要: 一个厂。\n成就: [{内容: 被授予全国劳动模范}]\n---\n厂。\n"

# row, what it is, the site, the trick, the day, and the code that finds it
TRICKS = (
    (6, "zero-width", ONE, (put(ZHANG, "张三", "张\u200b三"),), 16, "F005"),
    (6, "turned-around", ONE, (put(ZHANG, "红旗厂", "红\u202e旗厂"),), 16, "F004"),
    (6, "look-alike", ONE, (put(ZHANG, "水渠", "⽔渠"),), 16, "F006"),
    (10, "before-the-end", ONE, (honoured(19),), 16, "H002"),
    (14, "on-the-last-day", ONE, (honoured(20),), 16, "H002"),
    (16, "year-without-calendar", ONE, (put(ZHANG, iso(16), "2027-02-01"), put(ZHANG, iso(20), "2027-02-08")), 16, "N006"),
    (17, "holiday-counted", ONE, (*OCTOBER, put(ZHANG, iso(20), "2026-10-09")), 16, "N003"),
    (22, "no-channel", ONE, (put(YAML, CONTACT, ""),), 16, "N017"),
    (22, "unusable-channel", ONE, (put(YAML, "a@example.org", "abc"),), 16, "S017"),
    (26, "objection-open", ONE, (fact(OBJECTION), honoured(23)), 23, "H003"),
    (31, "two-at-one-address", BATCH, (write(LI, person(LI, "李四")), put(LI, "摘要", "网址名: Qian\n摘要")), 16, "C001"),
    (32, "draft", BATCH, (put(PI, "标题", "draft: true\n标题"),), 16, "S001"),
    (32, "expires", BATCH, (put(PI, "标题", "expires: 2026-11-18\n标题"),), 16, "S001"),
    (32, "noindex", BATCH, (put(PI, "标题", "noindex: true\n标题"),), 16, "S001"),
    (44, "status-in-the-text", BATCH, (put(PI, "公示如下。", '<div class="status">公示期已满</div>'),), 16, "M003"),
    (45, "told-as-an-achievement", ONE, (write(UNIT, FACTORY),), 16, "H029"),
)


@pytest.mark.parametrize(("row", "name", "block", "trick", "day", "code"), TRICKS, ids=[f"{t[0]}-{t[1]}" for t in TRICKS])
def test_a_trick_is_found_by_the_rule_on_files(
    tmp_path: Path, row: int, name: str, block: str, trick: tuple[Edit, ...], day: int, code: str
) -> None:
    site = write_site(tmp_path, block)
    assert code not in {p.code for p in record(write_site(tmp_path / "plain", block), 16)}
    for edit in trick:
        edit(site)
    assert code in {p.code for p in record(site, day)}


@pytest.mark.slow
def test_a_preview_is_no_publication(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, days(16), publish=lambda folder, day: publish(folder, day_of(day)).checked.problems)
    before = tree(site / "ledger")
    memory = Memory(None)
    build(Job(site, tmp_path / "preview", morning(day_of(17)), None, memory, (ROOT / "themes",), is_preview=True))
    memory.close()
    assert tree(site / "ledger") == before
    assert not (tmp_path / "preview" / "ledger").exists()
    assert "noindex" in (tmp_path / "preview" / "notices" / "zhang-san-1.html").read_text("utf-8")


def test_the_last_day_is_whole_and_the_next_day_may_decide(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, days(16, 20))
    honoured(21)(site)
    assert "H002" not in {p.code for p in record(site, 21)}
