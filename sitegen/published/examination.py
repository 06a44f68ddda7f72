"""The examination of a published site: each notice by its records, its text and its page."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sitegen.ledger.book import Damage, Ledger
from sitegen.ledger.entry import Entry
from sitegen.ledger.history import heads, order
from sitegen.problems import Say
from sitegen.proof import last_facts
from sitegen.published.book import read_book, read_heads
from sitegen.published.judging import Judged, judge_story
from sitegen.published.pages import Claim, Index, absent, read_index
from sitegen.published.seals import TRUST_NOBODY, Seals, Trust, examine_seals
from sitegen.published.source import Source
from sitegen.recorded import content_of, day_of, running_in, text_of, url_of
from sitegen.records.words import Verdict

SATISFIED, NOT_SATISFIED, CANNOT_BE_SHOWN, DAMAGED = 0, 1, 2, 3
_CODES = {
    Verdict.RUNNING: SATISFIED, Verdict.SATISFIED: SATISFIED, Verdict.NOT_SATISFIED: NOT_SATISFIED,
    Verdict.CANNOT_BE_SHOWN: CANNOT_BE_SHOWN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One notice. ``text`` and ``page`` are same, rebuilt, other, missing or unchecked; ``fault`` is "" or what is not as recorded."""

    id: str
    url: str
    judged: Judged
    claimed: str = ""
    text: str = "unchecked"
    page: str = "unchecked"
    faults: tuple[Say, ...] = ()
    remarks: tuple[Say, ...] = ()

    @property
    def code(self) -> int:
        code = _CODES[self.judged.verdict]
        return code if code or not self.faults else CANNOT_BE_SHOWN


@dataclass(frozen=True, slots=True)
class Examined:
    """The whole site as examined on ``today``."""

    today: date
    index: Index
    ledger: Ledger
    heads: tuple[str, ...]
    damages: tuple[Damage, ...]
    results: tuple[Result, ...]
    is_kept: bool
    seals: Seals = field(default_factory=Seals)

    @property
    def code(self) -> int:
        """Damage is worst, then a notice that fails, then one that nothing shows, or a stamp that was asked for in vain."""
        codes = {r.code for r in self.results} | ({CANNOT_BE_SHOWN} if self.seals.is_lacking else set())
        if self.damages:
            return DAMAGED
        if not self.is_kept:
            return CANNOT_BE_SHOWN
        return next((code for code in (NOT_SATISFIED, CANNOT_BE_SHOWN) if code in codes), SATISFIED)


def examine(source: Source, remembered: Iterable[str], now: date, as_of: date | None, trust: Trust = TRUST_NOBODY) -> Examined:
    """Read and judge a published site. Raises Unreachable."""
    index, listed = read_index(source), read_heads(source)
    remembered = tuple(remembered)
    today = as_of or index.demo or now
    if listed is None and not index.is_there:
        ledger, damages = read_book(source, (), remembered)
        return Examined(today, index, ledger, (), damages, (), False)
    ledger, damages = read_book(source, listed, remembered)
    counting = [e for e in order(ledger) if index.demo is not None or not e.simulated]
    since = _since(index, counting)
    results = [*_recorded(source, index, counting, since, today), *_unrecorded(index, counting, since, today)]
    seals = examine_seals(source, trust, ledger.entries.values())
    return Examined(today, index, ledger, heads(ledger), (*damages, *seals.damages), tuple(results), True, seals)


def _since(index: Index, counting: Sequence[Entry]) -> date | None:
    """The day from which evidence is kept: what the site says, but never later than its first record."""
    return min([index.since, *(day_of(e) for e in counting)]) if index.since else None


def _recorded(source: Source, index: Index, counting: Sequence[Entry], since: date | None, today: date) -> Iterator[Result]:
    stories: defaultdict[str, list[Entry]] = defaultdict(list)
    beats: defaultdict[str, list[tuple[date, Entry]]] = defaultdict(list)
    claims = {claim.id: claim for claim in index.claims}
    for entry in counting:
        if entry.id:
            stories[entry.id].append(entry)
        for name in running_in(entry) if entry.kind == "build" else ():
            beats[name].append((day_of(entry), entry))
    for name, story in sorted(stories.items()):
        judged = judge_story(story, [day for day, _ in beats[name]], since, index.calendars, today, index.probed)
        result = _with_files(source, story, Result(name, _url(story), judged, claims[name].verdict if name in claims else ""))
        yield replace(
            result, faults=(*result.faults, *_other_claim(result), *_other_daily(story, beats[name])),
            remarks=(*result.remarks, *_remarks(index, judged)),
        )  # fmt: skip


def _url(story: Sequence[Entry]) -> str:
    return next((url for e in reversed(story) if (url := url_of(e)).startswith("notices/") and url.endswith(".html")), "")


def _with_files(source: Source, story: Sequence[Entry], result: Result) -> Result:
    """Hold the published text and page against what was recorded last."""
    last = last_facts(story)
    if not result.url or last is None:
        return result
    text, page = source.get(result.url.removesuffix(".html") + ".txt"), source.get(result.url)
    sha = next((sha for e in reversed(story) if (sha := _page_sha(e))), "")
    state = "missing" if text is None else "same" if hashlib.sha256(text).hexdigest() == content_of(last).text else "other"
    missing: tuple[str, ...] = ()
    if page is None:
        shown = "missing"
    elif hashlib.sha256(page).hexdigest() == sha:
        shown = "same"
    elif text is not None and state == "same":
        missing = absent(page, text.decode("utf-8", "replace"), with_deeds=not _is_withheld(story))
        shown = "other" if missing else "rebuilt"
    else:
        shown = "unchecked"
    faults, remarks = _told(state, shown, missing, result.judged.verdict)
    return replace(result, text=state, page=shown, faults=faults, remarks=remarks)


