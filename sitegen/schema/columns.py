"""The columns of a list: every field that one cell can hold, and the words that offices write at its head. Pure.

What a cell cannot hold (promises, comments, appraisals …) is written in the record itself; of the honours, a row holds one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from sitegen.records.entries import Model, NoticeFile, Unit
from sitegen.records.words import MODEL_CRITERIA, UNIT_CRITERIA
from sitegen.schema.keys import FieldKey, keys_of

Path = tuple[str, ...]
FILE: Path = ("@file",)
HONOUR: Path = ("@honour",)
SERIAL: Path = ("@serial",)
BASIS: Path = ("@basis",)
AUDIENCE: Path = ("@audience",)
"""What a list of candidates may say of the notice that is made of it; equal in all rows."""

_REMARK = re.compile(r"(?:[(\[【<][^)\]】>]*[)\]】>]|[*:。.])+$|^[*]+")
_INTERNAL = frozenset({"note"})  # never shown, so never handed out in a list
_CRITERIA: Mapping[type, tuple[str, ...]] = MappingProxyType({Model: MODEL_CRITERIA, Unit: UNIT_CRITERIA})

_HONOUR_WORDS: Mapping[Path, str] = {
    (
        "honours",
        "title",
    ): "拟授予称号 拟表彰称号 荣誉称号 荣誉 推荐称号 申报称号 表彰称号 授予称号 拟授称号 奖项 奖项名称 评选项目 拟授予荣誉 拟评称号",
    ("honours", "level"): "荣誉级别 表彰级别 授予级别 称号级别",
    ("honours", "year"): "年份 评选年度 表彰年度 荣誉年度",
    ("honours", "authority"): "拟授予单位 授予机关 表彰单位 授奖单位",
    ("honours", "round"): "评选轮次",
    ("honours", "nomination", "by"): "推荐方式 推荐类型",
    ("honours", "nomination", "count"): "推荐人数 推荐票数",
    ("honours", "notices"): "公示文件 公示名称",
}
_SHARED_WORDS: Mapping[Path, str] = {
    FILE: "文件名 记录文件 file",
    HONOUR: "第几项荣誉",
    SERIAL: "序号 no num 行号 index",
    BASIS: "依据 公示依据 评选依据 推荐依据 文件依据 依据文件 basis",
    AUDIENCE: "范围 公示范围 audience",
    ("id",): "永久编号 记录编号",
    ("title",): "文章标题 事迹标题 题目",
    ("summary",): "事迹 主要事迹 简要事迹 先进事迹 事迹简介 事迹摘要 事迹概述 简介 内容摘要 主要先进事迹 简要先进事迹 主要成绩 主要表现",
    ("region",): "所在地区 所在地 所属地区 地域 行政区划 所属区域 区域 县区 县市区",
    ("sector",): "所属领域 行业领域 行业 所属行业 类别 战线",
    ("tags",): "关键词 标签词",
    ("badge",): "岗位标牌 先锋岗名称 示范窗口",
    ("source",): "材料来源 资料来源 信息来源",
    ("published",): "发布日期 发布时间",
    ("updated",): "更新日期 更新时间",
    ("photo", "file"): "照片 图片 图片文件",
    **_HONOUR_WORDS,
}
_WORDS: Mapping[type, Mapping[Path, str]] = {
    Model: {
        **_SHARED_WORDS,
        ("name",): "名字 候选人 候选人姓名 人选 人选姓名 推荐人选 推荐对象 拟表彰人选 表彰人选 对象姓名",
        ("aliases",): "曾用名",
        ("pinyin",): "姓名拼音",
        ("unit",): "所在单位 工作单位 所属单位 单位名称 现工作单位 供职单位",
        ("post",): "岗位 职务岗位 职务/岗位 职务职称 职务(岗位) 现任职务 职位 岗位职务 工种",
        ("birth",): "出生年月 出生日期 出生时间 生日 出生年月日",
        ("ethnicity",): "族别",
        ("political_status",): "政治身份 党派 政治状况",
    },
    Unit: {
        **_SHARED_WORDS,
        ("name",): "单位名称 单位 组织名称 党组织名称 先进单位 集体名称 候选单位 先进集体 候选集体",
        ("kind",): "单位类型 组织类型 单位性质 性质",
        ("parent",): "上级单位 主管单位 上级党组织 主管部门",
        ("level",): "单位层级 单位级别",
        ("theme",): "主题",
    },
    NoticeFile: {
        FILE: "文件名 记录文件 file",
        SERIAL: "序号 no num 行号 index",
        ("id",): "永久编号 记录编号",
        ("title",): "公示标题 公示名称",
        ("scope",): "公示层级 级别",
        ("profile",): "公示规则",
        ("start",): "开始日期 公示开始 公示开始日期 起始日期",
        ("end",): "结束日期 公示结束 公示结束日期 截止日期",
        ("length",): "公示天数 公示时长",
        ("basis",): "公示依据 评选依据 文件依据 依据文件",
        ("audience",): "公示范围",
        ("issuer",): "发布单位 公示机关",
        ("published",): "发布日期 落款日期",
        ("phone",): "电话 联系电话 监督电话",
        ("email",): "邮箱 电子邮箱 监督邮箱",
        ("office",): "受理单位 联系部门",
        ("address",): "地址 通讯地址",
    },
}
KINDS: Mapping[str, type] = MappingProxyType({"models": Model, "units": Unit, "notices": NoticeFile})
"""The lists that there are, by the folder that holds their records."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field as a column: ``path`` is its field names (of one honour below ``honours``), ``zh`` and ``alias`` its own heads.

    ``is_list`` where the cell holds several words.
    """

    path: Path
    zh: str
    alias: str
    is_list: bool = False
    needed: bool = False


def fold(head: str) -> str:
    """The head of a column as it is compared: without blanks, remarks in brackets, asterisks and colons."""
    text = unicodedata.normalize("NFKC", head).casefold()
    text = "".join(text.split())
    return _REMARK.sub("", text) or text


@cache
def columns_of(record: type) -> tuple[Column, ...]:
    """The columns of a list of such records, in the order in which they are written."""
    return (Column(FILE, "文件", "file"), *_columns(record, record, (), "", ""), *_honour_number(record))


def _honour_number(record: type) -> Iterator[Column]:
    if any(key.name == "honours" for key in keys_of(record)):
        yield Column(HONOUR, "荣誉序号", "honour-number")


def _columns(root: type, record: type, above: Path, zh: str, alias: str) -> Iterator[Column]:
    for key in keys_of(record):
        path = (*above, key.name)
        here, there = zh + key.zh, alias + key.alias
        if key.name in _INTERNAL:
            continue
        if key.shape.is_mapping:
            yield from (Column((*path, word), word, f"{there}.{word}") for word in _CRITERIA.get(root, ()))
        elif key.shape.record is None or key.name == "notices":
            yield Column(path, here, there, _is_texts(key), key.needed and not above)
        elif not key.shape.is_list:
            yield from _columns(root, key.shape.record, path, here, f"{there}.")
        elif key.name == "honours":
            # of one honour: its own keys say enough
            yield from _columns(root, key.shape.record, path, "", f"{there}.")


def _is_texts(key: FieldKey) -> bool:
    return key.shape.is_list and key.name not in ("region", "notices")


@cache
def heads_of(record: type) -> Mapping[str, Path]:
    """Every word that may stand at the head of a column, folded, with what it means; own keys go before synonyms."""
    found: dict[str, Path] = {}
    for column in columns_of(record):
        found.setdefault(fold(column.zh), column.path)
        found.setdefault(fold(column.alias), column.path)
    for path, words in _WORDS[record].items():
        for word in words.split():
            found.setdefault(fold(word), path)
    return MappingProxyType(found)


@cache
def column_at(record: type, path: Path) -> Column | None:
    """The column of a field; None for one that is only skipped, such as a serial number."""
    return next((column for column in columns_of(record) if column.path == path), None)
