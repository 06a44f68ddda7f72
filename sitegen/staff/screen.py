"""The desk as lines of a terminal: sections that give way to each other where the screen is small. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.calendar import ONE_DAY
from sitegen.cases import HonourCase, NoticeCase, PromiseCase, remaining
from sitegen.library import Library
from sitegen.problems import Problem, Say, Severity
from sitegen.records.words import State
from sitegen.report import columns_of
from sitegen.staff.agenda import OpenObjection, columns, obstacles, open_objections, probes, undecided
from sitegen.staff.summary import overdue, running
from sitegen.traces import Trace

_DAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_LEAST = 1  # entries of a section that are always shown


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its entries; ``listed`` says after the heading how many of them are shown when not all are."""

    title: str
    entries: Sequence[str]
    listed: Say

    def lines(self, shown: int, lang: str) -> Iterator[str]:
        rest = "" if shown == len(self.entries) else self.listed.get(lang).format(shown=shown)
        yield f"{self.title} {len(self.entries)}{rest}"
        yield from (f"  {entry}" for entry in self.entries[:shown])


@dataclass(frozen=True, slots=True)
class Screen:
    """The day on top, the sections, and the lines that close it."""

    head: str
    sections: Sequence[Section]
    closing: Sequence[str]
    lang: str


def fitted(screen: Screen, width: int | None, height: int | None) -> list[str]:
    """The lines, cut to ``width`` columns; the longest lists give way until there are at most ``height`` lines."""
    shown = [len(s.entries) for s in screen.sections]
    fixed = 1 + len(screen.sections) + len(screen.closing)
    while height is not None and fixed + sum(shown) > height and max(shown, default=0) > _LEAST:
        shown[shown.index(max(shown))] -= 1
    lines = [screen.head]
    for section, number in zip(screen.sections, shown, strict=True):
        lines += section.lines(number, screen.lang)
    lines += screen.closing
    return lines if width is None else [cut(line, width) for line in lines]


def cut(line: str, width: int) -> str:
    """A line of at most ``width`` columns, with ``…`` where something is missing."""
    if columns_of(line) <= width:
        return line
    kept = ""
    for char in line:
        if columns_of(kept + char) > width - columns_of("…"):
            break
        kept += char
    return kept + "…"


def screen(library: Library, problems: Sequence[Problem], trace: Trace | None, lang: str, *, is_demo: bool) -> Screen:
    """What the desk shows."""
    today = library.today
    demo = Say("，演示日期", ", demonstration date") if is_demo else Say("", "")
    head = Say(f"{today} {_DAYS[today.weekday()]}（北京时间{demo.zh}）", f"{today:%Y-%m-%d %A} (China time{demo.en})")
    return Screen(head.get(lang), tuple(_sections(library, lang)), tuple(_closing(library, problems, trace, lang)), lang)


def _sections(library: Library, lang: str) -> Iterator[Section]:
    today = library.today
    runs = running(library)
    upcoming = [c for c in library.notices if c.state is State.UPCOMING and c.reckoning.interval]
    lists = (
        (Say("正在公示", "On notice"), [_running(c, today) for c in runs]),
        (Say("即将公示", "Upcoming"), [_upcoming(c, today) for c in sorted(upcoming, key=_begin)]),
        (Say("受阻", "Blocked"), [_named(o.case, o.why) for o in obstacles(library)]),
        (Say("没有办结的异议", "Open objections"), [_objection(o) for o in open_objections(library)]),
        (Say("期满，等决定", "Ended, waiting for a decision"), [_named(c) for c in undecided(library)]),
        (Say("逾期的承诺", "Overdue promises"), [_late(p) for p in overdue(library)]),
    )
    listed = Say("（列出 {shown}）", " ({shown} shown)")
    yield from (Section(title.get(lang), [entry.get(lang) for entry in entries], listed) for title, entries in lists if entries)


def _named(case: HonourCase, why: Say | None = None) -> Say:
    name, title = case.owner.record.name, case.honour.title
    return Say(f"{name}“{title}”" + (f"：{why.zh}" if why else ""), f"{name}, {title}" + (f": {why.en}" if why else ""))


