"""The front page, and the site maps and the feed that follow from it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from urllib.parse import quote

from sitegen.cases import NoticeCase, Owner, record_id
from sitegen.edition import Edition, address, facet_address, notice_address, once
from sitegen.outputs import Page
from sitegen.outputs.boards import newest_bulletins
from sitegen.outputs.cards import bulletin_card, card, full_title, notice_card, photo, promise_on_board
from sitegen.outputs.columns import people, promises, units
from sitegen.outputs.lists import map_groups, place_counts, sector_counts
from sitegen.outputs.notices import awaiting, running
from sitegen.outputs.overview import column_counts, columns
from sitegen.records.entries import Bulletin
from sitegen.records.filed import Filed
from sitegen.records.words import PromiseState, State
from sitegen.views.base import Card, Count, Link, Meta
from sitegen.views.listing import FeedEntry, FeedView, HomeView, MapView, SitemapView
from sitegen.views.words import Phrase, Words, counted, phrase

_STORIES, _UNITS, _PROMISES, _BULLETINS, _CLOSED = 7, 6, 6, 3, 4
_FEED_ENTRIES = 40
_OF_A_MAP = 40_000  # addresses; the protocol of site maps allows 50,000 and 50 MB a file
_NAMESPACE = uuid.UUID("6f0f3c1e-6f0a-5c1b-9b0e-2f6b1f0f7d11")  # of the ids in our feeds; never changes


def pages(edition: Edition) -> Iterator[Page]:
    yield Page("index.html", "home.html", _home(edition))
    yield Page("feed.xml", "feed.xml", feed(edition))
    yield Page("sitemap.html", "sitemap.html", _map(edition))
    if edition.library.site.record.url:
        yield from _machine_maps(edition)


def _stories(edition: Edition) -> tuple[Card, ...]:
    """The newest stories; the newest one with a photo is among them, to lead the page."""
    newest: Sequence[Owner] = people(edition)[:_STORIES]
    with_photo = next((o for o in people(edition) if photo(edition, o)), None)
    if with_photo is not None and with_photo not in newest:
        newest = [*newest[:-1], with_photo]
    return tuple(card(edition, o) for o in newest)


def _numbers(edition: Edition) -> tuple[Count, ...]:
    honoured = sum(1 for c in edition.standing if c.state is State.HONOURED)
    kept = sum(1 for p in promises(edition) if p.state is PromiseState.KEPT)
    votes = sum(sum(a.votes.values()) for o in edition.promoted for a in o.record.appraisals)
    return (
        Count(phrase("先进人物"), "models/index.html", len(people(edition))),
        Count(phrase("先进单位"), "units/index.html", len(units(edition))),
        Count(phrase("正在公示"), "notices/index.html", len(running(edition))),
        Count(phrase("已表彰荣誉"), facet_address("status", State.HONOURED.en) if honoured else "", honoured),
        Count(phrase("公开承诺"), "promises/index.html", len(promises(edition))),
        Count(phrase("已兑现承诺"), "promises/quarters/index.html" if promises(edition) else "", kept),
        Count(phrase("群众评议票数"), "appraisals/index.html" if votes else "", votes),
    )


def _home(edition: Edition) -> HomeView:
    library, site = edition.library, edition.library.site.record
    return HomeView(
        meta=Meta(site.name, site.subtitle or phrase("%(organiser)s主办", organiser=site.organiser), "home"),
        today=library.today,
        running=tuple(notice_card(edition, c) for c in running(edition)),
        closed=tuple(notice_card(edition, c) for c in awaiting(edition)[:_CLOSED]),
        stories=_stories(edition),
        units=tuple(card(edition, o) for o in units(edition)[:_UNITS]),
        promises=tuple(promise_on_board(edition, p) for p in promises(edition)[:_PROMISES]),
        bulletins=tuple(bulletin_card(edition, b) for b in newest_bulletins(edition)[:_BULLETINS]),
        numbers=_numbers(edition),
        sectors=sector_counts(edition),
        places=place_counts(edition),
    )


def _entry(kind: str, name: str, url: str, title: Words, summary: Words, day: date) -> FeedEntry:
    return FeedEntry(uuid.uuid5(_NAMESPACE, f"{kind}:{name}").urn, url, title, summary, day)


@once
def feed(edition: Edition) -> FeedView:
    """The newest entries, for feed.xml and feed.json."""
    site = edition.library.site.record
    dated = list(_dated(edition))
    days = sorted((day for day, _ in dated), reverse=True)[:_FEED_ENTRIES]
    entries = [make() for day, make in dated if day >= days[-1]]  # ids take time: only of those that may be among the newest
    newest = sorted(entries, key=lambda e: (-e.updated.toordinal(), e.id))[:_FEED_ENTRIES]
    updated = newest[0].updated if newest else edition.library.today
    return FeedView(site.name, site.url or "", tuple(newest), updated)


def _dated(edition: Edition) -> Iterator[tuple[date, Callable[[], FeedEntry]]]:
    """Everything that the feed may tell, with its day."""
    today = edition.library.today
    for owner in edition.promoted:
        day = owner.record.updated or owner.record.published
        if day is not None and day <= today:
            yield day, partial(_story, owner, day)
    for case in edition.library.notices:
        interval = case.reckoning.interval
        if case.candidates and all(edition.is_withheld(c.owner) for c in case.candidates):
            continue
        if interval and case.state in (State.ON_NOTICE, State.CLOSED):
            yield interval.start, partial(_posted, case, interval.start, interval.end)
    for bulletin in newest_bulletins(edition):
        if bulletin.record.date <= today:
            yield bulletin.record.date, partial(_told, bulletin)


def _story(owner: Owner, day: date) -> FeedEntry:
    record = owner.record
    return _entry("story", record_id(owner), address(owner), full_title(record.name, record.title), record.summary, day)


def _posted(case: NoticeCase, start: date, end: date) -> FeedEntry:
    summary = counted(
        "公示时间 %(start)s 至 %(end)s，公示对象 %(num)s 个", len(case.candidates), start=start.isoformat(), end=end.isoformat()
    )
    return _entry("notice", case.id, notice_address(case), phrase("公示：%(title)s", title=case.title), summary, start)


def _told(bulletin: Filed[Bulletin]) -> FeedEntry:
    record = bulletin.record
    title = phrase("%(kind)s：%(title)s", kind=Phrase(record.kind.zh), title=record.title)
    return _entry("bulletin", bulletin.slug, address(bulletin), title, "", record.date)


def _map(edition: Edition) -> MapView:
    main = tuple(
        Count(title, url, number)
        for title, url, number in (
            (phrase("先进人物"), "models/index.html", len(people(edition))),
            (phrase("先进单位"), "units/index.html", len(units(edition))),
            (phrase("公示"), "notices/index.html", len(edition.library.notices)),
            (phrase("公开承诺"), "promises/index.html", len(edition.library.promises)),
            (phrase("通报与征求意见"), "bulletins/index.html", len(edition.library.bulletins)),
        )
    )
    standing = tuple(Count(p.record.title, address(p), 0) for p in sorted(edition.library.pages, key=lambda p: (p.record.order, p.slug)))
    if edition.library.site.record.evidence_since is not None:
        standing = (*standing, Count(phrase("核验"), "verify.html", 0))
    standing = (*standing, Count(phrase("开放数据"), "data/index.html", 0))
    meta = Meta(phrase("网站地图"), phrase("全部栏目和列表。"), "", (Link(phrase("首页"), "index.html"),))
    return MapView(meta, ((phrase("栏目"), (*main, *column_counts(edition))), (phrase("说明"), standing), *map_groups(edition)))


def _machine_maps(edition: Edition) -> Iterator[Page]:
    """sitemap.xml; where it would hold more than the protocol allows it lists others, which hold a part each."""
    urls = tuple(_addresses(edition))
    if len(urls) <= _OF_A_MAP:
        yield Page("sitemap.xml", "sitemap.xml", _on_the_net(edition, urls))
        return
    parts = {f"sitemap-{n}.xml": urls[start : start + _OF_A_MAP] for n, start in enumerate(range(0, len(urls), _OF_A_MAP), 1)}
    for name, part in parts.items():
        yield Page(name, "sitemap.xml", _on_the_net(edition, part))
    yield Page("sitemap.xml", "sitemaps.xml", _on_the_net(edition, [(name, None) for name in parts]))


def _addresses(edition: Edition) -> Iterator[tuple[str, date | None]]:
    """All pages that machines should know, each with the day of its last change where one is known."""
    for folder in ("", "notices/", "models/", "units/", "promises/", "bulletins/"):
        yield f"{folder}index.html", None
    yield from ((column.url, None) for column in columns(edition))
    yield from ((address(o), o.record.updated or o.record.published) for o in edition.promoted)
    yield from ((notice_address(c), c.reckoning.interval.start if c.reckoning.interval else None) for c in edition.library.notices)
    yield from ((address(b), b.record.date) for b in edition.library.bulletins)
    yield from ((address(p), None) for p in edition.library.pages)


def _on_the_net(edition: Edition, urls: Sequence[tuple[str, date | None]]) -> SitemapView:
    base = (edition.library.site.record.url or "").rstrip("/")
    return SitemapView(tuple((f"{base}/{quote(url)}", day) for url, day in urls))
