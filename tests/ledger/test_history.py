"""What the ledger proves about itself: order, heads, stories, branches, and each way of tampering."""

from __future__ import annotations

import itertools
import random

import pytest

from sitegen.ledger.book import Damage, Ledger
from sitegen.ledger.entry import KINDS, Entry
from sitegen.ledger.history import heads, is_ancestor, order, rehearsals, stories, verify
from sitegen.ledger.law import LAW, Phase, illegal
from tests.ledger.histories import Copy, honest_history

ID = "m-1-1-1"


def without(copy: Copy, *gone: Entry) -> Ledger:
    return Ledger({name: entry for name, entry in copy.entries.items() if entry not in gone})


def walked(copy: Copy) -> dict[str, set[str]]:
    """Every record with itself and its ancestors, the slow and plain way."""
    above: dict[str, set[str]] = {}
    for entry in order(copy.ledger):
        above[entry.name] = {entry.name}.union(*(above[parent] for parent in entry.parents))
    return above


def says(damages: tuple[Damage, ...], words: str) -> list[str]:
    """The files of which something with ``words`` is said."""
    assert all(d.reason.zh and d.reason.en and d.file for d in damages)
    return [d.file for d in damages if words in d.reason.en]


# -- honest ledgers


def test_an_empty_ledger_is_sound() -> None:
    assert verify(Ledger()) == () and heads(Ledger()) == () and order(Ledger()) == () and not stories(Ledger())


