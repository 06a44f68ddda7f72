"""Builds of text-block sites, and what came out."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time
from pathlib import Path

from sitegen.cli import SHANGHAI
from sitegen.memory import Memory
from sitegen.pipeline import Built, Job, build
from sitegen.places import STATE_FOLDER
from tests.conftest import ROOT

CLOCK = date(2026, 11, 18)

SMALL = """
-- content/units/cun.md --
---
名称: 清水村
摘要: 一个村。
地区: 甲省/乙市/丙县
领域: 农村
编号: cun-0001
五个好: {领导班子: 好, 党员队伍: 好, 工作机制: 好, 工作业绩: 好, 群众反映: 好}
承诺:
  - {内容: 修路, 期限: 2026-11-20, 承诺日期: 2026-01-05}
---
村里的事。见[张三](../models/zhang-san.md)。
-- content/models/zhang-san.md --
---
姓名: 张三
摘要: 修水渠的人。
编号: zhang-san-1
地区: 甲省/乙市/丙县
领域: 农村
单位: cun
发布: 2026-11-01
荣誉:
  - 称号: 劳动模范
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {方式: 群众推荐, 日期: 2026-10-20, 人数: 12}
    公示: {开始: 2026-11-16, 结束: 2026-11-20, 公示单位: 丙县, 依据: 文件, 范围: 全县, 发布: 2026-11-16}
---
## 水渠

他修了一条水渠。
-- content/models/li-si.md --
---
姓名: 李四
摘要: 教书的人。
编号: li-si-01
地区: 甲省/丁市
领域: 社区
发布: 2026-10-01
荣誉:
  - 称号: 优秀教师
    级别: 市
    年度: 2026
    授予单位: 丁市
    推荐: {方式: 组织推荐, 日期: 2026-09-01}
    公示: [pi]
    表彰: {日期: 2026-10-20, 文号: 丁〔2026〕1号}
---
李四的故事。
-- content/models/wang-wu.md --
---
姓名: 王五
摘要: 开车的人。
编号: wang-wu-1
发布: 2026-09-01
荣誉:
  - {称号: 优秀教师, 级别: 市, 年度: 2026, 授予单位: 丁市, 推荐: {方式: 自荐, 日期: 2026-09-02}, 公示: pi}
---
王五的故事。
-- content/notices/pi.md --
---
编号: pi-2026-01
标题: 优秀教师候选人公示
开始: 2026-10-12
结束: 2026-10-16
公示单位: 丁市
依据: 文件
范围: 全市
发布: 2026-10-12
---
公示如下。
-- content/bulletins/wen.md --
---
标题: 停车方案征求意见
种类: 征求意见
日期: 2026-11-10
截止: 2026-11-30
意见: [{内容: 多画车位, 答复: 好}]
---
方案。
-- content/pages/about.md --
---
标题: 关于本站
---
这里是说明。
"""


def morning(day: date) -> datetime:
    """Nine o'clock in China."""
    return datetime.combine(day, time(9), SHANGHAI)


def copy_sample(folder: Path) -> Path:
    """The sample site in a folder of its own, so that building it writes nothing into the project."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "site.yaml", folder)
    for name in ("content", "ledger"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    return folder


def publish(site: Path, day: date = CLOCK, *, output: Path | None = None, forget: bool = False) -> Built:
    """Build a site folder as ``publish`` does; ``forget`` starts with an empty memory."""
    memory = Memory(None if forget else site / STATE_FOLDER / "memory.sqlite")
    try:
        return build(Job(site, output or site / "output", morning(day), None, memory, (site / "themes", ROOT / "themes")))
    finally:
        memory.close()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
