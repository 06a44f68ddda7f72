"""Bytes of a file to text: the encoding is UTF-8, and no character may hide (THREATS.md row 6)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from sitegen.problems import Place, Problem, Say, Severity

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0\ufe00-\ufe0f"
_FORBIDDEN = re.compile(f"[{_CONTROL}{_BIDI}{_HIDDEN}\U000e0000-\U000e01ef]")
_BIDI_ONLY = re.compile(f"[{_BIDI}]")
_CONTROL_ONLY = re.compile(f"[{_CONTROL}]")
_MOST_PER_FILE = 20  # of one kind; a binary file would give thousands


class Decoded(NamedTuple):
    """Text with LF line ends and harmful characters blanked out, and what was wrong with it."""

    text: str
    problems: tuple[Problem, ...]


def decode(path: str, data: bytes) -> Decoded:
    """The text of a file. A file that is not UTF-8 gives one problem and the text as far as it can be guessed."""
    encoding, problem = _encoding(path, data)
    if problem is not None:
        return Decoded("", (problem,))
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    problems = list(_forbidden(path, text)) + list(_not_composed(path, text))
    if problems:
        text = _FORBIDDEN.sub(" ", text)
    return Decoded(text, tuple(problems))


def _encoding(path: str, data: bytes) -> tuple[str, Problem | None]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _looks_utf16(data):
        return "utf-16", _wrong_encoding("F002", path, Place(path), "UTF-16")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        place = Place(path, line, len(data[start : error.start].decode("utf-8", "replace")) + 1)
        if _decodes(data, "gb18030"):
            return "gb18030", _wrong_encoding("F001", path, place, "GBK")
        return "utf-8", _wrong_encoding("F001", path, place, "")
    return "utf-8-sig", None


def _looks_utf16(data: bytes) -> bool:
    head = data[:400]
    nulls = head.count(0)
    return len(head) > 8 and nulls * 5 > len(head) and not _decodes_clean(head)


def _decodes_clean(head: bytes) -> bool:
    # real UTF-16 of a header has a NUL beside every ASCII sign; stray NULs in UTF-8 text are few
    return max(head[0::2].count(0), head[1::2].count(0)) * 5 < len(head)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wrong_encoding(code: str, path: str, place: Place, name: str) -> Problem:
    guess = Say(f"，看起来是 {name}", f"; it looks like {name}") if name else Say("", "")
    return Problem(
        code, Severity.ERROR, place,
        Say(f"文件不是 UTF-8 编码{guess.zh}", f"the file is not UTF-8{guess.en}"),
        Say("在编辑器里用“另存为”，编码选 UTF-8，再保存一次", "save the file again with the encoding UTF-8"),
    )


def _place(path: str, text: str, index: int) -> Place:
    return Place(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _forbidden(path: str, text: str) -> list[Problem]:
    found = []
    for match in _FORBIDDEN.finditer(text):
        found.append(_character(_place(path, text, match.start()), match[0]))
        if len(found) == _MOST_PER_FILE:
            break
    return found


def _character(place: Place, char: str) -> Problem:
    name = f"U+{ord(char):04X}"
    if _CONTROL_ONLY.match(char):
        code, what = "F003", Say(f"有控制字符 {name}", f"control character {name}")
    elif _BIDI_ONLY.match(char):
        code, what = "F004", Say(f"有改变文字方向的字符 {name}", f"character {name} that changes the direction of text")
    else:
        code, what = "F005", Say(f"有看不见的字符 {name}", f"invisible character {name}")
    return Problem(
        code, Severity.ERROR, place, what,
        Say("删去这个字符（光标移到箭头所指处，按一次 Delete）", "delete this character (put the cursor at the caret, press Delete)"),
    )


def _not_composed(path: str, text: str) -> list[Problem]:
    if unicodedata.is_normalized("NFC", text):
        return []
    found: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if unicodedata.is_normalized("NFC", line) or len(found) == _MOST_PER_FILE:
            continue
        mended = unicodedata.normalize("NFC", line)
        column = next((i for i, (a, b) in enumerate(zip(line, mended, strict=False)) if a != b), len(mended))
        wrong, right = line[column : column + 1], mended[column : column + 1]
        found.append(Problem(
            "F006", Severity.ERROR, Place(path, number, column + 1),
            Say(f"“{wrong}”（U+{ord(wrong):04X}）是兼容字或拆开的字，看着一样、实际不同",
                f"'{wrong}' (U+{ord(wrong):04X}) is a look-alike or a decomposed character"),
            Say(f"改为“{right}”", f"write '{right}'"),
        ))
    return found
