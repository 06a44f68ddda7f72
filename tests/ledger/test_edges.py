"""Edges of the ledger: candidates of a batch, several packs, messages that point, and damages that hide nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path
from typing import IO, Any

import pytest

from sitegen.ledger.book import Damage, Damaged, Ledger
from sitegen.ledger.entry import BadEntry, Entry, canonical, entry_from
from sitegen.ledger.history import heads, is_ancestor, order, verify
from sitegen.ledger.store import complete, discard, pack, pending, put_beside, read_ledger, recover, stage
from sitegen.problems import Say
from tests.ledger.histories import Copy

ID = "pi-2026"


def told(copy: Copy, story: str) -> list[Entry]:
    """``honoured:li`` is a record of the candidate li, ``ended`` one of the whole batch."""
    found = []
    for word in story.split():
        kind, _, who = word.partition(":")
        found.append(copy.record(kind, ID, data={"candidate": who} if who else {}))
    return found


def out_of_order(copy: Copy) -> list[str]:
    return [damage.file for damage in verify(copy.ledger) if "out of order" in damage.reason.en]


# -- the candidates of a batch


@pytest.mark.parametrize(
    "story",
    [
        "shown ended honoured:li honoured:wang",
        "shown ended honoured:li revoked:li honoured:wang",
        "shown ended honoured:li honoured:wang revoked:li revoked:wang",
        "shown ended honoured:li objection-opened:wang objection-closed:wang honoured:wang",
        "shown changed:li objection-opened:li ended honoured:wang honoured:li",
        "shown withdrawn shown ended honoured:li",
        "shown candidate-withdrawn:li changed ended honoured:wang candidate-withdrawn:zhao",
        "shown candidate-withdrawn:li withdrawn shown ended honoured:li",
    ],
)
def test_candidates_are_honoured_and_revoked_each_for_themselves(story: str) -> None:
    copy = Copy()
    told(copy, story)
    assert verify(copy.ledger) == ()


@pytest.mark.parametrize(
    ("story", "bad"),
    [
        ("honoured:li", 0),
        ("candidate-withdrawn:li", 0),
        ("shown candidate-withdrawn:li ended honoured:li", 3),
        ("shown ended honoured:li candidate-withdrawn:li", 3),
        ("shown candidate-withdrawn:li candidate-withdrawn:li", 2),
        ("shown withdrawn candidate-withdrawn:li", 2),
        ("shown honoured:li", 1),
        ("shown ended revoked:li", 2),
        ("shown ended honoured:li honoured:li", 3),
        ("shown ended honoured:li revoked:wang", 3),
        ("shown ended honoured:li revoked:li revoked:li", 4),
        ("shown ended honoured:li revoked:li honoured:li", 4),
        ("shown ended honoured:li honoured:wang honoured:li", 4),
        ("shown ended honoured:li changed:wang", 3),
        ("shown ended honoured:li honoured", 3),
        ("shown ended withdrawn honoured:li", 3),
    ],
)
def test_what_was_decided_of_one_candidate_makes_nothing_legal_for_another(story: str, bad: int) -> None:
    copy = Copy()
    records = told(copy, story)
    assert out_of_order(copy) == [f"{records[bad].name}.json"]


def test_decisions_of_two_copies_on_different_candidates_stand_side_by_side() -> None:
    here = Copy()
    told(here, "shown ended")
    there = here.fork()
    told(here, "honoured:li")
    told(there, "honoured:wang")
    here.join(there)
    told(here, "objection-opened revoked:wang revoked:li")
    assert verify(here.ledger) == ()


def test_a_candidate_stands_after_a_join_where_either_copy_left_them() -> None:
    """Revoked in one copy, only honoured in the other: one more revocation may be right, a third may not."""
    here = Copy()
    told(here, "shown ended honoured:li")
    there = here.fork()
    told(here, "revoked:li")
    told(there, "witness")
    here.join(there)
    told(here, "witness revoked:li")
    assert verify(here.ledger) == ()
    (third,) = told(here, "revoked:li")
    assert out_of_order(here) == [f"{third.name}.json"]


# -- ancestors in a ledger with gaps


@pytest.mark.parametrize("gone", [0, 1])
def test_an_ancestor_is_found_beside_a_gap_whichever_parent_is_missing(gone: int) -> None:
    here = Copy()
    root = here.record("build")
    there = here.fork()
    here.record("shown", "a")
    there.record("shown", "b")
    here.join(there)
    last = here.record("build")
    missing = last.parents[gone]
    ledger = Ledger({name: entry for name, entry in here.entries.items() if name != missing})
    assert is_ancestor(ledger, root.name, last.name)
    assert not is_ancestor(ledger, missing, last.name)


def test_a_second_beginning_makes_nothing_legal() -> None:
    here, there = Copy(), Copy()
    told(here, "shown")
    there.clock.tick(3)
    (alone,) = told(there, "ended")
    here.join(there)
    assert out_of_order(here) == [f"{alone.name}.json"]


def test_a_record_behind_a_gap_does_not_descend_from_what_lies_before_it() -> None:
    copy = Copy()
    told(copy, "shown")
    gone = copy.record("build")
    (ended,) = told(copy, "ended")
    del copy.entries[gone.name]
    assert out_of_order(copy) == [f"{ended.name}.json"]


def test_records_that_wait_for_nobody_stand_by_time_however_they_were_listed() -> None:
    """Several are free at once behind a gap, or among the staged records of one publication."""
    clock = Copy().clock
    moments = [clock.tick() for _ in range(7)]
    entries = [Entry("build", "", (), moment, moment[:10]) for moment in moments]
    listed = {entry.name: entry for entry in reversed(entries)}
    assert order(Ledger(listed)) == tuple(entries)


# -- messages that point


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger with records of two years: build, shown, ended in 2026, honoured in 2027."""
    copy = Copy()
    copy.record("build")
    told(copy, "shown ended")
    copy.clock.tick(60 * 24 * 90)
    told(copy, "honoured")
    copy.save(tmp_path / "ledger")
    return tmp_path / "ledger"


