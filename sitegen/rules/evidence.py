"""Rules on what the ledger says of a notice's period (THREATS.md rows 1, 2, 5, 7, 15, 18 to 21, 23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.proof import Proof, current_story
from sitegen.recorded import content_of
from sitegen.records.words import State, Verdict
from sitegen.rules import Finding, rule
from sitegen.rules.replacements import is_withdrawn, replaced_ids, replaced_in


def _kept(library: Library) -> Iterator[tuple[NoticeCase, Proof]]:
    """Notices with their proofs, on a site that keeps evidence."""
    if library.site.record.evidence_since is not None:
        yield from ((case, library.proofs[case.id]) for case in library.notices if case.id in library.proofs)


def _running(library: Library) -> Iterator[tuple[NoticeCase, Proof]]:
    """Running notices that must meet their period: neither replaced by another one, nor withdrawn."""
    replaced = replaced_ids(library)
    for case, proof in _kept(library):
        if case.state is State.ON_NOTICE and case.id not in replaced and not is_withdrawn(library, case):
            yield case, proof


def _is_late(proof: Proof, start: date | None) -> bool:
    """First published after its start; one that ran when evidence was switched on is believed, and of one seen still later E027 speaks."""
    if proof.sightings.is_late:
        return False
    return None not in (start, proof.shown, proof.counts_from) and proof.shown > start < proof.counts_from  # type: ignore[operator]


def _is_short(proof: Proof) -> bool:
    return proof.counted is not None and proof.required is not None and proof.counted < proof.required


def _new_end(proof: Proof) -> Say:
    end = proof.earliest_end.isoformat() if proof.earliest_end else ""
    return Say(f"结束: {end}，并在“更正”里写明延长的原因", f"结束 (end): {end}, and a 更正 (correction) that gives the reason")


def _declared_is_fine(case: NoticeCase) -> bool:
    return case.reckoning.is_long_enough is True


@rule("E001", Severity.ERROR, "ledger")
def shown_too_late(library: Library) -> Iterator[Finding]:
    """A notice was first published after its start, and too few days are left.

    What: 公示实际上网比写的开始日晚，从上网那天数起，天数不够。
    | The notice went online after its stated start; counted from that day, the period is too short.
    Why: 公众从看得见的那天起才有机会提出意见，写在文件里的日期不能代替。
    | People can only object from the day on which they can see it; a date in a file does not stand for that.
    Wrong:
        # 11月18日才第一次发布
        开始: 2026-11-16
        结束: 2026-11-20
    Right:
        开始: 2026-11-18
        结束: 2026-11-24
    """
    for case, proof in _running(library):
        start = case.notice.start
        if _is_late(proof, start) and _is_short(proof) and _declared_is_fine(case) and not any(c.restarts for c in proof.changes):
            yield Finding(
                case.spot("end"),
                Say(
                    f"第一次发布是 {proof.shown}，比开始日 {start} 晚；从那天数起只有 {proof.counted} 天，要求 {proof.required} 天",
                    f"first published on {proof.shown}, after the start {start}; {proof.counted} days count, {proof.required} are needed",
                ),
                _new_end(proof),
            )


@rule("E002", Severity.WARNING, "ledger")
def shown_late(library: Library) -> Iterator[Finding]:
    """A notice was first published after its start; the days left are enough.

    What: 公示实际上网比写的开始日晚，剩下的天数仍然够。
    | The notice went online after its stated start; what is left is still enough.
    Why: 网页会同时写明两个日期，公示期从上网那天数起。
    | The page says both dates, and the period counts from the later one.
    Wrong:
        # 11月17日才第一次发布
        开始: 2026-11-16
        结束: 2026-11-24
    Right:
        开始: 2026-11-17
        结束: 2026-11-24
    """
    for case, proof in _running(library):
        start = case.notice.start
        if _is_late(proof, start) and not _is_short(proof):
            yield Finding(
                case.spot("start"),
                Say(
                    f"第一次发布是 {proof.shown}，比开始日 {start} 晚，从那天数起",
                    f"first published on {proof.shown}, after the start {start}; counted from then on",
                ),
                Say(f"开始: {proof.shown}", f"开始 (start): {proof.shown}"),
            )


@rule("E003", Severity.ERROR, "ledger")
def honoured_without_proof(library: Library) -> Iterator[Finding]:
    """An honour was decided although its notice cannot be shown to have run its time.

    What: 已经写了表彰，但没有发布记录能证明公示期真正走完。
    | A decision is entered, but no record of publishing shows that the notice ran its whole period.
    Why: 只有日期没有发布，或公示中途改过、撤过，都不能算公示期满。
    | Dates without publishing, or a notice changed or taken away half-way, do not make a period.
    Wrong:
        公示: {开始: 2026-11-16, 结束: 2026-11-20}   # 这几天没有发布过
        表彰: {日期: 2026-11-30}
    Right:
        公示: {开始: 2026-12-01, 结束: 2026-12-07}   # 重新公示
        表彰: {日期: 2026-12-15}
    """
    for honour in library.honours:
        decision = honour.honour.decision
        ended = honour.state in (State.REVOKED, State.WITHDRAWN)
        if library.site.record.evidence_since is None or decision is None or decision.date > library.today or ended:
            continue
        for case in honour.notices:
            proof = None if case.id in replaced_in(honour) else library.proofs.get(case.id)
            if proof and proof.verdict in (Verdict.CANNOT_BE_SHOWN, Verdict.NOT_SATISFIED) and _declared_is_fine(case):
                yield Finding(honour.spot("decision", "date"), *_unproved(case, proof))


def _unproved(case: NoticeCase, proof: Proof) -> tuple[Say, Say]:
    if proof.verdict is Verdict.NOT_SATISFIED:
        gone = Say(f"{proof.gone} 就撤下了", f"taken away on {proof.gone}") if proof.gone else None
        days = gone or Say(
            f"按发布记录只有 {proof.counted} 天，要求 {proof.required} 天", f"{proof.counted} days of {proof.required} by the records"
        )
        return (
            Say(f"公示 {case.id} 的期限没有走满：{days.zh}", f"notice {case.id} did not run its time: {days.en}"),
            Say("撤下“表彰”，重新公示，期满后再写", "take the decision out, post the notice again, and enter it after the period"),
        )
    if proof.sightings.is_lacking:
        return (
            Say(f"公示期内没有一次探测看到公示 {case.id}", f"no probe saw notice {case.id} at the public address within its period"),
            Say("撤下“表彰”，重新公示，上传后每天探测", "take the decision out, post the notice again, upload it, and probe every day"),
        )
    return (
        Say(f"公示 {case.id} 没有发布记录，证明不了它公示过", f"nothing shows that notice {case.id} was published"),
        Say(
            "重新公示；启用存证以前的公示，可以附上“见证”，或在 site.yaml 写明“接受声明”的理由",
            "post it again; for a notice older than the evidence, attach a 见证 (witness) or give the reason in 接受声明 (accept_declared)",
        ),
    )


@rule("E004", Severity.ERROR, "ledger")
def changed_too_late(library: Library) -> Iterator[Finding]:
    """A running notice was changed in substance, and too few days are left.

    What: 公示期间改了实质内容，期限要重新数，剩下的天数不够。
    | A running notice was changed in substance; its period starts again, and too few days are left.
    Why: 姓名、单位、职务、称号、级别、事迹、照片和受理方式是公众判断的依据，改了就等于换了一份公示。
    | Names, units, posts, titles, levels, deeds, photos and the contact are what people judge by: changed, it is another notice.
    Wrong:
        # 11月18日把单位改了
        结束: 2026-11-20
    Right:
        结束: 2026-11-24
        更正:
          - {日期: 2026-11-18, 内容: 单位名称有误，更正并延长公示}
    """
    for case, proof in _running(library):
        restarts = [c for c in proof.changes if c.restarts]
        if restarts and _is_short(proof) and not proof.sightings.is_late:
            yield Finding(case.spot("end"), _change_words(restarts[-1].date, restarts[-1].fields, proof), _new_end(proof))


@rule("E005", Severity.WARNING, "ledger")
def changed_in_time(library: Library) -> Iterator[Finding]:
    """A running notice was changed in substance; the days left are enough for the period to start again.

    What: 公示期间改了实质内容，期限从改的那天重新数，剩下的天数够。
    | A running notice was changed in substance; the period counts from that day, and enough days are left.
    Why: 网页和存证会写明哪一天改了什么。
    | The page and the ledger say what was changed and when.
    Wrong:
        # 11月18日改了职务，没有写更正
        结束: 2026-11-30
    Right:
        结束: 2026-11-30
        更正:
          - {日期: 2026-11-18, 内容: 职务有误，更正}
    """
    for case, proof in _running(library):
        restarts = [c for c in proof.changes if c.restarts]
        if restarts and not _is_short(proof) and not _is_told(library, case, restarts[-1].date):
            day = restarts[-1].date
            fix = Say(
                f"更正: [{{日期: {day}, 内容: 改了什么、为什么}}]", f"更正 (corrections): [{{date: {day}, text: what was changed and why}}]"
            )
            yield Finding(case.spot("end"), _change_words(day, restarts[-1].fields, proof), fix)


def _is_told(library: Library, case: NoticeCase, day: date) -> bool:
    """Whether a correction tells of a change that a publish of ``day`` recorded: dated that day, or since the publish before."""
    story = [e for e in library.book.stories.get(case.id, ()) if e.kind != "witness"]
    earlier = [recorded for e in story if (recorded := date.fromisoformat(e.date)) < day]
    return any(max(earlier, default=day) < c.date <= day or c.date == day for c in case.notice.corrections)


def _change_words(day: date, fields: tuple[str, ...], proof: Proof) -> Say:
    names = "、".join(fields[:4]) + ("等" if len(fields) > 4 else "")
    return Say(
        f"{day} 改了：{names}；期限从那天重新数，有 {proof.counted} 天，要求 {proof.required} 天",
        f"changed on {day}: {names}; counted anew from then, {proof.counted} days of {proof.required}",
    )


@rule("E006", Severity.ERROR, "ledger")
def shortened(library: Library) -> Iterator[Finding]:
    """A running notice was shortened.

    What: 公示开始以后把结束日提前了。
    | The end of a running notice was moved forward.
    Why: 公示期一经公布，只能延长，不能缩短。
    | Once published, a period may be extended, never shortened.
    Wrong:
        # 发布时写的是 2026-11-24
        结束: 2026-11-20
    Right:
        结束: 2026-11-24
    """
    for case, _, end in _moved_ends(library):
        if case.reckoning.interval and case.reckoning.interval.end < end:
            now = case.reckoning.interval.end
            yield Finding(
                case.spot("end"),
                Say(f"公示期缩短了：发布的是 {end}，现在写 {now}", f"the period was shortened: published until {end}, now {now}"),
                Say(f"结束: {end}", f"结束 (end): {end}"),
            )


@rule("E007", Severity.ERROR, "ledger")
def extended_in_silence(library: Library) -> Iterator[Finding]:
    """A running notice was extended without saying why.

    What: 公示期延长了，但没有写更正和原因。
    | A period was extended without a correction that gives the reason.
    Why: 延长也要让公众知道为什么、到哪天。
    | People must learn why it was extended, and until when.
    Wrong:
        结束: 2026-11-30
    Right:
        结束: 2026-11-30
        更正:
          - {日期: 2026-11-18, 内容: 系统停机一天，延长公示}
    """
    for case, since, end in _moved_ends(library):
        interval = case.reckoning.interval
        explained = any(c.date >= since for c in case.notice.corrections)
        if interval and interval.end > end and not explained:
            yield Finding(
                case.spot("end"),
                Say(
                    f"公示期由 {end} 延长到 {interval.end}，没有说明原因",
                    f"the period was extended from {end} to {interval.end} without a reason",
                ),
                Say(
                    f"更正: [{{日期: {library.today}, 内容: 延长到 {interval.end} 的原因}}]",
                    f"更正 (corrections): [{{date: {library.today}, text: why it is extended}}]",
                ),
            )


def _moved_ends(library: Library) -> Iterator[tuple[NoticeCase, date, date]]:
    """Notices with the latest end that was published, and the day from which it was."""
    for case, _ in _kept(library):
        story = current_story(library.book.stories.get(case.id, ()))
        ends = [(content_of(e).period[1], e.date) for e in story if e.kind in ("shown", "changed") and content_of(e).period[1]]
        if ends and case.state in (State.ON_NOTICE, State.CLOSED) and not is_withdrawn(library, case):
            end = max(end for end, _ in ends)
            yield case, date.fromisoformat(min(day for said, day in ends if said == end)), date.fromisoformat(end)
