"""The pages of models and units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.cases import HonourCase, Owner
from sitegen.edition import Edition, address, facet_address, notice_address, once
from sitegen.outputs import Page
from sitegen.outputs.cards import card, full_title, level_words, objection_view, photo, progress, promise_view, unit_link
from sitegen.outputs.columns import use_address
from sitegen.outputs.related import related
from sitegen.outputs.sharing import subject_card
from sitegen.outputs.steps import honour_steps
from sitegen.records.entries import Model, Unit
from sitegen.records.facts import Appraisal, Comment, Pair
from sitegen.records.filed import Filed
from sitegen.records.words import MODEL_CRITERIA, UNIT_CRITERIA, State
from sitegen.views.base import FileLink, Link, Meta
from sitegen.views.subjects import (
    AchievementView,
    AppraisalView,
    CarrierView,
    CommentView,
    CriterionView,
    HonourView,
    ModelView,
    PairView,
    UnitView,
    Vote,
)
from sitegen.views.words import Phrase, Words, phrase

_PEOPLE = (Link(phrase("首页"), "index.html"), Link(phrase("先进人物"), "models/index.html"))
_UNITS = (Link(phrase("首页"), "index.html"), Link(phrase("先进单位"), "units/index.html"))
_FIVE_TO_LEAD, _FIVE_GOOD = phrase("五带头"), phrase("五个好")
_ALIASES, _GENDER, _ETHNICITY, _BIRTH, _POLITICAL_STATUS = (
    phrase("别名"), phrase("性别"), phrase("民族"), phrase("出生"), phrase("政治面貌"),
)  # fmt: skip


def pages(edition: Edition) -> Iterator[Page]:
    for model in edition.library.models:
        yield Page(address(model), "model.html", _model(edition, model))
    for unit in edition.library.units:
        yield Page(address(unit), "unit.html", _unit(edition, unit))


def _honour(case: HonourCase, edition: Edition) -> HonourView:
    honour = case.honour
    ending = honour.revocation if case.state is State.REVOKED else honour.withdrawal if case.state is State.WITHDRAWN else None
    notices = tuple(Link(n.title, notice_address(n)) for n in case.notices)
    number = honour.decision.number if honour.decision and case.state in (State.HONOURED, State.REVOKED) else None
    return HonourView(
        title=honour.title,
        state=case.state,
        level=level_words(honour.level),
        year=honour.year,
        authority=honour.authority or "",
        steps=honour_steps(case, edition.library.today),
        objections=tuple(objection_view(o) for o in honour.objections if o.date <= edition.library.today),
        ended=ending.date if ending else None,
        end_reason=ending.reason if ending else "",
        notices=notices,
        decision_number=number or "",
        is_proposed=case.state is not State.HONOURED,
        round=next((r.name for r in edition.library.site.record.rounds if r.id == honour.round), ""),
    )


def _criteria(written: Mapping[str, str], names: Sequence[str]) -> tuple[CriterionView, ...]:
    """The five in the site's order; none at all if a record says nothing of them."""
    if not written:
        return ()
    known = [CriterionView(name, written.get(name, "")) for name in names]
    return (*known, *(CriterionView(n, e) for n, e in written.items() if n not in names))


def comment_view(comment: Comment) -> CommentView:
    return CommentView(comment.leader, comment.date, comment.affirmed or "", comment.shortfall or "", comment.direction or "")


def appraisal_view(appraisal: Appraisal) -> AppraisalView:
    total = sum(appraisal.votes.values())
    votes = tuple(Vote(g, n, round(100 * n / total, 1) if total else 0.0) for g, n in appraisal.votes.items())
    return AppraisalView(appraisal.body, appraisal.date, votes, total, appraisal.reply or "")


def _pair(edition: Edition, pair: Pair) -> PairView:
    return PairView(unit_link(edition, pair.with_), Phrase(pair.kind.zh) if pair.kind else "", pair.count, pair.start)


