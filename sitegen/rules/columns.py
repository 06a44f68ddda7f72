"""Rules on columns: undated items, empty columns, columns that nobody keeps up (DOMAIN.md section 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import Spot, Where
from sitegen.rules.words import line


@rule("K001", Severity.WARNING)
def undated(library: Library) -> Iterator[Finding]:
    """A model or unit has no date of publication.

    What: 先进典型或先进单位没有写发布日期。
    | A model or unit has no date of publication.
    Why: 网站检查把没有日期的内容算作差错，读者也看不出材料新旧。
    | Inspections count undated items as faults, and readers cannot tell how old they are.
    Wrong:
        姓名: 张三
        摘要: 钳工
    Right:
        姓名: 张三
        摘要: 钳工
        发布: 2026-11-18
    """
    for owner in library.owners:
        if owner.record.published is None:
            name = owner.record.name
            yield Finding(
                owner.spot("name"),
                Say(f"{name}没有发布日期", f"{name} has no date of publication"),
                line("发布", "published", library.today),
            )


@rule("K002", Severity.INFO, "site")
def empty_column(library: Library) -> Iterator[Finding]:
    """A column has nothing in it.

    What: 栏目里没有内容。
    | A column has nothing in it.
    Why: 网站检查把空栏目算作差错；暂时没有内容的，先不要急着上线。
    | Inspections count empty columns as faults; fill them before going online.
    Wrong:
        名称: 身边的榜样
        备注: content/bulletins/ 里没有文件
    Right:
        名称: 身边的榜样
        备注: content/bulletins/ 里有一份评议通报
    """
    for zh, en, folder, items in (
        ("先进典型", "models", "models", library.models),
        ("先进单位", "units", "units", library.units),
        ("公示", "notices", "notices", library.notices),
        ("评议通报", "bulletins", "bulletins", library.bulletins),
    ):
        if not items:
            yield Finding(
                library.site.spot(),
                Say(f"“{zh}”栏目是空的", f"the column of {en} is empty"),
                Say(f"在 content/{folder}/ 里放第一篇", f"put a first one into content/{folder}/"),
            )


def dated(library: Library) -> Iterator[tuple[date, Where]]:
    """Everything that is news, with its day."""
    for owner in library.owners:
        if owner.record.published:
            yield owner.record.published, partial(owner.spot, "published")
        if owner.record.updated:
            yield owner.record.updated, partial(owner.spot, "updated")
    for bulletin in library.bulletins:
        yield bulletin.record.date, partial(bulletin.spot, "date")
    yield from posted(library)


def posted(library: Library) -> Iterator[tuple[date, Where]]:
    """Every notice, with the day of its document or its first day."""
    for case in library.notices:
        if day := case.notice.published or case.notice.start:
            yield day, partial(case.spot, "published" if case.notice.published else "start")


def newest_of(library: Library, items: Iterator[tuple[date, Where]]) -> tuple[date, Spot] | None:
    """The newest of ``items`` that are not of a day to come; of several on one day, the one in the last place."""
    past = [(day, where) for day, where in items if day <= library.today]
    newest = max((day for day, _ in past), default=None)
    return None if newest is None else (newest, max(where() for day, where in past if day == newest))


@rule("K003", Severity.WARNING, "site")
def front_page_is_stale(library: Library) -> Iterator[Finding]:
    """The front page has had no news for longer than it may.

    What: 首页很久没有新内容（默认 14 天）。
    | The front page has had no news for longer than it may (14 days by default).
    Why: 首页超过两周不更新，网站检查会通报。
    | Inspections report front pages without news for two weeks.
    Wrong:
        发布: 2026-09-01
    Right:
        发布: 2026-11-18
    """
    newest = newest_of(library, dated(library))
    limit = library.site.record.freshness.front
    if newest and (age := (library.today - newest[0]).days) > limit:
        yield Finding(
            newest[1],
            Say(
                f"首页最新的内容是 {text_of(newest[0])} 的，已有 {age} 天，超过 {limit} 天",
                f"the newest item is of {text_of(newest[0])}, {age} days ago; at most {limit} are allowed",
            ),
            Say(
                f"发布新内容，如新的通报、进展或事迹（发布: {text_of(library.today)}）",
                f"publish something new: a bulletin, progress, a story (发布: {text_of(library.today)})",
            ),
        )


@rule("K004", Severity.WARNING, "site")
def notices_are_stale(library: Library) -> Iterator[Finding]:
    """The column of notices has had no new one for longer than it may.

    What: 公示栏目很久没有新的公示（默认 180 天）。
    | The column of notices has had no new one for longer than it may (180 days by default).
    Why: 通知公示类栏目超过六个月不更新，网站检查会通报。
    | Inspections report columns of notices without a new one for six months.
    Wrong:
        开始: 2025-11-03
    Right:
        开始: 2026-11-02
    """
    newest = newest_of(library, posted(library))
    limit = library.site.record.freshness.notices
    if newest and (age := (library.today - newest[0]).days) > limit:
        yield Finding(
            newest[1],
            Say(
                f"最新的公示是 {text_of(newest[0])} 的，已有 {age} 天，超过 {limit} 天",
                f"the newest notice is of {text_of(newest[0])}, {age} days ago; at most {limit} are allowed",
            ),
            Say(
                "有评选就及时公示；评选不在这半年的，在 site.yaml 的“时效”里改“公示”的天数",
                "post notices as they come; where none is due, change 公示 (notices) under 时效 (freshness) in site.yaml",
            ),
        )
