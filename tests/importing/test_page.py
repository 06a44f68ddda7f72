"""A long Word story as the page that readers get."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.importing.house import bring, house, run
from tests.importing.papers import photograph, word

_SENTENCE = "他把每一户的情况记在本子上，逢雨必查，逢雪必扫，三十年没有误过一次巡查。"


def long_story() -> bytes:
    """Six pages as an office counts them: some 4,000 characters, two photographs, a table."""
    parts = [
        "# 三十年护一渠",
        "——记示例县清水村水管员王大山",
        f"王大山在清水村当了三十年水管员。{_SENTENCE}",
        "![](p1)",
        "图1 王大山在渠首检查闸门",
    ]
    for number, head in enumerate(("接过父亲的铁锹", "暴雨之夜", "一本水账", "算给大家看", "后来的人"), 1):
        parts += [f"{'一二三四五'[number - 1]}、{head}", *[_SENTENCE * 7 for _ in range(3)]]
    parts += [
        "近三年用水情况",
        "| 年份 | 灌溉（亩） | 用水（立方米） |",
        "| 2023 | 1200 | 360000 |",
        "| 2024 | 1260 | 341000 |",
        "| 2025 | 1310 | 328000 |",
    ]
    parts += ["![王大山向年轻人讲解水账](p2)", _SENTENCE * 5]
    return word("\n".join(parts), {"p1": photograph(1600, 1000), "p2": photograph(1200, 900, "#4a6fa5")})


@pytest.mark.slow
def test_six_pages_of_word_are_a_page_of_the_site(tmp_path: Path) -> None:
    site = house(tmp_path)
    result = bring(site, "事迹.docx", long_story())
    assert result.code == 0, result.err
    built = run(site, "publish")
    assert built.code == 0, built.err
    page = (site / "output/models/wang-da-shan.html").read_text("utf-8")
    assert len(re.findall(r"<figure>", page)) >= 2
    assert "<figcaption>王大山在渠首检查闸门</figcaption>" in page
    assert page.count("<tr>") == 4
    assert all(head in page for head in ("接过父亲的铁锹", "暴雨之夜", "一本水账", "算给大家看", "后来的人"))
    assert len(re.sub(r"<[^>]+>|\s", "", page)) > 3500