@pytest.mark.parametrize("block", range(4))
def test_honest_histories_have_no_damage(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        copy = honest_history(seed)
        remembered = random.Random(seed).sample(sorted(copy.entries), 3)
        assert verify(copy.ledger, remembered) == (), seed
        assert len(heads(copy.ledger)) == 1


def test_the_order_is_the_same_however_the_files_were_listed() -> None:
    for seed in range(20):
        copy = honest_history(seed)
        names = list(copy.entries)
        random.Random(seed).shuffle(names)
        ordered = order(copy.ledger)
        assert ordered == order(Ledger({name: copy.entries[name] for name in names}))
        place = {entry.name: number for number, entry in enumerate(ordered)}
        assert all(place[parent] < place[entry.name] for entry in ordered for parent in entry.parents)
        assert len(ordered) == len(copy.entries)


def test_ancestors_are_those_that_a_walk_finds() -> None:
    copy = honest_history(5)
    above = walked(copy)
    for old, new in itertools.product(copy.entries, repeat=2):
        assert is_ancestor(copy.ledger, old, new) == (old in above[new])
    assert not is_ancestor(copy.ledger, "0" * 64, heads(copy.ledger)[0])
    assert not is_ancestor(copy.ledger, heads(copy.ledger)[0], "0" * 64)


# -- copies of the site


def test_two_copies_merge_and_the_next_record_joins_them() -> None:
    here = Copy()
    here.record("build")
    shown = here.record("shown", ID)
    there = here.fork()
    ended = here.record("ended", ID)
    other = there.record("shown", "m-2-1-1")
    here.join(there)
    assert heads(here.ledger) == tuple(sorted((ended.name, other.name)))
    assert verify(here.ledger) == ()
    joined = here.record("honoured", ID)
    assert joined.parents == tuple(sorted((ended.name, other.name)))
    assert heads(here.ledger) == (joined.name,)
    assert verify(here.ledger, [ended.name, other.name]) == ()
    assert stories(here.ledger) == {ID: (shown, ended, joined), "m-2-1-1": (other,)}


def test_two_copies_may_tell_the_same_story_twice() -> None:
    here = Copy()
    here.record("build")
    there = here.fork()
    here.tell(ID, "shown", "ended")
    there.tell(ID, "shown", "changed")
    here.join(there)
    assert verify(here.ledger) == ()
    here.record("honoured", ID)
    assert verify(here.ledger) == ()
    assert [e.kind for e in stories(here.ledger)[ID]] == ["shown", "ended", "shown", "changed", "honoured"]


def test_a_branch_that_says_nothing_of_a_notice_makes_nothing_legal() -> None:
    here = Copy()
    here.tell(ID, "shown")
    there = here.fork()
    here.tell(ID, "ended")
    there.record("build")
    here.join(there)
    late = here.record("changed", ID)
    assert says(verify(here.ledger), "changes only while") == [f"{late.name}.json"]


def test_records_of_one_batch_may_be_siblings() -> None:
    copy = Copy()
    first = copy.record("build")
    time = copy.clock.tick()
    for number in range(50):
        entry = Entry("shown", f"m-{number}", (first.name,), time, time[:10])
        copy.entries[entry.name] = entry
    assert len(heads(copy.ledger)) == 50
    copy.tell("m-7", "changed", "ended")
    assert verify(copy.ledger) == ()


# -- stories

LEGAL = (
    "shown",
    "shown changed changed ended",
    "shown objection-opened changed objection-closed ended honoured",
    "shown ended objection-opened witness objection-closed honoured revoked witness",
    "shown withdrawn shown ended honoured",
    "shown ended withdrawn shown ended",
    "shown objection-opened withdrawn objection-closed witness",
    "shown ended honoured objection-opened revoked objection-closed",
)
ILLEGAL = (
    ("changed", 0), ("ended", 0), ("honoured", 0), ("withdrawn", 0), ("revoked", 0), ("witness", 0), ("objection-opened", 0),
    ("objection-closed", 0), ("shown shown", 1), ("shown honoured", 1), ("shown revoked", 1), ("shown objection-closed", 1),
    ("shown ended changed", 2), ("shown ended ended", 2), ("shown ended shown", 2), ("shown ended revoked", 2),
    ("shown withdrawn withdrawn", 2), ("shown withdrawn changed", 2), ("shown withdrawn ended", 2), ("shown withdrawn honoured", 2),
    ("shown withdrawn objection-opened", 2), ("shown ended honoured changed", 3), ("shown ended honoured honoured", 3),
    ("shown ended honoured withdrawn", 3), ("shown ended honoured shown", 3), ("shown ended honoured revoked honoured", 4),
    ("shown ended honoured revoked shown", 4), ("shown ended withdrawn honoured", 3), ("shown withdrawn shown honoured", 3),
)  # fmt: skip


@pytest.mark.parametrize("story", LEGAL)
def test_a_legal_story_is_accepted(story: str) -> None:
    copy = Copy()
    copy.record("build")
    copy.tell("other", "shown", "ended")
    copy.tell(ID, *story.split())
    assert verify(copy.ledger) == ()


@pytest.mark.parametrize(("story", "bad"), ILLEGAL)
def test_an_illegal_story_is_found_at_the_record_that_breaks_it(story: str, bad: int) -> None:
    copy = Copy()
    copy.record("build")
    copy.tell("other", "shown", "objection-opened", "ended", "honoured")
    told = copy.tell(ID, *story.split())
    assert says(verify(copy.ledger), "out of order") == [f"{told[bad].name}.json"]


def test_one_illegal_record_is_one_damage() -> None:
    copy = Copy()
    told = copy.tell(ID, "shown", "honoured", "revoked")
    assert [d.file for d in verify(copy.ledger)] == [f"{told[1].name}.json"]


def plainly_illegal(copy: Copy) -> list[str]:
    """The law applied by plain walks: each record against the latest of its own story among its ancestors."""
    above, bad = walked(copy), list[str]()
    phases: dict[str, frozenset[Phase]] = {}
    objected: dict[str, bool] = {}
    for entry in order(copy.ledger):
        before = [n for n, e in copy.entries.items() if n in above[entry.name] - {entry.name} and e.id == entry.id and not e.simulated]
        last = [n for n in before if not any(n in above[o] for o in before if o != n)]
        was = frozenset(p for n in last for p in phases[n]) or frozenset((Phase.ABSENT,))
        allowed, opens = LAW.get(entry.kind, (frozenset[Phase](), None))
        may = was & allowed if entry.kind != "objection-closed" or any(objected[n] for n in last) else frozenset()
        if entry.id and not entry.simulated and not may:
            bad.append(entry.name)
        phases[entry.name] = frozenset((opens,)) if opens else may or was
        objected[entry.name] = entry.kind == "objection-opened" or any(objected[n] for n in last)
    return bad


def test_the_law_judges_dishonest_histories_as_a_plain_walk_does() -> None:
    found = 0
    for seed in range(120):
        copy = honest_history(seed, 12)
        rng = random.Random(seed)
        branches = [copy, copy.fork()]
        for _ in range(20):
            kind = rng.choice(KINDS)
            rng.choice(branches).record(kind, "" if kind == "build" else rng.choice("ab"), simulated=rng.random() < 0.1)
            if rng.random() < 0.2:
                branches[0].join(branches[1])
        copy.join(branches[1])
        bad = [entry.name for entry, _ in illegal(order(copy.ledger))]
        assert bad == plainly_illegal(copy), seed
        found += len(bad)
    assert found > 500


# -- rehearsals


def test_a_rehearsal_neither_helps_nor_hurts_and_is_reported() -> None:
    copy = Copy()
    copy.record("shown", ID)
    rehearsed = copy.record("ended", ID, simulated=True)
    copy.record("changed", ID)
    assert verify(copy.ledger) == () and rehearsals(copy.ledger) == (rehearsed,)
    early = copy.record("honoured", ID)
    assert says(verify(copy.ledger), "without a notice that has ended") == [f"{early.name}.json"]
    assert rehearsed not in stories(copy.ledger)[ID]
    assert rehearsed in stories(copy.ledger, simulated=True)[ID]


def test_a_ledger_of_rehearsals_alone_has_nothing_to_report() -> None:
    copy = Copy()
    copy.record("honoured", ID, simulated=True)
    assert verify(copy.ledger) == () and rehearsals(copy.ledger) == () and not stories(copy.ledger)


# -- tampering


def long_copy() -> Copy:
    copy = Copy()
    copy.record("build")
    copy.tell(ID, "shown", "changed", "ended", "honoured")
    return copy


@pytest.mark.parametrize("number", range(4))
def test_a_deleted_record_is_missed_by_the_one_after_it(number: int) -> None:
    copy = long_copy()
    gone = order(copy.ledger)[number]
    assert f"{gone.name}.json" in says(verify(without(copy, gone)), "missing")


def test_a_deleted_last_record_is_found_only_by_who_remembers_it() -> None:
    copy = long_copy()
    last = order(copy.ledger)[-1]
    assert verify(without(copy, last)) == ()
    assert says(verify(without(copy, last), [last.name]), "cut off") == [f"{last.name}.json"]
    assert verify(copy.ledger, [last.name]) == ()


def test_an_edited_record_under_its_own_new_name_leaves_a_gap() -> None:
    copy = long_copy()
    for old in order(copy.ledger)[:-1]:
        new = Entry(old.kind, old.id, old.parents, old.time, old.date, old.simulated, {"edited": True})
        forged = {**without(copy, old).entries, new.name: new}
        assert f"{old.name}.json" in says(verify(Ledger(forged)), "missing")


def test_a_rewritten_history_is_found_only_by_who_remembers_the_old_one() -> None:
    copy, forged = long_copy(), Copy()
    forged.record("build", data={"rewritten": True})
    forged.tell(ID, "shown", "ended", "honoured")
    old = heads(copy.ledger)
    assert verify(forged.ledger) == ()
    assert says(verify(forged.ledger, old), "rewritten") == [f"{old[0]}.json"]


def test_two_beginnings_are_found() -> None:
    copy, other = long_copy(), Copy()
    other.clock.tick(3)
    second = other.record("build", data={"another": 1})
    copy.join(other)
    assert says(verify(copy.ledger), "begins twice") == [f"{second.name}.json"]


def test_time_running_back_is_found() -> None:
    copy = long_copy()
    early = copy.record("build", time="2026-11-02T09:00:01+08:00")
    assert says(verify(copy.ledger), "Time runs back") == [f"{early.name}.json"]


def test_the_same_second_twice_is_no_damage() -> None:
    copy = long_copy()
    copy.record("build", time=order(copy.ledger)[-1].time)
    assert verify(copy.ledger) == ()


def test_a_name_that_is_not_the_hash_is_found() -> None:
    copy = long_copy()
    first = order(copy.ledger)[0]
    forged = {**without(copy, first).entries, "0" * 64: first}
    assert says(verify(Ledger(forged)), "does not fit the name") == ["0" * 64 + ".json"]


def test_swapped_parents_are_found() -> None:
    # each keeps the name that the others know it by, but tells the other's parents
    copy = long_copy()
    one, two = order(copy.ledger)[2:4]
    forged = dict(copy.entries)
    for entry, other in ((one, two), (two, one)):
        forged[entry.name] = Entry(entry.kind, entry.id, other.parents, entry.time, entry.date)
    damages = verify(Ledger(forged))
    assert set(says(damages, "does not fit the name")) == {f"{one.name}.json", f"{two.name}.json"}


def test_a_loop_under_false_names_is_found_and_ends() -> None:
    # Under true names there is no loop: a record's name is a hash over its parents' names, so the first record of
    # a loop would have to hold a hash over itself. Only a ledger put together by hand can have one.
    time = "2026-11-02T09:00:00+08:00"
    one, two = "1" * 64, "2" * 64
    entries = {one: Entry("build", "", (two,), time, time[:10]), two: Entry("build", "", (one,), time, time[:10], data={"x": 1})}
    ledger = Ledger(entries)
    assert says(verify(ledger), "before themselves")
    assert len(order(ledger)) == 2 and heads(ledger) == ()
    apart = Entry("build", "", (), time, time[:10])
    assert is_ancestor(ledger, one, two)
    assert not is_ancestor(Ledger({**entries, apart.name: apart}), apart.name, two)


def test_every_single_deletion_in_a_random_history_is_found() -> None:
    for seed in range(40):
        copy = honest_history(seed, 15)
        remembered = heads(copy.ledger)
        for gone in copy.entries.values():
            damages = verify(without(copy, gone), remembered)
            assert f"{gone.name}.json" in {d.file for d in damages}, seed
