"""What to say of a value that does not fit: one row a kind, filled from the error's details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sitegen.problems import Say
from sitegen.schema.proposals import proposals


class Wording(NamedTuple):
    """Code, message and fix of one kind of wrong value; ``{key}``, ``{value}`` … are filled in."""

    code: str
    message: Say
    fix: Say


WORDINGS: Mapping[str, Wording] = {
    "missing": Wording(
        "S004",
        Say("缺少“{key}”", "'{key}' is missing"),
        Say("加上一行“{key}: …”（{help}）", "add a line '{key}: …' ({help})"),
    ),
    "blank": Wording(
        "S004",
        Say("“{key}”是空的", "'{key}' is empty"),
        Say("填上内容（{help}）", "fill it in ({help})"),
    ),
    "not_text": Wording(
        "S005",
        Say("“{key}”应是一段文字，这里是清单或分项", "'{key}' must be text, here it is a list or a mapping"),
        Say("写成“{key}: 文字”（{help}）", "write '{key}: text' ({help})"),
    ),
    "list_for_text": Wording(
        "S005",
        Say("“{key}”应是一段文字，这里是清单", "'{key}' must be text, here it is a list"),
        Say("写成一行：{key}: {joined}", "write one line: {key}: {joined}"),
    ),
    "list_for_mapping": Wording(
        "S005",
        Say("“{key}”只有一项，这里是清单", "'{key}' is one thing, here it is a list"),
        Say("去掉下面行首的“- ”，只留一项", "take away the '- ' and keep one"),
    ),
    "not_list": Wording(
        "S005",
        Say("“{key}”应是清单", "'{key}' must be a list"),
        Say("每一条前面写“- ”（{help}）", "write '- ' before each item ({help})"),
    ),
    "not_mapping": Wording(
        "S005",
        Say("“{key}”应写成下一层的各项", "'{key}' must be a mapping"),
        Say("在下一行缩进两格，写：{keys}", "indent by two on the next line and write: {keys}"),
    ),
    "bad_date": Wording(
        "S006",
        Say("“{value}”不是日期", "'{value}' is not a date"),
        Say("{proposal}", "{proposal_en}"),
    ),
    "impossible_date": Wording(
        "S007",
        Say("没有“{value}”这一天", "there is no such day as '{value}'"),
        Say("{proposal}", "{proposal_en}"),
    ),
    "yearless_date": Wording(
        "S008",
        Say("日期“{value}”没有年份", "the date '{value}' has no year"),
        Say("写上年份，如 {proposal}", "write the year, such as {proposal}"),
    ),
    "bad_hour": Wording(
        "S009",
        Say("“{value}”不是时刻", "'{value}' is not an hour"),
        Say("写成 {proposal}", "write {proposal}"),
    ),
    "bad_number": Wording(
        "S010",
        Say("“{value}”不是整数", "'{value}' is not a whole number"),
        Say("只写数字，如 {proposal}；单位写在别处", "write digits only, such as {proposal}"),
    ),
    "bad_year": Wording(
        "S010",
        Say("“{value}”不是年份", "'{value}' is not a year"),
        Say("写成四位数字，如 {proposal}", "write four digits, such as {proposal}"),
    ),
    "not_a_choice": Wording(
        "S011",
        Say("“{value}”不在可选的词里", "'{value}' is not one of the words allowed here"),
        Say("{nearest}可选：{choices}", "{nearest_en}allowed: {choices}"),
    ),
    "too_long": Wording(
        "S012",
        Say("“{key}”有 {count} 个字，超过 {limit} 个", "'{key}' has {count} characters, more than {limit}"),
        Say("删去 {over} 个字，细节写进正文", "cut {over} characters; details belong in the body"),
    ),
    "bad_id": Wording(
        "S013",
        Say("编号“{value}”不合要求", "the id '{value}' is not allowed"),
        Say("用 4–40 个小写字母、数字或连字符{proposed}", "use 4-40 lower-case letters, digits or hyphens{proposed_en}"),
    ),
    "bad_yes": Wording(
        "S014",
        Say("“{value}”不是“是”或“否”", "'{value}' is neither yes nor no"),
        Say("写“是”或“否”", "write yes or no"),
    ),
    "bad_length": Wording(
        "S015",
        Say("看不懂公示期“{value}”", "the length '{value}' cannot be read"),
        Say("写成“{proposal}个工作日”或“{days}天”", "write '{proposal}个工作日' (working days) or '{days}天' (days)"),
    ),
    "bad_region": Wording(
        "S016",
        Say("地区“{value}”不合要求", "the place '{value}' is not allowed"),
        Say(
            "从省写起，用“/”分开，不超过 6 级，如 {proposal}",
            "from the province down, divided by '/', six levels at most, such as {proposal}",
        ),
    ),
    "bad_phone": Wording(
        "S017",
        Say("“{value}”不像电话号码", "'{value}' does not look like a telephone number"),
        Say("写成区号加号码，如 0871-00000000", "write area code and number, such as 0871-00000000"),
    ),
    "bad_email": Wording(
        "S017",
        Say("“{value}”不像邮箱", "'{value}' does not look like an e-mail address"),
        Say("写成 {proposal} 的样子", "write it like {proposal}"),
    ),
    "bad_address": Wording(
        "S017",
        Say("“{value}”不是网站的网址", "'{value}' is not the address of a site"),
        Say("写成 https://example.org/ 的样子", "write it like https://example.org/"),
    ),
    "bad_span": Wording(
        "S018",
        Say("“{value}”不是起止日期", "'{value}' is not a span of days"),
        Say(
            "写成“2027-02-05 至 2027-02-11”，先早后晚，不超过 60 天",
            "write '2027-02-05 至 2027-02-11', the earlier first, at most 60 days",
        ),
    ),
}

# pydantic's own kinds, for shapes that the walk through the keys has not settled
_PYDANTIC_KINDS = {
    "missing": "missing",
    "tuple_type": "not_list",
    "dataclass_type": "not_mapping",
    "dataclass_exact_type": "not_mapping",
    "mapping_type": "not_mapping",
    "dict_type": "not_mapping",
}


def kind_of(error_type: str) -> str:
    """The row of ``WORDINGS`` for a pydantic error type."""
    return error_type if error_type in WORDINGS else _PYDANTIC_KINDS.get(error_type, "not_text")


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def word(kind: str, details: Mapping[str, Any]) -> Wording:
    """The wording of ``kind`` with its details filled in."""
    wording = WORDINGS[kind]
    filled = _Blanks({**details, **proposals(kind, details)})
    english = _Blanks({**filled, "help": details.get("help_en", "")})

    def fill(say: Say) -> Say:
        return Say(say.zh.format_map(filled), say.en.format_map(english))

    return Wording(wording.code, fill(wording.message), fill(wording.fix))
