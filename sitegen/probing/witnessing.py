"""The records that a probe leaves in the ledger. Pure.

A record for each running notice, of the kind witness: ``by`` probe, the address probed, what was ``seen`` (same, stale,
altered, missing, unreachable), the heads that the deployed site names, and the day ``since`` which the site is probed.
A successful one holds the hashes of plain text and page, any other what was ``found`` in their place. A probe that sees
what the day's last one saw adds nothing; one that sees something else does, so that the ledger says how a day ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sitegen.ledger.book import Ledger
from sitegen.ledger.entry import Entry
from sitegen.ledger.history import order
from sitegen.ledger.lineage import heads
from sitegen.probing.watching import Found, Looked, Sight, State
from sitegen.recorded import sighting_of

_MOST_HEADS = 8


class Overtaken(Exception):
    """The ledger has a record that is younger than this probe: a publish came between, or the clock was set back."""


def witnesses(
    ledger: Ledger, looked: Looked, running: Iterable[str], address: str, probed: date | None, today: date, now: datetime,
    *, simulated: bool,
) -> tuple[Entry, ...]:  # fmt: skip
    """What this probe adds to ``ledger``. ``running`` are the notices that may have a record. Raises Overtaken."""
    parents, time = heads(ledger), now.isoformat(timespec="seconds")
    if any(ledger.entries[name].time > time for name in parents):
        raise Overtaken
    ordered, allowed, made = order(ledger), frozenset(running), list[Entry]()
    for sight in looked.sights:
        data = _data(sight, looked.heads, address, probed)
        if sight.notice.id in allowed and not _is_told(ordered, sight, data, today, simulated):
            entry = Entry("witness", sight.notice.id, parents, time, today.isoformat(), simulated, data)
            made.append(entry)
            parents = (entry.name,)
    return tuple(made)


def _data(sight: Sight, seen: Sequence[str], address: str, probed: date | None) -> dict[str, Any]:
    common = {"by": "probe", "url": address, "seen": sight.state.value, "heads": list(seen[:_MOST_HEADS])}
    if probed:
        common["since"] = probed.isoformat()
    if sight.state is State.SAME and sight.text:
        return {**common, "text": sight.text.sha, "page": {"url": sight.page.url, "sha": sight.page.sha}}
    return {**common, "found": {"page": _short(sight.page), "text": _short(sight.text)}}


def _short(found: Found | None) -> str:
    """The hash of what was found, or the word for what was not."""
    return (found.sha or found.state.value) if found else ""


def _is_told(ordered: Sequence[Entry], sight: Sight, data: dict[str, Any], today: date, simulated: bool) -> bool:
    """Whether the last probe of the same day says the same of the notice; a text published in between is to be seen anew."""
    mine = (e for e in reversed(ordered) if e.id == sight.notice.id and e.simulated is simulated and sighting_of(e))
    last = next(mine, None)
    if last is None or last.date != today.isoformat():
        return False
    return last.data.get("seen") == data["seen"] and last.data.get("text") == data.get("text")
