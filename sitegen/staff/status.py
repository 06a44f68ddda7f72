"""The office's desk in one screen: what runs and ends, what is blocked and why, what is overdue, and what the evidence lacks."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from sitegen.library import Library
from sitegen.pipeline import Checked
from sitegen.problems import Severity
from sitegen.records.words import State
from sitegen.staff.agenda import columns, obstacles, open_objections, probes, undecided
from sitegen.staff.screen import Screen, fitted
from sitegen.staff.screen import screen as draw
from sitegen.staff.summary import blocked, ending_today, notice_data, overdue
from sitegen.traces import Trace
from sitegen.writer import MARKER, NotOurs, look

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

WIDTH, HEIGHT = 80, 24


def tell_status(desk: Desk, checked: Checked) -> int:
    """Print what waits for the office. Exit code 1 if anything is overdue or wrong."""
    library = checked.library
    if library is None:
        desk.tell(checked)
        return 1
    trace = _published(desk)
    if desk.as_json:
        click.echo(json.dumps(status_data(checked, library, trace), ensure_ascii=False, indent=1))
    else:
        is_screen = sys.stdout.isatty()
        size = shutil.get_terminal_size((WIDTH, HEIGHT))
        drawn = draw(library, checked.problems, trace, desk.lang, is_demo=_is_demo(desk, library))
        # a list that goes into a file or a letter is whole; on a screen the prompt takes a line of its own
        for line in fitted(drawn, size.columns, size.lines - 1) if is_screen else whole(drawn):
            click.echo(line)
    return 1 if is_overdue(checked, library, trace) else 0


def whole(drawn: Screen) -> list[str]:
    """Every line, however many there are."""
    return fitted(drawn, None, None)


def is_overdue(checked: Checked, library: Library, trace: Trace | None) -> bool:
    """Whether something should have been done by now: a publish, a promise, a column, an upload; or the check has errors."""
    seen = probes(library)
    return bool(
        out_of_date(library, trace)
        or overdue(library)
        or any(column.is_stale for column in columns(library))
        or (seen and seen.unseen)
        or not checked.is_sound
    )


def out_of_date(library: Library, trace: Trace | None) -> str:
    """The day since which the published site has been out of date; "" if it is not, or there is none."""
    if trace is None or not trace.next_change:
        return ""
    return trace.next_change if trace.next_change <= library.today.isoformat() else ""


def _published(desk: Desk) -> Trace | None:
    try:
        return look(desk.output).trace if (desk.output / MARKER).is_file() else None
    except (NotOurs, OSError):
        return None


def _is_demo(desk: Desk, library: Library) -> bool:
    return library.site.record.demo_date is not None and desk.as_of is None


def status_data(checked: Checked, library: Library, trace: Trace | None) -> dict[str, Any]:
    """All of it as ``--json`` gives it."""
    change, seen, since = library.next_change, probes(library), library.site.record.evidence_since
    latest = library.book.latest
    return {
        "date": library.today.isoformat(),
        "notices": [notice_data(library, c) for c in library.notices],
        "ending_today": [c.id for c in ending_today(library)],
        "upcoming": [c.id for c in library.notices if c.state is State.UPCOMING],
        "blocked": [{"path": c.owner.path, "name": c.owner.record.name, "title": c.honour.title} for c in blocked(library)],
        "obstacles": [
            {"path": o.case.owner.path, "name": o.case.owner.record.name, "title": o.case.honour.title, "why": o.why.zh, "why_en": o.why.en}
            for o in obstacles(library)
        ],
        "objections": [
            {
                "path": o.case.owner.path,
                "name": o.case.owner.record.name,
                "title": o.case.honour.title,
                "id": o.objection.id,
                "status": o.objection.status.en,
                "since": o.objection.date.isoformat(),
                "days": o.days,
            }
            for o in open_objections(library)
        ],
        "undecided": [{"path": c.owner.path, "name": c.owner.record.name, "title": c.honour.title} for c in undecided(library)],
        "overdue": [
            {"path": p.owner.path, "name": p.owner.record.name, "text": p.promise.text, "days": p.days_over} for p in overdue(library)
        ],
        "columns": [
            {
                "name": c.name.zh,
                "newest": c.newest.isoformat() if c.newest else None,
                "age": c.age if c.newest else None,
                "limit": c.limit,
                "stale": c.is_stale,
            }
            for c in columns(library)
        ],
        "evidence": {
            "since": since.isoformat() if since else None,
            "last_record": latest.isoformat() if latest else None,
            "published": (trace.date or None) if trace else None,
            "probed_since": seen.since.isoformat() if seen else None,
            "last_probe": seen.last.isoformat() if seen and seen.last else None,
            "unseen": [c.id for c in seen.unseen] if seen else [],
        },
        "errors": sum(p.severity is Severity.ERROR for p in checked.problems),
        "warnings": sum(p.severity is Severity.WARNING for p in checked.problems),
        "out_of_date_since": out_of_date(library, trace) or None,
        "next_change": change.isoformat() if change else None,
        "is_overdue": is_overdue(checked, library, trace),
    }
