"""Files of an import, all of them or none: made aside first, then put in place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_files(site: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their path in the site. Raises OSError, and then nothing has changed but for what was put in place."""
    aside: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            place = site / path
            place.parent.mkdir(parents=True, exist_ok=True)
            new = place.with_name(f".{place.name}.new")
            aside.append((new, place))
            with new.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for new, place in aside:
            new.replace(place)
    finally:
        for new, _ in aside:
            new.unlink(missing_ok=True)


def write_list(path: Path, data: bytes) -> None:
    """Write an exported list. Raises OSError."""
    write_files(path.parent, {path.name: data})


def read_list(path: Path) -> bytes:
    """The bytes of a list or a story outside the site. Raises OSError."""
    return path.read_bytes()
