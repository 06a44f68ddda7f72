"""Leaders' comments, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.cases import Owner
from sitegen.edition import Edition, address, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.columns import head, owner_link
from sitegen.outputs.paging import paged, pager
from sitegen.outputs.subjects import comment_view
from sitegen.records.facts import Comment
from sitegen.views.columns import Column, CommentsView, OwnedComment
from sitegen.views.words import phrase

_INDEX = "comments/index.html"
_TITLE = phrase("领导点评")
_TEXT = phrase("肯定了什么、不足在哪里、往哪个方向努力。")


def column(edition: Edition) -> Column | None:
    number = len(_comments(edition))
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    comments = _comments(edition)
    candid = sum(1 for _, c in comments if c.shortfall)
    size = edition.library.site.record.per_page
    for number, part in paged(comments, size) if comments else ():
        shown = tuple(OwnedComment(owner_link(o), comment_view(c)) for o, c in part)
        steps = pager(_INDEX, number, len(comments), size)
        yield Page(numbered(_INDEX, number), "comments.html", CommentsView(head(_TITLE, _TEXT, "", (), number), shown, candid, steps))


@once
def _comments(edition: Edition) -> list[tuple[Owner, Comment]]:
    """Every comment up to today; those without a date are the last."""
    today = edition.library.today
    found = [(o, c) for o in edition.promoted for c in o.record.comments if c.date is None or c.date <= today]
    return sorted(found, key=lambda pair: (-(pair[1].date or date.min).toordinal(), address(pair[0])))
