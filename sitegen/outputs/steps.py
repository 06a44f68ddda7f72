"""Time lines: the whole way of an honour, point by point."""

from __future__ import annotations

from datetime import date

from sitegen.cases import HonourCase
from sitegen.edition import notice_address
from sitegen.records.words import Scope, State
from sitegen.views.base import Step
from sitegen.views.words import Phrase, counted, phrase

_NOTICES = {
    Scope.NATION: phrase("国家公示"),
    Scope.PROVINCE: phrase("省公示"),
    Scope.CITY: phrase("市公示"),
    Scope.COUNTY: phrase("县公示"),
    Scope.TOWNSHIP: phrase("乡公示"),
    Scope.OWN_UNIT: phrase("本单位公示"),
}


def notice_steps(case: HonourCase, current: str = "") -> tuple[Step, ...]:
    """The notices of an honour as points on its time line; ``current`` is the slug of the one being shown."""
    found = []
    for notice in case.notices:
        interval = notice.reckoning.interval
        scope = notice.notice.scope
        found.append(
            Step(
                title=_NOTICES[scope] if scope else phrase("公示"),
                date=interval.start if interval else None,
                until=interval.end if interval else None,
                detail=notice.notice.issuer or "",
                url=notice_address(notice),
                is_done=notice.state is State.CLOSED,
                is_current=notice.slug == current or (not current and notice.state is State.ON_NOTICE),
            )
        )
    return tuple(found)


def honour_steps(case: HonourCase, today: date) -> tuple[Step, ...]:
    """The whole way of an honour: nomination, notices, decision, and its end if it came to one."""
    honour = case.honour
    steps = list(notice_steps(case))
    if honour.nomination:
        nomination = honour.nomination
        detail = counted("%(num)s 人推荐", nomination.count) if nomination.count else ""
        steps.insert(0, Step(Phrase(nomination.by.zh), nomination.date, None, detail, "", True))
    decided = honour.decision is not None and case.state in (State.HONOURED, State.REVOKED)
    if honour.decision and decided:
        by, number = honour.decision.authority, honour.decision.number
        words = phrase("%(some)s，%(others)s", some=by, others=number) if by and number else by or number or ""
        steps.append(Step(phrase("表彰"), honour.decision.date, None, words, "", True))
    elif case.state in (State.UPCOMING, State.ON_NOTICE, State.CLOSED):
        steps.append(Step(phrase("表彰决定"), None, None, phrase("公示期满、没有未办结的异议后作出"), "", False))
    for fact, word in ((honour.withdrawal, phrase("撤回")), (honour.revocation, phrase("撤销"))):
        if fact and fact.date <= today:
            steps.append(Step(word, fact.date, None, fact.reason, "", True))
    return tuple(steps)
