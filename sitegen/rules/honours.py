"""Rules on what an honour says of itself, and on the process before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.calendar import ONE_DAY
from sitegen.cases import HonourCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.facts import Honour
from sitegen.records.words import Level
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import lawful_interval
from sitegen.rules.words import line, listed

_HONOUR_WORDS = re.compile(r"(荣获|获评|被评为|被授予|荣膺|当选)([^，。；]*(?:称号|奖|先进|模范|标兵|能手|优秀|劳模|红旗)[^，。；]*)")


def _is_draft(honour: Honour) -> bool:
    return not honour.notices and honour.decision is None


@rule("H014", Severity.WARNING)
def prize_without_process(library: Library) -> Iterator[Finding]:
    """An honour stands alone: nobody proposed it, and the record has neither promises nor appraisals.

    What: 只有荣誉，没有推荐、承诺，也没有群众评议。
    | There is an honour, but neither a nomination nor any promise or appraisal.
    Why: 活动不能淡化为评先选优，要看到过程。
    | The campaign is more than prizes; people should see what came before.
    Wrong:
        荣誉:
          - 称号: 岗位能手
            公示: 2026-gangwei-nengshou
    Right:
        荣誉:
          - 称号: 岗位能手
            推荐: {方式: 群众推荐, 日期: 2026-10-09, 人数: 132}
            公示: 2026-gangwei-nengshou
    """
    for case in library.honours:
        record, honour = case.owner.record, case.honour
        if honour.nomination or record.promises or record.appraisals or _is_draft(honour):
            continue
        starts = [n.notice.start for n in case.notices if n.notice.start]
        day = text_of(min(starts) - ONE_DAY) if starts else "年-月-日"
        yield Finding(
            case.spot("title"),
            Say(f"“{honour.title}”没有推荐，也没有承诺和评议", f"'{honour.title}' has no nomination, promise or appraisal behind it"),
            Say(
                f"写“推荐: {{方式: 群众推荐, 日期: {day}, 人数: …}}”（日期不晚于 {day}），或补上承诺、评议",
                f"add '推荐: {{方式: 群众推荐, 日期: {day}, 人数: …}}' (nomination, by {day}), a promise or an appraisal",
            ),
        )


@rule("H015", Severity.WARNING)
def nominated_after_start(library: Library) -> Iterator[Finding]:
    """A nomination is dated after the first notice had started.

    What: 推荐日期晚于公示开始日期。
    | The nomination is dated after the first notice had started.
    Why: 先推荐，后公示。
    | Candidates are proposed before they are put on notice.
    Wrong:
        推荐: {方式: 群众推荐, 日期: 2026-11-05}
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
    Right:
        推荐: {方式: 群众推荐, 日期: 2026-10-20}
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
    """
    for case in library.honours:
        nominated = case.honour.nomination.date if case.honour.nomination else None
        start = min((n.notice.start for n in case.notices if n.notice.start), default=None)
        if nominated is None or start is None or nominated <= start:
            continue
        before = text_of(start - ONE_DAY)
        yield Finding(
            case.spot("nomination", "date"),
            Say(
                f"{text_of(nominated)} 推荐，{text_of(start)} 已经开始公示",
                f"nominated on {text_of(nominated)}, on notice since {text_of(start)}",
            ),
            Say(f"日期: {before} 或以前", f"日期: {before} (date) or earlier"),
        )


@rule("H021", Severity.INFO)
def draft_not_shown(library: Library) -> Iterator[Finding]:
    """An honour has neither a notice nor a decision.

    What: 荣誉还没有公示，也没有表彰，网站上不显示。
    | The honour has neither a notice nor a decision and is not shown.
    Why: 没有公示的荣誉不能出现在任何页面上。
    | Without a notice nothing of it may appear.
    Wrong:
        称号: 岗位能手
    Right:
        称号: 岗位能手
        公示: {开始: 2026-11-23, 结束: 2026-11-27}
    """
    for case in library.honours:
        if not _is_draft(case.honour):
            continue
        interval = lawful_interval(library)
        value = f"{{开始: {text_of(interval.start)}, 结束: {text_of(interval.end)}}}" if interval else "{开始: 年-月-日, 结束: 年-月-日}"
        fix = line("公示", "notices", value)
        yield Finding(
            case.spot("title"),
            Say(f"“{case.honour.title}”还没有公示，不显示", f"'{case.honour.title}' has no notice and is not shown"),
            Say(f"准备公示时写 {fix.zh}", f"when it is to be posted, write {fix.en}"),
        )


@rule("H022", Severity.WARNING)
def honour_incomplete(library: Library) -> Iterator[Finding]:
    """An honour lacks its level, awarding authority or year.

    What: 荣誉没有写级别、授予单位或年度。
    | The honour lacks its level, awarding authority or year.
    Why: 同名的称号很多，要写明哪一级、谁授予、哪一年。
    | Many titles sound alike; people need the level, the authority and the year.
    Wrong:
        称号: 岗位能手
    Right:
        称号: 岗位能手
        级别: 市
        年度: 2026
        授予单位: 示例市总工会
    """
    for case in library.honours:
        missing = list(_missing(library, case))
        if missing:
            what, fix = listed(what for what, _ in missing), listed(fix for _, fix in missing)
            yield Finding(
                case.spot("title"),
                Say(f"“{case.honour.title}”没有写{what.zh}", f"'{case.honour.title}' has no {what.en}"),
                Say(f"补上 {fix.zh}", f"add {fix.en}"),
            )


def _missing(library: Library, case: HonourCase) -> Iterator[tuple[Say, Say]]:
    honour, last = case.honour, case.notices[-1].notice if case.notices else None
    if honour.level is None:
        known = next((level.zh for level in Level if last and last.scope and level.en == last.scope.en), None)
        yield Say("级别", "level"), line("级别", "level", known or "/".join(level.zh for level in Level))
    if not honour.authority:
        decided = honour.decision.authority if honour.decision else None
        likely = decided or (last.issuer if last else None) or library.site.record.organiser
        yield Say("授予单位", "authority"), line("授予单位", "authority", likely)
    if honour.year is None:
        day = honour.decision.date if honour.decision else (last.start if last else None) or library.today
        yield Say("年度", "year"), line("年度", "year", day.year)


@rule("H023", Severity.ERROR)
def honour_twice(library: Library) -> Iterator[Finding]:
    """A record has the same honour twice.

    What: 一个记录里同一称号、年度和级别写了两次。
    | A record has two honours of the same title, year and level.
    Why: 重复登记会让人以为得了两次，也可能绕开前一次的异议。
    | It looks like two awards, and the second could dodge the objections to the first.
    Wrong:
        荣誉:
          - {称号: 岗位能手, 年度: 2026, 级别: 市}
          - {称号: 岗位能手, 年度: 2026, 级别: 市}
    Right:
        荣誉:
          - {称号: 岗位能手, 年度: 2026, 级别: 市}
    """
    for cases in library.honours_of.values():
        first: dict[tuple[str, int | None, Level | None], HonourCase] = {}
        for case in cases:
            honour = case.honour
            other = first.setdefault((honour.title, honour.year, honour.level), case)
            if other is case:
                continue
            year = honour.year or ""
            yield Finding(
                case.spot("title"),
                Say(
                    f"“{honour.title}”{year} 写了两次（第 {other.index + 1} 项和第 {case.index + 1} 项荣誉）",
                    f"'{honour.title}' {year} stands twice (honours {other.index + 1} and {case.index + 1})",
                ),
                Say(
                    f"删去第 {case.index + 1} 项；确是两次的，改正年度或级别",
                    f"delete honour {case.index + 1}; if there are two, correct the year or level",
                ),
                other.spot("title"),
            )


@rule("H029", Severity.WARNING)
def honour_among_achievements(library: Library) -> Iterator[Finding]:
    """An achievement reports an honour that is not entered as one.

    What: “成就”里写了荣誉，没有按“荣誉”登记。
    | An achievement reports an honour that is not entered as one.
    Why: 写成成就就绕过了公示；荣誉无论写在哪里都要有公示依据。
    | Written as an achievement it would escape the notice; an honour needs one wherever it stands.
    Wrong:
        成就:
          - {日期: 2026-05, 内容: 被评为市先进单位}
    Right:
        荣誉:
          - 称号: 先进单位
            级别: 市
            年度: 2026
            公示: 2026-xianjin-danwei
    """
    for unit in library.units:
        titles = [honour.title for honour in unit.record.honours]
        for index, achievement in enumerate(unit.record.achievements):
            found = _HONOUR_WORDS.search(achievement.text)
            if found is None or any(title in achievement.text for title in titles):
                continue
            title = re.sub(r"[“”\"]|称号$", "", found[2])
            yield Finding(
                unit.spot("achievements", index, "text"),
                Say(f"“{found[0]}”是荣誉，没有登记公示", f"'{found[0]}' is an honour, but none is entered"),
                Say(f"移到“荣誉”，写“称号: {title}”和它的公示", f"move it to 荣誉 (honours): '称号: {title}' (title) with its notice"),
            )
