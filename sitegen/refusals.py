"""What the system refused (a full disk, a folder that may not be written, …), as people read it: which file, why, and what to do."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import Say

_FULL = (
    Say("磁盘满了", "the disk is full"),
    Say("腾出空间再来一次", "free some space, then run it again"),
)
_QUOTA = (
    Say("超出了空间限额", "the quota is used up"),
    Say("腾出空间，或请管理员提高限额，再来一次", "free some space or have the quota raised, then run it again"),
)
_FORBIDDEN = (
    Say("没有权限", "permission denied"),
    Say(
        "让运行本程序的用户能读写它，或换一个有权限的用户运行",
        "let the user who runs this program read and write it, or run it as one who may",
    ),
)
_READ_ONLY = (
    Say("磁盘是只读的", "the disk is read-only"),
    Say("改为可写，或换一个能写的地方（发布可以用 --output）", "make it writable, or choose another place (--output, to publish)"),
)
_FAILING = (
    Say("磁盘读写出错", "input/output error of the disk"),
    Say(
        "磁盘或网络盘可能坏了：先备份，检查磁盘，再来一次", "the disk or network drive may be failing: back up, check it, then run it again"
    ),
)
_TOO_LARGE = (
    Say("文件超过了允许的大小", "the file is larger than allowed"),
    Say("查文件大小的限制（ulimit -f）和文件系统", "see the limit on file sizes (ulimit -f) and the file system"),
)
_TOO_MANY = (
    Say("打开的文件太多", "too many open files"),
    Say("关掉别的程序，或提高限制（ulimit -n）", "close other programs, or raise the limit (ulimit -n)"),
)
_GONE = (
    Say("文件或文件夹不见了", "the file or folder is gone"),
    Say(
        "看看是否被移走或删除，磁盘是否还连着，再来一次", "see whether it was moved or deleted, or a drive disconnected, then run it again"
    ),
)
_IN_THE_WAY = (
    Say("那里已经有东西了", "something is there already"),
    Say(
        "看看它是什么：能读就留着，读不了就查权限，不要的移走",
        "see what it is: check its permissions if it cannot be read, move away what is not wanted",
    ),
)
_BUSY = (
    Say("别的程序正占用着它", "another program is using it"),
    Say("关掉打开它的程序（同步、杀毒、编辑器），再来一次", "close what has it open (synchronisers, scanners, editors), then run it again"),
)
_LONG = (
    Say("路径太长", "the path is too long"),
    Say("把网站放到短一点的文件夹里", "put the site into a folder with a shorter path"),
)
_KNOWN = {
    "ENOSPC": _FULL,
    "EDQUOT": _QUOTA,
    "EACCES": _FORBIDDEN,
    "EPERM": _FORBIDDEN,
    "EROFS": _READ_ONLY,
    "EIO": _FAILING,
    "ESTALE": _FAILING,
    "ENODEV": _FAILING,
    "ENXIO": _FAILING,
    "EFBIG": _TOO_LARGE,
    "EMFILE": _TOO_MANY,
    "ENFILE": _TOO_MANY,
    "ENOENT": _GONE,
    "EEXIST": _IN_THE_WAY,
    "ENOTDIR": _IN_THE_WAY,
    "EISDIR": _IN_THE_WAY,
    "ENOTEMPTY": _IN_THE_WAY,
    "EBUSY": _BUSY,
    "ETXTBSY": _BUSY,
    "ENAMETOOLONG": _LONG,
}  # by name: not every system has every number
# by name, for to load what defines them takes longer than a publish with nothing to do
_UNREACHED = {
    "gaierror": Say("找不到这个主机名", "there is no host of that name"),
    "SSLCertVerificationError": Say("对方的证书核对不上", "its certificate does not verify"),
    "TimeoutError": Say("没有及时答复", "no answer in time"),
    "ConnectionRefusedError": Say("对方没有接受连接", "the connection was refused"),
    "ConnectionError": Say("连接中断了", "the connection broke off"),
}
_FAR = dict.fromkeys(("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN"), Say("网络不通", "the network cannot be reached"))


@contextlib.contextmanager
def naming(path: str | os.PathLike[str]) -> Iterator[None]:
    """Say which file it was where the system does not: an error of writing or syncing carries no name. Raises OSError."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = os.fspath(path)
        raise


def is_refusal(error: BaseException) -> bool:
    """Whether it is the system that refused, not the program that broke."""
    return isinstance(error, OSError) and _name(error) in _KNOWN


def refused(error: OSError, otherwise: Path | None = None) -> Say:
    """Which file, why, and what to do. ``otherwise`` is named where the error names none."""
    file = os.fsdecode(error.filename2 or error.filename or otherwise or "?")
    what, do = why(error), way_out(error)
    return Say(f"{what.zh}：{file}。{do.zh}", f"{what.en}: {file}; {do.en}")


def way_out(error: OSError) -> Say:
    """What to do."""
    return _KNOWN.get(_name(error), (None, Say("再来一次", "run it again")))[1]


def why(error: BaseException) -> Say:
    """Why alone, of the system or of the network; where there are no words for it, what the system calls it."""
    inner = getattr(error, "reason", None)  # of an address that could not be opened
    if isinstance(inner, OSError):
        error = inner
    for kind in type(error).__mro__:
        if kind.__name__ in _UNREACHED:
            return _UNREACHED[kind.__name__]
    if isinstance(error, OSError):
        known = _KNOWN.get(_name(error), (_FAR.get(_name(error)),))[0]
        word = error.strerror or type(error).__name__
        return known or Say(f"系统不允许（{word}）", word)
    return Say(f"不能用（{type(error).__name__}）", f"it cannot be used ({type(error).__name__})")


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "")
