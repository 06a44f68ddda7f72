"""Files of the ledger: read and verified, every way of damaging one found, packs that change no name."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any

import pytest

from sitegen.ledger.book import Damaged, Ledger
from sitegen.ledger.entry import Entry, entry_from
from sitegen.ledger.history import heads, order, verify
from sitegen.ledger.store import complete, discard, pack, pending, read_ledger, recover, stage
from tests.ledger.histories import Copy, honest_history

ID = "m-1-1-1"


@pytest.fixture
def copy() -> Copy:
    made = Copy()
    made.record("build", data={"说明": "第一次"})
    made.tell(ID, "shown", "changed", "ended")
    return made


@pytest.fixture
def folder(tmp_path: Path, copy: Copy) -> Path:
    copy.save(tmp_path / "ledger")
    return tmp_path / "ledger"


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def damaged(folder: Path) -> set[str]:
    ledger = read_ledger(folder)
    assert all(d.reason.zh and d.reason.en for d in ledger.damages)
    return {d.file for d in ledger.damages}


# -- reading


def test_an_absent_folder_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "ledger") == Ledger()
    assert not pending(tmp_path / "ledger")
    assert recover(tmp_path / "ledger", ()) == ()


def test_what_was_saved_is_read(copy: Copy, folder: Path) -> None:
    ledger = read_ledger(folder)
    assert ledger.entries == copy.entries and ledger.damages == ()
    assert files(folder) == {f"{name}.json": entry.to_bytes() for name, entry in copy.entries.items()}
    assert not pending(folder)


def test_every_flipped_byte_of_a_file_is_found(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    data, rng = path.read_bytes(), random.Random(1)
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ rng.randint(1, 255)]) + data[place + 1 :])
        assert damaged(folder) == {path.name}, place
    path.write_bytes(data)
    assert not damaged(folder)


@pytest.mark.parametrize("cut", [0, 1, 100])
def test_a_file_that_was_cut_off_is_found(folder: Path, cut: int) -> None:
    path = sorted(folder.iterdir())[0]
    path.write_bytes(path.read_bytes()[:cut])
    assert damaged(folder) == {path.name}


@pytest.mark.parametrize("name", ["{0} (1).json", "{0}.JSON", "{0}", "x.json", "{0}.json.bak", "notes.txt", "{1}.json", "pack-26.jsonl"])
def test_a_renamed_file_is_found(folder: Path, name: str) -> None:
    path = sorted(folder.iterdir())[0]
    new = name.format(path.stem, "0" * 64)
    path.rename(folder / new)
    assert new in damaged(folder)


def test_a_capital_letter_in_a_name_is_found(folder: Path) -> None:
    path = next(p for p in sorted(folder.iterdir()) if p.stem.upper() != p.stem)
    path.rename(folder / f"{path.stem.upper()}.json")
    assert f"{path.stem.upper()}.json" in damaged(folder)


def test_a_copy_under_another_name_is_found(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    shutil.copy(path, folder / f"{path.stem} 冲突副本.json")
    assert damaged(folder) == {f"{path.stem} 冲突副本.json"}


def test_a_file_that_fits_its_name_and_is_no_record_is_found(folder: Path) -> None:
    for data in (b"", b"{}", sorted(folder.iterdir())[0].read_bytes() + b"\n"):
        name = f"{hashlib.sha256(data).hexdigest()}.json"
        (folder / name).write_bytes(data)
        assert damaged(folder) == {name}
        (folder / name).unlink()


def test_folders_and_links_are_no_records(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    path.rename(folder.parent / "elsewhere")
    os.symlink(folder.parent / "elsewhere", path)  # git would keep the link, not the record
    (folder / ("0" * 64 + ".json")).mkdir()
    assert damaged(folder) == {"0" * 64 + ".json", path.name}


def test_an_unreadable_file_is_a_damage_and_not_a_crash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sorted(folder.iterdir())[0]

    def refusing(file: str, mode: str, **rest: Any) -> IO[Any]:
        if file == str(path):
            raise PermissionError(13, "Permission denied", file)
        return open(file, mode, **rest)

    # not by the file's mode, which does not keep the superuser out
    monkeypatch.setattr("sitegen.ledger.store.open", refusing, raising=False)
    assert damaged(folder) == {path.name}
    assert path.stem not in read_ledger(folder).entries


def test_what_git_and_desktops_leave_is_no_damage(folder: Path) -> None:
    for name in (".gitattributes", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (folder / name).write_bytes(b"x")
    assert not damaged(folder)


def test_a_deleted_file_in_the_middle_is_named(copy: Copy, folder: Path) -> None:
    gone = order(copy.ledger)[1]
    (folder / f"{gone.name}.json").unlink()
    assert f"{gone.name}.json" in {d.file for d in verify(read_ledger(folder))}


def test_a_file_edited_and_renamed_to_its_new_hash_leaves_a_gap(copy: Copy, folder: Path) -> None:
    old = order(copy.ledger)[1]
    new = entry_from(old.to_bytes().replace(ID.encode(), b"m-9-1-1"))
    (folder / f"{old.name}.json").unlink()
    (folder / f"{new.name}.json").write_bytes(new.to_bytes())
    ledger = read_ledger(folder)
    assert not ledger.damages
    assert f"{old.name}.json" in {d.file for d in verify(ledger)}


def test_a_removed_last_file_is_found_only_with_a_remembered_head(copy: Copy, folder: Path) -> None:
    (head,) = heads(copy.ledger)
    (folder / f"{head}.json").unlink()
    assert verify(read_ledger(folder)) == ()
    assert [d.file for d in verify(read_ledger(folder), [head])] == [f"{head}.json"]


def test_damages_of_files_are_among_those_of_the_verification(folder: Path) -> None:
    (folder / "notes.txt").write_bytes(b"x")
    assert [d.file for d in verify(read_ledger(folder))] == ["notes.txt"]


# -- staging


def test_staged_records_do_not_count_before_they_are_completed(tmp_path: Path, copy: Copy) -> None:
    stage(tmp_path / "ledger", copy.entries.values())
    assert pending(tmp_path / "ledger") and read_ledger(tmp_path / "ledger") == Ledger()
    complete(tmp_path / "ledger")
    assert not pending(tmp_path / "ledger") and read_ledger(tmp_path / "ledger").entries == copy.entries
    complete(tmp_path / "ledger")


def test_discarding_leaves_the_ledger_as_it_was(copy: Copy, folder: Path) -> None:
    before = files(folder)
    stage(folder, [copy.record("build")])
    discard(folder)
    assert files(folder) == before and not pending(folder)


def test_recovery_keeps_what_the_site_lists_and_drops_the_rest(copy: Copy, folder: Path) -> None:
    lost = copy.fork().record("build", data={"lost": 1})
    kept = copy.record("build")
    stage(folder, [lost, kept])
    (folder / ".staged" / ("5" * 64 + ".part")).write_bytes(b"torn")
    assert recover(folder, {kept.name, *copy.entries}) == (kept.name,)
    assert read_ledger(folder).entries == copy.entries and not pending(folder)


def test_staging_and_completing_twice_changes_nothing(copy: Copy, folder: Path) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in folder.iterdir()}
    stage(folder, copy.entries.values())
    stage(folder, copy.entries.values())
    complete(folder)
    assert {p.name: p.stat().st_mtime_ns for p in folder.iterdir()} == before


def test_a_damaged_file_is_never_overwritten(copy: Copy, folder: Path) -> None:
    entry = order(copy.ledger)[0]
    path = folder / f"{entry.name}.json"
    path.write_bytes(b"altered")
    other = copy.record("build")
    stage(folder, [other, entry])
    with pytest.raises(Damaged) as caught:
        complete(folder)
    assert [d.file for d in caught.value.damages] == [path.name]
    assert path.read_bytes() == b"altered" and not (folder / f"{other.name}.json").exists() and pending(folder)


def test_a_staged_file_that_was_altered_is_not_taken_in(copy: Copy, folder: Path) -> None:
    entry = copy.record("build")
    stage(folder, [entry])
    (folder / ".staged" / f"{entry.name}.json").write_bytes(b"altered")
    for mend in (lambda: complete(folder), lambda: recover(folder, {entry.name})):
        with pytest.raises(Damaged):
            mend()
    assert recover(folder, ()) == () and not pending(folder)


# -- packs


def packed_copy(tmp_path: Path) -> tuple[Copy, Path]:
    copy = Copy()
    copy.record("build", data={"说明": "第一次"})
    copy.tell(ID, "shown", "ended")
    copy.clock.tick(60 * 24 * 90)
    copy.tell(ID, "honoured")
    copy.save(tmp_path / "ledger")
    return copy, tmp_path / "ledger"


def test_a_pack_keeps_names_and_verification(tmp_path: Path) -> None:
    copy, folder = packed_copy(tmp_path)
    assert pack(folder, 2026) == 3
    assert set(files(folder)) == {"pack-2026.jsonl", "pack-2026.sha256", f"{heads(copy.ledger)[0]}.json", ".gitattributes"}
    ledger = read_ledger(folder)
    assert ledger.entries == copy.entries and verify(ledger, heads(copy.ledger)) == ()
    assert pack(folder, 2026) == 0 and pack(folder, 2020) == 0
    assert pack(folder, 2027) == 1 and verify(read_ledger(folder), heads(copy.ledger)) == ()


def test_a_pack_takes_in_what_comes_later(tmp_path: Path) -> None:
    copy, folder = packed_copy(tmp_path)
    pack(folder, 2026)
    late = Entry("build", "", (order(copy.ledger)[0].name,), "2026-12-01T09:00:00+08:00", "2026-12-01")
    stage(folder, [late])
    complete(folder)
    assert pack(folder, 2026) == 1
    assert read_ledger(folder).entries == {**copy.entries, late.name: late}
    assert len(files(folder)["pack-2026.sha256"].splitlines()) == 1


def test_a_damaged_ledger_is_not_packed(tmp_path: Path) -> None:
    _, folder = packed_copy(tmp_path)
    (folder / "notes.txt").write_bytes(b"x")
    before = files(folder)
    with pytest.raises(Damaged):
        pack(folder, 2026)
    assert files(folder) == before


@pytest.mark.parametrize("file", ["pack-2026.jsonl", "pack-2026.sha256"])
def test_every_flipped_byte_of_a_pack_and_its_checksum_is_found(tmp_path: Path, file: str) -> None:
    _, folder = packed_copy(tmp_path)
    pack(folder, 2026)
    data, rng = (folder / file).read_bytes(), random.Random(2)
    for place in range(len(data)):
        (folder / file).write_bytes(data[:place] + bytes([data[place] ^ rng.randint(1, 255)]) + data[place + 1 :])
        assert "pack-2026.jsonl" in damaged(folder), place


@pytest.mark.parametrize("more", [b"\n", b"x\n", b"0" * 64 + b"\n", b"0" * 64 + b"  pack-2027.jsonl\n"])
def test_a_checksum_file_holds_nothing_else(tmp_path: Path, more: bytes) -> None:
    _, folder = packed_copy(tmp_path)
    pack(folder, 2026)
    path = folder / "pack-2026.sha256"
    path.write_bytes(path.read_bytes() + more)
    assert damaged(folder) == {"pack-2026.jsonl"}


@pytest.mark.parametrize("gone", ["pack-2026.jsonl", "pack-2026.sha256"])
def test_a_pack_and_its_checksum_miss_each_other(tmp_path: Path, gone: str) -> None:
    _, folder = packed_copy(tmp_path)
    pack(folder, 2026)
    (folder / gone).unlink()
    assert damaged(folder) == {"pack-2026.jsonl"}


def test_a_line_taken_out_of_a_pack_with_its_checksum_mended_leaves_a_gap(tmp_path: Path) -> None:
    copy, folder = packed_copy(tmp_path)
    pack(folder, 2026)
    lines = (folder / "pack-2026.jsonl").read_bytes().splitlines(keepends=True)
    data = b"".join(lines[:1] + lines[2:])
    (folder / "pack-2026.jsonl").write_bytes(data)
    (folder / "pack-2026.sha256").write_bytes(f"{hashlib.sha256(data).hexdigest()}  pack-2026.jsonl\n".encode())
    assert not damaged(folder)
    assert f"{order(copy.ledger)[1].name}.json" in {d.file for d in verify(read_ledger(folder))}


def test_records_in_a_pack_that_name_each_other_form_no_loop(tmp_path: Path) -> None:
    # names come from the bytes, never from the file, so each names a parent that does not exist
    time = "2026-11-02T09:00:00+08:00"
    entries = [Entry("build", "", (name * 64,), time, time[:10]) for name in "12"]
    data = b"".join(entry.to_bytes() + b"\n" for entry in entries)
    (tmp_path / "pack-2026.jsonl").write_bytes(data)
    (tmp_path / "pack-2026.sha256").write_bytes(f"{hashlib.sha256(data).hexdigest()}  pack-2026.jsonl\n".encode())
    damages = verify(read_ledger(tmp_path))
    assert {d.file for d in damages} == {"1" * 64 + ".json", "2" * 64 + ".json"}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_alone_verifies_a_pack_and_a_file(tmp_path: Path) -> None:
    copy, folder = packed_copy(tmp_path)
    pack(folder, 2026)
    assert subprocess.run(["sha256sum", "--check", "--status", "pack-2026.sha256"], cwd=folder, check=False).returncode == 0
    (head,) = heads(copy.ledger)
    out = subprocess.run(["sha256sum", f"{head}.json"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert out.split()[0] == head


def test_random_histories_survive_disk_and_packing(tmp_path: Path) -> None:
    for seed in range(6):
        copy, folder = honest_history(seed), tmp_path / str(seed)
        copy.save(folder)
        pack(folder, 2026)
        ledger = read_ledger(folder)
        assert ledger.entries == copy.entries and verify(ledger, heads(copy.ledger)) == ()
