"""What may be announced outside of the site's pages: made from the edition, with everybody withheld left out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from sitegen.cases import Candidate, NoticeCase
from sitegen.channels.announced import Announced, Award, Due, News, Subject, marked
from sitegen.edition import Edition, notice_address
from sitegen.library import STANDING
from sitegen.outputs.cards import candidate_state, unit_name
from sitegen.outputs.sharing import is_silent
from sitegen.records.entries import Model
from sitegen.records.words import PromiseState, State


def announced(edition: Edition, case: NoticeCase) -> Announced | None:
    """A notice as other channels may tell it; None of a draft, or where all that it says is withheld."""
    interval, notice, contact = case.reckoning.interval, case.notice, case.contact
    if interval is None or case.state is State.DRAFT or is_silent(edition, case):
        return None
    published = notice.published
    return Announced(
        id=case.id,
        slug=case.slug,
        title=case.title,
        url=full_address(edition, notice_address(case)),
        state=case.state,
        start=interval.start,
        end=interval.end,
        closing_hour=notice.closing_hour,
        deadline=notice.objection_deadline,
        subjects=tuple(_subjects(edition, case)),
        office=contact.office or "",
        phone=contact.phone or "",
        email=contact.email or "",
        address=contact.address or "",
        real_name=contact.real_name or "",
        issuer=notice.issuer or "",
        basis=notice.basis or "",
        audience=notice.audience or "",
        length=notice.length.text if notice.length and notice.length.explicit else "",
        published=published,
        changed=max((c.date for c in notice.corrections), default=published or interval.start),
        revision=len(notice.corrections),
    )


def all_announced(edition: Edition) -> Iterator[Announced]:
    """Every notice that may be told of."""
    for case in edition.library.notices:
        if one := announced(edition, case):
            yield one


def news(edition: Edition) -> News:
    """The site on its day: notices, decisions, promises that are not kept."""
    library = edition.library
    site = library.site.record
    awards = tuple(
        Award(
            marked(c.owner.record.name, is_sample=c.owner.record.sample),
            c.honour.title,
            c.honour.decision.authority or c.honour.authority or "",
            c.honour.decision.number or "",
            c.honour.decision.date,
            isinstance(c.owner.record, Model),
        )
        for c in library.honours
        if c.state is State.HONOURED and c.honour.decision and not edition.is_withheld(c.owner)
    )
    promises = tuple(
        Due(marked(p.owner.record.name, is_sample=p.owner.record.sample), p.promise.text, p.promise.due, p.promise.responsible or "")
        for p in library.promises
        if p.state is not PromiseState.KEPT and p.promise.due and not edition.is_withheld(p.owner)
    )
    return News(site.name, site.organiser, (site.url or "").rstrip("/"), library.today, tuple(all_announced(edition)), awards, promises)


def full_address(edition: Edition, url: str) -> str:
    """An address of the site as anybody can type it; "" on a site that does not say where it is."""
    base = edition.library.site.record.url
    return f"{base.rstrip('/')}/{quote(url)}" if base else ""


def poster_address(edition: Edition, case: NoticeCase) -> str:
    """Where the sheet of a notice stands as long as it runs; "" where there is none."""
    named = case.state is State.ON_NOTICE and any(_is_told(edition, case, n) for n in range(len(case.candidates)))
    return f"posters/{case.slug}.html" if named and case.reckoning.interval is not None and not is_silent(edition, case) else ""


def left_out(edition: Edition, case: NoticeCase) -> int:
    """How many candidates of a notice other channels do not name."""
    return sum(not _is_told(edition, case, number) for number in range(len(case.candidates)))


def _is_told(edition: Edition, case: NoticeCase, number: int) -> bool:
    return candidate_state(edition, case, number) in STANDING and not edition.is_withheld(case.candidates[number].owner)


def _subjects(edition: Edition, case: NoticeCase) -> Iterator[Subject]:
    for number, candidate in enumerate(case.candidates):
        if _is_told(edition, case, number):
            yield _subject(edition, candidate, is_held=candidate_state(edition, case, number) is State.HONOURED)


def _subject(edition: Edition, candidate: Candidate, *, is_held: bool) -> Subject:
    record, honour = candidate.owner.record, candidate.honour
    person = record if isinstance(record, Model) else None
    role = " ".join(p for p in (unit_name(edition, person.unit), person.post or "") if p) if person else ""
    level = honour.level.zh if honour.level else ""
    return Subject(record.name, role, honour.title, level, record.summary, person is not None, record.sample, is_held)
