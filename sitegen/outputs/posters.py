"""Posters: the sheet of each running notice, published beside its page, and that of an honour, made on demand."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.cases import HonourCase, NoticeCase
from sitegen.channels.announced import Subject
from sitegen.channels.qr import qr_path
from sitegen.edition import Edition, address, notice_address
from sitegen.outputs import Page
from sitegen.outputs.announcing import announced, full_address, poster_address
from sitegen.outputs.cards import LEVELS, level_words, unit_name
from sitegen.outputs.notices import contact_view
from sitegen.records.entries import Model
from sitegen.records.words import Level, State
from sitegen.views.base import Meta
from sitegen.views.poster import HonourPosterView, NoticePosterView, PosterGroup, PosterName, QrView
from sitegen.views.words import Words, phrase

_SIZES = (("large", 1), ("few", 4), ("middle", 14))  # how many names a sheet sets so
_LEVEL_WORDS: dict[str, Words] = {level.zh: LEVELS[level.en] for level in Level}


def pages(edition: Edition) -> Iterator[Page]:
    """A sheet for each notice that runs."""
    for case in edition.library.notices:
        if case.state is State.ON_NOTICE and (page := notice_poster(edition, case)):
            yield page


def notice_poster(edition: Edition, case: NoticeCase) -> Page | None:
    """The sheet of a running notice; None for any other, and where nobody is left to name."""
    said = announced(edition, case)
    if said is None or said.state is not State.ON_NOTICE or not said.subjects:
        return None
    view = NoticePosterView(
        meta=_meta(phrase("海报：%(title)s", title=said.title)),
        state=said.state,
        title=said.title,
        issuer=said.issuer,
        basis=said.basis,
        start=said.start,
        end=said.end,
        closing_hour=said.closing_hour,
        deadline=said.deadline,
        published=said.published,
        groups=_groups(said.subjects),
        number=len(said.subjects),
        size=_size(len(said.subjects)),
        contact=contact_view(case),
        page=notice_address(case),
        qr=_qr(said.url),
    )
    return Page(poster_address(edition, case), "poster-notice.html", view)


def honour_poster(edition: Edition, case: HonourCase) -> Page | None:
    """The sheet of an honour; None before it is decided, and of somebody whose story is held back."""
    honour, record = case.honour, case.owner.record
    if case.state is not State.HONOURED or honour.decision is None or edition.is_withheld(case.owner):
        return None
    person = record if isinstance(record, Model) else None
    view = HonourPosterView(
        meta=_meta(phrase("海报：%(title)s", title=record.name)),
        state=case.state,
        name=record.name,
        role=" ".join(p for p in (unit_name(edition, person.unit), person.post or "") if p) if person else "",
        is_sample=record.sample,
        is_person=person is not None,
        honour=honour.title,
        level=level_words(honour.level),
        authority=honour.decision.authority or honour.authority or "",
        number=honour.decision.number or "",
        decided=honour.decision.date,
        summary=record.summary,
        notices=tuple((i.start, i.end) for n in case.notices if (i := n.reckoning.interval)),
        page=address(case.owner),
        qr=_qr(full_address(edition, address(case.owner))),
    )
    return Page(f"posters/honour-{case.owner.slug}-{case.index + 1}.html", "poster-honour.html", view)


def _meta(title: Words) -> Meta:
    return Meta(title, is_indexed=False)


def _size(number: int) -> str:
    return next((size for size, most in _SIZES if number <= most), "small")


def _groups(subjects: tuple[Subject, ...]) -> tuple[PosterGroup, ...]:
    """Subjects by what is proposed for them, in the order of the notice."""
    found: dict[tuple[str, str], list[PosterName]] = {}
    for one in subjects:
        found.setdefault((one.honour, one.level), []).append(PosterName(one.name, one.role, one.is_sample))
    return tuple(PosterGroup(honour, _LEVEL_WORDS.get(level, ""), tuple(names)) for (honour, level), names in found.items())


def _qr(url: str) -> QrView | None:
    if not url:
        return None
    path, size = qr_path(url)
    return QrView(path, size, url)