class _Links:
    """Places, fields and goals as links, made once: thousands of records name the same ones."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._places: dict[tuple[str, ...], tuple[Link, ...]] = {(): ()}
        self._words: dict[tuple[str, str, bool], Link] = {}

    def region(self, region: tuple[str, ...]) -> tuple[Link, ...]:
        """The place, level by level; a level without a list (all that is there is withheld) is no link."""
        if region not in self._places:
            url = facet_address("region", *region) if region in self._edition.places else ""
            self._places[region] = (*self.region(region[:-1]), Link(region[-1], url))
        return self._places[region]

    def word(self, facet: str, word: str, *, is_listed: bool) -> Link:
        """A value of a facet; no link where there is no list of it."""
        key = (facet, word, is_listed)
        if key not in self._words:
            self._words[key] = Link(word, facet_address(facet, word) if is_listed else "")
        return self._words[key]


_links = once(_Links)


def _files(edition: Edition, owner: Owner) -> tuple[FileLink, ...]:
    found = []
    for attachment in owner.record.attachments:
        file = edition.files.get(f"{owner.path}\0{attachment.file}")
        if file is not None:
            found.append(FileLink(attachment.name or file.title, file.url, file.size))
    return tuple(found)


def _shared(edition: Edition, owner: Owner, section: str, crumbs: tuple[Link, ...]) -> dict[str, object]:
    record, library, links = owner.record, edition.library, _links(edition)
    withheld, share, sector = edition.is_withheld(owner), subject_card(edition, owner), owner.record.sector or ""
    return {
        "meta": Meta(
            full_title(record.name, None if withheld else record.title),
            "" if withheld else record.summary,
            section,
            crumbs,
            record.published,
            is_indexed=not withheld,
            kind="model" if isinstance(record, Model) else "unit",
            modified=record.updated,
            source=record.source or "",
            keywords=() if withheld else record.tags,
            image=None if withheld else photo(edition, owner),
            state=share.state,
            honour=share.honour,
            card=share,
            is_withheld=withheld,
        ),
        "card": card(edition, owner),
        "body": edition.body(owner),
        "region": links.region(record.region),
        "sector": links.word("sector", sector, is_listed=sector in edition.sectors),
        "tags": record.tags,
        "goals": tuple([links.word("goals", goal, is_listed=not withheld) for goal in record.goals]),
        "honours": tuple(_honour(c, edition) for c in library.honours_of.get(owner.path, ()) if c.is_public),
        "promises": tuple(promise_view(p) for p in library.promises_of.get(owner.path, ())),
        "comments": tuple(comment_view(c) for c in record.comments),
        "appraisals": tuple(appraisal_view(a) for a in record.appraisals),
        "pairs": tuple(_pair(edition, p) for p in record.pairs),
        "files": _files(edition, owner),
        "source": record.source or "",
        "published": record.published,
        "updated": record.updated,
        "related": () if withheld else tuple([card(edition, o) for o in related(edition, owner)]),
        "is_withheld": withheld,
    }


def _facts(model: Model) -> tuple[tuple[Words, Words | tuple[str, ...]], ...]:
    birth = phrase("%(year)s年%(month)s月", year=model.birth[:4], month=int(model.birth[5:])) if model.birth else ""
    facts: tuple[tuple[Words, Words | tuple[str, ...]], ...] = (
        (_ALIASES, model.aliases),
        (_GENDER, Phrase(model.gender.zh) if model.gender else ""),
        (_ETHNICITY, model.ethnicity or ""),
        (_BIRTH, birth),
        (_POLITICAL_STATUS, model.political_status or ""),
    )
    return tuple((name, value) for name, value in facts if value)


def _model(edition: Edition, filed: Filed[Model]) -> ModelView:
    names = edition.library.site.record.criteria_models or MODEL_CRITERIA
    return ModelView(
        **_shared(edition, filed, "models", _PEOPLE),  # type: ignore[arg-type]
        criteria_title=_FIVE_TO_LEAD,
        criteria=_criteria(filed.record.criteria, names),
        unit=unit_link(edition, filed.record.unit),
        post=filed.record.post or "",
        facts=_facts(filed.record),
    )


def _unit(edition: Edition, filed: Filed[Unit]) -> UnitView:
    record, library = filed.record, edition.library
    names = library.site.record.criteria_units or UNIT_CRITERIA
    point = record.contact_point
    members = [m for m in library.models_of.get(filed.slug, ()) if not edition.is_withheld(m)]

    def use(folder: str, name: str) -> Link:
        return Link(name, use_address(folder, name) if name and not edition.is_withheld(filed) else "")

    return UnitView(
        **_shared(edition, filed, "units", _UNITS),  # type: ignore[arg-type]
        criteria_title=_FIVE_GOOD,
        criteria=_criteria(record.criteria, names),
        kind=Phrase(record.kind.zh) if record.kind else "",
        level=level_words(record.level),
        parent=unit_link(edition, record.parent),
        children=tuple(card(edition, u) for u in library.children_of.get(filed.slug, ()) if not edition.is_withheld(u)),
        members=tuple(card(edition, m) for m in members),
        theme=use("themes", record.theme or ""),
        carriers=tuple(CarrierView(use("carriers", c.name), c.start or "", c.end or "") for c in record.carriers),
        contact_leader=point.leader if point else "",
        visits=progress(point.visits) if point else (),
        achievements=tuple(AchievementView(a.date or "", a.text, a.figures or "") for a in record.achievements),
    )
