"""Notices that another one stands for (替代): what was lawfully posted again need not meet its own period."""

from __future__ import annotations

from sitegen.cases import HonourCase
from sitegen.library import Library


def replaced_in(honour: HonourCase) -> frozenset[str]:
    """The notices of an honour that a later one in its list replaces; none replaces itself or what follows it."""
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
