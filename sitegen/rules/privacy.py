"""Rules on personal data in front matter, texts, tables and the names of files (DOMAIN.md section 6)."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen.library import Library
from sitegen.privacy.kinds import Hit, Kind, called, mask
from sitegen.privacy.search import Guard, make_guard
from sitegen.privacy.sheets import sheet_of
from sitegen.problems import Say, Severity
from sitegen.rules import Finding, rule
from sitegen.rules.lookups import Spot
from sitegen.rules.texts import Noted, note_of, notes_of

_FIXES: Mapping[Kind, Say] = {
    Kind.RESIDENT_ID: Say(
        "删去，一位也不要留；要区分同名的人，写单位或出生年月",
        "delete all of it; to tell people of one name apart, give the unit or the month of birth",
    ),
    Kind.WEAK_ID: Say(
        "是身份证号就全部删去；不是的，前面写明是什么号码，或列入 site.yaml 的“允许”",
        "delete it if it is an ID; if not, say what number it is before it, or list it under 允许 (allowed) in site.yaml",
    ),
    Kind.TRAVEL: Say("删去号码", "delete the number"),
    Kind.ADDRESS: Say("只写到村或社区，删去门牌号", "name the village or community only, without the house number"),
}


class _Found(NamedTuple):
    hit: Hit
    spot: Spot
    entry: int | None


# the rules of this module ask for the same search, one after the other
_searched: tuple[weakref.ref[Library], tuple[_Found, ...]] | None = None


_guarding: tuple[weakref.ref[Library], Guard] | None = None


def _found(library: Library) -> tuple[_Found, ...]:
    global _searched
    if _searched is None or _searched[0]() is not library:
        _searched = (weakref.ref(library), tuple(_search(library)))
    return _searched[1]


def guard_of(library: Library) -> Guard:
    """What this site lets through: contacts, hotlines and the allow-list."""
    global _guarding
    if _guarding is None or _guarding[0]() is not library:
        _guarding = (weakref.ref(library), _make_guard(library))
    return _guarding[1]


def _make_guard(library: Library) -> Guard:
    site = library.site.record
    contacts = (*site.hotlines, *_settings(library).contacts, *notes_of(library).contacts)
    return make_guard(library.today, contacts, (entry.value for entry in site.allowed))


def _settings(library: Library) -> Noted:
    return note_of(sheet_of(library.site), library.today)


def _search(library: Library) -> Iterator[_Found]:
    guard = guard_of(library)
    for hit, spot in (*_settings(library).hits, *notes_of(library).hits):
        if not guard.is_public(hit):
            yield _Found(hit, spot, guard.entry(hit))


def _findings(library: Library, kind: Kind) -> Iterator[Finding]:
    for hit, spot, entry in _found(library):
        if hit.kind is kind and entry is None:
            name = called(hit)
            yield Finding(spot, Say(f"这里有{name.zh}", f"here is {name.en}"), _fix(hit))


def _fix(hit: Hit) -> Say:
    shown = mask(hit)
    match hit.kind:
        case Kind.MOBILE:
            return Say(
                f"改为 {shown}，或删去；公开的电话写进“受理电话”或 site.yaml 的“热线”",
                f"write {shown}, or delete it; a public number belongs in 受理电话 (phone) or 热线 (hotlines) in site.yaml",
            )
        case Kind.EMAIL:
            return Say(
                f"改为 {shown}，或换成单位邮箱；公开的邮箱写进“受理邮箱”或 site.yaml 的“热线”",
                f"write {shown}, or give the unit's; a public one belongs in 受理邮箱 (email) or 热线 (hotlines) in site.yaml",
            )
        case Kind.CARD:
            return Say(f"删去，或只写“{shown}”", f"delete it, or write '{shown}' only")
        case Kind.PLATE | Kind.BIRTH | Kind.MINOR:
            return Say(f"改为“{shown}”", f"write '{shown}'")
    return _FIXES[hit.kind]


@rule("D001", Severity.ERROR)
def resident_id(library: Library) -> Iterator[Finding]:
    """A resident ID number is about to be published.

    What: 文字里有居民身份证号码（18 位，校验码和出生日期都对）。
    | The text holds a resident ID number of 18 characters with the right check digit and a possible date of birth.
    Why: 身份证号一经公开无法收回；只遮几位也能算出来，所以一位也不能留。
    | Once out it cannot be taken back, and the digits left by a partial mask can be worked out; so none may stay.
    Wrong:
        摘要: 身份证号 11010519491231002X 的张三
    Right:
        摘要: 张三
    """
    yield from _findings(library, Kind.RESIDENT_ID)


@rule("D002", Severity.WARNING)
def likely_resident_id(library: Library) -> Iterator[Finding]:
    """A number looks like a resident ID with a slip, or like one of 15 digits.

    What: 一串数字像是写错了一位的身份证号，或者 15 位的旧号码。
    | A number looks like a resident ID with a wrong digit, or like an old one of 15 digits.
    Why: 抄错一位的身份证号，照样能让人猜出真号。
    | A number with one slip still gives the real one away.
    Wrong:
        摘要: 身份证号 110105194912310021 的张三
    Right:
        摘要: 张三
    """
    yield from _findings(library, Kind.WEAK_ID)


@rule("D003", Severity.ERROR)
def mobile_number(library: Library) -> Iterator[Finding]:
    """A mobile number stands outside contact fields and hotlines.

    What: 受理方式和热线以外出现了手机号码。
    | A mobile number stands outside the contact fields and the configured hotlines.
    Why: 个人手机公开以后会招来骚扰和诈骗；公开的电话应当写在固定的地方。
    | A private number in public draws nuisance and fraud; public numbers have fields of their own.
    Wrong:
        摘要: 联系张三 13800138000
    Right:
        摘要: 联系张三 138****8000
    """
    yield from _findings(library, Kind.MOBILE)


@rule("D004", Severity.ERROR)
def bank_card(library: Library) -> Iterator[Finding]:
    """A bank card number is about to be published.

    What: 文字里有银行卡号（16 至 19 位，校验位正确）。
    | The text holds a bank card number of 16 to 19 digits with the right check digit.
    Why: 奖金、补助发放表最容易带出卡号，姓名和卡号在一起可以被冒用。
    | Lists of bonuses and grants carry them; a card number beside a name can be misused.
    Wrong:
        摘要: 奖金转入 6222021234567890128
    Right:
        摘要: 奖金已经发放
    """
    yield from _findings(library, Kind.CARD)


@rule("D005", Severity.WARNING)
def travel_document_or_plate(library: Library) -> Iterator[Finding]:
    """A passport number or a number plate is about to be published.

    What: 文字里有护照、通行证号码或车牌号。
    | The text holds the number of a passport, a travel permit or a car.
    Why: 这些号码能指向具体的人，事迹里并不需要。
    | They lead to one person, and no story needs them.
    Wrong:
        摘要: 每天开着云A·12345进山
    Right:
        摘要: 每天开车进山
    """
    yield from _findings(library, Kind.TRAVEL)
    yield from _findings(library, Kind.PLATE)


@rule("D006", Severity.WARNING)
def home_address(library: Library) -> Iterator[Finding]:
    """A home address is given down to the house number.

    What: 住址写到了门牌号、单元或房号。
    | A home address is given down to the house, the staircase or the flat.
    Why: 住址写到村或社区就够了，再细会打扰住户的生活。
    | The village or community is enough; more disturbs the people who live there.
    Wrong:
        摘要: 张三家住和平路12号3单元501室
    Right:
        摘要: 张三家住和平社区
    """
    yield from _findings(library, Kind.ADDRESS)


@rule("D007", Severity.WARNING)
def private_email(library: Library) -> Iterator[Finding]:
    """A private e-mail address stands outside contact fields.

    What: 受理方式和热线以外出现了私人邮箱。
    | A private e-mail address stands outside the contact fields and the configured hotlines.
    Why: 邮箱名常常就是手机号或姓名，也会招来垃圾邮件。
    | Such an address often holds a number or a name, and draws spam.
    Wrong:
        摘要: 来信请寄 zhangsan@qq.com
    Right:
        摘要: 来信请寄 z***@qq.com
    """
    yield from _findings(library, Kind.EMAIL)


@rule("D008", Severity.WARNING)
def full_birth_date(library: Library) -> Iterator[Finding]:
    """A date of birth is given to the day.

    What: 出生日期写到了日。
    | A date of birth is given to the day.
    Why: 公示的惯例是写到年月；写到日就能推出身份证号的大半。
    | By custom the month is enough; with the day most of an ID number can be worked out.
    Wrong:
        摘要: 张三，1973年5月12日出生
    Right:
        摘要: 张三，1973年5月出生
    """
    yield from _findings(library, Kind.BIRTH)


@rule("D009", Severity.WARNING)
def name_of_a_minor(library: Library) -> Iterator[Finding]:
    """A minor is named.

    What: 出现了未成年人的姓名。
    | A minor is named.
    Why: 未成年人的信息受特别保护，受助的孩子尤其不应被认出来。
    | Minors are protected by law; above all a child that was helped must not be recognised.
    Wrong:
        摘要: 资助小学生李小明
    Right:
        摘要: 资助小学生李某
    """
    yield from _findings(library, Kind.MINOR)


@rule("D012", Severity.INFO)
def let_through(library: Library) -> Iterator[Finding]:
    """Values that the allow-list lets through.

    What: 允许名单放行了一些像个人信息的内容。
    | The allow-list lets through values that look like personal data.
    Why: 放行不能悄悄进行：每次检查都列出来，附上原因，便于复核。
    | Nothing is let through in silence: each check says so, with the reason, so that it can be reviewed.
    Wrong:
        允许: [{内容: "13800138000", 原因: 值班手机，已公开}]
    Right:
        热线: ["13800138000"]
    """
    for entry, count in sorted(Counter(found.entry for found in _found(library) if found.entry is not None).items()):
        reason = library.site.record.allowed[entry].reason
        yield Finding(
            library.site.spot("allowed", entry),
            Say(f"允许名单放行了 {count} 处：{reason}", f"the allow-list lets through {count} place{'s' * (count > 1)}: {reason}"),
            Say(
                "原因不再成立时，删去这一条；公开的电话写进“热线: […]”",
                "delete the entry when its reason is gone; public numbers go under 热线 (hotlines)",
            ),
        )
