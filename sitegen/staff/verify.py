"""``verify``: what anybody can find out about the notices of a published site, in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.ledger.history import rehearsals
from sitegen.problems import Say
from sitegen.published.examination import Examined, Result, examine
from sitegen.published.seals import Seals, Trust
from sitegen.published.source import Unreachable, source_at

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_CANNOT = 2
_STRENGTHS = {
    "declared": Say("声明", "declared"), "built": Say("存证", "built"), "witnessed": Say("见证", "witnessed"),
}  # fmt: skip
_UNITS = {"workday": Say("个工作日", "working days"), "day": Say("天", "days"), "": Say("天", "days")}
_CLOSING = (
    Say("结论：没有发现不满足的公示，记录完整", "Result: no notice fails, and the records are whole"),
    Say("结论：有公示的期限没有满足", "Result: a notice did not run its time"),
    Say("结论：有公示无法证明", "Result: a notice cannot be shown to have run its time"),
    Say(
        "结论：存证有损坏或缺失，以上各项都不可靠",
        "Result: the records are damaged or incomplete; rely on nothing above",
    ),
)


def verify_site(desk: Desk, where: str | None, heads: tuple[str, ...], signers: Path | None = None, tsa: Path | None = None) -> int:
    """Examine a published folder or address; the exit code is that of ``verify`` in CONTENT.md."""
    place = where or str(desk.output)
    try:
        found = examine(source_at(place), (head.strip().lower() for head in heads), desk.now.date(), desk.as_of, Trust(signers, tsa))
    except Unreachable as error:
        if desk.as_json:
            click.echo(
                json.dumps({"source": place, "unreachable": error.reason.get(desk.lang), "exit": _CANNOT}, ensure_ascii=False, indent=1)
            )
        desk.complain(f"无法核验：{error.reason.zh}", f"Cannot verify: {error.reason.en}")
        return _CANNOT
    if desk.as_json:
        click.echo(json.dumps(as_data(place, found, desk.lang), ensure_ascii=False, indent=1))
    else:
        for line in report(place, found, desk.lang, quiet=desk.quiet):
            click.echo(line)
    return found.code


def as_data(place: str, found: Examined, lang: str) -> dict[str, Any]:
    """The examination for machines."""
    return {
        "source": place,
        "date": found.today.isoformat(),
        "since": found.index.since.isoformat() if found.index.since else None,
        "demonstration": found.index.demo is not None,
        "heads": list(found.heads),
        "records": len(found.ledger.entries),
        "signature": {
            "state": found.seals.signature.state,
            "fingerprint": found.seals.signature.fingerprint or None,
            "signer": found.seals.signature.name or None,
        },
        "timestamp": {
            "state": found.seals.stamp.state,
            "time": found.seals.stamp.time.isoformat() if found.seals.stamp.time else None,
            "ahead": list(found.seals.ahead),
        },
        "damages": [{"file": d.file, "reason": d.reason.get(lang)} for d in found.damages],
        "notices": [_notice_data(r, lang) for r in found.results],
        "exit": found.code,
    }


def _notice_data(result: Result, lang: str) -> dict[str, Any]:
    judged = result.judged
    days = {"start": judged.start, "end": judged.end, "shown": judged.shown, "counts_from": judged.counts_from, "gone": judged.gone}
    return {
        "id": result.id,
        "url": result.url,
        "verdict": judged.verdict.en,
        "strengths": list(judged.strengths),
        **{key: day.isoformat() if day else None for key, day in days.items()},
        "counted": judged.counted,
        "required": judged.required,
        "unit": judged.unit or None,
        "seen": [day.isoformat() for day in judged.seen],
        "changes": [{"date": c.date.isoformat(), "fields": list(c.fields), "restarts": c.restarts} for c in judged.changes],
        "claimed": result.claimed or None,
        "text": result.text,
        "page": result.page,
        "faults": [s.get(lang) for s in result.faults],
        "remarks": [s.get(lang) for s in result.remarks],
    }


def report(place: str, found: Examined, lang: str, *, quiet: bool = False) -> Iterator[str]:
    """The examination for people; ``quiet`` leaves out notices with which nothing is wrong."""

    def say(zh: str, en: str) -> str:
        return Say(zh, en).get(lang)

    yield say(f"核验 {place}，按 {found.today}，北京时间", f"Verifying {place} as of {found.today}, China time")
    if not found.is_kept:
        yield say("这个网站没有存证（没有 verify.html 和 ledger/）", "This site keeps no evidence (no verify.html, no ledger/)")
    yield say(
        f"记录 {len(found.ledger.entries)} 条，链头 {len(found.heads)} 个",
        f"{len(found.ledger.entries)} records, {len(found.heads)} head(s)",
    )
    yield from (f"  {head}" for head in found.heads)
    for said in (*_signature_lines(found.seals), *_stamp_lines(found.seals)):
        yield said.get(lang)
    yield from _warnings(found, lang)
    for result in found.results:
        if not quiet or result.code:
            yield from _notice_lines(result, lang)
    yield ""
    yield _CLOSING[found.code].get(lang)
    yield say(
        "查不出的：没有上传或上传晚了、网站打不开、看到旧网页；末尾被截或历史被重写，要拿别人保存的链头用 --head 来查",
        "Not seen by this: a site never or late uploaded, down, or stale; an end cut off or a history rewritten shows only with --head "
        "and a head that somebody else kept",
    )


def _signature_lines(seals: Seals) -> Iterator[Say]:
    """Nothing of a site without; what is bad is told with the damages."""
    signed = seals.signature
    key = signed.fingerprint
    if signed.state == "signed":
        yield Say(f"签名：名单中的 {signed.name} 签了链头（{key}）", f"Signature: the heads are signed by {signed.name} ({key})")
    elif signed.state == "fits":
        yield Say(
            f"签名：与链头相符，密钥指纹 {key}。是谁的密钥，这里看不出：从别处问到指纹，或用 --signers 核对",
            f"Signature: fits the heads, key {key}. Whose key it is cannot be told from here: ask elsewhere for the fingerprint, "
            "or use --signers",
        )
    elif signed.state == "unchecked" and signed.why:
        yield Say(f"签名：没有核对，{signed.why.zh}（{key}）", f"Signature: not checked, {signed.why.en} ({key})")


def _stamp_lines(seals: Seals) -> Iterator[Say]:
    """Exact in words: records existed at a time; that somebody could see a page is not said."""
    stamped = seals.stamp
    time = stamped.time.strftime("%Y-%m-%d %H:%M:%S") if stamped.time else "?"
    if stamped.state == "verified":
        yield Say(
            f"时间戳：链头和它以前的全部记录，在 {time}（北京时间）已经存在；不证明网页那时有人能看到",
            f"Time stamp: the heads and all records before them existed on {time}, China time; not that anybody could see a page then",
        )
    elif stamped.state == "claimed" and stamped.time:
        yield Say(
            f"时间戳：自称 {time}（北京时间），没有核对；用 --tsa 给出时间戳机构的根证书来核对",
            f"Time stamp: claims {time}, China time, not verified; use --tsa with the root certificate of the authority",
        )
    elif stamped.state in ("claimed", "unchecked") and stamped.why:
        yield Say(f"时间戳：有，没有核对，{stamped.why.zh}", f"Time stamp: there is one, not checked, {stamped.why.en}")
    elif stamped.state == "missing":
        yield Say("时间戳：没有，什么时候有的这些记录无从证明", "Time stamp: none; nothing shows when these records existed")
    if seals.ahead:
        yield Say(
            f"有 {len(seals.ahead)} 条记录写的日期比时间戳还晚：当时发布的机器时钟不准，例如 {seals.ahead[0]}",
            f"{len(seals.ahead)} record(s) say a day after that of the stamp: the clock of the machine was wrong, as in {seals.ahead[0]}",
        )


def _warnings(found: Examined, lang: str) -> Iterator[str]:
    if found.index.demo is not None:
        yield Say("演示网站：记录按演示日期写，不证明任何事情", "A demonstration: its records prove nothing").get(lang)
    elif extra := sum(e.simulated for e in found.ledger.entries.values()):
        rehearsed = len(rehearsals(found.ledger)) or extra
        yield Say(
            f"有 {rehearsed} 条是按别的日期演练时写的，没有采信", f"{rehearsed} record(s) were written for another day and were not counted"
        ).get(lang)
    for damage in found.damages:
        yield Say(f"损坏 {damage.file}：{damage.reason.zh}", f"Damaged {damage.file}: {damage.reason.en}").get(lang)


def _notice_lines(result: Result, lang: str) -> Iterator[str]:
    judged = result.judged

    def say(zh: str, en: str) -> str:
        return Say(zh, en).get(lang)

    strengths = say("、", ", ").join(_STRENGTHS[s].get(lang) for s in judged.strengths)
    yield ""
    verdict = say(judged.verdict.zh, judged.verdict.en.replace("_", " "))
    yield f"{verdict}  {result.id}  {judged.start or '?'} – {judged.end or '?'}  ({strengths})"
    if judged.shown:
        yield "  " + say(
            f"首次发布 {judged.shown}，从 {judged.counts_from} 起算", f"first published {judged.shown}, counted from {judged.counts_from}"
        )
    if judged.counted is not None:
        unit = _UNITS[judged.unit]
        yield "  " + say(
            f"按记录 {judged.counted} {unit.zh}，要求 {judged.required} {unit.zh}；{len(judged.seen)} 天有记录",
            f"{judged.counted} {unit.en} by the records, {judged.required} needed; recorded on {len(judged.seen)} day(s)",
        )
    for change in judged.changes:
        what = (
            say("改了实质内容，重新起算", "changed in substance, counted anew")
            if change.restarts
            else say("改了非实质内容", "minor change")
        )
        yield f"  {change.date} {what}: {'、'.join(change.fields)}"
    if judged.gone:
        yield "  " + say(f"{judged.gone} 撤下", f"taken away on {judged.gone}")
    yield from (f"  ! {said.get(lang)}" for said in result.faults)
    yield from (f"  · {said.get(lang)}" for said in result.remarks)
