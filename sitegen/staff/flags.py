"""The options of import and export, and two of all commands; light, for the command line reads them at every start."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

LISTS = {"人物": "models", "单位": "units", "公示": "notices"}
_PLAIN_DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d")


def given_day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The day of ``--date``."""
    if value is None:
        return None
    if _PLAIN_DAY.fullmatch(value):  # what knows the other forms takes a while to load
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value)
    from pydantic_core import PydanticCustomError

    from sitegen.records.scalars import parse_day

    try:
        return parse_day(value)
    except PydanticCustomError:
        raise click.BadParameter(f"{value!r}: 写成 2026-11-18 / write it like 2026-11-18") from None


def given_cluster(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The address of ``--executor``."""
    if value is not None and not re.fullmatch(r"(dask|tls)://[^\s/@]+:[0-9]{1,5}", value):
        raise click.BadParameter(f"{value!r}: 写成 dask://主机:8786 / write it like dask://HOST:8786")
    return value


_KIND = click.Choice([*LISTS.values(), *LISTS])
_IMPORT = (
    click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
    click.option("--yes", "is_sure", is_flag=True, help="不问，直接写 write without asking"),
    click.option("--kind", type=_KIND, help="名单里是什么 what the list holds"),
    click.option("--notice", default="", metavar="SLUG", help="全部作为这个公示的人选 all are candidates of this notice"),
    click.option("--title", default="", help="新公示的标题 title of a new notice"),
    click.option("--honour", default="", help="名单里没有写的称号 the honour, where the list has none"),
    click.option("--level", default="", help="级别 level"),
    click.option("--authority", default="", help="授予单位、公示单位 authority and issuer"),
    click.option("--start", callback=given_day, metavar="D", help="公示开始 first day of the notice"),
    click.option("--profile", default="", help="公示规则 profile of the notice"),
    click.option("--basis", default="", help="公示依据的文件 basis document of the notice"),
    click.option("--audience", default="", help="公示的范围 to whom the notice is shown"),
    click.option("--model", "is_model", is_flag=True, help="事迹：新的人物 a story of a new model"),
    click.option("--unit", "is_unit", is_flag=True, help="事迹：新的单位 a story of a new unit"),
    click.option("--name", default="", help="事迹写的是谁 whom the story is about"),
    click.option("--into", default="", metavar="SLUG", help="只换这个记录的正文 replace the text of this record only"),
)
_EXPORT = (
    click.argument("kind", type=_KIND),
    click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False)),
    click.option("--force", "is_forced", is_flag=True, help="替换已有的文件 replace a file that exists"),
)


def _with(flags: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    def add(function: Any) -> Any:
        for flag in reversed(flags):
            function = flag(function)
        return function

    return add


import_flags, export_flags = _with(_IMPORT), _with(_EXPORT)
