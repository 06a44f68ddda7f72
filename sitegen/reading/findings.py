"""What staff did wrong in a header, and the lines as they meant them.

The YAML parser stops at its first complaint. Each finding therefore carries the mended lines, so
that reading can go on and report the next mistake in the same run. Rows and columns count from 0 here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sitegen.problems import Say, Severity
from sitegen.reading.lines import ColonSlip, KeyLine, indent, key_above, key_text, quoted, value_column


class Finding(NamedTuple):
    """A mistake at a row and column, and the lines as they were meant (none if nobody can tell)."""

    code: str
    row: int
    column: int
    message: Say
    fix: Say
    mended: Mapping[int, str] = {}
    severity: Severity = Severity.ERROR


def unreadable(row: int, column: int, detail: str) -> Finding:
    """For whatever has no better words."""
    return Finding(
        "F014",
        row,
        column,
        Say("这里的写法读不懂", f"this cannot be read ({detail})"),
        Say(
            "每行写成“键: 值”；有冒号、# 或引号的文字两边加英文双引号",
            "write 'key: value' on each line; put text with a colon, # or quotes in double quotes",
        ),
    )


def slip(row: int, found: ColonSlip) -> Finding:
    """A full-width colon, or one without a blank."""
    line = found.mended.strip()
    if found.is_wide:
        return Finding(
            "F022",
            row,
            found.column,
            Say(f"“{key_text(found.name)}”后面是中文冒号“：”", f"a full-width colon follows '{found.name}'"),
            Say(f"改为英文冒号加空格：{line}", f"write an ASCII colon and a blank: {line}"),
            {row: found.mended},
        )
    return Finding(
        "F023",
        row,
        found.column,
        Say(f"“{found.name}:”的冒号后面没有英文空格", f"there is no blank after '{found.name}:'"),
        Say(f"冒号后面加一个空格：{line}", f"put a blank after the colon: {line}"),
        {row: found.mended},
    )


def blank_indent(row: int, line: str) -> Finding:
    """Tabs or full-width blanks before the text of a line."""
    space = line[: len(line) - len(line.lstrip(" \t-\u3000\xa0"))]
    column = next(i for i, c in enumerate(space) if c not in " -")
    is_tab = space[column] == "\t"
    mended = space.replace("-\t", "- ").replace("\t", "  ").replace("\u3000", "  ").replace("\xa0", " ") + line[len(space) :]
    name, english = ("制表符（Tab）", "a tab") if is_tab else ("全角空格", "a full-width blank")
    return Finding(
        "F013",
        row,
        column,
        Say(f"行首用了{name}", f"the line is indented with {english}"),
        Say("行首改用英文空格，每一层两个", "indent with ASCII blanks, two a level"),
        {row: mended},
    )


def no_colon(lines: Sequence[str], row: int) -> Finding:
    """A line that is neither a key with its value nor part of anything."""
    line, start = lines[row], value_column(lines[row])
    word, blank, rest = line[start:].partition(" ")
    message = Say("这一行没有“键: ”", "there is no 'key: ' on this line")
    if blank and len(word) <= 8 and rest.strip():
        mended = f"{line[:start]}{word}: {rest.strip()}"
        fix = Say(f"键的后面加英文冒号：{mended.strip()}", f"put a colon after the key: {mended.strip()}")
        return Finding("F014", row, start + len(word), message, fix, {row: mended})
    last = key_above(lines, row)
    return Finding(
        "F014",
        row,
        start,
        message,
        Say("写成“键: 值”；如果是上一行的继续，行首加两个空格", "write 'key: value'; indent by two blanks what continues the line above"),
        {row: " " * (last[1].column + 2) + line.strip()} if last and last[1].value else {},
    )


def out_of_place(lines: Sequence[str], row: int, column: int | None) -> Finding:
    """A line whose indentation fits no level; ``column`` is where it was meant to begin, if that is known."""
    line = lines[row]
    mended = {} if column is None else {row: " " * column + line.lstrip()}
    blanks = "" if column is None else f"行首应有 {column} 个空格；" if column else "行首不要空格；"
    wanted = "" if column is None else f"begin the line with {column} blanks; "
    return Finding(
        "F014",
        row,
        indent(line),
        Say("这一行的位置不对：缩进与前面哪一层都对不上", "this line is out of place: its indentation fits no level above"),
        Say(
            f"{blanks}同一层的键左边对齐，下一层多两个空格",
            f"{wanted}align the keys of one level, indent the next level by two",
        ),
        mended,
    )


def list_behind_value(row: int, line: str, key: KeyLine) -> Finding:
    """A list under a key that has a value on its own line already."""
    return Finding(
        "F014",
        row,
        indent(line),
        Say(f"“{key.name}”后面已经有内容，下面不能再跟“- ”开头的清单", f"'{key.name}' has a value already; no list may follow it"),
        Say(f"把“{key.value}”移到下一行，写成“- {key.value}”", f"move '{key.value}' to a line of its own: '- {key.value}'"),
    )


def quote_value(line: str, row: int, column: int, start: int, message: Say) -> Finding:
    """Text from ``start`` that needs quotation marks, in a list between brackets up to the next comma."""
    before, end = line[:start], len(line)
    if any(before.count(a) > before.count(b) for a, b in ("[]", "{}")):
        end = next((i for i in range(start, len(line)) if line[i] in ",]}"), len(line))
    mended = before + quoted(line[start:end].strip()) + line[end:]
    shown = mended.strip()
    return Finding(
        "F012",
        row,
        column,
        message,
        Say(f"文字两边加英文引号：{shown}", f"put the text in quotes: {shown}"),
        {row: mended},
    )


def unclosed(lines: Sequence[str], row: int, column: int) -> Finding:
    """An open bracket or quotation mark is noticed at the end; the mistake stands where it opened."""
    line = lines[row]
    sign = line[column : column + 1]
    close = {"[": "]", "{": "}"}.get(sign, sign)
    # over several lines nobody can tell where it was meant to end
    mended = {} if line.rstrip().endswith((",", sign)) or close in line[column + 1 :] else {row: line.rstrip() + close}
    shown = mended.get(row, "").strip()
    return Finding(
        "F014",
        row,
        column,
        Say(f"“{sign}”没有配对，或里面的写法不对", f"'{sign}' is not closed, or its content cannot be read"),
        Say(
            f"在后面补上“{close}”" + (f"：{shown}" if shown else "") + f"；如果“{sign}”只是文字，整段两边加引号",
            f"close it with '{close}'" + (f": {shown}" if shown else "") + f"; if '{sign}' is only text, put the whole text in quotes",
        ),
        mended,
    )
