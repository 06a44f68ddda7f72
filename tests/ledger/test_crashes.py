"""A crash after any file operation: the ledger reads without damage, and recovery gives the old or the new, whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.ledger.entry import Entry
from sitegen.ledger.history import verify
from sitegen.ledger.store import complete, pack, pending, read_ledger, recover, stage
from tests.ledger.histories import Copy

OPERATIONS = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync")


class Crash(BaseException):
    """The power went."""


class Power:
    """Counts file operations and goes off before the ``left``-th; what was not synced by then is torn."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.log: list[tuple[str, object]] = []
        for name in OPERATIONS:
            patch.setattr(os, name, self._counting(name, getattr(os, name)))

    def _counting(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.left is not None:
                if not self.left:
                    if name == "fsync":
                        _tear(args[0])
                    raise Crash
                self.left -= 1
            self.log.append((name, os.fstat(args[0]).st_ino if name == "fsync" else os.fspath(args[0])))
            return None if name == "fsync" else real(*args, **kwargs)  # syncing for real would only cost time

        return call

    def fails_at(self, step: int, work: Callable[[], object]) -> bool:
        """Run ``work`` with ``step`` operations left; whether it was cut off."""
        self.left = step
        try:
            work()
        except Crash:
            return True
        finally:
            self.left = None
        return False


def _tear(descriptor: int) -> None:
    try:
        os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)
    except OSError:
        return  # a folder


@pytest.fixture
def power() -> Iterator[Power]:
    with pytest.MonkeyPatch.context() as patch:
        yield Power(patch)


def listed(site: Path) -> frozenset[str]:
    return frozenset(site.read_text("utf-8").split())


def publish(folder: Path, site: Path, new: list[Entry], names: list[str]) -> None:
    """The order of THREATS.md: stage, swap the site, complete."""
    stage(folder, new)
    site.with_suffix(".new").write_text("\n".join(names), "utf-8")
    os.replace(site.with_suffix(".new"), site)
    complete(folder)


class Publication:
    """A site with a ledger, and three new records of one publication, each the parent of the next."""

    def __init__(self, top: Path) -> None:
        self.top, self.folder, self.site = top, top / "ledger", top / "site.txt"
        copy = Copy()
        copy.record("build")
        copy.tell("m-1", "shown")
        self.old = dict(copy.entries)
        copy.tell("m-1", "ended", "honoured")
        copy.record("build")
        self.all = dict(copy.entries)
        self.new = [e for name, e in self.all.items() if name not in self.old]

    def reset(self) -> None:
        shutil.rmtree(self.top, ignore_errors=True)
        self.top.mkdir()
        self.begin()

    def begin(self) -> None:
        publish(self.folder, self.site, list(self.old.values()), list(self.old))

    def run(self) -> None:
        publish(self.folder, self.site, self.new, list(self.all))

    def recover(self) -> None:
        recover(self.folder, listed(self.site))

    def check_recovered(self) -> None:
        ledger = read_ledger(self.folder)
        assert ledger.entries == (self.all if listed(self.site) == self.all.keys() else self.old)
        assert verify(ledger) == () and not pending(self.folder)
        assert {p.name for p in self.folder.iterdir()} == {f"{name}.json" for name in ledger.entries}


def test_a_crash_at_any_step_of_a_publication_gives_the_old_or_the_new(tmp_path: Path, power: Power) -> None:
    publication = Publication(tmp_path / "site")
    outcomes: list[int] = []
    for step in range(1000):
        publication.reset()
        crashed = power.fails_at(step, publication.run)
        assert verify(read_ledger(publication.folder)) == (), step  # readable even before anything is mended
        publication.recover()
        publication.check_recovered()
        outcomes.append(len(read_ledger(publication.folder).entries))
        if not crashed:
            break
    assert len(outcomes) > 15
    assert outcomes == sorted(outcomes) and set(outcomes) == {2, 5}


def test_a_crash_during_the_recovery_is_mended_by_the_next(tmp_path: Path, power: Power) -> None:
    publication = Publication(tmp_path / "site")
    seen = 0
    for step in range(1000):
        for again in range(1000):
            publication.reset()
            crashed = power.fails_at(step, publication.run)
            cut = power.fails_at(again, publication.recover)
            assert verify(read_ledger(publication.folder)) == ()
            publication.recover()
            publication.check_recovered()
            seen += 1
            if not cut:
                break
        if not crashed:
            break
    assert seen > 60


def test_the_first_publication_may_crash_too(tmp_path: Path, power: Power) -> None:
    publication = Publication(tmp_path / "site")
    for step in range(1000):
        shutil.rmtree(publication.top, ignore_errors=True)
        publication.top.mkdir()
        publication.site.write_text("", "utf-8")
        crashed = power.fails_at(step, publication.begin)
        recover(publication.folder, listed(publication.site))
        assert set(read_ledger(publication.folder).entries) == set(listed(publication.site))
        if not crashed:
            break


def test_a_crash_at_any_step_of_packing_loses_nothing(tmp_path: Path, power: Power) -> None:
    publication = Publication(tmp_path / "site")
    for packed_before in (False, True):
        for step in range(1000):
            publication.reset()
            if packed_before:
                pack(publication.folder, 2026)
            publication.run()
            crashed = power.fails_at(step, lambda: pack(publication.folder, 2026))
            ledger = read_ledger(publication.folder)
            assert ledger.entries == publication.all and verify(ledger) == (), (packed_before, step)
            publication.recover()
            assert all(path.is_file() for path in publication.folder.iterdir())
            pack(publication.folder, 2026)
            assert read_ledger(publication.folder).entries == publication.all
            assert {p.name for p in publication.folder.iterdir()} == {"pack-2026.jsonl", "pack-2026.sha256", ".gitattributes"}
            if not crashed:
                break


def test_a_record_is_synced_before_it_has_its_name_and_the_folder_before_the_site_is_swapped(tmp_path: Path, power: Power) -> None:
    publication = Publication(tmp_path / "site")
    publication.reset()
    power.log.clear()
    stage(publication.folder, publication.new)
    aside = publication.folder / ".staged"
    for entry in publication.new:
        path = aside / f"{entry.name}.json"
        synced = power.log.index(("fsync", path.stat().st_ino))
        assert synced < power.log.index(("replace", str(path.with_suffix(".part"))))
    assert power.log[-1] == ("fsync", aside.stat().st_ino)
    power.log.clear()
    complete(publication.folder)
    assert [what for what, _ in power.log[:4]] == ["rename"] * 3 + ["fsync"]
    assert power.log[3] == ("fsync", publication.folder.stat().st_ino)
