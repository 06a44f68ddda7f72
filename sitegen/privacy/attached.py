"""The text of an attached file, whatever its name says it is: documents, tables, PDF, plain text."""

from __future__ import annotations

import csv
import importlib
import io
import logging
from typing import Any

from sitegen.privacy.documents import read_zipped
from sitegen.privacy.parts import BROKEN, Sheet, Unreadable, row_text
from sitegen.problems import Say

__all__ = ["Sheet", "Unreadable", "read_file"]

MAX_FILE = 50_000_000
MAX_PAGES = 1_000
_WHOLE = Say("", "")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
_MEDIA = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"ID3", b"OggS", b"\0\0\0\x18ftyp", b"\0\0\0 ftyp")
_TABLES = (".csv", ".tsv")


def read_file(name: str, data: bytes, depth: int = 0) -> list[Sheet]:
    """The text of a file in pieces. Raises Unreadable."""
    if len(data) > MAX_FILE:
        raise Unreadable(Say("文件太大", "the file is too large"))
    if data.startswith(b"PK\x03\x04"):
        return read_zipped(data, read_file, depth)
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith(_OLD):
        raise Unreadable(Say("是旧格式（.doc、.xls）或加了密码", "it has an old format (.doc, .xls) or a password"))
    if data.startswith(_ARCHIVES):
        raise Unreadable(Say("是打不开的压缩包", "it is an archive of a kind that cannot be opened"))
    if data.startswith(_MEDIA):
        raise Unreadable(Say("是图片或音像，里面的文字看不到", "it is a picture or a recording, whose words cannot be seen"))
    text = decoded(data)
    if name.lower().endswith(_TABLES):
        return [Sheet(_WHOLE, _table(text, "\t" if name.lower().endswith(".tsv") else ","), is_grid=True)]
    return [Sheet(_WHOLE, text)]


def decoded(data: bytes) -> str:
    """The characters of a text file, whichever encoding it has. Raises Unreadable."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(Say("不是文字", "it is no text"))


def _table(text: str, divider: str) -> str:
    """Rows as lines ``| … |``, so that the head of a column is known."""
    lines: list[str] = []
    reader = csv.reader(io.StringIO(text), delimiter=divider)
    try:
        for row in reader:
            lines += [""] * (reader.line_num - 1 - len(lines))
            lines.append(row_text(row))
    except csv.Error:
        return text
    return "\n".join(lines)


def _pdf(data: bytes) -> list[Sheet]:
    try:
        library: Any = importlib.import_module("pypdf")
    except ImportError:
        raise Unreadable(Say("没有安装读取 PDF 的 pypdf", "pypdf, which reads PDF, is not installed")) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains to the terminal of every odd file
    try:
        reader = library.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Say("加了密码", "it is locked with a password"))
        pages = list(reader.pages)
        if len(pages) > MAX_PAGES:
            raise Unreadable(Say("页数太多", "it has too many pages"))
        sheets = [Sheet(Say(f"第 {n} 页", f"page {n}"), page.extract_text()) for n, page in enumerate(pages, 1)]
        fields = reader.get_form_text_fields() or {}
    except Unreadable:
        raise
    except Exception:  # a damaged file raises anything at all
        raise Unreadable(BROKEN) from None
    sheets.append(Sheet(Say("表单", "form"), "\n".join(f"{key}: {value}" for key, value in fields.items() if value)))
    if not any(sheet.text.strip() for sheet in sheets):
        raise Unreadable(Say("PDF 里只有图片，没有文字（多半是扫描件）", "the PDF holds pictures only, no text (a scan, most likely)"))
    return sheets
