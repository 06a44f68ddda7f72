"""The commands that read, build and tell: each prints its result and gives an exit code."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from sitegen import report
from sitegen.lock import Held, only_one
from sitegen.memory import Memory
from sitegen.pipeline import Built, Checked, Job, build, check
from sitegen.planning import STATE_FOLDER
from sitegen.problems import Say, Severity
from sitegen.staff.summary import notice_data, summary
from sitegen.writer import NotOurs

FINE, PROBLEMS, USAGE, DAMAGED, HELD = 0, 1, 2, 3, 4
_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan"},
    "caret": {"fg": "red"},
    "dim": {"dim": True},
    "path": {"bold": True},
}
_PROGRESS_FROM = 200  # pages; fewer are done before a bar could be read


@dataclass(frozen=True, slots=True)
class Desk:
    """One site as one command sees it. ``now`` is the time in China; ``as_of`` the day asked for, if any."""

    site: Path
    output: Path
    now: datetime
    as_of: date | None
    as_json: bool
    lang: str
    workers: int
    quiet: bool

    @property
    def themes(self) -> tuple[Path, ...]:
        """The site's own themes first, then those that stand beside the software."""
        return (self.site / "themes", Path(__file__).resolve().parents[2] / "themes", Path(__file__).resolve().parents[1] / "themes")

    def say(self, zh: str, en: str) -> None:
        if not self.as_json:
            click.echo(Say(zh, en).get(self.lang))

    def complain(self, zh: str, en: str) -> None:
        click.echo(Say(zh, en).get(self.lang), err=True)

    @contextmanager
    def memory(self) -> Iterator[Memory]:
        """The memory of this site; kept only where it may be written."""
        folder = self.site / STATE_FOLDER
        memory = Memory(folder / "memory.sqlite" if os.access(self.site, os.W_OK) else None)
        try:
            yield memory
        finally:
            memory.close()

    def check(self) -> int:
        with self.memory() as memory:
            checked = check(self.site, self.now.date(), self.as_of, memory)
        self.tell(checked)
        return self.code(checked)

    def publish(self) -> int:
        return self._build(self.output, is_preview=False)

    def preview(self) -> int:
        code = self._build(self.site / STATE_FOLDER / "preview", is_preview=True)
        if code == FINE:
            self.say(
                f"预览在 {self.site / STATE_FOLDER / 'preview' / 'index.html'}",
                f"The preview is in {self.site / STATE_FOLDER / 'preview' / 'index.html'}",
            )
        return code

    def _build(self, output: Path, *, is_preview: bool) -> int:
        started = time.perf_counter()
        if reason := self._unusable(output):
            self.complain(*reason)
            return USAGE
        try:
            with only_one(self.site / STATE_FOLDER / "lock", f"pid {os.getpid()}"), self.memory() as memory, self.progress() as progress:
                built = build(self.job(memory, output, is_preview=is_preview, progress=progress))
        except Held as held:
            self.complain(
                f"另一次发布正在进行（{held.holder}），等它结束再来", f"Another build is running ({held.holder}); wait until it has ended"
            )
            return HELD
        except NotOurs as folder:
            self.complain(
                f"{folder} 里有别的文件，不是本程序生成的，没有动它。换一个 --output，或先把里面的文件移走",
                f"{folder} holds files that this program did not make; nothing was touched. Choose another --output, or move them away",
            )
            return USAGE
        except OSError as error:
            self.complain(
                f"写不了：{error.strerror or error}（{error.filename or output}）；原来的网站没有变",
                f"Cannot write: {error.strerror or error} ({error.filename or output}); the old site stands",
            )
            return PROBLEMS
        self.tell(built.checked, built, time.perf_counter() - started)
        return self.code(built.checked)

    def code(self, checked: Checked) -> int:
        """The exit code of a check or a build."""
        if checked.is_ledger_damaged:
            return DAMAGED
        return FINE if checked.is_sound else PROBLEMS

    def job(self, memory: Memory, output: Path, *, is_preview: bool = False, progress: Callable[[int, int], None] | None = None) -> Job:
        """What to build, as the pipeline takes it."""
        return Job(self.site, output, self.now, self.as_of, memory, self.themes, self.workers, is_preview, progress)

    def _unusable(self, output: Path) -> tuple[str, str] | None:
        """Folders into which nothing may be built."""
        if not self.site.is_dir():
            return f"没有这个文件夹：{self.site}", f"There is no such folder: {self.site}"
        inside = [self.site / name for name in ("content", "themes", "ledger", "sitegen")]
        if output == self.site or output in self.site.parents or any(output == f or f in output.parents for f in inside):
            return f"不能输出到 {output}：那里放着原稿或程序", f"Cannot build into {output}: it holds sources"
        return None

    @contextmanager
    def progress(self) -> Iterator[Callable[[int, int], None] | None]:
        """A progress bar on a terminal, once there is enough to do; nothing otherwise."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(Say("生成网页", "Rendering").get(self.lang)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task: list[Any] = []

            def told(done: int, total: int) -> None:
                if total < _PROGRESS_FROM:
                    return
                if not task:
                    task.append(bar.add_task("", total=total))
                bar.update(task[0], completed=done)

            yield told

    def tell(self, checked: Checked, built: Built | None = None, seconds: float = 0.0) -> None:
        """Print the problems, and the result of a build; or all of it as JSON."""
        if self.as_json:
            click.echo(json.dumps(self.data(checked, built, seconds), ensure_ascii=False, indent=1))
            return
        self.tell_problems(checked, brief=built is not None or not checked.is_sound)
        if not checked.is_sound:
            self.complain(
                "有错误，没有发布；原来的网站没有变" if built else "有错误",
                "There are errors; nothing was published and the old site stands" if built else "There are errors",
            )
        elif self.quiet:
            return
        elif built:
            self.say(
                f"发布完成：{built.pages} 页，新生成 {built.rendered} 页；"
                f"写入 {built.written} 个文件，删去 {built.removed} 个；{seconds:.1f} 秒",
                f"Done: {built.pages} pages, {built.rendered} rendered; "
                f"{built.written} files written, {built.removed} removed; {seconds:.1f} s",
            )
            self._tell_foreign(built)
            self.tell_day(checked)
        else:
            number = len(checked.intake.records)
            self.say(f"检查完成：{number} 个文件", f"Checked: {number} files")

    def _tell_foreign(self, built: Built) -> None:
        if built.foreign:
            names = "、".join(built.foreign[:5])
            self.say(
                f"输出文件夹里有 {len(built.foreign)} 个不是本程序生成的文件，照原样留着：{names}",
                f"{len(built.foreign)} file(s) in the output folder are not ours and were left alone: {names}",
            )

    def tell_problems(self, checked: Checked, *, brief: bool = False) -> None:
        """Print the problems; ``brief`` where the result of a publish or an error matters more than warnings."""
        shown = [p for p in checked.problems if not (self.quiet and p.severity is not Severity.ERROR)]
        if shown:
            styled = style if sys.stderr.isatty() else None
            click.echo(report.render(shown, checked.lines_of, lang=self.lang, style=styled, brief=brief), err=True)

    def tell_day(self, checked: Checked) -> None:
        if checked.library is None:
            return
        demo = checked.library.site.record.demo_date
        note = Say("（演示日期）", " (demonstration date)").get(self.lang) if demo and not self.as_of else ""
        self.say(f"日期：{checked.today}{note}，北京时间", f"Date: {checked.today}{note}, China time")
        for line in summary(checked.library, self.lang):
            click.echo(line)

    def data(self, checked: Checked, built: Built | None, seconds: float) -> dict[str, Any]:
        """The result as CONTENT.md lays down for ``--json``."""
        library = checked.library
        change = library.next_change if library else None
        result: dict[str, Any] = {
            "date": checked.today.isoformat(),
            "problems": report.as_json(checked.problems, self.lang),
            "notices": [notice_data(library, c) for c in library.notices] if library else [],
            "next_change": change.isoformat() if change else None,
        }
        if built:
            result |= {
                "pages": built.pages,
                "rendered": built.rendered,
                "written": built.written,
                "removed": built.removed,
                "seconds": round(seconds, 3),
            }
        return result

    def status(self) -> int:
        from sitegen.staff.status import tell_status

        with self.memory() as memory:
            checked = check(self.site, self.now.date(), self.as_of, memory)
        return tell_status(self, checked)

    def explain(self, what: str) -> int:
        from sitegen.staff.explain import explain

        return explain(self, what)


def style(text: str, name: str) -> str:
    """Colours for the words of a report."""
    return click.style(text, **_STYLES.get(name, {}))
