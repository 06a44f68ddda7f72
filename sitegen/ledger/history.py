"""What the ledger proves about itself: verification, and the story of each notice (THREATS.md, "The ledger"). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from sitegen.ledger.book import Damage, Ledger
from sitegen.ledger.entry import Entry
from sitegen.ledger.law import illegal
from sitegen.ledger.lineage import heads, is_ancestor, order, sort
from sitegen.problems import Say

__all__ = ["heads", "is_ancestor", "order", "rehearsals", "stories", "verify"]

_RESTORE = Say("请从 git 或备份恢复 ledger/，不要手工修改。", "Restore ledger/ from git or a backup; edit nothing in it by hand.")


def verify(ledger: Ledger, remembered_heads: Iterable[str] = ()) -> tuple[Damage, ...]:
    """Everything that is wrong with a ledger, damages of its files first; empty for a sound one.

    ``remembered_heads`` were kept by somebody else (a protected remote, a witness, the deployed site): only they
    show that the last records were cut off or the whole history rewritten (rows 40 and 41 of THREATS.md).
    """
    ordered, stuck = sort(ledger.entries)
    return (
        *ledger.damages,
        *_names(ledger),
        *_parents(ledger, ordered),
        *_roots(ledger, ordered),
        *_loops(ledger, stuck),
        *_times(ledger, ordered),
        *_laws(ledger, ordered),
        *_remembered(ledger, remembered_heads),
    )


def stories(ledger: Ledger, *, simulated: bool = False) -> Mapping[str, tuple[Entry, ...]]:
    """The records of each id, in order; branches stand interleaved by time.

    Simulated records are left out unless asked for: no caller takes a rehearsal for evidence by forgetting to look.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in order(ledger):
        if entry.id and (simulated or not entry.simulated):
            found[entry.id].append(entry)
    return MappingProxyType({id_: tuple(entries) for id_, entries in found.items()})


def rehearsals(ledger: Ledger) -> tuple[Entry, ...]:
    """The simulated records of a ledger that holds real ones, too, in order.

    They are allowed anywhere, before and after real ones: a record can only be taken out by rewriting what
    follows it, so calling it a damage would teach people to rewrite. They prove nothing and hurt nothing
    (``law.illegal``), but the public did see a site that was built for another day, so they are to be reported.
    """
    if all(entry.simulated for entry in ledger.entries.values()):
        return ()
    return tuple(entry for entry in order(ledger) if entry.simulated)


def _names(ledger: Ledger) -> Iterator[Damage]:
    for name, entry in ledger.entries.items():
        if name != entry.name:
            yield Damage(
                ledger.file_of(name),
                Say(
                    f"内容与名称不符，这条记录被改过。{_RESTORE.zh}",
                    f"The content does not fit the name: the record was altered. {_RESTORE.en}",
                ),
            )


def _parents(ledger: Ledger, ordered: Sequence[Entry]) -> Iterator[Damage]:
    """A record that others build on is gone, or was altered and so has another name."""
    missing: dict[str, Entry] = {}
    for entry in ordered:
        for parent in entry.parents:
            if parent not in ledger.entries:
                missing.setdefault(parent, entry)
    for parent, child in missing.items():
        yield Damage(
            ledger.file_of(parent),
            Say(
                f"缺少这条记录，{child.date} 的记录 {ledger.file_of(child.name)} 以它为前一条：它被删除，或被改过后改了名。"
                f"缺口之前的公示暂时不能证明。{_RESTORE.zh}",
                f"This record is missing; {ledger.file_of(child.name)} of {child.date} follows it. It was deleted, or altered and "
                f"renamed. Notices from before the gap cannot be proved for now. {_RESTORE.en}",
            ),
        )


def _roots(ledger: Ledger, ordered: Sequence[Entry]) -> Iterator[Damage]:
    roots = [entry for entry in ordered if not entry.parents]
    for extra in roots[1:]:
        yield Damage(
            ledger.file_of(extra.name),
            Say(
                f"账本有两个开头：这条（{extra.date}）和 {ledger.file_of(roots[0].name)}（{roots[0].date}）。"
                "有人另起了账本，或开头被改写。保留公开发布过的那一本，另一本移出后存档。",
                f"The ledger begins twice: here ({extra.date}) and in {ledger.file_of(roots[0].name)} ({roots[0].date}). Somebody began "
                "another one, or the beginning was rewritten. Keep the one that was published; move the other out and file it.",
            ),
        )


def _loops(ledger: Ledger, stuck: Sequence[Entry]) -> Iterator[Damage]:
    """Names that are hashes cannot form a loop; a ledger that was put together otherwise can."""
    if stuck:
        yield Damage(
            ledger.file_of(stuck[0].name),
            Say(
                f"{len(stuck)} 条记录互为前后，不可能是程序写的。{_RESTORE.zh}",
                f"{len(stuck)} records come before themselves; no program of ours wrote that. {_RESTORE.en}",
            ),
        )


def _times(ledger: Ledger, ordered: Sequence[Entry]) -> Iterator[Damage]:
    for entry in ordered:
        for parent in entry.parents:
            before = ledger.entries.get(parent)
            if before is not None and before.time > entry.time:
                yield Damage(
                    ledger.file_of(entry.name),
                    Say(
                        f"时间倒退：这条写于 {entry.time}，它的前一条 {ledger.file_of(parent)} 却写于 {before.time}。"
                        "有一台机器的时钟不准，或有人倒填日期；两者之间的日期不能作为证据。",
                        f"Time runs back: written at {entry.time}, after {ledger.file_of(parent)} of {before.time}. The clock of a machine "
                        "was wrong, or somebody back-dated; dates between the two are no evidence.",
                    ),
                )


def _laws(ledger: Ledger, ordered: Sequence[Entry]) -> Iterator[Damage]:
    for entry, why in illegal(ordered):
        yield Damage(
            ledger.file_of(entry.name),
            Say(
                f"{entry.id} 的记录“{entry.kind}”（{entry.date}）不合顺序：{why.zh}。这条记录不能作为证据。",
                f'The record "{entry.kind}" of {entry.id} ({entry.date}) is out of order: {why.en}. It is no evidence.',
            ),
        )


def _remembered(ledger: Ledger, remembered_heads: Iterable[str]) -> Iterator[Damage]:
    """A record that stands is an ancestor of some head, or a head, by the finiteness of the graph: it is enough to look it up."""
    for head in sorted(set(remembered_heads)):
        if head not in ledger.entries:
            yield Damage(
                ledger.file_of(head),
                Say(
                    "别处记下过这条记录，账本里却没有：账本的末尾被截去，或历史被改写。请从 git 或备份恢复 ledger/，并查明经过。",
                    "Somebody else remembers this record and the ledger does not hold it: its end was cut off, or its history rewritten. "
                    "Restore ledger/ from git or a backup, and find out what happened.",
                ),
            )
