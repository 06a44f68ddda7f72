"""The commands that read, build and tell: each prints its result and gives an exit code."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import report
from sitegen.collecting import uncollected
from sitegen.laps import Laps, Spent, untimed
from sitegen.lock import Held, only_one, only_one_beside
from sitegen.memory import Memory
from sitegen.places import STATE_FOLDER
from sitegen.problems import Problem, Say, Severity
from sitegen.refusals import refused
from sitegen.sources import read_source
from sitegen.staff.profile import profile_data, profile_lines
from sitegen.staff.unchanged import Question, Told, recall, remember_check, sources_stamp

if TYPE_CHECKING:
    from sitegen.library import Library
    from sitegen.pipeline import Built, Checked, Job

FINE, PROBLEMS, USAGE, DAMAGED, HELD = 0, 1, 2, 3, 4
_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan"},
    "caret": {"fg": "red"},
    "dim": {"dim": True},
    "path": {"bold": True},
}


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
    executor: str | None = None

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
            sources = sources_stamp(self)
            if told := recall(self, memory, sources, Question.CHECK):
                return self.tell_again(told)
            checked = self.checked(memory)
            remember_check(self, memory, sources, checked)
        self.tell(checked)
        return self.code(checked)

    def checked(self, memory: Memory) -> Checked:
        """The site, read and judged."""
        from sitegen.pipeline import check

        with uncollected():
            return check(self.site, self.now.date(), self.as_of, memory)

    def publish(self, *, is_profiled: bool = False) -> int:
        return self._build(self.output, is_preview=False, is_profiled=is_profiled)

    def preview(self) -> int:
        code = self._build(self.site / STATE_FOLDER / "preview", is_preview=True)
        if code == FINE:
            self.say(
                f"预览在 {self.site / STATE_FOLDER / 'preview' / 'index.html'}",
                f"The preview is in {self.site / STATE_FOLDER / 'preview' / 'index.html'}",
            )
        return code

    def _build(self, output: Path, *, is_preview: bool, is_profiled: bool = False) -> int:
        """Build, unless everything is as the last publish left it: then nothing that builds is even loaded."""
        started = time.perf_counter()
        if reason := self._unusable(output):
            self.complain(*reason)
            return USAGE
        try:
            who = f"pid {os.getpid()}"
            with only_one(self.site / STATE_FOLDER / "lock", who), only_one_beside(output, who), self.memory() as memory:
                sources = None if is_preview else sources_stamp(self)
                if told := recall(self, memory, sources, Question.PUBLISH):
                    return self.tell_again(told, time.perf_counter() - started)
                from sitegen.staff.building import build_site

                laps = Laps() if is_profiled else None  # what was loaded until now is no stage
                built = build_site(self, memory, output, sources, is_preview=is_preview, lap=laps or untimed)
        except Held as held:
            self.complain(
                f"另一次发布正在进行（{held.holder}），等它结束再来", f"Another build is running ({held.holder}); wait until it has ended"
            )
            return HELD
        except OSError as error:
            what = refused(error, output)
            self.complain(f"发布不了：{what.zh}。原来的网站没有变", f"Cannot publish: {what.en}. The old site stands")
            return PROBLEMS
        if isinstance(built, int):
            return built
        self.tell(built.checked, built, time.perf_counter() - started, laps.spent() if laps else ())
        return self.code(built.checked)

    def code(self, checked: Checked) -> int:
        """The exit code of a check or a build."""
        if checked.is_ledger_damaged:
            return DAMAGED
        return FINE if checked.is_sound else PROBLEMS

    def job(self, memory: Memory, output: Path, *, is_preview: bool = False, progress: Callable[[int, int], None] | None = None) -> Job:
        """What to build, as the pipeline takes it."""
        from sitegen.pipeline import Job

        return Job(self.site, output, self.now, self.as_of, memory, self.themes, self.workers, is_preview, progress)

    def _unusable(self, output: Path) -> tuple[str, str] | None:
        """Folders into which nothing may be built."""
        if not self.site.is_dir():
            return f"没有这个文件夹：{self.site}", f"There is no such folder: {self.site}"
        inside = [self.site / name for name in ("content", "themes", "ledger", "sitegen")]
        if output == self.site or output in self.site.parents or any(output == f or f in output.parents for f in inside):
            return f"不能输出到 {output}：那里放着原稿或程序", f"Cannot build into {output}: it holds sources"
        return None

    def tell(self, checked: Checked, built: Built | None = None, seconds: float = 0.0, spent: Sequence[Spent] = ()) -> None:
        """Print the problems, and the result of a build; or all of it as JSON."""
        if self.as_json:
            profile = {"profile": profile_data(spent)} if spent else {}
            click.echo(json.dumps(self.data(checked, built, seconds) | profile, ensure_ascii=False, indent=1))
            return
        self.tell_problems(checked, brief=built is not None or not checked.is_sound)
        if built is None:
            self._tell_checked(len(checked.intake.records), is_sound=checked.is_sound)
        elif not checked.is_sound:
            self.complain("有错误，没有发布；原来的网站没有变", "There are errors; nothing was published and the old site stands")
        elif not self.quiet:
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

    def tell_again(self, told: Told, seconds: float | None = None) -> int:
        """Print the result of a publish that had nothing to do in so many seconds, or of a check (None) of what was checked before."""
        if self.as_json:
            counts = (
                {} if seconds is None else {"pages": told.number, "rendered": 0, "written": 0, "removed": 0, "seconds": round(seconds, 3)}
            )
            data = told.data | {"problems": report.as_json(told.problems, self.lang)} | counts
            click.echo(json.dumps(data, ensure_ascii=False, indent=1))
            return told.code
        is_sound = told.code == FINE
        self._show_problems(told.problems, self._lines_of, brief=seconds is not None or not is_sound)
        if seconds is None:
            self._tell_checked(told.number, is_sound=is_sound)
        elif not self.quiet:
            self.say(
                f"没有变化：{told.number} 页都是最新的；{seconds:.1f} 秒",
                f"Nothing changed: all {told.number} pages are current; {seconds:.1f} s",
            )
            for line in told.lines[self.lang]:
                click.echo(line)
        return told.code

    def _lines_of(self, path: str) -> Sequence[str]:
        """The lines of a file that was not read again, to show where a problem stands."""
        from sitegen.reading.decoding import lines_of

        source = read_source(self.site, path)
        return lines_of(path, source.data) if source else ()

    def _tell_checked(self, number: int, *, is_sound: bool) -> None:
        if not is_sound:
            self.complain("有错误", "There are errors")
        elif not self.quiet:
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
        from sitegen.staff.summary import summary

        yield from summary(library, lang)

    def data(self, checked: Checked, built: Built | None, seconds: float) -> dict[str, Any]:
        """The result as CONTENT.md lays down for ``--json``."""
        from sitegen.staff.summary import notice_data

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
            checked = self.checked(memory)
        return tell_status(self, checked)

    def explain(self, what: str) -> int:
        from sitegen.staff.explain import explain

        return explain(self, what)


def style(text: str, name: str) -> str:
    """Colours for the words of a report."""
    return click.style(text, **_STYLES.get(name, {}))
