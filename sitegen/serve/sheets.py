"""A file taken apart for the form, and put together again: what was not edited keeps every byte. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from sitegen.problems import has_error
from sitegen.reading.fences import split
from sitegen.reading.frontmatter import parse_header

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a record with LF line ends: up to its header, the header, the fence after it, the body."""

    head: str
    header: str
    fence: str
    body: str

    @property
    def text(self) -> str:
        return self.head + self.header + self.fence + self.body


def text_of(data: bytes) -> str | None:
    """The text of a file with LF line ends and without a byte-order mark; None if it is not UTF-8."""
    try:
        text = data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")


def sheet_of(path: str, text: str) -> Sheet | None:
    """The parts of a text; None where fences or header cannot be read as they stand, so that only the whole can be edited."""
    parts = split(path, text)
    if parts.problems or not parts.header_line:
        return None
    head = "".join(f"{line}\n" for line in text.split("\n")[: parts.header_line - 1])
    header = parts.header + "\n"
    root, problems = parse_header(path, parts.header, parts.header_line)
    if root is None or has_error(p for p in problems if p.code.startswith("F")):
        return None
    end = len(text) - len(parts.body)
    sheet = Sheet(head, header, text[len(head) + len(header) : end], parts.body)
    return sheet if sheet.text == text else None


def bytes_of(before: bytes, text: str) -> bytes:
    """``text`` as the new content of a file: lines that did not change keep their bytes, new ones get the file's own line end."""
    mark = before.startswith(_MARK.encode())
    old = _physical(before.decode("utf-8").removeprefix(_MARK))
    end = "\r\n" if sum(line.endswith("\r\n") for line in old) * 2 > len(old) else "\n"
    bare = [_bare(line) for line in old]
    new = text.split("\n")
    new, rest = (new[:-1], new[-1]) if new else ([], "")
    lines = [f"{line}\n" for line in new] + ([rest] if rest else [])
    out: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, bare, lines, autojunk=False).get_opcodes():
        out += old[i:j] if tag == "equal" else [line.replace("\n", end) for line in lines[k:m]]
    made = "".join(out)
    if made.replace("\r\n", "\n").replace("\r", "\n") != text:  # a lone CR met a new LF
        made = text.replace("\n", end)
    return ((_MARK if mark else "") + made).encode("utf-8")


def _physical(text: str) -> list[str]:
    """Lines with their ends: CR LF, LF or CR, and no other sign that Python takes for one."""
    lines, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\r" and text[at + 1 : at + 2] == "\n":
            at += 1
        elif text[at] not in "\r\n":
            at += 1
            continue
        at += 1
        lines.append(text[start:at])
        start = at
    return [*lines, text[start:]] if start < len(text) else lines


def _bare(line: str) -> str:
    """A line as ``text_of`` gives it."""
    return line.rstrip("\r\n") + "\n" if line.endswith(("\r", "\n")) else line
