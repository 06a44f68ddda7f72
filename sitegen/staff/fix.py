"""``fix``: what can be mended by rule, shown as a difference, asked for file by file, written, and checked again."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import report
from sitegen.changes import Change, write_all
from sitegen.lock import only_one
from sitegen.mending import filing
from sitegen.mending.hunks import Hunk, hunks
from sitegen.mending.menders import mendable_codes
from sitegen.mending.whole import Mended, Mending, mends
from sitegen.pipeline import Checked, check
from sitegen.places import STATE_FOLDER
from sitegen.privacy.kinds import GRAVE
from sitegen.privacy.search import find
from sitegen.problems import Problem, Say
from sitegen.sources import Sources
from sitegen.staff.written import written

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

FINE, PROBLEMS, USAGE = 0, 1, 2
_WIDTH = 80
_COVER = "■■■"
_MOST_BY_HAND = 10
_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def fix_site(desk: Desk, paths: Sequence[str], only: Sequence[str], *, is_yes: bool) -> int:
    """Mend ``paths`` (all files if none) of what ``only`` names (all codes if none). 0 if nothing wrong is left."""
    codes = frozenset(code.upper() for code in only)
    if unknown := sorted(codes - mendable_codes()):
        known = " ".join(sorted(mendable_codes()))
        desk.complain(
            f"{'、'.join(unknown)} 不能按规则修正；能修正的：{known}",
            f"{', '.join(unknown)} cannot be mended by rule; those that can: {known}",
        )
        return USAGE
    with desk.memory() as memory:
        checked = check(desk.site, desk.now.date(), desk.as_of, memory)
        wanted = _in_site(desk, paths, checked.sources)
        if wanted is None:
            return USAGE
        mending = mends(checked.sources, checked.today, checked.library.book if checked.library else None, only=codes, paths=wanted)
        if desk.as_json and not is_yes:
            click.echo(json.dumps(_data(desk, checked.today, mending, checked.problems), ensure_ascii=False, indent=1))
            return PROBLEMS if mending.files else desk.code(checked)
        if not mending.files:
            return _nothing(desk, checked, mending)
        chosen = mending.files if is_yes else _chosen(desk, mending.files)
        if chosen is None:
            return PROBLEMS
        if is_yes and not desk.quiet and not desk.as_json:
            for file in chosen:
                _show(desk, file)
        if code := _write(desk, chosen):
            return code
        now = check(desk.site, desk.now.date(), desk.as_of, memory)
    if desk.as_json:
        click.echo(json.dumps(_data(desk, checked.today, mending, now.problems), ensure_ascii=False, indent=1))
    else:
        _tell_by_hand(desk, mending.by_hand)
        desk.tell(now)
    return desk.code(now)


def _in_site(desk: Desk, paths: Sequence[str], sources: Sources) -> frozenset[str] | None:
    """Files and folders named on the command line as paths of the site; None (and a complaint) if one holds no text of it."""
    settings = [sources.settings.path] if sources.settings else []
    known = [*settings, *(s.path for s in sources.records)]
    found: set[str] = set()
    for path in paths:
        candidates = [Path(path) if Path(path).is_absolute() else base / path for base in (Path.cwd(), desk.site)]
        names = {Path(os.path.relpath(c, desk.site)).as_posix() for c in candidates}
        inside = {k for k in known for name in names if k == name or name == "." or k.startswith(f"{name}/")}
        if not inside:
            desk.complain(f"{path} 里没有本网站的文稿", f"{path} holds no text of this site")
            return None
        found |= inside
    return frozenset(found)


def _nothing(desk: Desk, checked: Checked, mending: Mending) -> int:
    desk.say("没有能按规则修正的问题", "Nothing can be mended by rule")
    _tell_by_hand(desk, mending.by_hand)
    if not checked.is_sound:
        desk.tell_problems(checked, brief=True)
    return desk.code(checked)


def _chosen(desk: Desk, files: Sequence[Mended]) -> Sequence[Mended] | None:
    """The files that the user agrees to; None where nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        for file in files:
            _show(desk, file)
        _tell_nothing_written(desk, files)
        return None
    chosen: list[Mended] = []
    for number, file in enumerate(files):
        _show(desk, file)
        question = Say(
            "修正这个文件？ y 是，n 否，a 这个和以后都改，q 到此为止", "Mend this file? y yes, n no, a this and all others, q stop here"
        )
        answer = click.prompt(question.get(desk.lang), type=click.Choice(["y", "n", "a", "q"]), default="n", show_choices=False)
        if answer == "a":
            return [*chosen, *files[number:]]
        if answer == "q":
            break
        if answer == "y":
            chosen.append(file)
    return chosen


def _tell_nothing_written(desk: Desk, files: Sequence[Mended]) -> None:
    desk.say(
        f"以上是 {len(files)} 个文件能按规则修正的地方；什么都没有写。\n"
        "要修正，运行 python build.py fix --yes（只修正一部分：加文件名，或 --only 代码）",
        f"This is what can be mended in {len(files)} file(s); nothing was written.\n"
        "To mend it: python build.py fix --yes (a part of it: name files, or --only CODE)",
    )


