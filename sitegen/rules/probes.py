"""Rules on what probes of the deployed site saw (THREATS.md rows 3, 4, 9, 34).

Only a late first sight is an error, for it makes the period too short, as a late publication does. That the deployed copy is
missing, old or altered is a warning: what mends it is another upload, which a publish that stops would only hold up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.proof import Proof
from sitegen.recorded import SAME
from sitegen.records.words import State
from sitegen.rules import Finding, rule
from sitegen.rules.replacements import is_withdrawn, replaced_ids

_NAMED = 5  # days that a message names one by one
_UNDECIDED = (State.ON_NOTICE, State.CLOSED)
_STATES = {
    "stale": Say("是以前发布的旧内容", "an older copy"),
    "altered": Say("内容与发布的不同", "something that was not published"),
    "missing": Say("没有这个公示", "no such notice"),
    "unreachable": Say("网站打不开", "that it cannot be reached"),
}


def _open(library: Library) -> Iterator[tuple[NoticeCase, Proof]]:
    """Notices that still matter: they run, or they have ended and somebody of them is not decided about."""
    if library.site.record.evidence_since is None:
        return
    replaced = replaced_ids(library)
    for case in library.notices:
        proof = library.proofs.get(case.id)
        if proof and case.id not in replaced and case.state in _UNDECIDED and _waits(library, case) and not is_withdrawn(library, case):
            yield case, proof


def _waits(library: Library, case: NoticeCase) -> bool:
    return any(library.honours_of[c.owner.path][c.index].state in _UNDECIDED for c in case.candidates)


def _upload() -> Say:
    return Say("把 output/ 整个再上传一次，再运行 python build.py probe", "upload all of output/ again, then run python build.py probe")


def _new_end(proof: Proof) -> Say:
    end = proof.earliest_end.isoformat() if proof.earliest_end else ""
    return Say(f"结束: {end}，并在“更正”里写明延长的原因", f"结束 (end): {end}, and a 更正 (correction) that gives the reason")


@rule("E026", Severity.WARNING, "probe")
def never_seen(library: Library) -> Iterator[Finding]:
    """A notice was published, and no probe has seen it on the deployed site.

    What: 公示已经生成，但探测还没有在公开的网址上看到过它。
    | The notice was built, and no probe has seen it at the public address yet.
    Why: 生成不等于上网；公示期从公众看得见的那天起算，一次都没看到过的公示证明不了。
    | Built is not online: the period counts from the day on which people can see it, and what was never seen cannot be shown.
    Wrong:
        # 11月16日生成，到18日还没有上传
        启用探测: 2026-11-16
    Right:
        # 16日生成后马上上传 output/，再探测一次
        启用探测: 2026-11-16
    """
    for case, proof in _open(library):
        sights = proof.sightings
        if not (sights.is_lacking and sights.since and library.today > sights.since):
            continue
        is_over = case.state is State.CLOSED
        yield Finding(
            case.spot("start"),
            Say(
                f"从 {sights.since} 起应当看得到，{'整个公示期' if is_over else '至今'}没有一次探测看到它",
                f"due on the deployed site since {sights.since}, and no probe {'ever saw' if is_over else 'has seen'} it",
            ),
            Say("重新公示，上传后每天探测", "post it again, upload it, and probe every day") if is_over else _upload(),
        )


@rule("E027", Severity.ERROR, "probe")
def seen_too_late(library: Library) -> Iterator[Finding]:
    """A running notice was first seen on the deployed site after it had been published, and too few days are left.

    What: 探测第一次在公开的网址上看到公示（或它改动后的内容）时，剩下的天数不够了。
    | When a probe first saw the notice (or its changed text) at the public address, too few days were left.
    Why: 上传晚了，公众就晚看到；公示期从看得见的那天起算。
    | Uploaded late is seen late; the period counts from the day on which people could see it.
    Wrong:
        # 16日发布，18日才上传
        开始: 2026-11-16
        结束: 2026-11-20
    Right:
        开始: 2026-11-16
        结束: 2026-11-24
        更正:
          - {日期: 2026-11-18, 内容: 18日才上传，延长公示}
    """
    for case, proof in _seen_late(library):
        if _is_short(proof):
            yield Finding(case.spot("end"), _late_words(proof), _new_end(proof))


@rule("E028", Severity.WARNING, "probe")
def seen_late(library: Library) -> Iterator[Finding]:
    """A running notice was first seen on the deployed site after it had been published; the days left are enough.

    What: 探测第一次在公开的网址上看到公示，比发布晚；剩下的天数仍然够。
    | A probe first saw the notice at the public address after it had been published; what is left is still enough.
    Why: 公示期从看到的那天起数，网页会写明。
    | The period counts from that day, and the page says so.
    Wrong:
        # 16日发布，18日才上传
        开始: 2026-11-16
        结束: 2026-11-30
    Right:
        # 16日发布后当天上传
        开始: 2026-11-16
        结束: 2026-11-24
    """
    for case, proof in _seen_late(library):
        if not _is_short(proof):
            fix = Say(
                "发布后马上上传 output/，并马上探测一次；结束日不用改",
                "upload output/ right after publishing and probe at once; the end may stay",
            )
            yield Finding(case.spot("start"), _late_words(proof), fix)


def _seen_late(library: Library) -> Iterator[tuple[NoticeCase, Proof]]:
    for case, proof in _open(library):
        if case.state is State.ON_NOTICE and proof.sightings.is_late and case.reckoning.is_long_enough:
            yield case, proof


def _is_short(proof: Proof) -> bool:
    return proof.counted is not None and proof.required is not None and proof.counted < proof.required


def _late_words(proof: Proof) -> Say:
    sights = proof.sightings
    return Say(
        f"{sights.since} 就该上网，探测到 {sights.first} 才看到；从那天数起有 {proof.counted} 天，要求 {proof.required} 天",
        f"due online on {sights.since}, first seen on {sights.first}; counted from then, {proof.counted} days of {proof.required}",
    )


@rule("E029", Severity.WARNING, "probe")
def days_unseen(library: Library) -> Iterator[Finding]:
    """There are days of the period on which no probe saw the notice on the deployed site.

    What: 公示期内有几天，探测没有看到公示（网站打不开、内容不对，或那天没有探测）。
    | On some days of the period no probe saw the notice: the site was down, showed something else, or was not probed.
    Why: 公示期内网站要一直打得开；哪些天没有证据，决定的人应当知道。
    | The site must be there for the whole period; whoever decides should know on which days nothing shows that it was.
    Wrong:
        # 17日和18日网站打不开，没有延长
        结束: 2026-11-24
    Right:
        结束: 2026-11-26
        更正:
          - {日期: 2026-11-19, 内容: 网站两天打不开，延长公示两天}
    """
    for case, proof in _open(library):
        missed = proof.sightings.missed
        if missed and not _is_made_good(case, proof):
            yield Finding(
                case.spot("end"),
                Say(f"有 {len(missed)} 天没有探测到它：{_named(missed)}", f"no probe saw it on {len(missed)} day(s): {_named(missed)}"),
                Say(
                    "每天自动探测；网站真的打不开过，就延长公示，在“更正”里写明",
                    "probe every day by a timer; if the site was down, extend the notice and say so in a 更正 (correction)",
                ),
            )


def _is_made_good(case: NoticeCase, proof: Proof) -> bool:
    """Whether enough days were seen without the missed ones, after an extension that gives its reason."""
    if proof.counted is None or proof.required is None:
        return False
    told = any(c.date >= proof.sightings.missed[0] for c in case.notice.corrections)
    return told and proof.counted - len(proof.sightings.missed) >= proof.required


def _named(days: Sequence[date]) -> str:
    shown = "、".join(day.isoformat() for day in islice(days, _NAMED))
    return shown + (" …" if len(days) > _NAMED else "")


@rule("E030", Severity.WARNING, "probe")
def last_probe_differs(library: Library) -> Iterator[Finding]:
    """The last probe saw something else than what was published.

    What: 最近一次探测看到的，不是发布的那份公示。
    | What the last probe saw is not the notice that was published.
    Why: 公众现在看到的可能是旧的、被改过的，或者什么也看不到。
    | People may be looking at an old copy, at an altered one, or at nothing.
    Wrong:
        # 17日改了公示，只在本机发布，没有上传
        启用探测: 2026-11-16
    Right:
        # 发布后上传 output/，清掉缓存，再探测
        启用探测: 2026-11-16
    """
    for case, proof in _open(library):
        last = proof.sightings.last
        if last and last.state != SAME and case.state is State.ON_NOTICE:
            state = _STATES.get(last.state, _STATES["altered"])
            yield Finding(
                case.spot(),
                Say(f"{last.day} 最近一次探测看到的：{state.zh}", f"the last probe, of {last.day}, found {state.en}"),
                _upload(),
            )


@rule("E031", Severity.WARNING)
def probing_without_evidence(library: Library) -> Iterator[Finding]:
    """Probing is switched on, and there is nothing that probes could be recorded in, or nowhere to probe.

    What: 写了“启用探测”，却没有“启用存证”或“网址”。
    | Probing is switched on without evidence being kept, or without an address.
    Why: 探测的结果记在存证里，从“网址”去看；缺一样，探测就不起作用。
    | Probes are recorded in the ledger and look at the site's address; without both they have no effect.
    Wrong:
        启用探测: 2026-11-16
        网址: https://example.org/
    Right:
        启用存证: 2026-11-16
        启用探测: 2026-11-16
        网址: https://example.org/
    """
    site = library.site.record
    if site.probed_since is None:
        return
    if site.evidence_since is None:
        yield Finding(
            library.site.spot("probed_since"),
            Say("启用了探测，没有启用存证，结果无处记录", "probing is on and no evidence is kept, so that nothing is recorded"),
            Say(f"启用存证: {site.probed_since}", f"启用存证 (evidence_since): {site.probed_since}"),
        )
    if site.url is None:
        yield Finding(
            library.site.spot("probed_since"),
            Say("启用了探测，没有写网址", "probing is on and the site has no address"),
            Say("网址: https://…（网站公开的网址）", "网址 (url): https://… (where the site is public)"),
        )
