"""Second copies, crashes, simulated days, remembered heads: what happens to a ledger outside the rules."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen import recording, writer
from sitegen.ledger import store
from sitegen.ledger.history import heads, order, verify
from sitegen.ledger.store import read_ledger
from sitegen.memory import Memory
from sitegen.pipeline import Built, Job, build
from sitegen.places import REMEMBERED_HEADS
from tests.attacks.rows import LONG
from tests.attacks.test_lawful import kinds, proof
from tests.attacks.world import (
    BATCH,
    ONE,
    QIAN,
    ZHANG,
    Step,
    day_of,
    days,
    errors,
    fact,
    fork,
    iso,
    ledger_codes,
    live,
    merge,
    put,
    record,
    remark,
    render,
    until,
)
from tests.conftest import ROOT
from tests.press import copy_sample, morning, publish, tree
from tests.sites import write_site


def test_two_copies_are_joined_by_the_next_publish(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, days(16))
    fork(18)(site)
    assert [p.code for p in record(site, 19) if p.code[0] == "E"] == ["E019"]
    assert ledger_codes(record(site, 20)) == []
    assert len(heads(read_ledger(site / "ledger"))) == 1
    assert proof(site, 20).counts_from == day_of(16)


def test_two_copies_that_both_see_the_first_day_and_the_end_leave_one_legal_story(tmp_path: Path) -> None:
    site = live(tmp_path / "site", BATCH, (Step(16),))
    fork(21)(site)
    assert errors(record(site, 22)) == []
    assert kinds(site, "pi-2026") == ["shown", "ended", "ended"]


def test_a_copy_that_shows_the_notice_later_does_not_make_it_late(tmp_path: Path) -> None:
    """Its own record of a first publication comes after that of the other, and the earlier one counts."""
    site = write_site(tmp_path / "site", ONE)
    assert errors(record(site, 16)) == []
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    second = put(ZHANG, "---\n他", f"      - 开始: {iso(23)}\n        结束: {iso(30)}\n        公示单位: 省\n---\n他")
    for place in (site, copy):
        second(place)
    assert errors(record(site, 23)) == []
    assert errors(record(copy, 24)) == []
    merge(copy, site)
    assert kinds(site, "zhang-san-2") == ["shown", "shown"]
    assert [p.code for p in record(site, 25) if p.code[0] == "E"] == ["E019"]
    assert proof(site, 25, "zhang-san-2").counts_from == day_of(23)


def test_a_change_in_one_copy_counts_after_the_merge(tmp_path: Path) -> None:
    site = live(tmp_path / "site", LONG, days(16))
    change = put(ZHANG, "钳工", "厂长")
    fork(18, theirs=(change, remark(18)))(site)
    change(site)
    remark(18)(site)
    assert errors(record(site, 19)) == []
    assert proof(site, 19).counts_from == day_of(18)


def test_a_stale_copy_that_lacks_an_extension_does_not_shorten_it(tmp_path: Path) -> None:
    site = live(tmp_path / "site", ONE, days(16))
    fork(18, mine=(until(24), remark(18)))(site)
    assert errors(record(site, 19)) == []


def test_a_ledger_cut_off_is_found_on_the_machine_that_wrote_it(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, days(16, 17, 18))
    last = order(read_ledger(site / "ledger"))[-1]
    whole = (site / "ledger" / f"{last.name}.json").read_bytes()
    (site / "ledger" / f"{last.name}.json").unlink()
    before = tree(site / "ledger")
    assert [p.code for p in record(site, 19) if p.code[0] == "E"] == ["E100"]
    assert tree(site / "ledger") == before
    (site / "ledger" / f"{last.name}.json").write_bytes(whole)
    assert ledger_codes(record(site, 19)) == []


def test_a_history_begun_anew_is_found_on_the_machine_that_wrote_the_old_one(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, days(16, 17, 18))
    shutil.rmtree(site / "ledger")
    assert "E100" in {p.code for p in record(site, 18)}
    shutil.rmtree(site / ".sitegen")  # another machine knows nothing, and says only what follows from an empty ledger
    assert [p.code for p in record(site, 18) if p.code[0] == "E"] == ["E001"]


@pytest.mark.parametrize("memory", [b"", b"\xff\xfe", b"../../etc\nzz\n"])
def test_a_broken_memory_of_heads_is_no_memory(tmp_path: Path, memory: bytes) -> None:
    site = live(tmp_path, ONE, days(16))
    (site / REMEMBERED_HEADS).write_bytes(memory)
    assert ledger_codes(record(site, 17)) == []
    assert recording.remembered_heads(site) == heads(read_ledger(site / "ledger"))


def test_simulated_days_prove_nothing_and_are_said_once(tmp_path: Path) -> None:
    site = write_site(tmp_path, LONG)
    for day in (16, 17, 18, 20, 20):
        assert errors(record(site, 10, as_of=day)) == []
    entries = read_ledger(site / "ledger").entries.values()
    assert {e.simulated for e in entries} == {True}
    assert len({(e.kind, e.id, e.date) for e in entries}) == len(entries)
    assert proof(site, 18).shown == day_of(18)
    fact(f"表彰: {{日期: {iso(31)}}}")(site)
    assert [p.code for p in record(site, 31) if p.code[0] == "E"] == ["E003"]


def test_on_a_demonstration_site_simulated_days_count(tmp_path: Path) -> None:
    site = write_site(tmp_path, ONE)
    dates = [16, 17, 18, 20, 21]
    put("site.yaml", "启用存证", f"演示日期: {iso(16)}\n启用存证")(site)
    for before, day in zip([16, *dates], dates, strict=False):
        put("site.yaml", f"演示日期: {iso(before)}", f"演示日期: {iso(day)}")(site)
        assert ledger_codes(record(site, 40)) == []
    assert kinds(site) == ["shown", "ended"]


class Stop(Exception):
    """The machine stops here."""


CRASHES = [(store, "stage"), (writer, "_exchange"), (store, "complete")]


def stop(*args: object) -> None:
    raise Stop


@pytest.mark.parametrize("place", CRASHES, ids=lambda p: str(p[1]))
def test_a_crash_leaves_a_ledger_that_verifies_and_the_next_publish_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str]
) -> None:
    site = live(tmp_path, ONE, days(16), render)
    with monkeypatch.context() as patch:
        patch.setattr(*place, stop)
        with pytest.raises(Stop):
            publish(site, day_of(17))
    assert verify(read_ledger(site / "ledger")) == ()
    assert ledger_codes(render(site, 17)) == []
    ledger = read_ledger(site / "ledger")
    assert [e.kind for e in order(ledger)] == ["shown", "build", "build"]
    assert verify(ledger, recording.remembered_heads(site)) == ()
    assert set(tree(site / "output" / "ledger")) == {"heads.txt", *(f"{name}.json" for name in ledger.entries)}


def test_the_published_ledger_is_that_of_the_folder_and_the_text_fits_its_hash(tmp_path: Path) -> None:
    site = live(tmp_path, ONE, days(16, 17), render)
    published = tree(site / "output" / "ledger")
    assert published.pop("heads.txt").decode().split() == list(heads(read_ledger(site / "ledger")))
    assert published == tree(site / "ledger")
    assert (site / "output" / "notices" / "zhang-san-1.txt").is_file()


def test_a_publish_of_another_day_is_marked_as_simulated(tmp_path: Path) -> None:
    site = write_site(tmp_path, ONE)
    memory = Memory(None)
    build(Job(site, site / "output", morning(day_of(10)), day_of(16), memory, (ROOT / "themes",)))
    memory.close()
    assert {(e.date, e.simulated) for e in read_ledger(site / "ledger").entries.values()} == {(iso(16), True)}


def test_merging_does_not_lose_a_candidate_that_left_in_one_copy(tmp_path: Path) -> None:
    site = live(tmp_path / "site", BATCH, days(16))
    gone = fact("撤回: {日期: 2026-11-18, 原因: 本人放弃}", QIAN)
    fork(18, theirs=(gone,))(site)
    gone(site)
    assert errors(record(site, 19)) == []


def _tried(site: Path, as_of: date | None) -> Built:
    return build(Job(site, site / "output", morning(date(2026, 12, 1)), as_of, Memory(None), (ROOT / "themes",)))


@pytest.mark.slow
def test_a_demonstration_may_be_tried_on_any_day_and_records_nothing_behind_itself(tmp_path: Path) -> None:
    site = copy_sample(tmp_path / "site")
    names = sorted(p.name for p in (site / "ledger").glob("*.json"))
    later = _tried(site, date(2026, 11, 25))
    assert later.checked.is_sound, later.checked.problems
    after = sorted(p.name for p in (site / "ledger").glob("*.json"))
    assert len(after) > len(names)
    back = _tried(site, None)
    assert back.checked.is_sound, back.checked.problems
    assert back.recorded == 0
    assert sorted(p.name for p in (site / "ledger").glob("*.json")) == after
