"""Which files are let in: a table or a document of the new formats, whole, without macros, links outward or bombs.

Opening and unpacking within limits is that of ``privacy.parts``; here is only what importing refuses beyond it.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath
from typing import NamedTuple

from sitegen.importing.faults import NotImportable, of_unreadable, refuse, unreadable
from sitegen.privacy.parts import Unreadable, open_zip, read_xml, unpack
from sitegen.problems import Say

MAX_FILE = 60_000_000  # bytes
MAX_XML = 40_000_000  # bytes of one XML part, unpacked
TABLES = (".xlsx", ".csv")
STORY = ".docx"

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = {
    ".doc": Say("在 Word 或 WPS 里打开，“另存为”，类型选“Word 文档（*.docx）”", "open it in Word and save it as a Word document (*.docx)"),
    ".xls": Say("在 Excel 或 WPS 里打开，“另存为”，类型选“Excel 工作簿（*.xlsx）”", "open it in Excel and save it as a workbook (*.xlsx)"),
}
_OLD_NAMES = {
    ".doc": ".doc",
    ".wps": ".doc",
    ".rtf": ".doc",
    ".odt": ".doc",
    ".xls": ".xls",
    ".et": ".xls",
    ".ods": ".xls",
    ".xlsb": ".xls",
}
_MACROS = {".xlsm": ".xls", ".xltm": ".xls", ".docm": ".doc", ".dotm": ".doc"}
_ACTIVE = re.compile(r"(^|/)(vbaProject[^/]*\.bin|vbaData\.xml|activeX/.*|macrosheets/.*|dialogsheets/.*)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"(^|/)(embeddings/.+|oleObject[^/]*|afchunk[^/]*)$", re.IGNORECASE)
_LINKED = re.compile(r"^xl/externalLinks/", re.IGNORECASE)
_XML = re.compile(r".*\.(xml|rels)$", re.IGNORECASE)
_HARMLESS = ("hyperlink", "attachedTemplate")  # links that a reader follows; the template of the office that wrote it
_KIND_OF_PART = {"xl/workbook.xml": ".xlsx", "word/document.xml": STORY}


class Opened(NamedTuple):
    """A file that may be read: its suffix, its bytes, and its archive where it has one."""

    name: str
    kind: str
    data: bytes
    archive: zipfile.ZipFile | None = None


def open_file(name: str, data: bytes) -> Opened:
    """A list (.xlsx, .csv) or a story (.docx). Raises NotImportable."""
    suffix = PurePath(name).suffix.lower()
    if len(data) > MAX_FILE:
        raise refuse("I003", name, Say("文件太大", "the file is too large"), Say("拆成几个文件", "split it into several files"))
    _known_suffix(name, suffix, data)
    if suffix == ".csv":
        if data[:4] in (b"PK\x03\x04", _OLD[:4]):
            raise _other_content(name, Say("一份 Excel 或 Word 文件", "a workbook or a document"))
        return Opened(name, suffix, data)
    try:
        return _open_zipped(name, suffix, data)
    except Unreadable as caught:
        raise of_unreadable(name, caught) from None


def _known_suffix(name: str, suffix: str, data: bytes) -> None:
    if suffix in _MACROS:
        raise refuse("I002", name, Say("带宏的文件不能导入", "a file with macros is not imported"), _SAVE_AS[_MACROS[suffix]])
    if data.startswith(_OLD):
        if _LOCKED in data[:200_000] or _LOCKED in data[-200_000:]:
            raise refuse(
                "I002", name, Say("文件加了密码", "the file is locked with a password"),
                Say("打开文件，在“文件—信息—保护”里取消密码，保存后再导入", "open it, take the password away, save it, and import that"),
            )  # fmt: skip
        family = ".xls" if suffix in (".xls", ".xlsx", ".et", ".csv") else ".doc"
        raise refuse("I001", name, Say("是旧格式（.doc、.xls）的文件", "it has an old format (.doc, .xls)"), _SAVE_AS[family])
    if suffix in _OLD_NAMES:
        raise refuse("I001", name, Say(f"{suffix} 文件不能导入", f"{suffix} files cannot be imported"), _SAVE_AS[_OLD_NAMES[suffix]])
    if suffix not in (*TABLES, STORY):
        raise refuse(
            "I001", name, Say(f"不能导入“{suffix or '没有扩展名'}”的文件", f"files ending in '{suffix}' cannot be imported"),
            Say("名单用 .xlsx 或 .csv，事迹用 .docx", "a list is .xlsx or .csv, a story .docx"),
        )  # fmt: skip
    if suffix != ".csv" and not data.startswith(b"PK"):
        raise _other_content(name, Say("别的东西", "something else"))


def _other_content(name: str, what: Say) -> NotImportable:
    return refuse(
        "I001", name, Say(f"扩展名不对：里面是{what.zh}", f"the name does not fit: inside is {what.en}"),
        Say("用原来的程序打开，另存为 .xlsx、.csv 或 .docx", "open it in its own program and save it as .xlsx, .csv or .docx"),
    )  # fmt: skip


def _open_zipped(name: str, suffix: str, data: bytes) -> Opened:
    archive = open_zip(data)
    names = archive.namelist()
    kinds = {kind for part, kind in _KIND_OF_PART.items() if part in names}
    if suffix not in kinds:
        raise _other_content(name, Say("一份 Word 文件", "a document") if STORY in kinds else Say("别的东西", "something else"))
    if any(_ACTIVE.search(part) for part in names):
        raise refuse("I002", name, Say("里面有宏或控件", "it holds macros or controls"), _SAVE_AS[".xls" if suffix == ".xlsx" else ".doc"])
    if any(_EMBEDDED.search(part) for part in names):
        raise refuse(
            "I002", name, Say("里面嵌着别的文件（OLE 对象）", "other files are embedded in it (OLE objects)"),
            Say("删去嵌入的对象，或把它转换成图片、文字，另存后再导入", "delete the embedded objects, or turn them into pictures or text"),
        )  # fmt: skip
    if any(_LINKED.match(part) for part in names):
        raise _links_out(name)
    for info in archive.infolist():
        if _XML.fullmatch(info.filename):
            if info.file_size > MAX_XML:
                raise refuse("I003", name, Say("内容太多", "it holds too much"), Say("拆成几个文件", "split it into several files"))
            _check_part(name, info.filename, unpack(archive, info.filename))
    return Opened(name, suffix, data, archive)


def _check_part(name: str, part: str, data: bytes) -> None:
    """Refuse DTDs and entities (in reading), macro types, and links to places outside. Raises NotImportable, Unreadable."""

    def start(element: str, given: dict[str, str]) -> None:
        if element in ("Override", "Default") and "macroenabled" in given.get("ContentType", "").lower():
            raise refuse("I002", name, Say("这是带宏的文件", "it is a file with macros"), _SAVE_AS[".xls"])
        if element == "Relationship" and given.get("TargetMode", "").lower() == "external":
            kind = given.get("Type", "").rpartition("/")[2]
            if kind not in _HARMLESS or (
                kind == "attachedTemplate" and given.get("Target", "").lower().startswith(("http", "\\\\", "file:////"))
            ):
                raise _links_out(name)

    if b"\0" in data[:4]:  # UTF-16: the reader takes it, the libraries behind do not agree on it
        raise unreadable(name, Say("含有不安全的 XML", "it holds unsafe XML"))
    read_xml(data, start, lambda element: None, lambda text: None)


def _links_out(name: str) -> NotImportable:
    return refuse(
        "I002", name, Say("里面引用了外部文件或网上的图片", "it refers to other files, or to pictures elsewhere"),
        Say(
            "Excel：在“数据—编辑链接”里断开链接；Word：把链接的图片复制、粘贴成图片；另存后再导入",
            "break the links (Data, Edit Links), or paste linked pictures as pictures; save and import that",
        ),
    )  # fmt: skip
