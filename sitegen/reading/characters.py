"""Characters that hide or deceive: controls, direction marks, invisible ones, look-alikes (THREATS.md row 6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sitegen.problems import Place, Problem, Say, Severity

BLANKED = "\ufdd0"
"""Stands in for a harmful character that was reported, so that the columns behind it stay right."""

MOST_PER_FILE = 20  # findings of one kind; a binary file would give thousands

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029\ufdd1-\ufdef"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
_FORBIDDEN_CLASS = f"{_CONTROL}{_BIDI}{_HIDDEN}\U000e0000-\U000e0fff"
# half characters stand for bytes that decoding has reported; the mark itself is no character of a text either
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_CLASS}\ud800-\udfff]")
_FORBIDDEN_RUN = re.compile(f"([{_FORBIDDEN_CLASS}{BLANKED}])\\1*")
_BIDI_ONLY = re.compile(f"[{_BIDI}]")
_CONTROL_ONLY = re.compile(f"[{_CONTROL}{BLANKED}]")
_ODD = re.compile("[\u2e80-\u2fd5\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_NAMES = {
    "\x00": "空字符",
    "\x1b": "转义符",
    "\x85": "换行控制符",
    "\xad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\u202e": "从右向左覆盖",
    "\u2060": "词连接符",
    "\ufeff": "BOM",
}
# radicals of PDF files that have no compatibility mapping of their own
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻙⻚⻛⻜⻢⻥⻦⻧⻨⻩⻬⻮⻰⻘⻤⻝⻗⻣⻫⻭⻯",
        "民虎西见角贝车长门韦页风飞马鱼鸟卤麦黄齐齿龙青鬼食雨骨齐齿龙",
        strict=True,
    )
)
_MOST_QUOTED = 60  # a mended line longer than this is no help on a terminal


def is_harmful(text: str) -> bool:
    """Whether a forbidden character stands in ``text``."""
    return _FORBIDDEN.search(text) is not None


def blank_out(text: str) -> str:
    """``text`` with each forbidden character replaced by ``BLANKED``."""
    return _FORBIDDEN.sub(BLANKED, text)


def without_blanked(text: str) -> str:
    """``text`` as it reads once the reported characters are deleted."""
    return text.replace(BLANKED, "") if BLANKED in text else text


def check_characters(path: str, text: str) -> list[Problem]:
    """Everything hidden or deceptive in the text of a file."""
    found: list[Problem] = []
    if _FORBIDDEN_RUN.search(text):
        found += _forbidden(path, text)
    if _ODD.search(text):
        found += _odd(path, text)
    if not unicodedata.is_normalized("NFC", text):
        found += _not_composed(path, text)
    return found


def check_value(place: Place, text: str) -> Iterator[Problem]:
    """What a value holds that its own line does not show: characters written as escapes, such as ``\\u200b``."""
    for match in _FORBIDDEN_RUN.finditer(text):
        yield _character(place, match[0], "")
    if not unicodedata.is_normalized("NFC", text):
        right = unicodedata.normalize("NFC", text)
        yield _look_alike(place, text, right)


def _place(path: str, text: str, index: int) -> Place:
    return Place(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _line_of(text: str, index: int) -> str:
    end = text.find("\n", index)
    return text[text.rfind("\n", 0, index) + 1 : len(text) if end < 0 else end]


def _forbidden(path: str, text: str) -> Iterator[Problem]:
    for number, match in enumerate(_FORBIDDEN_RUN.finditer(text)):
        if number == MOST_PER_FILE:
            return
        mended = without_blanked(blank_out(_line_of(text, match.start()))).strip()
        yield _character(_place(path, text, match.start()), match[0], mended)


def _character(place: Place, run: str, mended: str) -> Problem:
    char, name = run[0], f"U+{ord(run[0]):04X}"
    called = f"{name}（{_NAMES[char]}）" if char in _NAMES else name
    if _CONTROL_ONLY.match(char):
        code, what = "F003", Say(f"有控制字符 {called}", f"control character {name}")
    elif _BIDI_ONLY.match(char):
        code, what = "F004", Say(f"有改变文字方向的字符 {called}", f"character {name} that changes the direction of text")
    else:
        code, what = "F005", Say(f"有看不见的字符 {called}", f"invisible character {name}")
    if len(run) > 1:
        what = Say(f"{what.zh}，连续 {len(run)} 个", f"{what.en}, {len(run)} in a row")
    shown = 0 < len(mended) <= _MOST_QUOTED
    return Problem(
        code,
        Severity.ERROR,
        place,
        what,
        Say(
            "删去这个字符（光标移到箭头所指处，按 Delete）" + (f"，改好是：{mended}" if shown else ""),
            "delete this character (put the cursor at the caret, press Delete)" + (f", so that it reads: {mended}" if shown else ""),
        ),
    )


def _odd(path: str, text: str) -> Iterator[Problem]:
    """Radicals in place of characters (copied from PDF), private characters, and the mark of a lost one."""
    for number, match in enumerate(_ODD.finditer(text)):
        if number == MOST_PER_FILE:
            return
        char, place = match[0], _place(path, text, match.start())
        right = _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
        if char == "\ufffd":
            yield _lost(place)
        elif right != char:
            yield _look_alike(place, char, right)
        elif not "\u2e80" <= char <= "\u2fd5":
            yield _private(place, char)


def composed(line: str) -> list[tuple[int, str, str]]:
    """Column (from 0), wrong and right form of each look-alike of a line, as far as the right one is certain."""
    found = {column - 1: (wrong, right) for column, wrong, right in _clusters(line)} if not unicodedata.is_normalized("NFC", line) else {}
    for match in _ODD.finditer(line):
        right = _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0])
        if right != match[0]:
            found.setdefault(match.start(), (match[0], right))
    return [(column, *pair) for column, pair in sorted(found.items())]


def _lost(place: Place) -> Problem:
    return Problem(
        "F001",
        Severity.ERROR,
        place,
        Say("这里是乱码“\ufffd”，原来的字已经丢失", "the character here was lost when the file was saved in another encoding"),
        Say("删去乱码，重新输入原来的字，按 UTF-8 保存", "type the character again and save the file as UTF-8"),
    )


def _private(place: Place, char: str) -> Problem:
    return Problem(
        "F006",
        Severity.WARNING,
        place,
        Say(
            f"这是自造字（U+{ord(char):04X}），别人的电脑和手机上显示不出来",
            f"U+{ord(char):04X} is a private character; others cannot see it",
        ),
        Say("换成字库里的字；没有就用拼音或“□（左某右某）”说明", "use a character of the standard, or describe it"),
    )


def _look_alike(place: Place, wrong: str, right: str) -> Problem:
    codes = "、".join(f"U+{ord(c):04X}" for c in wrong[:4])
    if len(right) > _MOST_QUOTED:  # marks without end above one letter
        wrong, right = f"{wrong[:4]}…", f"{right[:1]}"
    return Problem(
        "F006",
        Severity.ERROR,
        place,
        Say(
            f"“{wrong}”（{codes}）是兼容字或拆开的字，看着一样、实际不同",
            f"'{wrong}' ({codes}) is a look-alike or a decomposed character",
        ),
        Say(f"改为“{right}”", f"write '{right}'"),
    )


def _not_composed(path: str, text: str) -> Iterator[Problem]:
    count = 0
    for number, line in enumerate(text.split("\n"), 1):
        if unicodedata.is_normalized("NFC", line):
            continue
        for column, wrong, right in _clusters(line):
            yield _look_alike(Place(path, number, column), wrong, right)
            count += 1
            if count == MOST_PER_FILE:
                return


def _clusters(line: str) -> Iterator[tuple[int, str, str]]:
    """The characters of a line, each with its marks, that change when composed."""
    starts = [i for i, c in enumerate(line) if i == 0 or not (unicodedata.combining(c) or "\u1161" <= c <= "\u11ff")]
    found = False
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        wrong = line[start:end]
        right = unicodedata.normalize("NFC", wrong)
        if wrong != right:
            found = True
            yield start + 1, wrong, right
    if not found:  # a pair of two full letters
        right = unicodedata.normalize("NFC", line)
        column = next((i for i, (a, b) in enumerate(zip(line, right, strict=False)) if a != b), len(right) - 1)
        yield column + 1, line[column : column + 2], right[column : column + 1]
