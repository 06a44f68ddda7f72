"""The journal of a writing, in .sitegen/changes/: what is to be written, and by its name how far that came."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sitegen.changes.steps import Step, named
from sitegen.places import UNFINISHED


class Stage(StrEnum):
    """The name of the journal: only files aside are made, they are being put in place, all stand there."""

    STAGING = "staging.json"
    WRITING = "writing.json"
    DONE = "done.json"


class Journal(NamedTuple):
    """``mark`` is part of the names of files aside; ``folders`` are those that are made for it, the innermost first."""

    mark: str
    steps: tuple[Step, ...]
    folders: tuple[Path, ...]


def begin(site: Path, journal: Journal) -> None:
    """Write it, synced, before anything else is made. Raises OSError."""
    folder = site / UNFINISHED
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "mark": journal.mark,
        "folders": [made.relative_to(site).as_posix() for made in journal.folders],
        "changes": [{"path": step.path, "before": step.before, "after": step.after} for step in journal.steps],
    }
    part = folder / "part"
    with part.open("wb") as file:
        file.write(json.dumps(told).encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / Stage.STAGING)
    sync([folder, folder.parent])


def go_on(site: Path, to: Stage) -> None:
    """Say how far it came. Raises OSError."""
    stages = list(Stage)
    folder = site / UNFINISHED
    (folder / stages[stages.index(to) - 1]).replace(folder / to)
    sync([folder])


def read(site: Path) -> tuple[Stage, Journal] | None:
    """The journal and how far it came; None where there is none, or none of ours: one that leads out of the site. Raises OSError."""
    how_far = next((one for one in Stage if (site / UNFINISHED / one).is_file()), None)
    if how_far is None:
        return None
    data = (site / UNFINISHED / how_far).read_bytes()
    with contextlib.suppress(ValueError, TypeError, KeyError):
        told = json.loads(data)
        mark = bytes.fromhex(told["mark"]).hex()
        steps = tuple(named(site, str(c["path"]), c["before"], str(c["after"]), mark) for c in told["changes"])
        folders = tuple(site / str(name) for name in told["folders"])
        if all(_is_inside(site, path) for path in (*folders, *(step.file for step in steps))):
            return how_far, Journal(mark, steps, folders)
    return None


def _is_inside(site: Path, path: Path) -> bool:
    """content/ may be a link to another place."""
    return os.path.realpath(path).startswith(tuple(os.path.realpath(top) + os.sep for top in (site, site / "content")))


def end(site: Path) -> None:
    """The journal is done with. Raises OSError."""
    if (site / UNFINISHED).is_dir():
        shutil.rmtree(site / UNFINISHED)


def sync(folders: Iterable[Path]) -> None:
    """What was renamed and removed in them lasts. Raises OSError."""
    if os.name == "nt":  # folders cannot be opened there
        return
    for folder in sorted(set(folders)):
        with contextlib.suppress(FileNotFoundError):  # it was empty, and is gone again
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
