"""Rules on the language of all texts: official terms, quotation marks, doubled words, what was copied by accident."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sitegen.privacy.sheets import BREAK, Sheet
from sitegen.problems import Say, Severity
from sitegen.rules import Finding
from sitegen.rules.texts import text_rule

_MOST = 20  # findings of unpaired marks in one file: one at its start may upset all that follow
_CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class _Term(NamedTuple):
    """A wrong term, the pattern of where it is surely wrong, and the right one."""

    wrong: str
    where: re.Pattern[str]
    right: str


def _term(wrong: str, right: str, before: str = "", after: str = "") -> _Term:
    return _Term(wrong, re.compile(before + wrong + after), right)


# words that are right elsewhere (为国效劳, 武术根底, 桥墩稳固, 草原那么大) are found only where they stand for another
_TERMS: Sequence[_Term] = (
    _term("科学开展观", "科学发展观"),
    _term("又好又快开展", "又好又快发展"),
    _term("广阔党员", "广大党员"),
    _term("创立先进", "创建先进"),
    _term("己普遍", "已普遍", "(?<![自知利克律])"),
    _term("原那么", "原则", "(?<![草高平中复还])", "(?![多大远高好美长久])"),
    _term("效劳", "服务", "(?<![为愿])(?<!为[国民你您])(?<!为祖国)(?<!为人民)(?<!犬马)"),
    _term("根底", "基础", "", "(?=设施|工作|上|性|建设|教育|数据|产业|条件|组织|知识|理论|研究|医疗|民生|保障)"),
    _term("根底", "基础", "(?<=[作众织济想业会治法员政层质文展制论务体实好固坚牢])", "(?![深浅厚薄设工上性建教数产条组知理研医民保])"),
    _term(
        "稳固", "巩固", "",
        "(?=和|与|扩大|提高|提升|拓展|发展|加强|壮大|深化|成果|党的|党在|执政|基层|脱贫|扶贫|先进|创先|学习|活动|整改|群众)",
    ),
)  # fmt: skip


@text_rule("L001", Severity.WARNING)
def wrong_term(sheet: Sheet) -> Iterator[Finding]:
    """An official term is written wrong.

    What: 规范用语写错了，多半是转换或识别时换错了字。
    | An official term is wrong, mostly by a slip of conversion or recognition.
    Why: 政治用语的差错在网站检查中从严认定，也让人不信其余的内容。
    | Inspections judge such slips severely, and readers trust the rest less.
    Wrong:
        摘要: 深入学习科学开展观
    Right:
        摘要: 深入学习科学发展观
    """
    for wrong, where, right in _TERMS:
        for match in where.finditer(sheet.text) if wrong in sheet.text else ():
            yield Finding(
                sheet.spot(match.start()),
                Say(f"规范用语有误：“{match[0]}”", f"a wrong official term: '{match[0]}'"),
                Say(f"改为“{right}”", f"write '{right}'"),
                swap=(match[0], right),
            )


_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
_OPENERS = {closing: opening for opening, closing in _PAIRS.items()}
_MARKS = re.compile(f"[{''.join(_PAIRS)}{''.join(_OPENERS)}]")
_PARAGRAPH_END = re.compile(rf"{BREAK}|\n(?=[ \t]*(?:\n|[-*+>#|]|\d{{1,3}}[.、)]))")
_BEFORE_TEXT = "\x1f \n\t\u3000>*-"
_SHOWN = 12  # characters of the text behind a mark that a message quotes


@text_rule("L002", Severity.WARNING)
def unpaired_quotation_mark(sheet: Sheet) -> Iterator[Finding]:
    """A quotation mark has no partner in its paragraph.

    What: 引号或书名号没有成对：有前半个没有后半个，或者反过来。
    | A quotation mark has no partner in its paragraph.
    Why: 读的人看不出引用到哪里为止。
    | Nobody can tell where the quotation ends.
    Wrong:
        摘要: 开展“五带头活动
    Right:
        摘要: 开展“五带头”活动
    """
    if _MARKS.search(sheet.text):
        yield from islice(_unpaired(sheet), _MOST)


def _unpaired(sheet: Sheet) -> Iterator[Finding]:
    text = _CODE_BLOCK.sub(lambda match: " " * len(match[0]), sheet.text)
    start = 0
    for end in (*(match.start() for match in _PARAGRAPH_END.finditer(text)), len(text)):
        opens, ends = _lone(text, start, end)
        for at in opens:
            if not (_begins(text, start, at) and _opens_next(text, end)):
                yield _no_end(sheet, text, at)
        for at in ends:
            yield _no_start(sheet, text, at)
        start = end


def _begins(text: str, start: int, at: int) -> bool:
    return not text[start:at].strip(_BEFORE_TEXT)


def _opens_next(text: str, end: int) -> bool:
    """Whether the next paragraph begins with an opening mark: a quotation of several paragraphs is closed but once."""
    return text[end : end + 40].lstrip(_BEFORE_TEXT).startswith(tuple(_PAIRS)) and not text.startswith(BREAK, end)


def _lone(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Offsets of marks that open and are not closed, and of those that close nothing."""
    stack: list[int] = []
    ends: list[int] = []
    waiting: Counter[str] = Counter()
    for match in _MARKS.finditer(text, start, end):
        mark, at = match[0], match.start()
        if mark in _PAIRS:
            stack.append(at)
            waiting[mark] += 1
        elif mark == "’" and text[at - 1 : at].isascii() and text[at - 1 : at].isalnum():
            continue  # an apostrophe
        elif waiting[_OPENERS[mark]]:
            while text[at_open := stack.pop()] != _OPENERS[mark]:
                ends.append(at_open)  # opened inside and never closed
                waiting[text[at_open]] -= 1
            waiting[_OPENERS[mark]] -= 1
        else:
            ends.append(at)
    lone_opens = sorted([*stack, *(i for i in ends if text[i] in _PAIRS)])
    return lone_opens, [i for i in ends if text[i] in _OPENERS]


