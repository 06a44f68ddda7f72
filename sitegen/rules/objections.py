"""Rules on objections: their dates, their register, their outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.cases import HonourCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.facts import Objection
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.words import either, line, listed

_SLOW = 30  # days after which an open objection is late


def _objections(library: Library) -> Iterator[tuple[HonourCase, int, Objection]]:
    for case in library.honours:
        for index, objection in enumerate(case.honour.objections):
            yield case, index, objection


@rule("H016", Severity.WARNING)
def closed_without_outcome(library: Library) -> Iterator[Finding]:
    """A closed objection lacks its day or its outcome.

    What: 异议已经有结论，却没有写办结日期或说明。
    | A closed objection lacks the day on which it was closed, or its outcome.
    Why: 公众要看到每件异议何时办结、结果如何（不写提出人）。
    | People should see when each was closed and how (never who objected).
    Wrong:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 不成立}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 不成立, 办结: 2026-11-09, 说明: 经查不属实}
    """
    for case, index, objection in _objections(library):
        missing = []
        if not objection.closed:
            missing.append((Say("办结", "closing day"), line("办结", "closed", f"{text_of(objection.date)} 或以后的日期")))
        if not objection.outcome:
            missing.append((Say("说明", "outcome"), line("说明", "outcome", "查了什么、结果如何，不写提出人")))
        if missing and not objection.status.is_open:
            what, fix = listed(what for what, _ in missing), listed(fix for _, fix in missing)
            yield Finding(
                case.spot("objections", index),
                Say(f"异议已“{objection.status.zh}”，没有写{what.zh}", f"the objection is {objection.status.en} but has no {what.en}"),
                Say(f"补上 {fix.zh}", f"add {fix.en}"),
            )


@rule("H017", Severity.ERROR)
def closed_before_received(library: Library) -> Iterator[Finding]:
    """An objection was closed before it was received.

    What: 异议的办结日期早于收到日期。
    | The objection was closed before it was received.
    Why: 日期颠倒，就看不出异议是否在表彰前办结。
    | With the dates turned round nobody can tell whether it was settled in time.
    Wrong:
        异议:
          - {日期: 2026-11-04, 状态: 不成立, 办结: 2026-10-09}
    Right:
        异议:
          - {日期: 2026-11-04, 状态: 不成立, 办结: 2026-11-09}
    """
    for case, index, objection in _objections(library):
        if objection.closed and objection.closed < objection.date:
            yield Finding(
                case.spot("objections", index, "closed"),
                Say(
                    f"办结 {text_of(objection.closed)} 早于收到 {text_of(objection.date)}",
                    f"closed on {text_of(objection.closed)}, received on {text_of(objection.date)}",
                ),
                Say(f"办结: {text_of(objection.date)} 或以后", f"办结: {text_of(objection.date)} (closed) or later"),
                case.spot("objections", index, "date"),
            )


@rule("H018", Severity.WARNING)
def objection_out_of_time(library: Library) -> Iterator[Finding]:
    """An objection is dated outside the notices of its honour.

    What: 异议日期不在公示期（含异议截止）之内。
    | The objection is dated outside the notices of its honour and their deadlines.
    Why: 多半是日期写错；期满后的反映也要查，但另行登记说明。
    | Mostly a slip; what comes in later is looked into as well, but say so.
    Wrong:
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
        异议:
          - {日期: 2026-10-04, 状态: 核查}
    Right:
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
        异议:
          - {日期: 2026-11-04, 状态: 核查}
    """
    for case, index, objection in _objections(library):
        spans = _open_spans(case, objection)
        if not spans or any(start <= objection.date <= end for start, end in spans):
            continue
        every = listed(Say(f"{text_of(a)} 至 {text_of(b)}", f"{text_of(a)} to {text_of(b)}") for a, b in spans)
        yield Finding(
            case.spot("objections", index, "date"),
            Say(f"异议日期 {text_of(objection.date)} 不在公示期之内", f"the objection of {text_of(objection.date)} is outside the notice"),
            Say(
                f"日期应在 {every.zh} 之内；确是期外收到的，在“说明”里写明",
                f"a date from {every.en}; if it really came in outside, say so under 说明 (outcome)",
            ),
        )


def _open_spans(case: HonourCase, objection: Objection) -> list[tuple[date, date]]:
    """From when to when each notice of the objection's level takes objections."""
    notices = [n for n in case.notices if n.reckoning.interval]
    own = [n for n in notices if objection.scope and n.notice.scope is objection.scope]
    return [
        (n.reckoning.interval.start, max(n.reckoning.interval.end, n.notice.objection_deadline or n.reckoning.interval.end))
        for n in own or notices
        if n.reckoning.interval
    ]


@rule("H019", Severity.WARNING)
def objection_slow(library: Library) -> Iterator[Finding]:
    """An objection has been open for more than 30 days.

    What: 异议受理超过 30 天还没有办结。
    | An objection has been open for more than 30 days.
    Why: 久拖不决，反映人和人选都没有着落。
    | Both the objector and the candidate are left waiting.
    Wrong:
        异议:
          - {编号: yy-1, 日期: 2026-09-04, 状态: 核查}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-09-04, 状态: 不成立, 办结: 2026-09-20, 说明: 经查不属实}
    """
    for case, index, objection in _objections(library):
        age = (library.today - objection.date).days
        if objection.status.is_open and age > _SLOW:
            today = text_of(library.today)
            yield Finding(
                case.spot("objections", index, "status"),
                Say(
                    f"{text_of(objection.date)} 的异议已经 {age} 天没有办结",
                    f"the objection of {text_of(objection.date)} has been open for {age} days",
                ),
                Say(
                    f"今天办结的，写“状态: 成立”或“状态: 不成立”、“办结: {today}”和“说明”",
                    f"once settled, write 状态 (status) 成立 or 不成立, '办结: {today}' (closed) and 说明 (outcome)",
                ),
            )


