"""What a publish of today has to record of the notices; nothing if nothing happened since the last one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen.cases import NoticeCase
from sitegen.evidence import Evidence, state_of
from sitegen.ledger.entry import Entry
from sitegen.library import Library
from sitegen.material import candidate_key, objection_names, text_sha
from sitegen.proof import changed_fields, current_story, last_facts
from sitegen.recorded import Facts, content_of, word_of
from sitegen.records.words import State
from sitegen.terms import terms_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that a publish is going to write, but for its parents, its time and the hash of the page."""

    kind: str
    id: str
    data: Mapping[str, Any]
    url: str = ""


def plan_records(evidence: Evidence) -> tuple[Draft, ...]:
    """What a publish of today has to record; nothing if nothing happened since the last one."""
    library = evidence.library
    if library.site.record.evidence_since is None or library.book.is_rewound:
        return ()
    drafts = [draft for case in library.notices for draft in _of_notice(evidence, case)]
    return (*drafts, *_heartbeat(evidence))


def _of_notice(evidence: Evidence, case: NoticeCase) -> Iterator[Draft]:
    """The records of one notice, in the order in which things happen to it."""
    library, url = evidence.library, evidence.materials[case.id].url
    story = current_story(library.book.stories.get(case.id, ()))
    kinds = {e.kind for e in story}
    is_over = bool(kinds & {"ended", "withdrawn"})
    is_withdrawn = bool(case.candidates) and all(state_of(library, c) is State.WITHDRAWN for c in case.candidates)
    if case.state is State.ON_NOTICE and not is_withdrawn and not is_over:
        yield from _shown_or_changed(evidence, case, story)
    elif not story:
        return
    yield from _objections(case, story, library.today)
    if not is_withdrawn:
        yield from _left(library, case, story)
    if story and not is_over and (is_withdrawn or case.state is State.CLOSED):
        yield Draft("ended" if case.state is State.CLOSED else "withdrawn", case.id, {}, url)
    if case.state is State.CLOSED and "withdrawn" not in kinds:
        yield from _outcomes(library, case, story)


def _shown_or_changed(evidence: Evidence, case: NoticeCase, story: Sequence[Entry]) -> Iterator[Draft]:
    facts, material = evidence.facts[case.id], evidence.materials[case.id]
    if facts is None:
        return
    last = last_facts(story)
    before = content_of(last) if last else None
    if before is None:
        yield Draft("shown", case.id, _content(evidence, case, facts), material.url)
    elif any(changed_fields(before.facts, facts)) or before.period != material.period:
        yield Draft("changed", case.id, _content(evidence, case, facts), material.url)


def _content(evidence: Evidence, case: NoticeCase, facts: Facts) -> dict[str, Any]:
    material, library = evidence.materials[case.id], evidence.library
    reckoning, interval, profile = case.reckoning, case.reckoning.interval, case.reckoning.profile
    rule = {
        "profile": case.profile_name,
        "minimum": profile.minimum if profile else 0,
        "unit": profile.unit.en if profile else "day",
        "counting": reckoning.counting.en,
    }
    return {
        "facts": dict(facts.fields), "minor": dict(facts.minor),
        "candidates": {key: dict(said) for key, said in facts.candidates.items()}, "assets": dict(facts.assets),
        "period": list(material.period), "rule": rule,
        "calendar": library.calendar.digest(*interval) if interval else "",
        "text": text_sha(evidence.text(case.id) or ""), "under": terms_of(library.site.record, library.today),
    }  # fmt: skip


def _objections(case: NoticeCase, story: Sequence[Entry], today: date) -> Iterator[Draft]:
    """Objections that were opened or closed since the last record."""
    opened = {word_of(e, "objection") for e in story if e.kind == "objection-opened"}
    closed = {word_of(e, "objection") for e in story if e.kind == "objection-closed"}
    is_gone = any(e.kind == "withdrawn" for e in story)  # there is nothing left to object to
    for candidate in case.candidates:
        for names, objection in zip(objection_names(candidate), candidate.honour.objections, strict=True):
            key = next((name for name in names if name in opened), names[0])
            if objection.date > today or (is_gone and key not in opened):
                continue
            if key not in opened:
                yield Draft("objection-opened", case.id, {"objection": key})
            if not objection.status.is_open and key not in closed:
                yield Draft("objection-closed", case.id, {"objection": key, "status": objection.status.en})


def _left(library: Library, case: NoticeCase, story: Sequence[Entry]) -> Iterator[Draft]:
    """Candidates that were withdrawn from a notice that goes on without them."""
    said = {word_of(e, "candidate") for e in story if e.kind == "candidate-withdrawn"}
    for candidate in case.candidates:
        key = candidate_key(candidate)
        if state_of(library, candidate) is State.WITHDRAWN and key not in said:
            yield Draft("candidate-withdrawn", case.id, {"candidate": key})


def _outcomes(library: Library, case: NoticeCase, story: Sequence[Entry]) -> Iterator[Draft]:
    """Candidates that were honoured, or whose honour was revoked, since the last record."""
    said = {(e.kind, word_of(e, "candidate")) for e in story if e.kind in ("honoured", "revoked")}
    for candidate in case.candidates:
        key = candidate_key(candidate)
        state = state_of(library, candidate)
        if state in (State.HONOURED, State.REVOKED) and ("honoured", key) not in said:
            yield Draft("honoured", case.id, {"candidate": key})
        if state is State.REVOKED and ("revoked", key) not in said:
            yield Draft("revoked", case.id, {"candidate": key})


def _heartbeat(evidence: Evidence) -> Iterator[Draft]:
    """Once a day while a notice runs: which notices stood on the site, by id and hash of their text."""
    library = evidence.library
    texts = {c.id: evidence.text(c.id) for c in library.notices if c.state is State.ON_NOTICE}
    running = {name: text_sha(text) for name, text in texts.items() if text is not None}
    if running and not any(day == library.today for day, _ in library.book.heartbeats):
        yield Draft("build", "", {"running": running, "under": terms_of(library.site.record, library.today)})
