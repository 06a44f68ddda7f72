"""Notices that need not meet their period any more: another one stands for them (替代), or all candidates withdrew."""

from __future__ import annotations

from sitegen.cases import HonourCase, NoticeCase
from sitegen.library import Library
from sitegen.records.words import State


def replaced_in(honour: HonourCase) -> frozenset[str]:
    """The notices of an honour that a later one in its list replaces; none replaces itself or what follows it."""
    if len(honour.notices) < 2:  # nearly all
        return frozenset()
    found: set[str] = set()
    for number, case in enumerate(honour.notices):
        before = {earlier.id for earlier in honour.notices[:number]} - {case.id}
        found |= before & {case.notice.replaces or ""}
    return frozenset(found)


def replaced_ids(library: Library) -> frozenset[str]:
    """The notices that are replaced in every honour that names them: nobody else's notice can stand for one."""
    yes: set[str] = set()
    no: set[str] = set()
    for honour in library.honours:
        ids = replaced_in(honour)
        yes |= ids
        no |= {case.id for case in honour.notices} - ids
    return frozenset(yes - no)


def is_withdrawn(library: Library, case: NoticeCase) -> bool:
    """Whether nobody is left of those that a notice names."""
    states = {library.honours_of[c.owner.path][c.index].state for c in case.candidates}
    return bool(states) and states <= {State.WITHDRAWN, State.REVOKED}
