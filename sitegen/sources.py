"""The only reader of content/: finds the files, reads them once, and refuses what it must not touch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from sitegen.problems import Place, Problem, Say, Severity

MAX_FILE = 1_000_000  # bytes of a Markdown file
MAX_ASSET = 50_000_000
KINDS = ("models", "units", "notices", "bulletins", "pages")
CONTENT = "content"
SETTINGS = "site.yaml"
_IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. ``path`` is relative to the site, with forward slashes; ``sha`` is SHA-256 in hex."""

    path: str
    data: bytes
    sha: str

    @property
    def kind(self) -> str:
        """The folder below content/ that says what kind of record this is; "" for site.yaml."""
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 else ""


@dataclass(frozen=True)
class Sources:
    """All that was found: settings, records, and other files by path (read on demand)."""

    root: Path
    settings: Source | None
    records: tuple[Source, ...]
    assets: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()

    def asset(self, path: str) -> bytes:
        """The bytes of an asset. Raises OSError, KeyError."""
        return self.assets[path].read_bytes()


def source_of(path: str, data: bytes) -> Source:
    return Source(path, data, hashlib.sha256(data).hexdigest())


def read_sources(root: Path) -> Sources:
    """Read site.yaml and everything in content/. Never raises for what it finds there."""
    problems: list[Problem] = []
    settings = _read(root / SETTINGS, SETTINGS, problems) if (root / SETTINGS).exists() else None
    records: list[Source] = []
    assets: dict[str, Path] = {}
    for path, file in _files(root, problems):
        if file.suffix.lower() != ".md":
            if file.stat().st_size <= MAX_ASSET:
                assets[path] = file
            else:
                problems.append(_too_large(path, MAX_ASSET))
        elif path.split("/")[1] not in KINDS or path.count("/") < 2:
            problems.append(_homeless(path))
        elif source := _read(file, path, problems):
            records.append(source)
    return Sources(root, settings, tuple(records), MappingProxyType(assets), tuple(problems))


def read_settings(root: Path) -> Source | None:
    """site.yaml alone; None where it cannot be read."""
    return _read(root / SETTINGS, SETTINGS, []) if (root / SETTINGS).exists() else None


def _files(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Every file below content/ that may be read, with its path in the site; sorted, so that order never depends on the disk."""
    top = root / CONTENT
    inside = os.path.realpath(top)

    def failed(error: OSError) -> None:
        name = Path(error.filename or top).relative_to(root).as_posix()
        problems.append(_unreadable(name, error))

    for folder, folders, names in os.walk(top, onerror=failed):
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_ignored(name) and name not in linked)
        for name in sorted(names + linked):
            file = here / name
            path = file.relative_to(root).as_posix()
            if _is_ignored(name):
                continue
            if not _is_encodable(path):
                problems.append(_bad_name(path))
            elif file.is_symlink() and not os.path.realpath(file).startswith(inside + os.sep):
                problems.append(_leaves(path))
            elif file.is_file():
                yield path, file
            elif not file.is_dir():
                problems.append(_unreadable(path, None))


def _is_ignored(name: str) -> bool:
    """Files that editors and systems leave behind."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp", ".tmp", ".bak")) or name.lower() in _IGNORED_NAMES


def _is_encodable(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _read(file: Path, path: str, problems: list[Problem]) -> Source | None:
    try:
        if file.stat().st_size > MAX_FILE:
            problems.append(_too_large(path, MAX_FILE))
            return None
        return source_of(path, file.read_bytes())
    except OSError as error:
        problems.append(_unreadable(path, error))
        return None


def _error(code: str, path: str, message: Say, fix: Say) -> Problem:
    return Problem(code, Severity.ERROR, Place(path.encode("utf-8", "backslashreplace").decode()), message, fix)


def _leaves(path: str) -> Problem:
    return _error(
        "C004",
        path,
        Say("这个链接指到 content/ 外面", "this link leaves content/"),
        Say("把文件本身复制进来，代替链接", "copy the file itself into content/ instead"),
    )


def _unreadable(path: str, error: OSError | None) -> Problem:
    why = error.strerror if error and error.strerror else ""
    return _error(
        "C005",
        path,
        Say(f"文件读不了{'：' + why if why else ''}", f"the file cannot be read{': ' + why if why else ''}"),
        Say("检查文件的权限，或换一个普通文件", "check the file's permissions, or put an ordinary file in its place"),
    )


def _too_large(path: str, limit: int) -> Problem:
    return _error(
        "C005",
        path,
        Say(f"文件超过 {limit // 1_000_000} MB", f"the file is larger than {limit // 1_000_000} MB"),
        Say("把大图、长表作为附件或拆成几个文件", "split it, or attach large material as a file"),
    )


def _bad_name(path: str) -> Problem:
    return _error(
        "C002",
        path,
        Say("文件名不是 UTF-8", "the file name is not UTF-8"),
        Say("给文件改名，用汉字、字母、数字或连字符", "rename the file with letters, digits or hyphens"),
    )


def _homeless(path: str) -> Problem:
    return _error(
        "C008",
        path,
        Say("这个文件夹不放文章", "no records are kept in this folder"),
        Say(
            f"移到 {'、'.join(f'content/{kind}/' for kind in KINDS)} 之一",
            f"move it to one of {', '.join(f'content/{kind}/' for kind in KINDS)}",
        ),
    )
