"""A Word story to the text of a record: title, summary, name, Markdown, and pictures fit for publication. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.images import BadImage, prepare
from sitegen.importing.blocks import HEADING, NOTE, PARAGRAPH, PICTURE, Block, blocks_of
from sitegen.importing.faults import error, warning
from sitegen.importing.inline import escaped, tree_of
from sitegen.importing.rows import shortened
from sitegen.importing.shelf import spelled
from sitegen.importing.word import Written
from sitegen.privacy.kinds import GRAVE, called
from sitegen.privacy.search import find
from sitegen.problems import Place, Problem, Say

PLACEHOLDER = "（图片说明待补）"
MAX_PICTURES = 200
_LONGEST_STEM = 32  # characters of a picture's name
_LONGEST_TITLE = 60  # characters
_FEWEST = 20  # characters of a paragraph that says what a story is about
_STOPS = ("。", "；", "，", "！", "：")
_BYLINE = re.compile(r"^(作者|文[/／]|通讯员|记者|供稿|单位|来源|日期|时间|撰稿|责任编辑|\d{4}年\d{1,2}月)")
_NO_ALT = re.compile(
    r"(图片|图像|图|照片|微信图片|屏幕截图|截图|picture|image|img|photo|dsc)?[\s_\-\d]*|.*\.(jpe?g|png|gif|bmp|webp)|.*[\\/].*",
    re.IGNORECASE,
)
_COMRADE = re.compile(r"([\u4e00-\u9fff]{2,4})同志")
_ABOUT = re.compile(r"[—-]+\s*(?:记|访|追记)\s*(.+)$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦"
)


@dataclass(frozen=True, slots=True)
class Story:
    """What is made of a document. ``files`` are its pictures by path in the site."""

    title: str
    summary: str
    name: str
    body: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A document before its pictures have their places: its title, its lines, its blocks."""

    title: str
    subtitle: str
    summary: str
    blocks: tuple[Block, ...]


def read_blocks(written: Written) -> Told:
    """Title, subtitle and summary of a document, and what remains."""
    blocks = list(blocks_of(tree_of(written.html)))
    title = subtitle = ""
    first = next((n for n, block in enumerate(blocks[:4]) if block.kind in (HEADING, PARAGRAPH)), None)
    if first is not None and _is_title(blocks[first]):
        title = blocks.pop(first).plain
    rest = [block for block in blocks if block.kind == PARAGRAPH]
    if rest and rest[0].plain.startswith(("—", "--")) and len(rest[0].plain) <= _LONGEST_TITLE:
        subtitle = rest.pop(0).plain
    text = next((b.plain for b in rest if len(b.plain) >= _FEWEST and not _BYLINE.match(b.plain)), "")
    return Told(" ".join(title.split()), subtitle, shortened(text) if text else "", tuple(blocks))


def _is_title(block: Block) -> bool:
    return block.kind == HEADING or (len(block.plain) <= _LONGEST_TITLE and not block.plain.endswith(_STOPS))


def name_in(told: Told, known: Iterable[str]) -> str:
    """The person whom the title or the line below it names: one that the site knows, else as such titles are written. "" for none."""
    line = f"{told.title} {told.subtitle}"
    found = {name for name in known if name and name in line}
    if len(found) == 1:
        return found.pop()
    if (match := _COMRADE.search(line)) and (person := _last_name(match[1])):
        return person
    match = _ABOUT.search(line)
    return _last_name(match[1].strip("“”《》 ")) if match else ""


def _last_name(text: str) -> str:
    """A surname and what follows it, at the end of a text."""
    return next((text[-n:] for n in (3, 2) if len(text) >= n and text[-n] in _SURNAMES), "")


