"""Rules on how an honour ends: withdrawn before a decision, revoked after one."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.calendar import ONE_DAY
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.facts import Ending
from sitegen.records.words import ObjectionStatus
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.words import either, line


def _written(key: str, ending: Ending, alias: str) -> Say:
    return line(key, alias, f"{{日期: {text_of(ending.date)}, 原因: {ending.reason}}}")


@rule("H005", Severity.ERROR)
def upheld_without_ending(library: Library) -> Iterator[Finding]:
    """An objection was upheld and the honour neither withdrawn nor revoked.

    What: 异议成立已经办结，荣誉却没有撤回或撤销。
    | An objection was upheld, but the honour is neither withdrawn nor revoked.
    Why: 查实有问题的人选不能留在名单上。
    | A candidate with an upheld objection may not stay on the list.
    Wrong:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 成立, 办结: 2026-11-09, 说明: 情况属实}
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-04, 状态: 成立, 办结: 2026-11-09, 说明: 情况属实}
        撤回: {日期: 2026-11-09, 原因: 异议成立}
    """
    for case in library.honours:
        honour = case.honour
        if honour.withdrawal or honour.revocation:
            continue
        for index, objection in enumerate(honour.objections):
            settled = objection.closed or objection.date
            if objection.status is not ObjectionStatus.UPHELD or library.today <= settled:
                continue
            key, alias = ("撤销", "revocation") if honour.decision else ("撤回", "withdrawal")
            day = max(settled, honour.decision.date) if honour.decision else settled
            yield Finding(
                case.spot("objections", index, "status"),
                Say(
                    f"异议 {text_of(settled)} 成立，荣誉还没有{key}",
                    f"an objection was upheld on {text_of(settled)}, but there is no {alias}",
                ),
                line(key, alias, f"{{日期: {text_of(day)}, 原因: 异议成立}}"),
            )


@rule("H008", Severity.ERROR)
def revoked_without_decision(library: Library) -> Iterator[Finding]:
    """An honour is revoked that was never decided.

    What: 没有表彰决定，却写了撤销。
    | The honour is revoked but was never decided.
    Why: 撤销的是已经作出的表彰；表彰之前退出的叫撤回。
    | Only what was awarded can be revoked; before that it is withdrawn.
    Wrong:
        撤销: {日期: 2026-11-10, 原因: 本人申请退出}
    Right:
        撤回: {日期: 2026-11-10, 原因: 本人申请退出}
    """
    for case in library.honours:
        if case.honour.revocation and case.honour.decision is None:
            yield Finding(
                case.spot("revocation"),
                Say("没有表彰，不能撤销", "there is no decision to revoke"),
                either(_written("撤回", case.honour.revocation, "withdrawal"), Say("补上“表彰”", "add 表彰 (decision)")),
            )


@rule("H009", Severity.ERROR)
def revoked_before_decision(library: Library) -> Iterator[Finding]:
    """A revocation is dated before the decision.

    What: 撤销日期早于表彰日期。
    | The revocation is dated before the decision.
    Why: 先有表彰，才有撤销。
    | Nothing can be revoked before it was decided.
    Wrong:
        表彰: {日期: 2026-11-10}
        撤销: {日期: 2026-11-01, 原因: 材料不实}
    Right:
        表彰: {日期: 2026-11-10}
        撤销: {日期: 2026-12-01, 原因: 材料不实}
    """
    for case in library.honours:
        decision, revocation = case.honour.decision, case.honour.revocation
        if decision and revocation and revocation.date < decision.date:
            yield Finding(
                case.spot("revocation", "date"),
                Say(
                    f"撤销日期 {text_of(revocation.date)} 早于表彰日期 {text_of(decision.date)}",
                    f"revoked on {text_of(revocation.date)}, decided on {text_of(decision.date)}",
                ),
                Say(f"日期: {text_of(decision.date)} 或以后", f"日期: {text_of(decision.date)} (date) or later"),
                case.spot("decision", "date"),
            )


@rule("H010", Severity.ERROR)
def withdrawn_after_decision(library: Library) -> Iterator[Finding]:
    """A withdrawal is dated on or after the decision.

    What: 表彰以后写了撤回。
    | The honour is withdrawn on or after the day of its decision.
    Why: 表彰之前退出的是撤回，表彰之后取消的是撤销，两者公开的内容不同。
    | Before the decision it is a withdrawal, after it a revocation.
    Wrong:
        表彰: {日期: 2026-11-10}
        撤回: {日期: 2026-12-01, 原因: 材料不实}
    Right:
        表彰: {日期: 2026-11-10}
        撤销: {日期: 2026-12-01, 原因: 材料不实}
    """
    for case in library.honours:
        decision, withdrawal = case.honour.decision, case.honour.withdrawal
        if decision and withdrawal and withdrawal.date >= decision.date:
            yield Finding(
                case.spot("withdrawal"),
                Say(
                    f"{text_of(decision.date)} 已经表彰，{text_of(withdrawal.date)} 只能撤销，不能撤回",
                    f"decided on {text_of(decision.date)}: on {text_of(withdrawal.date)} it can only be revoked",
                ),
                _written("撤销", withdrawal, "revocation"),
                case.spot("decision", "date"),
            )


@rule("H030", Severity.ERROR)
def decided_after_withdrawal(library: Library) -> Iterator[Finding]:
    """An honour was decided after it had been withdrawn.

    What: 已经撤回的荣誉，后来又作了表彰决定。
    | The honour was decided after it had been withdrawn.
    Why: 撤回以后再表彰，要重新推荐、重新公示，写成另一项荣誉。
    | After a withdrawal everything starts anew, as another honour with a notice of its own.
    Wrong:
        撤回: {日期: 2026-11-09, 原因: 本人申请退出}
        表彰: {日期: 2026-11-10}
    Right:
        撤回: {日期: 2026-11-09, 原因: 本人申请退出}
    """
    for case in library.honours:
        decision, withdrawal = case.honour.decision, case.honour.withdrawal
        if decision and withdrawal and withdrawal.date < decision.date:
            after = text_of(withdrawal.date + ONE_DAY)
            yield Finding(
                case.spot("decision", "date"),
                Say(
                    f"{text_of(withdrawal.date)} 已经撤回，{text_of(decision.date)} 又表彰",
                    f"withdrawn on {text_of(withdrawal.date)}, decided on {text_of(decision.date)}",
                ),
                Say(
                    f"删去“表彰”；确实重新评选的，另写一项荣誉，公示从 {after} 以后开始",
                    f"delete 表彰 (decision); if it was chosen anew, write another honour with a notice from {after} on",
                ),
                case.spot("withdrawal", "date"),
            )
