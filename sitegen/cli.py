"""The commands, their exit codes, and the only clock."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.places import UNFINISHED
from sitegen.staff.flags import export_flags, given_cluster, given_day, import_flags
from sitegen.staff.outlets import add_commands
from sitegen.staff.upkeep import add_upkeep
from sitegen.wizard.commands import add_wizard

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
    "探测": "probe",
    "修正": "fix",
    "导入": "import",
    "导出": "export",
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
    executor: str | None

    def settle(self) -> bool:
        """Undo what an earlier command left half written among the sources; False where that cannot be done."""
        from sitegen.staff.written import settled

        return settled(self.desk(), self.site)

    def desk(self) -> Desk:
        from sitegen.staff.desk import Desk

        return Desk(self.site, self.output, now(), self.as_of, self.as_json, self.lang, self.workers, self.quiet, self.executor)


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


_OPTIONS = (
    click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="网站文件夹 site folder"),
    click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="输出文件夹 output folder"),
    click.option("--date", "as_of", callback=given_day, metavar="D", help="按这一天 as of this day"),
    click.option("--json", "as_json", is_flag=True, help="结果用 JSON results as JSON"),
    click.option("--lang", type=click.Choice(["zh", "en"]), help="语言 language"),
    click.option("--workers", type=click.IntRange(1, 64), help="进程数 processes"),
    click.option("--executor", callback=given_cluster, metavar="dask://HOST:PORT", help="在集群上生成网页 render on a cluster"),
    click.option("--quiet", is_flag=True, help="少说 say less"),
)


def _with_options(command: Any) -> Any:
    """The common options, before or after the name of the command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _options(ctx: click.Context, given: dict[str, Any]) -> Options:
    said, command = {name: given.get(name) for name in _NAMES}, ctx.command.name or ""
    while ctx := ctx.parent:  # type: ignore[assignment]  # the outermost has no parent
        said = {name: value if value not in (None, False) else ctx.params.get(name) for name, value in said.items()}
    site = (said["site"] or Path(os.environ.get("SITEGEN_SITE", "."))).resolve()
    lang = said["lang"] or _language()
    _asked_for[:] = [(lang, site, command)]
    return Options(
        site,
        (said["output"] or site / "output").resolve(),
        said["as_of"],
        bool(said["as_json"]),
        lang,
        said["workers"] or min(os.cpu_count() or 1, 8),
        bool(said["quiet"]),
        said["executor"],
    )


_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_asked_for: list[tuple[str, Path, str]] = []  # language, site and command of this run, for the report of a fault
_NAMES = ("site", "output", "as_of", "as_json", "lang", "workers", "quiet", "executor")


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


def _command(name: str, help_text: str, group: click.Group = cli) -> Callable[[Callable[..., int]], click.Command]:
    """Register a function ``(options, **arguments) -> exit code`` as a command with the common options."""

    def register(function: Callable[..., int]) -> click.Command:
        @click.pass_context
        def run(ctx: click.Context, /, **given: Any) -> None:
            options = _options(ctx, given)
            if (options.site / UNFINISHED).is_dir() and not options.settle() and ctx.command.name == "publish":
                ctx.exit(PROBLEMS)  # half of a writing is nothing to show to anybody
            ctx.exit(function(options, **{k: v for k, v in given.items() if k not in _NAMES}))

        # arguments that the function declared for itself come along
        run.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
        return group.command(name, help=help_text)(_with_options(run))

    return register


@_command("publish", "发布：检查、生成、替换 output/  Check, build, swap output/")
@click.option("--profile", "is_profiled", is_flag=True, help="说明时间花在哪里 tell where the time went")
def publish(options: Options, is_profiled: bool) -> int:
    return options.desk().publish(is_profiled=is_profiled)


@_command("check", "检查：只检查，不写  Check only, write nothing")
@click.option("--sarif", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="结果另存为 SARIF findings as SARIF, too")
def check(options: Options, sarif: Path | None) -> int:
    from sitegen.staff.findings import check_site

    return check_site(options.desk(), sarif)


