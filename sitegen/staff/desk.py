"""The commands that read, build and tell: each prints its result and gives an exit code."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from sitegen import report
from sitegen.laps import Laps, Spent, untimed
from sitegen.library import Library
from sitegen.lock import Held, only_one
from sitegen.memory import Memory
from sitegen.pipeline import Built, Checked, Job, build, check
from sitegen.planning import STATE_FOLDER
from sitegen.problems import Problem, Say, Severity
from sitegen.staff.profile import profile_data, profile_lines
from sitegen.staff.summary import notice_data, summary
from sitegen.staff.unchanged import Told, recall, remember, sources_stamp
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

    def publish(self, *, is_profiled: bool = False) -> int:
        return self._build(self.output, is_preview=False, laps=Laps() if is_profiled else None)

    def preview(self) -> int:
        code = self._build(self.site / STATE_FOLDER / "preview", is_preview=True)
        if code == FINE:
            self.say(
                f"预览在 {self.site / STATE_FOLDER / 'preview' / 'index.html'}",
                f"The preview is in {self.site / STATE_FOLDER / 'preview' / 'index.html'}",
            )
        return code

    def _build(self, output: Path, *, is_preview: bool, laps: Laps | None = None) -> int:
        started = time.perf_counter()
        if reason := self._unusable(output):
            self.complain(*reason)
            return USAGE
        try:
            with only_one(self.site / STATE_FOLDER / "lock", f"pid {os.getpid()}"), self.memory() as memory, self.progress() as progress:
                sources = None if is_preview or laps else sources_stamp(self)
                if told := recall(self, memory, sources):
                    return self.tell_again(told, time.perf_counter() - started)
                built = build(dataclasses.replace(self.job(memory, output, is_preview=is_preview, progress=progress), lap=laps or untimed))
                remember(self, memory, sources, built)
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
        self.tell(built.checked, built, time.perf_counter() - started, laps.spent() if laps else ())
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

    def tell(self, checked: Checked, built: Built | None = None, seconds: float = 0.0, spent: Sequence[Spent] = ()) -> None:
        """Print the problems, and the result of a build; or all of it as JSON."""
        if self.as_json:
            profile = {"profile": profile_data(spent)} if spent else {}
            click.echo(json.dumps(self.data(checked, built, seconds) | profile, ensure_ascii=False, indent=1))
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
            for line in self.closing_lines(checked.library, self.lang) if checked.library else ():
                click.echo(line)
            for line in profile_lines(spent, self.lang) if spent else ():
                click.echo(line)
        else:
            number = len(checked.intake.records)
            self.say(f"检查完成：{number} 个文件", f"Checked: {number} files")

    def tell_again(self, told: Told, seconds: float) -> int:
        """Print the result of a publish that had nothing to do."""
        if self.as_json:
            counts = {"pages": told.pages, "rendered": 0, "written": 0, "removed": 0, "seconds": round(seconds, 3)}
            data = told.data | {"problems": report.as_json(told.problems, self.lang)} | counts
            click.echo(json.dumps(data, ensure_ascii=False, indent=1))
            return FINE
        self._show_problems(told.problems, lambda _: (), brief=True)
        if not self.quiet:
            self.say(
                f"没有变化：{told.pages} 页都是最新的；{seconds:.1f} 秒",
                f"Nothing changed: all {told.pages} pages are current; {seconds:.1f} s",
            )
            for line in told.lines[self.lang]:
                click.echo(line)
        return FINE

    def _tell_foreign(self, built: Built) -> None:
        if built.foreign:
            names = "、".join(built.foreign[:5])
            self.say(
                f"输出文件夹里有 {len(built.foreign)} 个不是本程序生成的文件，照原样留着：{names}",
                f"{len(built.foreign)} file(s) in the output folder are not ours and were left alone: {names}",
            )

    def tell_problems(self, checked: Checked, *, brief: bool = False) -> None:
        """Print the problems; ``brief`` where the result of a publish or an error matters more than warnings."""
        self._show_problems(checked.problems, checked.lines_of, brief=brief)

    def _show_problems(self, problems: Sequence[Problem], lines_of: Callable[[str], Sequence[str]], *, brief: bool) -> None:
        shown = [p for p in problems if not (self.quiet and p.severity is not Severity.ERROR)]
        if shown:
            styled = style if sys.stderr.isatty() else None
            click.echo(report.render(shown, lines_of, lang=self.lang, style=styled, brief=brief), err=True)

    def closing_lines(self, library: Library, lang: str) -> Iterator[str]:
        """What a publish says at its end: the day, what runs until when, the next change."""
        note = Say("（演示日期）", " (demonstration date)").get(lang) if library.site.record.demo_date and not self.as_of else ""
        yield Say(f"日期：{library.today}{note}，北京时间", f"Date: {library.today}{note}, China time").get(lang)
        yield from summary(library, lang)

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