def _objection(found: OpenObjection) -> Say:
    name, objection = _named(found.case), found.objection
    return Say(
        f"{found.days:>3} 天  {objection.date} {objection.status.zh}  {name.zh}",
        f"{found.days:>3} days  {objection.date} {objection.status.en}  {name.en}",
    )


def _late(case: PromiseCase) -> Say:
    name, days, text = case.owner.record.name, case.days_over, case.promise.text
    return Say(f"逾期 {days:>2} 天  {name}：{text}", f"{days:>2} days over  {name}: {text}")


def _begin(case: NoticeCase) -> date:
    return case.reckoning.interval.start if case.reckoning.interval else date.max


def _running(case: NoticeCase, today: date) -> Say:
    left = remaining(case, today)
    end = case.reckoning.interval.end if case.reckoning.interval else today
    if left == 1:
        return Say(f"今天期满   {end}  {case.title}", f"ends today    {end}  {case.title}")
    return Say(f"还有 {left:>2} 天 {end}  {case.title}", f"{left:>2} days left  {end}  {case.title}")


def _upcoming(case: NoticeCase, today: date) -> Say:
    start = _begin(case)
    days = (start - today).days
    return Say(f"{days:>2} 天后    {start}  {case.title}", f"in {days:>2} days    {start}  {case.title}")


def _closing(library: Library, problems: Sequence[Problem], trace: Trace | None, lang: str) -> Iterator[str]:
    errors, warnings = (sum(p.severity is s for p in problems) for s in (Severity.ERROR, Severity.WARNING))
    said = [_columns(library), _evidence(library, trace), *_probes(library)]
    said.append(Say(f"检查：错误 {errors}，警告 {warnings}", f"Check: {errors} error(s), {warnings} warning(s)"))
    late = trace.next_change if trace and trace.next_change and trace.next_change <= library.today.isoformat() else ""
    if late:
        said.append(Say(f"！网站从 {late} 起已经过时，请发布", f"! The published site has been out of date since {late}: publish"))
    change = library.next_change
    if change is None:
        said.append(Say("下一次变化：没有定了日期的", "Next change: none with a date"))
    else:
        when = Say("（明天）", " (tomorrow)") if change == library.today + ONE_DAY else Say("", "")
        said.append(Say(f"下一次变化：{change}{when.zh}，那天要再发布", f"Next change: {change}{when.en}; publish again on that day"))
    yield from (say.get(lang) for say in said)


def _columns(library: Library) -> Say:
    zh, en = [], []
    for column in columns(library):
        if column.newest is None:
            zh.append(f"{column.name.zh}是空的")
            en.append(f"{column.name.en} empty")
            continue
        mark = (
            Say("，过期了！", ", stale!")
            if column.is_stale
            else Say("，快过期了", ", nearly stale")
            if column.is_going_stale
            else Say("", "")
        )
        zh.append(f"{column.name.zh} {column.age} 天前更新（最多 {column.limit} 天{mark.zh}）")
        en.append(f"{column.name.en} {column.age} days old (at most {column.limit}{mark.en})")
    return Say(f"栏目：{'，'.join(zh)}", f"Columns: {', '.join(en)}")


def _evidence(library: Library, trace: Trace | None) -> Say:
    last = trace.date if trace else ""
    zh, en = f"上次发布 {last}" if last else "这里还没有发布过", f"last publish {last}" if last else "nothing was published here yet"
    since, latest = library.site.record.evidence_since, library.book.latest
    if since is None:
        return Say(f"存证：没有启用；{zh}", f"Evidence: none is kept; {en}")
    return Say(f"存证：{zh}，最后一条记录 {latest or '没有'}", f"Evidence: {en}, last record {latest or 'none'}")


def _probes(library: Library) -> Iterator[Say]:
    seen = probes(library)
    if seen is None:
        return
    zh, en = (f"上次 {seen.last}", f"last {seen.last}") if seen.last else ("还没有探测过", "none so far")
    if seen.unseen:
        number = len(seen.unseen)
        zh, en = (
            f"{zh}；！{number} 项正在公示的昨天和今天没有看到",
            f"{en}; ! {number} running notice(s) not seen since the day before yesterday",
        )
    yield Say(f"探测：{zh}", f"Probes: {en}")
