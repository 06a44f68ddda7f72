"""The commands, their exit codes, and the only clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991
FINE, PROBLEMS, USAGE, LEDGER, HELD, FAULT = 0, 1, 2, 3, 4, 70
CHINESE = {
    "发布": "publish",
    "检查": "check",
    "预览": "preview",
    "服务": "serve",
    "状态": "status",
    "说明": "explain",
    "核验": "verify",
    "测试": "test",
}


def now() -> datetime:
    """The time in China, wherever the machine stands."""
    return datetime.now(SHANGHAI)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be said to every command."""

    site: Path
    output: Path
    as_of: date | None
    as_json: bool
    lang: str
    workers: int
    quiet: bool

    def desk(self) -> Desk:
        from sitegen.staff.desk import Desk

        return Desk(self.site, self.output, now(), self.as_of, self.as_json, self.lang, self.workers, self.quiet)


class _Commands(click.Group):
    """Commands by their English or Chinese name."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, CHINESE.get(cmd_name, cmd_name))


def _language() -> str:
    """Chinese unless the terminal says otherwise."""
    for name in ("SITEGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    from pydantic_core import PydanticCustomError

    from sitegen.records.scalars import parse_day

    try:
        return parse_day(value)
    except PydanticCustomError:
        raise click.BadParameter(f"{value!r}: 写成 2026-11-18 / write it like 2026-11-18") from None


_OPTIONS = (
    click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="网站文件夹 site folder"),
    click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="输出文件夹 output folder"),
    click.option("--date", "as_of", callback=_day, metavar="D", help="按这一天 as of this day"),
    click.option("--json", "as_json", is_flag=True, help="结果用 JSON results as JSON"),
    click.option("--lang", type=click.Choice(["zh", "en"]), help="语言 language"),
    click.option("--workers", type=click.IntRange(1, 64), help="进程数 processes"),
    click.option("--quiet", is_flag=True, help="少说 say less"),
)


def _with_options(command: Any) -> Any:
    """The common options, before or after the name of the command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _options(ctx: click.Context, given: dict[str, Any]) -> Options:
    outer = ctx.parent.params if ctx.parent else {}
    said = {name: given[name] if given.get(name) not in (None, False) else outer.get(name) for name in _NAMES}
    site = (said["site"] or Path(os.environ.get("SITEGEN_SITE", "."))).resolve()
    _asked_for[:] = [site]
    return Options(
        site,
        (said["output"] or site / "output").resolve(),
        said["as_of"],
        bool(said["as_json"]),
        said["lang"] or _language(),
        said["workers"] or min(os.cpu_count() or 1, 8),
        bool(said["quiet"]),
    )


_asked_for: list[Path] = []  # the site of this run, for the report of a fault
_NAMES = ("site", "output", "as_of", "as_json", "lang", "workers", "quiet")


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@_with_options
@click.version_option(package_name="sitegen", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, /, **_: Any) -> None:
    """先进典型公示网站 A site of exemplary models, with public notices that are checked.

    不写命令就是发布 Without a command: publish.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(publish)


def _command(name: str, help_text: str) -> Callable[[Callable[..., int]], click.Command]:
    """Register a function ``(options, **arguments) -> exit code`` as a command with the common options."""

    def register(function: Callable[..., int]) -> click.Command:
        @click.pass_context
        def run(ctx: click.Context, /, **given: Any) -> None:
            options = _options(ctx, given)
            ctx.exit(function(options, **{k: v for k, v in given.items() if k not in _NAMES}))

        # arguments that the function declared for itself come along
        run.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
        return cli.command(name, help=help_text)(_with_options(run))

    return register


@_command("publish", "发布：检查、生成、替换 output/  Check, build, swap output/")
def publish(options: Options) -> int:
    return options.desk().publish()


@_command("check", "检查：只检查，不写  Check only, write nothing")
def check(options: Options) -> int:
    return options.desk().check()


@_command("preview", "预览：生成到 .sitegen/preview/  Build into .sitegen/preview/")
def preview(options: Options) -> int:
    return options.desk().preview()


@_command("serve", "服务：边改边看  Preview with live reload")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 port")
def serve(options: Options, port: int) -> int:
    from sitegen.serve import serve_site

    return serve_site(options.desk(), port)


@_command("status", "状态：正在公示、今日到期、受阻、逾期  What runs, ends, is blocked or overdue")
def status(options: Options) -> int:
    return options.desk().status()


@_command("explain", "说明：一条规则、一个公示或一个网页  A rule, a notice, or a page")
@click.argument("what")
def explain(options: Options, what: str) -> int:
    return options.desk().explain(what)


@_command("verify", "核验：已发布的文件夹或网址，只看记录  A published folder or address, by its records alone")
@click.argument("where", required=False, metavar="[FOLDER|URL]")
@click.option("--head", "heads", multiple=True, metavar="SHA", help="别处保存的链头，可以多次 a head kept elsewhere, repeatable")
def verify(options: Options, where: str | None, heads: tuple[str, ...]) -> int:
    from sitegen.staff.verify import verify_site

    return verify_site(options.desk(), where, heads)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with its code; a fault of ours is said in one line and logged."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = cli.main(arguments, prog_name="sitegen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已停止 / stopped", err=True)
        code = 130
    except Exception as error:
        from sitegen.faults import report_fault

        code = report_fault(error, _language(), _asked_for[0] if _asked_for else None)
    sys.exit(code if isinstance(code, int) else FINE)
