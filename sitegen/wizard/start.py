"""``init``: five questions, and a site that checks and publishes at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from sitegen.changes import write_new
from sitegen.intake import take_site
from sitegen.places import STATE_FOLDER
from sitegen.problems import Problem, Say
from sitegen.records.entries import Model, Unit
from sitegen.records.site import Site
from sitegen.rules import text_of
from sitegen.sources import SETTINGS, source_of
from sitegen.staff.desk import Desk
from sitegen.staff.written import settled, written
from sitegen.wizard.flags import INIT
from sitegen.wizard.layout import wrapped
from sitegen.wizard.question import Judge, Question, Refused
from sitegen.wizard.run import FINE, INTERRUPTED, PROBLEMS, USAGE, Given, command
from sitegen.wizard.talk import Talk, is_terminal
from sitegen.writing.edits import set_value

_NAMES = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "guide/1-write.md": "说明/1-写.md",
    "guide/2-check.md": "说明/2-查.md",
    "guide/3-publish.md": "说明/3-发.md",
}
"""Files whose name in the new folder is another one."""
_EMPTY = ("content/notices/.gitkeep", "content/bulletins/.gitkeep")
_COMMAND = re.compile(r"\{(command|(?:new|explain) \w+|check|serve|status|publish)\}")
_WORDS = {"command": "", "publish": ""}
_IN_THE_WAY = 8  # names that are listed
_HARMLESS = {".DS_Store", "Thumbs.db", "desktop.ini", STATE_FOLDER}
Answers = Mapping[str, str]


def init(desk: Desk, folder: Path | None, given: Given, *, no_input: bool) -> int:
    """Make a new site in ``folder`` (default: the site asked for), and give the exit code."""
    top = (folder or desk.site).resolve()
    if not settled(desk, top):
        return PROBLEMS
    if not _is_free(desk, top):
        return USAGE
    talk = Talk(
        desk.lang, given, not no_input and not desk.as_json and is_terminal(), lambda names: dict.fromkeys(names, ""), desk.now.year
    )
    try:
        answers = talk.until_settled(lambda: _settled(talk, top))
    except Refused as refused:
        for line in refused.lines:
            desk.complain(*line)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        desk.complain("\n停下了，什么也没有写", "\nStopped; nothing was written")
        return INTERRUPTED
    files = site_files(answers, top, desk.now.date())
    if code := written(desk, lambda: write_new(top, files), top):
        return code
    _tell(desk, top, sorted(files))
    return FINE


def _is_free(desk: Desk, top: Path) -> bool:
    """Whether the folder is empty or not there; otherwise what is in the way has been said."""
    if top.exists() and not top.is_dir():
        desk.complain(f"{top} 是一个文件，换一个文件夹", f"{top} is a file; choose a folder")
        return False
    found = sorted(entry.name for entry in top.iterdir() if entry.name not in _HARMLESS) if top.is_dir() else []
    if found:
        names = "、".join(found[:_IN_THE_WAY]) + ("…" if len(found) > _IN_THE_WAY else "")
        desk.complain(
            f"{top} 不是空的，没有动它。里面有：{names}\n换一个新的文件夹，例如：python build.py init 我的网站",
            f"{top} is not empty and was left alone. It holds: {names}\nChoose a new folder, such as: python build.py init my-site",
        )
    return not found


def _settled(talk: Talk, top: Path) -> dict[str, str]:
    """The answers, once whoever sits there is content with them. Raises Again, Refused, click.Abort."""
    answers = _answers(talk, top)
    if talk.is_open and not talk.settle(f"在 {top} 建立网站？", f"Make the site in {top}?"):
        raise click.Abort
    return answers


def _answers(talk: Talk, top: Path) -> dict[str, str]:
    talk.need(INIT)
    talk.say(f"在 {top} 建一个新网站。", f"A new site in {top}.")
    talk.say("五个问题。写 < 回到上一题，按 Ctrl-C 停下。", "Five questions. < goes back one, Ctrl-C stops.")
    found: dict[str, str] = {}
    organiser = Say("1/5  主办单位的全称", "1/5  Organisation, in full")
    found["organiser"] = talk.ask(Question("organiser", organiser, is_needed=True, judge=_judge("organiser")))
    superior = Say("2/5  上级单位（没有就回车）", "2/5  Superior body (Enter: none)")
    found["superior"] = talk.ask(Question("superior", superior, judge=_judge("superior")))
    phone = Say("3/5  受理异议的电话，如 0871-00000000", "3/5  Telephone for objections, such as 0871-00000000")
    found["phone"] = talk.ask(Question("phone", phone, is_needed=True, judge=_judge("contact", "phone")))
    email = Say("4/5  受理异议的邮箱（没有就回车）", "4/5  E-mail for objections (Enter: none)")
    found["email"] = talk.ask(Question("email", email, judge=_judge("contact", "email")))
    region = Say("5/5  本站所在地区，如 云南省/昆明市/官渡区", "5/5  The site's own place, such as 云南省/昆明市/官渡区")
    found["region"] = talk.ask(Question("region", region, judge=_judge("region")))
    default = f"{found['organiser']}先进典型公示"
    given = bool(talk.given.get("name"))
    found["name"] = talk.ask(Question("name", Say("网站名称", "Name"), default, True, _judge("name"))) if given else default
    return found


def _judge(*loc: str) -> Judge:
    """What ``check`` would say of site.yaml with the answer in it."""

    def judge(word: str) -> tuple[Problem, ...]:
        text = set_value(_starter(SETTINGS), Site, loc, word)
        return take_site(source_of(SETTINGS, text.encode())).problems

    return judge


def _starter(path: str) -> str:
    return resources.files("sitegen").joinpath("data", "starter", *path.split("/")).read_text("utf-8")


def site_files(answers: Answers, top: Path, today: date) -> dict[str, bytes]:
    """Every file of a new site by its path in it."""
    files = {path: _starter(path) for path in _paths(resources.files("sitegen").joinpath("data", "starter"), "")}
    changes: dict[str, Callable[[str], str]] = {
        SETTINGS: lambda text: _settings(text, answers, today),
        "content/models/shili-zhang-xiaoman.md": lambda text: _sample(text, Model, answers, today),
        "content/units/shili-heping-shequ.md": lambda text: _sample(text, Unit, answers, today),
    }
    found = {_NAMES.get(path, path): _with_commands(changes.get(path, str)(text), top) for path, text in files.items()}
    return {path: text.encode() for path, text in {**found, **dict.fromkeys(_EMPTY, "")}.items()}


def _paths(folder: Traversable, prefix: str) -> Iterator[str]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _paths(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            yield prefix + entry.name


def _settings(text: str, answers: Answers, today: date) -> str:
    text = set_value(text, Site, ("name",), answers["name"])
    text = set_value(text, Site, ("organiser",), answers["organiser"])
    text = set_value(text, Site, ("evidence_since",), text_of(today))
    text = set_value(text, Site, ("contact", "office"), answers["organiser"])
    for loc in (("contact", "phone"), ("contact", "email"), ("superior",), ("region",)):
        if answer := answers[loc[-1]]:
            text = set_value(text, Site, loc, answer)
    return text


def _sample(text: str, record: type, answers: Answers, today: date) -> str:
    """A sample record of today and of the site's own place."""
    head, header, body = text.split("---\n", 2)
    header = set_value(header, record, ("published",), text_of(today))
    if answers["region"]:
        header = set_value(header, record, ("region",), answers["region"])
    return f"{head}---\n{header}---\n{body}"


def _with_commands(text: str, top: Path) -> str:
    """Commands as they are typed for this site."""
    return _COMMAND.sub(lambda match: command(top, _WORDS.get(match[1], match[1])), text)


def _tell(desk: Desk, top: Path, paths: list[str]) -> None:
    if desk.as_json:
        click.echo(json.dumps({"site": str(top), "written": paths}, ensure_ascii=False, indent=1))
        return
    desk.say(f"\n网站建好了：{top}（{len(paths)} 个文件）", f"\nThe site is there: {top} ({len(paths)} files)")
    if desk.quiet:
        return
    steps = (
        Say(f"检查：{command(top, 'check')}", f"check it: {command(top, 'check')}"),
        Say(f"看效果：{command(top, 'serve')}", f"have a look: {command(top, 'serve')}"),
        Say(f"新建人物：{command(top, 'new model')}", f"write about somebody: {command(top, 'new model')}"),
        Say("怎样写、查、发：README.md 和“说明”里的三页", "how to write, check and publish: README.md and the three pages in 说明/"),
    )
    for number, step in enumerate(steps, 1):
        click.echo(wrapped(f"{number}. {step.get(desk.lang)}", indent="   "))
