"""The records that are files: models, units, notices, bulletins and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator

from sitegen.records.facts import (
    Achievement,
    Appraisal,
    Attachment,
    Carrier,
    Comment,
    ContactPoint,
    Honour,
    Key,
    LevelWord,
    Notice,
    Opinion,
    Pair,
    Photo,
    Promise,
)
from sitegen.records.scalars import Day, Id, Month, Number, Region, Text, Texts, Yes, choose, fail
from sitegen.records.words import BulletinKind, Gender, UnitKind

SUMMARY_LIMIT = 120  # characters; longer ones break cards and share previews


def _summary(value: object) -> object:
    if isinstance(value, str) and len(value.strip()) > SUMMARY_LIMIT:
        raise fail("too_long", count=len(value.strip()), limit=SUMMARY_LIMIT)
    return value


Summary = Annotated[Text, BeforeValidator(_summary)]


Slug = Annotated[Text | None, Key("网址名", "网页地址中的名称，默认用文件名", "name in the address; default: file name")]
Note = Annotated[object, Key("备注", "内部备注，不公开", "internal note, never shown")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every file may say of itself."""

    slug: Slug = None
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Entry):
    """What models and units share."""

    id: Annotated[Id | None, Key("编号", "永久编号，4–40 个小写字母、数字或连字符", "permanent id")] = None
    title: Annotated[Text | None, Key("标题", "事迹的标题，默认用名称", "headline; default: the name")] = None
    summary: Annotated[Summary, Key("摘要", "120 字以内的摘要", "summary of at most 120 characters")]
    region: Annotated[Region, Key("地区", "省/市/县/乡/村", "place, from province to village")] = ()
    sector: Annotated[Text | None, Key("领域", "site.yaml 中的领域之一", "one of the site's sectors")] = None
    tags: Annotated[Texts, Key("标签", "标签的清单", "tags")] = ()
    goals: Annotated[Texts, Key("目标", "site.yaml 中的目标", "goals of the site's set")] = ()
    photo: Annotated[Photo | None, Key("照片", "照片", "photo")] = None
    attachments: Annotated[tuple[Attachment, ...], Key("附件", "附件的清单", "attachments")] = ()
    honours: Annotated[tuple[Honour, ...], Key("荣誉", "荣誉的清单", "honours")] = ()
    promises: Annotated[tuple[Promise, ...], Key("承诺", "公开承诺的清单", "promises")] = ()
    comments: Annotated[tuple[Comment, ...], Key("点评", "领导点评的清单", "leaders' comments")] = ()
    appraisals: Annotated[tuple[Appraisal, ...], Key("评议", "群众评议的清单", "appraisals by the public")] = ()
    badge: Annotated[Text | None, Key("先锋岗", "党员先锋岗、示范窗口等", "badge")] = None
    pairs: Annotated[tuple[Pair, ...], Key("结对", "结对的清单", "partnerships")] = ()
    source: Annotated[Text | None, Key("来源", "材料来源", "source")] = None
    published: Annotated[Day | None, Key("发布", "发布的日期", "day published")] = None
    updated: Annotated[Day | None, Key("更新", "更新的日期", "day updated")] = None
    sample: Annotated[Yes, Key("示例", "是否为示例：是/否", "an invented sample: yes/no")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Subject):
    """A person held up as an example (content/models/)."""

    name: Annotated[Text, Key("姓名", "姓名", "name")]
    aliases: Annotated[Texts, Key("别名", "别名、曾用名", "other names")] = ()
    pinyin: Annotated[Text | None, Key("拼音", "姓名的拼音", "name in pinyin")] = None
    unit: Annotated[Text | None, Key("单位", "单位的网址名或文字", "unit: slug or text")] = None
    post: Annotated[Text | None, Key("职务", "职务、岗位", "post")] = None
    gender: Annotated[Annotated[Gender, BeforeValidator(choose(Gender))] | None, Key("性别", "男、女", "gender")] = None
    birth: Annotated[Month | None, Key("出生", "出生年月，如 1968-05", "year and month of birth")] = None
    ethnicity: Annotated[Text | None, Key("民族", "民族", "ethnicity")] = None
    political_status: Annotated[Text | None, Key("政治面貌", "政治面貌", "political status")] = None
    criteria: Annotated[Mapping[Text, Text], Key("五带头", "五个方面的事例", "evidence for the five criteria")] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Subject):
    """An organisation and its achievements (content/units/)."""

    name: Annotated[Text, Key("名称", "单位名称", "name")]
    kind: Annotated[
        Annotated[UnitKind, BeforeValidator(choose(UnitKind))] | None,
        Key("类型", "党组织、工会、共青团、妇联、单位", "kind of organisation"),
    ] = None
    parent: Annotated[Text | None, Key("上级", "上级单位的网址名", "slug of the parent unit")] = None
    level: Annotated[LevelWord | None, Key("层级", "国家、省、市、县、乡、单位", "level")] = None
    criteria: Annotated[Mapping[Text, Text], Key("五个好", "五个方面的事例", "evidence for the five criteria")] = field(
        default_factory=dict
    )
    theme: Annotated[Text | None, Key("争创主题", "争创主题", "theme it strives for")] = None
    carriers: Annotated[tuple[Carrier, ...], Key("活动载体", "活动载体的清单", "carriers")] = ()
    contact_point: Annotated[ContactPoint | None, Key("联系点", "联系领导及走访", "contact point")] = None
    achievements: Annotated[tuple[Achievement, ...], Key("成就", "成就的清单", "achievements")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFile(Notice):
    """A notice of a batch (content/notices/); the candidates name it by its slug."""

    slug: Slug = None
    note: Note = None

    id: Annotated[Id, Key("编号", "永久编号", "permanent id")]
    title: Annotated[Text, Key("标题", "公示的标题", "title")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(Entry):
    """What the public is told and asked (content/bulletins/)."""

    title: Annotated[Text, Key("标题", "标题", "title")]
    kind: Annotated[Annotated[BulletinKind, BeforeValidator(choose(BulletinKind))], Key("种类", "征求意见、情况通报、整改落实", "kind")]
    date: Annotated[Day, Key("日期", "发布的日期", "day")]
    unit: Annotated[Text | None, Key("单位", "单位的网址名或文字", "unit: slug or text")] = None
    closes: Annotated[Day | None, Key("截止", "征求意见的截止日期", "last day of a consultation")] = None
    opinions: Annotated[tuple[Opinion, ...], Key("意见", "意见的清单（不写姓名）", "opinions without names")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Entry):
    """A standing page (content/pages/)."""

    title: Annotated[Text, Key("标题", "标题", "title")]
    summary: Annotated[Summary | None, Key("摘要", "摘要", "summary")] = None
    order: Annotated[Number, Key("顺序", "在菜单中的顺序", "place in the menu")] = 100


Record = Model | Unit | NoticeFile | Bulletin | Page
"""Anything that stands in content/ as a file."""
