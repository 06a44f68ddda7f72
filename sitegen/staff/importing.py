"""import: what a list or a story would make, shown before it is written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import report
from sitegen.changes import Change, write_all
from sitegen.importing import changes as planned
from sitegen.importing.batch import Asked, is_new, said_before, usual_audience
from sitegen.importing.changes import NEW, UNCHANGED, UPDATED
from sitegen.importing.doors import STORY, open_file
from sitegen.importing.faults import NotImportable
from sitegen.importing.shelf import SLUG, Shelf, make_shelf
from sitegen.importing.stories import Target, take_story
from sitegen.importing.tables import says, take_list
from sitegen.importing.writing import read_list
from sitegen.lock import only_one
from sitegen.places import STATE_FOLDER
from sitegen.problems import Problem, Say, Severity, has_error
from sitegen.refusals import refused
from sitegen.sources import Sources, read_sources
from sitegen.staff.flags import LISTS
from sitegen.staff.written import written

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

FINE, PROBLEMS, USAGE = 0, 1, 2
_WORDS = {NEW: Say("新建", "new"), UPDATED: Say("更新", "update"), UNCHANGED: Say("不变", "same")}
_STYLES = {NEW: "green", UPDATED: "yellow", UNCHANGED: "dim"}
_SEVERITIES = {Severity.ERROR: Say("错误", "error"), Severity.WARNING: Say("警告", "warning"), Severity.INFO: Say("提示", "info")}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST_ROWS = 30  # of the preview
_MOST_PROBLEMS = 40


@dataclass(frozen=True, slots=True)
class _Result:
    changes: tuple[planned.Change, ...]
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def import_said(desk: Desk, said: Mapping[str, Any]) -> int:
    """``import`` as the command line has it."""
    if sum(map(bool, (said["is_model"], said["is_unit"], said["into"]))) > 1 or (said["into"] and said["name"]):
        desk.complain(
            "--model、--unit、--into 只用一个；--into 不要 --name", "Use one of --model, --unit and --into; --into takes no --name"
        )
        return USAGE
    names = {"slug": "notice"} | {name: name for name in ("title", "level", "authority", "start", "profile", "honour", "basis", "audience")}
    asked = Asked(**{name: said[flag] for name, flag in names.items()})
    if asked.slug and not SLUG.fullmatch(asked.slug):
        desk.complain(f"“{asked.slug}”不能作文件名", f"'{asked.slug}' cannot name a file")
        return USAGE
    target = Target("units" if said["is_unit"] else "models", said["name"], said["into"])
    kind = LISTS.get(said["kind"] or "", said["kind"] or "")
    return import_file(desk, said["file"], asked, target, kind, is_sure=said["is_sure"])


def import_file(desk: Desk, file: Path, asked: Asked, target: Target, kind: str, *, is_sure: bool) -> int:
    """Read, show, ask, write: all of it or nothing."""
    if not (desk.site / "site.yaml").is_file():
        desk.complain(f"{desk.site} 里没有 site.yaml", f"There is no site.yaml in {desk.site}")
        return USAGE
    shelf = make_shelf(read_sources(desk.site), desk.as_of, desk.now.date())
    if shelf.library is None:
        desk.complain("site.yaml 有错，先运行“检查”", "site.yaml has errors; run check first")
        return PROBLEMS
    try:
        result = _taken(desk, file, asked, target, kind, shelf, is_sure=is_sure)
    except NotImportable as caught:
        result = _Result((), {}, caught.problems)
    except OSError as caught:
        what = refused(caught, file)
        desk.complain(f"读不了：{what.zh}", f"Cannot read: {what.en}")
        return PROBLEMS
    return _settle(desk, shelf.sources, result, is_sure=is_sure)


def _taken(desk: Desk, file: Path, asked: Asked, target: Target, kind: str, shelf: Shelf, *, is_sure: bool) -> _Result:
    opened = open_file(file.name, read_list(file))
    if opened.kind == STORY:
        ask = None if is_sure or desk.as_json or not _can_ask() else _asker(desk)
        story = take_story(opened, target, shelf, ask)
        return _Result(story.changes, story.files, story.problems)
    asked = _completed(desk, asked, says(opened, kind, shelf), shelf, can_ask=not (is_sure or desk.as_json) and _can_ask())
    outcome = take_list(opened, kind, asked, shelf)
    return _Result(outcome.changes, {}, outcome.problems)


def _completed(desk: Desk, asked: Asked, said: Collection[str], shelf: Shelf, *, can_ask: bool) -> Asked:
    """What a new notice has to say and neither the command line nor the list says: asked; without a terminal the usual audience."""
    if not is_new(asked, shelf) or shelf.library is None:
        return asked
    if not asked.basis and "basis" not in said and can_ask:
        words = Say("公示依据什么文件？如《2026年评选办法》", "Basis document of the notice")
        asked = replace(asked, basis=_line(desk, words, said_before(shelf.library, "basis")))
    if not asked.audience and "audience" not in said:
        usual = usual_audience(shelf.library)
        words = Say("公示的范围，如 全县", "To whom is it shown? Such as 全县")
        asked = replace(asked, audience=_line(desk, words, usual) if can_ask else usual)
    return asked


def _line(desk: Desk, words: Say, default: str) -> str:
    enter = Say("，回车＝", "; Enter = ").get(desk.lang) + default if default else ""
    return str(click.prompt(f"{words.get(desk.lang)}{enter}", default=default, show_default=False, err=True)).strip()


def _settle(desk: Desk, sources: Sources, result: _Result, *, is_sure: bool) -> int:
    is_sound = not has_error(result.problems)
    made = {c.path: c.data for c in result.changes if c.data is not None} | dict(result.files)
    is_writing = is_sound and bool(made) and (is_sure or (not desk.as_json and _can_ask()))
    if not desk.as_json:
        tell_problems(desk, result.problems)
        _preview(desk, result)
    if is_writing and not is_sure:
        is_writing = click.confirm(Say("写入吗？", "Write them?").get(desk.lang), default=False, err=True)
    code = PROBLEMS if not is_sound else _write(desk, sources, made) if is_writing else FINE
    if desk.as_json:
        click.echo(json.dumps(_data(desk, result, is_written=is_writing and code == FINE), ensure_ascii=False, indent=1))
    elif not is_sound:
        desk.complain("有错误，什么也没有写", "There are errors; nothing was written")
    elif not made:
        desk.say("没有要写的", "Nothing to write")
    elif not is_writing:
        desk.say("没有写；加 --yes 就写入", "Nothing was written; add --yes to write")
    elif code == FINE:
        desk.say(f"写了 {len(made)} 个文件。下一步：python build.py check", f"{len(made)} file(s) written. Next: python build.py check")
    return code


def _write(desk: Desk, sources: Sources, made: Mapping[str, bytes]) -> int:
    read = {source.path: source.data for source in sources.records}

    def write() -> None:
        with only_one(desk.site / STATE_FOLDER / "lock", f"pid {os.getpid()}"):
            write_all(desk.site, [Change(path, _before(sources, read, path), data) for path, data in made.items()])

    return written(desk, write, desk.site)


def _before(sources: Sources, read: Mapping[str, bytes], path: str) -> bytes | None:
    """What stood there: a record, which may be empty, or a picture that a story had before. Raises OSError."""
    if path in read:
        return read[path]
    return sources.asset(path) if path in sources.assets else None


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asker(desk: Desk) -> Callable[[str], str]:
    def ask(number: str) -> str:
        words = Say(f"{number} 上是谁、在做什么（直接回车，以后再补）", f"{number}: who is seen, doing what (Enter: later)")
        return str(click.prompt(words.get(desk.lang), default="", show_default=False, err=True))

    return ask


def tell_problems(desk: Desk, problems: Sequence[Problem]) -> None:
    """Problems of cells and paragraphs: the cell, what is wrong, how to mend it."""
    is_styled = sys.stderr.isatty()
    shown = [p for p in problems if p.severity is Severity.ERROR or not desk.quiet]
    shown.sort(key=lambda p: list(Severity).index(p.severity), reverse=True)
    for problem in shown[-_MOST_PROBLEMS:]:
        name = _SEVERITIES[problem.severity].get(desk.lang)
        head = f"{name} {problem.code}"
        head = click.style(head, fg=_COLOURS[problem.severity], bold=True) if is_styled else head
        mend = Say("怎样改：", "fix: ").get(desk.lang)
        click.echo(f"{_plain(problem.place.path)}  {head}  {_plain(problem.message.get(desk.lang))}", err=True)
        if problem.severity is not Severity.INFO:
            click.echo(f"  {mend}{_plain(problem.fix.get(desk.lang))}", err=True)
    if len(shown) > _MOST_PROBLEMS:
        desk.complain(f"（另有 {len(shown) - _MOST_PROBLEMS} 处未列出）", f"({len(shown) - _MOST_PROBLEMS} more not shown)")


def _plain(text: str) -> str:
    """Words of a foreign file, without signs that steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _preview(desk: Desk, result: _Result) -> None:
    if desk.quiet or not result.changes:
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for head in (Say("", ""), Say("文件", "file"), Say("名称", "name"), Say("单位", "unit"), Say("称号", "honour"), Say("改动", "changes")):
        table.add_column(head.get(desk.lang))
    moving = [c for c in result.changes if c.action != UNCHANGED]
    for change in moving[:_MOST_ROWS]:
        action = Text(_WORDS[change.action].get(desk.lang), style=_STYLES[change.action])
        words = "、".join(change.fields)
        table.add_row(action, *(Text(_plain(t)) for t in (change.path, change.name, change.unit, change.honour, words)))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False)
    if moving:
        console.print(table)
    if len(moving) > _MOST_ROWS:
        desk.say(f"……另有 {len(moving) - _MOST_ROWS} 个", f"… and {len(moving) - _MOST_ROWS} more")
    counts = {action: sum(c.action == action for c in result.changes) for action in _WORDS}
    desk.say(
        f"新建 {counts[NEW]}，更新 {counts[UPDATED]}，不变 {counts[UNCHANGED]}" + (f"，图片 {len(result.files)}" if result.files else ""),
        f"{counts[NEW]} new, {counts[UPDATED]} updated, {counts[UNCHANGED]} unchanged"
        + (f", {len(result.files)} pictures" if result.files else ""),
    )


def _data(desk: Desk, result: _Result, *, is_written: bool) -> dict[str, object]:
    return {
        "problems": report.as_json(result.problems, desk.lang),
        "changes": [{"action": c.action, "path": c.path, "name": c.name, "fields": list(c.fields)} for c in result.changes],
        "files": sorted(result.files),
        "written": is_written,
    }
