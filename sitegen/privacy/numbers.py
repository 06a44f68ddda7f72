"""Numbers that belong to one person: resident IDs, mobiles, bank cards, travel documents, plates.

A number may be broken by blanks, hyphens and line ends, so the rows of digits of a text are put
together again in every way that makes the length of a known number. Two numbers side by side are
never taken for one: neither is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.privacy.checksums import has_id_check_digit, is_credit_code, is_organisation_code, is_plausible_id, passes_luhn
from sitegen.privacy.kinds import Hit, Kind
from sitegen.privacy.surroundings import Surroundings

# between two parts of a number: blanks, one hyphen, or one line end (with the mark of a quotation)
_RUN = re.compile(r"\d+(?:(?:[ \t]{0,2}-[ \t]{0,2}|[ \t]{1,3}|[ \t]{0,8}\n[ \t>]{0,8})\d+)*")
_PART = re.compile(r"\d+")
_LAST_X = re.compile(r"[ \t]?-?[ \t]?[Xx×](?![A-Za-z0-9])")
_LONGEST = 19
_FEWEST = 11
_ID_DIGITS = 17  # of an ID that ends in X
_OLD_CARDS_END = 2000  # the years of birth of IDs with 15 digits lie before it
_MOST_PARTS = 5  # of a number other than an ID or a mobile, which may be written digit by digit

_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_SHAPES = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6), (4, 7), (1,) * 11}
_WEAK_SHAPES = {(18,), (6, 12), (14, 4), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (15,), (6, 6, 3), (6, 9)}
_CARD_SHAPES = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 10), (6, 13), (6, 12), (8, 8), (8, 11)}

_ORDER = re.compile(
    r"(?:订单|单号|编号|编码|代码|代号|批次|条形?码|串码|IMEI|SN|No\.|order"
    r"|(?:工单|运单|快递|物流|流水|批|序列|设备|备案|网安备|注册|登记|档案|文|案|受理|合同|发票|凭证|许可证?|学籍?|工|票|资产|准考证)号码?)"
    r"\s*(?:为|是|:|：|#)?\s*(?:号码?|No\.?)?[\s:：#\"“(（\[【]{0,3}(?:[A-Za-z]{1,8}-?)?$",
    re.IGNORECASE,
)
_AMOUNT_AFTER = re.compile(
    r"\s*(?:元|万|亿|千|百|吨|公斤|千克|斤|克|毫|升|米|平方|立方|千瓦|度(?!过)|人(?:次|民币)|人(?=[，。、；\s|]|$)|次|户|件|册|个(?!人)|株|亩"
    r"|公顷|公里|字(?!号)|台|套|%|％|‰|美元|欧元|港元|kg|km|kW|GB|MB|rmb|\.\d)",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(r"(?:[¥￥$€]|RMB)\s?$|\d{3}\.$", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:tel|phone|mobile|mob|cell|mp|ph|wechat|wx|vx|m|t)[\s:：.]*$", re.IGNORECASE)
_ID_WORDS = re.compile(r"身份证|证件号|身份号|公民身份|sfz|id\s?card", re.IGNORECASE)
_CODE_WORDS = re.compile(r"信用代码|机构代码|税号|纳税人识别|统一社会|组织代码|uscc", re.IGNORECASE)
_CARD_WORDS = re.compile(r"卡号|账号|帐号|银行卡|储蓄卡|信用卡|借记卡|开户行")
_TRAVEL_WORDS = re.compile(r"护照|通行证|回乡证|旅行证|passport", re.IGNORECASE)
_TRAVEL = re.compile(r"(?<![A-Za-z0-9])(?:[EGDSPHMC][A-HJ-NP-Z]?\d{7,8}|[PSD]E\d{7})(?![A-Za-z0-9])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]([·•.\- ]?)"
    r"(?:([DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学港澳])(?![A-Za-z0-9])"
)
_PLATE_WORDS = re.compile(r"车牌|号牌|车号|牌照|牌号|驾驶|轿车|小车|货车|汽车|面包车")
_DIGIT = re.compile(r"\d")
_NOT_A_DIGIT = re.compile(r"\D+")


class Part(NamedTuple):
    """A row of digits, and what divides it from the one before: "", "-", " " or a line end."""

    start: int
    digits: str
    joint: str


class Window(NamedTuple):
    """Neighbouring parts read as one number of ``value``; ``end`` is behind its last character."""

    parts: Sequence[Part]
    value: str
    end: int
    before: Part | None
    after: Part | None

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(part.digits) for part in self.parts)

    @property
    def is_broken_line(self) -> bool:
        """One number on two lines, broken anywhere."""
        return len(self.parts) == 2 and self.parts[1].joint == "\n"


def long_runs(text: str) -> list[re.Match[str]]:
    """The rows of digits of a normalised text that are long enough for a number of a person."""
    return [run for run in _RUN.finditer(text) if run.end() - run.start() >= _FEWEST]


def find_numbers(text: str, runs: Sequence[re.Match[str]], around: Surroundings, today: date) -> Iterator[Hit]:
    """Every number of a person in a normalised text with its long runs; none overlaps another."""
    for run in runs:
        yield from _in_run(text, _parts(run), around, today)
    yield from _travel(text, around)
    yield from _plates(text, around)


def hangs_on_the_day(run: re.Match[str], year: int) -> bool:
    """Whether another day of ``year`` might find something else in a run: only an ID may, if its holder may be born in that year."""
    digits = _NOT_A_DIGIT.sub("", run[0])
    if len(digits) < _ID_DIGITS:
        return year < _OLD_CARDS_END
    return year < _OLD_CARDS_END or not digits.isascii() or str(year) in digits


def _parts(run: re.Match[str]) -> list[Part]:
    parts: list[Part] = []
    end = run.start()
    for match in _PART.finditer(run[0]):
        gap = run.string[end : run.start() + match.start()]
        joint = next((sign for sign in "\n- \t" if sign in gap), "")
        parts.append(Part(run.start() + match.start(), match[0], joint))
        end = run.start() + match.end()
    return parts


def _in_run(text: str, parts: Sequence[Part], around: Surroundings, today: date) -> Iterator[Hit]:
    windows = list(_windows(text, parts))
    taken: set[int] = set()
    for kind, test in (
        (Kind.RESIDENT_ID, _is_id), (Kind.CARD, _is_card), (Kind.MOBILE, _is_mobile), (Kind.WEAK_ID, _is_weak_id),
    ):  # fmt: skip
        for window in windows:
            if test(window, around, today) and taken.isdisjoint(part.start for part in window.parts):
                taken.update(part.start for part in window.parts)
                yield Hit(kind, window.start, window.end, window.value)


def _windows(text: str, parts: Sequence[Part]) -> Iterator[Window]:
    """All neighbours that may be a number: 11 or 15 to 19 digits, or 17 and an X; the shortest from each start first."""
    for first in range(len(parts)):
        value = ""
        for last in range(first, len(parts)):
            value += parts[last].digits
            if len(value) > _LONGEST:
                break
            if len(value) < 15 and not _MOBILE.fullmatch(value):
                continue
            end = parts[last].start + len(parts[last].digits)
            before = parts[first - 1] if first else None
            after = parts[last + 1] if last + 1 < len(parts) else None
            if len(value) == 17 and (sign := _LAST_X.match(text, end)):
                yield Window(parts[first : last + 1], f"{value}X", sign.end(), before, None)
            if len(value) in (11, 18) or last - first < _MOST_PARTS:
                yield Window(parts[first : last + 1], value, end, before, after)


def _touches_letters(window: Window, text: str) -> bool:
    """Whether the number is the middle of a longer code."""
    behind = text[window.end : window.end + 1]
    ahead = text[window.start - 1 : window.start] if window.start else ""
    return (ahead.isascii() and (ahead.isalpha() or ahead == "_")) or (behind.isascii() and (behind.isalpha() or behind == "_"))


def _is_order(window: Window, around: Surroundings) -> bool:
    before = around.before(window.start)
    return bool(_ORDER.search(before)) and not (_ID_WORDS.search(before) or _CARD_WORDS.search(before))


def _is_amount(window: Window, around: Surroundings) -> bool:
    before = around.text[max(0, window.start - 4) : window.start]
    return bool(_AMOUNT_AFTER.match(around.after(window.end)) or _AMOUNT_BEFORE.search(before))


def _is_id(window: Window, around: Surroundings, today: date) -> bool:
    value = window.value
    if len(value) != 18 or not (is_plausible_id(value, today) and has_id_check_digit(value)):
        return False
    if not is_credit_code(value) or _ID_WORDS.search(around.before(window.start)):
        return True
    # both checks hold for a few numbers; the organisation code inside, or the words before, tell which it is
    return not (is_organisation_code(value[8:17]) or _CODE_WORDS.search(around.before(window.start)))


def _is_weak_id(window: Window, around: Surroundings, today: date) -> bool:
    value = window.value
    if len(value) not in (15, 18) or not is_plausible_id(value, today) or has_id_check_digit(value):
        return False
    before = around.before(window.start)
    is_named = bool(_ID_WORDS.search(before))
    if not (window.shape in _WEAK_SHAPES or window.is_broken_line or is_named or value[-1] == "X"):
        return False
    if _touches_letters(window, around.text) or _is_amount(window, around) or around.in_address(window.start):
        return False
    return is_named or not (is_credit_code(value) or _CODE_WORDS.search(before) or _is_order(window, around))


def _is_card(window: Window, around: Surroundings, today: date) -> bool:
    value = window.value
    if not (len(window.parts) == 1 or window.is_broken_line or window.shape in _CARD_SHAPES):
        return False
    if not 16 <= len(value) <= 19 or not value.isdigit() or len(set(value)) < 3 or not passes_luhn(value):
        return False
    if _touches_letters(window, around.text) or _is_amount(window, around) or around.in_address(window.start):
        return False
    before = around.before(window.start)
    is_named = bool(_CARD_WORDS.search(before) or _CARD_WORDS.search(around.after(window.end)))
    if (is_credit_code(value) and not is_named) or _CODE_WORDS.search(before):
        return False
    return is_named or (value.startswith("62") and not _is_order(window, around) and not _ID_WORDS.search(before))


def _is_mobile(window: Window, around: Surroundings, today: date) -> bool:
    if not _MOBILE.fullmatch(window.value) or not (window.shape in _MOBILE_SHAPES or window.is_broken_line):
        return False
    if _is_amount(window, around) or _is_order(window, around) or around.in_address(window.start):
        return False
    if _is_longer_code(window.before, window.parts[0].joint) or _is_longer_code(window.after, window.after.joint if window.after else ""):
        return False
    joints = {part.joint for part in window.parts[1:]}
    if len(joints) > 1 and "\n" not in joints:
        return False
    return not _touches_letters(window, around.text) or bool(_TELEPHONE.search(around.before(window.start)))


def _is_longer_code(part: Part | None, joint: str) -> bool:
    """Whether a neighbour joined by a hyphen makes the number a piece of a longer one."""
    return part is not None and joint == "-" and part.digits not in ("86", "0086") and not _MOBILE.fullmatch(part.digits)


def _travel(text: str, around: Surroundings) -> Iterator[Hit]:
    if not _TRAVEL_WORDS.search(text):
        return
    for match in _TRAVEL.finditer(text):
        if _TRAVEL_WORDS.search(around.before(match.start())):
            yield Hit(Kind.TRAVEL, match.start(), match.end(), match[0])


def _plates(text: str, around: Surroundings) -> Iterator[Hit]:
    for match in _PLATE.finditer(text):
        is_named = bool(match[1].strip() or _PLATE_WORDS.search(around.before(match.start())))
        # without a dot or a word of vehicles: the common form with three digits at least
        if is_named or (match[2] is None and not match[1] and len(_DIGIT.findall(match[0])) >= 3):
            yield Hit(Kind.PLATE, match.start(), match.end(), match[0])
