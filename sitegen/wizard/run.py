"""``new`` from its first question to its last line: asked, shown, written, checked."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from sitegen import report
from sitegen.changes import Change, write_all
from sitegen.pipeline import check
from sitegen.problems import Problem, Say, has_error
from sitegen.search.readings import readings
from sitegen.staff.desk import Desk
from sitegen.staff.written import written
from sitegen.wizard.answers import Answers
from sitegen.wizard.house import House
from sitegen.wizard.layout import WIDTH, shortened, wrapped
from sitegen.wizard.notice import new_notice
from sitegen.wizard.plan import Plan, Stopped
from sitegen.wizard.promise import new_promise
from sitegen.wizard.question import Refused
from sitegen.wizard.subject import new_model, new_unit
from sitegen.wizard.talk import Talk, is_terminal

FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130
_SOURCE = re.compile(r"  \d+ \| |\s*\^$")
_MAKERS: Mapping[str, Callable[[House, Talk], Plan]] = {
    "model": new_model,
    "unit": new_unit,
    "notice": new_notice,
    "promise": new_promise,
}
Given = Mapping[str, tuple[str, ...]]


def new(desk: Desk, kind: str, given: Given, *, no_input: bool) -> int:
    """Make a record, a notice or a promise, and give the exit code."""
    is_open = not no_input and not desk.as_json and is_terminal()
    with desk.memory() as memory:
        checked = check(desk.site, desk.now.date(), desk.as_of, memory)
        if checked.library is None:
            desk.tell(checked)
            return PROBLEMS
        hour = desk.now.hour if checked.today == desk.now.date() and desk.as_of is None else None
        house = House(desk.site, checked, checked.library, memory, hour)
        talk = Talk(desk.lang, given, is_open, partial(readings, memory=memory), checked.today.year)
        try:
            talk.say("写 < 回到上一题，按 Ctrl-C 停下", "< goes back one question, Ctrl-C stops")
            plan, code = talk.until_settled(lambda: _made(desk, house, talk, kind))
        except Refused as refused:
            for line in refused.lines:
                desk.complain(*line)
            return USAGE
        except (click.Abort, KeyboardInterrupt, Stopped) as error:
            desk.complain("\n停下了，什么也没有写", "\nStopped; nothing was written")
            return FINE if isinstance(error, Stopped) else INTERRUPTED
    if code == FINE and kind in ("model", "unit") and is_open:
        return _go_on(desk, plan, talk)
    return code


def _made(desk: Desk, house: House, talk: Talk, kind: str) -> tuple[Plan, int]:
    """The questions and what comes of them. Raises Again, Refused, Stopped, click.Abort."""
    plan = _MAKERS[kind](house, talk)
    return plan, _carry_out(desk, house, talk, plan)


def _go_on(desk: Desk, plan: Plan, talk: Talk) -> int:
    """From a new record straight to its notice, if wanted."""
    talk.answers = Answers()  # what is written is no longer to be changed here
    try:
        wanted = talk.confirm("\n接着为它新建公示吗？", "\nGo on to a notice of it?", default=False)
    except click.Abort:
        wanted = False
    return new(desk, "notice", {"who": (plan.about,)}, no_input=False) if wanted else FINE


def _carry_out(desk: Desk, house: House, talk: Talk, plan: Plan) -> int:
    """Show, ask once more, write, check. Nothing that ``check`` calls an error is written."""
    texts = {c.path: c.after.decode("utf-8") for c in plan.changes}
    before = {(p.code, p.message) for p in house.checked.problems}
    wrong = [p for p in house.trial.problems(texts) if (p.code, p.message) not in before]
    if has_error(wrong):
        click.echo(report.render(wrong, lambda path: texts.get(path, "").split("\n"), lang=desk.lang), err=True)
        desk.complain("照这样写检查通不过，什么也没有写", "This would not pass the check; nothing was written")
        return PROBLEMS
    if talk.is_open:
        _show(desk, plan)
        names = "、".join(c.path for c in plan.changes[:3]) + (f" … ({len(plan.changes)})" if len(plan.changes) > 3 else "")
        if not talk.settle(f"写入 {names}？", f"Write {names}?"):
            raise Stopped()
    code = written(desk, lambda: write_all(desk.site, plan.changes), desk.site)
    return code or _after(desk, house, plan)


def _show(desk: Desk, plan: Plan) -> None:
    """What is going to be written: new files whole, of old ones the lines that come in."""
    click.echo("")
    for line in plan.summary:
        click.echo(wrapped(line.get(desk.lang)))
    for change in plan.changes[:4]:
        click.secho(shortened(f"—— {change.path}", WIDTH), bold=True)
        for text in _lines(change):
            click.echo(wrapped(f"  {text}", indent="    "))


def _lines(change: Change) -> Iterable[str]:
    after = change.after.decode("utf-8").replace("\r\n", "\n").rstrip("\n").split("\n")
    if change.before is None:
        return after
    before = change.before.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    return [line[2:] for line in difflib.ndiff(before, after) if line.startswith("+ ")]


def _after(desk: Desk, house: House, plan: Plan) -> int:
    """The whole site is checked again; told is what is wrong with the files just written."""
    checked = check(desk.site, desk.now.date(), desk.as_of, house.memory)
    paths = [c.path for c in plan.changes]
    found = [p for p in checked.problems if p.place.path in paths]
    if desk.as_json:
        click.echo(json.dumps({"written": paths, "problems": report.as_json(found, desk.lang)}, ensure_ascii=False, indent=1))
        return PROBLEMS if has_error(found) else FINE
    desk.say(f"\n已写入：{'、'.join(paths)}", f"\nWritten: {', '.join(paths)}")
    _tell(desk, found, checked.lines_of)
    if not desk.quiet:
        for number, step in enumerate((*plan.steps, _look(desk)), 1):
            click.echo(wrapped(f"{number}. {step.get(desk.lang)}", indent="   "))
    return PROBLEMS if has_error(found) else FINE


def _tell(desk: Desk, found: Sequence[Problem], lines_of: Callable[[str], Sequence[str]]) -> None:
    if found:
        # 80 columns: a source line keeps its caret below it, what is said of it is broken into lines
        lines = report.render(found, lines_of, lang=desk.lang).split("\n")
        click.echo("\n".join(line if _SOURCE.match(line) else wrapped(line, indent="    ") for line in lines), err=True)
    else:
        desk.say("检查通过", "The check finds nothing wrong")


def _look(desk: Desk) -> Say:
    return Say(f"看效果：{command(desk.site, 'serve')}", f"have a look: {command(desk.site, 'serve')}")


def command(site: Path, word: str) -> str:
    """How to run a command on this site from where one stands."""
    usual = Path(os.environ.get("SITEGEN_SITE", ".")).resolve()
    name = f'"{site}"' if " " in str(site) else str(site)
    return f"python build.py {word}".strip() if site == usual else f"python build.py --site {name} {word}".strip()
