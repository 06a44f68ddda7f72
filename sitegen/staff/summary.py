"""What a leader wants to know in five lines, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sitegen.cases import HonourCase, NoticeCase, PromiseCase, remaining
from sitegen.library import Library
from sitegen.notice import blocking_objections
from sitegen.problems import Say
from sitegen.records.words import PromiseState, State

_MOST = 8  # of one kind that are listed; the rest are counted


def notice_data(library: Library, case: NoticeCase) -> dict[str, Any]:
    """A notice as ``--json`` gives it."""
    interval, profile, proof = case.reckoning.interval, case.reckoning.profile, library.proofs[case.id]
    return {
        "id": case.id,
        "name": case.slug,
        "title": case.title,
        "scope": case.notice.scope.zh if case.notice.scope else None,
        "state": case.state.en,
        "start": interval.start.isoformat() if interval else None,
        "end": interval.end.isoformat() if interval else None,
        "counted": case.reckoning.counted,
        "required": profile.minimum if profile else None,
        "unit": profile.unit.en if profile else None,
        "verdict": proof.verdict.en,
        "strengths": list(proof.strengths),
    }


def running(library: Library) -> list[NoticeCase]:
    """Notices that run, the one that ends first on top."""
    found = [c for c in library.notices if c.state is State.ON_NOTICE and c.reckoning.interval]
    return sorted(found, key=lambda c: (c.reckoning.interval.end if c.reckoning.interval else date.max, c.slug))


def ending_today(library: Library) -> list[NoticeCase]:
    return [c for c in running(library) if remaining(c, library.today) == 1]


def blocked(library: Library) -> list[HonourCase]:
    """Honours that cannot be decided because an objection is open or was upheld."""
    waiting = (State.ON_NOTICE, State.CLOSED)
    return [c for c in library.honours if c.state in waiting and blocking_objections(c.honour, library.today)]


def overdue(library: Library) -> list[PromiseCase]:
    """Promises past their date without a result, the longest first."""
    found = [p for p in library.promises if p.state is PromiseState.OVERDUE]
    return sorted(found, key=lambda p: (-p.days_over, p.owner.slug, p.index))


def summary(library: Library, lang: str) -> Iterator[str]:
    """The closing lines of a publish: what runs until when, what ends today, what is blocked, the next change."""
    runs = running(library)
    yield Say(f"正在公示 {len(runs)} 项" + ("：" if runs else ""), f"On notice: {len(runs)}" + (":" if runs else "")).get(lang)
    yield from _some((_running_line(c, library.today, lang) for c in runs), len(runs), lang)
    if ends := ending_today(library):
        yield Say("今天期满：", "Ending today: ").get(lang) + "；".join(c.title for c in ends)
    if stuck := blocked(library):
        yield Say(f"受阻 {len(stuck)} 项：", f"Blocked: {len(stuck)}:").get(lang)
        yield from _some((blocked_line(c, library.today, lang) for c in stuck), len(stuck), lang)
    change = library.next_change
    if change:
        yield Say(f"下一次变化：{change}，那天要再发布一次", f"Next change: {change}; publish again on that day").get(lang)
    else:
        yield Say("没有定了日期的下一次变化", "No dated change ahead").get(lang)


def _some(lines: Iterable[str], number: int, lang: str) -> Iterator[str]:
    for count, line in enumerate(lines):
        if count == _MOST:
            yield Say(f"  …另有 {number - _MOST} 项", f"  … and {number - _MOST} more").get(lang)
            return
        yield f"  · {line}"


def _running_line(case: NoticeCase, today: date, lang: str) -> str:
    left = remaining(case, today)
    end = case.reckoning.interval.end if case.reckoning.interval else today
    if left == 1:
        return Say(f"{end} 止（今天是最后一天）  {case.title}", f"until {end} (today is the last day)  {case.title}").get(lang)
    return Say(f"{end} 止（连今天还有 {left} 天）  {case.title}", f"until {end} ({left} days left, today included)  {case.title}").get(lang)


def blocked_line(case: HonourCase, today: date, lang: str) -> str:
    """Who is blocked, and by what."""
    numbers = blocking_objections(case.honour, today)
    words = "、".join(case.honour.objections[i].status.zh for i in numbers)
    name = f"{case.owner.record.name}“{case.honour.title}”"
    return Say(
        f"{name}：有 {len(numbers)} 件异议（{words}），不能表彰", f"{name}: {len(numbers)} objection(s) ({words}), cannot be honoured"
    ).get(lang)
