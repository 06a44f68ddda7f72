"""Rules on one thing put in the place of another: lost salts, other people, other ids, withdrawals undone (THREATS.md rows 5, 29, 38)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.cases import NoticeCase
from sitegen.ledger.entry import Entry
from sitegen.library import Library
from sitegen.material import candidate_key
from sitegen.problems import Say, Severity
from sitegen.proof import current_story, last_facts
from sitegen.recorded import content_of, word_of
from sitegen.records.words import State
from sitegen.rules import Finding, rule
from sitegen.rules.history import known
from sitegen.rules.replacements import is_withdrawn, replaced_ids, replaced_in

_WHO = ("名称", "称号", "级别")


@rule("E020", Severity.ERROR, "ledger")
def salt_lost(library: Library) -> Iterator[Finding]:
    """The random code beside a record whose notice was published is gone.

    What: 已经发布的公示，旁边的随机码文件（.salt）不见了，无法与存证核对。
    | The random code (.salt) beside a record whose notice was published is gone: nothing can be compared with the ledger.
    Why: 没有随机码，就看不出公示的内容有没有被改过。
    | Without it nobody can see whether the notice was altered.
    Wrong:
        # 给文件改名，没有把 .salt 一起改名
        网址名: zhang-san-2026
    Right:
        # 改名时 .salt 与 .md 一起改
        网址名: zhang-san
    """
    for case, _ in known(library):
        proof = library.proofs.get(case.id)
        for path in proof.lost if proof else ():
            yield Finding(
                case.spot(),
                Say(f"随机码文件 {path} 不见了", f"the random code {path} is gone"),
                Say(
                    f"从 git 或备份取回；文件改过名的，.salt 一起改名；或者从已发布的 notices/{case.slug}.txt 抄回“随机码”",
                    f"bring it back from git or a backup; rename it with its record; or copy the 随机码 from notices/{case.slug}.txt",
                ),
            )


@rule("E021", Severity.ERROR, "ledger")
def honoured_another(library: Library) -> Iterator[Finding]:
    """The honour is not the one that was on notice.

    What: 表彰的人、称号或级别，与公示过的不一样，或者根本没有在这份公示里。
    | The person, title or level that is honoured is not what was on notice, or was not in that notice at all.
    Why: 公众只对公示过的内容提过意见；换了人或换了称号，要重新公示。
    | People were asked about what was posted; another person or title needs a notice of its own.
    Wrong:
        # 公示的称号是“劳动模范”
        称号: 特等劳动模范
        表彰: {日期: 2026-11-30}
    Right:
        称号: 劳动模范
        表彰: {日期: 2026-11-30}
    """
    for honour in library.honours:
        ended = honour.state in (State.REVOKED, State.WITHDRAWN)
        if honour.honour.decision is None or ended:
            continue
        for case in honour.notices:
            last = last_facts(current_story(library.book.stories.get(case.id, ())))
            if last is None or case.state is not State.CLOSED or case.id in replaced_in(honour):
                continue
            me = next(candidate_key(c) for c in case.candidates if c.owner is honour.owner and c.index == honour.index)
            end = content_of(last).period[1]
            if me not in content_of(last).facts.candidates:
                yield Finding(
                    honour.spot(),
                    Say(f"{end} 期满的公示 {case.id} 里没有 {me}", f"notice {case.id}, which ended on {end}, did not name {me}"),
                    Say("撤下“表彰”，给他另发公示", "take the decision out and post a notice for this candidate"),
                )
            elif changed := [k for k in _WHO if f"{me} {k}" in library.proofs[case.id].later]:
                yield Finding(
                    honour.spot(),
                    Say(
                        f"{end} 期满以后改了：{'、'.join(changed)}；表彰的不是公示过的内容",
                        f"changed after the notice ended on {end}: {', '.join(changed)}; this was not on notice",
                    ),
                    Say(
                        f"改回公示时的写法（人改了名的，写在“别名”里）；确要改的，重新公示，用“替代: {case.id}”",
                        f"write it as on the notice (a new name goes into 别名); else post it again with 替代 (replaces): {case.id}",
                    ),
                )


@rule("E023", Severity.ERROR, "ledger")
def under_another_id(library: Library) -> Iterator[Finding]:
    """A failed or unfinished notice is posted again under a new id, and the old one has vanished.

    What: 同一个人、同一单位、同一称号换了编号重新公示，原来的公示没有走完，又从原稿里消失了。
    | The same person, unit and honour are on notice under a new id, while the old notice failed or was unfinished and is gone.
    Why: 换编号会让公众看不到原来的公示为什么没有走完、有没有异议。
    | A new id hides why the old notice failed, and whether anybody objected.
    Wrong:
        # 原来的编号是 zhang-san-1，公示中途改成
        编号: zhang-san-2
    Right:
        编号: zhang-san-1
    """
    for case in library.notices:
        proof = library.proofs.get(case.id)
        old = proof.formerly if proof else ""
        story = current_story(library.book.stories.get(old, ()))
        if story and case.notice.replaces != old and (reason := _failure(story)):
            yield Finding(
                case.spot(),
                Say(
                    f"这个人和称号已经用编号 {old} 公示过，{reason.zh}，现在原稿里没有了",
                    f"this person and honour were on notice as {old}, {reason.en}, and that is gone from the content",
                ),
                Say(
                    f"把编号改回 {old} 的编号；确要重新公示的，保留原来的公示，写“替代: {old}”",
                    f"go back to the id of {old}; to post it again, keep the old notice and write 替代 (replaces): {old}",
                ),
            )


def _failure(story: Sequence[Entry]) -> Say | None:
    """Why a notice cannot carry an honour; None if it ran to its end without anything against it."""
    kinds = {e.kind for e in story}
    closed = {word_of(e, "objection"): word_of(e, "status") for e in story if e.kind == "objection-closed"}
    opened = {word_of(e, "objection") for e in story if e.kind == "objection-opened"}
    if opened - closed.keys():
        return Say("异议没有办结", "with an objection open")
    if "upheld" in closed.values():
        return Say("异议成立", "with an objection upheld")
    if "withdrawn" in kinds:
        return Say("中途撤回", "withdrawn half-way")
    return None if "ended" in kinds else Say("没有走完", "and not finished")


@rule("E024", Severity.ERROR, "ledger")
def withdrawal_undone(library: Library) -> Iterator[Finding]:
    """A notice that was withdrawn goes on as if it had not been.

    What: 公示已经撤回，现在又把“撤回”删了。
    | A notice was withdrawn, and the withdrawal has been deleted.
    Why: 公众看到的是公示已经撤回；要再公示，就重新走一遍。
    | People were told that it was withdrawn; to go on, it must be posted again and run its whole period.
    Wrong:
        # 11月18日发布过撤回，后来把它删了
        公示: {开始: 2026-11-16, 结束: 2026-11-20}
    Right:
        公示: {开始: 2026-11-16, 结束: 2026-11-20}
        撤回: {日期: 2026-11-18, 原因: 本人放弃}
    """
    replaced = replaced_ids(library)
    for case, story in known(library):
        gone = next((e.date for e in story if e.kind == "withdrawn"), "")
        if gone and case.id not in replaced and not is_withdrawn(library, case):
            yield Finding(
                case.spot(),
                Say(f"这份公示在 {gone} 已经撤回，现在没有“撤回”了", f"withdrawn on {gone}, and the withdrawal is gone"),
                Say(
                    f"把“撤回”写回来，日期 {gone}；要再公示，另写一份公示，用“替代: {case.id}”",
                    f"put 撤回 (withdrawal) of {gone} back; to post it again, write a new notice with 替代 (replaces): {case.id}",
                ),
            )
        yield from _came_back(case, story)


def _came_back(case: NoticeCase, story: Sequence[Entry]) -> Iterator[Finding]:
    """Candidates that had left a notice and stand in it again."""
    left = {word_of(e, "candidate"): e.date for e in story if e.kind == "candidate-withdrawn"}
    for candidate in case.candidates:
        gone = left.get(candidate_key(candidate))
        if gone and candidate.honour.withdrawal is None and candidate.honour.revocation is None:
            yield Finding(
                candidate.owner.spot("honours", candidate.index),
                Say(
                    f"{candidate.owner.record.name}在 {gone} 已经从这份公示撤回，现在没有“撤回”了",
                    f"this candidate left the notice on {gone}, and the withdrawal is gone",
                ),
                Say(
                    f"把“撤回”写回来，日期 {gone}；要再参评，另写一份公示",
                    f"put 撤回 (withdrawal) of {gone} back; to stand again, post a new notice",
                ),
            )
