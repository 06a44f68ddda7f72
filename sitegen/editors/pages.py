"""The pages of the manual that follow from the program itself: fields, codes, commands. Pure."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sitegen.codes import Doc
from sitegen.editors.json_schema import ROOTS, TITLES, options_of, values_in
from sitegen.editors.snippets import words_of
from sitegen.schema.keys import FieldKey, keys_of

_NOTE = "<!-- 本页由程序生成，不要改；更新：SITEGEN_UPDATE_DOCS=1 python build.py test tests/editors -->"
_FILES = {root: f"content/{root}/*.md" for root in ROOTS if root != "site"} | {"site": "site.yaml"}
_LETTERS = {
    "F": "文件的写法",
    "S": "字段的写法",
    "C": "文件、网址和图片",
    "X": "网站设置",
    "N": "公示",
    "H": "荣誉",
    "R": "异议",
    "P": "承诺",
    "D": "个人信息",
    "L": "用语",
    "K": "栏目",
    "E": "存证",
    "A": "签名、时间戳和远端",
    "M": "正文",
    "O": "生成的网站",
    "T": "主题",
    "I": "导入",
    "W": "新建",
}


class Option(NamedTuple):
    """An option of a command as it is written, and its help."""

    written: str
    help_text: str


class Command(NamedTuple):
    """A command by both its names, its help, and the options that are its own."""

    name: str
    zh: str
    help_text: str
    options: Sequence[Option]


def fields_page() -> str:
    """Every key of every record."""
    lines = ["# 所有的字段", "", _NOTE, "", "每个字段可以写中文键，也可以写英文键，不能两个都写。“必填”以外的都可以不写。", ""]
    lines += ["自己要记的，键以 `x-` 开头，程序不看。日期写 `2026-11-02`、`2026/11/2` 或 `2026年11月2日`。", ""]
    done: set[type] = set()
    for root, record in ROOTS.items():
        lines += [f"## {TITLES[root]}（`{_FILES[root]}`）", ""]
        lines += _tables(record, "", done)
    return "\n".join(lines).rstrip() + "\n"


def _tables(record: type, above: str, done: set[type]) -> Iterator[str]:
    """The table of a record, then those of what stands below its keys; each record once."""
    hints = typing.get_type_hints(record, include_extras=True)
    yield from ("| 键 | 英文键 | 写什么 | 说明 |", "|---|---|---|---|")
    for key in keys_of(record):
        needed = "**必填** " if key.needed else ""
        yield f"| {key.zh} | {key.alias} | {needed}{_type(key, hints[key.name])} | {key.help_zh} |"
    yield ""
    done.add(record)
    for key in keys_of(record):
        below = key.shape.record
        if below is not None and below not in done:
            where = f"{above}{key.zh}"
            yield from (f"### {where} 下面", "")
            yield from _tables(below, f"{where} › ", done)


def _type(key: FieldKey, hint: object) -> str:
    shape = key.shape
    many = "清单，每项" if shape.is_list else ""
    if shape.record is not None:
        return f"{many}见“{key.zh}”的表"
    if shape.is_mapping:
        return "几行“名称: 内容”"
    if words := words_of(hint):
        return "、".join(words)
    if object in options_of(hint):
        return "随便写"
    value = values_in(hint)[0]
    said = value.zh + (f"，如 {value.example}" if value.example and value.name not in ("yes", "texts") else "")
    return said if value.name in ("texts", "region") else f"{many}{said}"


def codes_page(docs: Mapping[str, Doc], severities: Mapping[str, str]) -> str:
    """Every code with its document; ``severities`` are known for those that rules give."""
    words = {"error": "错误", "warning": "警告", "info": "提示"}
    lines = ["# 所有的检查", "", _NOTE, "", "检查的结果里有编码，如 N003。在终端里看：`python build.py explain N003`。", ""]
    lines += ["**错误**不改就不能发布；**警告**可以发布，最好改；**提示**知道就行。", ""]
    letter = ""
    for code, doc in sorted(docs.items()):
        if code[0] != letter:
            letter = code[0]
            lines += [f"## {letter} {_LETTERS.get(letter, '')}".rstrip(), ""]
        weight = f"（{words[severities[code]]}）" if code in severities else ""
        lines += [f"### {code}{weight}", "", doc.what.zh, "", doc.why.zh, "", "错例：", ""]
        lines += [*_code(doc.wrong), "", "正例：", "", *_code(doc.right), ""]
    return "\n".join(lines).rstrip() + "\n"


def _code(text: str) -> list[str]:
    return ["```yaml", *text.split("\n"), "```"]


def commands_page(commands: Iterable[Command], common: Sequence[Option]) -> str:
    """Every command with its options, and the options that all of them take."""
    lines = ["# 所有的命令", "", _NOTE, "", "在网站文件夹里运行：`python build.py 命令`，命令写英文或中文都行。不写命令就是发布。", ""]
    lines += ["| 命令 | 中文 | 做什么 | 自己的选项 |", "|---|---|---|---|"]
    for command in commands:
        options = "<br>".join(f"`{_cell(o.written)}` {_cell(o.help_text)}" for o in command.options)
        lines.append(f"| `{command.name}` | {command.zh} | {_cell(command.help_text)} | {options} |")
    lines += [
        "",
        "每个命令都有的选项：",
        "",
        "| 选项 | 意思 |",
        "|---|---|",
        *(f"| `{_cell(o.written)}` | {_cell(o.help_text)} |" for o in common),
    ]
    lines += ["", "结束时的代码（给自动化用）：0 正常，1 内容有问题或有逾期，2 用法不对，3 存证损坏，4 正在发布，70 程序出错。"]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
