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
from sitegen.refusals import naming, way_out, why

MAX_FILE = 1_000_000  # bytes of a Markdown file
MAX_ASSET = 50_000_000
_MORE = 65_536  # bytes asked for once a file should be at its end
MAX_FOLDERS = 20  # folders within folders
KINDS = ("models", "units", "notices", "bulletins", "pages")
CONTENT = "content"
SETTINGS = "site.yaml"
_IGNORED_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
# what Windows cannot write: a site that holds it could not be copied to a kiosk or handed over on a disk
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$')
_HIDDEN = ("Cc", "Cf", "Zl", "Zp")
_ORDINARY = Say("换一个普通文件", "put an ordinary file in its place")
# what these mean for a source; all else is refused here as anywhere
_WHYS = {
    errno.EISDIR: (Say("这是一个文件夹", "it is a folder"), _ORDINARY),
    errno.ENOTDIR: (Say("这不是文件夹", "it is no folder"), _ORDINARY),
    errno.ENOENT: (Say("链接指向的文件不存在", "the link leads nowhere"), _ORDINARY),
    errno.EINVAL: (Say("这不是普通文件", "it is no ordinary file"), _ORDINARY),
    errno.ELOOP: (Say("链接指向它自己", "the link leads to itself"), _ORDINARY),
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
        with naming(self.assets[path]):
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
        if not file.lower().endswith(".md"):
            if _is_fine_asset(Path(file), path, problems):
                assets[path] = Path(file)
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


def _files(root: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Every file below content/ that may be read: its path in the site, and on disk; sorted, so that order never depends on the disk."""
    top = root / CONTENT
    inside = os.path.realpath(top)

    def failed(error: OSError) -> None:
        if error.errno != errno.ENOENT:  # a site that is not begun has no content/
            name = Path(error.filename or top).relative_to(root).as_posix()
            problems.append(_unreadable(name, error))

    for folder, folders, names in os.walk(top, onerror=failed):
        prefix = Path(folder).relative_to(root).as_posix() + "/"
        linked = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        folders[:] = sorted(name for name in folders if not _is_ignored(name) and name not in linked)
        if folders and prefix.count("/") > MAX_FOLDERS:
            problems += [_too_deep(prefix + name) for name in folders]
            folders.clear()
        for name in sorted(names + linked):
            if _is_ignored(name):
                continue
            file, path = os.path.join(folder, name), prefix + name
            if not _is_encodable(path):
                problems.append(_bad_name(path))
            elif (fault := _fault_of(file, path, inside)) is not None:
                problems.append(fault)
            else:
                yield path, file


def _fault_of(file: str, path: str, inside: str) -> Problem | None:
    """Why what stands at a place is not read; None for an ordinary file, or a link to one in content/."""
    try:
        mode = os.lstat(file).st_mode
    except OSError as error:
        return _unreadable(path, error)
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        if not os.path.realpath(file).startswith(inside + os.sep):
            return _leaves(path)
        if os.path.isfile(file):
            return None
        if os.path.isdir(file):
            return _linked_folder(path)
    return _not_ordinary(path, file)


def _is_ignored(name: str) -> bool:
    """Files that editors and systems leave behind."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp", ".tmp", ".bak")) or name.lower() in _IGNORED_NAMES


def _is_encodable(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _read(file: Path | str, path: str, problems: list[Problem]) -> Source | None:
    try:
        data = _bytes_of(file, MAX_FILE)
    except OSError as error:
        problems.append(_too_large(path, MAX_FILE) if error.errno == errno.EFBIG else _unreadable(path, error))
        return None
    return source_of(path, data)


def _bytes_of(file: Path | str, limit: int) -> bytes:
    """The bytes of an ordinary file; a pipe or a device is neither waited for nor read. Raises OSError, EFBIG for more than ``limit``."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(file, flags)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL, "")
        if found.st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        data = os.read(handle, found.st_size + 1)
        while len(data) <= limit and (more := os.read(handle, _MORE)):  # it may grow while it is read
            data += more
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
    what, do = _WHYS.get(error.errno or 0) or (why(error), way_out(error))
    return _error("C005", path, Say(f"文件读不了：{what.zh}", f"the file cannot be read: {what.en}"), do)


def _not_ordinary(path: str, file: str) -> Problem:
    """A link that leads nowhere, or a pipe, a socket, a device."""
    try:
        os.stat(file)
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
