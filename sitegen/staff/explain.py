"""``explain``: a code, a notice with its count day by day, or a page and why it was (not) made again."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from sitegen.calendar import Undecided
from sitegen.cases import NoticeCase
from sitegen.codes import Doc, manual_docs
from sitegen.library import Library
from sitegen.memory import Memory
from sitegen.pipeline import Checked, check, reasons
from sitegen.problems import Say
from sitegen.rules import all_rules
from sitegen.traces import Reason

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_HEADINGS = {"what": Say("是什么", "What"), "why": Say("为什么", "Why"), "wrong": Say("错例", "Wrong"), "right": Say("正例", "Right")}
_REASONS = {
    Reason.NEW: Say("上次没有这一页", "there was no such page last time"),
    Reason.MISSING: Say("上次写的文件不在了，或被改动过", "the file written last time is gone or was changed"),
    Reason.VIEW: Say(
        "这一页要显示的内容变了（文字、状态、次序或数字）", "what this page shows has changed (text, state, order or numbers)"
    ),
    Reason.TEMPLATE: Say("模板变了", "its template has changed"),
    Reason.SITE: Say("网站设置、菜单或样式变了", "the site's settings, menu or styles have changed"),
    Reason.CODE: Say("程序或所用的库升级了", "the program or its libraries have changed"),
}


def explain(desk: Desk, what: str) -> int:
    """Print what is asked for. Exit code 2 if nothing of that name is known."""
    docs = all_docs()
    if what.upper() in docs:
        click.echo(render_doc(what.upper(), docs[what.upper()], desk.lang))
        return 0
    with desk.memory() as memory:
        checked = check(desk.site, desk.now.date(), desk.as_of, memory)
        if checked.library is None:
            desk.tell(checked)
            return 1
        if case := _notice(checked.library, what):
            click.echo("\n".join(_count_lines(checked.library, case, desk.lang)))
        elif not _tell_page(desk, checked, memory, what):
            return _unknown(desk, checked.library, docs, what)
    return 0


def all_docs() -> Mapping[str, Doc]:
    """Every code with its document."""
    return {**manual_docs(), **{code: rule.doc for code, rule in all_rules().items()}}


def render_doc(code: str, doc: Doc, lang: str) -> str:
    """A document as text for a terminal."""
    rule = all_rules().get(code)
    head = f"{code}  {rule.severity}" if rule else code
    lines = [head, ""]
    for name in ("what", "why"):
        lines += [_HEADINGS[name].get(lang), f"  {getattr(doc, name).get(lang)}", ""]
    for name in ("wrong", "right"):
        lines += [_HEADINGS[name].get(lang), *(f"  {line}" for line in getattr(doc, name).split("\n")), ""]
    return "\n".join(lines).rstrip()


def _notice(library: Library, what: str) -> NoticeCase | None:
    name = what.removeprefix("notices/").removesuffix(".html")
    return library.notices_by_name.get(name)


def _count_lines(library: Library, case: NoticeCase, lang: str) -> list[str]:
    reckoning = case.reckoning
    lines = [case.title, f"{case.id}  {case.state.zh if lang == 'zh' else case.state.en}"]
    if reckoning.interval is None or reckoning.profile is None:
        return [*lines, Say("期限还不完整，数不了", "the interval is incomplete and cannot be counted").get(lang)]
    profile = reckoning.profile
    need = Say(
        f"规则 {profile.id}：至少 {profile.minimum} {profile.unit.zh}（{profile.source or '本站规定'}），{reckoning.counting.zh}",
        f"profile {profile.id}: at least {profile.minimum} {profile.unit.en}s ({profile.source or 'house rule'}), {reckoning.counting.en}",
    )
    lines += [need.get(lang), ""]
    try:
        for day in library.calendar.day_by_day(*reckoning.interval, profile.unit.length_unit, reckoning.counting):
            number = f"{day.number:>3}" if day.number is not None else "  –"
            mark = " ←" if day.day == library.today else ""
            lines.append(f"  {day.day} {'一二三四五六日'[day.day.weekday()]} {number}  {day.why.get(lang)}{mark}")
    except Undecided as missing:
        lines.append(Say(f"  {missing.day.year} 年的放假安排未知", f"  the holidays of {missing.day.year} are not known").get(lang))
    lines.append("")
    lines.append(
        Say(
            f"共 {reckoning.counted}，最早可到 {reckoning.earliest_end} 结束",
            f"{reckoning.counted} in all; the first lawful end is {reckoning.earliest_end}",
        ).get(lang)
    )
    return lines


def _tell_page(desk: Desk, checked: Checked, memory: Memory, what: str) -> bool:
    if not checked.is_sound:
        return False
    url = _address(checked, what)
    known = reasons(desk.job(memory, desk.output), checked)
    if url not in known:
        return False
    reason = known[url]
    if reason is None:
        desk.say(f"{url}：不用重新生成，内容、模板和设置都没有变", f"{url}: nothing to do; content, template and settings are unchanged")
    else:
        desk.say(
            f"{url}：下次发布会重新生成，因为{_REASONS[reason].zh}",
            f"{url}: will be made again by the next publish, because {_REASONS[reason].en}",
        )
    return True


def _address(checked: Checked, what: str) -> str:
    """The address of a page, also when its source file was named."""
    if what.startswith("content/") and what.endswith(".md"):
        filed = next((f for f in checked.intake.records if f.path == what), None)
        return f"{what.split('/')[1]}/{filed.slug}.html" if filed else what
    return what.removeprefix("output/")


def _unknown(desk: Desk, library: Library, docs: Mapping[str, Doc], what: str) -> int:
    near = difflib.get_close_matches(what, [*docs, *(c.id for c in library.notices)], n=1)
    hint = Say(f"，是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else Say("", "")
    desk.complain(
        f"不认识“{what}”{hint.zh} 可以写规则编号（如 N003）、公示编号或网页地址",
        f"Nothing is known by the name '{what}'{hint.en} Give a code (such as N003), the id of a notice, or the address of a page",
    )
    return 2
