"""A publish that is killed leaves the old site or the new one, whole; the next one finishes the work (long form: nightly.py)."""

from __future__ import annotations

import pytest

from tests.crashes import kills
from tests.crashes.world import World

pytestmark = pytest.mark.slow


def test_killed_at_any_moment_the_site_is_whole_and_the_next_publish_makes_it_good(world: World) -> None:
    assert kills.at_random(world, 12, seed=1).total() == 12


@pytest.mark.parametrize("without_exchange", [False, True], ids=["one exchange", "two renames"])
def test_killed_before_an_operation_of_each_kind_the_site_is_whole(without_exchange: bool, world: World) -> None:
    known = kills.operations(world, without_exchange=without_exchange)
    assert {"mkdir", "linkat", "write", "fsync", "renameat2", "rename", "unlinkat", "rmdir"} <= {o.name for o in known}
    some = kills.one_of_each(world, known)[:: 3 if without_exchange else 2]
    stood = kills.before(world, some, without_exchange=without_exchange)
    assert stood["old"] and stood["new"]


def test_killed_between_two_renames_the_records_of_the_new_site_are_kept(world: World) -> None:
    known = kills.operations(world, without_exchange=True)
    second = next(o.number for o in known if o.name == "rename" and o.paths[0].endswith("/.output.new"))
    assert kills.before(world, [second], without_exchange=True) == {"between": 1}
