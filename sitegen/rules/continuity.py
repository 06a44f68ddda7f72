"""Rules on the ledger as a whole: the clock, changed rules and holidays, forks (THREATS.md rows 13, 15, 18, 19, 39)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.proof import last_facts
from sitegen.recorded import RuleThen, content_of
from sitegen.records.words import State
from sitegen.rules import Finding, rule
from sitegen.rules.history import SETTINGS, known


@rule("E016", Severity.ERROR, "ledger")
def clock_runs_back(library: Library) -> Iterator[Finding]:
    """The day of the build lies before the last record.

    What: 今天的日期比存证里最后一天还早。
    | Today lies before the last day in the ledger.
    Why: 电脑的时钟多半错了；错的时钟写出的存证没有用。
    | The computer's clock is most likely wrong, and records written by it are worth nothing.
    Wrong:
        # 存证到 2026-11-18，电脑的日期是
        日期: 2026-11-01
    Right:
        # 校准电脑以后
        日期: 2026-11-18
    """
    latest: date | None = library.book.latest
    if latest is not None and library.today < latest:
        yield Finding(
            SETTINGS,
            Say(
                f"今天是 {library.today}，存证里已经有 {latest} 的记录",
                f"today is {library.today}, and the ledger already has records of {latest}",
            ),
            Say("校准电脑的日期和时间，再发布", "set the computer's clock right, then publish"),
        )


@rule("E022", Severity.ERROR, "ledger")
def evidence_switched_off(library: Library) -> Iterator[Finding]:
    """Evidence was kept from an earlier day than site.yaml now says, or is not kept any more.

    What: 存证里已有更早的记录，site.yaml 的“启用存证”却删了或改晚了。
    | The ledger has records from before the day from which site.yaml says that evidence is kept, or that line was deleted.
    Why: 关掉存证或改晚日期，会让正在核对的公示变成只凭声明。
    | Evidence switched off, or put off, would turn notices that it speaks against into mere declarations.
    Wrong:
        # 存证从 2026-11-16 开始
        启用存证: 2026-12-01
    Right:
        启用存证: 2026-11-16
    """
    first, since = library.book.first, library.site.record.evidence_since
    if first is not None and (since is None or since > first):
        said = since or Say("没有写", "nothing")
        zh, en = (said.zh, said.en) if isinstance(said, Say) else (str(said), str(said))
        yield Finding(
            library.site.spot("evidence_since") if since else SETTINGS,
            Say(f"存证从 {first} 就有记录，“启用存证”现在：{zh}", f"the ledger begins on {first}, and 启用存证 says {en}"),
            Say(
                f"启用存证: {first}；真要停用，把 ledger/ 整个移出去存档",
                f"启用存证 (evidence_since): {first}; to stop for good, move all of ledger/ out and file it",
            ),
        )


@rule("E017", Severity.WARNING, "ledger")
def rule_changed(library: Library) -> Iterator[Finding]:
    """The rule of a running notice was changed; it does not shorten the period.

    What: 公示期间改了公示规则（最低天数、计日办法）。
    | The rule of a running notice (minimum, way of counting) was changed.
    Why: 正在进行的公示按开始时的规则数，改小不算数。
    | A running notice is counted by the rule at its start; a lower one does not help it.
    Wrong:
        # 公示开始后把最少天数由 5 改为 3
        最少: 3
    Right:
        最少: 5
    """
    for case, story in known(library):
        then, profile = content_of(story[0]).rule, case.reckoning.profile
        if case.state is not State.ON_NOTICE or profile is None:
            continue
        if then != RuleThen(case.profile_name, profile.minimum, profile.unit.en, case.reckoning.counting.en):
            yield Finding(
                case.spot("profile"),
                Say(
                    f"规则与开始时不同：那时是 {then.minimum} {then.unit}",
                    f"the rule differs from that at the start: {then.minimum} {then.unit}",
                ),
                Say("不必改；这次仍按开始时的规则数", "nothing to do: this notice is counted by the rule at its start"),
            )


@rule("E018", Severity.WARNING, "ledger")
def calendar_changed(library: Library) -> Iterator[Finding]:
    """The calendar of a running notice was changed.

    What: 公示期间改了放假安排。
    | The arrangement of holidays was changed while a notice runs.
    Why: 安排确有调整时要重新数；为了凑够天数改日历，会在存证里看得见。
    | A real change means counting again; a calendar bent to fit is seen in the ledger.
    Wrong:
        # 公示开始后，为了凑够天数
        日历: [{年份: 2026, 来源: 无, 上班: [2026-11-21]}]
    Right:
        # 与国务院办公厅的通知一致
        日历: []
    """
    for case, story in known(library):
        last, interval = last_facts(story), case.reckoning.interval
        if case.state is State.ON_NOTICE and last is not None and interval:
            then = content_of(last)
            same = list(then.period) == [d.isoformat() for d in interval]
            if same and then.calendar != library.calendar.digest(*interval):
                yield Finding(
                    case.spot("end"),
                    Say(
                        "放假安排与公示开始时不同，天数已按新的安排重数",
                        "the holidays differ from those at the start; the days were counted again",
                    ),
                    Say(
                        "核对 site.yaml 的“日历”与国务院办公厅的通知",
                        "check 日历 (calendar) in site.yaml against the State Council's notice",
                    ),
                )


@rule("E019", Severity.INFO, "ledger")
def fork_joined(library: Library) -> Iterator[Finding]:
    """The ledger has several ends, from publishing in two copies; the next record joins them.

    What: 存证有几个末端，说明在两份拷贝上发布过。
    | The ledger has several ends: it was published from two copies.
    Why: 两边的记录都有效，下一次发布会把它们接在一起。
    | The records of both are good, and the next publish joins them.
    Wrong:
        # 甲乙两台电脑各发布一次，再用 git 合并
        启用存证: 2026-11-16   # 存证有两个末端
    Right:
        # 合并以后发布一次
        启用存证: 2026-11-16
        # 存证只有一个末端
    """
    if len(library.book.heads) > 1:
        number = len(library.book.heads)
        yield Finding(
            SETTINGS,
            Say(f"存证有 {number} 个末端，下次发布时接在一起", f"the ledger has {number} ends; the next publish joins them"),
            Say("不必做什么，发布一次就好", "nothing to do: publish once"),
        )
