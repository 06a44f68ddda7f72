"""``poster``: the sheet of a running notice or of an honour, A4 or A3, as html or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.cases import HonourCase, NoticeCase
from sitegen.channels.paper_pdf import has_weasyprint, sheet_pdf
from sitegen.channels.sheet import self_contained
from sitegen.outputs import Page
from sitegen.outputs.posters import honour_poster, notice_poster
from sitegen.places import STATE_FOLDER
from sitegen.records.words import State
from sitegen.staff.handing import broken, hand_over, missing
from sitegen.staff.workshop import Closed, Workshop, notice_name, open_workshop, unknown

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_PROBLEMS = 1


def make_poster(desk: Desk, what: str, pdf: Path | None, number: int | None, *, is_large: bool) -> int:
    """Write the sheet of a notice (its id or address) or of an honour (id or file name of who holds it, ``number`` if there are more)."""
    if pdf is not None and not has_weasyprint():
        return missing(desk, "weasyprint", "pdf")
    try:
        with open_workshop(desk) as shop:
            page = _page(desk, shop, what, number)
            if isinstance(page, int):
                return page
            sheet = self_contained(shop.html(page), page.url, shop.theme.files, is_large=is_large)
    except Closed as closed:
        return closed.code
    if pdf is None:
        return hand_over(desk, desk.site / STATE_FOLDER / page.url, sheet.encode())
    try:
        data = sheet_pdf(sheet)
    except (ImportError, OSError) as error:
        return broken(desk, "weasyprint", error)
    return hand_over(desk, pdf, data)


def _page(desk: Desk, shop: Workshop, what: str, number: int | None) -> Page | int:
    library = shop.library
    if case := library.notices_by_name.get(notice_name(what)):
        return notice_poster(shop.edition, case) or _no_notice(desk, case)
    wanted = what.removeprefix("content/").removesuffix(".md").removesuffix(".html")
    for owner in library.owners:
        if wanted in (owner.slug, owner.record.id, owner.path.removeprefix("content/").removesuffix(".md")):
            return _honour(desk, shop, library.honours_of.get(owner.path, ()), what, number)
    return unknown(desk, what, [*(c.slug for c in library.notices), *(o.slug for o in library.owners)])


def _no_notice(desk: Desk, case: NoticeCase) -> int:
    interval = case.reckoning.interval
    if case.state is State.UPCOMING and interval:
        day = interval.start
        desk.complain(
            f"“{case.title}”{day} 才开始公示；要提前印，加 --date {day}",
            f"'{case.title}' begins on {day}; to print ahead, add --date {day}",
        )
    elif case.state is State.CLOSED:
        desk.complain(
            f"“{case.title}”公示已经结束，不再张贴；表彰以后可以做先进人物或单位的海报",
            f"The notice '{case.title}' has ended and is no longer posted; once honoured, its people and units have posters of their own",
        )
    else:
        desk.complain(f"“{case.title}”没有可以公开的对象，不做海报", f"'{case.title}' has nobody who may be shown; there is no poster")
    return _PROBLEMS


def _honour(desk: Desk, shop: Workshop, cases: tuple[HonourCase, ...], what: str, number: int | None) -> Page | int:
    """The sheet of the honour asked for, else of the one decided last."""
    if number is not None:
        cases = tuple(c for c in cases if c.index + 1 == number)
    made = [(c.honour.decision.date if c.honour.decision else c.honour.year, p) for c in cases if (p := honour_poster(shop.edition, c))]
    if not made:
        desk.complain(
            f"“{what}”没有已经表彰、可以展示的荣誉，不做光荣榜；公示中的，写公示的编号",
            f"'{what}' holds no honour that may be shown; of one on notice, give the id of the notice",
        )
        return _PROBLEMS
    return max(made, key=lambda one: (str(one[0]), one[1].url))[1]
