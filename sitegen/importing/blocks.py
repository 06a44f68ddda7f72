"""The paragraphs of a story as blocks: headings by style or by look, lists, tables, pictures with their captions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sitegen.importing.inline import Tag, escaped, inline, line_safe

HEADING, PARAGRAPH, LIST, TABLE, PICTURE, NOTE = "heading", "paragraph", "list", "table", "picture", "note"
_SHORT = 40  # characters of a heading that only its look tells
_HAN = "一二三四五六七八九十百"
_STOPS = ("。", "；", "，", "！", ".", ";", ",", "：", ":", "、", "……")
_FIRST = re.compile(rf"^[{_HAN}]{{1,3}}、\s*")
_SECOND = re.compile(rf"^[(（][{_HAN}]{{1,3}}[)）]\s*[、.．]?\s*")
_DIGITS = re.compile(r"^(?:(\d{1,2})(?:[.．、]|\\[.)])|[(（](\d{1,2})[)）]|([①-⑳]))\s*(?!\d)")
_BULLET = re.compile(r"^(?:[•·●○▪■◆◇►▶※☆★➢✓]|\\?[-*+](?=\s))\s*")
_CHAPTER = re.compile(rf"^第[{_HAN}\d]+[章节部分]+[、:：\s]*")
_EDGE = " \u3000\t\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a story: ``text`` as Markdown, ``plain`` as it is read. ``level`` of a heading (0: only its look tells);
    ``mark`` and ``caption`` of a picture."""

    kind: str
    text: str
    plain: str = ""
    level: int = 0
    mark: str = ""
    caption: str = ""


def blocks_of(root: Tag) -> tuple[Block, ...]:
    """All blocks in order, manual numbers taken off headings and turned into lists, captions joined to their pictures."""
    found = list(_with_captions(list(_with_lists(list(_blocks(root))))))
    return tuple(_levelled(found))


def _blocks(root: Tag) -> Iterator[Block]:
    for part in root.inside:
        if isinstance(part, str):
            if part.strip(_EDGE):
                yield _paragraph([part])
        elif part.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield from _pictures(part)
            if text := _flat(part):
                yield _heading(text, part.text, int(part.name[1]))
        elif part.name == "p":
            yield from _pictures(part)
            if part.text.strip(_EDGE):
                yield _paragraph(part.inside, is_bold=_is_bold(part))
        elif part.name in ("ul", "ol"):
            yield from _pictures(part)
            yield from _notes(part) if _is_notes(part) else [Block(LIST, "\n".join(_items(part, 0)), part.text)]
        elif part.name == "table":
            yield from _table(part)
        else:
            yield from _blocks(part)


def _flat(part: Tag) -> str:
    return inline(part.inside, breaks=" ").strip(_EDGE)


def _is_bold(part: Tag) -> bool:
    rest = [p for p in part.inside if (p.strip(_EDGE) if isinstance(p, str) else p.name not in ("strong", "b", "br"))]
    return not rest and any(isinstance(p, Tag) for p in part.inside)


def _paragraph(parts: Sequence[Tag | str], *, is_bold: bool = False) -> Block:
    plain = Tag("p", inside=list(parts)).text.strip(_EDGE)
    is_short = len(plain) <= _SHORT and not plain.endswith(_STOPS)
    if is_short and _FIRST.match(plain):
        return _heading(escaped(plain), plain, 2)
    if is_short and _SECOND.match(plain):
        return _heading(escaped(plain), plain, 3)
    if is_bold and is_short and not plain.startswith(("—", "-")):
        return _heading(escaped(plain), plain, 0)
    text = inline(parts).strip(_EDGE)
    return Block(PARAGRAPH, line_safe(text), plain)


def _heading(text: str, plain: str, level: int) -> Block:
    """A heading without the number that was typed before it; emphasis says nothing there."""
    plain, text = plain.strip(_EDGE), text.replace("**", "")
    for number in (_FIRST, _SECOND, _CHAPTER, _DIGITS):
        cut = number.sub("", text, count=1)
        if cut.strip(_EDGE) and cut != text:
            text, plain = cut, number.sub("", plain, count=1)
            break
    return Block(HEADING, text.strip(_EDGE), plain.strip(_EDGE), level)


def _pictures(part: Tag) -> Iterator[Block]:
    for image in part.tags("img"):
        yield Block(PICTURE, "", image.given.get("alt", ""), mark=image.given.get("src", ""))


def _is_notes(part: Tag) -> bool:
    first = next((p for p in part.inside if isinstance(p, Tag)), None)
    return first is not None and first.given.get("id", "").startswith(("footnote-", "endnote-"))


