"""Bytes of a file to text: the encoding is UTF-8, and no character may hide (THREATS.md row 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.reading.characters import MOST_PER_FILE, blank_out, check_characters

_BAD_BYTES = re.compile("[\udc80-\udcff]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Decoded(NamedTuple):
    """Text with LF line ends, each harmful character replaced by one mark, and what was wrong with it."""

    text: str
    problems: tuple[Problem, ...]


def lines_of(path: str, data: bytes) -> list[str]:
    """The lines of a file, for showing where a problem stands."""
    return (decode(path, data).text or data.decode("utf-8", "replace")).split("\n")


def decode(path: str, data: bytes) -> Decoded:
    """The text of a file. Never raises.

    A file in another encoding gives one problem and its text as far as it can be guessed, so that
    the other mistakes in it are found in the same run; a file that is no text gives "".
    """
    text, problems = _text_of(path, data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = check_characters(path, text)
    return Decoded(blank_out(text) if found or problems else text, (*problems, *found))


def _text_of(path: str, data: bytes) -> tuple[str, list[Problem]]:
    wide = _utf16_name(data)
    if wide:
        name = wide[:6].upper()
        text = data.decode(wide, "replace").removeprefix("\ufeff")
        return text, [_wrong_encoding("F002", Place(path), Say(f"，看起来是 {name}（记事本里叫 Unicode）", f"; it looks like {name}"))]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _not_utf8(path, data)


def _utf16_name(data: bytes) -> str:
    """The wide encoding of ``data``, told by its mark or by NUL beside every ASCII sign; "" for any other."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    head = data[: 4096 & ~1]
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    if evens + odds < 3 or (evens and odds):
        return ""
    # all NULs on one side and a line end there too: stray NULs in UTF-8 text do not fall like that
    name = "utf-16-le" if odds else "utf-16-be"
    text = head.decode(name, "replace")
    return name if "\n" in text or "\r" in text else ""


def _not_utf8(path: str, data: bytes) -> tuple[str, list[Problem]]:
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    bad = sum(len(m[0]) for m in _BAD_BYTES.finditer(text))
    good = len(_NOT_ASCII.findall(text)) - bad
    if good > bad:  # UTF-8 with some damage
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text, list(_damaged(path, text))
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "", [_wrong_encoding("F001", _first(path, text), Say("，也不是 GBK，可能不是文本文件", "; it may be no text at all"))]
    return text, [_wrong_encoding("F001", _first(path, text), Say("，看起来是 GBK（记事本里叫 ANSI）", "; it looks like GBK"))]


def _first(path: str, text: str) -> Place:
    """Where the first sign stands that is not ASCII."""
    match = _NOT_ASCII.search(text.replace("\r\n", "\n").replace("\r", "\n"))
    before = match.string[: match.start()] if match else ""
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _damaged(path: str, text: str) -> Iterator[Problem]:
    for number, match in enumerate(_BAD_BYTES.finditer(text)):
        if number == MOST_PER_FILE:
            return
        line = text.count("\n", 0, match.start()) + 1
        shown = " ".join(f"{ord(c) - 0xDC00:02X}" for c in match[0][:6])
        yield Problem(
            "F001",
            Severity.ERROR,
            Place(path, line, match.start() - text.rfind("\n", 0, match.start())),
            Say(f"这里有不成字的字节（{shown}），不是 UTF-8", f"the bytes here ({shown}) are no UTF-8"),
            Say("删去这里的乱码，重新输入原来的字，按 UTF-8 保存", "delete what is garbled here, type it again and save the file as UTF-8"),
        )


def _wrong_encoding(code: str, place: Place, guess: Say) -> Problem:
    return Problem(
        code,
        Severity.ERROR,
        place,
        Say(f"文件不是 UTF-8 编码{guess.zh}", f"the file is not UTF-8{guess.en}"),
        Say("在编辑器里用“另存为”，编码选 UTF-8，再保存一次", "save the file again with the encoding UTF-8"),
    )
