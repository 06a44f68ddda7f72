"""The same questions without a terminal: a runner that is taken for one, with a fixed clock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click.testing
import pytest

import sitegen.cli
from sitegen.memory import Memory
from sitegen.pipeline import Checked, check
from tests.press import morning

CLOCK = date(2026, 9, 28)

SITE = """
-- site.yaml --
# 本站的设置
名称: 测试站
主办单位: 丙县总工会
地区: 甲省/乙市/丙县
领域: [农村, 社区]
受理: {受理部门: 办公室, 受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: 县城, 实名要求: 实名}
-- content/units/cun.md --
---
名称: 清水村
编号: cun-0001
摘要: 一个村。
领域: 农村
地区: 甲省/乙市/丙县/清水镇
发布: 2026-09-01
---
村里的事。
-- content/models/zhang-san.md --
---
# 这一行是说明
姓名:   张三
编号: zhang-san-1   # 不要改
摘要: 修水渠的人。
单位: cun
职务: 水管员
五带头: {学习提高: 甲, 争创佳绩: 乙, 服务群众: 丙, 遵纪守法: 丁, 弘扬正气: 戊}
发布: 2026-09-01
荣誉:
  - 称号: 优秀教师
    级别: 市
    年度: 2025
    授予单位: 乙市
    推荐: {方式: 自荐}
    公示: {层级: 市, 开始: 2025-09-01, 结束: 2025-09-05, 公示单位: 乙市, 依据: 文件, 范围: 全市}
    表彰: {日期: 2025-09-20}
# 末尾的说明
x-内部: 留着
---
他修了一条水渠。
-- content/models/li-si.md --
---
姓名: 李四
摘要: 教书的人。
单位: 中学
职务: 教师
发布: 2026-08-01
---
李四的故事。
"""


def run(site: Path, *arguments: str, typed: tuple[str, ...] | None = None, lang: str = "zh", day: date = CLOCK) -> click.testing.Result:
    """Run a command at nine in the morning of ``day``; with ``typed`` somebody sits there and types these lines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sitegen.cli, "now", lambda: morning(day))
        for name in ("run", "start"):
            patch.setattr(f"sitegen.wizard.{name}.is_terminal", lambda: typed is not None)
        lines = "".join(f"{line}\n" for line in typed or ())
        everything = ["--site", str(site), "--lang", lang, *arguments]
        return click.testing.CliRunner().invoke(sitegen.cli.cli, everything, input=lines, catch_exceptions=False)


def checked(site: Path, day: date = CLOCK) -> Checked:
    """What ``check`` finds."""
    memory = Memory(None)
    try:
        return check(site, day, None, memory)
    finally:
        memory.close()


def files(site: Path) -> dict[str, bytes]:
    """Everything in the site but what the program remembers."""
    every = (f for f in sorted(site.rglob("*")) if f.is_file() and ".sitegen" not in f.parts)
    return {f.relative_to(site).as_posix(): f.read_bytes() for f in every}
