"""Where the time of a publish went, stage by stage, as people read it and as ``--json`` gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from sitegen.laps import Spent
from sitegen.problems import Say

STAGES = {
    "reading": Say("读取", "reading"),
    "library": Say("汇总", "library"),
    "markdown": Say("正文", "markdown"),
    "ledger": Say("记录", "ledger"),
    "rules": Say("规则", "rules"),
    "theme": Say("主题", "theme"),
    "views": Say("网页内容", "views"),
    "search": Say("搜索", "search"),
    "files": Say("数据和附件", "data and files"),
    "keys": Say("比较", "keys"),
    "rendering": Say("生成网页", "rendering"),
    "inspection": Say("成品检查", "inspection"),
    "writing": Say("写入", "writing"),
}
_WIDTH = 20


def profile_data(spent: Iterable[Spent]) -> dict[str, dict[str, float]]:
    """Seconds by stage; processor seconds are of all processes together."""
    return {each.stage: {"wall": round(each.wall, 3), "processor": round(each.processor, 3)} for each in spent}


def profile_lines(spent: Sequence[Spent], lang: str) -> list[str]:
    """A table with the dearest stage first."""
    total = sum(each.processor for each in spent) or 1.0
    head = (Say("环节", "stage").get(lang), Say("历时", "wall").get(lang), Say("处理器", "processor").get(lang), "")
    rows = [
        (_name(each, lang), f"{each.wall:.2f}", f"{each.processor:.2f}", f"{100 * each.processor / total:.0f} %")
        for each in sorted(spent, key=lambda each: -each.processor)
    ]
    return [_padded(name, _WIDTH) + "".join(_padded(cell, 10, right=True) for cell in cells) for name, *cells in (head, *rows)]


def _name(each: Spent, lang: str) -> str:
    return STAGES[each.stage].get(lang) if each.stage in STAGES else each.stage


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * max(width - sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text), 0)
    return blanks + text if right else text + blanks
