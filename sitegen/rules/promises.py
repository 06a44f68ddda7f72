"""Rules on promises: made, due, kept, judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.words import PromiseState
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.words import either, line


@rule("P003", Severity.WARNING)
def kept_without_review(library: Library) -> Iterator[Finding]:
    """A promise has a result that nobody has judged.

    What: 承诺有了结果，还没有评价。
    | A promise has a result but no review.
    Why: 事前承诺、事中公开、事后评议，最后一步不能少。
    | Promised before, open during, judged afterwards: the last step is missing.
    Wrong:
        承诺:
          - 内容: 修通引水渠
            结果: 5月24日全线通水
    Right:
        承诺:
          - 内容: 修通引水渠
            结果: 5月24日全线通水
            评价: {日期: 2026-06-20, 结论: 满意}
    """
    for case in library.promises:
        if case.state is PromiseState.KEPT and case.promise.review is None:
            yield Finding(
                case.spot("result"),
                Say("承诺有了结果，还没有评价", "the promise has a result but no review"),
                Say(
                    f"评议以后写“评价: {{日期: {text_of(library.today)}, 结论: …}}”",
                    f"once it is judged, write '评价: {{日期: {text_of(library.today)}, 结论: …}}' (review)",
                ),
            )


@rule("P004", Severity.WARNING)
def overdue(library: Library) -> Iterator[Finding]:
    """A promise is overdue and has no result.

    What: 承诺到期，还没有结果。
    | The promise is overdue and has no result.
    Why: 到期没有办到的排在承诺栏最前面，公众看得见。
    | Overdue promises stand on top of the public board.
    Wrong:
        承诺:
          - 内容: 建成公厕
            期限: 2026-09-30
    Right:
        承诺:
          - 内容: 建成公厕
            期限: 2026-09-30
            结果: 9月25日建成启用
    """
    for case in library.promises:
        if case.state is PromiseState.OVERDUE and case.promise.due:
            yield Finding(
                case.spot("due"),
                Say(
                    f"期限 {text_of(case.promise.due)}，已经超过 {case.days_over} 天",
                    f"due on {text_of(case.promise.due)}, {case.days_over} day(s) over",
                ),
                either(
                    Say("办到了的，写“结果: …”", "if it is done, write '结果: …' (result)"),
                    Say(
                        f"没有办到的，在“进展”里加一条“日期: {text_of(library.today)}，内容: 原因和打算”",
                        f"if not, add under 进展 (progress) '日期: {text_of(library.today)}' with the reason and what is planned",
                    ),
                ),
            )


@rule("P010", Severity.INFO)
def without_due_date(library: Library) -> Iterator[Finding]:
    """A promise has no due date.

    What: 承诺没有写期限。
    | The promise has no due date.
    Why: 没有期限的承诺，无法评议办没办到。
    | Without one nobody can say whether it was kept.
    Wrong:
        承诺:
          - 内容: 每月公布收支
    Right:
        承诺:
          - 内容: 每月公布收支
            期限: 2026-12-31
    """
    for case in library.promises:
        if case.promise.due is None:
            year = max((case.promise.made or library.today).year, library.today.year)
            fix = line("期限", "due", f"{year}-12-31")
            yield Finding(
                case.spot("text"),
                Say("承诺没有写期限", "the promise has no due date"),
                Say(f"写上期限；长期的承诺按年评议，写“{fix.zh}”", f"write one; a standing promise is judged once a year: {fix.en}"),
            )


@rule("P011", Severity.ERROR)
def due_before_made(library: Library) -> Iterator[Finding]:
    """A promise is due before it was made.

    What: 承诺的期限早于作出承诺的日期。
    | The promise is due before it was made.
    Why: 日期颠倒，一作出就是逾期。
    | It would be overdue from its first day.
    Wrong:
        承诺:
          - {内容: 建成公厕, 承诺日期: 2026-04-10, 期限: 2025-09-30}
    Right:
        承诺:
          - {内容: 建成公厕, 承诺日期: 2026-04-10, 期限: 2026-09-30}
    """
    for case in library.promises:
        made, due = case.promise.made, case.promise.due
        if made and due and due < made:
            yield Finding(
                case.spot("due"),
                Say(f"期限 {text_of(due)} 早于承诺日期 {text_of(made)}", f"due on {text_of(due)}, made on {text_of(made)}"),
                line("期限", "due", _same_day_later(due, made)),
                case.spot("made"),
            )


def _same_day_later(due: date, made: date) -> str:
    """The same day of the year after ``made``: mostly the year was the slip."""
    day = text_of(due)[4:]
    year = made.year if f"{made.year}{day}" >= text_of(made) else made.year + 1
    return f"{year}-03-01" if day == "-02-29" else f"{year}{day}"


@rule("P016", Severity.WARNING)
def without_responsible(library: Library) -> Iterator[Finding]:
    """Nobody is responsible for a promise.

    What: 承诺没有写责任人。
    | Nobody is named as responsible for the promise.
    Why: 责任到人，督察才有对象。
    | Only a promise with an owner can be followed up.
    Wrong:
        承诺:
          - 内容: 修通引水渠
    Right:
        承诺:
          - 内容: 修通引水渠
            责任人: 村党支部书记
    """
    for case in library.promises:
        if not case.promise.responsible:
            yield Finding(
                case.spot("text"),
                Say("承诺没有写责任人", "nobody is named as responsible for the promise"),
                line("责任人", "responsible", getattr(case.owner.record, "post", None) or "负责的岗位"),
            )
