"""``schedule``: what to give to cron, systemd or Windows so that the site publishes itself each day. It prints and installs nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from sitegen.channels.timetable import Errand, cron, systemd, windows, windows_command
from sitegen.pipeline import check
from sitegen.problems import Say

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

SYSTEMS = ("cron", "systemd", "windows")
_XML = "sitegen.xml"


def tell_schedule(desk: Desk, system: str | None) -> int:
    """Print the texts for one system, or for all. Exit code 1 if site.yaml cannot be read."""
    with desk.memory() as memory:
        checked = check(desk.site, desk.now.date(), desk.as_of, memory)
    if checked.library is None:
        desk.tell(checked)
        return 1
    site = checked.library.site.record
    errand = Errand(str(desk.site), _program(desk), f"发布 {site.name}", bool(site.url), desk.now.date() + timedelta(days=1))
    wanted = (system,) if system else SYSTEMS
    if desk.as_json:
        click.echo(json.dumps({name: _files(errand, name, desk.lang) for name in wanted}, ensure_ascii=False, indent=1))
        return 0
    if not system:
        change = checked.library.next_change
        desk.say(
            f"每天北京时间 00:05 发布：状态在零点变化，公示期间每天要有一条记录。下一次变化：{change or '没有'}。这里只打印，不安装。",
            f"Publish daily at 00:05 China time: states change at midnight, and a running notice needs a record a day. "
            f"Next change: {change or 'none'}. This only prints; nothing is installed.",
        )
    for name in wanted:
        click.echo("\n".join(_lines(errand, name, desk.lang, is_alone=system is not None)))
    return 0


def _program(desk: Desk) -> tuple[str, ...]:
    """This Python with the launcher beside the site, or with the package where there is none."""
    launcher = desk.site / "build.py"
    start = (sys.executable, str(launcher)) if launcher.is_file() else (sys.executable, "-m", "sitegen", "--site", str(desk.site))
    return start if desk.output == desk.site / "output" else (*start, "--output", str(desk.output))


def _files(errand: Errand, system: str, lang: str) -> dict[str, str]:
    if system == "systemd":
        return systemd(errand)
    return {"crontab": cron(errand, lang)} if system == "cron" else {_XML: windows(errand)}


def _lines(errand: Errand, system: str, lang: str, *, is_alone: bool) -> Iterator[str]:
    """The texts with a word on what to do with each; of one system alone the text of Windows is a file as it stands."""
    if system == "windows" and is_alone:
        yield windows(errand).rstrip()
        return
    yield Say(*_HOW[system]).get(lang)
    for name, text in _files(errand, system, lang).items():
        if system == "systemd":
            yield f"# ~/.config/systemd/user/{name}"
        yield text
    if system == "windows":
        yield windows_command(_XML)


_HOW = {
    "cron": ("\n== Linux、macOS：crontab -e，加上这几行 ==", "\n== Linux, macOS: crontab -e, and add these lines =="),
    "systemd": (
        "\n== Linux：存成下面两个文件，再运行 systemctl --user daemon-reload && systemctl --user enable --now sitegen.timer"
        "（退出登录后也要运行：loginctl enable-linger）==",
        "\n== Linux: save these two files, then run systemctl --user daemon-reload && systemctl --user enable --now sitegen.timer "
        "(to run when nobody is logged in: loginctl enable-linger) ==",
    ),
    "windows": (
        f"\n== Windows：存成 {_XML}（编码选 UTF-16），再运行最后一行 ==",
        f"\n== Windows: save as {_XML} (encoding UTF-16), then run the last line ==",
    ),
}
