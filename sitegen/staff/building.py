"""A build as a command runs it: the bar while it works, and every way in which it may be refused said in words."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.collecting import uncollected
from sitegen.executors import ClusterError, crew
from sitegen.laps import Lap
from sitegen.ledger.book import Damaged
from sitegen.memory import Memory
from sitegen.pipeline import Built, build
from sitegen.problems import Say
from sitegen.recording import Unfinished
from sitegen.refusals import refused
from sitegen.staff.unchanged import remember_publish
from sitegen.writer import NotOurs

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_PROBLEMS, _USAGE, _DAMAGED = 1, 2, 3
_PROGRESS_FROM = 200  # pages; fewer are done before a bar could be read


def build_site(desk: Desk, memory: Memory, output: Path, sources: str | None, *, is_preview: bool, lap: Lap) -> Built | int:
    """Build and remember what was told; where that is refused, say why and give the exit code. Raises OSError."""
    try:
        with uncollected(), progress(desk) as shown, crew(desk.executor) as far:
            job = desk.job(memory, output, is_preview=is_preview, progress=shown)
            built = build(dataclasses.replace(job, lap=lap, crew=far))
    except ClusterError as error:
        desk.complain(*error.say)
        return _USAGE
    except NotOurs as folder:
        desk.complain(
            f"{folder} 里有别的文件，不是本程序生成的，没有动它。换一个 --output，或先把里面的文件移走",
            f"{folder} holds files that this program did not make; nothing was touched. Choose another --output, or move them away",
        )
        return _USAGE
    except Unfinished as late:
        what = refused(late.error, output)
        desk.complain(
            f"新网站已经整个换上，存证还差最后一步：{what.zh}。下一次发布会补上",
            f"The new site is in place as a whole; its evidence lacks the last step: {what.en}. The next publish completes it",
        )
        return _PROBLEMS
    except Damaged as damaged:
        for damage in damaged.damages:
            desk.complain(f"ledger/{damage.file}：{damage.reason.zh}", f"ledger/{damage.file}: {damage.reason.en}")
        return _DAMAGED
    remember_publish(desk, memory, sources, built)
    return built


@contextmanager
def progress(desk: Desk) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal, once there is enough to do; nothing otherwise."""
    if desk.quiet or desk.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(Say("生成网页", "Rendering").get(desk.lang)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # drawn when told, not by a thread: with one under way no process can be forked
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task: list[Any] = []

        def told(done: int, total: int) -> None:
            if total < _PROGRESS_FROM:
                return
            if not task:
                task.append(bar.add_task("", total=total))
            if done == total or done * 100 // total > bar.tasks[0].percentage:
                bar.update(task[0], completed=done, refresh=True)

        yield told