@_command("preview", "预览：生成到 .sitegen/preview/  Build into .sitegen/preview/")
def preview(options: Options) -> int:
    return options.desk().preview()


@_command("serve", "服务：边改边看  Preview with live reload")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 port")
@click.option("--lan", "is_lan", is_flag=True, help="同一网络里也能看，只读 also for the local network, read-only")
def serve(options: Options, port: int, is_lan: bool) -> int:
    from sitegen.serve import serve_site

    gc.enable()  # the one command that lives long
    return serve_site(options.desk(), port, is_lan=is_lan)


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
@click.option("--signers", type=_FILE, metavar="FILE", help="可信的签名人（allowed_signers） trusted signers")
@click.option("--tsa", type=_FILE, metavar="PEM", help="时间戳机构的根证书 root certificate of the time-stamping authority")
def verify(options: Options, where: str | None, heads: tuple[str, ...], signers: Path | None, tsa: Path | None) -> int:
    from sitegen.staff.verify import verify_site

    return verify_site(options.desk(), where, heads, signers, tsa)


@_command("probe", "探测：公开的网站是不是发布的那个  Whether the deployed site is what was published")
@click.argument("where", required=False, metavar="[URL]")
def probe(options: Options, where: str | None) -> int:
    from sitegen.staff.probe import probe_site

    return probe_site(options.desk(), where)


@cli.group("new", cls=_Commands, help="新建：人物、单位、公示、承诺  A model, unit, notice or promise")
@_with_options
def new(**_: Any) -> None:
    pass


CHINESE |= add_wizard(_command, new)


@_command("fix", "修正：能按规则改的，先看再改  Mend what can be mended by rule, shown first")
@click.argument("paths", nargs=-1, metavar="[FILE...]")
@click.option("--yes", "is_yes", is_flag=True, help="不问，全部修正 mend all without asking")
@click.option("--only", multiple=True, metavar="CODE", help="只修正这些代码，可以多次 these codes only, repeatable")
def fix(options: Options, paths: tuple[str, ...], is_yes: bool, only: tuple[str, ...]) -> int:
    from sitegen.staff.fix import fix_site

    return fix_site(options.desk(), paths, [code for word in only for code in word.replace(",", " ").split()], is_yes=is_yes)


CHINESE |= add_commands(_command) | add_upkeep(_command)


@_command("import", "导入：Excel 名单或 Word 事迹，先看再写  An Excel list or a Word story, shown first")
@import_flags
def import_(options: Options, **said: Any) -> int:
    from sitegen.staff.importing import import_said

    return import_said(options.desk(), said)


@_command("export", "导出：人物、单位或公示的清单，改好再导入  A list of models, units or notices, to edit and import")
@export_flags
def export(options: Options, **said: Any) -> int:
    from sitegen.staff.exporting import export_list

    return export_list(options.desk(), said["kind"], said["file"], is_forced=said["is_forced"])


def _broke(error: BaseException) -> int:
    from sitegen.faults import report_fault

    return report_fault(error, *(_asked_for[0] if _asked_for else (_language(), None)))


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with its code; a fault of ours is said in two lines and logged."""
    if arguments is None:
        if sys.getfilesystemencoding() != "utf-8":  # a locale of GBK or C: files would be named in it
            os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - ourselves once more
        gc.disable()  # as in ``collecting``, and for all of a command: it ends before there is anything to gain
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    threading.excepthook = lambda said: said.exc_value and _broke(said.exc_value)
    try:
        code = cli.main(arguments, prog_name="sitegen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已停止 / stopped", err=True)
        code = 130
    except SystemExit:
        raise
    except BaseException as error:  # compiled libraries panic beside Exception
        code = _broke(error)
    sys.exit(code if isinstance(code, int) else FINE)