def make_story(
    told: Told, written: Written, file: str, name: str, folder: str, taken: Collection[str], ask: Callable[[str], str] | None = None
) -> Story:
    """The body of a record whose pictures lie in ``folder`` (``content/models/zhang-san``); ``ask`` is asked for missing words."""
    problems: list[Problem] = [*written.problems]
    files: dict[str, bytes] = {}
    links: dict[str, str] = {}
    photos = {photo.mark: photo for photo in written.pictures[:MAX_PICTURES]}
    for number, block in enumerate((b for b in told.blocks if b.kind == PICTURE), 1):
        photo = photos.get(block.mark)
        place = Place(f"{file}:图{number}")
        if photo is None:
            problems.append(warning("I014", place, Say("图片没有导入", "the picture was left out"), Say("另外加进来", "add it by hand")))
            continue
        try:
            picture = prepare(photo.data)
        except BadImage as caught:
            problems.append(_bad(place, str(caught)))
            continue
        alt = _alt(photo.alt, block.caption) or (ask(f"图{number}").strip() if ask else "")
        if not alt:
            problems.append(_unnamed(place))
        path = _free(f"{folder}/{_stem(alt, number)}", picture.suffix, {*taken, *files})
        files[path] = picture.original
        links[block.mark] = _link(path, alt or PLACEHOLDER, block.caption)
    body = _body(told.blocks, links)
    return Story(told.title, told.summary, name, body, files, tuple(problems))


def _bad(place: Place, why: str) -> Problem:
    if "megapixels" in why or "larger" in why:
        return error(
            "I003", place, Say("图片尺寸太大", f"the picture is too large: {why}"),
            Say("在 Word 里“压缩图片”，或换一张小的", "compress it in Word, or put a smaller one"),
        )  # fmt: skip
    return warning(
        "I014", place, Say("这种图片（如 EMF、TIFF）不能在网页上显示，没有导入", "a picture of a kind that the web has not was left out"),
        Say("在 Word 里另存为 JPG 或 PNG，再放进记录的文件夹", "save it as JPG or PNG and put it beside the record"),
    )  # fmt: skip


def _unnamed(place: Place) -> Problem:
    return warning(
        "I014", place, Say(f"图片没有说明，先写作“{PLACEHOLDER}”", "the picture has no description; a placeholder stands for it"),
        Say("写一句话：图上是谁、在做什么", "say in a sentence who is seen, doing what"),
    )  # fmt: skip


def _alt(given: str, caption: str) -> str:
    text = " ".join(given.split())
    return caption if not text or _NO_ALT.fullmatch(text) else text


def _stem(alt: str, number: int) -> str:
    words = spelled(alt, is_person=False)
    short = words if len(words) <= _LONGEST_STEM else words[: _LONGEST_STEM + 1].rpartition("-")[0]
    return f"{number:02}-{short}" if alt and short else f"{number:02}"


def _free(base: str, suffix: str, taken: Collection[str]) -> str:
    number, found = 1, f"{base}{suffix}"
    while found in taken:
        number += 1
        found = f"{base}-{number}{suffix}"
    return found


def _link(path: str, alt: str, caption: str) -> str:
    folder, name = path.split("/")[-2:]
    title = f' "{caption.replace(chr(34), chr(39))}"' if caption else ""
    return f"![{escaped(alt)}]({folder}/{name}{title})"


def _body(blocks: Sequence[Block], links: Mapping[str, str]) -> str:
    levels = {level: number for number, level in enumerate(sorted({b.level for b in blocks if b.kind == HEADING}), 2)}
    parts: list[str] = []
    notes: list[str] = []
    for block in blocks:
        if block.kind == HEADING:
            parts.append(f"{'#' * min(levels[block.level], 6)} {block.text}")
        elif block.kind == PICTURE:
            parts += [links[block.mark]] if block.mark in links else []
        elif block.kind == NOTE:
            notes.append(block.text)
        else:
            parts.append(block.text)
    return "\n\n".join([*parts, *notes]) + "\n"


def leaks(told: Told, file: str, today: date) -> tuple[Problem, ...]:
    """Numbers of persons in a story, by the paragraph in which they stand."""
    found = []
    for number, block in enumerate(told.blocks, 1):
        for hit in find(block.plain or block.text, today):
            if hit.kind in GRAVE:
                name = called(hit)
                found.append(
                    error(
                        "I005", Place(f"{file}:第{number}段"), Say(f"这里有{name.zh}", f"here is {name.en}"),
                        Say("在文件里删去它，再导入", "take it out of the document, then import"),
                    )
                )  # fmt: skip
    return tuple(found)
