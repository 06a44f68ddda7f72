"""Words that say that somebody has been honoured, and words that say that it is not so, or not yet."""

from __future__ import annotations

import re

WON = ("荣获", "获评", "获得", "被授予", "被评为", "被评选为", "荣膺", "当选为?", "喜获")
NOT_YET = "拟擬将將候想争爭"  # right before the word, they make a plan or a wish of it
REACH = 14  # characters between the word and the title, such as a year or an authority
DENIALS = (
    "(?<!模)[拟擬]", "候[选選]", "推荐(?:为|人选|对象|参评|授予)", "被推荐", "(?<!经)(?<!经过)公示(?!期满|结束|无异议)", "未(?!来|婚|成年)",
    "[没沒]有", "[还還][没沒]", "不是", "争取", "争创", "力争", "申报", "参评", "希望", "有望", "撤[销銷回]", "原授予", "取消",
)  # fmt: skip
"""Anywhere in a sentence: whoever it names is not called honoured by it."""


def won(title: str) -> re.Pattern[str]:
    """Finds a word of ``WON`` followed by the title; group 1 is the word."""
    return re.compile(f"(?<![{NOT_YET}])({'|'.join(WON)})[^。；！？\n]{{0,{REACH}}}?{re.escape(title)}")
