"""The only place of the preview that writes: one record, as a whole, and only if nobody changed it meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from sitegen.sources import CONTENT, MAX_FILE


class Conflict(Exception):
    """The file is not what the form was made from; ``now`` is what it holds."""

    def __init__(self, now: bytes) -> None:
        super().__init__("changed meanwhile")
        self.now = now


class NotAllowed(Exception):
    """A file outside content/, or one that is too large."""


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_file(site: Path, path: str) -> bytes:
    """A record as it is on disk now. Raises NotAllowed, OSError."""
    return _inside(site, path).read_bytes()


def save_file(site: Path, path: str, data: bytes, sha: str) -> None:
    """Put ``data`` in the place of a record that still has the hash ``sha``. Raises Conflict, NotAllowed, OSError."""
    target = _inside(site, path)
    now = target.read_bytes()
    if sha_of(now) != sha:
        raise Conflict(now)
    if len(data) > MAX_FILE:
        raise NotAllowed(path)
    if data != now:
        _write(target, data)


def _inside(site: Path, path: str) -> Path:
    top = os.path.realpath(site / CONTENT)
    target = Path(os.path.realpath(site / path))
    if not str(target).startswith(top + os.sep):
        raise NotAllowed(path)
    return target


def _write(target: Path, data: bytes) -> None:
    """Aside and synced first, so that a crash leaves the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(OSError):
            shutil.copymode(target, aside)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
