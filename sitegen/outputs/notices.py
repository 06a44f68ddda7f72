"""The notices column and the page of each notice, for life."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sitegen.calendar import Undecided
from sitegen.cases import NoticeCase
from sitegen.edition import Edition, address, notice_address, numbered, once
from sitegen.outputs import Page
from sitegen.outputs.announcing import poster_address
from sitegen.outputs.cards import candidate_state, level_words, notice_card, objection_view, unit_name
from sitegen.outputs.paging import paged, pager
from sitegen.outputs.sharing import is_silent, notice_share, notice_state
from sitegen.outputs.steps import notice_steps
from sitegen.proof import Change, Proof
from sitegen.records.entries import Model
from sitegen.records.facts import Correction
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Counting, DayUnit
from sitegen.records.words import State, Verdict
from sitegen.views.base import ContactView, Link, Meta, ObjectionView, ProgressView, Step
from sitegen.views.notices import CandidateView, DayView, NoticesView, NoticeView, ProofView
from sitegen.views.words import Phrase, Words, counted, phrase

_CRUMBS = (Link(phrase("首页"), "index.html"), Link(phrase("公示"), "notices/index.html"))
COLUMN = "notices/index.html"


def pages(edition: Edition) -> Iterator[Page]:
    yield from _column(edition)
    for case in edition.library.notices:
        yield Page(notice_address(case), "notice.html", _notice(edition, case))


@once
def running(edition: Edition) -> list[NoticeCase]:
    """Notices that run today, the one that ends first on top."""
    return _by_end([c for c in edition.library.notices if c.state is State.ON_NOTICE])


@once
def awaiting(edition: Edition) -> list[NoticeCase]:
    """Ended notices with a candidate about whom nothing has been decided yet, newest first."""
    ended = [c for c in edition.library.notices if c.state is State.CLOSED]
    return _by_end([c for c in ended if _waits(edition, c)])[::-1]


def _waits(edition: Edition, case: NoticeCase) -> bool:
    return any(candidate_state(edition, case, i) is State.CLOSED for i in range(len(case.candidates)))


def _by_end(cases: Sequence[NoticeCase]) -> list[NoticeCase]:
    return sorted(cases, key=lambda c: (c.reckoning.interval[::-1] if c.reckoning.interval else (), c.slug))


def _column(edition: Edition) -> Iterator[Page]:
    library = edition.library
    closed = awaiting(edition)
    waiting = {c.id for c in closed}
    archive = _by_end([c for c in library.notices if c.state is State.CLOSED and c.id not in waiting])[::-1]
    upcoming = _by_end([c for c in library.notices if c.state is State.UPCOMING])
    for number, part in paged(archive, library.site.record.per_page):
        top = number == 1
        meta = Meta(phrase("公示"), phrase("正在公示、即将公示和已经结束的公示，以及提出异议的办法。"), "notices", _CRUMBS[:1])
        view = NoticesView(
            meta,
            tuple(notice_card(edition, c) for c in running(edition)) if top else (),
            tuple(notice_card(edition, c) for c in upcoming) if top else (),
            tuple(notice_card(edition, c) for c in closed) if top else (),
            tuple(notice_card(edition, c) for c in part),
            pager(COLUMN, number, len(archive), library.site.record.per_page),
            library.today,
        )
        yield Page(numbered(COLUMN, number), "notices.html", view)


def _candidates(edition: Edition, case: NoticeCase) -> Iterator[CandidateView]:
    for number, candidate in enumerate(case.candidates):
        record, honour = candidate.owner.record, candidate.honour
        state = candidate_state(edition, case, number)
        ending = honour.revocation if state is State.REVOKED else honour.withdrawal if state is State.WITHDRAWN else None
        unit, post = (record.unit, record.post) if isinstance(record, Model) else (None, None)
        yield CandidateView(
            name=record.name,
            url=address(candidate.owner),
            unit=unit_name(edition, unit),
            post=post or "",
            honour=honour.title,
            level=level_words(honour.level),
            summary="" if edition.is_withheld(candidate.owner) else record.summary,
            state=state,
            note=ending.reason if ending else "",
        )


def _objections(case: NoticeCase, edition: Edition) -> tuple[ObjectionView, ...]:
    """Objections belong to a level; one without a level belongs to every notice of its honour."""
    found = []
    for candidate in case.candidates:
        for objection in candidate.honour.objections:
            mine = objection.scope is None or case.notice.scope in (None, objection.scope)
            if mine and objection.date <= edition.library.today:
                found.append(objection_view(objection))
    return tuple(sorted(found, key=lambda o: o.date))


def _corrections(corrections: Sequence[Correction]) -> tuple[ProgressView, ...]:
    return tuple(ProgressView(c.date, c.text) for c in corrections)


def day_views(case: NoticeCase, edition: Edition) -> tuple[DayView, ...]:
    """The count of a notice day by day; empty where the calendar leaves it undecided."""
    reckoning = case.reckoning
    if reckoning.interval is None or reckoning.profile is None:
        return ()
    unit, calendar = reckoning.profile.unit.length_unit, edition.library.calendar
    known, key = _days(edition), (*reckoning.interval, unit, reckoning.counting)
    if key not in known:
        try:
            days = tuple(calendar.day_by_day(*reckoning.interval, unit, reckoning.counting))
        except Undecided:
            days = ()
        known[key] = tuple(DayView(d.day, d.number, Phrase(d.why.zh), d.day < edition.library.today) for d in days)
    return known[key]


@once
def _days(_: Edition) -> dict[tuple[date, date, LengthUnit, Counting], tuple[DayView, ...]]:
    """The counts of an edition, each made for the first of the notices that have the same days."""
    return {}


def _count_rule(case: NoticeCase) -> Phrase:
    counts_opening = case.reckoning.counting is Counting.START_DAY
    if case.reckoning.profile and case.reckoning.profile.unit is DayUnit.WORKDAY:
        if counts_opening:
            return phrase("按工作日计：开始当日计入，周末和法定节假日不计，调休上班日计入")
        return phrase("按工作日计：开始当日不计，周末和法定节假日不计，调休上班日计入")
    if counts_opening:
        return phrase("按自然日计：开始当日计入，周末和节假日都计入")
    return phrase("按自然日计：开始当日不计，周末和节假日都计入")


def _levels(edition: Edition, case: NoticeCase) -> tuple[Step, ...]:
    """The levels of an honour whose notice this is, where there are several."""
    if not case.candidates:
        return ()
    first = case.candidates[0]
    honour = edition.library.honours_of[first.owner.path][first.index]
    return notice_steps(honour, case.slug) if len(honour.notices) > 1 else ()


def _by_id(edition: Edition, wanted: str | None) -> Link:
    if not wanted:
        return Link("")
    found = edition.library.notices_by_name.get(wanted)
    return Link(found.title, notice_address(found)) if found else Link(wanted)


def _replaced_by(edition: Edition, case: NoticeCase) -> Link:
    later = edition.library.replacing.get(case.id) or edition.library.replacing.get(case.slug)
    return Link(later.title, notice_address(later)) if later else Link("")


def contact_view(case: NoticeCase) -> ContactView:
    contact = case.contact
    return ContactView(*(value or "" for value in (contact.office, contact.phone, contact.email, contact.address, contact.real_name)))


# what a recorded change may name (material.material_of, proof.changed_fields)
_FIELDS = {
    words.text: words
    for words in (
        phrase("标题"), phrase("层级"), phrase("规则"), phrase("公示单位"), phrase("受理部门"), phrase("受理电话"),
        phrase("受理邮箱"), phrase("受理地址"), phrase("实名要求"), phrase("截止时刻"), phrase("异议截止"), phrase("正文"),
        phrase("依据"), phrase("范围"), phrase("名称"), phrase("单位"), phrase("职务"), phrase("称号"), phrase("级别"),
        phrase("事迹"), phrase("照片和附件"),
    )
}  # fmt: skip


_VERDICTS = {
    Verdict.RUNNING: phrase("公示正在进行，期限符合要求"),
    Verdict.SATISFIED: phrase("公示期已满，期限符合要求"),
    Verdict.NOT_SATISFIED: phrase("公示期限没有达到要求"),
    Verdict.CANNOT_BE_SHOWN: phrase("现有材料不能证明公示期限符合要求"),
}


_STRENGTHS = {"declared": phrase("公示单位在文稿中的声明"), "built": phrase("本站的发布存证"), "witnessed": phrase("外部见证")}


def _strength(case: NoticeCase, proof: Proof) -> Phrase:
    """What a verdict rests on. Probes and proofs attached to the notice both witness it; the page says which there are."""
    sights, interval = proof.sightings, case.reckoning.interval
    words = [_STRENGTHS[s] for s in proof.strengths if s != "witnessed"]
    if interval and any(interval.start <= w.date <= interval.end for w in case.notice.witness):
        words.append(_STRENGTHS["witnessed"])
    if sights.days:
        words.append(counted("对公开网址的探测（%(num)s 天看到）", len(sights.days)))
    if sights.missed:
        return phrase("依据是%(grounds)s；%(days)s没有探测到", grounds=tuple(words), days=tuple(sights.missed))
    return phrase("依据是%(grounds)s", grounds=tuple(words))


def _change(change: Change) -> Phrase:
    fields = tuple(_field(name) for name in change.fields)
    if change.restarts:
        return phrase("改了实质内容，期限重新计算：%(fields)s", fields=fields)
    return phrase("改了非实质内容：%(fields)s", fields=fields)


def _field(name: str) -> Words:
    """A field by its own words, behind the candidate that it belongs to."""
    candidate, _, field = name.rpartition(" ")
    words = _FIELDS.get(field, field)
    return phrase("%(candidate)s %(field)s", candidate=candidate, field=words) if candidate else words


def _proof(edition: Edition, case: NoticeCase) -> ProofView | None:
    if edition.library.site.record.evidence_since is None:
        return None
    proof = edition.library.proofs[case.id]
    changes = tuple(ProgressView(c.date, _change(c)) for c in proof.changes)
    text = notice_address(case).removesuffix(".html") + ".txt" if case.id in edition.texts else ""
    skipped = edition.library.book.skipped.get(case.id, ())
    return ProofView(proof.shown, proof.counts_from, proof.counted, len(proof.seen), changes, proof.gone, proof.accepted, text, skipped)


def _meta(edition: Edition, case: NoticeCase) -> Meta:
    card, silent = notice_card(edition, case), is_silent(edition, case)
    shown = [c.owner.record.name for c in case.candidates if not edition.is_withheld(c.owner)]
    names = tuple(shown[: len(card.names)])
    about: Words = ""
    if names:
        more = len(case.candidates) > len(card.names)
        about = phrase("公示对象：%(names)s等", names=names) if more else phrase("公示对象：%(names)s", names=names)
    return Meta(
        case.title,
        about,
        "notices",
        _CRUMBS,
        case.notice.published or card.start,
        kind="notice",
        modified=max((c.date for c in case.notice.corrections), default=None),
        source=card.issuer,
        author=card.issuer,
        state=notice_state(edition, case),
        card=notice_share(edition, case),
        is_withheld=silent,
    )


def _notice(edition: Edition, case: NoticeCase) -> NoticeView:
    notice, profile, library = case.notice, case.reckoning.profile, edition.library
    card = notice_card(edition, case)
    return NoticeView(
        meta=_meta(edition, case),
        card=card,
        body=None if case.number else edition.body(case.filed),
        candidates=tuple(_candidates(edition, case)),
        contact=contact_view(case),
        closing_hour=notice.closing_hour,
        objection_deadline=notice.objection_deadline,
        basis=notice.basis or "",
        audience=notice.audience or "",
        published=notice.published,
        stated_length=notice.length.text if notice.length else "",
        profile_name=profile.name if profile else "",
        profile_source=(profile.source or phrase("本站规定")) if profile else "",
        counted=case.reckoning.counted,
        required=profile.minimum if profile else None,
        in_workdays=profile is not None and profile.unit is DayUnit.WORKDAY,
        count_rule=_count_rule(case),
        days=day_views(case, edition),
        verdict=_VERDICTS[library.proofs[case.id].verdict],
        strength=_strength(case, library.proofs[case.id]),
        objections=_objections(case, edition),
        corrections=_corrections(notice.corrections),
        replaces=_by_id(edition, notice.replaces),
        replaced_by=_replaced_by(edition, case),
        levels=_levels(edition, case),
        notice_id=case.id,
        today=library.today if case.state is State.ON_NOTICE else None,
        witnesses=edition.witnesses.get(case.id, ()),
        poster=poster_address(edition, case),
        proof=_proof(edition, case),
    )
