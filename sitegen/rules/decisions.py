"""Rules on the decision to honour: never without a notice, before its end, or against an objection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.calendar import ONE_DAY
from sitegen.cases import HonourCase
from sitegen.library import Library
from sitegen.notice import first_permitted
from sitegen.problems import Say, Severity
from sitegen.records.facts import Objection
from sitegen.records.words import ObjectionStatus
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import is_revoked, last_end, lawful_interval
from sitegen.rules.words import either, line


def _decided(library: Library) -> Iterator[tuple[HonourCase, date]]:
    """Honours with a decision; a revoked one may tell openly that it was decided wrongly."""
    for case in library.honours:
        if case.honour.decision and not is_revoked(case):
            yield case, case.honour.decision.date


@rule("H001", Severity.ERROR)
def decision_without_notice(library: Library) -> Iterator[Finding]:
    """An honour was decided without a notice.

    What: 有表彰决定，没有公示。
    | There is a decision and no notice.
    Why: 先公示、后表彰；没有公示的荣誉不能展示。
    | Notice comes first; an honour without one may not be shown.
    Wrong:
        称号: 岗位能手
        表彰: {日期: 2026-11-20}
    Right:
        称号: 岗位能手
        公示: 2026-gangwei-nengshou
        表彰: {日期: 2026-11-23}
    """
    for case, decided in _decided(library):
        if case.honour.notices:
            continue
        interval = lawful_interval(library)
        begin = Say("", "")
        if interval:
            start, end, first = (text_of(d) for d in (*interval, interval.end + ONE_DAY))
            begin = Say(
                f"；没有公示过的，删去“表彰”，最早这样公示：开始: {start}，结束: {end}，{first} 起可以决定",
                f"; if there was none, delete 表彰 (decision); the soonest notice is 开始: {start} (start), 结束: {end} (end), "
                f"with a decision from {first} on",
            )
        yield Finding(
            case.spot("decision", "date"),
            Say(
                f"“{case.honour.title}” {text_of(decided)} 表彰，没有公示",
                f"'{case.honour.title}' was decided on {text_of(decided)} without a notice",
            ),
            Say(f"补上当时的“公示”{begin.zh}", f"add the 公示 (notices) of the time{begin.en}"),
        )


@rule("H002", Severity.ERROR, "calendar")
def decision_before_end(library: Library) -> Iterator[Finding]:
    """An honour was decided before its last notice had ended.

    What: 表彰日期不晚于最后一次公示的结束日期。
    | The decision is dated on or before the last day of the last notice.
    Why: 公示期满才能决定；最后一天到 24:00 才算满。
    | A decision waits until the last day is over.
    Wrong:
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
        表彰: {日期: 2026-11-06}
    Right:
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
        表彰: {日期: 2026-11-07}
    """
    for case, decided in _decided(library):
        first = first_permitted(n.reckoning.interval for n in case.notices if n.reckoning.interval)
        if first is None or decided >= first:
            continue
        yield Finding(
            case.spot("decision", "date"),
            Say(
                f"{text_of(decided)} 就表彰，公示到 {text_of(first - ONE_DAY)} 才结束",
                f"decided on {text_of(decided)}, but the notice runs until {text_of(first - ONE_DAY)}",
            ),
            Say(f"日期: {text_of(first)} 或以后", f"日期: {text_of(first)} (date) or later"),
        )


@rule("H003", Severity.ERROR)
def decision_with_open_objection(library: Library) -> Iterator[Finding]:
    """An honour was decided while an objection was open.

    What: 还有异议没有办结，就作了表彰决定。
    | The honour was decided while an objection was open.
    Why: 异议查清之前，不能决定，也不能展示。
    | Until an objection is settled, nothing may be decided or shown.
    Wrong:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 核查}
        表彰: {日期: 2026-11-10}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 不成立, 办结: 2026-11-09, 说明: 经查不属实}
        表彰: {日期: 2026-11-10}
    """
    for case, decided in _decided(library):
        for index, objection in enumerate(case.honour.objections):
            if objection.date > decided or not _was_open(objection, decided):
                continue
            yield Finding(
                case.spot("objections", index, "status"),
                Say(
                    f"{text_of(objection.date)} 的异议在 {text_of(decided)} 表彰时还没有办结",
                    f"the objection of {text_of(objection.date)} was open when the honour was decided on {text_of(decided)}",
                ),
                _wait_for(case, objection),
                case.spot("decision", "date"),
            )


def _was_open(objection: Objection, day: date) -> bool:
    return objection.status.is_open or (objection.closed is not None and objection.closed > day)


def _wait_for(case: HonourCase, objection: Objection) -> Say:
    if objection.closed is None or objection.status.is_open:
        return Say(
            "先查清：状态写“成立”或“不成立”，并写“办结”；在此之前删去“表彰”",
            "settle it first: status 成立 (upheld) or 不成立 (rejected), with 办结 (closed); until then delete 表彰 (decision)",
        )
    after = max(d for d in (objection.closed, (last_end(case) or objection.closed - ONE_DAY) + ONE_DAY))
    return Say(f"表彰的日期: {text_of(after)} 或以后", f"decision, 日期: {text_of(after)} (date) or later")


@rule("H004", Severity.ERROR)
def decision_against_upheld_objection(library: Library) -> Iterator[Finding]:
    """An honour was decided though an objection had been upheld.

    What: 异议已经成立，仍然作了表彰决定。
    | The honour was decided though an objection had been upheld.
    Why: 异议成立就应撤回，不能再表彰。
    | An upheld objection means withdrawal, not an award.
    Wrong:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 成立, 办结: 2026-11-09, 说明: 情况属实}
        表彰: {日期: 2026-11-10}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 成立, 办结: 2026-11-09, 说明: 情况属实}
        撤回: {日期: 2026-11-10, 原因: 异议成立}
    """
    for case, decided in _decided(library):
        for index, objection in enumerate(case.honour.objections):
            settled = objection.closed or objection.date
            if objection.status is not ObjectionStatus.UPHELD or settled > decided:
                continue
            yield Finding(
                case.spot("decision"),
                Say(
                    f"异议 {text_of(settled)} 成立，{text_of(decided)} 仍然表彰",
                    f"an objection was upheld on {text_of(settled)}, the honour decided on {text_of(decided)}",
                ),
                _take_back(settled, max(decided, library.today)),
                case.spot("objections", index, "status"),
            )


def _take_back(settled: date, later: date) -> Say:
    withdrawn, revoked = (f"{{日期: {text_of(day)}, 原因: 异议成立}}" for day in (settled, later))
    return either(
        Say(
            f"还没有正式决定的，删去“表彰”，写“撤回: {withdrawn}”",
            f"if it is not official yet, write '撤回: {withdrawn}' (withdrawal) in place of 表彰 (decision)",
        ),
        Say(f"已经决定的，加上“撤销: {revoked}”", f"if it is, add '撤销: {revoked}' (revocation)"),
    )


@rule("H013", Severity.WARNING)
def fact_in_the_future(library: Library) -> Iterator[Finding]:
    """A decision, revocation or withdrawal is dated after today.

    What: 表彰、撤销或撤回的日期晚于今天。
    | A decision, revocation or withdrawal is dated after today.
    Why: 还没有发生的事先写上，到那天会自动生效；多半是年份写错。
    | It takes effect by itself on that day; mostly the year is a slip.
    Wrong:
        表彰: {日期: 2062-11-10}
    Right:
        表彰: {日期: 2026-11-10}
    """
    for case in library.honours:
        honour = case.honour
        facts = {"decision": honour.decision, "revocation": honour.revocation, "withdrawal": honour.withdrawal}
        for (key, fact), zh in zip(facts.items(), ("表彰", "撤销", "撤回"), strict=True):
            if fact and fact.date > library.today:
                yield Finding(
                    case.spot(key, "date"),
                    Say(f"{zh}日期 {text_of(fact.date)} 还没有到", f"the {key} is dated {text_of(fact.date)}, after today"),
                    either(line("日期", "date", library.today), Say(f"到 {text_of(fact.date)} 再写", f"write it on {text_of(fact.date)}")),
                )


@rule("H020", Severity.WARNING)
def decision_before_deadline(library: Library) -> Iterator[Finding]:
    """An honour was decided while objections were still accepted.

    What: 异议截止之前就作了表彰决定。
    | The honour was decided before the deadline for objections had passed.
    Why: 还在收异议就决定，后到的意见来不及查。
    | Objections that come in later could not be looked into.
    Wrong:
        公示: {开始: 2026-11-02, 结束: 2026-11-06, 异议截止: 2026-11-13}
        表彰: {日期: 2026-11-10}
    Right:
        公示: {开始: 2026-11-02, 结束: 2026-11-06, 异议截止: 2026-11-13}
        表彰: {日期: 2026-11-14}
    """
    for case, decided in _decided(library):
        end = last_end(case)
        deadline = max((n.notice.objection_deadline for n in case.notices if n.notice.objection_deadline), default=None)
        if end is None or deadline is None or not end < decided <= deadline:
            continue
        yield Finding(
            case.spot("decision", "date"),
            Say(
                f"{text_of(decided)} 表彰，异议受理到 {text_of(deadline)}",
                f"decided on {text_of(decided)}, objections are taken until {text_of(deadline)}",
            ),
            line("日期", "date", deadline + ONE_DAY),
        )
