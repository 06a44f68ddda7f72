"""A site with somebody revoked, somebody on notice and somebody honoured, and a theme of its own to plant things in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sitegen.problems import Problem
from tests.conftest import ROOT
from tests.press import SMALL, publish
from tests.sites import SITE, write_site

Edit = Callable[[Path], None]

REVOKED = """-- content/models/sun-qiming.md --
---
姓名: 孙启明
摘要: 种树的人。
编号: sun-2024-7
地区: 甲省/丁市
领域: 农村
单位: cun
发布: 2026-09-01
荣誉:
  - 称号: 绿化标兵
    级别: 市
    年度: 2024
    授予单位: 丁市
    推荐: {方式: 组织推荐, 日期: 2024-09-01}
    公示: {开始: 2024-10-14, 结束: 2024-10-18, 公示单位: 丁市, 依据: 文件, 范围: 全市, 发布: 2024-10-14}
    表彰: {日期: 2024-10-25, 文号: 丁〔2024〕1号}
    撤销: {日期: 2026-03-16, 原因: 材料不实}
---
孙启明种了一片树。
"""
BLOCK = f"-- site.yaml --\n{SITE}网址: https://example.org/dx\n{SMALL}{REVOKED}"


def make(folder: Path, *edits: Edit) -> Path:
    """The site with a copy of the default theme, after some edits."""
    site = write_site(folder / "site", BLOCK)
    shutil.copytree(ROOT / "themes/default", site / "themes/default")
    for edit in edits:
        edit(site)
    return site


def found(site: Path) -> Sequence[Problem]:
    """What the inspection says of a publish."""
    problems = publish(site).checked.problems
    rest = [p for p in problems if p.code[0] != "O" and p.severity == "error"]
    assert not rest, rest
    return [p for p in problems if p.code[0] == "O"]


def told(site: Path) -> set[str]:
    """Codes, weights and files of the findings."""
    return {f"{p.code} {p.severity} {p.place.path}" for p in found(site)}


def put(path: str, old: str, new: str) -> Edit:
    """Replace one text in a file of the site."""

    def edit(site: Path) -> None:
        text = (site / path).read_text("utf-8")
        assert old in text, (path, old)
        (site / path).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def in_template(name: str, words: str) -> Edit:
    """Words of a theme's own at the beginning of what a template shows."""
    starts = {"feed.xml": "{% for entry", "sitemap.xml": "</urlset>"}
    start = starts.get(name, "{% block main %}")
    new = f"{words}{start}" if name in starts else f"{start}{words}"
    return put(f"themes/default/templates/{name}", start, new)


def plant(name: str, text: str) -> Edit:
    """A file that the theme publishes beside its scripts."""

    def edit(site: Path) -> None:
        (site / "themes/default/scripts" / name).write_text(text, "utf-8")

    return edit


def in_body(name: str, text: str) -> Edit:
    """Another paragraph in the text of a record."""

    def edit(site: Path) -> None:
        file = site / "content" / name
        file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")

    return edit
