"""Appraisals by the public, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.cases import Owner
from sitegen.edition import Edition, address, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.columns import head, owner_link
from sitegen.outputs.paging import paged, pager
from sitegen.outputs.subjects import appraisal_view
from sitegen.records.facts import Appraisal
from sitegen.views.columns import AppraisalsView, Column, OwnedAppraisal
from sitegen.views.words import phrase

INDEX = "appraisals/index.html"
_TITLE = phrase("群众评议")
_TEXT = phrase("谁组织的、投了多少票、群众怎么看，对意见怎么回复。")
_ON_A_PAGE = 25  # each is a table with bars


def column(edition: Edition) -> Column | None:
    number = len(appraisals(edition))
    return Column(_TITLE, INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    found = appraisals(edition)
    votes = sum(sum(a.votes.values()) for _, a in found)
    replies = sum(1 for _, a in found if a.reply)
    size = min(edition.library.site.record.per_page, _ON_A_PAGE)
    for number, part in paged(found, size) if found else ():
        shown = tuple(OwnedAppraisal(owner_link(o), appraisal_view(a)) for o, a in part)
        view = AppraisalsView(head(_TITLE, _TEXT, "", (), number), shown, votes, replies, pager(INDEX, number, len(found), size))
        yield Page(numbered(INDEX, number), "appraisals.html", view)


@once
def appraisals(edition: Edition) -> list[tuple[Owner, Appraisal]]:
    """Every appraisal up to today."""
    found = [(o, a) for o in edition.promoted for a in o.record.appraisals if a.date <= edition.library.today]
    return sorted(found, key=lambda pair: (-pair[1].date.toordinal(), address(pair[0])))
