"""What published pages say: the settings and notices of verify.html, and the visible words of a notice's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

from sitegen.published.source import Source
from sitegen.records.site import CalendarYear

FIRST = "verify.html"
_MOST_PAGES = 1000
_SILENT = frozenset(("script", "style", "template", "noscript"))
_CANDIDATE = re.compile(
    r"候选 \S+: 名称 (?P<name>.*?)(?:；单位 .*?)?(?:；职务 (?P<post>.*?))?；称号 (?P<title>.*?)(?:；级别 .*?)?"
    r"(?:；事迹 (?P<deed>.*?))?；随机码 [0-9a-f]{64}"
)
_SHOWN = ("标题", "公示单位", "受理部门", "受理电话", "受理邮箱", "受理地址", "实名要求")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the site itself says of a notice: a claim, not evidence."""

    id: str
    url: str
    text_url: str
    verdict: str
    start: date | None
    end: date | None
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Index:
    """verify.html as read: since when evidence is kept, the day of a demonstration, why declarations are accepted, notices.

    ``probed`` is the day from which the site says that it is probed.
    """

    is_there: bool = False
    since: date | None = None
    demo: date | None = None
    accepted: str = ""
    claims: tuple[Claim, ...] = ()
    calendars: tuple[CalendarYear, ...] = ()
    probed: date | None = None


def read_index(source: Source) -> Index:
    """The page of evidence and those that follow it. Raises Unreachable."""
    first, claims = None, list[Claim]()
    path, seen = FIRST, set[str]()
    while path and path not in seen and len(seen) < _MOST_PAGES:
        seen.add(path)
        data = source.get(path)
        if data is None:
            break
        page = _IndexPage(data.decode("utf-8", "replace"))
        first = first or page
        claims += page.claims
        path = ("" if "/" in page.next else "verify/" if path != FIRST else "") + page.next if page.next else ""
    if first is None:
        return Index()
    return Index(True, first.since, first.demo, first.accepted, tuple(claims), tuple(first.calendars), first.probed)


class _IndexPage(HTMLParser):
    """The data- attributes of verify.html."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.since: date | None = None
        self.demo: date | None = None
        self.probed: date | None = None
        self.accepted = self.next = ""
        self.claims: list[Claim] = []
        self.calendars: list[CalendarYear] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "data-verify" in said:
            self.since, self.demo = _day(said.get("data-since")), _day(said.get("data-demo"))
            self.accepted, self.probed = said.get("data-accepted", ""), _day(said.get("data-probed"))
        elif said.get("data-notice"):
            days = _day(said.get("data-start")), _day(said.get("data-end"))
            words = (said["data-notice"], said.get("data-url", ""), said.get("data-text", ""), said.get("data-verdict", ""))
            self.claims.append(Claim(*words, *days, "data-accepted" in said))
        elif said.get("data-calendar", "").isdigit():
            off, work = _spans(said.get("data-off", "")), _spans(said.get("data-work", ""))
            self.calendars.append(CalendarYear(year=int(said["data-calendar"][:4]), source=FIRST, off=off, work=work))
        elif tag == "a" and said.get("rel") == "next":
            self.next = said.get("href", "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _spans(text: str) -> tuple[tuple[date, date], ...]:
    found = [tuple(_day(part) for part in span.split("/")) for span in text.split()]
    return tuple((a, b) for a, b in (s for s in found if len(s) == 2) if a and b and 0 <= (b - a).days <= 60)


class _Words(HTMLParser):
    """The visible words of the main part of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside = self.silent = 0
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "main"
        self.silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        self.silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if self.inside > 0 and self.silent <= 0:
            self.words.append(data)


def absent(page: bytes, text: str, *, with_deeds: bool) -> tuple[str, ...]:
    """What a recorded text says and a notice's page does not show. Deeds are left out where they may not be shown any more."""
    shown = _tight("".join(_Words(page.decode("utf-8", "replace")).words))
    return tuple(word for word in _said(text.splitlines(), with_deeds) if _tight(word) not in shown)


def _said(lines: Sequence[str], with_deeds: bool) -> Iterator[str]:
    for line in lines:
        name, _, value = line.partition(": ")
        if name in _SHOWN:
            yield value
        elif name == "公示时间":
            yield from (f"{d.year}年{d.month}月{d.day}日" for d in (_day(word) for word in value.split(" 至 ")) if d)
        elif match := _CANDIDATE.fullmatch(line):
            yield from (v for k, v in match.groupdict().items() if v and (with_deeds or k != "deed"))


def _tight(text: str) -> str:
    return "".join(text.split())
