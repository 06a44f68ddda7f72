"""Files of a site written by a command: what is said where they cannot be, and what becomes of a writing that was broken off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.changes import Busy, Overtaken, settle
from sitegen.lock import Held
from sitegen.problems import Say
from sitegen.refusals import refused

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

FINE, PROBLEMS, HELD = 0, 1, 4
_MOST_NAMES = 5


def written(desk: Desk, write: Callable[[], object], place: Path) -> int:
    """Write all, or say why nothing was written; ``place`` is named where the system names no file. The exit code."""
    try:
        write()
    except Overtaken as taken:
        desk.complain(
            f"{taken.path} 刚刚被别人改过，什么也没有写；再来一次", f"{taken.path} was changed meanwhile; nothing was written. Try again"
        )
        return PROBLEMS
    except Held as held:
        desk.complain(f"正在发布（{held.holder}），等它结束再来", f"A build is running ({held.holder}); wait until it has ended")
        return HELD
    except Busy as busy:
        desk.complain(
            f"另一个命令正在写（{busy.holder}），什么也没有写；等它结束再来",
            f"Another command is writing ({busy.holder}); nothing was written. Wait until it has ended",
        )
        return HELD
    except OSError as error:
        what = refused(error, place)
        desk.complain(f"写不了：{what.zh}。什么也没有写", f"Cannot write: {what.en}. Nothing was written")
        return PROBLEMS
    return FINE


def settled(desk: Desk, site: Path) -> bool:
    """Undo what a command that was killed left half written, and say so; False where that cannot be done."""
    try:
        found = settle(site)
    except OSError as error:
        what = refused(error, site)
        desk.complain(
            f"上一次写文件时中断了，还没能恢复：{what.zh}", f"An earlier writing was broken off and cannot be undone yet: {what.en}"
        )
        return False
    if found is not None and found.undone:
        desk.complain(
            f"上一次写文件时中断了，已经恢复原状（{_names(found.undone, 'zh')}）；要写的话，把那个命令再做一次",
            f"An earlier writing was broken off and has been undone ({_names(found.undone, 'en')}); to write it, give that command again",
        )
    if found is not None and found.left:
        desk.complain(
            f"其中后来有人改过的没有动：{_names(found.left, 'zh')}；看看它们对不对，改之前的在 .sitegen/before/",
            f"Left alone, for somebody has changed them since: {_names(found.left, 'en')}; see whether they are right. "
            "What they held before is in .sitegen/before/",
        )
    return True


def _names(paths: Sequence[str], lang: str) -> str:
    more = Say(f" 等 {len(paths)} 个", f" and {len(paths) - _MOST_NAMES} more").get(lang) if len(paths) > _MOST_NAMES else ""
    return Say("、", ", ").get(lang).join(paths[:_MOST_NAMES]) + more