def _notes(part: Tag) -> Iterator[Block]:
    for item in part.tags("li"):
        kind, _, number = item.given.get("id", "").partition("-")
        for back in [*item.tags("a")]:
            if back.given.get("href", "").startswith(("#footnote-ref", "#endnote-ref")):
                back.inside.clear()
        text = _flat(item)
        yield Block(NOTE, f"[^{'e' * (kind == 'endnote')}{number}]: {text}", item.text)


def _items(part: Tag, depth: int) -> Iterator[str]:
    number = 0
    for item in part.inside:
        if not isinstance(item, Tag):
            continue
        number += 1
        below = [p for p in item.inside if isinstance(p, Tag) and p.name in ("ul", "ol")]
        own = Tag("li", inside=[p for p in item.inside if p not in below])
        sign = f"{number}." if part.name == "ol" else "-"
        yield f"{'    ' * depth}{sign} {line_safe(_flat(own))}"
        for inner in below:
            yield from _items(inner, min(depth + 1, 5))


def _table(part: Tag) -> Iterator[Block]:
    yield from _pictures(part)
    rows: list[list[str]] = []
    waiting: dict[int, tuple[int, str]] = {}  # column: rows to fill yet, text
    for row in part.tags("tr"):
        cells: list[str] = []
        for cell in row.tags("td", "th"):
            while len(cells) in waiting and waiting[len(cells)][0]:
                cells.append(_from_above(waiting, len(cells)))
            text = (
                " ".join(filter(None, (inline([p], breaks=" ").strip(_EDGE) for p in cell.inside))).replace("|", "\\|").replace("\n", " ")
            )
            across, down = (min(int(cell.given.get(name, "1") or 1), 200) for name in ("colspan", "rowspan"))
            if down > 1:
                waiting[len(cells)] = (down - 1, text)
            cells += [text, *[""] * (across - 1)]
        while len(cells) in waiting and waiting[len(cells)][0]:
            cells.append(_from_above(waiting, len(cells)))
        if any(cells):
            rows.append(cells)
    width = max(map(len, rows), default=0)
    if width == 1:  # a frame around a text
        yield from (Block(PARAGRAPH, line_safe(row[0]), row[0]) for row in rows)
    elif rows:
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        lines.insert(1, f"|{' --- |' * width}")
        yield Block(TABLE, "\n".join(lines), part.text)


def _from_above(waiting: dict[int, tuple[int, str]], column: int) -> str:
    left, text = waiting[column]
    waiting[column] = (left - 1, text)
    return text


def _with_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Runs of paragraphs that count 1, 2, 3, or begin with a dot, as lists."""
    at = 0
    while at < len(blocks):
        end, is_ordered = _run(blocks, at)
        if end - at < 2:
            yield blocks[at]
            at += 1
            continue
        pattern = _DIGITS if is_ordered else _BULLET
        lines = [line_safe(pattern.sub("", block.text, count=1)) for block in blocks[at:end]]
        signs = [f"{n}." if is_ordered else "-" for n in range(1, len(lines) + 1)]
        yield Block(LIST, "\n".join(f"{sign} {line}" for sign, line in zip(signs, lines, strict=True)), "")
        at = end


def _run(blocks: Sequence[Block], at: int) -> tuple[int, bool]:
    """Where a list that begins at ``at`` ends, and whether it is numbered."""
    end, expected = at, 1
    while (
        end < len(blocks) and blocks[end].kind == PARAGRAPH and _number(blocks[end].plain) == expected and _DIGITS.match(blocks[end].text)
    ):
        end, expected = end + 1, expected + 1
    if end > at:
        return end, True
    while end < len(blocks) and blocks[end].kind == PARAGRAPH and _BULLET.match(blocks[end].text):
        end += 1
    return end, False


def _number(text: str) -> int:
    found = _DIGITS.match(text)
    if found is None:
        return 0
    return int(found[1] or found[2] or 0) if not found[3] else ord(found[3]) - ord("①") + 1


_CAPTION = re.compile(r"^(?:[▲△▼]|图片?\s*\d*\s*[:：.、]?|照片\s*\d*\s*[:：.、]?|[(（]图\s*\d*[)）])\s*(.+)$")


def _with_captions(blocks: Sequence[Block]) -> Iterator[Block]:
    """A short line right below a picture, as its caption."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind == PICTURE and below is not None and below.kind == PARAGRAPH and _is_caption(below.plain):
            found = _CAPTION.match(below.plain)
            yield replace(block, caption=(found[1] if found else below.plain).strip("()（） "))
            at += 2
            continue
        yield block
        at += 1


def _is_caption(plain: str) -> bool:
    return len(plain) <= _SHORT and (bool(_CAPTION.match(plain)) or not plain.endswith(_STOPS))


def _levelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Headings from 2 downward, none more than one below the one before; those that only look so go below the last styled one."""
    styled = 0
    for block in blocks:
        if block.kind == HEADING:
            if block.level:
                styled = block.level
            else:
                block = replace(block, level=styled + 1 if styled else 2)
        yield block
