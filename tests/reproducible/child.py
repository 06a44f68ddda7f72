"""A publish in surroundings of its own: ``python -m tests.reproducible.child SITE ORDER WORKERS USER UMASK INSTANT…``.

ORDER is how the system lists folders: as it does, reversed, or shuffled. USER is a number, or - for whoever runs this.
For each INSTANT the site is published; with several, each time into an empty folder, and the hash of the tree is printed.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

from sitegen import cli, rendering
from tests.press import tree


class _Listing:
    """What ``os.scandir`` gives, in another order."""

    def __init__(self, found: list[Any]) -> None:
        self.found = iter(found)

    def __iter__(self) -> Iterator[Any]:
        return self.found

    def __next__(self) -> Any:
        return next(self.found)

    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is open any more."""


def list_folders_in(order: str) -> None:
    """Have the system list folders in another order from now on."""
    scan, names = os.scandir, os.listdir
    mixed: Callable[[list[Any]], None] = random.Random(1).shuffle if order == "shuffled" else list.reverse

    def scandir(path: Any = ".") -> _Listing:
        with scan(path) as opened:
            found = sorted(opened, key=lambda entry: os.fsencode(entry.name))
        mixed(found)
        return _Listing(found)

    def listdir(path: Any = ".") -> list[Any]:
        found = sorted(names(path))
        mixed(found)
        return found

    if order != "plain":
        os.scandir, os.listdir = scandir, listdir  # type: ignore[assignment]


def publish(site: Path, workers: str, instant: str) -> int:
    """What the command does at an instant of China's time."""
    cli.now = lambda: datetime.fromisoformat(instant)
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        try:
            cli.main(["publish", "--site", str(site), "--workers", workers, "--quiet"])
        except SystemExit as left:
            return int(left.code or 0)
    return 0


def digest(site: Path) -> str:
    """One hash over names and bytes of output and ledger."""
    whole = hashlib.sha256()
    for folder in ("output", "ledger"):
        for name, data in sorted(tree(site / folder).items()) if (site / folder).is_dir() else ():
            whole.update(f"{folder}/{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def main(site: Path, order: str, workers: str, user: str, mask: str, instants: list[str]) -> int:
    os.umask(int(mask, 8))
    if user != "-":
        os.setgid(int(user))
        os.setuid(int(user))
    list_folders_in(order)
    if hasattr(time, "tzset"):
        time.tzset()
    rendering._WORTH_A_PROCESS = 1  # so that a small site, too, is shared out
    for instant in instants:
        if len(instants) > 1:
            for made in (site / "output", site / ".sitegen"):
                shutil.rmtree(made, ignore_errors=True)
        code = publish(site, workers, instant)
        if code:
            return code
        print(digest(site), flush=True)
    return 0


if __name__ == "__main__":
    folder, listing, processes, owner, permissions, *times = sys.argv[1:]
    sys.exit(main(Path(folder), listing, processes, owner, permissions, times))
