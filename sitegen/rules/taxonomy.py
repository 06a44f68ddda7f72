"""Rules on the site's word lists: sectors, goals, the five criteria; and on carriers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sitegen.cases import Owner
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.entries import Model
from sitegen.records.words import MODEL_CRITERIA, UNIT_CRITERIA
from sitegen.rules import Finding, rule
from sitegen.rules.words import choose_from, line, listed, nearest


@rule("R003", Severity.ERROR)
def sector_unknown(library: Library) -> Iterator[Finding]:
    """A sector is not in the site's list.

    What: “领域”不在 site.yaml 的清单里。
    | The sector is not in the site's list.
    Why: 领域决定分类指导的栏目，写法不一就会分散到几处。
    | Sectors are columns of the site; another spelling would open another column.
    Wrong:
        领域: 农 村
    Right:
        领域: 农村
    """
    known = library.site.record.sectors
    for owner in library.owners:
        sector = owner.record.sector
        if known and sector and sector not in known:
            yield Finding(
                owner.spot("sector"),
                Say(f"领域“{sector}”不在 site.yaml 的清单里", f"the sector '{sector}' is not in site.yaml"),
                choose_from("领域", "sector", sector, known),
                library.site.spot("sectors"),
            )


@rule("R004", Severity.ERROR)
def goal_unknown(library: Library) -> Iterator[Finding]:
    """A goal is not in the site's set.

    What: “目标”不在 site.yaml 的清单里。
    | The goal is not in the site's set.
    Why: 目标是固定的几句话，写法必须一致。
    | The goals are a few fixed sentences and are written alike everywhere.
    Wrong:
        目标: [服务群众]
    Right:
        目标: [服务人民群众]
    """
    known = [goal.name for goal in library.site.record.goals]
    for owner in library.owners:
        for index, goal in enumerate(owner.record.goals):
            if known and goal not in known:
                yield Finding(
                    owner.spot("goals", index),
                    Say(f"目标“{goal}”不在 site.yaml 的清单里", f"the goal '{goal}' is not in site.yaml"),
                    choose_from("目标", "goals", goal, known),
                    library.site.spot("goals"),
                )


@rule("R006", Severity.INFO)
def carrier_changed_often(library: Library) -> Iterator[Finding]:
    """A unit began more than one carrier in the same year.

    What: 一年之内换了不止一个活动载体。
    | More than one carrier began in the same year.
    Why: 载体换得太勤，容易只有名称没有内容。
    | Carriers that change too often tend to be names without work.
    Wrong:
        活动载体:
          - 名称: 党员分段包渠
            开始: 2026-02
          - 名称: 联户议事
            开始: 2026-07
    Right:
        活动载体:
          - 名称: 党员分段包渠
            开始: 2025-02
          - 名称: 联户议事
            开始: 2026-07
    """
    for unit in library.units:
        years: defaultdict[str, list[int]] = defaultdict(list)
        for index, carrier in enumerate(unit.record.carriers):
            if carrier.start:
                years[carrier.start[:4]].append(index)
        for year, places in years.items():
            if len(places) > 1:
                yield Finding(
                    unit.spot("carriers", places[1]),
                    Say(f"{year} 年有 {len(places)} 个活动载体开始", f"{len(places)} carriers began in {year}"),
                    Say(
                        f"确实都在进行就不必改；同一件事换了名称的，合并成一个，从 {year} 年最早的日期算起",
                        f"leave it if all of them run; if one thing changed its name, join them from their first day in {year}",
                    ),
                )


@rule("P001", Severity.WARNING)
def criteria_missing(library: Library) -> Iterator[Finding]:
    """Evidence for some of the five criteria is missing.

    What: “五带头”或“五个好”缺少其中几项。
    | Some of the five criteria have no evidence.
    Why: 五个方面都要有事例，公众才能全面了解。
    | People see the whole picture only if each of the five is shown.
    Wrong:
        五带头:
          学习提高: 自学水泵维修
    Right:
        五带头:
          学习提高: 自学水泵维修
          争创佳绩: 漏损率由31%降到9%
          服务群众: 夜间报修一小时内到场
          遵纪守法: 收支每季度上墙
          弘扬正气: 主动让出名额
    """
    for owner in library.owners:
        record, names = owner.record, _names(library, owner)
        missing = [name for name in names if name not in record.criteria]
        if missing and (record.honours or record.criteria):
            what, key, lines = listed(missing), _key(owner), listed(f"{name}: …" for name in missing)
            yield Finding(
                owner.spot("criteria"),
                Say(f"“{key}”缺 {len(missing)} 项：{what.zh}", f"{len(missing)} of the criteria have no evidence: {what.en}"),
                Say(f"在“{key}”里补上 {lines.zh}", f"add under {key} (criteria): {lines.en}"),
            )


@rule("P002", Severity.WARNING)
def criterion_unknown(library: Library) -> Iterator[Finding]:
    """A criterion is not one of the five.

    What: “五带头”或“五个好”里有清单以外的名称。
    | A criterion is not one of the five.
    Why: 名称写错，这一项就算缺少。
    | Under a wrong name the evidence does not count.
    Wrong:
        五带头:
          服务群从: 夜间报修一小时内到场
    Right:
        五带头:
          服务群众: 夜间报修一小时内到场
    """
    for owner in library.owners:
        names = _names(library, owner)
        for name in owner.record.criteria:
            if name not in names:
                yield Finding(
                    owner.spot("criteria", name),
                    Say(f"“{name}”不在“{_key(owner)}”之列", f"'{name}' is not one of the criteria"),
                    _renamed(name, owner, names),
                )


def _renamed(name: str, owner: Owner, names: Sequence[str]) -> Say:
    free = [n for n in names if n not in owner.record.criteria] or list(names)
    if len(free) == 1:
        return line(free[0], "criteria", owner.record.criteria[name])
    near = nearest(name, free)
    every = listed(free)
    if near is None:
        return Say(f"“{name}”改为 {every.zh} 之一", f"rename '{name}': one of {every.en}")
    return Say(f"“{name}”改为“{near}”", f"rename '{name}' to '{near}'")


def _names(library: Library, owner: Owner) -> Sequence[str]:
    """The five names that hold for a record; the site's own wording wins."""
    site = library.site.record
    if isinstance(owner.record, Model):
        return site.criteria_models or MODEL_CRITERIA
    return site.criteria_units or UNIT_CRITERIA


def _key(owner: Owner) -> str:
    return "五带头" if isinstance(owner.record, Model) else "五个好"
