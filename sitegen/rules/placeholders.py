"""A rule on words that stand for others until somebody writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.privacy.sheets import Sheet
from sitegen.problems import Say, Severity
from sitegen.rules import Finding
from sitegen.rules.texts import text_rule

_PICTURE = re.compile(r"（图片说明待补）")


@text_rule("L005", Severity.WARNING)
def picture_without_words(sheet: Sheet) -> Iterator[Finding]:
    """A picture that was imported still has no description.

    What: 导入的图片还没有写说明。
    | An imported picture still has no description.
    Why: 看不见图片的人只能听到“图片说明待补”。
    | People who do not see it hear nothing of what it shows.
    Wrong:
        照片: {文件: zhang-san/01.jpg, 说明: （图片说明待补）, 同意: 是}
    Right:
        照片: {文件: zhang-san/01.jpg, 说明: 张三在水渠边检查闸门, 同意: 是}
    """
    for match in _PICTURE.finditer(sheet.text):
        yield Finding(
            sheet.spot(match.start()),
            Say("图片还没有说明", "the picture has no description yet"),
            Say("写一句话：图上是谁、在做什么", "say in a sentence who is seen, doing what"),
        )
