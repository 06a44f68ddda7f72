"""Random honest offices: whatever they do lawfully, and however they publish, no rule on the ledger objects."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sitegen import recording
from sitegen.ledger.history import verify
from sitegen.ledger.store import read_ledger
from tests.attacks.world import PI, QIAN, SETTINGS, SUN, ZHANG, ZHAO, day_of, errors, iso, merge, person, record
from tests.sites import write_site

# an honest office may see these: it published late, or from two copies
HARMLESS = {"E002", "E019"}
NAMES = {ZHAO: "赵一", QIAN: "钱二", SUN: "孙三"}


def earliest(start: int) -> int:
    """The fifth working day from a day of November 2026 on."""
    day, left = start, 5
    while True:
        left -= day_of(day).weekday() < 5
        if not left:
            return day
        day += 1


@dataclass
class Person:
    """What an honest office knows of a candidate."""

    name: str
    post: str = "教师"
    deeds: str = "教书三十年"
    objections: list[str] = field(default_factory=list)
    objected: bool = False
    ending: str = ""
    honoured: bool = False

    def text(self, path: str, notice: str) -> str:
        text = person(path, self.name, notice).replace("职务: 教师", f"职务: {self.post}").replace("教书三十年", self.deeds)
        listed = f"    异议: [{', '.join(self.objections)}]\n" if self.objections else ""
        return text.replace("    公示:", f"{listed}{self.ending}    公示:")


@dataclass
class Office:
    """A batch and a notice of one person, from the sixteenth of November on."""

    rng: random.Random
    start: int = 16
    end: int = 20
    audience: str = "全县"
    remarks: list[str] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=lambda: {path: Person(name) for path, name in NAMES.items()})
    single: Person = field(default_factory=lambda: Person("张三"))
    pages: int = 0

    def everybody(self) -> list[Person]:
        return [*self.people.values(), self.single]

    def write(self, site: Path) -> None:
        told = f"更正: [{', '.join(self.remarks)}]" if self.remarks else "备注: 无"
        lines = ["公示单位: 丙县", "依据: 文件一", f"范围: {self.audience}", "发布: 2026-11-16", told]
        dates = [f"开始: {iso(self.start)}", f"结束: {iso(self.end)}"]
        inline = "\n      - " + "\n        ".join(line for line in (*dates, *lines) if not line.startswith("备注"))
        files = {PI: "\n".join(["---", "编号: pi-2026", "标题: 优秀教师候选人公示", *dates, *lines, "---", "公示如下。", ""])}
        files |= {path: who.text(path, "pi") for path, who in self.people.items()}
        files[ZHANG] = self.single.text(ZHANG, inline)
        files |= {f"content/pages/p{n}.md": f"---\n标题: 页{n}\n---\n文。\n" for n in range(self.pages)}
        for path, text in files.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, "utf-8")

    def act(self, day: int) -> None:
        """One lawful thing that may be done on a day."""
        running: Sequence[Callable[[int], None]] = (self.note, self.widen, self.change, self.extend, self.object, self.settle, self.leave)
        over: Sequence[Callable[[int], None]] = (self.note, self.settle, self.honour, self.revoke)
        self.rng.choice(running if day <= self.end else over)(day)

    def note(self, day: int) -> None:
        self.pages += 1

    def widen(self, day: int) -> None:
        self.audience += "各乡"

    def change(self, day: int) -> None:
        who = self.rng.choice(self.everybody())
        who.post += "长"
        who.deeds += "又一年"
        self.extend(day)

    def extend(self, day: int) -> None:
        self.end = max(self.end, earliest(day)) + self.rng.choice((0, 0, 1, 4))
        self.remarks.append(f"{{日期: {iso(day)}, 内容: 更正并延长}}")

    def object(self, day: int) -> None:
        who = self.rng.choice([w for w in self.everybody() if not w.ending] or [self.single])
        if not who.ending:
            who.objected = True
            who.objections.append(f"{{编号: yy-{len(who.objections) + 1}, 日期: {iso(day)}, 状态: 核查}}")

    def settle(self, day: int) -> None:
        for who in self.everybody():
            if who.objected and not who.ending:
                who.objected = False
                who.objections = [o.replace("状态: 核查}", f"状态: 不成立, 办结: {iso(day)}, 说明: 不实}}") for o in who.objections]

    def leave(self, day: int) -> None:
        who = self.rng.choice(self.everybody())
        if not who.ending:
            who.ending = f"    撤回: {{日期: {iso(day)}, 原因: 本人放弃}}\n"

    def honour(self, day: int) -> None:
        for who in self.everybody():
            if not who.ending and not who.objected and self.rng.random() < 0.5:
                who.ending, who.honoured = f"    表彰: {{日期: {iso(day)}, 文号: 一号, 机关: 丙县}}\n", True

    def revoke(self, day: int) -> None:
        for who in self.everybody():
            if who.honoured and "撤销" not in who.ending and self.rng.random() < 0.3:
                who.ending += f"    撤销: {{日期: {iso(day)}, 原因: 不实}}\n"


def live_through(tmp_path: Path, seed: int) -> list[str]:
    """Three weeks of an honest office; everything that was said against it."""
    rng = random.Random(seed)
    office = Office(rng, end=rng.choice((20, 20, 24, 30)))
    site = write_site(tmp_path / "site", SETTINGS + "-- content/pages/about.md --\n---\n标题: 关于\n---\n文。\n")
    said: list[str] = []
    copies = 0
    for day in range(16, 40):
        if day > 16 and rng.random() < 0.35:
            office.act(day)
        elif day > 16 and rng.random() < 0.25:
            continue  # nobody publishes, and nothing is done
        office.write(site)
        if day > 16 and rng.random() < 0.1:  # two copies that both begin a ledger are two ledgers, and that is an error
            copies += 1
            copy = tmp_path / f"copy-{copies}"
            shutil.copytree(site, copy)
            said += errors(record(copy, day, 8))
            said += errors(record(site, day))
            merge(copy, site)
        for hour in (10, 15)[: rng.choice((1, 1, 2))]:
            found = record(site, day, hour)
            said += errors(found)
            said += [f"{day} {p.code} {p.message.zh}" for p in found if p.code[0] == "E" and p.code not in HARMLESS]
    damages = verify(read_ledger(site / "ledger"), recording.remembered_heads(site))
    return [*said, *(damage.reason.zh for damage in damages)]


@pytest.mark.parametrize("seed", range(12))
def test_an_honest_office_is_left_in_peace(tmp_path: Path, seed: int) -> None:
    assert live_through(tmp_path, seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(12))
def test_many_honest_offices_are_left_in_peace(tmp_path: Path, batch: int) -> None:
    for seed in range(100 + batch * 25, 125 + batch * 25):
        assert live_through(tmp_path / str(seed), seed) == [], seed
