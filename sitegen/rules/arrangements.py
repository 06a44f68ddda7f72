"""Rules on the arrangements of holidays that a site enters itself (日历 in site.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from sitegen.calendar import ONE_DAY, Calendar
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.site import CalendarYear
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import is_workday
from sitegen.rules.words import listed

_STATUTORY = 13  # public holidays of a year since 2025; no arrangement lists fewer days off
_EARLY = 20  # an arrangement may reach back into the last days of December


Fault = tuple[str, Say, Say]  # which list of the year, what is wrong, how to mend it


def _days(spans: Sequence[tuple[date, date]]) -> list[date]:
    return [start + ONE_DAY * i for start, end in spans for i in range((end - start).days + 1)]


@rule("N029", Severity.WARNING, "calendar")
def arrangement_looks_wrong(library: Library) -> Iterator[Finding]:
    """An arrangement of holidays in site.yaml cannot be right.

    What: site.yaml 里某年的放假调休安排自相矛盾，或者没有抄全。
    | An arrangement of holidays in site.yaml contradicts itself or is not complete.
    Why: 没有列出的日子一律按星期几计算；漏抄、错抄都会让工作日算错。
    | Days not listed follow their day of the week, so a slip makes every count wrong.
    Wrong:
        日历:
          - 年份: 2027
            来源: 国务院办公厅关于2027年部分节假日安排的通知
            放假: [2027-01-01]
            上班: [2027-01-01]
    Right:
        日历:
          - 年份: 2027
            来源: 国务院办公厅关于2027年部分节假日安排的通知
            放假: [2027-01-01 至 2027-01-03, 2027-02-05 至 2027-02-11, 2027-10-01 至 2027-10-07]
            上班: [2027-02-14]
    """
    years = library.site.record.calendar
    for index, year in enumerate(years):
        off, work = _days(year.off), _days(year.work)
        faults = chain(
            _repeated(year, years[:index]),
            _contradictory(off, work),
            _foreign(year, off, work),
            _idle(off, work),
            _incomplete(year, off),
        )
        for key, message, fix in faults:
            yield Finding(library.site.spot("calendar", index, key), message, fix)


def _repeated(year: CalendarYear, before: Sequence[CalendarYear]) -> Iterator[Fault]:
    if any(other.year == year.year for other in before):
        yield (
            "year",
            Say(f"{year.year} 年写了两次", f"the year {year.year} is listed twice"),
            Say(f"合并成一处“年份: {year.year}”", f"join both under one '年份: {year.year}' (year)"),
        )


def _contradictory(off: Sequence[date], work: Sequence[date]) -> Iterator[Fault]:
    if both := sorted(set(off) & set(work)):
        named = listed(map(text_of, both))
        yield (
            "work",
            Say(f"{named.zh} 既写了放假又写了上班", f"both off and at work: {named.en}"),
            Say(f"从“放假”或“上班”里删去 {named.zh}", f"take {named.en} out of 放假 (off) or 上班 (work)"),
        )


def _foreign(year: CalendarYear, off: Sequence[date], work: Sequence[date]) -> Iterator[Fault]:
    first, last = date(year.year - 1, 12, _EARLY), date(year.year, 12, 31)
    for key, zh, every in (("off", "放假", off), ("work", "上班", work)):
        if strange := [d for d in every if not first <= d <= last]:
            named, right = listed(map(text_of, strange)), listed(f"{year.year}{text_of(d)[4:]}" for d in strange)
            yield (
                key,
                Say(f"{named.zh} 不在 {year.year} 年", f"not in {year.year}: {named.en}"),
                Say(f"{zh}: {right.zh}", f"{zh}: {right.en} ({key})"),
            )


def _idle(off: Sequence[date], work: Sequence[date]) -> Iterator[Fault]:
    if idle := [d for d in work if d.weekday() < 5 and d not in off]:
        named = listed(map(text_of, idle))
        yield (
            "work",
            Say(f"{named.zh} 本来就是星期一到星期五，不是调休", f"Monday to Friday anyway, no make-up day: {named.en}"),
            Say(f"对照通知，从“上班”里删去 {named.zh}", f"compare with the document; take {named.en} out of 上班 (work)"),
        )


def _incomplete(year: CalendarYear, off: Sequence[date]) -> Iterator[Fault]:
    number = len(set(off))
    if number < _STATUTORY and is_workday(Calendar(), date(year.year, 6, 1)) is None:
        yield (
            "off",
            Say(
                f"{year.year} 年只列了 {number} 天放假，法定节假日就有 {_STATUTORY} 天",
                f"{number} day(s) off listed for {year.year}; the statutory holidays alone are {_STATUTORY}",
            ),
            Say(f"照通知把 {year.year} 年的七个节日全部抄上", f"copy all seven holidays of {year.year} from the document"),
        )


@rule("N030", Severity.WARNING, "calendar")
def arrangement_contradicts_known(library: Library) -> Iterator[Finding]:
    """An arrangement in site.yaml contradicts the known calendar of a year.

    What: site.yaml 的日历与软件已知的当年安排不一致。
    | The site's own calendar differs from the known arrangement of the year.
    Why: 改日历可以让不够的公示期变够；除非国务院中途调整，不应该有差别。
    | A changed calendar can make a short period look long enough; only a change by the State Council justifies it.
    Wrong:
        日历:
          - 年份: 2026
            来源: 本单位安排
            上班: [2026-11-07]
    Right:
        日历:
          - 年份: 2026
            来源: 国务院办公厅关于2026年部分节假日安排的通知
            上班: [2026-10-10]
    """
    known = Calendar()
    for index, year in enumerate(library.site.record.calendar):
        off = [d for d in _days(year.off) if is_workday(known, d) is True]
        work = [d for d in _days(year.work) if is_workday(known, d) is False]
        for key, zh, changed in (("off", "放假", off), ("work", "上班", work)):
            if not changed:
                continue
            named = listed(map(text_of, changed))
            yield Finding(
                library.site.spot("calendar", index, key),
                Say(f"{named.zh} 写作{zh}，与已知的安排不同", f"{named.en}: not so in the known arrangement"),
                Say(
                    f"国务院没有调整的，从“{zh}”里删去 {named.zh}；调整了的，把文号写在“来源”",
                    f"unless the State Council changed it, take {named.en} out of {zh} ({key}); else give the number under 来源 (source)",
                ),
            )
