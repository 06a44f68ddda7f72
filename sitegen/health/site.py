"""The site: its settings, the calendar, the ledger and the branch that keeps it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime

from sitegen.calendar import Calendar, Undecided
from sitegen.health.answer import Answer, Grade, Patient, fine, look, mend
from sitegen.ledger.book import Ledger
from sitegen.problems import Say
from sitegen.recording import Opened, open_ledger
from sitegen.refusals import why

_CHECK = Say("运行 python build.py check，照它说的改", "run python build.py check and do as it says")
_SLOW = 10.0  # seconds


def settings(patient: Patient) -> Answer:
    title, record = Say("设置", "Settings"), patient.record
    if record is None:
        is_there = (patient.site / "site.yaml").is_file()
        why = (
            Say("site.yaml 有错", "site.yaml has errors")
            if is_there
            else Say(f"{patient.site} 里没有 site.yaml", f"there is no site.yaml in {patient.site}")
        )
        do = (
            _CHECK if is_there else Say("用 --site 指明文件夹，或用 init 新建网站", "name the folder with --site, or make a site with init")
        )
        return mend("settings", title, Say(f"{why.zh}，与网站有关的几项没有看", f"{why.en}; what depends on it was not looked at"), do)
    demo = Say(f"，演示日期 {record.demo_date}", f", demonstration date {record.demo_date}") if record.demo_date else Say("", "")
    return fine("settings", title, f"{record.name}{demo.zh}", f"{record.name}{demo.en}")


def calendar(patient: Patient) -> Answer:
    """Working days of this year and the next: no year is ever guessed."""
    title, record = Say("放假安排", "Holidays"), patient.record
    known = Calendar(record.calendar if record else ())
    this = patient.now.year
    lacking = [year for year in (this, this + 1) if not _is_known(known, year)]
    if not lacking:
        return fine("calendar", title, f"{this}、{this + 1} 年都有", f"{this} and {this + 1} are known")
    key = Say("抄进 site.yaml 的“日历”（年份、来源、放假、上班）", "copy it into 日历 in site.yaml (年份, 来源, 放假, 上班)")
    if this in lacking:
        return mend(
            "calendar",
            title,
            Say(f"没有 {this} 年的安排：按工作日的公示算不出来", f"no arrangement of {this}: notices in working days cannot be counted"),
            Say(
                f"找到国务院办公厅关于 {this} 年的通知，{key.zh}；或升级 chinesecalendar",
                f"find the State Council's notice for {this} and {key.en}; or upgrade chinesecalendar",
            ),
        )
    return look(
        "calendar",
        title,
        Say(
            f"{this} 年有；{this + 1} 年还没有，跨年的公示暂时算不出来",
            f"{this} is known; {this + 1} is not, so notices that reach into it cannot be counted yet",
        ),
        Say(
            f"等国务院办公厅发 {this + 1} 年的通知（多在十月底到十二月），当天{key.zh}",
            f"wait for the State Council's notice for {this + 1} (as a rule end of October to December), then {key.en}",
        ),
    )


def _is_known(calendar: Calendar, year: int) -> bool:
    try:
        calendar.is_workday(date(year, 12, 31))
    except Undecided:
        return False
    return True


def ledger(patient: Patient) -> tuple[Answer, Opened | None]:
    """Whether every record stands and follows from those before."""
    title = Say("存证", "Evidence")
    if patient.settings is None:
        return look("ledger", title, Say("没有看：site.yaml 读不出来", "not looked at: site.yaml cannot be read"), _CHECK), None
    started = time.perf_counter()
    try:
        opened = open_ledger(patient.site, patient.settings, patient.now.date())
    except OSError as error:
        what = why(error)
        return mend(
            "ledger",
            title,
            Say(f"ledger/ 读不了：{what.zh}", f"ledger/ cannot be read: {what.en}"),
            Say("检查权限和磁盘", "see permissions and the disk"),
        ), None
    seconds, number = time.perf_counter() - started, len(opened.ledger.entries)
    if opened.damages:
        first, more = opened.damages[0], len(opened.damages) - 1
        rest = Say(f"（另有 {more} 处）", f" (and {more} more)") if more else Say("", "")
        return mend("ledger", title, Say(f"有损坏：{first.file}{rest.zh}", f"damaged: {first.file}{rest.en}"), first.reason), opened
    if not opened.is_kept and not number:
        return fine("ledger", title, "没有启用（site.yaml 的“启用存证”）", "none is kept (启用存证 in site.yaml)"), opened
    said = Say(f"{number} 条记录，完整（{seconds:.1f} 秒）", f"{number} record(s), whole ({seconds:.1f} s)")
    if seconds > _SLOW:
        return look("ledger", title, said, Say("旧的年份可以打包，见 docs/evidence.md", "pack old years, see docs/evidence.md")), opened
    return fine("ledger", title, *said), opened


def latest(found: Ledger) -> datetime | None:
    """When the last record was written: always by a machine's clock, also where it is simulated."""
    times = [entry.time for entry in found.entries.values()]
    return datetime.fromisoformat(max(times)) if times else None


def remote(patient: Patient, opened: Opened | None) -> Iterator[Answer]:
    """What is to be said of the branch that keeps the ledger, where site.yaml names one; nothing is fetched."""
    record = patient.record
    if record is None or not record.remote or opened is None:
        return
    title = Say("存证远端", "Remote")
    for problem in opened.remarks:
        yield Answer("remote", title, Grade.LOOK, problem.message, problem.fix)
    if not opened.remarks:
        yield fine(
            "remote",
            title,
            f"{record.remote}，与这里一致（按上次 git fetch）",
            f"{record.remote} agrees with what is here (as last fetched)",
        )
