"""Rules on single dates of a notice: days off, the last hour, the deadline, corrections, the document's date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from sitegen.calendar import ONE_DAY
from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.scalars import LengthUnit
from sitegen.records.words import State
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import is_workday, next_workday
from sitegen.rules.words import either, line, with_weekday

_OFFICE_CLOSES = time(17, 0)


@rule("N010", Severity.WARNING, "calendar")
def ends_on_day_off(library: Library) -> Iterator[Finding]:
    """The last day of a notice is a day off.

    What: 公示的最后一天是休息日。
    | The last day of the notice is a day off.
    Why: 最后一天没有人接电话、收材料，等于少了一天。
    | Nobody answers the telephone on it, so in practice a day is lost.
    Wrong:
        结束: 2026-11-08
    Right:
        结束: 2026-11-09
    """
    for case in library.notices:
        interval = case.reckoning.interval
        if interval is None or is_workday(library.calendar, interval.end) is not False:
            continue
        last, better = with_weekday(interval.end), next_workday(library.calendar, interval.end)
        yield Finding(
            case.spot("end") if case.notice.end else case.spot("length"),
            Say(f"最后一天 {last.zh}是休息日", f"the last day, {last.en}, is a day off"),
            _later_end(case, line("结束", "end", better)) if better else Say("改到下一个工作日", "choose the next working day"),
        )


def _later_end(case: NoticeCase, fix: Say) -> Say:
    if case.state is State.CLOSED:
        return Say(f"这次已经期满，不必改；下次这样写：{fix.zh}", f"this one is over, leave it; next time: {fix.en}")
    if case.state is State.ON_NOTICE:
        return Say(f"{fix.zh}，并加一条“更正”写明延长的原因", f"{fix.en}, with a 更正 (correction) that says why it is longer")
    return fix


@rule("N011", Severity.INFO, "calendar")
def starts_on_day_off(library: Library) -> Iterator[Finding]:
    """The first day of a notice is a day off.

    What: 公示的第一天是休息日。
    | The first day of the notice is a day off.
    Why: 按工作日计算时，这一天不算在公示期内。
    | Where working days are counted, this day does not count.
    Wrong:
        开始: 2026-11-01
    Right:
        开始: 2026-11-02
    """
    for case in library.notices:
        start, profile = case.notice.start, case.reckoning.profile
        if start is None or is_workday(library.calendar, start) is not False:
            continue
        first, better = with_weekday(start), next_workday(library.calendar, start)
        counts = profile is None or profile.unit.length_unit is LengthUnit.DAY
        effect = Say("", "") if counts else Say("，不计入公示的工作日", " and is not counted as a working day")
        yield Finding(
            case.spot("start"),
            Say(f"第一天 {first.zh}是休息日{effect.zh}", f"the first day, {first.en}, is a day off{effect.en}"),
            line("开始", "start", better) if better else Say("改到下一个工作日", "choose the next working day"),
        )


@rule("N012", Severity.WARNING)
def closes_early_on_last_day(library: Library) -> Iterator[Finding]:
    """The last day of a notice is not whole.

    What: 最后一天的截止时刻早于 17:00。
    | The hour at which the last day closes is before 17:00.
    Why: 最后一天没有满，公示期就少了这一天。
    | The last day is not whole, so it may be said not to count.
    Wrong:
        结束: 2026-11-06
        截止时刻: 12:00
    Right:
        结束: 2026-11-06
        截止时刻: 17:00
    """
    for case in library.notices:
        hour = case.notice.closing_hour
        if hour is None or hour >= _OFFICE_CLOSES:
            continue
        yield Finding(
            case.spot("closing_hour"),
            Say(f"最后一天 {hour:%H:%M} 就截止，不满一天", f"the last day closes at {hour:%H:%M} and is not whole"),
            either(line("截止时刻", "closing_hour", "17:00"), Say("删去这一行，到当天 24:00 为止", "delete it: the day ends at 24:00")),
        )


@rule("N013", Severity.WARNING)
def deadline_before_end(library: Library) -> Iterator[Finding]:
    """Objections are refused before the notice ends.

    What: 异议截止日期早于公示结束日期。
    | Objections are taken until a day before the notice ends.
    Why: 公示还在，意见却不收了，公示期就不完整。
    | The notice still hangs but nobody listens any more.
    Wrong:
        结束: 2026-11-06
        异议截止: 2026-11-05
    Right:
        结束: 2026-11-06
        异议截止: 2026-11-06
    """
    for case in library.notices:
        interval, deadline = case.reckoning.interval, case.notice.objection_deadline
        if interval is None or deadline is None or deadline >= interval.end:
            continue
        yield Finding(
            case.spot("objection_deadline"),
            Say(
                f"异议 {text_of(deadline)} 截止，公示到 {text_of(interval.end)} 才结束",
                f"objections close on {text_of(deadline)}, the notice runs until {text_of(interval.end)}",
            ),
            line("异议截止", "objection_deadline", interval.end),
            case.spot("end"),
        )


@rule("N023", Severity.WARNING)
def correction_out_of_time(library: Library) -> Iterator[Finding]:
    """A correction is dated before the notice or in the future.

    What: 更正的日期早于公示开始，或者晚于今天。
    | A correction is dated before the start of the notice, or after today.
    Why: 更正只能发生在公示开始以后、今天以前；日期不对，公众看不出改动在先还是在后。
    | A correction happens between the start and today; with a wrong date the order of events is lost.
    Wrong:
        开始: 2026-11-02
        更正:
          - 日期: 2026-10-03
            内容: 改正一个错别字
    Right:
        开始: 2026-11-02
        更正:
          - 日期: 2026-11-03
            内容: 改正一个错别字
    """
    for case in library.notices:
        start = case.notice.start
        for index, correction in enumerate(case.notice.corrections):
            if correction.date > library.today:
                message = Say(
                    f"更正日期 {text_of(correction.date)} 晚于今天", f"the correction is dated {text_of(correction.date)}, after today"
                )
                right = library.today
            elif start and correction.date < start:
                message = Say(
                    f"更正日期 {text_of(correction.date)} 早于公示开始 {text_of(start)}",
                    f"the correction is dated {text_of(correction.date)}, before the start, {text_of(start)}",
                )
                right = start
            else:
                continue
            yield Finding(case.spot("corrections", index, "date"), message, line("日期", "date", right))


@rule("N024", Severity.WARNING)
def document_after_start(library: Library) -> Iterator[Finding]:
    """The document is dated after the day on which the notice starts.

    What: 公示的落款日期晚于开始日期。
    | The notice's document is dated after the notice starts.
    Why: 文件还没有印发，公示不可能已经开始；公示期应从真正发布的那天算起。
    | A notice cannot run before its document exists; it counts from the day on which it was really published.
    Wrong:
        开始: 2026-11-02
        结束: 2026-11-06
        发布: 2026-11-04
    Right:
        开始: 2026-11-02
        结束: 2026-11-06
        发布: 2026-11-02
    """
    for case in library.notices:
        start, published = case.notice.start, case.notice.published
        if start is None or published is None or published <= start:
            continue
        yield Finding(
            case.spot("published"),
            Say(
                f"落款日期 {text_of(published)} 比开始日期 {text_of(start)} 晚 {(published - start) // ONE_DAY} 天",
                f"the document is dated {text_of(published)}, {(published - start) // ONE_DAY} day(s) after the start, {text_of(start)}",
            ),
            either(
                line("发布", "published", start),
                Say(
                    f"真是 {text_of(published)} 才发布的，写“开始: {text_of(published)}”，结束日期顺延",
                    f"if it really came out then, write '开始: {text_of(published)}' (start) and a later end",
                ),
            ),
            case.spot("start"),
        )
