"""A ZIP whose bytes follow from what is in it: names in order, one date, nothing of this machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date

_FILE = 0o100644 << 16
_UNIX = 3


def bundle(files: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """The files in the order given; ``day`` is the date of each (not before 1980, where ZIP begins)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _FILE, _UNIX
            archive.writestr(entry, data, compresslevel=9)
    return made.getvalue()


def in_order(names: Iterable[str], *first: str) -> list[str]:
    """Names sorted, those that a reader looks for before all others."""
    return sorted(names, key=lambda n: (first.index(n) if n in first else len(first), n))
