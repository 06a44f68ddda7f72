"""The commands of what goes out by other ways than the site: digest, poster, document, pack, schedule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_FILE = click.Path(path_type=Path, dir_okay=False)


class HasDesk(Protocol):
    """The common options of a command, as the command line gives them."""

    def desk(self) -> Desk: ...


Command = Callable[[str, str], Callable[[Callable[..., int]], Any]]


CHINESE = {"简报": "digest", "海报": "poster", "公文": "document", "打包": "pack", "计划": "schedule"}


def add_commands(command: Command) -> dict[str, str]:
    """Register them and give their Chinese names; ``command`` takes a name and its help, then a function of the options."""

    @command("digest", "简报：一周简报、短信、广播稿  Digest of the week, short messages, text to be read aloud")
    @click.option("--week", "kind", flag_value="week", default="week", help="一周简报（默认） the week, by default")
    @click.option("--sms", "kind", flag_value="sms", help="短信，每段 70 字 short messages of 70 characters")
    @click.option("--broadcast", "kind", flag_value="broadcast", help="广播稿 text for loudspeakers")
    def digest(options: HasDesk, kind: str) -> int:
        from sitegen.staff.digest import tell_digest

        return tell_digest(options.desk(), kind)

    @command("poster", "海报：公示或荣誉，A4、A3  Sheet of a notice or an honour, A4 or A3")
    @click.argument("what", metavar="NOTICE|MODEL|UNIT")
    @click.option("--a3", "is_large", is_flag=True, help="A3 纸，默认 A4 A3 instead of A4")
    @click.option("--pdf", type=_FILE, metavar="FILE", help="写成 PDF write a PDF")
    @click.option("--honour", "number", type=click.IntRange(1), metavar="N", help="第几项荣誉 which of the honours")
    def poster(options: HasDesk, what: str, is_large: bool, pdf: Path | None, number: int | None) -> int:
        from sitegen.staff.poster import make_poster

        return make_poster(options.desk(), what, pdf, number, is_large=is_large)

    @command("document", "公文：公示公告，盖章用  A notice as an official document, for the seal")
    @click.argument("what", metavar="NOTICE")
    @click.argument("file", required=False, type=_FILE, metavar="[FILE.docx|FILE.pdf]")
    def document(options: HasDesk, what: str, file: Path | None) -> int:
        from sitegen.staff.document import make_document

        return make_document(options.desk(), what, file)

    @command("pack", "打包：发布的网站做成离线 ZIP  The published site as a ZIP for use without a network")
    @click.argument("file", required=False, type=_FILE, metavar="[FILE.zip]")
    def pack(options: HasDesk, file: Path | None) -> int:
        from sitegen.staff.pack import pack_site

        return pack_site(options.desk(), file)

    @command("schedule", "计划：每天自动发布的设置，只打印  What makes a machine publish daily; prints only")
    @click.argument("system", required=False, type=click.Choice(["cron", "systemd", "windows"]))
    def schedule(options: HasDesk, system: str | None) -> int:
        from sitegen.staff.schedule import tell_schedule

        return tell_schedule(options.desk(), system)

    return CHINESE
