"""One build at a time: an operating-system lock, which a crash releases by itself."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import IO

_CHINA = timezone(timedelta(hours=8))
_PATIENCE, _STEP = 0.5, 0.02  # seconds: who holds the lock says so a moment later
_PID = re.compile(r"pid ([0-9]+)")
_held: set[IO[bytes]] = set()
_IS_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)  # as systems call it

if os.name == "nt":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go() -> None:
        """A process made while the lock is held shares it: if ours were killed, the lock would last as long as the other."""
        for file in tuple(_held):
            file.close()
        _held.clear()

    os.register_at_fork(after_in_child=_let_go)


class Held(Exception):
    """Another build holds the lock; ``holder`` says which (process, machine, since when), as far as it told."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def only_one(path: Path, who: str) -> Iterator[None]:
    """Hold the lock at ``path`` for the length of the block; ``who`` is ``pid <number>``. Raises Held at once if somebody else has it;
    OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            _try_lock(file)
        except OSError:
            raise Held(_holder(_said(path))) from None
        _held.add(file)
        try:
            _say_who(path, who)
            yield
        finally:
            _held.discard(file)


@contextlib.contextmanager
def only_one_beside(folder: Path, who: str) -> Iterator[None]:
    """Hold a lock on a folder that other sites may write, too: by a file beside it, ``.NAME.lock``, which is gone when the block ends.

    Where no file may be made or the file system knows no locks there is none: whoever then writes there is told why that fails.
    Raises Held at once if somebody else has it.
    """
    path = folder.with_name(f".{folder.name}.lock")
    file = _taken(path)
    if file is None:
        yield
        return
    with file:
        _held.add(file)
        try:
            with contextlib.suppress(OSError):
                file.truncate(0)
                file.write(f"{who} @ {platform.node()}".encode())
                file.flush()
            yield
        finally:
            _held.discard(file)
            with contextlib.suppress(OSError):  # while it is held: who opened it meanwhile looks whether it is still this one
                path.unlink()


def _taken(path: Path) -> IO[bytes] | None:
    """The locked file that stands at ``path``, or None where there can be none. Raises Held."""
    while True:
        try:
            file = path.open("a+b")
        except OSError:
            return None
        try:
            _try_lock(file)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass  # whoever held it has removed it
        except OSError as error:
            file.close()
            if error.errno in _IS_HELD:
                raise Held(_holder(path)) from None
            return None
        file.close()


def _said(path: Path) -> Path:
    # beside the lock: a locked file cannot be read on Windows
    return path.with_suffix(".holder")


def _say_who(path: Path, who: str) -> None:
    with contextlib.suppress(OSError):
        part = path.with_suffix(".holder.part")
        part.write_text(f"{who} @ {platform.node()}", "utf-8")
        part.replace(_said(path))


def _holder(said: Path) -> str:
    """Who has the lock. What a run that ended left standing there is not told, as long as the new holder may still say otherwise."""
    for _ in range(round(_PATIENCE / _STEP)):
        told = _read(said)
        if told and not _is_over(told):
            return told
        time.sleep(_STEP)
    return _read(said) or "?"


def _read(path: Path) -> str:
    """Who has written the file, and when; nothing where it is empty or cannot be read."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        since, who = datetime.fromtimestamp(path.stat().st_mtime, _CHINA), path.read_text("utf-8")
        return f"{who}, {since:%Y-%m-%d %H:%M:%S} +08:00" if who else ""
    return ""


def _is_over(told: str) -> bool:
    """Whether this names a process of this machine that is no more."""
    who, _, rest = told.partition(" @ ")
    match = _PID.fullmatch(who)
    if match is None or os.name == "nt" or not rest.startswith(f"{platform.node()}, "):
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
