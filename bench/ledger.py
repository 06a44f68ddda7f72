"""How fast a ledger is read and verified: ``python -m bench.ledger --records 10000``. Processor time, best of three."""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sitegen.ledger.entry import JSON, Entry
from sitegen.ledger.history import order, stories, verify
from sitegen.ledger.store import complete, pack, read_ledger, stage

_SHANGHAI = timezone(timedelta(hours=8))
_FIRST = datetime(2024, 1, 1, 9, 0, tzinfo=_SHANGHAI)
_STORY = ("shown", "changed", "objection-opened", "objection-closed", "ended", "honoured")
_FACTS = ("姓名", "单位", "职务", "称号", "级别", "开始", "结束", "受理部门", "受理电话", "受理邮箱", "受理地址", "事迹")


def make_entries(records: int) -> list[Entry]:
    """Honest records of about 1.5 kB each, one chain: a build, then the stories of notices one after the other."""
    made: list[Entry] = []
    moment = _FIRST
    for number in range(records):
        moment += timedelta(minutes=40)
        kind = _STORY[(number - 1) % len(_STORY)] if number else "build"
        id_ = f"m-{(number - 1) // len(_STORY):06}-1-1" if number else ""
        parents = (made[-1].name,) if made else ()
        made.append(Entry(kind, id_, parents, moment.isoformat(), moment.date().isoformat(), False, _data(number)))
    return made


def _data(number: int) -> dict[str, JSON]:
    return {
        "facts": {key: hashlib.sha256(f"{number} {key}".encode()).hexdigest() for key in _FACTS},
        "page": {"address": f"notices/m-{number:06}-1-1.html", "sha256": hashlib.sha256(b"%d" % number).hexdigest()},
        "period": {"start": "2026-11-02", "end": "2026-11-06", "text": "5个工作日"},
        "rule": {"profile": "党员发展", "minimum": 5, "unit": "workday", "counting": "start-day"},
        "skipped": [],
        "calendar": "c" * 16,
        "config": "d" * 16,
        "code": "e" * 16,
    }


def _report(what: str, work: Callable[[], object]) -> None:
    best = min(_seconds(work) for _ in range(3))
    print(f"{what:<28}{best:8.3f} s")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(folder: Path, records: int) -> None:
    """Write a ledger of ``records`` records into ``folder`` and print what reading and verifying cost."""
    entries = make_entries(records)
    print(f"{records} records, {sum(len(e.to_bytes()) for e in entries) / max(records, 1):.0f} bytes each")
    start = time.process_time()
    stage(folder, entries)
    complete(folder)
    print(f"{'stage and complete':<28}{time.process_time() - start:8.3f} s")
    ledger = read_ledger(folder)
    remembered = (entries[len(entries) // 2].name,)
    assert not verify(ledger, remembered)  # noqa: S101 - a figure for a damaged ledger would be worthless
    _report("read, one file a record", lambda: read_ledger(folder))
    _report("verify", lambda: verify(ledger, remembered))
    _report("order", lambda: order(ledger))
    _report("stories", lambda: stories(ledger))
    for year in sorted({int(entry.time[:4]) for entry in entries}):
        pack(folder, year)
    _report("read, packed", lambda: read_ledger(folder))
    assert not verify(read_ledger(folder), remembered)  # noqa: S101


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "ledger", given.records)


if __name__ == "__main__":
    main()
