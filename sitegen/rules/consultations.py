"""Rules on consultations: a last day, and an answer to every opinion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.words import BulletinKind
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.words import line

_ANSWERED_WITHIN = timedelta(days=30)
_USUAL_TIME = timedelta(days=30)


@rule("P007", Severity.WARNING)
def opinion_unanswered(library: Library) -> Iterator[Finding]:
    """A consultation closed more than 30 days ago and an opinion has no answer.

    What: 征求意见截止超过 30 天，还有意见没有答复。
    | A consultation closed more than 30 days ago and an opinion has no answer.
    Why: 征求了意见就要答复，采纳与否都说明理由。
    | Who asks must answer, and give the reason whether or not it is adopted.
    Wrong:
        种类: 征求意见
        截止: 2026-09-30
        意见:
          - {日期: 2026-09-09, 内容: 方案没有说电动自行车停哪里}
    Right:
        种类: 征求意见
        截止: 2026-09-30
        意见:
          - {日期: 2026-09-09, 内容: 方案没有说电动自行车停哪里, 答复: 拟增设三处车棚, 采纳: 是}
    """
    for bulletin in library.bulletins:
        record = bulletin.record
        if record.kind is not BulletinKind.CONSULTATION or record.closes is None or library.today - record.closes <= _ANSWERED_WITHIN:
            continue
        for index, opinion in enumerate(record.opinions):
            if not opinion.reply:
                over = (library.today - record.closes).days
                yield Finding(
                    bulletin.spot("opinions", index),
                    Say(
                        f"{text_of(record.closes)} 截止，已过 {over} 天，这条意见还没有答复",
                        f"closed on {text_of(record.closes)}, {over} days ago: this opinion has no answer",
                    ),
                    Say("写“答复: …”和“采纳: 是/否”", "write '答复: …' (reply) and '采纳: 是/否' (adopted)"),
                )


@rule("P013", Severity.WARNING)
def consultation_without_end(library: Library) -> Iterator[Finding]:
    """A consultation does not say until when opinions are taken.

    What: 征求意见没有写截止日期。
    | The consultation does not say until when opinions are taken.
    Why: 公众不知道还能不能提，提了算不算。
    | People cannot tell whether their opinion still counts.
    Wrong:
        种类: 征求意见
        日期: 2026-11-06
    Right:
        种类: 征求意见
        日期: 2026-11-06
        截止: 2026-12-06
    """
    for bulletin in library.bulletins:
        record = bulletin.record
        if record.kind is BulletinKind.CONSULTATION and record.closes is None:
            fix = line("截止", "closes", record.date + _USUAL_TIME)
            yield Finding(
                bulletin.spot("kind"),
                Say("征求意见没有截止日期", "the consultation has no last day"),
                Say(f"写上截止日期，如 30 天：{fix.zh}", f"give a last day, after 30 days for instance: {fix.en}"),
            )
