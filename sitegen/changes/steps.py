"""One file of several: staged aside, put in place, taken back."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from sitegen.refusals import naming


class Change(NamedTuple):
    """A file to write: its path in the site, what stood there (None: nothing may), and what is to stand there."""

    path: str
    before: bytes | None
    after: bytes


class Overtaken(Exception):
    """Somebody else wrote the file ``path`` since it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Step(NamedTuple):
    """A change with hashes instead of contents, and the files that belong to it."""

    path: str
    before: str | None
    after: str
    file: Path  # where a link leads to
    new: Path  # what is to stand there
    old: Path  # what stood there


def step_of(site: Path, change: Change, mark: str) -> Step:
    return named(site, change.path, None if change.before is None else _sha(change.before), _sha(change.after), mark)


def named(site: Path, path: str, before: str | None, after: str, mark: str) -> Step:
    """The files of a step: those aside have names that the reader of content/ passes over."""
    file = Path(os.path.realpath(site / path))
    new, old = (file.with_name(f".{_sha(path.encode())[:16]}.{mark}.{kind}.tmp") for kind in ("new", "old"))
    return Step(path, before, after, file, new, old)


def stage(step: Step, data: bytes) -> None:
    """Make the new file aside, and a second name for the old one. Raises Overtaken, OSError."""
    step.file.parent.mkdir(parents=True, exist_ok=True)
    with naming(step.file), step.new.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if step.before is not None:
        if _hash(step.file) != step.before:
            raise Overtaken(step.path)
        with contextlib.suppress(OSError):
            shutil.copymode(step.file, step.new)
        _keep(step)


def _keep(step: Step) -> None:
    """A second name, so that to set the old file back needs no room; a copy where the system has none."""
    try:
        os.link(step.file, step.old)
    except OSError:
        with naming(step.file):
            shutil.copy2(step.file, step.old)


def put(step: Step) -> None:
    """Put the new file in place. Raises Overtaken, OSError."""
    if step.before is None:
        _link(step)
    elif _hash(step.file) != step.before:
        raise Overtaken(step.path)
    else:
        os.replace(step.new, step.file)


def _link(step: Step) -> None:
    """A second name, which the system refuses where there is a file; where it has none, look and rename."""
    try:
        os.link(step.new, step.file)
    except FileExistsError:
        raise Overtaken(step.path) from None
    except OSError:
        if step.file.exists():
            raise Overtaken(step.path) from None
        os.replace(step.new, step.file)
    else:
        step.new.unlink()  # from now on it is known as put also where the site is copied, and one file becomes two


def is_undone(step: Step) -> bool:
    """Take back what was put, so that what stood there stands again; False if somebody has written the file since. Raises OSError."""
    now = _hash(step.file)
    if now == step.before:
        return True
    if now != step.after or not _is_put(step):
        return False
    if step.before is None:
        step.file.unlink()
        return True
    if _hash(step.old) != step.before:
        return False
    os.replace(step.old, step.file)
    return True


def _is_put(step: Step) -> bool:
    """Whether the file that stands there is ours, and not one of somebody else with the same content."""
    return not step.new.exists() or step.new.samefile(step.file)


def clear(step: Step) -> None:
    """Remove what is aside. Raises OSError."""
    for aside in (step.new, step.old):
        aside.unlink(missing_ok=True)


def _hash(file: Path) -> str | None:
    """The hash of a file; None if there is none. Raises OSError."""
    try:
        return _sha(file.read_bytes())
    except FileNotFoundError:
        return None


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
