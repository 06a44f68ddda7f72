"""``pack``: the published site as one ZIP that opens from a disk, at a kiosk or in a classroom without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.channels.bundle import bundle, in_order
from sitegen.pipeline import reasons
from sitegen.problems import Say
from sitegen.refusals import refused
from sitegen.staff.handing import hand_over
from sitegen.staff.workshop import Closed, sound
from sitegen.traces import Trace
from sitegen.writer import NotOurs, look, read

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_PROBLEMS = 1
_README, _START = "README.txt", "index.html"


class _Stale(Exception):
    """The published site is not what the content says today; ``why`` in words."""

    def __init__(self, why: Say) -> None:
        super().__init__(why.en)
        self.why = why


def pack_site(desk: Desk, file: Path | None) -> int:
    """Write the ZIP and print its SHA-256. Exit code 1 if the published site is out of date or was changed by hand."""
    try:
        trace, name = _standing(desk)
        data = bundle(_files(desk.output, trace, name), date.fromisoformat(trace.date))
    except Closed as closed:
        return closed.code
    except NotOurs as folder:
        return _refuse(desk, Say(f"{folder} 不是本程序生成的", f"{folder} was not made by this program"))
    except _Stale as stale:
        return _refuse(desk, stale.why)
    except OSError as error:
        what = refused(error, desk.output)
        return _refuse(desk, Say(f"读不了：{what.zh}", f"cannot read: {what.en}"))
    target = file or desk.site / f"{desk.site.name}-{trace.date}.zip"
    code = hand_over(desk, target, data)
    if code == 0:
        _tell(desk, target, data, len(trace.files))
    return code


def _standing(desk: Desk) -> tuple[Trace, str]:
    """The trace of a site that the next publish would leave as it is, and the site's name. Raises _Stale, Closed, NotOurs, OSError."""
    with desk.memory() as memory:
        checked, edition = sound(desk, memory)
        trace = look(desk.output).trace
        if not trace.files:
            raise _Stale(Say("还没有发布过：先发布", "nothing has been published yet: publish first"))
        planned = reasons(desk.job(memory, desk.output), checked)
        changed = [url for url, reason in planned.items() if reason]
        gone = trace.files.keys() - planned.keys()
        if trace.date != checked.today.isoformat() or changed or gone:
            number = len(changed) + len(gone)
            raise _Stale(
                Say(
                    f"发布的网站是 {trace.date} 的，和现在的内容有 {number} 个文件不同：先发布，再打包",
                    f"the published site is of {trace.date}, and {number} file(s) differ from the content: publish first, then pack",
                )
            )
        return trace, edition.library.site.record.name


def _files(output: Path, trace: Trace, name: str) -> Iterator[tuple[str, bytes]]:
    """Our own files as they were written, the page to open first of all; what others have put there stays out. Raises _Stale, OSError."""
    yield _README, _readme(name, trace.date).encode()
    for url in in_order(trace.files, _START):
        data = read(output, url)
        if hashlib.sha256(data).hexdigest() != trace.files[url].sha:
            raise _Stale(Say(f"{url} 发布以后被改过：先发布，再打包", f"{url} was changed after the publish: publish first, then pack"))
        yield url, data


def _readme(name: str, day: str) -> str:
    return (
        f"{name}\r\n{day}（北京时间）发布\r\n\r\n解压以后打开 {_START}，不用联网。\r\n"
        "网页上的状态以发布那天为准；公示的最新情况请看网站。\r\n\r\n"
        f"Published on {day}, China time.\r\nUnpack and open {_START}; no network is needed.\r\n"
        "States are those of that day; see the site for the latest.\r\n"
    )


def _refuse(desk: Desk, why: Say) -> int:
    desk.complain(f"没有打包：{why.zh}", f"Not packed: {why.en}")
    return _PROBLEMS


def _tell(desk: Desk, file: Path, data: bytes, number: int) -> None:
    sha = hashlib.sha256(data).hexdigest()
    if desk.as_json:
        click.echo(json.dumps({"file": str(file), "files": number, "bytes": len(data), "sha256": sha}, ensure_ascii=False))
    else:
        desk.say(f"{number} 个文件，{len(data) / 1e6:.1f} MB", f"{number} files, {len(data) / 1e6:.1f} MB")
        click.echo(f"{sha}  {file.name}")
