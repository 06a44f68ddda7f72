"""Rules on rounds and years: an honour belongs to its stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.cases import HonourCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.site import Round
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import Spot, placed, spot_of
from sitegen.rules.words import choose_from, either, line


def _round_of(library: Library, case: HonourCase) -> Round | None:
    return next((r for r in library.site.record.rounds if r.id == case.honour.round), None)


@rule("H011", Severity.ERROR)
def round_unknown(library: Library) -> Iterator[Finding]:
    """An honour belongs to a round that does not exist.

    What: “轮次”不在 site.yaml 的清单里。
    | The round is not in site.yaml.
    Why: 轮次决定荣誉应在哪段时间内公示和表彰。
    | The round says in which time an honour is posted and decided.
    Wrong:
        轮次: 2026-nindu
    Right:
        轮次: 2026-niandu
    """
    known = [r.id for r in library.site.record.rounds]
    for case in library.honours:
        name = case.honour.round
        if name and name not in known:
            yield Finding(
                case.spot("round"),
                Say(f"没有编号为 {name} 的轮次", f"there is no round '{name}'"),
                choose_from("轮次", "round", name, known),
                library.site.spot("rounds"),
            )


@rule("H012", Severity.ERROR)
def outside_round(library: Library) -> Iterator[Finding]:
    """A notice or a decision lies outside the round of its honour.

    What: 公示开始日期或表彰日期不在所属轮次的起止日期之内。
    | A notice starts, or a decision is dated, outside the round of its honour.
    Why: 各轮次有规定的时间；写错轮次，时间线就对不上。
    | Every round has its time; with the wrong one the time line is false.
    Wrong:
        轮次: 2025-niandu
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
    Right:
        轮次: 2026-niandu
        公示: {开始: 2026-11-02, 结束: 2026-11-06}
    """
    for case in library.honours:
        found = _round_of(library, case)
        if found is None:
            continue
        facts = list(_dated(case))
        right = next((r for r in library.site.record.rounds if all(r.start <= f[0] <= r.end for f in facts)), None)
        for day, what, spot in facts:
            if found.start <= day <= found.end:
                continue
            bounds = Say(f"{text_of(found.start)} 至 {text_of(found.end)}", f"{text_of(found.start)} to {text_of(found.end)}")
            yield Finding(
                spot,
                Say(
                    f"{what.zh} {text_of(day)} 不在轮次 {found.id} 之内（{bounds.zh}）",
                    f"{what.en} {text_of(day)} is outside the round {found.id} ({bounds.en})",
                ),
                either(line("轮次", "round", right.id) if right else None, Say(f"日期在 {bounds.zh} 之内", f"a date from {bounds.en}")),
                case.spot("round"),
            )


def _dated(case: HonourCase) -> Iterator[tuple[date, Say, Spot]]:
    for place, notice in placed(case):
        if notice.notice.start:
            yield notice.notice.start, Say("公示开始", "the start of the notice,"), spot_of(case, place, notice, "start")
    if case.honour.decision:
        yield case.honour.decision.date, Say("表彰日期", "the decision,"), case.spot("decision", "date")


@rule("H024", Severity.WARNING)
def year_wrong(library: Library) -> Iterator[Finding]:
    """The year of an honour differs from its round, or lies in the future.

    What: 年度与轮次的年份不同，或者晚于今年。
    | The year differs from that of the round, or is later than this year.
    Why: 年度是列表和查找的依据，写错就归到别的年份。
    | Lists and searches go by the year.
    Wrong:
        年度: 2025
        轮次: 2026-niandu
    Right:
        年度: 2026
        轮次: 2026-niandu
    """
    for case in library.honours:
        year, found = case.honour.year, _round_of(library, case)
        if year is None:
            continue
        if found and not found.start.year <= year <= found.end.year:
            message = Say(
                f"年度 {year} 与轮次 {found.id} 的 {found.end.year} 年不同",
                f"the year {year} is not that of the round {found.id}, {found.end.year}",
            )
            yield Finding(case.spot("year"), message, line("年度", "year", found.end.year))
        elif year > library.today.year:
            message = Say(f"年度 {year} 晚于今年（{library.today.year}）", f"the year {year} is later than this year, {library.today.year}")
            yield Finding(case.spot("year"), message, line("年度", "year", library.today.year))
