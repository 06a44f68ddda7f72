"""Every file operation of a process as the kernel sees it: counted, refused, or the last thing that happens to it.

A filter of the kernel (seccomp with user notification, Linux 5.5) stops the process before each system call that touches files
and asks us. So nothing escapes: neither SQLite, nor the one call by ctypes, nor what a library does on the way.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import select
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

# name: numbers on x86_64 and aarch64 (None: not there), then where its paths stand:
# "p" the first argument is a path, "a" a folder's descriptor and a path, "f" a descriptor; twice for two
_CALLS: dict[str, tuple[int | None, int | None, str]] = {
    "open": (2, None, "p"),
    "openat": (257, 56, "a"),
    "write": (1, 64, "f"),
    "pwrite64": (18, 68, "f"),
    "writev": (20, 66, "f"),
    "pwritev": (296, 70, "f"),
    "fsync": (74, 82, "f"),
    "fdatasync": (75, 83, "f"),
    "syncfs": (306, 267, "f"),
    "truncate": (76, 45, "p"),
    "ftruncate": (77, 46, "f"),
    "fallocate": (285, 47, "f"),
    "copy_file_range": (326, 285, "--f"),
    "sendfile": (40, 71, "f"),
    "rename": (82, None, "pp"),
    "renameat": (264, 38, "aa"),
    "renameat2": (316, 276, "aa"),
    "link": (86, None, "pp"),
    "linkat": (265, 37, "aa"),
    "symlink": (88, None, "-p"),
    "symlinkat": (266, 36, "-a"),
    "unlink": (87, None, "p"),
    "unlinkat": (263, 35, "a"),
    "mkdir": (83, None, "p"),
    "mkdirat": (258, 34, "a"),
    "rmdir": (84, None, "p"),
    "fchmod": (91, 52, "f"),
    "fchmodat": (268, 53, "a"),
    "utimensat": (280, 88, "a"),
}
_READS: dict[str, tuple[int | None, int | None, str]] = {
    "read": (0, 63, "f"),
    "pread64": (17, 67, "f"),
    "getdents64": (217, 61, "f"),
}
_MACHINE = {"x86_64": 0, "aarch64": 1}
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_AT_FDCWD = -100
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_GO_ON = 1  # let the kernel do it
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
KILL = -1


class Operation(NamedTuple):
    """The ``number``-th file operation of a process, from 1, and the files it touches."""

    number: int
    name: str
    paths: tuple[str, ...]


Verdict = int | None  # None: let it be; KILL: the process dies before it; else the error it gets


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended (its exit code; negative: the signal), and its operations up to there."""

    code: int
    operations: tuple[Operation, ...]


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("true", ctypes.c_uint8), ("false", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction))]


def supervise(work: Callable[[], int], below: Path, judge: Callable[[Operation], Verdict], *, with_reads: bool = False) -> Ended:
    """Run ``work`` in a fork and ask ``judge`` before every operation on files below ``below``. Raises OSError without such a kernel."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            ours.close()
            listener = _listen(with_reads)
            socket.send_fds(theirs, [b"x"], [listener])
            os.close(listener)
            code = work()
        finally:
            os._exit(code)
    theirs.close()
    with ours:
        listeners = socket.recv_fds(ours, 1, 1)[1]
    operations = _answer(listeners[0], os.fspath(below), judge, with_reads) if listeners else []
    _, status = os.waitpid(pid, 0)
    if not listeners:
        raise OSError("this kernel has no seccomp notification")
    return Ended(os.waitstatus_to_exitcode(status), tuple(operations))


def _table(with_reads: bool) -> dict[int, tuple[str, str]]:
    column = _MACHINE[platform.machine()]
    rows = {**_CALLS, **(_READS if with_reads else {})}
    numbers = {name: row[1] if column else row[0] for name, row in rows.items()}
    return {number: (name, rows[name][2]) for name, number in numbers.items() if number is not None}


def _listen(with_reads: bool) -> int:
    """Put the filter over this process and give the descriptor on which it asks."""
    numbers = sorted(_table(with_reads))
    code = [(_LOAD, 0, 0, 0)]
    code += [(_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    code += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ASK)]
    instructions = (_Instruction * len(code))(*(_Instruction(*row) for row in code))
    program = _Program(len(code), instructions)
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(38, 1, 0, 0, 0)  # no new privileges: without it only root may filter itself
    listener = int(system.syscall(_SECCOMP[platform.machine()], 1, 8, ctypes.byref(program)))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return listener


def _answer(listener: int, below: str, judge: Callable[[Operation], Verdict], with_reads: bool) -> list[Operation]:
    table = _table(with_reads)
    done: list[Operation] = []
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    try:
        while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
            try:
                asked = fcntl.ioctl(listener, _RECEIVE, bytes(80))
            except OSError:
                continue  # it died while asking
            identity, pid, _, number = struct.unpack_from("QIIi", asked)
            arguments = struct.unpack_from("6Q", asked, 32)
            name, kinds = table[number]
            verdict: Verdict = None
            paths = _paths(pid, name, kinds, arguments, with_reads)
            if any(path == below or path.startswith(below + "/") for path in paths):
                done.append(Operation(len(done) + 1, name, paths))
                verdict = judge(done[-1])
            if verdict == KILL:
                os.kill(pid, signal.SIGKILL)
                continue
            answer = struct.pack("QqiI", identity, 0, -(verdict or 0), 0 if verdict else _GO_ON)
            try:
                fcntl.ioctl(listener, _SEND, answer)
            except OSError:
                continue
    finally:
        os.close(listener)
    return done


def _paths(pid: int, name: str, kinds: str, arguments: tuple[int, ...], with_reads: bool) -> tuple[str, ...]:
    """The files that a call touches; none for one that only opens a file to read it, unless reads count."""
    if name in ("open", "openat") and not with_reads and not arguments[1 if name == "open" else 2] & _WRITES:
        return ()
    found: list[str] = []
    place = 0
    for kind in kinds:
        if kind == "f":
            found.append(_of_descriptor(pid, arguments[place]))
        elif kind == "p":
            found.append(os.path.join(_link(f"/proc/{pid}/cwd"), _text(pid, arguments[place])))
        elif kind == "a":
            folder = ctypes.c_int32(arguments[place] & 0xFFFFFFFF).value
            base = _link(f"/proc/{pid}/cwd") if folder == _AT_FDCWD else _of_descriptor(pid, folder)
            found.append(os.path.join(base, _text(pid, arguments[place + 1])).rstrip("/"))
            place += 1
        place += 1
    return tuple(found)


def _of_descriptor(pid: int, descriptor: int) -> str:
    return _link(f"/proc/{pid}/fd/{descriptor}").removesuffix(" (deleted)")


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def _text(pid: int, address: int) -> str:
    if not address:
        return ""
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        memory.seek(address)
        page = memory.read(4096 - address % 4096)
        if b"\0" not in page:
            page += memory.read(4096)
    return os.fsdecode(page.partition(b"\0")[0])
