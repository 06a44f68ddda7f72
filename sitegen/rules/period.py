"""Rules on the interval of a notice and its count."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.site import DayUnit
from sitegen.rules import Finding, rule


def _days(number: int, unit: DayUnit) -> Say:
    if unit is DayUnit.WORKDAY:
        return Say(f"{number} 个工作日", f"{number} working days")
    return Say(f"{number} 天", f"{number} days")


@rule("N003", Severity.ERROR, "calendar")
def shorter_than_minimum(library: Library) -> Iterator[Finding]:
    """A notice is shorter than its profile asks.

    What: 公示的天数少于所用规则的最低天数。
    | The notice runs for fewer days than its profile asks.
    Why: 公示期不足，公众来不及知道和提出意见，表彰会被认为程序不合格。
    | People must have the time that the rules give them to learn of it and to object.
    Wrong:
        规则: commendation
        开始: 2026-11-02
        结束: 2026-11-05
    Right:
        规则: commendation
        开始: 2026-11-02
        结束: 2026-11-06
    """
    for case in library.notices:
        reckoning = case.reckoning
        profile = reckoning.profile
        if reckoning.is_long_enough is not False or profile is None or reckoning.counted is None:
            continue
        need, have = _days(profile.minimum, profile.unit), _days(reckoning.counted, profile.unit)
        end = reckoning.earliest_end.isoformat() if reckoning.earliest_end else ""
        yield Finding(
            case.spot("end"),
            Say(f"公示只有{have.zh}，规则 {profile.id} 要求至少{need.zh}", f"the notice runs {have.en}; profile {profile.id} asks for at least {need.en}"),
            Say(f"结束: {end}", f"结束 (end): {end}"),
        )
