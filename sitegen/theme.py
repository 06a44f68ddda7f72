"""A theme on disk: its templates, and its styles, scripts and images under hashed names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PUBLISHED = ("styles", "scripts", "images")


class NoTheme(Exception):
    """There is no theme of this name; ``names`` are those that exist."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.names = name, names


@dataclass(frozen=True, slots=True)
class Theme:
    """``assets`` maps a file name to its address; ``files`` maps addresses to bytes."""

    templates: Path
    assets: Mapping[str, str]
    files: Mapping[str, bytes]


def load_theme(name: str, folders: tuple[Path, ...]) -> Theme:
    """The theme ``name`` from the first of ``folders`` that has it. Raises NoTheme, OSError."""
    for folder in folders:
        if (folder / name / "templates").is_dir():
            return _load(folder / name)
    found = {p.name for folder in folders if folder.is_dir() for p in folder.iterdir() if (p / "templates").is_dir()}
    raise NoTheme(name, tuple(sorted(found)))


def _load(folder: Path) -> Theme:
    assets: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in _PUBLISHED:
        for file in sorted((folder / part).glob("*")):
            if file.is_file() and not file.name.startswith("."):
                data = file.read_bytes()
                url = f"assets/{file.stem}.{hashlib.sha256(data).hexdigest()[:10]}{file.suffix}"
                assets[file.name], files[url] = url, data
    return Theme(folder / "templates", assets, files)
