"""How a citizen recommends somebody, with a form to print, and how nominations came in so far."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from sitegen.edition import Edition, address
from sitegen.outputs import Page
from sitegen.outputs.columns import head
from sitegen.records.words import MODEL_CRITERIA, UNIT_CRITERIA, NominatedBy
from sitegen.views.base import ContactView, Link
from sitegen.views.columns import Column, NominationCount, RecommendView
from sitegen.views.words import Phrase, phrase

_INDEX = "recommend/index.html"
_TITLE = phrase("推荐身边典型")
_TEXT = phrase("怎样推荐、要写清什么，附一张可以打印的推荐表。")
_SUBJECT = "推荐身边典型"
_SAYS_MORE = "how-to-recommend"  # the slug of a standing page on the matter, if the site has one


def column(edition: Edition) -> Column | None:
    contact = _contact(edition)
    if not (contact.phone or contact.email or contact.address):
        return None
    return Column(_TITLE, _INDEX, sum(w.number for w in _ways(edition)), _TEXT)


def pages(edition: Edition) -> Iterator[Page]:
    if column(edition) is None:
        return
    site, contact, ways = edition.library.site.record, _contact(edition), _ways(edition)
    more = next((Link(p.record.title, address(p)) for p in edition.library.pages if p.slug == _SAYS_MORE), Link(""))
    view = RecommendView(
        head(_TITLE, _TEXT),
        contact,
        f"mailto:{contact.email}?subject={quote(_SUBJECT)}" if contact.email else "",
        ways,
        sum(w.number for w in ways),
        site.criteria_models or MODEL_CRITERIA,
        site.criteria_units or UNIT_CRITERIA,
        more,
    )
    yield Page(_INDEX, "recommend.html", view)


def _contact(edition: Edition) -> ContactView:
    contact = edition.library.site.record.contact
    return ContactView(*((getattr(contact, n, None) or "") for n in ("office", "phone", "email", "address", "real_name")))


def _ways(edition: Edition) -> tuple[NominationCount, ...]:
    """The ways of nominating with their numbers; of honours that lists show only."""
    found = [n for c in edition.standing if (n := c.honour.nomination)]
    return tuple(
        NominationCount(Phrase(way.zh), sum(1 for n in found if n.by is way), sum(n.count or 0 for n in found if n.by is way))
        for way in NominatedBy
    )
