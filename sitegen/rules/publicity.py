"""Rules on what is told of a record: comments, appraisals, photographs and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.entries import Unit
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.lookups import Where
from sitegen.rules.words import line


@rule("P005", Severity.INFO)
def comment_praises_only(library: Library) -> Iterator[Finding]:
    """A leader's comment praises and says nothing else.

    What: 领导点评只有肯定，没有不足，也没有努力方向。
    | A leader's comment praises and names neither a shortfall nor a direction.
    Why: 点评要说清好在哪里、差在哪里、往哪里去。
    | A comment says what is good, what falls short and which way to go.
    Wrong:
        点评:
          - {领导: 镇党委书记, 日期: 2026-06-25, 肯定: 引水渠按期修通}
    Right:
        点评:
          - {领导: 镇党委书记, 日期: 2026-06-25, 肯定: 引水渠按期修通, 不足: 公厕选址走了弯路, 方向: 先上门再开会}
    """
    for owner in library.owners:
        for index, comment in enumerate(owner.record.comments):
            if not (comment.shortfall or comment.direction):
                yield Finding(
                    owner.spot("comments", index),
                    Say(
                        f"{comment.leader}的点评没有写不足和方向",
                        f"the comment of {comment.leader} names neither a shortfall nor a direction",
                    ),
                    Say("补上“不足: …”或“方向: …”", "add '不足: …' (shortfall) or '方向: …' (direction)"),
                )


@rule("P006", Severity.WARNING)
def appraisal_without_votes(library: Library) -> Iterator[Finding]:
    """An appraisal has no votes.

    What: 评议没有票数，或者合计为 0。
    | The appraisal has no votes, or they add up to 0.
    Why: 没有票数，公众看不出评议的结果。
    | Without votes there is no result to show.
    Wrong:
        评议:
          - 组织: 村民代表会议
            日期: 2026-09-20
            票: {满意: 0}
    Right:
        评议:
          - 组织: 村民代表会议
            日期: 2026-09-20
            票: {满意: 71, 基本满意: 21, 不满意: 6}
    """
    for owner in library.owners:
        for index, appraisal in enumerate(owner.record.appraisals):
            if sum(appraisal.votes.values()) == 0:
                yield Finding(
                    owner.spot("appraisals", index, "votes"),
                    Say(f"{text_of(appraisal.date)} 的评议合计 0 票", f"the appraisal of {text_of(appraisal.date)} has 0 votes in all"),
                    Say(
                        "写上各等次的票数，如“票: {满意: 71, 不满意: 6}”；还没有评议的，先删去这一条",
                        "give the votes by grade, such as '票: {满意: 71, 不满意: 6}' (votes), or delete it until it is held",
                    ),
                )


@rule("P008", Severity.WARNING)
def photo_without_consent(library: Library) -> Iterator[Finding]:
    """A photograph has no consent and is not shown.

    What: 照片没有本人同意，网站上不显示。
    | The photograph has no consent and is not shown.
    Why: 肖像公开要经本人同意。
    | A portrait is published only with the person's consent.
    Wrong:
        照片:
          文件: zhang-san.jpg
          说明: 张三在车间
    Right:
        照片:
          文件: zhang-san.jpg
          说明: 张三在车间
          同意: 是
    """
    for owner in library.owners:
        photo = owner.record.photo
        if photo and not photo.consent:
            yield Finding(
                owner.spot("photo"),
                Say(f"照片 {photo.file} 没有写明同意公开，不显示", f"the photograph {photo.file} has no consent and is not shown"),
                Say("征得本人书面同意后写“同意: 是”", "with the person's written consent, write '同意: 是' (consent)"),
            )


@rule("P009", Severity.WARNING)
def published_in_the_future(library: Library) -> Iterator[Finding]:
    """A record or bulletin is dated after today.

    What: 发布、更新或通报的日期晚于今天。
    | The day published or updated, or that of a bulletin, is after today.
    Why: 网站检查把“发布日期晚于当天”算作差错。
    | Inspections count a date in the future as a fault.
    Wrong:
        发布: 2062-11-10
    Right:
        发布: 2026-11-10
    """
    for key, alias, day, where in _published(library):
        if day > library.today:
            message = Say(f"“{key}”{text_of(day)} 晚于今天", f"{alias} on {text_of(day)}, after today")
            yield Finding(where(), message, line(key, alias, library.today))


def _published(library: Library) -> Iterator[tuple[str, str, date, Where]]:
    for owner in library.owners:
        if owner.record.published:
            yield "发布", "published", owner.record.published, partial(owner.spot, "published")
        if owner.record.updated:
            yield "更新", "updated", owner.record.updated, partial(owner.spot, "updated")
    for bulletin in library.bulletins:
        yield "日期", "date", bulletin.record.date, partial(bulletin.spot, "date")


@rule("P012", Severity.WARNING)
def event_in_the_future(library: Library) -> Iterator[Finding]:
    """Something that has happened is dated after today.

    What: 进展、评价、走访、意见、评议或点评的日期晚于今天。
    | A progress entry, review, visit, opinion, appraisal or comment is dated after today.
    Why: 这些都是已经发生的事，日期在将来一定写错了。
    | All of these have happened; a date in the future must be a slip.
    Wrong:
        评议:
          - {组织: 村民代表会议, 日期: 2062-09-20, 票: {满意: 71}}
    Right:
        评议:
          - {组织: 村民代表会议, 日期: 2026-09-20, 票: {满意: 71}}
    """
    for what, day, where in _events(library):
        if day is not None and day > library.today:
            yield Finding(
                where(),
                Say(f"{what.zh}日期 {text_of(day)} 晚于今天", f"the {what.en} is dated {text_of(day)}, after today"),
                Say(f"日期: {text_of(library.today)} 或以前", f"日期: {text_of(library.today)} (date) or earlier"),
            )


def _events(library: Library) -> Iterator[tuple[Say, date | None, Where]]:
    for case in library.promises:
        for index, entry in enumerate(case.promise.progress):
            yield Say("进展", "progress"), entry.date, partial(case.spot, "progress", index, "date")
        if case.promise.review:
            yield Say("评价", "review"), case.promise.review.date, partial(case.spot, "review", "date")
    for owner in library.owners:
        for index, comment in enumerate(owner.record.comments):
            yield Say("点评", "comment"), comment.date, partial(owner.spot, "comments", index, "date")
        for index, appraisal in enumerate(owner.record.appraisals):
            yield Say("评议", "appraisal"), appraisal.date, partial(owner.spot, "appraisals", index, "date")
        if isinstance(owner.record, Unit) and owner.record.contact_point:
            for index, visit in enumerate(owner.record.contact_point.visits):
                yield Say("走访", "visit"), visit.date, partial(owner.spot, "contact_point", "visits", index, "date")
    for bulletin in library.bulletins:
        for index, opinion in enumerate(bulletin.record.opinions):
            yield Say("意见", "opinion"), opinion.date, partial(bulletin.spot, "opinions", index, "date")


@rule("P014", Severity.ERROR)
def updated_before_published(library: Library) -> Iterator[Finding]:
    """A record was updated before it was published.

    What: 更新日期早于发布日期。
    | The day updated is before the day published.
    Why: 公众据此判断材料新旧，日期不能颠倒。
    | Readers judge by these dates how fresh the text is.
    Wrong:
        发布: 2026-11-10
        更新: 2026-10-11
    Right:
        发布: 2026-11-10
        更新: 2026-11-11
    """
    for owner in library.owners:
        published, updated = owner.record.published, owner.record.updated
        if published and updated and updated < published:
            yield Finding(
                owner.spot("updated"),
                Say(
                    f"更新 {text_of(updated)} 早于发布 {text_of(published)}",
                    f"updated on {text_of(updated)}, published on {text_of(published)}",
                ),
                Say(f"更新: {text_of(published)} 或以后", f"更新: {text_of(published)} (updated) or later"),
                owner.spot("published"),
            )
