"""The facts written in a record's front matter: honours, notices, promises and the like.

Every field carries its ``Key``: this is the one description of the fields that feeds reading,
messages and the manual. The English alias of a key is the field's own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Discriminator, Tag

from sitegen.records.scalars import (
    Day,
    Hour,
    Number,
    StatedLength,
    Text,
    When,
    Year,
    Yes,
    choose,
    fail,
    plain,
)
from sitegen.records.words import Level, NominatedBy, ObjectionStatus, PairKind, Scope


class Key(NamedTuple):
    """How a field is written: the Chinese key and one sentence of help in both languages."""

    zh: str
    help_zh: str
    help_en: str
    # the English alias, where the field's own name cannot be it
    alias: str = ""


def _phone(value: object) -> str:
    text = plain(value)
    digits = [c for c in text if c.isdigit()]
    if len(digits) < 5 or any(not (c.isdigit() or c in " -+()、,;/转或") for c in text):
        raise fail("bad_phone", value=text)
    return text


def _email(value: object) -> str:
    text = plain(value)
    name, at, host = text.partition("@")
    # a question mark would add a copy or a text to the letter that a link begins
    if not (name and at and "." in host.strip(".")) or any(c.isspace() or c in "?&#%<>\"'`\\" for c in text):
        raise fail("bad_email", value=text)
    return text


Phone = Annotated[str, BeforeValidator(_phone)]
Email = Annotated[str, BeforeValidator(_email)]
ScopeWord = Annotated[Scope, BeforeValidator(choose(Scope))]
LevelWord = Annotated[Level, BeforeValidator(choose(Level))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A recorded change of a notice, with its reason."""

    date: Annotated[Day, Key("日期", "更正的日期", "the day of the correction")]
    text: Annotated[Text, Key("内容", "更正了什么、为什么", "what was corrected and why")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An outside proof that a notice was posted: a photograph, a gazette, a time stamp."""

    date: Annotated[Day, Key("日期", "见证的日期", "the day it shows")]
    kind: Annotated[Text, Key("种类", "如 照片、报纸、时间戳", "photograph, gazette, time stamp…")]
    file: Annotated[Text, Key("文件", "相对本记录的文件", "file beside the record")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where objections go; every field may be left out where the site gives a default."""

    office: Annotated[Text | None, Key("受理部门", "受理异议的部门", "the body that receives objections")] = None
    phone: Annotated[Phone | None, Key("受理电话", "受理异议的电话", "telephone for objections")] = None
    email: Annotated[Email | None, Key("受理邮箱", "受理异议的邮箱", "e-mail for objections")] = None
    address: Annotated[Text | None, Key("受理地址", "来信来访的地址", "address for letters and visits")] = None
    real_name: Annotated[Text | None, Key("实名要求", "实名、盖章等要求", "real-name and seal clause")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Contact):
    """A public-notice period as declared (公示)."""

    scope: Annotated[ScopeWord | None, Key("层级", "本单位、乡、县、市、省、国家", "level at which it is posted")] = None
    profile: Annotated[Text | None, Key("规则", "公示规则的编号，如 commendation", "profile of minimum periods")] = None
    start: Annotated[Day | None, Key("开始", "公示开始日（当日计入）", "first day")] = None
    end: Annotated[Day | None, Key("结束", "公示结束日（当日计入）", "last day")] = None
    length: Annotated[StatedLength | None, Key("公示期", "如 5个工作日、7天", "stated length")] = None
    closing_hour: Annotated[Hour | None, Key("截止时刻", "最后一日的截止时刻，如 17:00", "hour on the last day")] = None
    objection_deadline: Annotated[Day | None, Key("异议截止", "受理异议的最后一日", "last day for objections")] = None
    basis: Annotated[Text | None, Key("依据", "依据的文件", "basis document")] = None
    issuer: Annotated[Text | None, Key("公示单位", "发布公示的单位", "issuing body")] = None
    audience: Annotated[Text | None, Key("范围", "公示的范围", "to whom it is shown")] = None
    published: Annotated[Day | None, Key("发布", "落款日期", "date of the document")] = None
    replaces: Annotated[Text | None, Key("替代", "被本公示替代的公示编号", "id of the notice it replaces")] = None
    corrections: Annotated[tuple[Correction, ...], Key("更正", "更正的清单", "recorded corrections")] = ()
    witness: Annotated[tuple[Witness, ...], Key("见证", "外部见证的清单", "outside proofs")] = ()


def _notice_or_slug(value: object) -> str:
    return "slug" if isinstance(value, str) else "notice"


NoticeOrSlug = Annotated[Annotated[Notice, Tag("notice")] | Annotated[Text, Tag("slug")], Discriminator(_notice_or_slug)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """Who proposed the candidate (群众推荐)."""

    by: Annotated[
        Annotated[NominatedBy, BeforeValidator(choose(NominatedBy))],
        Key("方式", "群众推荐、组织推荐或自荐", "by the public, the organisation or oneself"),
    ]
    date: Annotated[Day | None, Key("日期", "推荐的日期", "day of the nomination")] = None
    count: Annotated[Number | None, Key("人数", "推荐的人数", "how many proposed")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An objection of the public; never says who objected."""

    status: Annotated[
        Annotated[ObjectionStatus, BeforeValidator(choose(ObjectionStatus))],
        Key("状态", "受理、核查、成立、不成立、撤回", "received, checking, upheld, rejected, withdrawn"),
    ]
    date: Annotated[Day, Key("日期", "收到的日期", "day received")]
    id: Annotated[Text | None, Key("编号", "登记编号", "number in the register")] = None
    scope: Annotated[ScopeWord | None, Key("层级", "向哪一级公示提出", "level it was raised at")] = None
    closed: Annotated[Day | None, Key("办结", "办结的日期", "day it was closed")] = None
    outcome: Annotated[Text | None, Key("说明", "处理结果（不写提出人）", "outcome, without names")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision to honour (表彰)."""

    date: Annotated[Day, Key("日期", "表彰决定的日期", "day of the decision")]
    number: Annotated[Text | None, Key("文号", "决定的文号", "document number")] = None
    authority: Annotated[Text | None, Key("机关", "作出决定的机关", "deciding authority")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A revocation (撤销, after a decision) or a withdrawal (撤回, before one)."""

    date: Annotated[Day, Key("日期", "日期", "day")]
    reason: Annotated[Text, Key("原因", "原因（会公开）", "reason, made public")]
    number: Annotated[Text | None, Key("文号", "文号", "document number")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """A title awarded or proposed (荣誉)."""

    title: Annotated[Text, Key("称号", "荣誉称号", "title")]
    level: Annotated[LevelWord | None, Key("级别", "国家、省、市、县、乡、单位", "level")] = None
    year: Annotated[Year | None, Key("年度", "如 2026", "year")] = None
    authority: Annotated[Text | None, Key("授予单位", "授予（拟授予）的单位", "awarding authority")] = None
    round: Annotated[Text | None, Key("轮次", "site.yaml 中轮次的编号", "round of the site")] = None
    nomination: Annotated[Nomination | None, Key("推荐", "推荐的方式、日期、人数", "nomination")] = None
    notices: Annotated[tuple[NoticeOrSlug, ...], Key("公示", "公示，或 content/notices/ 中文件的名称", "notices, inline or by slug")] = ()
    objections: Annotated[tuple[Objection, ...], Key("异议", "异议的清单", "objections")] = ()
    decision: Annotated[Decision | None, Key("表彰", "表彰决定", "decision")] = None
    revocation: Annotated[Ending | None, Key("撤销", "表彰后撤销", "revocation after a decision")] = None
    withdrawal: Annotated[Ending | None, Key("撤回", "表彰前撤回", "withdrawal before a decision")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A dated line: progress of a promise, a visit, a figure."""

    date: Annotated[Day, Key("日期", "日期", "day")]
    text: Annotated[Text, Key("内容", "内容", "what happened")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What was judged of a kept or broken promise."""

    date: Annotated[Day, Key("日期", "评价的日期", "day of the review")]
    verdict: Annotated[Text, Key("结论", "评价的结论", "verdict")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A public commitment (公开承诺): before, during and after."""

    text: Annotated[Text, Key("内容", "承诺的内容", "what is promised")]
    due: Annotated[Day | None, Key("期限", "完成的期限", "due date")] = None
    made: Annotated[Day | None, Key("承诺日期", "作出承诺的日期", "day it was made")] = None
    responsible: Annotated[Text | None, Key("责任人", "负责的岗位或人", "who is responsible")] = None
    origin: Annotated[Text | None, Key("起因", "整改、群众诉求、岗位承诺、限时办结等", "why it was made")] = None
    progress: Annotated[tuple[Progress, ...], Key("进展", "进展的清单", "progress entries")] = ()
    result: Annotated[Text | None, Key("结果", "办结的结果", "result")] = None
    evidence: Annotated[Text | None, Key("佐证", "结果的佐证", "evidence of the result")] = None
    review: Annotated[Review | None, Key("评价", "事后评议", "review")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A leader's review (领导点评)."""

    leader: Annotated[Text, Key("领导", "点评领导的职务", "post of the leader")]
    date: Annotated[Day | None, Key("日期", "点评的日期", "day")] = None
    affirmed: Annotated[Text | None, Key("肯定", "肯定了什么", "what is affirmed")] = None
    shortfall: Annotated[Text | None, Key("不足", "指出的不足", "what falls short")] = None
    direction: Annotated[Text | None, Key("方向", "努力方向", "which way to go")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The public's graded vote (群众评议)."""

    body: Annotated[Text, Key("组织", "组织评议的单位", "who held it")]
    date: Annotated[Day, Key("日期", "评议的日期", "day")]
    votes: Annotated[Mapping[Text, Number], Key("票", "各等次的票数，如 满意: 86", "grade: number")]
    reply: Annotated[Text | None, Key("回复", "对意见的回复", "reply")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A partnership (结对)."""

    with_: Annotated[Text, Key("对象", "结对的对象（单位网址名或文字）", "partner: slug or text", alias="with")]
    kind: Annotated[
        Annotated[PairKind, BeforeValidator(choose(PairKind))] | None, Key("种类", "结对帮扶、共驻共建、社区报到、志愿服务", "kind")
    ] = None
    count: Annotated[Number | None, Key("人数", "人数或户数", "how many")] = None
    start: Annotated[Day | None, Key("开始", "开始的日期", "since")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A portrait; shown only with consent."""

    file: Annotated[Text, Key("文件", "图片文件", "image file")]
    alt: Annotated[Text, Key("说明", "给看不见图片的人的说明", "alternative text")]
    credit: Annotated[Text | None, Key("来源", "图片来源", "credit")] = None
    consent: Annotated[Yes, Key("同意", "本人是否同意公开：是/否", "consent to show it: yes/no")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to download."""

    file: Annotated[Text, Key("文件", "附件文件", "file")]
    name: Annotated[Text | None, Key("名称", "显示的名称", "name shown")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The vehicle a unit strives with (活动载体)."""

    name: Annotated[Text, Key("名称", "载体名称", "name")]
    start: Annotated[When | None, Key("开始", "开始的日期", "since")] = None
    end: Annotated[When | None, Key("结束", "结束的日期", "until")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """Which leader is linked to a unit (联系点)."""

    leader: Annotated[Text, Key("领导", "联系领导的职务", "post of the leader")]
    visits: Annotated[tuple[Progress, ...], Key("走访", "走访的清单", "dated visits")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """What a unit has done (成就)."""

    text: Annotated[Text, Key("内容", "成就的内容", "what was achieved")]
    date: Annotated[When | None, Key("日期", "年、年月或日期", "year, month or day")] = None
    figures: Annotated[Text | None, Key("数据", "数据", "figures")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """An opinion from the public on a bulletin, without a name."""

    text: Annotated[Text, Key("内容", "意见的内容", "what was said")]
    date: Annotated[Day | None, Key("日期", "收到的日期", "day received")] = None
    reply: Annotated[Text | None, Key("答复", "答复", "reply")] = None
    adopted: Annotated[Yes | None, Key("采纳", "是否采纳：是/否", "adopted: yes/no")] = None
