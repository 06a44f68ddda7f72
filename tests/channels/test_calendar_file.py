"""notices.ics: what a calendar program reads is what was meant, whatever staff wrote."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sitegen.channels.announced import Announced
from sitegen.channels.ics import calendar_file
from sitegen.records.words import State
from tests.channels.world import DAY, HIDDEN, make, notice
from tests.inspection.world import told
from tests.press import publish

TODAY = date.fromisoformat(DAY)
NASTY = st.text(st.characters(codec="utf-8") | st.sampled_from('\r\n;,:\\"\t 公示𠮷'), max_size=120)


def events(*notices: Announced, today: date = TODAY) -> list[Any]:
    read: Any = Calendar.from_ical(calendar_file("站", "example.org", notices, today))
    return list(read.walk("VEVENT"))


def plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@given(NASTY, NASTY, NASTY, st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(0, 60))
def test_what_is_read_back_is_what_was_written(title: str, office: str, address: str, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    one = notice(title=title, office=office, address=address, start=start, end=end, changed=start)
    data = calendar_file(title, "example.org", [one], start)
    event: Any = Calendar.from_ical(data).walk("VEVENT")[0]
    assert event["summary"] == plain(title)
    assert (event["dtstart"].dt, event["dtend"].dt) == (start, end + timedelta(days=1))
    assert event["uid"] == "pi-2026@example.org"
    assert plain(office) in event["contact"]
    assert data.count(b"BEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_title_cannot_begin_a_line_of_its_own() -> None:
    evil = "公示\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nATTACH:https://evil.example\u2028X-A:b"
    data = calendar_file(evil, "example.org", [notice(title=evil, office=evil, url=f"https://example.org/{evil}")], TODAY)
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    assert not any(line.startswith(("BEGIN:VALARM", "ATTACH", "X-A")) for line in lines)
    assert sum(line == "END:VEVENT" for line in lines) == 1


def test_an_ended_notice_stays_for_thirty_days() -> None:
    ended = notice(state=State.CLOSED, end=date(2026, 10, 19))
    assert len(events(ended)) == 1
    assert events(ended, today=TODAY + timedelta(days=1)) == []


def test_an_upcoming_notice_is_tentative_and_a_candidate_is_proposed() -> None:
    (event,) = events(notice(state=State.UPCOMING))
    assert event["status"] == "TENTATIVE"
    assert "拟授予张三“劳动模范”（还没有表彰）" in event["description"]


def test_equal_notices_are_equal_bytes_on_every_day() -> None:
    one, other = notice(), notice(id="a-2026", slug="a", start=date(2026, 11, 17))
    assert calendar_file("站", "h", [one, other], TODAY) == calendar_file("站", "h", [other, one], TODAY + timedelta(days=2))


def test_a_correction_raises_the_sequence() -> None:
    (event,) = events(notice(revision=2, changed=date(2026, 11, 17)))
    assert event["sequence"] == 2
    assert event["dtstamp"].dt.date() == date(2026, 11, 17)


def test_the_site_publishes_its_calendar_without_anybody_withheld(tmp_path: Path) -> None:
    site = make(tmp_path)
    assert told(site) == set()
    text = (site / "output/notices.ics").read_text("utf-8").replace("\n ", "").replace("\r", "")
    assert "zhang-san-1-1@example.org" in text and "qian-qi-1-1@example.org" in text
    assert not any(name in text for name in HIDDEN)
    again = publish(site)
    assert again.written == 0
