"""Who comes before whom: order, heads and ancestors in the graph of records. Pure, and safe on damaged ledgers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from sitegen.ledger.book import Ledger
from sitegen.ledger.entry import Entry


def heads(ledger: Ledger) -> tuple[str, ...]:
    """The sorted names that are nobody's parent: what the next record names, and what others remember."""
    parents = {parent for entry in ledger.entries.values() for parent in entry.parents}
    return tuple(sorted(ledger.entries.keys() - parents))


def order(ledger: Ledger) -> tuple[Entry, ...]:
    """Every record, parents first; among those free to come next, by time, then by name.

    Parents that are missing hold nobody up, and records in or behind a loop come last: nothing is left out.
    """
    ordered, stuck = sort(ledger.entries)
    return (*ordered, *stuck)


def sort(entries: Mapping[str, Entry]) -> tuple[list[Entry], list[Entry]]:
    """The records in order, and those in or behind a loop."""
    waiting = {name: sum(parent in entries for parent in entry.parents) for name, entry in entries.items()}
    children: dict[str, list[str]] = defaultdict(list)
    for name, entry in entries.items():
        for parent in entry.parents:
            children[parent].append(name)
    free = [(entries[name].time, name) for name, count in waiting.items() if not count]
    heapify(free)
    ordered: list[Entry] = []
    while free:
        _, name = heappop(free)
        ordered.append(entries[name])
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                heappush(free, (entries[child].time, child))
    stuck = [entries[name] for name, count in waiting.items() if count]
    return ordered, sorted(stuck, key=lambda entry: (entry.time, entry.name))


def is_ancestor(ledger: Ledger, old: str, new: str) -> bool:
    """Whether ``old`` is ``new`` or comes before it. False where either is missing."""
    if old not in ledger.entries:
        return False
    seen: set[str] = set()
    waiting = [new]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in ledger.entries:
            continue
        if name == old:
            return True
        seen.add(name)
        waiting.extend(ledger.entries[name].parents)
    return False


def with_ancestors(ordered: Sequence[Entry]) -> Iterator[tuple[Entry, int]]:
    """Each record with its ancestors: bit n stands for the n-th of ``ordered``, which has parents first.

    A set of bits is dropped as soon as the last child has read it, so that memory follows the width of the
    graph, not its length.
    """
    children = Counter(parent for entry in ordered for parent in entry.parents)
    masks: dict[str, int] = {}
    for number, entry in enumerate(ordered):
        mask = 0
        for parent in entry.parents:
            mask |= masks.get(parent, 0)
            children[parent] -= 1
            if not children[parent]:
                masks.pop(parent, None)
        yield entry, mask
        if children[entry.name]:
            masks[entry.name] = mask | 1 << number
