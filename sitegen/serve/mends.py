"""The button that mends: one kind of mistake in one file, by the rules of ``sitegen.mending``."""

from __future__ import annotations

from pathlib import Path

from sitegen.mending.menders import mendable_codes
from sitegen.mending.whole import mends
from sitegen.pipeline import Checked
from sitegen.problems import Problem
from sitegen.serve.saving import save_file, sha_of


def is_mendable(problem: Problem) -> bool:
    """Whether a problem may be mended by rule; whether it can be is known when it is tried."""
    return problem.code in mendable_codes()


def mend(site: Path, checked: Checked, path: str, code: str) -> bool:
    """Mend what can be mended of ``code`` in a file. False if that is nothing. Raises Conflict, NotAllowed, OSError."""
    book = checked.library.book if checked.library else None
    found = next((f for f in mends(checked.sources, checked.today, book, only=(code,), paths=(path,)).files if f.path == path), None)
    if found is None:
        return False
    save_file(site, path, found.after, sha_of(found.before))
    return True
