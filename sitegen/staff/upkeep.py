"""The commands of whoever looks after the machine: editors, doctor."""

from __future__ import annotations

import click

from sitegen.staff.outlets import Command, HasDesk

CHINESE = {"编辑器": "editors", "诊断": "doctor"}


def add_upkeep(command: Command) -> dict[str, str]:
    """Register them and give their Chinese names."""

    @command("editors", "编辑器：写编辑器的设置和字段说明  Write editor settings and schemas")
    @click.option("--cms", "with_cms", is_flag=True, help="也写浏览器表单的配置 the configuration of a CMS, too")
    def editors(options: HasDesk, with_cms: bool) -> int:
        from sitegen.staff.editors import write_editors

        return write_editors(options.desk(), with_cms=with_cms)

    @command("doctor", "诊断：这台电脑和这个网站缺什么、怎么办  What this machine and this site lack, and what to do")
    def doctor(options: HasDesk) -> int:
        from sitegen.staff.doctor import tell_health

        return tell_health(options.desk())

    return CHINESE