def _no_end(sheet: Sheet, text: str, at: int) -> Finding:
    opening, closing = text[at], _PAIRS[text[at]]
    shown = re.split(r"[\n\x1f]", text[at : at + _SHOWN])[0]
    again = re.match(rf"{opening}([^{opening}{closing}\n\x1f]{{1,40}}){opening}", text[at:])
    fix = Say(f"在引用结束的地方加上“{closing}”", f"put '{closing}' where the quotation ends")
    swap = (again[0], f"{opening}{again[1]}{closing}") if again else None
    if again:
        fix = Say(
            f"后一个也写成了前引号，改为 {opening}{again[1]}{closing}", f"the second mark opens again; write {opening}{again[1]}{closing}"
        )
    message = Say(f"{shown}… 只有“{opening}”，没有“{closing}”", f"'{opening}' is never closed: {shown}…")
    return Finding(sheet.spot(at), message, fix, swap=swap)


def _no_start(sheet: Sheet, text: str, at: int) -> Finding:
    closing, opening = text[at], _OPENERS[text[at]]
    shown = re.split(r"[\n\x1f]", text[max(0, at - _SHOWN + 1) : at + 1])[-1]
    return Finding(
        sheet.spot(at),
        Say(f"…{shown} 只有“{closing}”，没有“{opening}”", f"'{closing}' was never opened: …{shown}"),
        Say(f"在引用开始的地方加上“{opening}”，或删去“{closing}”", f"put '{opening}' where the quotation begins, or delete '{closing}'"),
    )