def _page_sha(entry: Entry) -> str:
    page = entry.data.get("page")
    return text_of(page.get("sha")) if isinstance(page, Mapping) else ""


def _is_withheld(story: Sequence[Entry]) -> bool:
    """Whether the deeds may have been taken off the page: something was revoked or withdrawn, or an objection upheld."""
    return any(e.kind in ("revoked", "withdrawn", "candidate-withdrawn") or e.data.get("status") == "upheld" for e in story)


def _told(text: str, page: str, missing: Sequence[str], verdict: Verdict) -> tuple[tuple[Say, ...], tuple[Say, ...]]:
    """What is wrong with the files, and what is only worth knowing."""
    faults, remarks = list[Say](), list[Say]()
    if text == "other":
        faults.append(Say("核对文本与存证不符：文本被改过", "the text is not the recorded one: it was altered"))
    elif text == "missing":
        gone = Say("核对文本没有公开，内容无从比对", "the text is not published; the content cannot be compared")
        (faults if verdict is Verdict.RUNNING else remarks).append(gone)
    if page == "missing":
        faults.append(Say("公示网页不见了", "the page of the notice is gone"))
    elif page == "other":
        words = "、".join(word[:20] for word in missing[:3])
        faults.append(Say(f"网页与存证不符，没有显示：{words}", f"the page is not as recorded, it does not show: {words}"))
    elif page == "rebuilt":
        remarks.append(
            Say(
                "网页在记录之后重新生成过，内容与存证的文本一致",
                "the page was built anew since; it says what the recorded text says",
            )
        )
    elif page == "unchecked":
        remarks.append(Say("网页与记录时不同，没有文本可以比对", "the page is not that of the record, and no text is there to compare"))
    return tuple(faults), tuple(remarks)


def _other_claim(result: Result) -> Iterator[Say]:
    if result.claimed and result.claimed != result.judged.verdict.en:
        claimed = next((v.zh for v in Verdict if v.en == result.claimed), result.claimed)
        yield Say(f"网站自己说“{claimed}”，与按记录得出的结论不同", f'the site says "{result.claimed}", which is not what the records give')


def _other_daily(story: Sequence[Entry], beats: Sequence[tuple[date, Entry]]) -> Iterator[Say]:
    """Daily records must name a text that the notice's own records name."""
    known = {content_of(e).text for e in story if e.kind in ("shown", "changed")}
    name = story[0].id
    for day, entry in beats:
        running = entry.data.get("running")
        if isinstance(running, Mapping) and running.get(name) not in known:
            yield Say(f"{day} 的当日记录写着另一份文本", f"the daily record of {day} names another text")


def _remarks(index: Index, judged: Judged) -> Iterator[Say]:
    if judged.is_older:
        why = index.accepted or "—"
        yield Say(
            f"公示早于存证启用，按文稿声明的日期计（理由：{why}）", f"older than the evidence, counted as declared (reason given: {why})"
        )
    if judged.sightings.is_lacking:
        yield Say("没有一次探测在公开的网址上看到它", "no probe saw it at the public address")
    if missed := judged.sightings.missed:
        days = "、".join(day.isoformat() for day in missed[:5]) + (" …" if len(missed) > 5 else "")
        yield Say(f"公示期内有 {len(missed)} 天没有探测到它：{days}", f"{len(missed)} day(s) without a successful probe: {days}")
    if judged.is_other_calendar:
        yield Say(
            "记录时采用的放假安排与本程序所知的不同，天数按本程序的计", "the holidays recorded are not those known here; counted by those"
        )


def _unrecorded(index: Index, counting: Sequence[Entry], since: date | None, today: date) -> Iterator[Result]:
    """Notices of the site that no record names: what the site says is all there is."""
    known = {e.id for e in counting}
    for claim in index.claims:
        if claim.id not in known:
            judged = Judged(_believed(claim, since, today), start=claim.start, end=claim.end)
            why = index.accepted if claim.is_accepted else ""
            remark = Say(
                "没有发布记录，只有网站自己的声明" + (f"（理由：{why}）" if why else ""),
                "no record of it; only the site's own claim" + (f" (reason given: {why})" if why else ""),
            )
            yield Result(claim.id, claim.url, judged, claim.verdict, remarks=(remark,))


def _believed(claim: Claim, since: date | None, today: date) -> Verdict:
    """A claim stands where the law lets it: before the end, against itself, or for a notice older than the evidence."""
    said = next((v for v in Verdict if v.en == claim.verdict), Verdict.CANNOT_BE_SHOWN)
    if said is not Verdict.SATISFIED and not (said is Verdict.RUNNING and (claim.end is None or today > claim.end)):
        return said
    is_old = since is not None and claim.start is not None and claim.start < since
    return said if said is Verdict.SATISFIED and is_old else Verdict.CANNOT_BE_SHOWN
