"""One notice for all candidates of a list: a file in content/notices/, its end computed by profile and calendar. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sitegen.calendar import Undecided
from sitegen.importing.changes import NEW, Change
from sitegen.importing.faults import error
from sitegen.importing.shelf import Shelf, Taken, spelled
from sitegen.library import Library
from sitegen.notice import profile_in_force
from sitegen.problems import Place, Problem, Say
from sitegen.records.entries import NoticeFile
from sitegen.records.words import Level
from sitegen.rules.lookups import lawful_interval
from sitegen.writing.compose import compose
from sitegen.writing.wording import batch_text

_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,30})[”\"」』》]")
_KINDS_OF_PLACE = tuple("省市县区乡镇村州旗")
_OWN_UNIT = {Level.OWN_UNIT.zh: "本单位"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said of the notice on the command line; "" and None where nothing was."""

    slug: str = ""
    title: str = ""
    level: str = ""
    authority: str = ""
    start: date | None = None
    profile: str = ""
    honour: str = ""
    basis: str = ""
    audience: str = ""

    @property
    def is_wanted(self) -> bool:
        return bool(self.slug or self.title or self.start or self.profile)

    @property
    def honour_title(self) -> str:
        """The honour of rows that name none: as said, else the words in quotation marks in the title."""
        quoted = _QUOTED.search(self.title)
        return self.honour or (quoted[1] if quoted else "")


def plan_notice(asked: Asked, shelf: Shelf, taken: Taken, place: Place) -> tuple[str, Change | None] | Problem:
    """The slug of the notice, and the file to be made where there is none yet."""
    library = shelf.library
    if library is None:
        return _wrong(place, Say("site.yaml 读不了", "site.yaml cannot be read"), Say("先运行“检查”", "run check first"))
    for filed in shelf.records("notices"):
        if asked.slug == filed.slug:
            return filed.slug, None
    if not asked.title:
        return _wrong(
            place, Say("新的公示没有标题", "a new notice needs a title"),
            Say("加上 --title “……公示”；已有的公示用 --notice 文件名", "add --title; for one that is there, --notice FILE"),
        )  # fmt: skip
    slug = taken.slug("notices", asked.title, asked.slug or _slug(asked, shelf.today.year))
    interval = _interval(asked, library, place)
    if isinstance(interval, Problem):
        return interval
    start, end, length = interval
    values = {
        "id": taken.id(f"gs-{slug}"[:34].rstrip("-"), start.year), "title": asked.title,
        "scope": _OWN_UNIT.get(asked.level.removesuffix("级"), asked.level.removesuffix("级")),
        "profile": asked.profile, "start": start.isoformat(), "end": end.isoformat(), "length": length,
        "issuer": asked.authority or library.site.record.organiser, "published": start.isoformat(),
        "basis": asked.basis, "audience": asked.audience,
    }  # fmt: skip
    data = compose(NoticeFile, values, batch_text(asked.honour_title, asked.basis)).encode()
    said = tuple(f"{name} {text}" for name, text in (("依据", asked.basis), ("范围", asked.audience)) if text)
    return slug, Change(NEW, f"content/notices/{slug}.md", asked.title, place, data, fields=(f"{start} — {end}", *said))


def is_new(asked: Asked, shelf: Shelf) -> bool:
    """Whether a notice is going to be made."""
    return asked.is_wanted and asked.slug not in {filed.slug for filed in shelf.records("notices")}


def usual_audience(library: Library) -> str:
    """To whom this site shows its notices: as it said last, else the whole of its place."""
    place = "".join(library.site.record.region[-1:])
    return said_before(library, "audience") or (f"全{place[-1]}" if place[-1:] in _KINDS_OF_PLACE else "")


def said_before(library: Library, name: str) -> str:
    """What the notice of this site that began last said of its ``basis`` or ``audience``."""
    dated = [(case.notice.start, str(said)) for case in library.notices if case.notice.start and (said := getattr(case.notice, name))]
    return max(dated, default=(None, ""))[1]


def _slug(asked: Asked, year: int) -> str:
    """The year and what is honoured: ``2026-lao-dong-mo-fan``."""
    words = spelled(asked.honour_title or asked.title, is_person=False)
    return words if words.startswith(str(year)) else f"{year}-{words}"


def _interval(asked: Asked, library: Library, place: Place) -> tuple[date, date, str] | Problem:
    """First day, last day and stated length by the profile."""
    rules = library.site.record.notice
    soonest = lawful_interval(library)
    start = asked.start or (soonest.start if soonest else None)
    name = asked.profile or rules.profile
    profile = profile_in_force(library.profiles, name, start or library.today)
    if profile is None:
        known = "、".join(sorted({p.id for p in library.profiles}))
        return _wrong(
            place, Say(f"没有规则“{name}”", f"there is no profile '{name}'"), Say(f"--profile 可用：{known}", f"--profile: one of {known}")
        )
    try:
        if start is None:
            raise Undecided(library.today)
        unit = profile.unit.length_unit
        end = library.calendar.next_workday(library.calendar.last_day(start, profile.minimum, unit, rules.counting))
    except Undecided as undecided:
        year = undecided.day.year
        return _wrong(
            place, Say(f"{year} 年的放假安排还不知道，算不出结束日期", f"the holidays of {year} are not known; the end cannot be computed"),
            Say("把国务院办公厅的通知抄进 site.yaml 的“日历”", "put the arrangement of the State Council under 日历 in site.yaml"),
        )  # fmt: skip
    return start, end, f"{profile.minimum}个{profile.unit.zh}"


def _wrong(place: Place, message: Say, fix: Say) -> Problem:
    return error("I012", place, message, fix)
