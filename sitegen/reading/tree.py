"""YAML of a header to a tree that knows the line and column of every key and value.

All scalars are text. Tags, anchors, aliases and merge keys are refused: they hide what a reader
of the file would see, and a few hundred bytes of them can take seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import yaml

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.reading.characters import BLANKED, blank_out, check_value, is_harmful, without_blanked
from sitegen.reading.errors import diagnose
from sitegen.reading.findings import Finding, blank_indent, slip, unreadable
from sitegen.reading.lines import key_text, outside_blocks, plain_slips
from sitegen.reading.sheet import Sheet
from sitegen.reading.signs import MAX_DEPTH, TextLoader, lost_text, refused_signs, too_deep

__all__ = ["MAX_DEPTH", "Node", "Tree", "is_mapping", "key_text", "read_tree"]

_MOST_MENDED = 40  # tries; each mends one more slip
_WIDE_INDENT = re.compile(r"^[ \t-]*[\u3000\xa0]", re.MULTILINE)
_GLUED_KEY = re.compile(r"\s*([^\s:：\d][^:：]{0,19})([:：])\s*")


class Node(NamedTuple):
    """A value and where it stands (line and column from 1). ``pairs`` of a mapping, ``items`` of a list, else text."""

    line: int
    column: int
    text: str = ""
    items: tuple[Node, ...] | None = None
    pairs: tuple[tuple[Node, Node], ...] | None = None

    def value_of(self, *names: str) -> Node | None:
        """The value under the first of ``names`` that is a key of this mapping."""
        for key, value in self.pairs or ():
            if key.text in names:
                return value
        return None


class Tree(NamedTuple):
    """The root, or None where the text cannot be read as YAML, and what was wrong.

    A root beside errors is the text as it was meant, so that later stages find more mistakes in one run;
    ``mended`` are the lines (numbers from 0) that had to be read in another form for it.
    """

    root: Node | None
    problems: tuple[Problem, ...]
    mended: Mapping[int, str] = {}


def read_tree(path: str, text: str, first_line: int = 1) -> Tree:
    """Parse ``text``, whose first line is line ``first_line`` of the file ``path``. Never raises.

    Returns the tree with keys NFKC-folded and duplicate keys reported (the first one kept).
    """
    if is_harmful(text):  # reported by decoding; some of them would break lines here
        text = blank_out(text)
    sheet = Sheet(path, text.replace("\r", " "), first_line)
    root = _compose(sheet)
    if root is None:
        return Tree(None, tuple(sheet.problems), sheet.mended)
    tree = _Builder(sheet).node(root, 1)
    sheet.note(lost_text(sheet.text))
    return Tree(tree, tuple(sheet.problems), sheet.mended)


def is_mapping(text: str) -> bool:
    """Whether ``text`` is YAML of the form ``key: value``, as it stands."""
    try:
        return not refused_signs(text) and isinstance(yaml.compose(text, Loader=TextLoader), yaml.MappingNode)
    except (yaml.YAMLError, RecursionError, UnicodeError):
        return False


def _compose(sheet: Sheet) -> yaml.Node | None:
    """The text as nodes of the library; each complaint is reported, mended and tried again."""
    if _WIDE_INDENT.search(sheet.text):
        sheet.mend(blank_indent(row, line) for row, line in outside_blocks(sheet.lines) if _WIDE_INDENT.match(line))
    for _ in range(_MOST_MENDED):
        refused: list[Finding] = []
        try:
            refused = refused_signs(sheet.text)
            if any(f.code in ("F016", "F018") for f in refused):
                break
            root = yaml.compose(sheet.text, Loader=TextLoader)
        except yaml.MarkedYAMLError as error:
            if _mend_colons(sheet) or sheet.mend(diagnose(error, sheet.lines)):
                continue
            break
        except (yaml.YAMLError, RecursionError, UnicodeError) as error:
            refused = [unreadable(0, 0, str(error).split("\n")[0])]
            break
        # a text in place of a mapping: perhaps only its colons are wrong
        if isinstance(root, yaml.ScalarNode) and _mend_colons(sheet):
            continue
        sheet.note(refused)
        return root
    sheet.note(refused)
    return None


def _mend_colons(sheet: Sheet) -> bool:
    return sheet.mend(slip(row, found) for row, found in plain_slips(sheet.lines))


class _Builder:
    """Nodes of the library to nodes of ours."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.offset = sheet.first_line
        self.is_mended = bool(sheet.written)
        # characters that were blanked out or written as escapes: rare, so looked for once
        self.is_unclean = BLANKED in sheet.text or "\\" in sheet.text

    def node(self, raw: yaml.Node, depth: int) -> Node:
        mark = raw.start_mark
        line, column = self.offset + mark.line, mark.column + 1
        if self.is_mended:
            _, line, column = self.sheet.place(mark.line, mark.column)
        if isinstance(raw, yaml.ScalarNode):
            return Node(line, column, self.clean(line, column, raw.value) if self.is_unclean else raw.value)
        if depth > MAX_DEPTH:
            self.sheet.note([too_deep(mark.line, mark.column)])
            return Node(line, column)
        if isinstance(raw, yaml.SequenceNode):
            return Node(line, column, items=tuple([self.node(item, depth + 1) for item in raw.value]))
        return Node(line, column, pairs=self.pairs(raw, depth + 1))

    def clean(self, line: int, column: int, text: str) -> str:
        """``text`` without harmful characters; those that came in as escapes are reported."""
        text = without_blanked(text)
        found = list(check_value(Place(self.sheet.path, line, column), text))
        self.sheet.problems += found
        return unicodedata.normalize("NFC", without_blanked(blank_out(text))) if found else text

    def pairs(self, raw: yaml.Node, depth: int) -> tuple[tuple[Node, Node], ...]:
        pairs: dict[str, tuple[Node, Node]] = {}
        for raw_key, raw_value in raw.value:
            key, value = self.node(raw_key, depth), self.node(raw_value, depth)
            if key.items is not None or key.pairs is not None or not key.text.strip():
                self.no_key(key)
                continue
            for part, its_value in self.unglued(key, value) if not raw_key.style and _GLUED_KEY.match(key.text) else ((key, value),):
                name = key_text(part.text)
                if first := pairs.get(name):
                    self.sheet.problems.append(_duplicate(self.sheet.path, first[0], part._replace(text=name)))
                else:
                    pairs[name] = (part if part.text == name else part._replace(text=name), its_value)
        return tuple(pairs.values())

    def no_key(self, key: Node) -> None:
        what = Say("冒号前面没有键", "there is no key before the colon")
        if key.items is not None or key.pairs is not None:
            what = Say("键不是文字", "the key is not text")
        self.error("F014", key, what, Say("写成“键: 值”", "write 'key: value'"))

    def unglued(self, key: Node, value: Node) -> list[tuple[Node, Node]]:
        """``内容:说明`` read as one key: the keys and values that were meant."""
        is_bare = value.items is None and value.pairs is None and not value.text
        parts: list[tuple[Node, Node]] = []
        column = key.column
        for piece in re.split(r"(?<=[，,])", key.text) if is_bare else [key.text]:
            match = _GLUED_KEY.match(piece)
            if match is None:
                return [(key, value)]
            rest = piece[match.end() :].rstrip("，, ")
            at = Node(key.line, column + match.start(1), match[1])
            text = rest if is_bare else f"{rest}: {value.text}"
            parts.append((at, value if value.items or value.pairs else Node(key.line, column + match.end(), text)))
            column += len(piece)
        colon = _GLUED_KEY.match(key.text)
        if colon is not None:
            self.glued(key, colon, parts)
        return parts

    def glued(self, key: Node, colon: re.Match[str], parts: list[tuple[Node, Node]]) -> None:
        is_wide = colon[2] == "："
        mended = ", ".join(f"{name.text}: {value.text}" for name, value in parts)
        at = key._replace(column=key.column + colon.start(2) + (0 if is_wide else 1))
        if is_wide:
            what = Say(f"“{colon[1]}”后面是中文冒号“：”", f"a full-width colon follows '{colon[1]}'")
            self.error("F022", at, what, Say(f"改为英文冒号加空格：{mended}", f"write an ASCII colon and a blank: {mended}"))
        else:
            what = Say(f"“{colon[1]}:”的冒号后面没有英文空格", f"there is no blank after '{colon[1]}:'")
            self.error("F023", at, what, Say(f"冒号后面加一个空格：{mended}", f"put a blank after the colon: {mended}"))

    def error(self, code: str, at: Node, message: Say, fix: Say) -> None:
        place = Place(self.sheet.path, at.line, at.column)
        self.sheet.problems.append(Problem(code, Severity.ERROR, place, message, fix))


def _duplicate(path: str, first: Node, again: Node) -> Problem:
    return Problem(
        "F011",
        Severity.ERROR,
        Place(path, again.line, again.column),
        Say(
            f"“{again.text}”写了两次：第 {first.line} 行和第 {again.line} 行",
            f"'{again.text}' is written twice: lines {first.line} and {again.line}",
        ),
        Say(f"留下一行，删去第 {first.line} 行或第 {again.line} 行", f"keep one, delete line {first.line} or line {again.line}"),
        related=Place(path, first.line, first.column),
    )
