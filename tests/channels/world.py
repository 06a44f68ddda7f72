"""A site with somebody in each state, news made by hand, and commands run as staff run them."""

from __future__ import annotations

import dataclasses
from datetime import date, time
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from sitegen.channels.announced import Announced, News, Subject
from sitegen.cli import cli
from sitegen.records.words import State
from tests.inspection.world import BLOCK
from tests.sites import write_site

DAY = "2026-11-18"
UPHELD = """-- content/models/zhou-ba.md --
---
姓名: 周八九
摘要: 养蜂的人。
编号: zhou-ba-1
发布: 2026-09-01
荣誉:
  - 称号: 养蜂能手
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {方式: 组织推荐, 日期: 2026-09-01}
    公示: [feng]
    异议: [{日期: 2026-11-17, 状态: 成立, 办结: 2026-11-18}]
    撤回: {日期: 2026-11-18, 原因: 异议成立}
---
周八九养蜂。
-- content/models/rare.md --
---
姓名: 㐂𠮷䶮
摘要: 也养蜂的人。
编号: rare-2026
职务: 养蜂员
发布: 2026-09-01
荣誉:
  - {称号: 养蜂能手, 级别: 县, 年度: 2026, 授予单位: 丙县, 推荐: {方式: 组织推荐, 日期: 2026-09-01}, 公示: [feng]}
---
养蜂。
-- content/notices/feng.md --
---
编号: feng-2026
标题: 2026年养蜂能手拟表彰对象公示
开始: 2026-11-16
结束: 2026-11-20
公示期: 5个工作日
公示单位: 丙县
依据: 丙发〔2026〕7号
范围: 全县
发布: 2026-11-16
---
经过评审，现予公示。
"""
AHEAD = """-- content/models/qian-qi.md --
---
姓名: 钱七十
摘要: 扫街的人。
编号: qian-qi-1
发布: 2026-09-01
荣誉:
  - 称号: 环卫标兵
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {方式: 组织推荐, 日期: 2026-09-01}
    公示: {开始: 2026-11-23, 结束: 2026-11-27, 公示单位: 丙县, 依据: 文件, 范围: 全县, 发布: 2026-11-20}
---
扫街。
"""
EVERYBODY = f"{BLOCK}{UPHELD}{AHEAD}"
HIDDEN = ("孙启明", "周八九")  # revoked, and withdrawn after an objection


def make(folder: Path, block: str = EVERYBODY) -> Path:
    return write_site(folder / "site", block)


@dataclasses.dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def run(site: Path, *words: str, day: str = DAY) -> Ran:
    """A command on a site as of a day."""
    result = CliRunner().invoke(cli, ["--site", str(site), "--date", day, *words], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return Ran(result.return_value if isinstance(result.return_value, int) else result.exit_code, result.stdout, result.stderr)


def subject(name: str = "张三", honour: str = "劳动模范", **more: Any) -> Subject:
    facts: dict[str, Any] = {"role": "", "level": "县", "summary": "", "is_person": True, "is_sample": False, **more}
    return Subject(name, honour=honour, **facts)


def notice(**more: Any) -> Announced:
    """A running notice about one person."""
    facts: dict[str, Any] = {
        "id": "pi-2026", "slug": "pi", "title": "公示", "url": "https://example.org/notices/pi.html", "state": State.ON_NOTICE,
        "start": date(2026, 11, 16), "end": date(2026, 11, 20), "closing_hour": time(17), "deadline": None, "subjects": (subject(),),
        "office": "办公室", "phone": "0551-1200000", "email": "a@example.org", "address": "县城", "real_name": "", "issuer": "丙县",
        "basis": "", "audience": "", "length": "", "published": date(2026, 11, 16), "changed": date(2026, 11, 16), "revision": 0,
    }  # fmt: skip
    return Announced(**(facts | more))


def news(*notices: Announced, **more: Any) -> News:
    facts: dict[str, Any] = {"site": "测试站", "organiser": "测试县", "url": "", "today": date(2026, 11, 18), "awards": (), "promises": ()}
    return News(notices=notices, **(facts | more))
