"""Files as they were before they were mended, kept in .sitegen/."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from sitegen.changes import Change, write_one
from sitegen.mending.whole import Mended
from sitegen.places import KEPT


def keep(site: Path, when: str, files: Iterable[Mended]) -> Path:
    """Copies of files as they were, in a folder of their own that did not exist before. Raises OSError."""
    folder, number = site / KEPT / when, 1
    while folder.exists():
        number += 1
        folder = site / KEPT / f"{when}-{number}"
    for file in files:
        write_one(folder, Change(file.path, None, file.before))
    return folder


def drop(folder: Path) -> None:
    """The copies of files that were not mended in the end."""
    shutil.rmtree(folder, ignore_errors=True)
