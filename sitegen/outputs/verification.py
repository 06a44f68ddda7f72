"""The page of evidence: what is kept, how anybody checks it, and which notices have which records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sitegen.cases import NoticeCase
from sitegen.edition import Edition, notice_address, numbered
from sitegen.ledger.entry import Entry
from sitegen.outputs import Page
from sitegen.outputs.paging import pager
from sitegen.proof import Book, last_facts
from sitegen.recorded import SAME, content_of, day_of, sighting_of
from sitegen.records.site import CalendarYear
from sitegen.records.words import State
from sitegen.views.base import Link, Meta
from sitegen.views.listing import Pager
from sitegen.views.verification import CalendarView, CheckedNotice, RecordView, VerifyView
from sitegen.views.words import Words, phrase

ADDRESS = "verify.html"
_FOLLOWING = "verify/index.html"  # whose page-2.html and so on hold what does not fit on the first
_PER_PAGE = 100
_KINDS = {
    "shown": phrase("首次发布"),
    "changed": phrase("更改"),
    "ended": phrase("期满"),
    "withdrawn": phrase("撤回"),
    "candidate-withdrawn": phrase("一名候选撤回"),
    "objection-opened": phrase("受理异议"),
    "objection-closed": phrase("办结异议"),
    "honoured": phrase("表彰"),
    "revoked": phrase("撤销"),
    "witness": phrase("外部见证"),
}


def pages(edition: Edition) -> Iterator[Page]:
    """Nothing on a site that keeps no evidence."""
    site, book = edition.library.site.record, edition.library.book
    if site.evidence_since is None:
        return
    beats = Counter(name for _, name in book.heartbeats)
    cases = sorted(edition.library.notices, key=_newest_first)
    calendars = tuple(_calendar(year) for year in site.calendar)
    example = next(
        (
            one
            for c in cases
            if c.id in edition.texts and not _is_withheld(edition, c)
            for one in (_checked(edition, c, beats),)
            if one.records
        ),
        None,
    )
    for number in range(1, max(-(-len(cases) // _PER_PAGE), 1) + 1):
        part = cases[(number - 1) * _PER_PAGE : number * _PER_PAGE]
        meta = Meta(phrase("存证与核验"), phrase("公示的存证怎样保存，任何人怎样自己核对。"), "", (Link(phrase("首页"), "index.html"),))
        view = VerifyView(
            meta, site.evidence_since, site.accept_declared or "", site.demo_date, book.heads, book.latest,
            tuple(_checked(edition, c, beats) for c in part), example, calendars, _pager(number, len(cases)),
            probed=site.probed_since, signer=book.signer, is_stamped=book.is_stamped,
        )  # fmt: skip
        yield Page(_address(number), "verify.html", view)


def with_book(edition: Edition, book: Book) -> Edition:
    """The same edition with a ledger that holds the records of this publish, too; verdicts stay."""
    return replace(edition, library=replace(edition.library, book=book))


def _address(number: int) -> str:
    return ADDRESS if number == 1 else numbered(_FOLLOWING, number)


def _pager(number: int, total: int) -> Pager:
    made = pager(_FOLLOWING, number, total, _PER_PAGE)
    links = tuple(Link(link.title, _first(link.url)) for link in made.pages)
    return replace(made, pages=links, previous=_first(made.previous), next=_first(made.next))


def _first(url: str) -> str:
    return ADDRESS if url == _FOLLOWING else url


def _newest_first(case: NoticeCase) -> tuple[int, str]:
    interval = case.reckoning.interval
    return (-interval.start.toordinal() if interval else 0, case.slug)


def _checked(edition: Edition, case: NoticeCase, beats: Mapping[str, int]) -> CheckedNotice:
    library, interval = edition.library, case.reckoning.interval
    story, proof, url = library.book.stories.get(case.id, ()), library.proofs[case.id], notice_address(case)
    last = last_facts(story)
    return CheckedNotice(
        id=case.id,
        title=phrase("公示 %(id)s", id=case.id) if _is_withheld(edition, case) else case.title,
        url=url,
        text_url=url.removesuffix(".html") + ".txt" if case.id in edition.texts else "",
        text_sha=content_of(last).text if last else "",
        start=interval.start if interval else None,
        end=interval.end if interval else None,
        verdict=proof.verdict,
        is_upcoming=case.state is State.UPCOMING,
        records=_records(story),
        daily=beats.get(case.id, 0),
        accepted=proof.accepted,
    )


def _is_withheld(edition: Edition, case: NoticeCase) -> bool:
    """Whether a list may not name the candidates: an honour was revoked, or an objection upheld."""
    return any(edition.is_withheld(c.owner) for c in case.candidates)


def _records(story: Sequence[Entry]) -> tuple[RecordView, ...]:
    return tuple(RecordView(_kind(e), day_of(e), e.name, f"ledger/{e.name}.json", e.kind in ("shown", "changed")) for e in story)


def _kind(entry: Entry) -> Words:
    """A record in one word; of a probe, whether it saw the notice."""
    if sighting := sighting_of(entry):
        return phrase("探测看到") if sighting.state == SAME else phrase("探测没有看到")
    return _KINDS.get(entry.kind, entry.kind)


def _calendar(year: CalendarYear) -> CalendarView:
    return CalendarView(year.year, year.source, _spans(year.off), _spans(year.work))


def _spans(spans: Sequence[tuple[date, date]]) -> tuple[str, ...]:
    return tuple(f"{first.isoformat()}/{last.isoformat()}" for first, last in spans)
