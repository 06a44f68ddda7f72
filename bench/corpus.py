"""A seeded site of any size: ``python -m bench.corpus FOLDER --records 1000``.

Four in five records are models, the rest units; bodies have 600 to 1,500 characters with headings,
lists, tables, quotations and links; a third have honours, notices and promises. The site keeps evidence
from its demonstration date on. Everybody in it is invented.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

from sitegen.calendar import Calendar
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Counting

TODAY = date(2026, 11, 18)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "春秋冬夏梅兰竹菊山水云月明亮建国芳华志强文武平安福康宁静怡欣然晓东海波"
_PLACES = [f"{p}省/{c}市/{d}县" for p in ("甲", "乙", "丙", "丁") for c in ("东", "西", "南") for d in ("上", "中", "下")]
_SECTORS = ("农村", "社区", "机关", "国有企业", "非公企业", "学校", "医院", "社会组织", "窗口单位")
_TITLES = ("优秀共产党员", "劳动模范", "道德模范", "服务标兵", "三八红旗手", "岗位能手")
_TITLES_OF_UNITS = ("先进基层党组织", "文明单位", "模范集体", "五好支部")
_TEXT = (
    "清早他沿着河堤走一遍，把水位记在本子上，群众说这几年路修通了，灯也亮了，村里的账每月贴出来，谁都看得明白，"
    "培训班办了三期，学员二百多人，回来以后各自带起一片，遇到难题先问老师傅，再翻书，"
)
_WORDS = [word for word in _TEXT.split("，") if word]
_CALENDAR = Calendar()


def make_corpus(folder: Path, records: int, seed: int = 1) -> None:
    """Write a site of ``records`` records into ``folder``."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    (folder / "content/models").mkdir(parents=True, exist_ok=True)
    (folder / "content/units").mkdir(parents=True, exist_ok=True)
    sectors = ", ".join(_SECTORS)
    (folder / "site.yaml").write_text(
        f"名称: 测量用网站\n主办单位: 测量县\n演示日期: {TODAY}\n领域: [{sectors}]\n"
        f"启用存证: {TODAY}\n接受声明: 启用之前的公示张贴在公开栏\n"
        "受理: {受理部门: 办公室, 受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: 县城, 实名要求: 实名}\n",
        "utf-8",
    )
    units = max(records // 5, 1)
    for number in range(units):
        (folder / f"content/units/unit-{number:06}.md").write_text(_unit(rng, number), "utf-8")
    for number in range(records - units):
        (folder / f"content/models/model-{number:06}.md").write_text(_model(rng, number, units), "utf-8")


def _sentence(rng: random.Random) -> str:
    return "，".join(rng.choices(_WORDS, k=rng.randint(2, 5))) + "。"


def _paragraph(rng: random.Random) -> str:
    return "".join(_sentence(rng) for _ in range(rng.randint(3, 6)))


def _body(rng: random.Random, link: str) -> str:
    parts = [_paragraph(rng), "## 做法", _paragraph(rng), "\n".join(f"- {_sentence(rng)}" for _ in range(3))]
    if rng.random() < 0.4:
        parts.append("| 年份 | 户数 |\n|---|---|\n" + "\n".join(f"| {y} | {rng.randint(10, 900)} |" for y in (2023, 2024, 2025)))
    if rng.random() < 0.4:
        parts.append(f"> {_sentence(rng)}")
    parts += ["### 体会", f"{_sentence(rng)}参见[邻近的单位]({link})，**{_sentence(rng)}**"]
    while sum(map(len, parts)) < rng.randint(600, 1200):
        parts.append(_paragraph(rng))
    return "\n\n".join(parts) + "\n"


def _promises(rng: random.Random) -> str:
    due = TODAY + timedelta(days=rng.randint(-200, 200))
    result = "\n    结果: 已经办到\n    评价: {日期: 2026-11-01, 结论: 满意}" if due < TODAY or rng.random() < 0.3 else ""
    return f"承诺:\n  - 内容: {_sentence(rng)}\n    期限: {due}\n    承诺日期: 2026-01-10\n    责任人: 书记{result}\n"


def _honour(rng: random.Random, titles: tuple[str, ...]) -> str:
    start = TODAY - timedelta(days=rng.randint(-5, 500))
    while not _CALENDAR.is_workday(start):
        start += timedelta(days=1)
    end = _CALENDAR.last_day(start, 5, LengthUnit.WORKDAY, Counting.START_DAY)
    decided = end + timedelta(days=9)
    decision = f"\n    表彰: {{日期: {decided}, 文号: 测〔{decided.year}〕1号}}" if decided <= TODAY else ""
    return (
        f"荣誉:\n  - 称号: {rng.choice(titles)}\n    级别: 县\n    年度: {start.year}\n    授予单位: 测量县\n"
        f"    推荐: {{方式: 群众推荐, 日期: {start - timedelta(days=20)}, 人数: {rng.randint(3, 90)}}}\n"
        f"    公示: {{开始: {start}, 结束: {end}, 公示期: 5个工作日, 公示单位: 测量县, 依据: 办法, 范围: 全县, 发布: {start}}}{decision}\n"
    )


def _common(rng: random.Random, number: int, titles: tuple[str, ...]) -> str:
    published = TODAY - timedelta(days=rng.randint(0, 900))
    facts = f"摘要: {_sentence(rng)}\n地区: {rng.choice(_PLACES)}\n领域: {rng.choice(_SECTORS)}\n发布: {published}\n"
    return facts + (_honour(rng, titles) + _promises(rng) if number % 3 == 0 else "")


def _model(rng: random.Random, number: int, units: int) -> str:
    name = rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.randint(1, 2)))
    unit = f"unit-{rng.randrange(units):06}"
    criteria = "五带头: {学习提高: 学, 争创佳绩: 争, 服务群众: 服, 遵纪守法: 守, 弘扬正气: 扬}\n"
    head = f"姓名: {name}\n编号: m-{number:06}\n单位: {unit}\n职务: 职工\n{criteria}"
    return f"---\n{head}{_common(rng, number, _TITLES)}---\n{_body(rng, f'../units/{unit}.md')}"


def _unit(rng: random.Random, number: int) -> str:
    criteria = "五个好: {领导班子: 好, 党员队伍: 好, 工作机制: 好, 工作业绩: 好, 群众反映: 好}\n"
    head = f"名称: 第{number}村\n编号: u-{number:06}\n类型: 党组织\n{criteria}"
    return f"---\n{head}{_common(rng, number, _TITLES_OF_UNITS)}---\n{_body(rng, f'unit-{number:06}.md')}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make_corpus(given.folder, given.records, given.seed)


if __name__ == "__main__":
    main()
