"""Files of a site written as a whole or not at all, also where the process is killed half-way: new ones never over old ones,
old ones only if nobody changed them meanwhile.

A journal says what is about to be written (``journal``). Whoever comes after a process that was killed sets back what it had put in
place; a file that somebody has written since is left as it is, and named.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sitegen.changes.journal import Journal, Stage, begin, end, go_on, read, sync
from sitegen.changes.steps import Change, Overtaken, Step, clear, is_undone, put, stage, step_of
from sitegen.lock import Held, only_one
from sitegen.places import KEPT, STATE_FOLDER, UNFINISHED

__all__ = ["Busy", "Change", "Overtaken", "Settled", "is_unfinished", "settle", "write_all", "write_new", "write_one"]
_LOCK = f"{STATE_FOLDER}/changes.lock"
_TRIES = 10  # half a second each: somebody else writes for a moment only


class Busy(Exception):
    """Another process has been writing into the site for seconds; ``holder`` says which."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class Settled(NamedTuple):
    """What became of a writing that was broken off: files as they were before, and files left because somebody wrote them since."""

    undone: tuple[str, ...]
    left: tuple[str, ...]


def write_all(site: Path, changes: Iterable[Change]) -> None:
    """Write every change, or none. Raises Overtaken, Busy, OSError."""
    every = tuple(change for change in changes if change.before != change.after)
    if not every:
        return
    with _alone(site):
        _settle(site)
        try:
            _write(site, every)
        except BaseException:
            with contextlib.suppress(OSError):  # whoever comes next undoes it; the first error is the one to tell
                _settle(site)
            raise
        with contextlib.suppress(OSError):  # as above: all is written
            _settle(site)


def write_new(top: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a new folder, or none. Raises Overtaken, Busy, OSError."""
    top.mkdir(parents=True, exist_ok=True)
    write_all(top, (Change(path, None, data) for path, data in files.items()))


def write_one(folder: Path, change: Change) -> None:
    """Write a single file anywhere: it needs no journal, as it is put in place in one step. Raises Overtaken, OSError."""
    step = step_of(folder, change, secrets.token_hex(4))
    try:
        stage(step, change.after)
        put(step)
    finally:
        clear(step)


def is_unfinished(site: Path) -> bool:
    """Whether a writing was broken off here, or goes on just now."""
    return (site / UNFINISHED).is_dir()


def settle(site: Path) -> Settled | None:
    """Undo a writing that was broken off; None where there is none, or where it goes on. Raises OSError."""
    if not is_unfinished(site):
        return None
    try:
        with only_one(site / _LOCK, f"pid {os.getpid()}"):
            return _settle(site)
    except Held:
        return None


@contextlib.contextmanager
def _alone(site: Path) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for more in reversed(range(_TRIES)):
            try:
                stack.enter_context(only_one(site / _LOCK, f"pid {os.getpid()}"))
                break
            except Held as held:
                if not more:
                    raise Busy(held.holder) from None
        yield


def _write(site: Path, every: tuple[Change, ...]) -> None:
    mark = secrets.token_hex(4)
    steps = tuple(step_of(site, change, mark) for change in every)
    begin(site, Journal(mark, steps, _missing_folders(site, steps)))
    for step, change in zip(steps, every, strict=True):
        stage(step, change.after)
    sync(step.file.parent for step in steps)
    go_on(site, Stage.WRITING)
    for step in steps:
        put(step)
    sync(step.file.parent for step in steps)
    go_on(site, Stage.DONE)


def _missing_folders(site: Path, steps: Iterable[Step]) -> tuple[Path, ...]:
    """Folders that are not there yet, the innermost first."""
    above = {folder for step in steps for folder in (site / step.path).parents if folder.is_relative_to(site)}
    return tuple(sorted((folder for folder in above if not folder.exists()), key=lambda folder: len(folder.parts), reverse=True))


def _settle(site: Path) -> Settled | None:
    """Undo, or clear away what is done with; the caller holds the lock. Raises OSError."""
    found = read(site)
    if found is None:
        end(site)
        return None
    how_far, journal = found
    left = [step for step in reversed(journal.steps) if not is_undone(step)] if how_far is Stage.WRITING else []
    for step in left:
        _keep_apart(site, step, journal.mark)
    for step in journal.steps:
        clear(step)
    if how_far is not Stage.DONE:
        for folder in journal.folders:
            with contextlib.suppress(OSError):  # somebody else put something there
                folder.rmdir()
    sync(step.file.parent for step in journal.steps)
    end(site)
    if how_far is Stage.DONE:
        return None
    return Settled(tuple(step.path for step in journal.steps if step not in left), tuple(step.path for step in left))


def _keep_apart(site: Path, step: Step, mark: str) -> None:
    """What stood there before, where somebody's own version stands now."""
    if step.old.exists():
        kept = site / KEPT / mark / step.path
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(step.old, kept)