def _show(desk: Desk, file: Mended) -> None:
    """The difference of one file, with the reason above each place."""
    if desk.as_json:
        return
    click.echo(_paint(f"--- {file.path}", "-"))
    click.echo(_paint(f"+++ {file.path}", "+"))
    if file.reencoded:
        before = Say(f"# {file.reencoded.code} 编码由 {file.encoding} 改为 utf-8", f"# {file.reencoded.code} from {file.encoding} to utf-8")
        click.echo(_paint(before.get(desk.lang), "@"))
    for hunk in hunks(file):
        for line in _lines_of(hunk, desk.lang):
            click.echo(line)
    click.echo()


def _lines_of(hunk: Hunk, lang: str) -> Iterator[str]:
    counts = [sum(line[0] in signs for line in hunk.lines) for signs in (" -", " +")]
    yield _paint(f"@@ -{hunk.before},{counts[0]} +{hunk.after},{counts[1]} @@", "@")
    for text in dict.fromkeys(f"# {cause.code} {cause.message.get(lang)}" for cause in hunk.causes):
        yield from (_paint(part, "@") for part in _folded(text, "#   "))
    for line in hunk.lines:
        yield from (_paint(part, line[0]) for part in _folded(_covered(line), line[0]))


def _covered(line: str) -> str:
    """A line without the personal data in it: neither a terminal nor its log is a place for them."""
    for hit in reversed(find(line, date.max)):
        if hit.kind in GRAVE:
            line = f"{line[: hit.start]}{_COVER}{line[hit.end :]}"
    return line


def _seen(line: str) -> str:
    """A line with what cannot be seen as its number, and none of it able to steer a terminal."""
    return "".join(c if c == "\t" or c.isprintable() or c == "\u3000" else f"<U+{ord(c):04X}>" for c in line)


def _folded(text: str, lead: str) -> Iterator[str]:
    """Lines of at most 80 columns, those after the first behind ``lead``; broken anywhere, for Chinese has no blanks."""
    line, used = "", 0
    for char in _seen(text):
        width = report.columns_of(char)
        if used + width > _WIDTH:
            yield line
            line, used = lead, report.columns_of(lead)
        line, used = line + char, used + width
    yield line


def _paint(text: str, sign: str) -> str:
    return click.style(text, fg=_COLOURS[sign]) if sign in _COLOURS and sys.stdout.isatty() else text


def _write(desk: Desk, files: Sequence[Mended]) -> int:
    """Write the files, unless somebody changed one of them meanwhile; the old ones are kept."""
    if not files:
        desk.say("什么都没有写", "Nothing was written")
        return FINE
    kept: list[Path] = []

    def write() -> None:
        with only_one(desk.site / STATE_FOLDER / "lock", f"pid {os.getpid()}"):
            kept.append(filing.keep(desk.site, desk.now.strftime("%Y%m%d-%H%M%S"), files))
            try:
                write_all(desk.site, [Change(file.path, file.before, file.after) for file in files])
            except BaseException:
                filing.drop(kept[0])
                raise

    if code := written(desk, write, desk.site):
        return code
    folder = kept[0]
    desk.say(
        f"修正了 {len(files)} 个文件；原来的留在 {folder.relative_to(desk.site).as_posix()}",
        f"{len(files)} file(s) mended; the old ones are in {folder.relative_to(desk.site).as_posix()}",
    )
    return FINE


def _tell_by_hand(desk: Desk, problems: Collection[Problem]) -> None:
    if not problems or desk.quiet:
        return
    desk.say(
        "下面这些涉及已经开始的公示，要由人改，并写“更正”：",
        "These touch notices that have begun; mend them by hand, with a 更正 (correction):",
    )
    for problem in list(problems)[:_MOST_BY_HAND]:
        place = f"{problem.place.path}:{problem.place.line}:{problem.place.column}"
        desk.say(f"  {place}  {problem.code}  {problem.message.zh}", f"  {place}  {problem.code}  {problem.message.en}")


def _data(desk: Desk, today: date, mending: Mending, problems: Sequence[Problem]) -> dict[str, Any]:
    """For editors: offsets and lengths count characters of the file as it was, in its old encoding and with its line ends."""
    return {
        "date": today.isoformat(),
        "files": [
            {
                "path": file.path,
                "encoding": file.encoding,
                "codes": list(file.codes),
                "edits": [
                    {
                        "offset": change.edit.offset,
                        "length": change.edit.length,
                        "text": change.edit.text,
                        "codes": sorted({cause.code for cause in change.causes}),
                        "messages": [cause.message.get(desk.lang) for cause in change.causes],
                    }
                    for change in file.changes
                ],
            }
            for file in mending.files
        ],
        "by_hand": report.as_json(mending.by_hand, desk.lang),
        "problems": report.as_json(problems, desk.lang),
    }
