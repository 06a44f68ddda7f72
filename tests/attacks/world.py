"""A site that lives through days: edits of its files, publishes that only record, and publishes that render."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sitegen import recording
from sitegen.memory import Memory
from sitegen.pipeline import check
from sitegen.problems import Problem
from tests.press import morning, publish, tree
from tests.sites import SITE, write_site

Edit = Callable[[Path], None]
Publish = Callable[[Path, int], Sequence[Problem]]

SETTINGS = f"""-- site.yaml --
{SITE}启用存证: 2026-11-16
公示规则: [{{编号: xian, 名称: 县规, 最少: 5, 单位: 工作日, 依据: 县文件}}]
公示: {{默认规则: xian, 计日: 始日计入}}
"""
NOTICE = """公示单位: 丙县
{0}依据: 文件一
{0}范围: 全县
{0}发布: 2026-11-16
"""
ZHANG = "content/models/zhang.md"
ONE = f"""{SETTINGS}-- {ZHANG} --
---
姓名: 张三
编号: zhang-san
摘要: 修水渠的人。
单位: 红旗厂
职务: 钳工
荣誉:
  - 称号: 劳动模范
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {{方式: 群众推荐, 日期: 2026-10-20, 人数: 12}}
    公示:
      - 开始: 2026-11-16
        结束: 2026-11-20
        {NOTICE.format("        ")}---
他修了一条水渠。
"""
PI = "content/notices/pi.md"
ZHAO, QIAN, SUN, LI = (f"content/models/{name}.md" for name in ("zhao", "qian", "sun", "li"))


def person(path: str, name: str, notice: str = "pi") -> str:
    """A candidate of a batch."""
    slug = path.rpartition("/")[2].removesuffix(".md")
    return f"""---
姓名: {name}
编号: {slug}-2026
摘要: {name}教书三十年。
单位: 清水小学
职务: 教师
荣誉:
  - 称号: 优秀教师
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {{方式: 群众推荐, 日期: 2026-10-20, 人数: 12}}
    公示: {notice}
---
{name}的故事。
"""


BATCH = (
    f"{SETTINGS}-- {PI} --\n---\n编号: pi-2026\n标题: 优秀教师候选人公示\n"
    f"开始: 2026-11-16\n结束: 2026-11-20\n{NOTICE.format('')}---\n公示如下。\n"
    + "".join(f"-- {path} --\n{person(path, name)}" for path, name in ((ZHAO, "赵一"), (QIAN, "钱二"), (SUN, "孙三")))
)


def put(path: str, old: str, new: str) -> Edit:
    """Replace one text in a file; a story that no longer fits its site fails."""

    def edit(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert old in text, (path, old)
        (site / path).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def write(path: str, data: str | bytes) -> Edit:
    def edit(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data.encode() if isinstance(data, str) else data)

    return edit


def drop(*paths: str) -> Edit:
    def edit(site: Path) -> None:
        for path in paths:
            (site / path).unlink()

    return edit


def move(old: str, new: str) -> Edit:
    def edit(site: Path) -> None:
        (site / old).rename(site / new)

    return edit


def remark(day: int, path: str = ZHANG) -> Edit:
    """A correction that gives a reason."""
    if path == ZHANG:
        return put(path, "        依据:", f"        更正: [{{日期: {iso(day)}, 内容: 有误，更正并延长}}]\n        依据:")
    return put(path, "依据:", f"更正: [{{日期: {iso(day)}, 内容: 有误，更正并延长}}]\n依据:")


def until(end: int, path: str = ZHANG, old: int = 20) -> Edit:
    return put(path, f"结束: {iso(old)}", f"结束: {iso(end)}")


def fact(text: str, path: str = ZHANG) -> Edit:
    """Add a line to the honour, e.g. a decision."""
    return put(path, "    年度: 2026\n", f"    年度: 2026\n    {text}\n")


def honoured(day: int, path: str = ZHANG) -> Edit:
    return fact(f"表彰: {{日期: {iso(day)}, 文号: 一号, 机关: 丙县}}", path)


def day_of(number: int) -> date:
    """A day of November 2026, the sixteenth being a Monday; from 31 on of December."""
    return date(2026, 11, 1) + timedelta(days=number - 1)


def iso(number: int) -> str:
    return day_of(number).isoformat()


@dataclass(frozen=True)
class Step:
    """Edits, then a publish on a day."""

    day: int
    edits: tuple[Edit, ...] = ()


def days(*numbers: int) -> tuple[Step, ...]:
    return tuple(Step(number) for number in numbers)


def record(site: Path, day: int, hour: int = 9, as_of: int | None = None) -> Sequence[Problem]:
    """Publish without making pages: check, and write into the ledger what a publish writes."""
    memory = Memory(None)
    try:
        now = morning(day_of(day)).replace(hour=hour)
        checked = check(site, now.date(), day_of(as_of) if as_of else None, memory)
        if checked.is_sound and checked.evidence is not None:
            evidence = recording.with_salts(site, checked.evidence, checked.sources, checked.stories)
            entries = recording.make_entries(evidence, checked.ledger, {}, now)
            recording.stage(site, entries)
            recording.complete(site, entries)
        return checked.problems
    finally:
        memory.close()


def render(site: Path, day: int) -> Sequence[Problem]:
    """Publish as the command does."""
    return publish(site, day_of(day)).checked.problems


def errors(problems: Sequence[Problem]) -> list[str]:
    return [f"{p.code} {p.place.path}: {p.message.zh}" for p in problems if p.severity.name == "ERROR"]


def ledger_codes(problems: Sequence[Problem]) -> list[str]:
    return [f"{p.code} {p.message.zh}" for p in problems if p.code.startswith("E")]


def live(folder: Path, block: str, steps: Sequence[Step], publish: Publish = record) -> Path:
    """A site after some days on which everything was in order."""
    site = write_site(folder, block)
    for step in steps:
        for edit in step.edits:
            edit(site)
        assert errors(publish(site, step.day)) == [], step.day
    return site


def state(site: Path) -> dict[str, bytes]:
    """What an error must leave as it is: the published site, the ledger and the salts."""
    folders = {name: tree(site / name) for name in ("output", "ledger") if (site / name).is_dir()}
    kept = {f"{name}/{file}": data for name, files in folders.items() for file, data in files.items()}
    return kept | {f"salt {p.name}": p.read_bytes() for p in site.rglob("*.salt")}


def fork(day: int, theirs: tuple[Edit, ...] = (), mine: tuple[Edit, ...] = ()) -> Edit:
    """Copy the site, publish here and in the copy without knowing of each other, and merge: a union of ledger files and salts."""

    def edit(site: Path) -> None:
        copy = site.with_name(f"{site.name}-copy-{day}")
        shutil.copytree(site, copy)
        for place, edits, hour in ((copy, theirs, 8), (site, mine, 9)):
            for change in edits:
                change(place)
            assert errors(record(place, day, hour)) == []
        merge(copy, site)

    return edit


def merge(copy: Path, site: Path) -> None:
    """Bring home what a copy recorded."""
    for path in [*(copy / "ledger").glob("*.json"), *copy.rglob("*.salt")]:
        target = site / path.relative_to(copy)
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            shutil.copy2(path, target)
