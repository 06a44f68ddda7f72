"""Files that somebody asks for: where they may go, and what is said when they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.refusals import is_refusal, refused
from sitegen.writer import deliver

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_FINE, _FAILED, _USAGE = 0, 1, 2
_SOURCES = ("content", "themes", "ledger", "sitegen")


def hand_over(desk: Desk, file: Path, data: bytes) -> int:
    """Write the file and say so. Exit code 2 for a place where it would be published, or stand among sources."""
    file = file.absolute()
    taken = (desk.output, *(desk.site / name for name in _SOURCES))
    place = file.resolve()
    if file.is_dir() or any(place == folder or folder in place.parents for folder in (t.resolve() for t in taken)):
        desk.complain(
            f"不能写到 {file}：那里放着发布的网站、原稿或程序，换一个地方",
            f"Cannot write {file}: the published site or sources are kept there; choose another place",
        )
        return _USAGE
    try:
        deliver(file, data)
    except OSError as error:
        what = refused(error, file)
        desk.complain(f"写不了：{what.zh}", f"Cannot write: {what.en}")
        return _FAILED
    if not desk.quiet:
        desk.say(f"写好了：{file}", f"Written: {file}")
    return _FINE


def missing(desk: Desk, package: str, extra: str) -> int:
    """Say how to install what an output needs; exit code 2."""
    desk.complain(
        f"这里没有安装 {package}：运行 python -m pip install {package}（或安装时写 sitegen[{extra}]），再来一次",
        f"{package} is not installed: run python -m pip install {package} (or install sitegen[{extra}]), then try again",
    )
    return _USAGE


def broken(desk: Desk, package: str, error: BaseException) -> int:
    """Say that a package is there and does not work, such as WeasyPrint without Pango; exit code 2. 1 where the system refused a file."""
    if isinstance(error, OSError) and is_refusal(error):
        what = refused(error)
        desk.complain(f"做不出来：{what.zh}", f"It cannot be made: {what.en}")
        return _FAILED
    desk.complain(
        f"{package} 用不了：{error}。按它的说明装好系统库（如 Pango），再来一次",
        f"{package} does not work: {error}. Install the system libraries that it needs (such as Pango), then try again",
    )
    return _USAGE
