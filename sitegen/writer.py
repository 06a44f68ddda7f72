"""The only writer of output/: a new tree is built aside, synced, and put in the old one's place as a whole."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sitegen.refusals import naming
from sitegen.traces import Trace, Written, dump, load

MARKER = ".sitegen.json"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_MANY = 64  # files; fewer are synced one by one, so that a busy file system does not hold up a small publish


class NotOurs(Exception):
    """The output folder holds files and no marker of ours: it is refused, never wiped."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The output folder as it is: our trace of it, which files still stand, and files that are not ours."""

    trace: Trace
    present: frozenset[str]
    foreign: tuple[str, ...]


def look(output: Path) -> Standing:
    """Read the state of an output folder; nothing is mended, for whoever looks may do so while another publishes. Raises NotOurs,
    OSError."""
    if not output.exists():
        return Standing(Trace(), frozenset(), ())
    if not output.is_dir():
        raise NotOurs(str(output))
    names = _files(output)
    marker = output / MARKER
    trace = load(marker.read_bytes()) if marker.is_file() else None
    if trace is None:
        if names:
            raise NotOurs(str(output))
        return Standing(Trace(), frozenset(), ())
    present = frozenset(_present(trace.files, names))
    foreign = tuple(sorted(name for name in names if name not in trace.files and name not in trace.earlier and name != MARKER))
    earlier = {url: trace.earlier[url] for url in _present(trace.earlier, names)}
    return Standing(replace(trace, earlier=MappingProxyType(earlier)), present, foreign)


def _present(files: Mapping[str, Written], names: Mapping[str, int]) -> Iterable[str]:
    """Those of ``files`` that stand with the size they were written with."""
    return (url for url, written in files.items() if names.get(url) == written.size)


def _files(top: Path) -> dict[str, int]:
    """Every file below ``top`` with its size."""
    found: dict[str, int] = {}
    stack = [("", os.fspath(top))]
    while stack:
        prefix, folder = stack.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append((f"{prefix}{entry.name}/", entry.path))
                else:
                    found[prefix + entry.name] = entry.stat(follow_symlinks=False).st_size
    return found


def read(output: Path, url: str) -> bytes:
    """A file of the site as it stands. Raises OSError."""
    return (output / url).read_bytes()


class Piece(NamedTuple):
    """A file of the tree to come: the size and SHA-256 of its bytes."""

    size: int
    sha: str


class Staging:
    """The tree to come, beside output/: files are put there as they are made, so that not all of them are in memory. What is left of it
    when a publish breaks off is cleared by ``discard``, or by the next publish."""

    def __init__(self, output: Path) -> None:
        self._folder = f"{_aside(output, 'new')}{os.sep}"

    def put(self, url: str, data: bytes) -> Piece:
        """Keep the bytes of a file; in any process. Raises OSError."""
        path = self._folder + url
        try:
            _write_file(path, data, is_synced=False)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _write_file(path, data, is_synced=False)
        return Piece(len(data), hashlib.sha256(data).hexdigest())

    def read(self, url: str) -> bytes:
        """Raises OSError."""
        with open(self._folder + url, "rb") as file:
            return file.read()


def discard(output: Path) -> None:
    """Clear what a publish has put aside and does not need; what the system does not let go is cleared by the next."""
    with contextlib.suppress(OSError):
        _remove(_aside(output, "new"))


def write(output: Path, standing: Standing, made: Collection[str], kept: Iterable[str], trace: Trace) -> int:
    """Put the new tree in place and return how many files were written.

    ``made`` are the addresses of files in the ``Staging``; ``kept`` and what is not ours are taken over from the old tree (of a file that
    was put aside as well the old one is taken). Nothing changes for readers before the one exchange at the end: if OSError is raised,
    the old tree stands.
    """
    staged = _aside(output, "new")
    kept = (*kept, *standing.foreign)
    try:
        for folder in sorted({url.rpartition("/")[0] for url in kept} | {""}):
            (staged / folder).mkdir(parents=True, exist_ok=True)
        copied = [url for url in kept if not _take_over(f"{output}{os.sep}{url}", f"{staged}{os.sep}{url}")]
        is_many = len(made) > _MANY or bool(copied)  # what was copied is synced with the rest
        for url in () if is_many else made:
            _sync(staged / url)
        _write_file(staged / MARKER, dump(trace), is_synced=not is_many)
        if not (is_many and _sync_file_system(staged)):
            _sync_tree(staged, with_files=is_many)
        _exchange(staged, output)
    except BaseException:
        with contextlib.suppress(OSError):  # what stays is cleared by the next publish; the first error is the one to tell
            _remove(staged)
        raise
    with contextlib.suppress(OSError):  # as above: the new tree stands
        _remove(staged)
        _remove(_aside(output, "old"))
    return len(made)


def deliver(file: Path, data: bytes) -> None:
    """A file that somebody asked for, outside of output/: there as a whole or not at all. Raises OSError."""
    aside = file.with_name(f".{file.name}.new")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_file(aside, data)
        aside.replace(file)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _aside(output: Path, word: str) -> Path:
    """A folder beside output/, so that it is on the same file system."""
    return output.with_name(f".{output.name}.{word}")


def _take_over(old: str, new: str) -> bool:
    """A second name for a file that stays; False where it had to be copied."""
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:  # made again, and found to be the same
        os.unlink(new)
        return _take_over(old, new)
    except OSError:  # a file system without hard links
        with naming(new):
            shutil.copy2(old, new, follow_symlinks=False)
        return False
    return True


def _write_file(path: Path | str, data: bytes, *, is_synced: bool = True) -> None:
    with naming(path), open(path, "wb") as file:
        file.write(data)
        if is_synced:
            file.flush()
            os.fsync(file.fileno())


def _sync_file_system(folder: Path) -> bool:
    """Sync everything on the file system of ``folder`` in one go, where the system can; far quicker than file by file."""
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        return bool(call(descriptor) == 0)
    finally:
        os.close(descriptor)


def _sync_tree(top: Path, *, with_files: bool) -> None:
    """Sync the folders below ``top``, and their files where they were not synced one by one."""
    if os.name == "nt":  # folders cannot be opened there
        return
    for folder, _, names in os.walk(top):
        for path in (folder, *(os.path.join(folder, n) for n in names if with_files)):
            if not os.path.islink(path):  # somebody's link that was taken over leads elsewhere, or nowhere
                _sync(path)


def _sync(path: Path | str) -> None:
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        with naming(path):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(staged: Path, output: Path) -> None:
    """Swap the two trees: in one step where the system can, else by two renames that ``recover`` completes.

    Where the second of the two is refused, the first is taken back.
    """
    if output.exists() and rename_exchange(staged, output):
        return
    old = _aside(output, "old")
    _remove(old)
    try:
        if output.exists():
            output.rename(old)
        staged.rename(output)
    except BaseException:
        if old.exists() and not output.exists():
            old.rename(output)
        raise


def rename_exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)


def recover(output: Path) -> None:
    """Complete or undo what a crash left beside output/; the caller holds the lock. Raises OSError."""
    staged, old = _aside(output, "new"), _aside(output, "old")
    if not output.exists() and old.exists():
        # between the two renames: the new tree is complete, for it is staged whole before the first one
        (staged if (staged / MARKER).is_file() else old).rename(output)
    _remove(staged)
    _remove(old)


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
