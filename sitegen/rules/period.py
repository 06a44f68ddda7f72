"""Rules on the interval of a notice and its count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.scalars import Length, LengthUnit
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import counted, lawful_interval
from sitegen.rules.words import days, either, length_text, line


def _end_spot(case: NoticeCase) -> tuple[str, int, int]:
    return case.spot("end") if case.notice.end else case.spot("length")


@rule("N001", Severity.ERROR)
def without_interval(library: Library) -> Iterator[Finding]:
    """A notice has no start, or nothing that tells its end.

    What: 公示没有开始日期，或者既没有结束日期也没有公示期。
    | The notice has no start, or neither an end nor a length.
    Why: 不知道从哪天到哪天，就无法判断公示期够不够，公众也不知道何时可以提出意见。
    | Without both ends nobody can tell whether the period is long enough, or until when to object.
    Wrong:
        公示:
          开始: 2026-11-02
    Right:
        公示:
          开始: 2026-11-02
          结束: 2026-11-06
    """
    for case in library.notices:
        if case.notice.start is None:
            yield Finding(case.spot("start"), Say("公示没有开始日期", "the notice has no start"), _start_fix(library, case))
        elif case.notice.end is None and case.notice.length is None:
            end = case.reckoning.earliest_end
            fix = line("结束", "end", end) if end else Say("写上“结束: 年-月-日”", "write '结束: YYYY-MM-DD' (end)")
            yield Finding(
                case.spot("start"),
                Say("公示既没有结束日期，也没有公示期", "the notice has neither an end nor a length"),
                either(fix, line("公示期", "length", _least(case))) if case.reckoning.profile else fix,
            )


def _least(case: NoticeCase) -> str:
    profile = case.reckoning.profile
    return length_text(profile.minimum, profile.unit.length_unit) if profile else ""


def _start_fix(library: Library, case: NoticeCase) -> Say:
    soonest = lawful_interval(library)
    day = case.notice.published or (soonest.start if soonest else None)
    if day is None:
        return Say("写上“开始: 年-月-日”，即真正张贴的那一天", "write '开始: YYYY-MM-DD' (start), the day on which it is posted")
    fix = line("开始", "start", day)
    return Say(f"{fix.zh}（写真正张贴的那一天）", f"{fix.en}: the day on which it is posted")


@rule("N002", Severity.ERROR)
def ends_before_start(library: Library) -> Iterator[Finding]:
    """A notice ends before it starts.

    What: 公示的结束日期早于开始日期。
    | The notice ends before it starts.
    Why: 多半是年份或月份写错；这样的公示一天也没有。
    | Mostly a slip in the year or month; such a notice runs for no day at all.
    Wrong:
        开始: 2026-11-02
        结束: 2026-10-06
    Right:
        开始: 2026-11-02
        结束: 2026-11-06
    """
    for case in library.notices:
        start, end = case.notice.start, case.notice.end
        if start is None or end is None or end >= start:
            continue
        right = max((d for d in (case.reckoning.stated_end, case.reckoning.earliest_end) if d), default=None)
        yield Finding(
            case.spot("end"),
            Say(
                f"结束日期 {text_of(end)} 早于开始日期 {text_of(start)}", f"the end, {text_of(end)}, is before the start, {text_of(start)}"
            ),
            line("结束", "end", right) if right else Say(f"“结束”写 {text_of(start)} 以后的日期", f"write an end after {text_of(start)}"),
            case.spot("start"),
        )


@rule("N003", Severity.ERROR, "calendar")
def shorter_than_minimum(library: Library) -> Iterator[Finding]:
    """A notice is shorter than its profile asks.

    What: 公示的天数少于所用规则的最低天数。
    | The notice runs for fewer days than its profile asks.
    Why: 公示期不足，公众来不及知道和提出意见，表彰会被认为程序不合格。
    | People must have the time that the rules give them to learn of it and to object.
    Wrong:
        规则: commendation
        开始: 2026-11-02
        结束: 2026-11-05
    Right:
        规则: commendation
        开始: 2026-11-02
        结束: 2026-11-06
    """
    for case in library.notices:
        reckoning, profile = case.reckoning, case.reckoning.profile
        if reckoning.is_long_enough is not False or profile is None or reckoning.counted is None:
            continue
        unit = profile.unit.length_unit
        need, have = days(profile.minimum, unit), days(reckoning.counted, unit)
        stated = case.notice.length
        longer = line("公示期", "length", _least(case)) if stated and stated.number < profile.minimum else None
        end = line("结束", "end", reckoning.earliest_end)
        yield Finding(
            _end_spot(case),
            Say(
                f"公示只有 {have.zh}，规则 {profile.id} 要求至少 {need.zh}",
                f"the notice runs {have.en}; profile {profile.id} asks for at least {need.en}",
            ),
            Say(f"{end.zh}；{longer.zh}", f"{end.en}; {longer.en}") if longer else end,
        )


@rule("N004", Severity.ERROR, "calendar")
def length_disagrees(library: Library) -> Iterator[Finding]:
    """The stated length is not what start and end give.

    What: 写明的公示期与起止日期算出的天数不一致。
    | The stated length is not what start and end give.
    Why: 公众看到两种说法，不知道哪天截止；调休和节假日最容易算错。
    | People read two different things; make-up days and holidays are the usual cause.
    Wrong:
        开始: 2026-11-02
        结束: 2026-11-09
        公示期: 5个工作日
    Right:
        开始: 2026-11-02
        结束: 2026-11-06
        公示期: 5个工作日
    """
    for case in library.notices:
        length, stated = case.notice.length, case.reckoning.stated
        if length is None or stated is None or case.notice.end is None or stated == length.number:
            continue
        wrote, have = days(length.number, length.unit), days(stated, length.unit)
        end = case.reckoning.stated_end
        yield Finding(
            case.spot("length"),
            Say(f"公示期写 {wrote.zh}，起止日期算出来是 {have.zh}", f"the stated length is {wrote.en}, start and end give {have.en}"),
            either(line("结束", "end", end) if end else None, line("公示期", "length", length_text(stated, length.unit))),
            case.spot("end"),
        )


@rule("N005", Severity.WARNING)
def length_without_unit(library: Library) -> Iterator[Finding]:
    """A stated length has no unit.

    What: 公示期只写了数字，没有写“天”还是“工作日”。
    | The stated length is a bare number.
    Why: 没有单位时按自然日计算，与“5个工作日”可能差好几天。
    | A bare number counts natural days, which may end days before as many working days do.
    Wrong:
        公示期: 5
    Right:
        公示期: 5个工作日
    """
    for case in library.notices:
        length = case.notice.length
        if length is None or length.explicit:
            continue
        yield Finding(
            case.spot("length"),
            Say(
                f"公示期“{length.text}”没有单位，按 {length.number} 天（自然日）计算",
                f"the length '{length.text}' has no unit and counts as {length.number} natural days",
            ),
            line("公示期", "length", length_text(length.number, _meant(library, case, length))),
        )


def _meant(library: Library, case: NoticeCase, length: Length) -> LengthUnit:
    """The unit that a bare number most likely has: the one that the interval bears out, else the profile's."""
    interval, profile = case.reckoning.interval, case.reckoning.profile
    likely = profile.unit.length_unit if profile else LengthUnit.DAY
    if interval is None or case.notice.end is None:
        return likely
    for unit in (likely, LengthUnit.DAY, LengthUnit.WORKDAY):
        if counted(library, interval, unit) == length.number:
            return unit
    return likely


