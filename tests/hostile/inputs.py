"""Files as an enemy, a broken disk or a bad day would leave them; expected.txt says what must be found in each, and where."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

HEAD = "---\n姓名: 张三\n摘要: 人。\n"


@dataclass(frozen=True)
class Hostile:
    """``put`` makes the file, or whatever it is, at the path that it is given."""

    name: str
    put: Callable[[Path], None]
    suffix: str = ".md"
    file: str = ""  # a name that must be as it is; else one is made from ``name``

    @property
    def path(self) -> str:
        return f"content/models/{self.file or self.name.replace(' ', '-') + self.suffix}"


def _bytes(data: bytes) -> Callable[[Path], None]:
    def put(file: Path) -> None:
        file.write_bytes(data)

    return put


def body(name: str, text: str) -> Hostile:
    """A sound header with ``text`` below it, which begins on line 5."""
    return Hostile(name, _bytes(f"{HEAD}---\n{text}\n".encode()))


def head(name: str, text: str) -> Hostile:
    """Lines from line 4 of a header that is sound before."""
    return Hostile(name, _bytes(f"{HEAD}{text}\n---\n文。\n".encode("utf-8", "surrogatepass")))


def raw(name: str, data: bytes, file: str = "") -> Hostile:
    return Hostile(name, _bytes(data), file=file)


def made(name: str, put: Callable[[Path], None], suffix: str = ".md", file: str = "") -> Hostile:
    return Hostile(name, put, suffix, file)


def _bomb(levels: int) -> str:
    lines = ["x-a0: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]"]
    lines += [f"x-a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _link(target: str) -> Callable[[Path], None]:
    return lambda file: os.symlink(target, file)


def _socket(file: Path) -> None:
    here = os.getcwd()
    os.chdir(file.parent)  # a socket's address may not be long
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(file.name)
    finally:
        os.chdir(here)


def _deep(folder: Path) -> None:
    for _ in range(30):
        folder = folder / "d"
    folder.mkdir(parents=True)


def _linked_picture(file: Path) -> None:
    """A text that shows a picture which is a link to a file of the system."""
    with suppress(FileExistsError):
        os.symlink("/etc/passwd", file.with_suffix(".jpg"))
    file.write_bytes(f"{HEAD}---\n![图]({file.stem}.jpg)\n".encode())


LONG = "长" * 20_001
SOUND = f"{HEAD}---\n文。\n".encode()
FILES = (
    raw("nothing at all", b""),
    raw("only blanks", b" \n\n\t\n"),
    raw("only NUL", b"\0" * 5000),
    raw("NUL inside", HEAD.encode() + b"x-a: a\0b\n---\n"),
    raw("random bytes", bytes(range(128, 256)) * 40),
    raw("GBK", "---\n姓名: 张三\n摘要: 人。\n---\n文。\n".encode("gbk")),
    raw("UTF-16 without a mark", "---\n姓名: 张三\n摘要: 人。\n---\n文。\n".encode("utf-16-le")),
    raw("UTF-32", "---\n姓名: 张三\n摘要: 人。\n---\n文。\n".encode("utf-32")),
    raw("a character cut in two", SOUND[:-4] + b"\xe6\n"),
    raw("overlong UTF-8", HEAD.encode() + b"---\n\xc0\xaf\xc0\xae\n"),
    raw("a surrogate in UTF-8", HEAD.encode() + b"---\n\xed\xa0\x80\n"),
    raw("more than a megabyte", SOUND + b"a\n" * 500_000),
    raw("a megabyte on one line", b"a" * 999_999),
    raw("a picture called md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    raw("a zip called md", b"PK\x03\x04" + bytes(range(256)) * 20),
    raw("a lost fence", HEAD.encode() + "文。\n".encode()),
    raw("a long line", SOUND + LONG.encode()),
    raw("direction marks", f"{HEAD}---\n好\u202e人\n".encode()),
    raw("zero width marks", (HEAD + "---\n好" + "\u200b" * 5000 + "人\n").encode()),
    raw("escape sequences", f"{HEAD}---\n好\x1b[2J\x1b]0;x\x07\n".encode()),
    raw("accents without end", (HEAD + "---\ne" + "\u0301" * 15000 + "\n").encode()),
)
HEADERS = (
    head("an alias bomb", _bomb(9)),
    head("an alias to itself", "x-a: &a [*a]"),
    head("a merge bomb", "x-a: &a {b: c}\nx-d:\n  <<: [*a, *a]"),
    head("a type tag", "x-a: !!python/object/apply:os.system [ls]"),
    head("a header of 64 kB", "\n".join(f"x-{n}: {'长' * 1000}" for n in range(65))),
    head("a header line of 20 kB", f"x-a: {LONG}"),
    head("lists 21 deep", "x-a: " + "[" * 21 + "]" * 21),
    head("brackets without end", "x-a: " + "[" * 19000),
    head("braces without end", "x-a: " + "{a: " * 4000),
    head("dashes without end", "x-a:\n  " + "- " * 9000),
    head("question marks without end", "? " * 9000),
    head("an indentation that never ends", "\n".join(" " * n + "a:" for n in range(120))),
    head("quotes without end", "x-a: " + '"' * 9999),
    head("an open quote", 'x-a: "甲\n' + "x-b: 乙\n" * 20),
    head("backslashes without end", 'x-a: "' + "\\" * 9999 + '"'),
    head("words behind hashes", "x-a:\n" + "  - b #c\n" * 4000),
    head("one key very often", "x-a: b\n" * 2000),
    head("unknown keys", "\n".join(f"键{n}: 甲" for n in range(300))),
    head("a date out of range", "发布: 99999-99-99"),
    head("a number without end", f"荣誉:\n  - 称号: 先进\n    年度: {'9' * 5000}"),
    head("a key of 10 kB", f"{'键' * 10_000}: 甲"),
    head("a second document", "...\n---\nx-a: b"),
    head("a directive", "%YAML 9.9"),
    head("a name that climbs", "网址名: ../../etc/passwd"),
    head("a name of a device", "网址名: nul"),
    head("a name without end", f"网址名: {'a' * 5000}"),
    head("a hidden name", '网址名: "a\\u202eb"'),
    head("a photo that climbs", "照片: {文件: ../../../etc/passwd, 说明: 图, 同意: 是}"),
    head("a photo from a share", "照片: {文件: '\\\\server\\share\\a.jpg', 说明: 图, 同意: 是}"),
    head("an attachment by address", "附件:\n  - {文件: 'file:///etc/passwd', 名称: 表}"),
)
BODIES = (
    body("brackets", "[" * 24_000),
    body("brackets over lines", "[ \n\n" * 3100),
    body("opened links", "[甲](乙" * 700),
    body("stars on a line", "* " * 2000 + "甲"),
    body("stars with tabs", "*\t" * 2000),
    body("stars and dashes", "* - " * 1000),
    body("numbers on a line", "1. " * 2000 + "甲"),
    body("lists in a footnote", "甲[^1]\n\n[^1]: " + "- " * 2000),
    body("quotes on a line", "> " * 2000 + "甲"),
    body("quotes and lists", "> - " * 1000 + "甲"),
    body("lists 21 deep over lines", "\n".join("    " * level + "- 甲" for level in range(21))),
    body("a deep indentation", "- 甲\n" + " " * 500 + "乙"),
    body("underscores", "甲" + "_" * 9000 + "乙"),
    body("backticks", "`" * 9000 + "甲"),
    body("ampersands", "&" * 9000),
    body("less-than signs", "<" * 9000),
    body("backslashes", "甲" + "\\" * 9000),
    body("emphasis all over", "*甲 " * 5000),
    body("CDATA", "<![CDATA[" * 2000),
    body("instructions", "<?a " * 1000),
    body("comments left open", "<!-- 甲\n\n" * 1000),
    body("tags left open", ("<b " + "甲" * 1000 + "\n\n") * 60),
    body("tags within tags", "<details>\n" * 600),
    body("a table of 9 000 cells", "|甲|乙|丙|\n|-|-|-|\n" + "|一|二|三|\n" * 3000),
    body("a table of 2 000 columns", "|甲" * 2000 + "|\n" + "|-" * 2000 + "|\n"),
    body("headings", "# 甲\n\n" * 2001),
    body("footnotes", "[^1]\n\n" * 600),
    body("definitions", "[a]: b\n\n" * 400),
    body("a definition used as a bomb", f"[a]: {'b' * 3000}\n\n" + "[a]\n\n" * 500),
    body("lines", "甲\n\n" * 3000),
    body("a block of 700 lines", "甲\n" * 700),
    body("characters", ("甲" * 99 + "\n\n") * 1001),
    body("a script", "<script>alert(1)</script>"),
    body("a picture that climbs", "![图](../../../../etc/passwd)"),
    body("a picture from the root", "![图](/etc/passwd)"),
    body("a picture by escapes", "![图](..%2f..%2f..%2fetc%2fpasswd)"),
    body("a picture with NUL", "![图](a%00.jpg)"),
    body("a picture from a share", "![图](//server/share/a.jpg)"),
    body("a picture by backslashes", "![图](..\\\\..\\\\a.jpg)"),
    body("a picture by address", "![图](file:///etc/passwd)"),
    body("a picture from elsewhere", "![图](http://127.0.0.1/a.jpg)"),
    body("a picture as data", "![图](data:image/svg+xml,x)"),
    body("a link with a script", "[甲](javascript:alert(1))"),
    body("dead links", "\n\n".join(f"[甲](无{n}.md)" for n in range(300))),
    body("a name without end in a link", f"[甲]({'a' * 9000}.md)"),
)
NAMES = (
    raw("a device", SOUND, file="CON.md"),
    raw("a device with a suffix", SOUND, file="nul.tar.md"),
    raw("a trailing dot", SOUND, file="甲..md"),
    raw("a trailing blank", SOUND, file="乙 .md"),
    raw("a line break in a name", SOUND, file="丙\n丁.md"),
    raw("a control character in a name", SOUND, file="戊\x07.md"),
    raw("a direction mark in a name", SOUND, file="己\u202ecod.md"),
    raw("a name of 255 bytes", SOUND, file="a" * 252 + ".md"),
    raw("a picture called as a device", b"x", file="aux.jpg"),
    raw("a file with a colon", b"x", file="1:2.pdf"),
    raw("a name that is no UTF-8", SOUND, file=os.fsdecode(b"\xff\xfe.md")),
    raw("a four byte character in a name", SOUND, file="𠮷.md"),
)
THINGS = (
    made("a link out of the site", _link("/etc/passwd")),
    made("a link to itself", lambda file: os.symlink(file.name, file)),
    made("a link to nothing", _link("nothing-here.md")),
    made("a link to a folder", _link("."), suffix=""),
    made("a link to a device", _link("/dev/zero")),
    made("a pipe", os.mkfifo),
    made("a socket", _socket),
    made("folders without end", _deep, suffix=""),
    made("a linked picture", _linked_picture),
)
ALL = (*FILES, *HEADERS, *BODIES, *NAMES, *THINGS)