@rule("H025", Severity.WARNING)
def objection_number(library: Library) -> Iterator[Finding]:
    """An objection has no number in the register, or one that another objection has.

    What: 异议没有登记编号，或者与另一件编号相同。
    | An objection has no number in the register, or that of another one.
    Why: 逐件编号，漏登、删去的才看得出来。
    | Only numbers make it visible when one was left out or taken away.
    Wrong:
        异议:
          - {日期: 2026-11-04, 状态: 核查}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 核查}
    """
    seen: dict[tuple[str, str | None], int] = {}
    for case, index, objection in _objections(library):
        first = seen.setdefault((case.owner.path, objection.id), index) if objection.id else None
        if objection.id and first == index:
            continue
        message = (
            Say(f"异议编号 {objection.id} 用了两次", f"the number {objection.id} is used twice")
            if objection.id
            else Say("异议没有登记编号", "the objection has no number in the register")
        )
        number = f"yy-{objection.date:%Y-%m}-{index + 1:02}"
        yield Finding(case.spot("objections", index, "id"), message, line("编号", "id", number))


@rule("H026", Severity.WARNING)
def objection_level(library: Library) -> Iterator[Finding]:
    """An objection does not say which of several notices it belongs to, or names a level without a notice.

    What: 荣誉有几级公示，异议没有写层级，或者写的层级没有公示。
    | With notices at several levels, the objection names none of them.
    Why: 异议归哪一级公示，就由哪一级查清。
    | An objection is settled at the level at which it was raised.
    Wrong:
        公示:
          - {层级: 县, 开始: 2026-11-02, 结束: 2026-11-06}
          - {层级: 省, 开始: 2026-11-09, 结束: 2026-11-13}
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 核查}
    Right:
        公示:
          - {层级: 县, 开始: 2026-11-02, 结束: 2026-11-06}
          - {层级: 省, 开始: 2026-11-09, 结束: 2026-11-13}
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 层级: 县, 状态: 核查}
    """
    for case, index, objection in _objections(library):
        levels = list(dict.fromkeys(n.notice.scope for n in case.notices if n.notice.scope))
        if not levels or objection.scope in levels or (objection.scope is None and len(levels) == 1):
            continue
        begun = [n.notice.scope for n in case.notices if n.notice.scope and n.notice.start and n.notice.start <= objection.date]
        likely = (begun or levels)[-1]
        message = (
            Say(f"没有{objection.scope.zh}一级的公示", f"there is no notice at level {objection.scope.en}")
            if objection.scope
            else Say("异议没有写属于哪一级公示", "the objection does not say at which level it was raised")
        )
        yield Finding(case.spot("objections", index, "scope"), message, line("层级", "scope", likely.zh))


@rule("H027", Severity.WARNING)
def open_with_closing_day(library: Library) -> Iterator[Finding]:
    """An objection is still open but has a closing day.

    What: 异议写了办结日期，状态还是“受理”或“核查”。
    | The objection has a closing day but its status is still open.
    Why: 两处说法不一；状态没有改，荣誉就一直不能展示。
    | The two disagree; while the status is open the honour stays hidden.
    Wrong:
        异议:
          - {日期: 2026-11-04, 状态: 核查, 办结: 2026-11-09}
    Right:
        异议:
          - {日期: 2026-11-04, 状态: 不成立, 办结: 2026-11-09}
    """
    for case, index, objection in _objections(library):
        if objection.closed and objection.status.is_open:
            yield Finding(
                case.spot("objections", index, "status"),
                Say(
                    f"{text_of(objection.closed)} 已办结，状态还是“{objection.status.zh}”",
                    f"closed on {text_of(objection.closed)}, but the status is still '{objection.status.en}'",
                ),
                either(
                    line("状态", "status", "不成立"),
                    line("状态", "status", "成立"),
                    Say("没有办结的，删去“办结”", "if not closed, delete 办结 (closed)"),
                ),
            )


@rule("H028", Severity.ERROR)
def objection_in_the_future(library: Library) -> Iterator[Finding]:
    """An objection is dated after today.

    What: 异议的收到日期晚于今天。
    | The objection is dated after today.
    Why: 日期在将来的异议不起作用，荣誉会被照常展示。
    | An objection dated in the future would not hold the honour back.
    Wrong:
        异议:
          - {编号: yy-1, 日期: 2062-11-04, 状态: 核查}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 核查}
    """
    for case, index, objection in _objections(library):
        if objection.date > library.today:
            yield Finding(
                case.spot("objections", index, "date"),
                Say(f"异议日期 {text_of(objection.date)} 晚于今天", f"the objection is dated {text_of(objection.date)}, after today"),
                Say(
                    f"写收到那天的日期，不晚于 {text_of(library.today)}",
                    f"write the day on which it came in, {text_of(library.today)} at the latest",
                ),
            )
