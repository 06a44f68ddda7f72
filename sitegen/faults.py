"""The last resort: a fault of ours becomes one short message and a report on disk, never a traceback on the screen."""

from __future__ import annotations

import contextlib
import os
import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click

from sitegen import __version__
from sitegen.problems import Say

FAULT = 70


def report_fault(error: BaseException, lang: str, site: Path | None) -> int:
    """Say that something of ours broke, write the report, and give the exit code 70. ``site`` is where the report goes."""
    path = _write(_text(error), site)
    where = Say(f"，详情在 {path}", f"; details are in {path}") if path else Say("", "")
    click.echo(
        Say(
            f"程序自身出错（{type(error).__name__}），网站没有改动{where.zh}。请把这个文件发给维护的人。",
            f"A fault in the program itself ({type(error).__name__}); the site was not changed{where.en}. "
            "Please send that file to the maintainers.",
        ).get(lang),
        err=True,
    )
    return FAULT


def _text(error: BaseException) -> str:
    """Where it broke, without the values that were being worked on: they may name people."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"sitegen {__version__}, Python {platform.python_version()}, {platform.system()}", type(error).__name__]
    lines += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return "\n".join(lines) + "\n"


def _write(text: str, site: Path | None) -> Path | None:
    name = f"fault-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    folders = [site / ".sitegen" / "log"] if site and site.is_dir() else []
    for folder in (*folders, Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
            return folder / name
    return None
