"""The office's desk in one screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from sitegen.cases import NoticeCase, remaining
from sitegen.library import Library
from sitegen.pipeline import Checked
from sitegen.problems import Say, Severity
from sitegen.records.words import State
from sitegen.staff.summary import blocked, blocked_line, ending_today, notice_data, overdue, running
from sitegen.writer import MARKER, NotOurs, look

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_SOON = 14  # days ahead that an upcoming notice is shown


def tell_status(desk: Desk, checked: Checked) -> int:
    """Print what runs, what ends, what is blocked, what is overdue. Exit code 1 if anything is overdue or wrong."""
    library = checked.library
    if library is None:
        desk.tell(checked)
        return 1
    late = _late(desk, library)
    if desk.as_json:
        click.echo(json.dumps(_data(desk, checked, library, late), ensure_ascii=False, indent=1))
    else:
        for line in _lines(desk, checked, library, late):
            click.echo(line)
    return 1 if late or overdue(library) or not checked.is_sound else 0


def _late(desk: Desk, library: Library) -> str:
    """The day since which the published site has been out of date; "" if it is not, or there is none."""
    try:
        trace = look(desk.output).trace if (desk.output / MARKER).is_file() else None
    except (NotOurs, OSError):
        return ""
    if trace is None or not trace.next_change:
        return ""
    return trace.next_change if trace.next_change <= library.today.isoformat() else ""


def _data(desk: Desk, checked: Checked, library: Library, late: str) -> dict[str, Any]:
    change = library.next_change
    return {
        "date": library.today.isoformat(),
        "notices": [notice_data(library, c) for c in library.notices],
        "ending_today": [c.id for c in ending_today(library)],
        "blocked": [{"path": c.owner.path, "name": c.owner.record.name, "title": c.honour.title} for c in blocked(library)],
        "overdue": [
            {"path": p.owner.path, "name": p.owner.record.name, "text": p.promise.text, "days": p.days_over} for p in overdue(library)
        ],
        "errors": sum(p.severity is Severity.ERROR for p in checked.problems),
        "warnings": sum(p.severity is Severity.WARNING for p in checked.problems),
        "out_of_date_since": late or None,
        "next_change": change.isoformat() if change else None,
    }


def _lines(desk: Desk, checked: Checked, library: Library, late: str) -> list[str]:
    today, lang = library.today, desk.lang
    found = [Say(f"{today}（北京时间）", f"{today} (China time)").get(lang)]
    runs = running(library)
    upcoming = [c for c in library.notices if c.state is State.UPCOMING]
    soon = [c for c in upcoming if c.reckoning.interval and (c.reckoning.interval.start - today).days <= _SOON]
    found += _block(Say("正在公示", "On notice"), [_notice(c, library, lang) for c in runs], lang)
    found += _block(Say("今天期满", "Ending today"), [c.title for c in ending_today(library)], lang)
    found += _block(Say("即将公示", "Upcoming"), [_start(c) for c in soon], lang)
    found += _block(Say("受阻", "Blocked"), [blocked_line(c, today, lang) for c in blocked(library)], lang)
    late_promises = [
        Say(
            f"逾期 {p.days_over} 天  {p.owner.record.name}：{p.promise.text}",
            f"{p.days_over} days over  {p.owner.record.name}: {p.promise.text}",
        ).get(lang)
        for p in overdue(library)
    ]
    found += _block(Say("逾期的承诺", "Overdue promises"), late_promises, lang)
    errors = sum(p.severity is Severity.ERROR for p in checked.problems)
    warnings = sum(p.severity is Severity.WARNING for p in checked.problems)
    found.append(Say(f"检查：错误 {errors}，警告 {warnings}", f"Check: {errors} errors, {warnings} warnings").get(lang))
    if late:
        found.append(Say(f"网站从 {late} 起已经过时，请发布", f"The published site has been out of date since {late}: publish").get(lang))
    change = library.next_change
    found.append(Say(f"下一次变化：{change or '没有'}", f"Next change: {change or 'none'}").get(lang))
    return found


def _block(title: Say, lines: list[str], lang: str) -> list[str]:
    if not lines:
        return []
    return ["", f"{title.get(lang)} {len(lines)}", *(f"  · {line}" for line in lines), ""][: len(lines) + 2]


def _start(case: NoticeCase) -> str:
    start = case.reckoning.interval.start.isoformat() if case.reckoning.interval else ""
    return f"{start}  {case.title}"


def _notice(case: NoticeCase, library: Library, lang: str) -> str:
    left, end = remaining(case, library.today), case.reckoning.interval.end if case.reckoning.interval else None
    return Say(f"{end} 止，还有 {left} 天  {case.title}", f"until {end}, {left} days left  {case.title}").get(lang)
