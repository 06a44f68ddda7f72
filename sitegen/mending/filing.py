"""Mended files put in the place of the old ones, each as a whole; the old ones are kept beside them in .sitegen/."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sitegen.mending.whole import Mended

KEPT = "before"


def keep(state: Path, when: str, files: Iterable[Mended]) -> Path:
    """Copies of files as they were, in a folder of their own that did not exist before. Raises OSError."""
    folder, number = state / KEPT / when, 1
    while folder.exists():
        number += 1
        folder = state / KEPT / f"{when}-{number}"
    for file in files:
        copy = folder / file.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(copy, file.before, None)
    return folder


def put(site: Path, file: Mended) -> None:
    """A mended file in the place of the old one; a link stays, what it leads to is mended. Raises OSError."""
    target = Path(os.path.realpath(site / file.path))
    _write_whole(target, file.after, target)


def _write_whole(target: Path, data: bytes, like: Path | None) -> None:
    """Written aside and synced first, so that a crash leaves the old file or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if like is not None:
            with contextlib.suppress(OSError):
                shutil.copymode(like, aside)
        os.replace(aside, target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
