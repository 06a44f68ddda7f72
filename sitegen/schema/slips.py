"""Text that was meant as a mapping: ``文件：a.jpg`` is one text to YAML, and a key with its value to a clerk."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.reading.tree import Node, key_text
from sitegen.schema.keys import FieldKey

_KEY_IN_TEXT = re.compile(r"(?:^|(?<=[\s，,]))([^\s:：，,]{1,16})([:：])\s*")


def glued_keys(path: str, node: Node, table: Mapping[str, FieldKey]) -> Problem | None:
    """The colons that keep known keys from being keys, all of them in one finding."""
    found = [m for m in _KEY_IN_TEXT.finditer(node.text) if key_text(m[1]) in table]
    if not found or found[0].start() > 0:
        return None
    ends = [m.start() for m in found[1:]] + [len(node.text)]
    mended = "，".join(f"{key_text(m[1])}: {node.text[m.end() : end].strip(' ，,')}" for m, end in zip(found, ends, strict=True))
    names = "".join(f"“{key_text(m[1])}”" for m in found)
    english = ", ".join(f"'{key_text(m[1])}'" for m in found)
    each = "（每项一行）" if len(found) > 1 else ""
    if found[0][2] == "：":
        return Problem(
            "F022",
            Severity.ERROR,
            Place(path, node.line, node.column + found[0].start(2)),
            Say(f"{names}后面是中文冒号“：”", f"a full-width colon follows {english}"),
            Say(f"改为英文冒号加空格{each}：{mended}", f"write an ASCII colon and a blank, one key a line: {mended}"),
        )
    return Problem(
        "F023",
        Severity.ERROR,
        Place(path, node.line, node.column + found[0].end(2)),
        Say(f"{names}的冒号后面没有英文空格", f"there is no blank after the colon of {english}"),
        Say(f"冒号后面加一个空格{each}：{mended}", f"put a blank after the colon, one key a line: {mended}"),
    )
