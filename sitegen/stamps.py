"""Whether anything was touched: one hash over names, sizes, times and inodes, without reading a file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

# the coarsest clock of a file system in use (FAT): a file this young may be written again without its time changing
_GRAIN_NS = 2_000_000_000


def stamp_of(roots: Iterable[Path], before: datetime | None = None, counts: Callable[[str], bool] = lambda _: True) -> str | None:
    """The stamp of all files below ``roots`` (files or folders; what is not there counts as nothing) whose names ``counts`` takes.

    None where a file was written so shortly before ``before``, or after it, that a later change could go unnoticed.
    Raises OSError.
    """
    newest_allowed = int(before.timestamp() * 1e9) - _GRAIN_NS if before else None
    digest = hashlib.sha256()
    for root in roots:
        for name, info in sorted(found for found in _walk(root) if counts(found[0])):
            if newest_allowed is not None and max(info.st_mtime_ns, info.st_ctime_ns) > newest_allowed:
                return None
            digest.update(
                f"{name}\0{info.st_size}\0{info.st_mtime_ns}\0{info.st_ctime_ns}\0{info.st_ino}\n".encode("utf-8", "surrogateescape")
            )
        digest.update(b"\0")
    return digest.hexdigest()


def _walk(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file with its path; a link counts as itself and, if it leads to a file, as that file."""
    if not root.exists():
        return
    if not root.is_dir():
        yield os.fspath(root), root.stat()
        return
    stack = [os.fspath(root)]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)
