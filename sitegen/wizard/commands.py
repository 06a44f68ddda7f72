"""``init`` and ``new`` as commands: an option for each question. Imports little: ``--help`` is quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sitegen.wizard.flags import INIT, KINDS, Flag, Kind

Register = Callable[..., Callable[[Callable[..., int]], click.Command]]
CHINESE = {"初始化": "init", "新建": "new", **{kind.zh: kind.name for kind in KINDS}}
_NO_INPUT = click.option("--no-input", is_flag=True, help="不提问，只用写明的 ask nothing")


def add_wizard(command: Register, new: click.Group) -> dict[str, str]:
    """Add the commands, those of ``new`` to its group; gives their Chinese names."""

    @command("init", "初始化：五个问题，建一个新网站  Five questions, and a new site")
    @click.argument("folder", required=False, type=click.Path(path_type=Path))
    @_answers(INIT)
    def init(options: Any, folder: Path | None, no_input: bool, **answers: tuple[str, ...]) -> int:
        from sitegen.wizard.start import init as init_site

        return init_site(options.desk(), folder, _given(answers), no_input=no_input)

    for kind in KINDS:
        _add_kind(command, new, kind)
    return CHINESE


def _add_kind(command: Register, new: click.Group, kind: Kind) -> None:
    @command(kind.name, f"{kind.zh}：{kind.help_zh}  {kind.help_en}", new)
    @_answers(kind.flags)
    def make(options: Any, no_input: bool, **answers: tuple[str, ...]) -> int:
        from sitegen.wizard.run import new as new_record

        return new_record(options.desk(), kind.name, _given(answers), no_input=no_input)


def _answers(flags: tuple[Flag, ...]) -> Callable[[Any], Any]:
    def add(function: Any) -> Any:
        for flag in reversed(flags):
            function = click.option(f"--{flag.name}", multiple=True, metavar="…", help=f"{flag.zh} {flag.en}")(function)
        return _NO_INPUT(function)

    return add


def _given(answers: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name.replace("_", "-"): words for name, words in answers.items() if words}
