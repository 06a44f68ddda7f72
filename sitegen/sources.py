"""The only reader of content/: finds the files, reads them once, and refuses what it must not touch."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.refusals import why

MAX_FILE = 1_000_000  # bytes of a Markdown file
MAX_ASSET = 50_000_000
MAX_FOLDERS = 20  # folders within folders
KINDS = ("models", "units", "notices", "bulletins", "pages")
CONTENT = "content"
SETTINGS = "site.yaml"
_IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
# what Windows cannot write: a site that holds it could not be copied to a kiosk or handed over on a disk
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$')
_HIDDEN = ("Cc", "Cf", "Zl", "Zp")
# the system's words for the commonest faults are English
_WHYS = {
    errno.EISDIR: Say("这是一个文件夹", "it is a folder"),
    errno.ENOTDIR: Say("这不是文件夹", "it is no folder"),
    errno.ENOENT: Say("链接指向的文件不存在", "the link leads nowhere"),
    errno.EINVAL: Say("这不是普通文件", "it is no ordinary file"),
    errno.ELOOP: Say("链接指向它自己", "the link leads to itself"),
}


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
        return _bytes_of(self.assets[path], MAX_ASSET)


def source_of(path: str, data: bytes) -> Source:
    return Source(path, data, hashlib.sha256(data).hexdigest())


def read_sources(root: Path) -> Sources:
    """Read site.yaml and everything in content/. Never raises for what it finds there, and waits for no pipe."""
    problems: list[Problem] = []
    settings = _read(root / SETTINGS, SETTINGS, problems) if os.path.lexists(root / SETTINGS) else None
    records: list[Source] = []
    assets: dict[str, Path] = {}
    for path, file in _files(root, problems):
        if file.suffix.lower() != ".md":
            if _is_fine_asset(file, path, problems):
                assets[path] = file
        elif path.split("/")[1] not in KINDS or path.count("/") < 2:
            problems.append(_homeless(path))
        elif source := _read(file, path, problems):
            records.append(source)
    return Sources(root, settings, tuple(records), MappingProxyType(assets), tuple(problems))


def read_source(root: Path, path: str) -> Source | None:
    """One file of the site by its path, as ``read_sources`` would read it; None where it cannot be read."""
    return _read(root / path, path, [])


def read_settings(root: Path) -> Source | None:
    """site.yaml alone; None where it cannot be read."""
    return _read(root / SETTINGS, SETTINGS, [])


def _files(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Every file below content/ that may be read, with its path in the site; sorted, so that order never depends on the disk."""
    top = root / CONTENT
    inside = os.path.realpath(top)

    def failed(error: OSError) -> None:
        if error.errno != errno.ENOENT:  # a site that is not begun has no content/
            name = Path(error.filename or top).relative_to(root).as_posix()
            problems.append(_unreadable(name, error))

    for folder, folders, names in os.walk(top, onerror=failed):
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_ignored(name) and name not in linked)
        if folders and len(here.relative_to(top).parts) >= MAX_FOLDERS:
            problems += [_too_deep((here / name).relative_to(root).as_posix()) for name in folders]
            folders.clear()
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
            elif file.is_dir():
                problems.append(_linked_folder(path))
            else:
                problems.append(_not_ordinary(path, file))


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
        data = _bytes_of(file, MAX_FILE)
    except OSError as error:
        problems.append(_too_large(path, MAX_FILE) if error.errno == errno.EFBIG else _unreadable(path, error))
        return None
    return source_of(path, data)


def _bytes_of(file: Path, limit: int) -> bytes:
    """The bytes of an ordinary file; a pipe or a device is neither waited for nor read. Raises OSError, EFBIG for more than ``limit``."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(file, flags)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL, "")
        if found.st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        with os.fdopen(handle, "rb", closefd=False) as opened:
            data = opened.read(limit + 1)  # it may grow while it is read
    finally:
        os.close(handle)
    if len(data) > limit:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def _is_fine_asset(file: Path, path: str, problems: list[Problem]) -> bool:
    try:
        if file.stat().st_size > MAX_ASSET:
            problems.append(_too_large(path, MAX_ASSET))
            return False
    except OSError as error:
        problems.append(_unreadable(path, error))
        return False
    if _DEVICE.fullmatch(file.name) or _NO_NAME.search(file.name) or any(unicodedata.category(c) in _HIDDEN for c in file.name):
        problems.append(_no_name(path, file.name))
    return True


def _error(code: str, path: str, message: Say, fix: Say) -> Problem:
    return Problem(code, Severity.ERROR, Place(path.encode("utf-8", "backslashreplace").decode()), message, fix)


def _leaves(path: str) -> Problem:
    return _error(
        "C004",
        path,
        Say("这个链接指到 content/ 外面", "this link leaves content/"),
        Say("把文件本身复制进来，代替链接", "copy the file itself into content/ instead"),
    )


def _linked_folder(path: str) -> Problem:
    return _error(
        "C004",
        path,
        Say("这个链接指到一个文件夹，里面的文件不会读第二遍", "this link leads to a folder, whose files are not read a second time"),
        Say("删去链接；文件要放两处的，复制一份", "delete the link; copy the files that are needed twice"),
    )


def _unreadable(path: str, error: OSError) -> Problem:
    known = _WHYS.get(error.errno or 0) or why(error)
    return _error(
        "C005",
        path,
        Say(f"文件读不了：{known.zh}", f"the file cannot be read: {known.en}"),
        Say("检查文件的权限，或换一个普通文件", "check the file's permissions, or put an ordinary file in its place"),
    )


def _not_ordinary(path: str, file: Path) -> Problem:
    """A link that leads nowhere, or a pipe, a socket, a device."""
    try:
        file.stat()
    except OSError as error:
        return _unreadable(path, error)
    return _unreadable(path, OSError(errno.EINVAL, ""))


def _too_deep(path: str) -> Problem:
    return _error(
        "C005",
        path,
        Say(
            f"文件夹套了不止 {MAX_FOLDERS} 层，这个文件夹没有读",
            f"more than {MAX_FOLDERS} folders within folders; this one is not read",
        ),
        Say("把里面的文件往上移", "move the files in it upwards"),
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


def _no_name(path: str, name: str) -> Problem:
    proposal = "".join(c for c in _NO_NAME.sub("-", name) if unicodedata.category(c) not in _HIDDEN).strip("-. ") or "new-name"
    if is_device := _DEVICE.fullmatch(proposal):
        proposal = f"file-{proposal}"
    return _error(
        "C003" if is_device else "C002",
        path,
        Say("文件名别的电脑写不了，或有看不见的字符", "the file name has hidden characters, or other computers cannot write it"),
        Say(f"文件改名，如 {proposal}", f"rename the file, for instance {proposal}"),
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
