"""A site with somebody in every state, an address and a site code; and its pages taken apart."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.press import SMALL, publish, tree
from tests.sites import SITE, write_site

ADDRESS = "https://example.org/bang/"
HOSTILE = "</script><b a='1'>&\u2028\"=1+1"  # as a text that staff might paste


def person(slug: str, name: str, facts: str, more: str = "") -> str:
    """A model with one honour, whose title is 标兵 unless the facts say otherwise."""
    return f"""-- content/models/{slug}.md --
---
姓名: {name}
摘要: {name}做的事。
编号: {slug}-01
发布: 2026-10-01
{more}荣誉:
  - 称号: 标兵
    级别: 县
    年度: 2026
    授予单位: 丙县
    推荐: {{方式: 群众推荐, 日期: 2026-09-20, 人数: 12}}
    {facts}
---
{name}的故事。
"""


def notice(start: str, end: str) -> str:
    return f"公示: {{开始: {start}, 结束: {end}, 公示单位: 丙县, 依据: 文件, 范围: 全县, 发布: {start}}}"


ENDED = notice("2026-10-12", "2026-10-16")
STATES = (
    f"-- site.yaml --\n{SITE}网址: {ADDRESS}\n标识码: 1234567890\n{SMALL}"
    + person("qian-ba", "钱八", notice("2026-11-23", "2026-11-27"))
    + person("zhao-liu", "赵六", f"{ENDED}\n    表彰: {{日期: 2026-10-20}}\n    撤销: {{日期: 2026-11-02, 原因: 事迹不实}}")
    + person(
        "sun-qi",
        "孙七",
        f"{ENDED}\n    异议: [{{编号: '1', 日期: 2026-10-14, 状态: 成立, 办结: 2026-10-15, 说明: 属实}}]"
        "\n    撤回: {日期: 2026-10-16, 原因: 异议成立}",
    )
    + person("zhou-jiu", "周九", f"{ENDED}\n    撤回: {{日期: 2026-10-20, 原因: 本人放弃}}", "示例: 是\n标签: [水利, 农村]\n")
    + person("wu-shi", "吴十", "授予单位: 丙县").replace("    授予单位: 丙县\n    推荐", "    推荐").replace("标兵", "未定奖")
)
WITHHELD = ("赵六", "孙七")


class Page(HTMLParser):
    """The head of a page: its meta tags by name and property, its links, its structured data; and every tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.data: list[Any] = []
        self._is_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag == "meta":
            name = found.get("name") or found.get("property") or f"itemprop {found.get('itemprop')}"
            self.meta.setdefault(name, []).append(found.get("content", ""))
        elif tag == "link":
            self.links.append(found)
        self._is_data = tag == "script" and found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data.append(json.loads(data))
            self._is_data = False

    def said(self, name: str) -> str:
        """The content of the one meta tag of this name, "" if there is none."""
        values = self.meta.get(name, [])
        assert len(values) <= 1, name
        return values[0] if values else ""

    def node(self, kind: str) -> dict[str, Any] | None:
        """The one thing of a type in the structured data."""
        nodes = [n for graph in self.data for n in graph["@graph"] if n["@type"] == kind]
        assert len(nodes) <= 1, kind
        return nodes[0] if nodes else None


def built(folder: Path, block: str = STATES) -> dict[str, bytes]:
    """The files of a published site."""
    site = write_site(folder / "site", block)
    made = publish(site)
    assert made.checked.is_sound, [(p.code, p.place.path, p.message.zh) for p in made.checked.problems]
    return tree(site / "output")


def page_of(files: dict[str, bytes], url: str) -> Page:
    return Page(files[url].decode())
