"""What a page is called where its link is shared: the state that its title has to say, and the words of its share card."""

from __future__ import annotations

from datetime import date

from sitegen.cases import HonourCase, NoticeCase, Owner
from sitegen.edition import Edition
from sitegen.library import STANDING
from sitegen.outputs.cards import candidate_state, leading_honour
from sitegen.records.words import State
from sitegen.views.base import ShareCard


def standing_honour(edition: Edition, owner: Owner) -> HonourCase | None:
    """The honour that a link to somebody's page may speak of; none of somebody withheld."""
    if edition.is_withheld(owner):
        return None
    return leading_honour(c for c in edition.library.honours_of.get(owner.path, ()) if c.state in STANDING)


def is_silent(edition: Edition, case: NoticeCase) -> bool:
    """Whether a notice is named nowhere but on its own page and in the column: its title names somebody withheld, or it has no others."""
    withheld = [c.owner.record.name for c in case.candidates if edition.is_withheld(c.owner)]
    return bool(withheld) and (len(withheld) == len(case.candidates) or any(name in case.title for name in withheld))


def subject_card(edition: Edition, owner: Owner) -> ShareCard:
    """The card of a model or a unit."""
    if edition.is_withheld(owner):
        return _withheld(edition, owner)
    record, case = owner.record, standing_honour(edition, owner)
    line = record.title if record.title and record.title != record.name else record.summary
    if case is None:
        return ShareCard(lead=record.name, line=line, is_sample=record.sample)
    return ShareCard(
        state=case.state,
        day=_day_of(case),
        lead=record.name,
        line=line,
        honour=case.honour.title,
        is_proposed=case.state is not State.HONOURED,
        is_sample=record.sample,
    )


def notice_share(edition: Edition, case: NoticeCase) -> ShareCard:
    """The card of a notice."""
    if is_silent(edition, case):
        return _withheld(edition, next(c.owner for c in case.candidates if edition.is_withheld(c.owner)))
    interval = case.reckoning.interval
    day = None if interval is None else interval.start if case.state is State.UPCOMING else interval.end
    sample = bool(case.candidates) and all(c.owner.record.sample for c in case.candidates)
    return ShareCard(case.state, day, case.title, case.notice.issuer or "", is_sample=sample)


def notice_state(edition: Edition, case: NoticeCase) -> State:
    """The state that the title of a notice says: its own, or what became of its only candidate."""
    states = {candidate_state(edition, case, number) for number in range(len(case.candidates))}
    ended = states & {State.REVOKED, State.WITHDRAWN}
    return ended.pop() if len(states) == len(ended) == 1 else case.state


def _withheld(edition: Edition, owner: Owner) -> ShareCard:
    """The state and its day, and nothing of whom it befell."""
    endings = [
        (ending.date, case.state)
        for case in edition.library.honours_of.get(owner.path, ())
        if (ending := case.honour.revocation if case.state is State.REVOKED else case.honour.withdrawal)
        and case.state in (State.REVOKED, State.WITHDRAWN)
    ]
    day, state = max(endings, key=lambda ending: (ending[1] is State.REVOKED, ending[0]))
    return ShareCard(state, day, is_withheld=True)


def _day_of(case: HonourCase) -> date | None:
    """The day that belongs to the state of an honour: it begins, it ends, it was decided."""
    if case.state is State.HONOURED:
        return case.honour.decision.date if case.honour.decision else None
    wanted = {State.UPCOMING: State.UPCOMING, State.ON_NOTICE: State.ON_NOTICE}.get(case.state, State.CLOSED)
    spans = [n.reckoning.interval for n in case.notices if n.state is wanted and n.reckoning.interval]
    if not spans:
        return None
    return min(s.start for s in spans) if wanted is State.UPCOMING else max(s.end for s in spans)
