"""The ledger held against the branch that keeps it: what is missing here, and what nobody else keeps yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sitegen.attest.remote import Kept, Rewritten, Unknown, fetch, read
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.records.filed import Filed
from sitegen.records.site import Site

PATIENCE = timedelta(days=2)  # how long a record may stand here alone


@dataclass(frozen=True, slots=True)
class Remembered:
    """Names that the branch keeps and the ledger lacks, and what staff is told of the branch."""

    lacking: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def compare(site: Path, settings: Filed[Site], days: Mapping[str, str], today: date, *, is_publish: bool) -> Remembered:
    """Hold the records, given with the day on which each was written, against the branch. Only a publish fetches it."""
    branch = settings.record.remote
    if not branch:
        return Remembered()
    place, problems = Place(*settings.spot("remote")), list[Problem]()
    try:
        kept = _fetched(site, branch, place, problems) if is_publish else read(site, branch)
    except Unknown as no:
        why = Say(f"没有与存证远端比对：{no.reason.zh}", f"the ledger was not compared with its remote: {no.reason.en}")
        return Remembered((), (*problems, Problem("A004", Severity.WARNING, place, why, no.fix)))
    problems += _told(branch, kept, days, today, place)
    return Remembered(tuple(sorted(kept.ever - days.keys())), tuple(problems))


def _fetched(site: Path, branch: str, place: Place, problems: list[Problem]) -> Kept:
    try:
        fetch(site, branch)
    except Rewritten as no:
        problems.append(Problem("A006", Severity.WARNING, place, no.reason, no.fix))
    except Unknown as no:
        kept = read(site, branch)  # where this fails, too, its reason is the better one
        problems.append(Problem("A005", Severity.WARNING, place, no.reason, no.fix))
        return kept
    return read(site, branch)


def _told(branch: str, kept: Kept, days: Mapping[str, str], today: date, place: Place) -> Iterator[Problem]:
    if kept.is_shallow:
        yield Problem(
            "A007",
            Severity.WARNING,
            place,
            Say("这是浅克隆：看不到以前的提交里被删去的记录", "a shallow clone: records that older commits took away cannot be seen"),
            Say("git fetch --unshallow", "git fetch --unshallow"),
        )
    if gone := kept.ever - kept.now:
        yield Problem(
            "A008",
            Severity.WARNING,
            place,
            Say(f"{branch} 上有 {len(gone)} 条记录被提交删去", f"commits took {len(gone)} record(s) away on {branch}"),
            Say("查明是谁删的，把 ledger/ 重新提交", "find out who did it, and commit ledger/ again"),
        )
    alone = _alone(days, kept.ever, today)
    if days and not kept.ever:
        yield Problem(
            "A009",
            Severity.WARNING,
            place,
            Say(
                f"{branch} 上还没有 ledger/：没有别人保存这些记录", f"there is no ledger/ on {branch} yet: nobody else keeps these records"
            ),
            Say("git add ledger content && git commit，再 git push", "git add ledger content && git commit, then git push"),
        )
    elif alone:
        yield Problem(
            "A010",
            Severity.WARNING,
            place,
            Say(
                f"从 {alone[0]} 起的 {len(alone)} 条记录超过 {PATIENCE.days} 天没有送到 {branch}：没有别人保存",
                f"{len(alone)} record(s) since {alone[0]} did not reach {branch} within {PATIENCE.days} days: nobody else keeps them",
            ),
            Say("提交 ledger/ 并 git push", "commit ledger/ and git push"),
        )


def _alone(days: Mapping[str, str], ever: Collection[str], today: date) -> list[str]:
    """The days of records that stand here alone for too long, the first one first."""
    last = (today - PATIENCE).isoformat()
    return sorted(day for name, day in days.items() if name not in ever and day <= last)