def mend_sum(folder: Path, name: str) -> None:
    digest = hashlib.sha256((folder / f"{name}.jsonl").read_bytes()).hexdigest()
    (folder / f"{name}.sha256").write_text(f"{digest}  {name}.jsonl\n", "utf-8")


@pytest.mark.parametrize("line", [1, 3])
def test_a_bad_line_of_a_pack_is_pointed_at_by_its_number(folder: Path, line: int) -> None:
    pack(folder, 2026)
    lines = (folder / "pack-2026.jsonl").read_bytes().splitlines(keepends=True)
    lines[line - 1] = b"{}\n"
    (folder / "pack-2026.jsonl").write_bytes(b"".join(lines))
    mend_sum(folder, "pack-2026")
    (damage,) = read_ledger(folder).damages
    assert damage.file == "pack-2026.jsonl"
    assert damage.reason.en.startswith(f"Line {line} is no valid record: ")
    assert damage.reason.zh.startswith(f"第 {line} 行不是有效的记录：")


def test_a_file_that_is_no_record_is_not_spoken_of_by_line(folder: Path) -> None:
    name = f"{hashlib.sha256(b'{}').hexdigest()}.json"
    (folder / name).write_bytes(b"{}")
    (damage,) = read_ledger(folder).damages
    assert damage.reason.en.startswith("This is no valid record: ") and damage.reason.zh.startswith("这不是有效的记录：")


def test_a_missing_pack_is_one_damage_and_nothing_is_said_of_its_lines(folder: Path) -> None:
    pack(folder, 2026)
    (folder / "pack-2026.jsonl").unlink()
    (damage,) = read_ledger(folder).damages
    assert "only its checksum stands" in damage.reason.en


def test_a_gap_names_the_file_or_the_pack_of_the_record_that_follows(folder: Path) -> None:
    ledger = read_ledger(folder)
    first, second, *_ = order(ledger)
    (folder / f"{first.name}.json").unlink()
    (damage,) = verify(read_ledger(folder))
    assert damage.file == f"{first.name}.json"
    for text in (damage.reason.zh, damage.reason.en):
        assert f"{second.name}.json" in text and second.date in text


def test_a_second_beginning_is_told_apart_from_the_first() -> None:
    copy, other = Copy(), Copy()
    first = copy.record("build")
    other.clock.tick(60 * 24)
    second = other.record("build")
    copy.join(other)
    (damage,) = verify(copy.ledger)
    assert damage.file == f"{second.name}.json"
    assert f"here ({second.date})" in damage.reason.en and f"这条（{second.date}）" in damage.reason.zh
    assert f"{first.name}.json ({first.date})" in damage.reason.en and f"{first.name}.json（{first.date}）" in damage.reason.zh


