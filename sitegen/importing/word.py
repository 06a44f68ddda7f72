"""A Word document as html and pictures: mammoth reads its styles; tracked changes are taken as accepted, comments dropped."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sitegen.importing.doors import Opened
from sitegen.importing.faults import of_unreadable, unreadable, warning
from sitegen.importing.workbook import office_library
from sitegen.privacy.parts import BROKEN, Unreadable, read_xml, unpack
from sitegen.problems import Place, Problem, Say

MAX_TEXT = 8_000_000  # bytes of the document's main part
MAX_DEPTH = 60  # tables in tables, boxes in boxes
_TEXTS = re.compile(r"word/(document|footnotes|endnotes)\.xml")
_NUMBERS = "一二三四五六"
# headings as Word, WPS and old templates call them; what mammoth knows itself is not repeated
_STYLES = "\n".join(
    [
        *(f"p[style-name='{name}'] => h1:fresh" for name in ("Title", "标题", "大标题", "文章标题")),
        *(f"p[style-name='{name}'] => p.subtitle:fresh" for name in ("Subtitle", "副标题")),
        *(f"p[style-name='{name}{n}'] => h{n}:fresh" for n in range(1, 7) for name in ("标题 ", "标题", "heading ")),
        *(f"p[style-name='{han}级标题'] => h{n}:fresh" for n, han in enumerate(_NUMBERS, 1)),
        "u => ",
        "strike => ",
    ]
)


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture as it lies in the document; ``mark`` is its address in the html."""

    mark: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a document as html of a few plain elements, its pictures in order, and what was left out of it."""

    html: str
    pictures: tuple[Photograph, ...]
    problems: tuple[Problem, ...]


def read_word(opened: Opened) -> Written:
    """Raises NotImportable."""
    try:
        counts = _count(opened)
    except Unreadable as caught:
        raise of_unreadable(opened.name, caught) from None
    mammoth = office_library("mammoth", opened.name)
    pictures: list[Photograph] = []

    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            content = stream.read()
        mark = f"picture:{len(pictures) + 1}"
        pictures.append(Photograph(mark, content, str(getattr(image, "alt_text", "") or "")))
        return {"src": mark}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(opened.data), style_map=_STYLES, convert_image=mammoth.images.img_element(keep), ignore_empty_paragraphs=True
        )
    except Exception:  # a damaged document raises anything at all
        raise unreadable(opened.name, BROKEN) from None
    return Written(str(result.value), tuple(pictures), tuple(_left_out(opened.name, counts)))


def _count(opened: Opened) -> Counter[str]:
    """Elements that are left out of the text or change it. Raises Unreadable."""
    found: Counter[str] = Counter()
    archive = opened.archive
    if archive is None:
        raise Unreadable(BROKEN)
    for name in archive.namelist():
        if name == "word/comments.xml" or _TEXTS.fullmatch(name):
            data = unpack(archive, name)
            if len(data) > MAX_TEXT:
                raise Unreadable(Say("正文太长", "its text is too long"))
            depth = _Depth(found)
            read_xml(data, depth.start, depth.end, lambda text: None)
    return found


class _Depth:
    def __init__(self, found: Counter[str]) -> None:
        self.found = found
        self.depth = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH * 4:
            raise Unreadable(Say("表格或文本框套得太深", "tables or boxes lie too deep in each other"))
        self.found[name] += 1

    def end(self, name: str) -> None:
        self.depth -= 1


def _left_out(name: str, counts: Counter[str]) -> Iterator[Problem]:
    changes = counts["ins"] + counts["del"] + counts["moveTo"] + counts["moveFrom"]
    if counts["comment"]:
        yield _note(name, Say(f"{counts['comment']} 条批注没有导入", f"{counts['comment']} comment(s) were left out"))
    if changes:
        yield _note(name, Say(f"有 {changes} 处修订，按“全部接受”导入", f"{changes} tracked change(s) were taken as accepted"))
    if counts["oMath"]:
        yield _note(name, Say(f"{counts['oMath']} 个公式没有导入", f"{counts['oMath']} formula(s) were left out"))
    if counts["chart"] + counts["relIds"]:
        yield _note(name, Say("图表和 SmartArt 没有导入", "charts and diagrams were left out"))


def _note(name: str, message: Say) -> Problem:
    return warning(
        "I014", Place(name), message, Say("在 Word 里看一遍，需要的写进正文或存成图片", "look at it in Word; write or paste what is needed")
    )