# each is never right twice in a row, but behind the characters of _RIGHT_BEHIND (现在在, 为了了解) and before those told off here
_DOUBLED_CHARACTER = (
    "的的(?!确确)|们们|很很|我我|和和(?![美气睦])|是是(?![非否])|着着(?![急火凉手实眼力重落迷])|了了(?![解结却断无分事不然望账愿得当])"
    "|在在(?!皆)|与与|对对(?!子|象|手|方|联)|使使|由由(?!此)"
)
_DOUBLED_WORD = (
    "(我们|他们|她们|你们|进行|以及|并且|而且|但是|因为|所以|如果|通过|对于|关于|由于|为了|已经|或者|应当|必须|能够|这个|那个|没有|开展|提高|坚持"
    "|推动|促进|确保|党员|群众)\\1"
)
_DOUBLED = re.compile(f"{_DOUBLED_CHARACTER}|{_DOUBLED_WORD}")
# each by itself has few first characters, which a search passes over five times faster than both together
_HALVES = (re.compile(_DOUBLED_CHARACTER), re.compile(_DOUBLED_WORD))
_RIGHT_BEHIND = {
    "和": "共饱温平总缓柔暖随谐祥亲应附中讲", "了": "为除到不甚极见临受", "在": "现存正实所内潜外旨好自何健同", "与": "参赠给授赋寄相付",
    "对": "一", "使": "大促驱迫致即天行假特", "由": "自理事因缘来",
}  # fmt: skip


@text_rule("L003", Severity.WARNING)
def doubled_word(sheet: Sheet) -> Iterator[Finding]:
    """A word stands twice in a row.

    What: 同一个词连写了两遍，如“的的”。
    | A word stands twice in a row.
    Why: 多打的字说明材料没有校对。
    | It tells readers that nobody proof-read the text.
    Wrong:
        摘要: 服务群众的的模范
    Right:
        摘要: 服务群众的模范
    """
    if not any(half.search(sheet.text) for half in _HALVES):
        return
    for match in _DOUBLED.finditer(sheet.text):
        once = match[0][: len(match[0]) // 2]
        if sheet.text[max(0, match.start() - 1) : match.start()] in [*_RIGHT_BEHIND.get(once, "")]:
            continue
        yield Finding(
            sheet.spot(match.start()),
            Say(f"“{match[0]}”多了一遍", f"'{match[0]}' stands twice"),
            Say(f"改为“{once}”", f"write '{once}'"),
            swap=(match[0], once),
        )


# every repetition is bounded, and no two ways of reading the same characters: a long row of numbers must not take forever
_NUMBERS = r"[\s\[\](){}|…．.·•/\d第共页]{0,120}?"
_PAGER = re.compile(
    rf"(?:首页{_NUMBERS})?(?:上一页|上页|前一页){_NUMBERS}(?:下一页|下页|后一页)(?:{_NUMBERS}(?:尾页|末页))?"
    r"|(?:上一页|上页)(?:[\s\[\]|]{1,5}\d{1,4}){2,30}|(?<!\d)(?<!\d[ \t|\]])(?:\d{1,4}[\s\[\]|]{1,5}){2,30}(?:下一页|下页)"
    r"|首页[\s|\[\]]{1,5}(?:上一页|下一页)|(?:上一页|下一页)[\s|\[\]]{1,5}(?:尾页|末页)"
)


@text_rule("L004", Severity.WARNING)
def pager_residue(sheet: Sheet) -> Iterator[Finding]:
    """The page numbers of another site were copied along.

    What: 正文里混进了别的网页的翻页文字。
    | The links between the pages of another site were copied into the text.
    Why: 从网页上整段复制时常带进来，读者点不动，也看不懂。
    | They come along when text is copied from a page, and lead nowhere.
    Wrong:
        摘要: 办好实事 上一页 1 2 3 下一页
    Right:
        摘要: 办好实事
    """
    if "一页" not in sheet.text and "下页" not in sheet.text and "上页" not in sheet.text:
        return
    for match in _PAGER.finditer(sheet.text):
        shown = " ".join(match[0].split())[:30]
        yield Finding(
            sheet.spot(match.start()),
            Say(f"混进了翻页文字：{shown}", f"a pager was copied along: {shown}"),
            Say(f"删去“{shown}”", f"delete '{shown}'"),
            swap=(match[0], ""),
        )