def test_time_running_back_names_both_records_and_both_times() -> None:
    copy = Copy()
    before = copy.record("build")
    early = copy.record("build", time="2026-11-02T08:00:00+08:00")
    (damage,) = verify(copy.ledger)
    assert damage.file == f"{early.name}.json"
    for text in (damage.reason.zh, damage.reason.en):
        assert f"{before.name}.json" in text and before.time in text and early.time in text


def test_records_that_come_before_themselves_are_counted_and_the_first_is_named() -> None:
    time = "2026-11-02T09:00:00+08:00"
    one, two = "1" * 64, "2" * 64
    looped = {one: Entry("build", "", (two,), time, time[:10]), two: Entry("build", "", (one,), time, time[:10], data={"x": 1})}
    loops = [d for d in verify(Ledger(looped)) if "before themselves" in d.reason.en]
    first = min(looped.values(), key=lambda entry: entry.name)
    assert [d.file for d in loops] == [f"{first.name}.json"]
    assert loops[0].reason.en.startswith("2 records")


def test_a_refusal_names_every_damaged_file() -> None:
    damages = Damage("a.json", Say("改过", "altered")), Damage("b.json", Say("缺少", "gone"))
    assert str(Damaged(damages)) == "a.json: altered; b.json: gone"


# -- files


def test_each_record_is_known_by_the_pack_that_holds_it(folder: Path) -> None:
    *old, new = order(read_ledger(folder))
    assert pack(folder, 2026) == 3 and pack(folder, 2027) == 1
    ledger = read_ledger(folder)
    assert {ledger.file_of(entry.name) for entry in old} == {"pack-2026.jsonl"}
    assert ledger.file_of(new.name) == "pack-2027.jsonl"
    assert ledger.file_of("0" * 64) == "0" * 64 + ".json"


def test_a_record_that_stands_in_a_pack_and_in_its_own_file_is_known_by_its_file(folder: Path) -> None:
    entry = order(read_ledger(folder))[0]
    pack(folder, 2026)
    (folder / f"{entry.name}.json").write_bytes(entry.to_bytes())
    ledger = read_ledger(folder)
    assert ledger.damages == () and ledger.file_of(entry.name) == f"{entry.name}.json"


def refuse(monkeypatch: pytest.MonkeyPatch, refused: Callable[[str], bool], error: OSError) -> list[str]:
    """Let some files be unreadable, not by their mode, which does not keep the superuser out; those that were refused."""
    met: list[str] = []

    def refusing(file: str, mode: str, **rest: Any) -> IO[Any]:
        if refused(file):
            met.append(file)
            raise error
        return open(file, mode, **rest)

    monkeypatch.setattr("sitegen.ledger.store.open", refusing, raising=False)
    return met


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (PermissionError(13, "Permission denied"), Say("没有权限", "permission denied")),
        (OSError(), Say("系统不允许（OSError）", "OSError")),
    ],
)
def test_a_file_that_cannot_be_read_hides_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, why: Say) -> None:
    is_first = chain([True], repeat(False))  # whichever the disk lists first
    met = refuse(monkeypatch, lambda _: next(is_first), error)
    ledger = read_ledger(folder)
    assert [damage.file for damage in ledger.damages] == [Path(met[0]).name]
    assert f"It cannot be read: {why.en}." in ledger.damages[0].reason.en and f"读不出来：{why.zh}。" in ledger.damages[0].reason.zh
    assert len(ledger.entries) == 3


def test_a_staged_file_that_cannot_be_read_is_named_and_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Copy(entries=dict(read_ledger(folder).entries))
    copy.clock.tick(60 * 24 * 120)
    entry = copy.record("build")
    stage(folder, [entry])
    refuse(monkeypatch, lambda file: ".staged" in file, PermissionError(13, "Permission denied"))
    with pytest.raises(Damaged) as caught:
        complete(folder)
    assert [damage.file for damage in caught.value.damages] == [f".staged/{entry.name}.json"]
    assert (folder / ".staged" / f"{entry.name}.json").exists()


def test_a_standing_file_that_cannot_be_read_is_named_and_nothing_moves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Copy(entries=dict(read_ledger(folder).entries))
    standing = order(copy.ledger)[0]
    copy.clock.tick(60 * 24 * 120)
    added = copy.record("build")
    stage(folder, [standing, added])
    refuse(monkeypatch, lambda file: ".staged" not in file, PermissionError(13, "Permission denied"))
    with pytest.raises(Damaged) as caught:
        complete(folder)
    assert [damage.file for damage in caught.value.damages] == [f"{standing.name}.json"]
    assert not (folder / f"{added.name}.json").exists()