@rule("N006", Severity.ERROR, "calendar")
def calendar_undecided(library: Library) -> Iterator[Finding]:
    """The arrangement of holidays of a year is not known.

    What: 公示涉及的年份还没有放假调休安排，工作日无法计算。
    | The arrangement of holidays of a year that the notice touches is not known.
    Why: 国务院办公厅公布之前，谁也不知道哪天放假、哪天补班；猜出来的天数不能作数。
    | Until it is published nobody knows which days are worked; a guess would not hold.
    Wrong:
        公示:
          开始: 2027-02-01
          公示期: 5个工作日
    Right:
        日历:
          - 年份: 2027
            来源: 国务院办公厅关于2027年部分节假日安排的通知
            放假: [2027-01-01 至 2027-01-03, 2027-02-05 至 2027-02-11]
            上班: [2027-02-14]
    """
    for case in library.notices:
        missing = case.reckoning.undecided
        if missing is None:
            continue
        where = "start" if case.notice.start and case.notice.start.year == missing.year else "end"
        yield Finding(
            case.spot(where) if where == "start" else _end_spot(case),
            Say(
                f"{missing.year} 年的放假调休安排还没有录入，从 {text_of(missing)} 起无法计算工作日",
                f"the holidays of {missing.year} are not known: working days cannot be counted from {text_of(missing)} on",
            ),
            _calendar_fix(missing, library.today),
            library.site.spot("calendar"),
        )


def _calendar_fix(missing: date, today: date) -> Say:
    year = missing.year
    snippet = (
        f"日历:\n  - 年份: {year}\n    来源: 国务院办公厅关于{year}年部分节假日安排的通知\n"
        f"    放假: [{year}-01-01, {year}-月-日 至 {year}-月-日]\n    上班: [{year}-月-日]"
    )
    if year < 2004 or year > today.year + 1:
        return Say(
            f"先核对年份 {year} 有没有写错；没有错就在 site.yaml 里写：\n{snippet}",
            f"first see whether the year {year} is a slip; if not, write in site.yaml:\n{snippet}",
        )
    return Say(
        f"照国务院办公厅的通知在 site.yaml 里写（已有“日历”的，只加后四行）：\n{snippet}",
        f"copy the State Council's arrangement into site.yaml (with a 日历 there already, add the last four lines only):\n{snippet}",
    )
