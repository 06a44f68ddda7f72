"""Simultaneous publishes, and readers meanwhile (long forms: nightly.py)."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import IO

import pytest

from sitegen import lock
from tests.crashes import kernel, pairs, readers
from tests.crashes.world import World, finish, fork


@pytest.mark.slow
def test_of_two_publishes_at_once_one_wins_and_the_other_names_it(tmp_path: Path) -> None:
    assert pairs.race(tmp_path, 10).pairs == 10


@pytest.mark.slow
def test_of_two_copies_of_a_site_that_publish_into_one_output_one_wins_and_the_other_names_it(tmp_path: Path) -> None:
    assert pairs.race(tmp_path, 6, are_copies=True).pairs == 6


def test_the_lock_beside_an_output_dies_with_its_holder_and_goes_with_the_next(tmp_path: Path) -> None:
    output, path = tmp_path / "output", tmp_path / ".output.lock"
    gone = fork(lambda: _killed_in(output))
    assert finish(gone) == -signal.SIGKILL and path.exists()
    with lock.only_one_beside(output, "pid 1"), pytest.raises(lock.Held, match="pid 1 @"), lock.only_one_beside(output, "pid 2"):
        pass
    assert not path.exists()


def _killed_in(output: Path) -> int:
    with lock.only_one_beside(output, f"pid {os.getpid()}"):
        os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_who_waits_at_a_lock_that_is_removed_takes_the_one_that_comes_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened, then removed by its holder, and only then locked: nobody else would meet this file."""
    output, path = tmp_path / "output", tmp_path / ".output.lock"
    real, met = lock._try_lock, list[IO[bytes]]()

    def late(file: IO[bytes]) -> None:
        if not met:
            path.unlink()
        met.append(file)
        real(file)

    monkeypatch.setattr(lock, "_try_lock", late)
    with lock.only_one_beside(output, "pid 1"):
        assert path.exists()
        with pytest.raises(lock.Held), lock.only_one_beside(output, "pid 2"):
            pass


@pytest.mark.slow
@pytest.mark.parametrize("error", [errno.EACCES, errno.ENOSPC], ids=["forbidden", "full"])
def test_where_no_file_may_stand_beside_the_output_it_is_published_all_the_same(error: int, world: World) -> None:
    def judge(operation: kernel.Operation) -> kernel.Verdict:
        return error if operation.paths[-1].endswith("/.output.lock") else None

    world.reset()
    ended = kernel.supervise(world.work(), world.site, judge)
    assert ended.code == 0, world.text()
    assert any(o.paths[-1].endswith("/.output.lock") for o in ended.operations)
    assert world.state() == world.after


@pytest.mark.slow
def test_a_reader_meets_no_gap_and_no_torn_page(tmp_path: Path) -> None:
    reading = readers.read_through(tmp_path, 30)
    assert (reading.missing, reading.torn) == (0, 0)
    assert reading.reads > 1000


def test_a_lock_dies_with_its_holder_even_where_the_holder_had_forked(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = lock.only_one(path, "pid 1")
    assert not pairs.held_by_a_child(path, lambda: held.__enter__())


def test_the_holder_of_an_earlier_run_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    gone = fork(lambda: 0)
    finish(gone)
    with lock.only_one(path, f"pid {gone}"):
        pass
    waited: list[float] = []

    def told_late(seconds: float) -> None:
        waited.append(seconds)
        lock._say_who(path, "pid 1")

    monkeypatch.setattr("sitegen.lock.time.sleep", told_late)
    with path.open("a+b") as file:
        lock._try_lock(file)
        with pytest.raises(lock.Held, match="pid 1 @"), lock.only_one(path, "pid 2"):
            pass
    assert len(waited) == 1