@pytest.mark.parametrize("name", [".staged", ".packing"])
def test_a_link_in_the_place_of_a_working_folder_is_a_damage(folder: Path, name: str) -> None:
    (folder.parent / "elsewhere").mkdir()
    os.symlink(folder.parent / "elsewhere", folder / name)
    assert [damage.file for damage in read_ledger(folder).damages] == [name]


@pytest.mark.parametrize("name", [".staged", ".packing", "README.md"])
def test_what_the_ledger_leaves_at_work_is_no_damage_as_long_as_it_is_what_it_should_be(folder: Path, name: str) -> None:
    if name == "README.md":
        (folder / name).mkdir()
        assert [damage.file for damage in read_ledger(folder).damages] == [name]
        (folder / name).rmdir()
        (folder / name).write_text("说明", "utf-8")
    else:
        (folder / name).write_text("x", "utf-8")
        assert [damage.file for damage in read_ledger(folder).damages] == [name]
        (folder / name).unlink()
        (folder / name).mkdir()
    assert read_ledger(folder).damages == ()


def test_the_damages_stand_in_the_order_of_their_files(folder: Path) -> None:
    for name in ("z.txt", "a.txt", "m.txt"):
        (folder / name).write_bytes(b"x")
    assert [damage.file for damage in read_ledger(folder).damages] == ["a.txt", "m.txt", "z.txt"]


def test_packing_keeps_the_attributes_that_an_office_wrote_itself(folder: Path) -> None:
    (folder / ".gitattributes").write_bytes(b"* -text\n*.json merge=union\n")
    pack(folder, 2026)
    assert (folder / ".gitattributes").read_bytes() == b"* -text\n*.json merge=union\n"


def test_packing_turns_the_conversion_of_line_ends_off(folder: Path) -> None:
    pack(folder, 2026)
    assert (folder / ".gitattributes").read_bytes() == b"* -text\n"


def test_the_lines_of_a_pack_stand_by_time_and_then_by_name(tmp_path: Path) -> None:
    copy = Copy()
    root = copy.record("build")
    time = copy.clock.tick()
    for number in range(6):
        entry = Entry("shown", f"m-{number}", (root.name,), time, time[:10])
        copy.entries[entry.name] = entry
    copy.save(tmp_path)
    pack(tmp_path, 2026)
    lines = (tmp_path / "pack-2026.jsonl").read_bytes().splitlines()
    siblings = [hashlib.sha256(line).hexdigest() for line in lines[1:]]
    assert lines[0] == root.to_bytes() and siblings == sorted(siblings) and len(siblings) == 6


