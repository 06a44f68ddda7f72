"""Rules on honours with several notices: their levels and their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sitegen.calendar import ONE_DAY
from sitegen.cases import HonourCase, NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.facts import Notice
from sitegen.records.words import Level, Scope
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import placed, spot_of
from sitegen.rules.words import line

_MODEL_WORKER_LEVELS = 3


@rule("N014", Severity.ERROR, "calendar")
def level_starts_too_early(library: Library) -> Iterator[Finding]:
    """A level starts before the one below it has ended.

    What: 上一级公示在下一级公示结束之前就开始了。
    | The notice of a higher level starts before the one below it has ended.
    Why: 逐级公示要一级一级来，下级公示期满没有问题，才能报上级。
    | Each level passes its result on only when its own period is over.
    Wrong:
        公示:
          - 层级: 本单位
            开始: 2026-11-02
            结束: 2026-11-06
          - 层级: 省
            开始: 2026-11-06
            结束: 2026-11-12
    Right:
        公示:
          - 层级: 本单位
            开始: 2026-11-02
            结束: 2026-11-06
          - 层级: 省
            开始: 2026-11-07
            结束: 2026-11-13
    """
    for case in library.honours:
        for place, notice in placed(case):
            below = _last_below(case, notice)
            start = notice.notice.start
            if below is None or below.reckoning.interval is None or start is None or start > below.reckoning.interval.end:
                continue
            end = below.reckoning.interval.end
            yield Finding(
                spot_of(case, place, notice, "start"),
                Say(
                    f"{_level(notice).zh}公示 {text_of(start)} 开始，{_level(below).zh}公示到 {text_of(end)} 才结束",
                    f"the {_level(notice).en} notice starts on {text_of(start)}, the {_level(below).en} one ends on {text_of(end)}",
                ),
                line("开始", "start", end + ONE_DAY),
                below.spot("end"),
            )


def _last_below(case: HonourCase, notice: NoticeCase) -> NoticeCase | None:
    """The notice of a lower level that ends last."""
    scope = notice.notice.scope
    if scope is None:
        return None
    below = [
        (n.reckoning.interval.end, n.id, n)
        for n in case.notices
        if n.notice.scope and n.notice.scope.rank < scope.rank and n.reckoning.interval
    ]
    return max(below)[2] if below else None


def _level(notice: NoticeCase) -> Say:
    scope = notice.notice.scope
    if scope is None:
        return Say("", "")
    return Say(scope.zh if scope is Scope.OWN_UNIT else f"{scope.zh}级", scope.en)


@rule("N015", Severity.ERROR)
def level_twice(library: Library) -> Iterator[Finding]:
    """An honour has two notices of the same level, and neither replaces the other.

    What: 同一荣誉在同一层级有两次公示，又没有写哪次替代哪次。
    | An honour has two notices of one level and does not say which replaces which.
    Why: 重新公示要写明替代关系，公众才知道以哪次为准。
    | When a notice is posted again, people must see which one holds.
    Wrong:
        公示:
          - 层级: 县
            开始: 2026-11-02
            结束: 2026-11-06
          - 层级: 县
            开始: 2026-11-09
            结束: 2026-11-13
    Right:
        公示:
          - 层级: 县
            开始: 2026-11-02
            结束: 2026-11-06
          - 层级: 县
            替代: zhang-san-2026-1
            开始: 2026-11-09
            结束: 2026-11-13
    """
    for case in library.honours:
        levels: defaultdict[Scope, list[tuple[int, NoticeCase]]] = defaultdict(list)
        for place, notice in placed(case):
            if notice.notice.scope:
                levels[notice.notice.scope].append((place, notice))
        for scope, every in levels.items():
            replaced = {n.notice.replaces for _, n in every}
            standing = [(place, n) for place, n in every if n.id not in replaced]
            for (_, first), (place, again) in pairwise(standing):
                yield Finding(
                    spot_of(case, place, again, "scope"),
                    Say(f"“{case.honour.title}”有两次{_level(again).zh}公示", f"'{case.honour.title}' has two {scope.en} notices"),
                    line("替代", "replaces", first.id),
                    first.spot("scope"),
                )


@rule("N016", Severity.WARNING)
def level_missing(library: Library) -> Iterator[Finding]:
    """One of several notices of an honour has no level.

    What: 一个荣誉有几次公示，其中有的没有写层级。
    | One of several notices of an honour does not say its level.
    Why: 不写层级，就看不出先后顺序对不对，异议也不知道归哪一级。
    | Without it the order of the levels cannot be checked, nor where an objection belongs.
    Wrong:
        公示:
          - 开始: 2026-11-02
            结束: 2026-11-06
          - 层级: 省
            开始: 2026-11-09
            结束: 2026-11-13
    Right:
        公示:
          - 层级: 本单位
            开始: 2026-11-02
            结束: 2026-11-06
          - 层级: 省
            开始: 2026-11-09
            结束: 2026-11-13
    """
    for case in library.honours:
        if len(case.honour.notices) < 2:
            continue
        every = list(placed(case))
        used = {notice.notice.scope for _, notice in every}
        free = "、".join(s.zh for s in Scope if s not in used)
        for place, notice in every:
            if len(every) > 1 and notice.notice.scope is None:
                yield Finding(
                    spot_of(case, place, notice),
                    Say(
                        f"“{case.honour.title}”的第 {place + 1} 次公示没有写层级",
                        f"notice {place + 1} of '{case.honour.title}' does not say its level",
                    ),
                    Say(f"层级: {free} 之一", f"层级 (scope): one of {free}"),
                )


@rule("N026", Severity.ERROR)
def notice_named_twice(library: Library) -> Iterator[Finding]:
    """An honour names the same notice twice.

    What: 一个荣誉把同一次公示写了两遍。
    | An honour names the same notice twice.
    Why: 看起来像公示了两次，实际只有一次。
    | It looks like two notices and is one.
    Wrong:
        公示: [2026-gangwei-nengshou, 2026-gangwei-nengshou]
    Right:
        公示: [2026-gangwei-nengshou]
    """
    for case in library.honours:
        notices = case.honour.notices
        for place, written in enumerate(notices):
            first = notices.index(written)
            if first == place:
                continue
            name = f"“{written}”" if isinstance(written, str) else f"第 {first + 1} 次公示"
            yield Finding(
                case.spot("notices", place),
                Say(f"{name}写了两遍", f"notice {place + 1} repeats notice {first + 1}"),
                _without(notices, place),
                case.spot("notices", first),
            )


def _without(notices: tuple[Notice | str, ...], place: int) -> Say:
    if all(isinstance(n, str) for n in notices):
        return line("公示", "notices", f"[{', '.join(dict.fromkeys(map(str, notices)))}]")
    return Say(f"删去第 {place + 1} 条", f"delete item {place + 1}")


@rule("N031", Severity.WARNING)
def model_worker_levels(library: Library) -> Iterator[Finding]:
    """A model worker of a province or the nation was decided after fewer than three notices.

    What: 省级以上劳动模范，作出表彰决定前公示不满三级。
    | A model worker of a province or the nation was decided after fewer than three notices.
    Why: 劳动模范实行“两审三公示”：本单位、上一级、最后一级都要公示。
    | Model workers pass two reviews and three notices, from the own unit upwards.
    Wrong:
        级别: 省
        公示:
          - 层级: 省
            规则: model-worker
            开始: 2026-03-23
            结束: 2026-03-31
    Right:
        级别: 省
        公示:
          - 层级: 本单位
            规则: model-worker
            开始: 2026-02-24
            结束: 2026-02-28
          - 层级: 市
            规则: model-worker
            开始: 2026-03-09
            结束: 2026-03-13
          - 层级: 省
            规则: model-worker
            开始: 2026-03-23
            结束: 2026-03-31
    """
    for case in library.honours:
        levels = {n.notice.scope or n.id for n in case.notices}
        high = case.honour.level in (Level.PROVINCE, Level.NATION)
        if not high or case.honour.decision is None or len(levels) >= _MODEL_WORKER_LEVELS:
            continue
        if any(n.profile_name == "model-worker" for n in case.notices):
            missing = "、".join(s.zh for s in Scope if s not in levels)
            yield Finding(
                case.spot("notices"),
                Say(
                    f"“{case.honour.title}”只有 {len(levels)} 级公示，劳动模范要三级",
                    f"'{case.honour.title}' has {len(levels)} of three levels of notice",
                ),
                Say(f"补上所缺的公示（层级: {missing} 之一）", f"add the missing notices (层级, scope: of {missing})"),
            )
