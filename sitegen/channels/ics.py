"""Notices as a calendar file (RFC 5545): each an event over whole days, from the first to the last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sitegen.channels.announced import Announced, full_day, hour_words, proposal
from sitegen.records.words import State

if TYPE_CHECKING:
    from icalendar import Event

KEPT = timedelta(days=30)  # that an ended notice stays in the calendar
_ONE_DAY = timedelta(days=1)


def calendar_file(name: str, host: str, notices: Iterable[Announced], today: date) -> bytes:
    """The calendar of notices that come, run, or ended within thirty days. Equal notices give equal bytes: no clock is in it.

    ``host`` makes the ids of events unique among all calendars.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//sitegen//notices//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for notice in sorted(notices, key=lambda n: (n.start, n.id)):
        if is_kept(notice.state, notice.end, today):
            calendar.add_component(_event(notice, host))
    return bytes(calendar.to_ical())


def is_kept(state: State, end: date, today: date) -> bool:
    """Whether a notice in this state, with this last day, is still of use in a calendar."""
    return state in (State.UPCOMING, State.ON_NOTICE) or (state is State.CLOSED and end + KEPT >= today)


def one_line(text: str) -> str:
    """A text without line breaks and control characters, which could begin a line of their own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _event(notice: Announced, host: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{notice.id}@{host}")
    event.add("dtstamp", datetime.combine(notice.changed, time(), UTC))
    event.add("sequence", notice.revision)
    event.add("dtstart", notice.start)
    event.add("dtend", notice.end + _ONE_DAY)  # the end is the first day that no longer belongs to it
    event.add("summary", one_line(notice.title))
    event.add("description", "\n".join(one_line(line) for line in _description(notice)))
    event.add("status", "TENTATIVE" if notice.state is State.UPCOMING else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["公示"])
    if contact := "，".join(w for w in (notice.office, notice.phone, notice.email, notice.address) if w):
        event.add("contact", one_line(contact))
    if notice.url:
        event.add("url", one_line(notice.url))
    return event


def _description(notice: Announced) -> Iterable[str]:
    waiting = tuple(s for s in notice.subjects if not s.is_held)
    if waiting:
        yield f"{proposal(waiting)}（还没有表彰）"
    yield f"公示时间：{full_day(notice.start)}至{full_day(notice.end)}{hour_words(notice.closing_hour)}"
    if notice.deadline:
        yield f"异议截止：{full_day(notice.deadline)}"
    if notice.issuer:
        yield f"公示单位：{notice.issuer}"
    for label, value in (("受理部门", notice.office), ("电话", notice.phone), ("邮箱", notice.email), ("地址", notice.address)):
        if value:
            yield f"{label}：{value}"
    if notice.url:
        yield f"全文：{notice.url}"
