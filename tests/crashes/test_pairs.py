"""Simultaneous publishes, and readers meanwhile (long forms: nightly.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen import lock
from tests.crashes import pairs, readers
from tests.crashes.world import finish, fork


@pytest.mark.slow
def test_of_two_publishes_at_once_one_wins_and_the_other_names_it(tmp_path: Path) -> None:
    assert pairs.race(tmp_path, 10).pairs == 10


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
