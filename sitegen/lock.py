"""One build at a time: an operating-system lock, which a crash releases by itself."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if os.name == "nt":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class Held(Exception):
    """Another build holds the lock; ``holder`` says which, as far as it told."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def only_one(path: Path, who: str) -> Iterator[None]:
    """Hold the lock at ``path`` for the length of the block. Raises Held at once if somebody else has it; OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            _try_lock(file)
        except OSError:
            raise Held(_holder(path)) from None
        _say_who(path, who)
        yield


def _said(path: Path) -> Path:
    # beside the lock: a locked file cannot be read on Windows
    return path.with_suffix(".holder")


def _say_who(path: Path, who: str) -> None:
    with contextlib.suppress(OSError):
        _said(path).write_text(who, "utf-8")


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return _said(path).read_text("utf-8")
    return "?"
