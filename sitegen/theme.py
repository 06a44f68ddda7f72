"""A theme on disk: its templates, and its styles, scripts and images under hashed names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

Layers = tuple[Path, ...] | Mapping[str, tuple[str, str]]  # folders, or each template by name with its text and its file
_NAME = re.compile(r"[^\s./\\:][^/\\:]*")
_PUBLISHED = ("styles", "scripts", "images")


class NoTheme(Exception):
    """There is no theme of this name; ``names`` are those that exist."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.names = name, names


BASE = "default"


@dataclass(frozen=True, slots=True)
class Theme:
    """``templates`` are folders, the nearest first, and ``base`` those of the theme that it builds on.

    ``assets`` maps a file name to its address; ``files`` maps addresses to bytes; ``messages`` are folders of catalogues.
    """

    templates: tuple[Path, ...]
    base: tuple[Path, ...]
    messages: tuple[Path, ...]
    assets: Mapping[str, str]
    files: Mapping[str, bytes]


def load_theme(name: str, folders: tuple[Path, ...]) -> Theme:
    """The theme ``name``: each file from the first of ``folders`` that has it, and what it lacks from the default theme.

    So a site replaces one template or one style by putting that file alone into ``themes/default/`` or a theme of its
    own. Raises NoTheme, OSError.
    """
    own, base = ([folder / which for folder in folders if (folder / which).is_dir()] for which in (name, BASE))
    if not _NAME.fullmatch(name):  # one folder of themes/, never a way out of it
        own = []
    whole = any((layer / "templates").is_dir() for layer in base)
    if not own or not whole:
        found = {p.name for folder in folders if folder.is_dir() for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")}
        raise NoTheme(name, tuple(sorted(found)))
    layers = tuple(dict.fromkeys((*own, *base)))
    assets, files = _published(layers)
    # the last folder is that of the software: what a site puts beside it may build on it
    return Theme(_inside(layers, "templates"), _inside(tuple(base[-1:]), "templates"), _inside(layers, "messages"), assets, files)


def _inside(layers: tuple[Path, ...], part: str) -> tuple[Path, ...]:
    return tuple(folder for layer in layers if (folder := layer / part).is_dir())


def _published(layers: tuple[Path, ...]) -> tuple[dict[str, str], dict[str, bytes]]:
    nearest: dict[str, Path] = {}
    for layer in reversed(layers):
        for part in _PUBLISHED:
            nearest |= {file.name: file for file in sorted((layer / part).glob("*")) if file.is_file() and not file.name.startswith(".")}
    assets: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, file in sorted(nearest.items()):
        data = file.read_bytes()
        url = f"assets/{file.stem}.{hashlib.sha256(data).hexdigest()[:10]}{file.suffix}"
        assets[name], files[url] = url, data
    return assets, files


def loader(layers: Layers) -> jinja2.BaseLoader:
    """Where Jinja finds the templates of ``layers``; of two with the same name the nearer one."""
    if isinstance(layers, tuple):
        return jinja2.FileSystemLoader(list(layers))
    return jinja2.FunctionLoader(lambda name: (*layers[name], None) if name in layers else None)


def texts(layers: Layers) -> Layers:
    """The same templates as texts, for a machine that has no file of the theme. Raises OSError."""
    if not isinstance(layers, tuple):
        return layers
    files = {file.relative_to(layer).as_posix(): file for layer in reversed(layers) for file in sorted(layer.rglob("*")) if file.is_file()}
    found: dict[str, tuple[str, str]] = {}
    for name, file in files.items():
        try:
            found[name] = file.read_text("utf-8"), str(file)
        except UnicodeDecodeError:  # an editor's leavings; a page that names it fails for want of it
            continue
    return found
