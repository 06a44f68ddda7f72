"""The questions of ``init`` and ``new`` as flags, so that a script needs no terminal. Imports nothing: ``--help`` is quick."""

from __future__ import annotations

from typing import NamedTuple


class Flag(NamedTuple):
    """One answer that may be given beforehand. ``is_needed``: without a terminal there is no way round it."""

    name: str
    zh: str
    en: str
    is_needed: bool = False
    is_many: bool = False


class Kind(NamedTuple):
    """One thing that ``new`` makes."""

    name: str
    zh: str
    help_zh: str
    help_en: str
    flags: tuple[Flag, ...]


_SUBJECT = (
    Flag("name", "姓名或名称", "name", is_needed=True),
    Flag("summary", "摘要，120 字以内", "summary, at most 120 characters", is_needed=True),
    Flag("title", "事迹的标题", "headline"),
    Flag("sector", "领域，site.yaml 清单中的一个", "sector, one of the site's list"),
    Flag("region", "地区，省/市/县/乡/村", "place, from province to village"),
    Flag("criterion", "五带头或五个好，如 服务群众=上门办事，可以多次", "evidence such as 服务群众=…, repeatable", is_many=True),
    Flag("slug", "文件名，默认用拼音", "name of the file; default: pinyin"),
)
MODEL = Kind(
    "model", "人物", "新建一位先进典型", "A new model",
    (*_SUBJECT[:2], Flag("unit", "单位，网址名、名称或其他文字", "unit: slug, name or text"), Flag("post", "职务、岗位", "post"),
     Flag("political-status", "政治面貌", "political status"), *_SUBJECT[2:]),
)  # fmt: skip
UNIT = Kind(
    "unit", "单位", "新建一个先进单位", "A new unit",
    (*_SUBJECT[:2], Flag("kind", "类型：党组织、工会、共青团、妇联、单位", "kind of organisation"),
     Flag("parent", "上级单位", "parent unit"), Flag("level", "层级", "level"), *_SUBJECT[2:]),
)  # fmt: skip
NOTICE = Kind(
    "notice", "公示", "新建一次公示（一个或一批人选）", "A new notice, of one or of many",
    (
        Flag("who", "人物或单位，可以多次", "model or unit, repeatable", is_needed=True, is_many=True),
        Flag("honour", "荣誉称号", "title of the honour", is_needed=True),
        Flag("level", "级别：国家、省、市、县、乡、单位", "level"),
        Flag("authority", "授予单位", "awarding authority"),
        Flag("year", "年度", "year"),
        Flag("scope", "在哪一级公示", "level at which it is posted"),
        Flag("nominated-by", "推荐方式：群众推荐、组织推荐、自荐", "who nominated"),
        Flag("nominated-on", "推荐的日期", "day of the nomination"),
        Flag("nominated-count", "推荐的人数", "how many nominated"),
        Flag("profile", "公示规则，如 commendation", "profile of minimum periods"),
        Flag("start", "开始日期", "first day"),
        Flag("end", "结束日期", "last day"),
        Flag("basis", "依据的文件", "basis document"),
        Flag("audience", "公示的范围", "to whom it is shown"),
        Flag("issuer", "公示单位", "issuing body"),
        Flag("phone", "受理电话，默认用 site.yaml 的", "telephone; default: the site's"),
        Flag("title", "公示的标题（一批人选）", "title (of a batch)"),
    ),
)  # fmt: skip
PROMISE = Kind(
    "promise", "承诺", "新建一条公开承诺", "A new promise",
    (
        Flag("who", "人物或单位", "model or unit", is_needed=True),
        Flag("text", "承诺的内容", "what is promised", is_needed=True),
        Flag("due", "完成的期限", "due date"),
        Flag("responsible", "责任人", "who is responsible"),
        Flag("origin", "起因", "why it was made"),
        Flag("made", "承诺的日期，默认今天", "day it was made; default: today"),
    ),
)  # fmt: skip
KINDS = (MODEL, UNIT, NOTICE, PROMISE)
INIT = (
    Flag("organiser", "主办单位", "organiser", is_needed=True),
    Flag("superior", "上级单位", "superior body"),
    Flag("phone", "受理异议的电话", "telephone for objections", is_needed=True),
    Flag("email", "受理异议的邮箱", "e-mail for objections"),
    Flag("region", "地区，省/市/县", "place, from the province down"),
    Flag("name", "网站名称", "name of the site"),
)
