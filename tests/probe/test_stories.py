"""Several days of a notice under probes: what each way of not being there costs, and that an honest office hears nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sitegen.ledger.history import verify
from sitegen.ledger.store import read_ledger
from sitegen.probing.watching import State
from sitegen.problems import Severity
from sitegen.proof import Proof
from sitegen.records.words import Verdict
from sitegen.rules import all_rules
from tests.attacks.test_lawful import looked_at, proof
from tests.attacks.world import BATCH, ONE, SETTINGS, ZHANG, Edit, day_of, errors, honoured, iso, put, record, remark, until
from tests.probe.deployed import block, codes, probed
from tests.sites import write_site

LONG = ONE.replace("结束: 2026-11-20", "结束: 2026-11-30")
SAME, MISSING, STALE, ALTERED, DOWN = State.SAME, State.MISSING, State.STALE, State.ALTERED, State.UNREACHABLE
Days = dict[int, State | None]


@dataclass(frozen=True)
class Story:
    """What probes see on each day (None: nobody probes), and what a publish on ``day`` then says, first of all ``code``."""

    name: str
    code: str
    base: str
    seen: Days
    day: int
    says: tuple[str, ...]
    fix: str
    twin: Days
    edits: tuple[Edit, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}-{self.name}"


def through(first: int, last: int, state: State | None = SAME) -> Days:
    return dict.fromkeys(range(first, last + 1), state)


STORIES = (
    Story("never-uploaded", "E026", ONE, through(16, 17, MISSING), 18, (iso(16),), "上传", through(16, 17)),
    Story("never-probed", "E026", ONE, through(16, 17, None), 18, (iso(16),), "probe", through(16, 17)),
    Story("over-and-never-seen", "E026", ONE, through(16, 20, MISSING), 21, (iso(16), "整个公示期"), "重新公示", through(16, 20)),
    Story("uploaded-late", "E027", ONE, {**through(16, 17, MISSING), 18: SAME}, 19,
          (iso(16), iso(18), "3 天", "5 天"), iso(24), through(16, 18)),
    Story("changed-and-uploaded-late", "E027", LONG.replace(iso(30), iso(25)), {16: SAME, 17: STALE, 18: STALE, 19: STALE, 20: SAME}, 21,
          (iso(17), iso(20), "4 天"), iso(26), through(16, 20), (put(ZHANG, "钳工", "厂长"), remark(17))),
    Story("uploaded-late-and-long-enough", "E028", LONG, {16: MISSING, 17: SAME}, 18, (iso(16), iso(17)), "上传", through(16, 17)),
    Story("down-for-two-days", "E029", ONE, {16: SAME, 17: DOWN, 18: DOWN, 19: SAME}, 20,
          ("2 天", iso(17), iso(18)), "延长", through(16, 19)),
    Story("not-probed-for-a-day", "E029", ONE, {16: SAME, 17: None, 18: SAME}, 19, ("1 天", iso(17)), "每天", through(16, 18)),
    Story("stale-for-a-day", "E029", ONE, {16: SAME, 17: STALE, 18: SAME}, 19, (iso(17),), "每天", through(16, 18)),
    Story("altered", "E030", ONE, {16: SAME, 17: ALTERED}, 17, (iso(17), "不同"), "上传", through(16, 17)),
    Story("stale", "E030", ONE, {16: SAME, 17: STALE}, 17, (iso(17), "旧内容"), "上传", through(16, 17)),
    Story("down", "E030", ONE, {16: SAME, 17: DOWN}, 17, (iso(17), "打不开"), "上传", through(16, 17)),
)  # fmt: skip


def live(folder: Path, base: str, seen: Days, edits: Sequence[Edit] = ()) -> Path:
    """Publish every morning, probe every evening; the edits are made on the second day."""
    site = write_site(folder, block(base=base))
    for day, state in seen.items():
        for edit in edits if day == 17 else ():
            edit(site)
        assert errors(record(site, day)) == [], day
        if state is not None:
            probed(site, day, state)
    return site


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_what_was_not_seen_is_told(tmp_path: Path, story: Story) -> None:
    site = live(tmp_path / "site", story.base, story.seen, story.edits)
    before = len(read_ledger(site / "ledger").entries)
    problems = [p for p in record(site, story.day, 19) if p.code[0] == "E"]
    found = [p for p in problems if p.code == story.code]
    assert found, [(p.code, p.message.zh) for p in problems]
    assert found[0].severity is all_rules()[story.code].severity
    assert all(text in found[0].message.zh for text in story.says), found[0].message.zh
    assert story.fix in found[0].fix.zh
    # of a notice that was seen late, the rules on late publication and on changes need not speak, too
    assert not {p.code for p in problems} & {"E001", "E002", "E004"}
    if found[0].severity is Severity.ERROR:
        assert len(read_ledger(site / "ledger").entries) == before


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_the_honest_twin_hears_nothing(tmp_path: Path, story: Story) -> None:
    site = live(tmp_path / "site", story.base, story.twin, story.edits)
    assert codes(site, story.day) == []


def test_every_rule_on_the_deployed_site_has_a_story() -> None:
    assert {story.code for story in STORIES} == {code for code, rule in all_rules().items() if rule.evidence == "probe"}


def verdict(site: Path, day: int) -> Proof:
    return proof(site, day)


def test_a_notice_seen_every_day_is_witnessed_and_satisfied(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, through(16, 21))
    found = verdict(site, 23)
    assert (found.verdict, found.counted, found.strengths) == (Verdict.SATISFIED, 5, ("declared", "built", "witnessed"))
    assert found.sightings.days == tuple(day_of(n) for n in range(16, 21))
    honoured(23)(site)
    assert codes(site, 23) == []


def test_a_notice_never_seen_cannot_be_shown_and_nobody_is_honoured_by_it(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, through(16, 21, MISSING))
    assert verdict(site, 23).verdict is Verdict.CANNOT_BE_SHOWN
    honoured(23)(site)
    found = [p for p in record(site, 23) if p.code == "E003"]
    assert found and "没有一次探测" in found[0].message.zh


def test_days_on_which_the_site_was_down_do_not_undo_a_period(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, {**through(16, 21), 17: DOWN, 18: DOWN})
    found = verdict(site, 23)
    assert (found.verdict, found.sightings.missed) == (Verdict.SATISFIED, (day_of(17), day_of(18)))
    assert codes(site, 23) == ["E029"]
    honoured(23)(site)
    assert codes(site, 23) == []  # decided: the page goes on saying which days were not seen


def test_a_site_that_was_down_and_extends_with_a_reason_is_left_in_peace(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, {16: SAME, 17: DOWN, 18: DOWN, 19: SAME})
    until(24)(site)
    remark(20)(site)
    assert codes(site, 20) == []


def test_an_extension_by_too_few_days_does_not_make_good_what_was_missed(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, {16: SAME, 17: DOWN, 18: DOWN, 19: SAME})
    until(23)(site)
    remark(20)(site)
    assert codes(site, 20) == ["E029"]


def test_published_late_and_seen_later_is_told_once(tmp_path: Path) -> None:
    site = live(tmp_path / "site", LONG, {17: MISSING, 18: SAME})
    assert codes(site, 19) == ["E028"]


def test_after_a_change_the_morning_probe_of_the_same_day_is_no_sight_of_it(tmp_path: Path) -> None:
    site = live(tmp_path / "site", LONG, {16: SAME})
    probed(site, 17, hour=7)
    put(ZHANG, "钳工", "厂长")(site)
    remark(17)(site)
    assert errors(record(site, 17)) == []
    assert verdict(site, 17).sightings.first is None


def test_a_notice_older_than_the_evidence_needs_no_probe(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", block().replace("启用存证: 2026-11-16", "启用存证: 2026-11-18"))
    for day in range(18, 22):
        assert codes(site, day) == []
    assert verdict(site, 23).verdict is Verdict.SATISFIED


def test_uploaded_late_and_extended_is_satisfied(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, {16: MISSING, 17: MISSING, 18: SAME})
    until(24)(site)
    remark(19)(site)
    for day in range(19, 26):
        assert errors(record(site, day)) == []
        probed(site, day)
    found = verdict(site, 26)
    assert (found.verdict, found.counts_from, found.counted) == (Verdict.SATISFIED, day_of(18), 5)


def test_a_notice_that_began_before_probing_was_switched_on_is_judged_as_before(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", block().replace("启用探测: 2026-11-16", "启用探测: 2026-11-18"))
    for day in range(16, 22):
        assert codes(site, day) == []
    assert verdict(site, 23).verdict is Verdict.SATISFIED


@pytest.mark.parametrize("line", ["", "启用探测: 2026-12-01\n"])
def test_switching_probes_off_helps_no_notice_that_has_begun(tmp_path: Path, line: str) -> None:
    site = live(tmp_path / "site", ONE, through(16, 21, MISSING))
    put("site.yaml", "启用探测: 2026-11-16\n", line)(site)
    assert verdict(site, 23).verdict is Verdict.CANNOT_BE_SHOWN


def test_without_the_switch_a_probe_witnesses_and_binds_to_nothing(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", block().replace("启用探测: 2026-11-16\n", ""))
    for day, state in {16: MISSING, 17: MISSING, 18: SAME, 19: MISSING, 20: SAME}.items():
        assert errors(record(site, day)) == []
        probed(site, day, state)
    assert [c for c in codes(site, 21) if c != "E030"] == []
    found = verdict(site, 23)
    assert (found.verdict, found.counted, found.strengths[-1]) == (Verdict.SATISFIED, 5, "witnessed")


def test_a_success_with_another_text_is_none(tmp_path: Path) -> None:
    """A second copy of the site that does not know of a change may see its own, older page."""
    site = live(tmp_path / "site", LONG, {16: SAME})
    old = tmp_path / "copy"

    shutil.copytree(site, old)
    put(ZHANG, "钳工", "厂长")(site)
    remark(17)(site)
    assert errors(record(site, 17)) == []
    probed(old, 17)
    for file in (old / "ledger").glob("*.json"):
        shutil.copy(file, site / "ledger")
    sights = verdict(site, 17).sightings
    assert (sights.days, sights.last and sights.last.state) == ((day_of(16),), "stale")


def test_a_correction_written_on_a_day_with_a_probe_may_be_published_on_the_next(tmp_path: Path) -> None:
    site = live(tmp_path / "site", LONG, {16: SAME})
    probed(site, 17)
    put(ZHANG, "钳工", "厂长")(site)
    remark(17)(site)
    assert codes(site, 18) == []


@pytest.mark.parametrize("state", [SAME, None])
def test_looking_ahead_blames_nobody_for_probes_to_come(tmp_path: Path, state: State | None) -> None:
    from sitegen.memory import Memory
    from sitegen.pipeline import check

    site = live(tmp_path / "site", ONE, through(16, 17, state))
    memory = Memory(None)
    found = check(site, day_of(18), date(2026, 12, 1), memory)
    memory.close()
    assert found.library is not None
    assert found.library.proofs["zhang-san-1"].verdict is Verdict.SATISFIED
    assert found.library.proofs["zhang-san-1"].sightings.missed == ()


@pytest.mark.parametrize("seed", range(4))
def test_random_honest_offices_with_a_daily_probe_hear_nothing(tmp_path: Path, seed: int) -> None:
    assert honest(tmp_path, seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(6))
def test_many_random_honest_offices_with_a_daily_probe_hear_nothing(tmp_path: Path, batch: int) -> None:
    for seed in range(200 + batch * 25, 225 + batch * 25):
        assert honest(tmp_path / str(seed), seed) == [], seed


def honest(tmp_path: Path, seed: int) -> list[str]:
    """Three weeks of lawful acts, a publish and an upload each morning on which there is something, a probe each evening."""
    from tests.attacks.test_random import Office

    rng = random.Random(seed)
    office = Office(rng, end=rng.choice((20, 20, 24, 30)))
    site = write_site(tmp_path / "site", block(base=SETTINGS) + "-- content/pages/about.md --\n---\n标题: 关于\n---\n文。\n")
    said: list[str] = []
    for day in range(16, 40):
        publishes = day == 16 or rng.random() < 0.8
        if publishes:
            if day > 16 and rng.random() < 0.4:
                office.act(day)
            office.write(site)
            said += [f"{day} {p.code} {p.message.zh}" for p in record(site, day) if p.code[0] == "E" or p.severity is Severity.ERROR]
        for hour in (10, 18)[: rng.choice((1, 2))]:
            probed(site, day, hour=hour)
    return said + [damage.reason.zh for damage in verify(read_ledger(site / "ledger"))]


def test_each_notice_of_a_site_has_its_own_probes(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", block(base=BATCH))
    record(site, 16)
    probed(site, 16)
    library = looked_at(site, 17).library
    assert library is not None
    assert library.proofs["pi-2026"].sightings.days == (day_of(16),)
