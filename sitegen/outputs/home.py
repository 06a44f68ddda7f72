"""The front page, and the site maps and the feed that follow from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from sitegen.cases import Owner, record_id
from sitegen.edition import Edition, address, facet_address, notice_address
from sitegen.outputs import Page
from sitegen.outputs.boards import newest_bulletins
from sitegen.outputs.cards import bulletin_card, card, full_title, notice_card, photo, promise_order, promise_view
from sitegen.outputs.lists import map_groups, place_counts, sector_counts
from sitegen.outputs.notices import awaiting, running
from sitegen.outputs.overview import column_counts, columns
from sitegen.records.entries import Model, Unit
from sitegen.records.words import PromiseState, State
from sitegen.views.base import Card, Count, Link, Meta
from sitegen.views.listing import FeedEntry, FeedView, HomeView, MapView, SitemapView
from sitegen.views.words import Phrase, Words, counted, phrase

_STORIES, _UNITS, _PROMISES, _BULLETINS, _CLOSED = 7, 6, 6, 3, 4
_FEED_ENTRIES = 40
_NAMESPACE = uuid.UUID("6f0f3c1e-6f0a-5c1b-9b0e-2f6b1f0f7d11")  # of the ids in our feeds; never changes


def pages(edition: Edition) -> Iterator[Page]:
    yield Page("index.html", "home.html", _home(edition))
    yield Page("feed.xml", "feed.xml", feed(edition))
    yield Page("sitemap.html", "sitemap.html", _map(edition))
    if edition.library.site.record.url:
        yield Page("sitemap.xml", "sitemap.xml", _machine_map(edition))


def _people(edition: Edition) -> list[Owner]:
    return [o for o in edition.promoted if isinstance(o.record, Model)]


def _units(edition: Edition) -> list[Owner]:
    return [o for o in edition.promoted if isinstance(o.record, Unit)]


def _stories(edition: Edition) -> tuple[Card, ...]:
    """The newest stories; the newest one with a photo is among them, to lead the page."""
    people = _people(edition)
    newest = people[:_STORIES]
    with_photo = next((o for o in people if photo(edition, o)), None)
    if with_photo is not None and with_photo not in newest:
        newest = [*newest[:-1], with_photo]
    return tuple(card(edition, o) for o in newest)


def _numbers(edition: Edition) -> tuple[Count, ...]:
    promises = [p for p in edition.library.promises if not edition.is_withheld(p.owner)]
    honoured = sum(1 for c in edition.standing if c.state is State.HONOURED)
    kept = sum(1 for p in promises if p.state is PromiseState.KEPT)
    votes = sum(sum(a.votes.values()) for o in edition.promoted for a in o.record.appraisals)
    return (
        Count(phrase("先进人物"), "models/index.html", len(_people(edition))),
        Count(phrase("先进单位"), "units/index.html", len(_units(edition))),
        Count(phrase("正在公示"), "notices/index.html", len(running(edition))),
        Count(phrase("已表彰荣誉"), facet_address("status", State.HONOURED.en) if honoured else "", honoured),
        Count(phrase("公开承诺"), "promises/index.html", len(promises)),
        Count(phrase("已兑现承诺"), "promises/quarters/index.html" if promises else "", kept),
        Count(phrase("群众评议票数"), "appraisals/index.html" if votes else "", votes),
    )


def _home(edition: Edition) -> HomeView:
    library, site = edition.library, edition.library.site.record
    promises = sorted((p for p in library.promises if not edition.is_withheld(p.owner)), key=promise_order)
    return HomeView(
        meta=Meta(site.name, site.subtitle or phrase("%(organiser)s主办", organiser=site.organiser), "home"),
        today=library.today,
        running=tuple(notice_card(edition, c) for c in running(edition)),
        closed=tuple(notice_card(edition, c) for c in awaiting(edition)[:_CLOSED]),
        stories=_stories(edition),
        units=tuple(card(edition, o) for o in _units(edition)[:_UNITS]),
        promises=tuple(promise_view(p, on_board=True) for p in promises[:_PROMISES]),
        bulletins=tuple(bulletin_card(edition, b) for b in newest_bulletins(edition)[:_BULLETINS]),
        numbers=_numbers(edition),
        sectors=sector_counts(edition),
        places=place_counts(edition),
    )


def _entry(kind: str, name: str, url: str, title: Words, summary: Words, day: date) -> FeedEntry:
    return FeedEntry(uuid.uuid5(_NAMESPACE, f"{kind}:{name}").urn, url, title, summary, day)


def feed(edition: Edition) -> FeedView:
    """The newest entries, for feed.xml and feed.json."""
    site = edition.library.site.record
    entries = []
    for owner in edition.promoted:
        record = owner.record
        day = record.updated or record.published
        if day is not None and day <= edition.library.today:
            title = full_title(record.name, record.title)
            entries.append(_entry("story", record_id(owner), address(owner), title, record.summary, day))
    for case in edition.library.notices:
        interval = case.reckoning.interval
        if case.candidates and all(edition.is_withheld(c.owner) for c in case.candidates):
            continue
        if interval and case.state in (State.ON_NOTICE, State.CLOSED):
            card = notice_card(edition, case)
            summary = counted(
                "公示时间 %(start)s 至 %(end)s，公示对象 %(num)s 个",
                card.number,
                start=interval.start.isoformat(),
                end=interval.end.isoformat(),
            )
            title = phrase("公示：%(title)s", title=case.title)
            entries.append(_entry("notice", case.id, notice_address(case), title, summary, interval.start))
    for bulletin in newest_bulletins(edition):
        if bulletin.record.date <= edition.library.today:
            record_ = bulletin.record
            title = phrase("%(kind)s：%(title)s", kind=Phrase(record_.kind.zh), title=record_.title)
            entries.append(_entry("bulletin", bulletin.slug, address(bulletin), title, "", record_.date))
    newest = sorted(entries, key=lambda e: (-e.updated.toordinal(), e.id))[:_FEED_ENTRIES]
    updated = newest[0].updated if newest else edition.library.today
    return FeedView(site.name, site.url or "", tuple(newest), updated)


def _map(edition: Edition) -> MapView:
    main = tuple(
        Count(title, url, number)
        for title, url, number in (
            (phrase("先进人物"), "models/index.html", len(_people(edition))),
            (phrase("先进单位"), "units/index.html", len(_units(edition))),
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


def _machine_map(edition: Edition) -> SitemapView:
    base = (edition.library.site.record.url or "").rstrip("/")
    urls: list[tuple[str, date | None]] = [("index.html", None), ("notices/index.html", None), ("models/index.html", None)]
    urls += [("units/index.html", None), ("promises/index.html", None), ("bulletins/index.html", None)]
    urls += [(column.url, None) for column in columns(edition)]
    urls += [(address(o), o.record.updated or o.record.published) for o in edition.promoted]
    urls += [(notice_address(c), c.reckoning.interval.start if c.reckoning.interval else None) for c in edition.library.notices]
    urls += [(address(b), b.record.date) for b in edition.library.bulletins] + [(address(p), None) for p in edition.library.pages]
    return SitemapView(tuple((f"{base}/{quote(url)}", day) for url, day in urls))
