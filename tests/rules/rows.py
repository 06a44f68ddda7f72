"""The form of the tables of examples: one failing site and its mended twin for a code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.sites import SITE


@dataclass(frozen=True)
class Row:
    """A site on which ``code`` is found, and what the finding must be like.

    ``at`` is ``file: text``, the text that begins at the very spot; ``fix`` stands in the Chinese fix.
    ``mend`` turns the site into its twin: (old, new) where the new text holds what the fix
    proposes, or a whole other site where the fix cannot know the right value.
    """

    code: str
    block: str
    at: str
    fix: str
    mend: tuple[str, str] | str
    today: str = "2026-11-18"

    @property
    def twin(self) -> str:
        if isinstance(self.mend, str):
            return self.mend
        old, new = self.mend
        assert old in self.block, (self.code, old)
        return self.block.replace(old, new, 1)

    @property
    def is_computed(self) -> bool:
        """Whether the twin was made with the value that the fix proposes."""
        if isinstance(self.mend, str):
            days = re.findall(r"\d{4}-\d\d-\d\d", self.fix)
            return bool(days) and all(day in self.mend for day in days)
        return self.fix in self.mend[1]

    def __str__(self) -> str:
        return f"{self.code}-{self.at.partition(': ')[2][:20]}"


def file(path: str, header: str, body: str = "正文") -> str:
    return f"-- content/{path}.md --\n---\n{header.strip()}\n---\n{body}\n"


def model(fields: str = "", name: str = "zhang", number: str | None = None) -> str:
    """A person whose id is their name and 2026."""
    return file(f"models/{name}", f"编号: {number or f'{name}-2026'}\n姓名: 张三\n摘要: 一\n单位: 红旗厂\n职务: 钳工\n{fields}")


def unit(fields: str = "", name: str = "hongqi") -> str:
    return file(f"units/{name}", f"编号: {name}-unit\n名称: 红旗厂\n摘要: 一\n{fields}")


def notice(fields: str, name: str = "pi", body: str = "正文") -> str:
    """A batch notice whose id is its name and 2026."""
    return file(f"notices/{name}", f"编号: {name}-2026\n标题: 公示\n公示单位: 县\n{fields}", body)


def bulletin(fields: str) -> str:
    return file("bulletins/b", f"标题: 停车方案\n{fields}")


def site(extra: str, base: str = SITE) -> str:
    return f"-- site.yaml --\n{base}{extra.strip()}\n"


def honour(*lines: str) -> str:
    """A person with one honour."""
    return model("荣誉:\n  - 称号: 能手\n" + "".join(f"    {line}\n" for line in lines))


ROUNDS = site("""
轮次:
  - {编号: r-2025, 名称: 一, 开始: 2025-01-01, 结束: 2025-12-31}
  - {编号: r-2026, 名称: 二, 开始: 2026-01-01, 结束: 2026-12-31}
""")
NOTICE = "公示: {开始: 2026-11-02, 结束: 2026-11-06}"
TWO_LEVELS = "公示: [{层级: 县, 开始: 2026-11-02, 结束: 2026-11-06}, {层级: 省, 开始: 2026-11-09, 结束: 2026-11-13}]"
