"""Promises by the quarter in which they are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sitegen.cases import PromiseCase
from sitegen.edition import Edition, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.cards import promise_on_board
from sitegen.outputs.columns import head, promises
from sitegen.outputs.paging import paged, pager
from sitegen.records.words import PromiseState
from sitegen.views.base import Count, Link
from sitegen.views.columns import Column, QuarterView
from sitegen.views.listing import FacetView
from sitegen.views.words import Phrase, phrase

_INDEX = "promises/quarters/index.html"
_TITLE = phrase("按季度看承诺")
_TEXT = phrase("每个季度到期的承诺，办到了多少。")
_BOARD = Link(phrase("公开承诺"), "promises/index.html")
UNDATED = (0, 0)
"""The quarter of promises without a due date."""
_ORDER = phrase("逾期的在前，办到的在后。")
Quarter = tuple[int, int]


def column(edition: Edition) -> Column | None:
    number = len(by_quarter(edition))
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def quarter_of(day: date) -> Quarter:
    return day.year, (day.month + 2) // 3


def quarter_name(quarter: Quarter) -> Phrase:
    if quarter == UNDATED:
        return phrase("未定期限")
    return phrase("%(year)s年第%(quarter)s季度", year=quarter[0], quarter=quarter[1])


def quarter_address(quarter: Quarter) -> str:
    name = "undated" if quarter == UNDATED else f"{quarter[0]}-q{quarter[1]}"
    return f"promises/{name}/index.html"


@once
def by_quarter(edition: Edition) -> dict[Quarter, list[PromiseCase]]:
    """Every promise by the quarter in which it is due, in the order of the board; those without a due date are the last."""
    found: dict[Quarter, list[PromiseCase]] = {}
    for case in promises(edition):
        due = case.promise.due
        found.setdefault(quarter_of(due) if due else UNDATED, []).append(case)
    return dict(sorted(found.items(), key=lambda item: (item[0] == UNDATED, item[0])))


def pages(edition: Edition) -> Iterator[Page]:
    quarters = by_quarter(edition)
    if not quarters:
        return
    counts = tuple(Count(quarter_name(q), quarter_address(q), len(cases)) for q, cases in reversed(quarters.items()))
    yield Page(_INDEX, "facet.html", FacetView(head(_TITLE, _TEXT, "promises", (_BOARD,)), _TEXT, counts, False))
    for quarter in quarters:
        yield from _quarter(edition, quarter, quarters)


def _quarter(edition: Edition, quarter: Quarter, quarters: Mapping[Quarter, list[PromiseCase]]) -> Iterator[Page]:
    cases = quarters[quarter]
    states = Counter(c.state for c in cases)
    dated = [q for q in quarters if q != UNDATED]
    before, after = _beside(quarter, dated)
    first, size = quarter_address(quarter), edition.library.site.record.per_page
    undated = quarter == UNDATED
    title = phrase("没有写明期限的承诺") if undated else phrase("%(quarter)s到期的承诺", quarter=quarter_name(quarter))
    for number, part in paged(cases, size):
        view = QuarterView(
            head(title, _ORDER, "promises", (_BOARD, Link(_TITLE, _INDEX)), number),
            tuple(promise_on_board(edition, p) for p in part),
            states[PromiseState.KEPT],
            states[PromiseState.RUNNING],
            states[PromiseState.OVERDUE],
            before,
            after,
            pager(first, number, len(cases), size),
        )
        yield Page(numbered(first, number), "quarter.html", view)


def _beside(quarter: Quarter, dated: list[Quarter]) -> tuple[Link, Link]:
    """The quarters before and after that have promises."""
    if quarter == UNDATED:
        return Link(""), Link("")
    at = dated.index(quarter)
    before, after = dated[:at][-1:], dated[at + 1 :][:1]
    links = [Link(quarter_name(q[0]), quarter_address(q[0])) if q else Link("") for q in (before, after)]
    return links[0], links[1]
