"""The texts of all records, put together once for all rules that read them. Holds no rule."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

from sitegen.library import Library
from sitegen.privacy.sheets import Sheet, sheet_of

_last: tuple[weakref.ref[Library], Sequence[Sheet]] | None = None


def sheets(library: Library) -> Sequence[Sheet]:
    """One sheet a record; rules run one after the other, so the last library's are kept."""
    global _last
    if _last is None or _last[0]() is not library:
        records = (*library.owners, *library.notice_files, *library.bulletins, *library.pages)
        _last = (weakref.ref(library), [sheet_of(filed) for filed in records])
    return _last[1]
