"""Stages: the rounds of the site, the latest first, with the honours and notices that fall in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sitegen.cases import HonourCase, NoticeCase
from sitegen.edition import Edition, facet_address, notice_address, numbered
from sitegen.outputs import Page
from sitegen.outputs.cards import card
from sitegen.outputs.columns import head
from sitegen.outputs.paging import paged, pager
from sitegen.records.site import Round
from sitegen.records.words import State
from sitegen.views.base import Link
from sitegen.views.columns import CardsView, Column, StageNotice, StagesView, StageView
from sitegen.views.words import phrase

_INDEX = "stages/index.html"
_TITLE = phrase("活动轮次")
_TEXT = phrase("每一轮从哪天到哪天，有哪些公示和荣誉。")
_NEWEST = 6  # notices of a stage on the page; the notices column has them all


def column(edition: Edition) -> Column | None:
    number = len(edition.library.site.record.rounds)
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    rounds = sorted(edition.library.site.record.rounds, key=lambda r: (r.start, r.id), reverse=True)
    if not rounds:
        return
    honours = _honours(edition, rounds)
    notices = _notices(edition, rounds)
    stages = tuple(_stage(r, honours[r.id], notices[r.id], edition.library.today) for r in rounds)
    yield Page(_INDEX, "stages.html", StagesView(head(_TITLE, _TEXT), stages, edition.library.today))
    size = edition.library.site.record.per_page
    for stage in rounds:
        cases, first = honours[stage.id], facet_address("stages", stage.id)
        for number, part in paged(cases, size) if cases else ():
            text = phrase("在“%(name)s”中公示和表彰的人物和单位。", name=stage.name)
            meta = head(stage.name, text, "", (Link(_TITLE, _INDEX),), number)
            cards = tuple(card(edition, c.owner, c) for c in part)
            yield Page(numbered(first, number), "cards.html", CardsView(meta, cards, pager(first, number, len(cases), size)))


def _stage(stage: Round, honours: list[HonourCase], notices: list[StageNotice], today: date) -> StageView:
    states = Counter(c.state for c in honours)
    return StageView(
        stage.name,
        stage.start,
        stage.end,
        stage.text or "",
        stage.start <= today <= stage.end,
        stage.end < today,
        facet_address("stages", stage.id) if honours else "",
        len(honours),
        tuple((state, states[state]) for state in State if states[state]),
        tuple(notices[:_NEWEST]),
        len(notices),
        sum(1 for n in notices if n.state is State.ON_NOTICE),
    )


def _honours(edition: Edition, rounds: list[Round]) -> dict[str, list[HonourCase]]:
    """Honours by the round that they name; those that name none by their dates, if a round holds these."""
    found: dict[str, list[HonourCase]] = {r.id: [] for r in rounds}
    for case in edition.standing:
        name = case.honour.round or _holding(rounds, _day(case))
        if name in found:
            found[name].append(case)
    for cases in found.values():
        cases.sort(key=lambda c: (-(_day(c) or date.min).toordinal(), c.owner.slug, c.index))
    return found


def _day(case: HonourCase) -> date | None:
    """The day of the decision, or else the first day on notice."""
    if case.honour.decision:
        return case.honour.decision.date
    return min((i.start for n in case.notices if (i := n.reckoning.interval)), default=None)


def _holding(rounds: list[Round], day: date | None) -> str:
    """The id of the first round that holds a day."""
    return next((r.id for r in rounds if day is not None and r.start <= day <= r.end), "")


def _notices(edition: Edition, rounds: list[Round]) -> dict[str, list[StageNotice]]:
    """Notices by the round in which they begin, the newest first."""
    found: dict[str, list[StageNotice]] = {r.id: [] for r in rounds}
    for case in edition.library.notices:
        interval = case.reckoning.interval
        name = _holding(rounds, interval.start) if interval else ""
        if interval and name and _may_be_named(edition, case):
            found[name].append(StageNotice(case.title, notice_address(case), case.state, interval.start, interval.end))
    for notices in found.values():
        notices.sort(key=lambda n: (-n.start.toordinal(), n.url))
    return found


def _may_be_named(edition: Edition, case: NoticeCase) -> bool:
    """Whether a list may show the title of a notice: not if all its candidates are withheld, or it names one who is."""
    withheld = [c.owner for c in case.candidates if edition.is_withheld(c.owner)]
    is_all = bool(withheld) and len(withheld) == len(case.candidates)
    return not is_all and not any(o.record.name in case.title for o in withheld)
