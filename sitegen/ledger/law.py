"""Which records may follow which in the story of one notice (THREATS.md, "The ledger"; DOMAIN.md section 4). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sitegen.ledger.entry import Entry
from sitegen.ledger.lineage import with_ancestors
from sitegen.problems import Say


class Phase(StrEnum):
    """Where a story stands. ``ABSENT`` is before the first publication, ``WITHDRAWN`` after the page was taken away."""

    ABSENT = "absent"
    SHOWN = "shown"
    ENDED = "ended"
    HONOURED = "honoured"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


_BEGUN = frozenset(Phase) - {Phase.ABSENT}
_STANDING = _BEGUN - {Phase.WITHDRAWN}
_DECIDED = frozenset((Phase.HONOURED, Phase.REVOKED))

# records that may be about one candidate of a batch, and where they leave that one
_OF_ONE = {"honoured": Phase.HONOURED, "revoked": Phase.REVOKED, "candidate-withdrawn": Phase.WITHDRAWN}

# Kind: after which phases it may come, and the phase that it opens (None: the same one goes on). A candidate
# may be withdrawn after the period, too, as long as nothing was decided (an objection upheld at the last hour).
# An objection is closed in any phase, for it may be the reason of the withdrawal; that one was opened is below.
LAW: dict[str, tuple[frozenset[Phase], Phase | None]] = {
    "shown": (frozenset((Phase.ABSENT, Phase.WITHDRAWN)), Phase.SHOWN),
    "changed": (frozenset((Phase.SHOWN,)), None),
    "ended": (frozenset((Phase.SHOWN,)), Phase.ENDED),
    "withdrawn": (frozenset((Phase.SHOWN, Phase.ENDED)), Phase.WITHDRAWN),
    "candidate-withdrawn": (frozenset((Phase.SHOWN, Phase.ENDED)), None),
    "objection-opened": (_STANDING, None),
    "objection-closed": (_BEGUN, None),
    "honoured": (frozenset((Phase.ENDED,)), Phase.HONOURED),
    "revoked": (frozenset((Phase.HONOURED,)), Phase.REVOKED),
    "witness": (_BEGUN, None),
}

_WHY: dict[str, Say] = {
    "shown": Say("公示正在进行或已经结束时，不能再次“开始公示”", "a notice that stands or has ended cannot be shown anew"),
    "changed": Say("只有公示期间才有“更改”", "a notice changes only while it is shown"),
    "ended": Say("没有在公示，就不能“结束”", "only a notice that is shown can end"),
    "withdrawn": Say("没有在公示，或已经表彰，就不能“撤回”", "only a notice that stands, with nothing decided, can be withdrawn"),
    "candidate-withdrawn": Say("没有在公示，就没有候选可以“撤回”", "a candidate can only leave a notice that stands"),
    "objection-opened": Say("没有公示，就没有异议可受理", "an objection needs a notice that stands"),
    "objection-closed": Say("没有受理过的异议，不能“办结”", "no objection was opened that could be closed"),
    "honoured": Say("公示没有结束（或没有公示）就“表彰”", "honoured without a notice that has ended"),
    "revoked": Say("没有表彰过，就不能“撤销”", "only what was honoured can be revoked"),
    "witness": Say("见证的公示从未开始", "a witness of a notice that was never shown"),
}


def illegal(ordered: Sequence[Entry]) -> Iterator[tuple[Entry, Say]]:
    """Every real record that may not stand where it stands in its story. ``ordered`` has parents first.

    A record is judged by the records of the same notice from which it descends, not by its place in one long
    row: two copies of the site that published without knowing of each other are two branches, each honest by
    itself. After they join, a record is legal if it may follow on either branch.

    Simulated records are neither judged nor counted: they were written for a day that was not the day, so they
    can make nothing legal, and a rehearsal that jumps about in the calendar can make nothing illegal.
    """
    stories: dict[str, _Story] = {}
    for number, (entry, ancestors) in enumerate(with_ancestors(ordered)):
        if entry.id and not entry.simulated:
            story = stories.setdefault(entry.id, _Story())
            if not story.add(entry.kind, str(entry.data.get("candidate", "")), number, ancestors):
                yield entry, _WHY[entry.kind]


@dataclass(slots=True)
class _Story:
    """The records of one notice so far, each with its predecessors in the story and the phases it may leave.

    Several phases are possible after branches have joined. Bits in ``before`` are places in this story.
    """

    numbers: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    phases: list[frozenset[Phase]] = field(default_factory=list)
    objected: list[bool] = field(default_factory=list)
    decided: list[dict[str, frozenset[Phase]]] = field(default_factory=list)

    def add(self, kind: str, who: str, number: int, ancestors: int) -> bool:
        """Put a record at the end; whether it is legal. ``number`` and ``ancestors`` are those of the whole ledger.

        The candidates of a batch are honoured and revoked each for themselves; ``who`` is one of them, or "".
        """
        last, before = self._last_before(ancestors)
        was = self._phases(last)
        objected = any(self.objected[place] for place in last)
        allowed, opens = LAW[kind]
        if who and kind in _OF_ONE:
            was = frozenset().union(*(self._decided(place, who) for place in last)) or was
        may = was & allowed if kind != "objection-closed" or objected else frozenset[Phase]()
        # after an illegal record the story goes on as if it had been legal: one mistake, one damage
        after = frozenset((opens,)) if opens else self._phases(last) if who and kind in _OF_ONE else may or was
        self.numbers.append(number)
        self.before.append(before)
        self.phases.append(after)
        self.objected.append(objected or kind == "objection-opened")
        mine = {who: frozenset((_OF_ONE[kind],))} if who and kind in _OF_ONE else {}
        self.decided.append(self._decisions(last if opens is not Phase.SHOWN else []) | mine)
        return bool(may)

    def _phases(self, last: Sequence[int]) -> frozenset[Phase]:
        return frozenset().union(*(self.phases[place] for place in last)) if last else frozenset((Phase.ABSENT,))

    def _decisions(self, last: Sequence[int]) -> dict[str, frozenset[Phase]]:
        """What was decided of single candidates before; a notice that is shown anew begins with none."""
        decided: dict[str, frozenset[Phase]] = {}
        for place in last:
            for name, phases in self.decided[place].items():
                decided[name] = decided.get(name, frozenset()) | phases
        return decided

    def _decided(self, place: int, who: str) -> frozenset[Phase]:
        """Where one candidate stood: what was decided of the others leaves this one at the end of the notice."""
        return self.decided[place].get(who) or frozenset(Phase.ENDED if p in _DECIDED else p for p in self.phases[place])

    def _last_before(self, ancestors: int) -> tuple[list[int], int]:
        """The latest records of the story among ``ancestors``, one on each branch, and all of them as bits."""
        last: list[int] = []
        covered = 0
        for place in reversed(range(len(self.numbers))):
            if not covered >> place & 1 and ancestors >> self.numbers[place] & 1:
                last.append(place)
                covered |= self.before[place] | 1 << place
        return last, covered
