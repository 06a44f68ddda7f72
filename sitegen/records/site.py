"""The site's own settings (site.yaml): organiser, contacts, word lists, notice rules, calendar, rounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from sitegen.records.facts import Contact, Key
from sitegen.records.scalars import (
    Choice,
    Day,
    Id,
    LengthUnit,
    Number,
    Region,
    Text,
    Texts,
    Year,
    choose,
    fail,
    parse_day,
    plain,
)


class Counting(Choice):
    """Whether the opening day counts (DOMAIN.md section 4)."""

    START_DAY = ("始日计入", "start day counts")
    STRICT = ("始日不计", "start day does not count")


class DayUnit(Choice):
    """Working or natural days, as a profile writes it."""

    WORKDAY = ("工作日", "workday")
    DAY = ("自然日", "day")

    @property
    def length_unit(self) -> LengthUnit:
        return LengthUnit(self.en)


def _span(value: object) -> tuple[date, date]:
    """One day, or ``2027-02-05 至 2027-02-11``."""
    first, sep, last = (*re.split(r"\s*(至|到|~|—+|–)\s*", plain(value), maxsplit=1), "", "")[:3]
    start = parse_day(first)
    end = parse_day(last) if sep else start
    if end < start or end - start > timedelta(days=60):
        raise fail("bad_span", value=plain(value))
    return start, end


Span = Annotated[tuple[date, date], BeforeValidator(_span)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A minimum period with its source and the time in which it is in force."""

    id: Annotated[Id, Key("编号", "规则的编号", "id")]
    name: Annotated[Text, Key("名称", "规则的名称", "name")]
    minimum: Annotated[Number, Key("最少", "最少天数", "minimum number of days")]
    unit: Annotated[Annotated[DayUnit, BeforeValidator(choose(DayUnit))], Key("单位", "工作日或自然日", "workday or day")]
    source: Annotated[Text | None, Key("依据", "依据的文件", "source")] = None
    valid_from: Annotated[Day | None, Key("生效", "生效日期", "in force from")] = None
    valid_to: Annotated[Day | None, Key("失效", "失效日期", "in force until")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """The State Council's arrangement of a year: every day not listed follows its day of the week."""

    year: Annotated[Year, Key("年份", "年份", "year")]
    source: Annotated[Text, Key("来源", "安排的来源，如通知的文号", "source of the arrangement")]
    off: Annotated[tuple[Span, ...], Key("放假", "放假的日期或起止", "days off")] = ()
    work: Annotated[tuple[Span, ...], Key("上班", "调休上班的日期", "make-up working days")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A stage or round of the site, with its bounds."""

    id: Annotated[Id, Key("编号", "轮次的编号", "id")]
    name: Annotated[Text, Key("名称", "轮次的名称", "name")]
    start: Annotated[Day, Key("开始", "开始的日期", "first day")]
    end: Annotated[Day, Key("结束", "结束的日期", "last day")]
    text: Annotated[Text | None, Key("说明", "做什么", "what happens")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal of the site's set, mapped to one of the national four."""

    name: Annotated[Text, Key("名称", "目标", "goal")]
    national: Annotated[Text | None, Key("对应", "对应的全国目标", "national goal it stands for")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRules:
    """House-wide settings of notices."""

    profile: Annotated[Text, Key("默认规则", "默认的公示规则", "default profile")] = "commendation"
    counting: Annotated[
        Annotated[Counting, BeforeValidator(choose(Counting))], Key("计日", "始日计入或始日不计", "does the start day count")
    ] = Counting.START_DAY


def _code(value: object) -> str:
    text = plain(value).upper()
    if not re.fullmatch(r"[A-Z]\d{3}", text):
        raise fail("not_a_choice", value=plain(value), choices="检查结果中的编码，如 L001")
    return text


Code = Annotated[str, BeforeValidator(_code)]
# a host in whatever script and a path; what could end a quoted value, ask or hide is no part of a site's own address
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"'<>`{}|^]+(/[^\s?#\\\"'<>`{}|^]*)?", re.IGNORECASE)


def _web_address(value: object) -> str:
    """``https://example.org/path/``: the beginning of every address that pages, feeds and data files print."""
    text = plain(value)
    if not _WEB_ADDRESS.fullmatch(text):
        raise fail("bad_address", value=text)
    return text


WebAddress = Annotated[str, BeforeValidator(_web_address)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A code that is not reported for a while, with its reason; never more than was asked for."""

    code: Annotated[Code, Key("编码", "不再报告的编码，如 L001", "code that is not reported")]
    reason: Annotated[Text, Key("原因", "为什么可以不报", "why it need not be reported")]
    until: Annotated[Day, Key("截止", "到哪一天为止", "last day of the exception")]
    path: Annotated[Text | None, Key("文件", "只对这个文件或文件夹", "this file or folder only")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A value that looks like personal data and may be published."""

    value: Annotated[Text, Key("内容", "允许公开的内容，或它的 sha256:…", "the value, or its sha256:…")]
    reason: Annotated[Text, Key("原因", "为什么可以公开", "why it may be published")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """Days after which a column counts as out of date."""

    front: Annotated[Number, Key("首页", "首页最多几天没有新内容", "days without news on the front page")] = 14
    notices: Annotated[Number, Key("公示", "公示栏目最多几天没有新公示", "days without a new notice")] = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that site.yaml may say."""

    name: Annotated[Text, Key("名称", "网站名称", "name of the site")]
    organiser: Annotated[Text, Key("主办单位", "主办单位", "organiser")]
    subtitle: Annotated[Text | None, Key("副标题", "副标题", "subtitle")] = None
    operator: Annotated[Text | None, Key("承办单位", "承办单位", "operator")] = None
    superior: Annotated[Text | None, Key("上级单位", "上级单位", "superior body")] = None
    url: Annotated[WebAddress | None, Key("网址", "网站的公开网址", "public address")] = None
    region: Annotated[Region, Key("地区", "本站所在地区", "the site's own place")] = ()
    demo_date: Annotated[Day | None, Key("演示日期", "示例网站固定的日期", "fixed date of a demonstration site")] = None
    evidence_since: Annotated[Day | None, Key("启用存证", "从哪一天起保存发布存证", "day from which evidence is kept")] = None
    accept_declared: Annotated[
        Text | None, Key("接受声明", "启用存证之前的公示只凭声明的理由（会公开）", "why declarations before that day are accepted")
    ] = None
    probed_since: Annotated[
        Day | None, Key("启用探测", "从哪一天起探测公开的网站，之后的公示从探测成功算起", "day from which the deployed site is probed")
    ] = None
    signing_key: Annotated[
        Text | None, Key("签名密钥", "SSH 私钥文件，发布时给链头签名", "SSH key that signs the head of the ledger at each publish")
    ] = None
    timestamp: Annotated[
        Text | None, Key("时间戳", "RFC 3161 时间戳服务的网址", "address of an RFC 3161 authority that stamps the head at each publish")
    ] = None
    remote: Annotated[
        Text | None, Key("存证远端", "保存存证的受保护分支，如 origin/main", "protected branch that keeps the ledger, such as origin/main")
    ] = None
    contact: Annotated[Contact | None, Key("受理", "默认的异议受理方式", "default contact for objections")] = None
    notice: Annotated[NoticeRules, Key("公示", "公示的总体设置", "settings of notices")] = NoticeRules()
    profiles: Annotated[tuple[Profile, ...], Key("公示规则", "本地的公示规则，覆盖同编号的内置规则", "profiles of this site")] = ()
    calendar: Annotated[tuple[CalendarYear, ...], Key("日历", "各年放假调休安排", "arrangements of years")] = ()
    sectors: Annotated[Texts, Key("领域", "领域的清单", "sectors")] = ()
    goals: Annotated[tuple[Goal, ...], Key("目标", "目标的清单", "goals")] = ()
    rounds: Annotated[tuple[Round, ...], Key("轮次", "评选轮次或活动阶段", "rounds")] = ()
    criteria_models: Annotated[Texts, Key("五带头", "本地的五带头表述", "local wording of the criteria for people")] = ()
    criteria_units: Annotated[Texts, Key("五个好", "本地的五个好表述", "local wording of the criteria for units")] = ()
    theme: Annotated[Text, Key("主题", "themes/ 中的主题", "theme in themes/")] = "default"
    language: Annotated[Text, Key("语言", "界面的语言：zh-Hans、zh-Hant、en", "language of the interface")] = "zh-Hans"
    font: Annotated[Text | None, Key("字体", "分享卡片的字体文件，放在 site.yaml 旁边", "font file of share cards")] = None
    per_page: Annotated[Number, Key("每页", "列表每页条数", "items a page")] = 60
    site_code: Annotated[Text | None, Key("标识码", "政府网站标识码", "site identification code")] = None
    icp: Annotated[Text | None, Key("备案号", "ICP 备案号", "ICP number")] = None
    police: Annotated[Text | None, Key("公安备案", "公安备案号", "police number")] = None
    exceptions: Annotated[tuple[Exemption, ...], Key("例外", "暂时不报的检查，写明原因和截止日期", "checks switched off for a while")] = ()
    allowed: Annotated[tuple[Allowed, ...], Key("允许", "个人信息检查允许公开的内容", "values that the data guard lets through")] = ()
    hotlines: Annotated[Texts, Key("热线", "公开的热线电话、邮箱", "public telephone numbers and addresses")] = ()
    freshness: Annotated[Freshness, Key("时效", "多少天没有更新要提醒", "after how many days a column is out of date")] = Freshness()
