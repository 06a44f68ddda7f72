"""Files of a site written as a whole or not at all: new ones never over old ones, old ones only if nobody changed them meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple


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


def write_all(site: Path, changes: Iterable[Change]) -> None:
    """Write every change, or none. Raises Overtaken, OSError."""
    every = tuple(changes)
    staged = {change.path: _aside(site / change.path) for change in every}
    try:
        for change in every:
            _stage(site / change.path, staged[change.path], change)
        for change in every:
            _put(site / change.path, staged[change.path], change)
    except BaseException as error:
        foreign = error.path if isinstance(error, Overtaken) else ""
        _undo(site, [change for change in every if change.path != foreign])
        raise
    finally:
        for aside in staged.values():
            aside.unlink(missing_ok=True)


def write_new(top: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a new folder, or none. Raises Overtaken, OSError."""
    top.mkdir(parents=True, exist_ok=True)
    write_all(top, (Change(path, None, data) for path, data in files.items()))


def _aside(file: Path) -> Path:
    """A name beside the file that the reader of content/ passes over."""
    return file.with_name(f".{file.name}.{os.getpid()}.tmp")


def _stage(file: Path, aside: Path, change: Change) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with aside.open("xb") as out:
        out.write(change.after)
        out.flush()
        os.fsync(out.fileno())
    if change.before is not None:
        shutil.copymode(file, aside)


def _put(file: Path, aside: Path, change: Change) -> None:
    if change.before is None:
        _link(aside, file, change.path)
        return
    if not file.is_file() or file.read_bytes() != change.before:
        raise Overtaken(change.path)
    os.replace(aside, file)


def _link(aside: Path, file: Path, path: str) -> None:
    """A second name, which the system refuses where there is a file; where it has none, look and rename."""
    try:
        os.link(aside, file)
    except FileExistsError:
        raise Overtaken(path) from None
    except OSError:
        if file.exists():
            raise Overtaken(path) from None
        os.replace(aside, file)


def _undo(site: Path, changes: Iterable[Change]) -> None:
    """Take back what stands there by now; a file that holds anything else is not ours."""
    for change in changes:
        file = site / change.path
        if not file.is_file() or file.read_bytes() != change.after:
            continue
        if change.before is None:
            file.unlink()
        else:
            file.write_bytes(change.before)