def test_a_year_of_fewer_than_four_digits_matches_no_record(folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    assert pack(folder, 202) == 0 and pack(folder, 26) == 0
    assert {path.name for path in folder.iterdir()} == before


def test_recovery_gives_the_names_in_order_and_leaves_no_working_folder(folder: Path) -> None:
    copy = Copy(entries=dict(read_ledger(folder).entries))
    copy.clock.tick(60 * 24 * 120)
    added = [copy.record("build", data={"n": n}) for n in range(4)]
    stage(folder, added)
    (folder / ".packing").mkdir()
    (folder / ".packing" / "pack-2026.jsonl").write_bytes(b"torn")
    assert recover(folder, copy.entries) == tuple(sorted(entry.name for entry in added))
    assert not (folder / ".staged").exists() and not (folder / ".packing").exists()


def test_every_damaged_record_of_a_staging_is_named_by_its_place(folder: Path) -> None:
    copy = Copy(entries=dict(read_ledger(folder).entries))
    copy.clock.tick(60 * 24 * 120)
    added = [copy.record("build", data={"n": n}) for n in range(2)]
    stage(folder, added)
    for entry in added:
        (folder / ".staged" / f"{entry.name}.json").write_bytes(b"{}")
    with pytest.raises(Damaged) as caught:
        complete(folder)
    assert sorted(damage.file for damage in caught.value.damages) == sorted(f".staged/{entry.name}.json" for entry in added)


def test_signatures_and_time_stamps_stand_beside_the_records_and_touch_nothing_that_is_staged(folder: Path) -> None:
    copy = Copy(entries=dict(read_ledger(folder).entries))
    (head,) = heads(copy.ledger)
    copy.clock.tick(60 * 24 * 120)
    entry = copy.record("build")
    stage(folder, [entry])
    put_beside(folder, {f"{head}.sig": b"signature", f"{head}.tsr": b"stamp"})
    put_beside(folder, {f"{head}.sig": b"signed again"})
    assert (folder / f"{head}.sig").read_bytes() == b"signed again" and (folder / f"{head}.tsr").read_bytes() == b"stamp"
    assert pending(folder) and not (folder / ".packing").exists()
    complete(folder)
    ledger = read_ledger(folder)
    assert ledger.entries == copy.entries and ledger.damages == ()


@pytest.mark.parametrize("name", ["x.sig", "{0}.json", "{0}.sig.bak", "../{0}.sig", "{0}.asc"])
def test_nothing_else_is_put_beside_the_records(folder: Path, name: str) -> None:
    (head,) = heads(read_ledger(folder))
    before = (folder / f"{head}.json").read_bytes()
    with pytest.raises(ValueError, match="stands beside no record"):
        put_beside(folder, {name.format(head): b"x"})
    assert (folder / f"{head}.json").read_bytes() == before and read_ledger(folder).damages == ()


def test_discarding_nothing_makes_no_folder(tmp_path: Path) -> None:
    discard(tmp_path / "ledger")
    recover(tmp_path / "ledger", ())
    assert not (tmp_path / "ledger").exists()


def test_a_ledger_may_be_begun_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    copy = Copy()
    copy.record("build")
    copy.save(tmp_path / "site" / "new" / "ledger")
    assert read_ledger(tmp_path / "site" / "new" / "ledger").entries == copy.entries
    shutil.rmtree(tmp_path / "site")
    assert heads(read_ledger(tmp_path / "site" / "new" / "ledger")) == ()


# -- records


@pytest.mark.parametrize("shape", ["[", "{", "[{"])
def test_nesting_ends_at_thirty_two_levels(shape: str) -> None:
    """The object itself is the first level."""
    deep: Any = "x"
    for level in range(31):
        deep = [deep] if shape[level % len(shape)] == "[" else {"y": deep}
    assert canonical({"x": deep})
    for one_more in ([deep], {"y": deep}):
        with pytest.raises(ValueError, match="deep"):
            canonical({"x": one_more})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"x": 2**53 + 1}, "an integer beyond 2^53"),
        ({"x": {5: "y"}}, "a key that is no text"),
        ({"e\u0301": 1, "\u00e9": 2}, "two keys that are equal in NFC"),
        ({"x": {1, 2}}, "set has no place in a record"),
        (["x"], "not an object"),
    ],
)
def test_content_without_a_canonical_form_is_refused_with_the_reason(data: Any, why: str) -> None:
    with pytest.raises(BadEntry) as caught:
        Entry("build", "", (), "2026-11-02T09:30:00+08:00", "2026-11-02", data=data)
    assert caught.value.reason.en.endswith(f": {why}") and caught.value.reason.zh.endswith(f"：{why}")


def test_an_id_may_have_two_hundred_characters() -> None:
    time = "2026-11-02T09:30:00+08:00"
    assert len(Entry("shown", "m" * 200, (), time, "2026-11-02").id) == 200


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("2026-11-02T09:30:00+08:00", "2026-02-30"),
        ("2026-11-02T09:30:00+08:00", "20261103"),
        ("2026-11-02T09:30:00+08:00", "2026-W45-1"),
        ("2026-11-31T09:30:00+08:00", "2026-11-02"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused_in_a_rehearsal_too(time: str, day: str) -> None:
    """There the date need not be that of the time, so nothing else would catch it."""
    with pytest.raises(BadEntry, match=r"a bad (date|time)"):
        Entry("build", "", (), time, day, simulated=True)


def test_a_record_equals_nothing_that_is_no_record() -> None:
    entry = Entry("build", "", (), "2026-11-02T09:30:00+08:00", "2026-11-02")
    assert (entry == entry.name, entry == None, entry == Copy()) == (False, False, False)  # noqa: E711


def test_a_number_with_a_fraction_is_quoted_in_the_refusal() -> None:
    raw = Entry("build", "", (), "2026-11-02T09:30:00+08:00", "2026-11-02", data={"x": 7}).to_bytes()
    with pytest.raises(BadEntry, match=r"7\.5 is no integer") as caught:
        entry_from(raw.replace(b":7", b":7.5"))
    assert caught.value.reason.zh == "不是有效的 JSON"
