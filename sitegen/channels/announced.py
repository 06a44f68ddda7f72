"""What may be said of notices outside of their pages: plain facts, from which everybody withheld has been left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sitegen.records.words import State

_FEW = 3  # names that a short text says; the rest are counted


@dataclass(frozen=True, slots=True)
class Subject:
    """A candidate of a notice. ``honour`` is what is proposed for him, unless ``is_held``."""

    name: str
    role: str
    honour: str
    level: str
    summary: str
    is_person: bool
    is_sample: bool
    is_held: bool = False

    @property
    def said(self) -> str:
        """The name, with the mark of an invented sample."""
        return marked(self.name, is_sample=self.is_sample)


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice as other channels tell it. ``url`` is its whole address, "" on a site without one; ``changed`` the day of its last form."""

    id: str
    slug: str
    title: str
    url: str
    state: State
    start: date
    end: date
    closing_hour: time | None
    deadline: date | None
    subjects: tuple[Subject, ...]
    office: str
    phone: str
    email: str
    address: str
    real_name: str
    issuer: str
    basis: str
    audience: str
    length: str
    published: date | None
    changed: date
    revision: int

    @property
    def last_day(self) -> date:
        """The last day on which somebody may object."""
        return self.deadline or self.end


@dataclass(frozen=True, slots=True)
class Award:
    """An honour that was decided."""

    name: str
    honour: str
    authority: str
    number: str
    day: date
    is_person: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that is not kept yet."""

    owner: str
    text: str
    due: date
    responsible: str


@dataclass(frozen=True, slots=True)
class News:
    """A site on one day: its notices, what was decided, what is due."""

    site: str
    organiser: str
    url: str
    today: date
    notices: tuple[Announced, ...]
    awards: tuple[Award, ...]
    promises: tuple[Due, ...]

    @property
    def running(self) -> tuple[Announced, ...]:
        """Notices that run today, the one that ends first on top."""
        return tuple(sorted((n for n in self.notices if n.state is State.ON_NOTICE), key=lambda n: (n.end, n.slug)))


def marked(name: str, *, is_sample: bool) -> str:
    """A name with the mark of an invented sample, unless it has that itself."""
    return f"{name}（示例）" if is_sample and "示例" not in name else name


def who(subjects: tuple[Subject, ...]) -> str:
    """``张三、李四、王五等12人``; a few are all named."""
    names = "、".join(s.said for s in subjects[:_FEW])
    if len(subjects) <= _FEW:
        return names
    kinds = {s.is_person for s in subjects}
    unit = "个对象" if len(kinds) > 1 else "人" if kinds == {True} else "个单位"
    return f"{names}等{len(subjects)}{unit}"


def what(subjects: tuple[Subject, ...]) -> str:
    """``“劳动模范”``; of several titles the first, and that there are more."""
    titles = tuple(dict.fromkeys(s.honour for s in subjects))
    return "" if not titles else f"“{titles[0]}”等称号" if len(titles) > 1 else f"“{titles[0]}”"


def proposal(subjects: tuple[Subject, ...]) -> str:
    """Who is proposed for what, in one clause; never that somebody holds it."""
    return f"拟授予{who(subjects)}{what(subjects)}" if subjects else ""


def hour_words(hour: time | None) -> str:
    """The hour at which the last day closes, as ``17:00``; nothing where the whole day counts."""
    return "" if hour is None or hour.second else hour.strftime("%H:%M")


def day_words(day: date) -> str:
    """``11月20日``."""
    return f"{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """``2026年11月20日``."""
    return f"{day.year}年{day.month}月{day.day}日"
