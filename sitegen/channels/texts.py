"""Texts for people: the digest of a week, and what loudspeakers say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sitegen.channels.announced import Announced, Award, Due, News, day_words, full_day, hour_words, proposal, what, who
from sitegen.channels.spoken import day_spoken, hour_spoken, phone_spoken, spoken
from sitegen.records.words import State

_SUNDAY = 6


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=_SUNDAY)


def weekly(news: News) -> str:
    """The digest of the week that today belongs to: facts up to today, and what is known to come."""
    monday, sunday = week_of(news.today)
    begun = [n for n in news.notices if n.state in (State.ON_NOTICE, State.CLOSED) and monday <= n.start <= news.today]
    ending = [n for n in news.running if n.end <= sunday]
    coming = [n for n in news.notices if n.state is State.UPCOMING and n.start <= sunday]
    awards = sorted((a for a in news.awards if monday <= a.day <= news.today), key=lambda a: (a.day, a.name, a.honour))
    due = sorted((p for p in news.promises if p.due <= sunday), key=lambda p: (p.due, p.owner, p.text))
    blocks = (
        ("新公示", [_span(n) for n in _by_start(begun)]),
        ("即将公示", [_span(n) for n in _by_start(coming)]),
        ("正在公示", [_running(n) for n in news.running]),
        ("本周到期", [f"{n.title}：{day_words(n.end)}{hour_words(n.closing_hour)}止" for n in ending]),
        ("已表彰", [_award(a) for a in awards]),
        ("到期的承诺", [_promise(p, news.today) for p in due]),
    )
    lines = [f"{news.site} 一周简报", f"{full_day(monday)}至{full_day(sunday)}（截至{day_words(news.today)}）", ""]
    for title, entries in blocks:
        lines += [f"{title} {len(entries)}", *(f"· {entry}" for entry in entries), ""] if entries else []
    if not any(entries for _, entries in blocks):
        lines += ["本周没有新的公示、表彰和到期的承诺。", ""]
    if news.running:
        lines.append("公示对象都还没有表彰；公示期满、异议办结之后才作决定。")
    lines.append(f"{news.organiser}  {news.url}".rstrip())
    return "\n".join(lines) + "\n"


def _by_start(notices: list[Announced]) -> list[Announced]:
    return sorted(notices, key=lambda n: (n.start, n.slug))


def _subjects(notice: Announced) -> str:
    """Who it is about: as proposed, and those who have been decided upon as that."""
    waiting = tuple(s for s in notice.subjects if not s.is_held)
    held = tuple(s for s in notice.subjects if s.is_held)
    said = [proposal(waiting)] if waiting else []
    return "；".join([*said, f"已表彰{who(held)}{what(held)}"] if held else said)


def _span(notice: Announced) -> str:
    span = f"{day_words(notice.start)}至{day_words(notice.end)}"
    return f"{notice.title}：{_subjects(notice)}，{span}" if notice.subjects else f"{notice.title}：{span}"


def _running(notice: Announced) -> str:
    way = "、".join(w for w in (notice.office, notice.phone, notice.email) if w)
    where = f"，{notice.url}" if notice.url else ""
    return f"{notice.title}：{day_words(notice.end)}{hour_words(notice.closing_hour)}止，异议请向{way or '公示单位'}反映{where}"


def _award(award: Award) -> str:
    number = f"（{award.number}）" if award.number else ""
    return f"{award.name}“{award.honour}”，{award.authority}{day_words(award.day)}决定{number}"


def _promise(promise: Due, today: date) -> str:
    late = f"，已超过 {(today - promise.due).days} 天" if promise.due < today else ""
    return f"{promise.owner}：{promise.text}（{day_words(promise.due)}到期{late}）"


def broadcast(news: News) -> str:
    """What a loudspeaker says of the notices that run: full sentences, no figure, no address."""
    runs = [n for n in news.running if n.subjects]
    if not runs:
        return f"{spoken(news.organiser)}通知：今天是{day_spoken(news.today)}，没有正在进行的公示。\n"
    count = "" if len(runs) == 1 else spoken(f"，一共{len(runs)}项")
    lines = [f"现在播送{spoken(news.organiser)}的公示{count}。今天是{day_spoken(news.today)}。", ""]
    for notice in runs:
        lines += ["".join(_sentences(notice, news)), ""]
    lines.append("公示对象都还没有表彰，公示期满、异议办结以后才作决定。播送完毕，谢谢收听。")
    return "\n".join(lines) + "\n"


def _sentences(notice: Announced, news: News) -> Iterator[str]:
    yield f"{spoken(notice.issuer or news.organiser)}公示：{spoken(proposal(notice.subjects))}。"
    yield f"公示时间从{day_spoken(notice.start)}开始，到{day_spoken(notice.end)}{hour_spoken(notice.closing_hour)}结束。"
    until = f"在{day_spoken(notice.deadline)}以前" if notice.deadline else "在公示期内"
    office = spoken(notice.office) or spoken(notice.issuer) or spoken(news.organiser)
    phone = f"，电话是{phone_spoken(notice.phone)}" if notice.phone else ""
    yield f"对公示的对象、事迹或者程序有不同意见的，请{until}向{office}反映{phone}。"
    if notice.real_name:
        yield f"{spoken(notice.real_name).rstrip('。')}。"
