"""The board of promises, bulletins, and the standing pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitegen.edition import Edition, address, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.cards import bulletin_card, promise_on_board, unit_link, unit_name
from sitegen.outputs.columns import promises
from sitegen.outputs.paging import paged, pager
from sitegen.records.entries import Bulletin
from sitegen.records.filed import Filed
from sitegen.records.words import PromiseState
from sitegen.views.base import Body, ContactView, Link, Meta
from sitegen.views.listing import BulletinsView, BulletinView, OpinionView, PageView, PromisesView
from sitegen.views.words import Phrase, phrase

_HOME = Link(phrase("首页"), "index.html")
_BOARD = "promises/index.html"
_COLUMN = phrase("通报与征求意见")


def pages(edition: Edition) -> Iterator[Page]:
    yield from _promises(edition)
    yield from _bulletins(edition)
    for page in edition.library.pages:
        meta = Meta(page.record.title, page.record.summary or "", address(page), (_HOME,), kind="page")
        yield Page(address(page), "page.html", PageView(meta, edition.body(page)))
    missing = Meta(phrase("没有这一页"), phrase("地址可能写错了，或者这一页从来没有过。"), is_indexed=False)
    yield Page("404.html", "404.html", PageView(missing, Body("", is_empty=True)))


def _promises(edition: Edition) -> Iterator[Page]:
    library = edition.library
    cases = promises(edition)
    counts = Counter(p.state for p in cases)
    size = library.site.record.per_page
    for number, part in paged(cases, size):
        view = PromisesView(
            Meta(phrase("公开承诺"), phrase("谁承诺了什么、什么时候做完、做到了没有。"), "promises", (_HOME,)),
            tuple(promise_on_board(edition, p) for p in part),
            pager(_BOARD, number, len(cases), size),
            counts[PromiseState.KEPT],
            counts[PromiseState.RUNNING],
            counts[PromiseState.OVERDUE],
            library.today,
        )
        yield Page(numbered(_BOARD, number), "promises.html", view)


@once
def newest_bulletins(edition: Edition) -> list[Filed[Bulletin]]:
    """Bulletins, newest first."""
    return sorted(edition.library.bulletins, key=lambda b: (-b.record.date.toordinal(), b.slug))


def _bulletins(edition: Edition) -> Iterator[Page]:
    meta = Meta(_COLUMN, phrase("向群众通报情况、征求意见和答复。"), "bulletins", (_HOME,))
    cards = tuple(bulletin_card(edition, b) for b in newest_bulletins(edition))
    yield Page("bulletins/index.html", "bulletins.html", BulletinsView(meta, cards))
    for bulletin in edition.library.bulletins:
        yield Page(address(bulletin), "bulletin.html", _bulletin(edition, bulletin))


def _bulletin(edition: Edition, filed: Filed[Bulletin]) -> BulletinView:
    record = filed.record
    crumbs = (_HOME, Link(_COLUMN, "bulletins/index.html"))
    opinions = tuple(OpinionView(o.date, o.text, o.reply or "", o.adopted) for o in record.opinions)
    contact = edition.library.site.record.contact
    view = (
        ContactView(*((getattr(contact, n) or "") for n in ("office", "phone", "email", "address", "real_name")))
        if contact
        else ContactView()
    )
    unit, name = unit_link(edition, record.unit), unit_name(edition, record.unit)
    words = phrase("%(kind)s，%(day)s", kind=Phrase(record.kind.zh), day=record.date.isoformat())
    meta = Meta(record.title, words, "bulletins", crumbs, record.date, kind="bulletin", source=name, author=name)
    return BulletinView(meta, bulletin_card(edition, filed), unit, edition.body(filed), opinions, view)
