"""YAML of a header to a tree that knows the line and column of every key and value.

All scalars are text. Tags, anchors, aliases and merge keys are refused: they hide what a reader
of the file would see, and a few hundred bytes of them can take seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from sitegen.problems import Place, Problem, Say, Severity

MAX_DEPTH = 20
_SUSPECT_DEPTH = re.compile(r"(?:[-?:] +){9}|[\[{](?:[^\[{]*[\[{]){19}|^ {40}", re.MULTILINE)
_SUSPECT_SIGNS = re.compile(r"[&*!]|<<")


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


class _TextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's C loader without implicit types: ``010``, ``12:30`` and ``no`` stay what was written."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class Tree(NamedTuple):
    """The root, or None where the text is no YAML, and what was wrong."""

    root: Node | None
    problems: tuple[Problem, ...]


def key_text(text: str) -> str:
    """A key as keys are compared: NFKC, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def read_tree(path: str, text: str, first_line: int = 1) -> Tree:
    """Parse ``text``, whose first line is line ``first_line`` of the file ``path``.

    Returns the tree with keys NFKC-folded and duplicate keys reported (the first one kept).
    """
    try:
        if refused := tuple(_refused(path, text, first_line)):
            return Tree(None, refused)
        root = yaml.compose(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as error:
        return Tree(None, (_syntax_problem(path, text, first_line, error),))
    except (yaml.YAMLError, RecursionError) as error:
        return Tree(None, (_unreadable(Place(path, first_line), str(error)),))
    if root is None:
        return Tree(None, ())
    problems: list[Problem] = []
    return Tree(_convert(path, root, first_line, problems), tuple(problems))


def _refused(path: str, text: str, first_line: int) -> Iterator[Problem]:
    """Depth and signs that need a look at the event stream; most headers need none."""
    if not (_SUSPECT_DEPTH.search(text) or _SUSPECT_SIGNS.search(text)):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_TextLoader):
        place = Place(path, first_line + event.start_mark.line, event.start_mark.column + 1)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                yield Problem("F018", Severity.ERROR, place, Say(f"嵌套超过 {MAX_DEPTH} 层", f"nested more than {MAX_DEPTH} deep"), Say("把内容改成不嵌套的写法", "write it without nesting"))
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        yield from _sign(place, event)


def _sign(place: Place, event: yaml.Event) -> Iterator[Problem]:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        sign = ("*" if isinstance(event, yaml.AliasEvent) else "&") + str(event.anchor)
        yield Problem("F016", Severity.ERROR, place, Say(f"“{sign}”是 YAML 的锚点或引用，这里不用", f"'{sign}' is an anchor or alias, not used here"), Say(f'如果是文字，加上引号："{sign}"；否则把内容直接写出来', f'quote it if it is text: "{sign}"; otherwise write the content out'))
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
        yield Problem("F017", Severity.ERROR, place, Say("“<<”是 YAML 的合并写法，这里不用", "'<<' merges mappings, not used here"), Say("把要合并的内容直接写出来", "write the merged content out"))
    tag = getattr(event, "tag", None)
    if tag:
        yield Problem("F015", Severity.ERROR, place, Say(f"“{tag}”是 YAML 的类型标记，这里不用", f"'{tag}' is a type tag, not used here"), Say("删去叹号开头的标记；如果是文字，加上引号", "delete the tag; quote it if it is text"))


def _convert(path: str, node: yaml.Node, offset: int, problems: list[Problem]) -> Node:
    line, column = offset + node.start_mark.line, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        return Node(line, column, node.value)
    if isinstance(node, yaml.SequenceNode):
        return Node(line, column, items=tuple(_convert(path, n, offset, problems) for n in node.value))
    pairs: dict[str, tuple[Node, Node]] = {}
    for key_node, value_node in node.value:
        key = _convert(path, key_node, offset, problems)
        value = _convert(path, value_node, offset, problems)
        if key.items is not None or key.pairs is not None:
            problems.append(Problem("F014", Severity.ERROR, Place(path, key.line, key.column), Say("键不是文字", "the key is not text"), Say("写成“键: 值”", "write 'key: value'")))
            continue
        key = key._replace(text=key_text(key.text))
        if first := pairs.get(key.text):
            problems.append(_duplicate(path, first[0], key))
            continue
        pairs[key.text] = (key, value)
    return Node(line, column, pairs=tuple(pairs.values()))


def _duplicate(path: str, first: Node, again: Node) -> Problem:
    return Problem(
        "F011", Severity.ERROR, Place(path, again.line, again.column),
        Say(f"“{again.text}”写了两次：第 {first.line} 行和第 {again.line} 行", f"'{again.text}' is written twice: lines {first.line} and {again.line}"),
        Say(f"留下一行，删去第 {first.line} 行或第 {again.line} 行", f"keep one, delete line {first.line} or line {again.line}"),
        related=Place(path, first.line, first.column),
    )


def _unreadable(place: Place, detail: str) -> Problem:
    return Problem(
        "F014", Severity.ERROR, place,
        Say("这里的写法读不懂", f"this cannot be read ({detail})"),
        Say("每行写成“键: 值”；有冒号、# 或引号的文字两边加英文双引号", "write 'key: value' on each line; put text with a colon, # or quotes in double quotes"),
    )


def _syntax_problem(path: str, text: str, first_line: int, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    row, column = (mark.line, mark.column) if mark else (0, 0)
    problem = error.problem or ""
    started = error.context_mark
    # an open bracket or quotation mark is noticed at the end; the mistake stands where it opened
    if started and ("flow" in (error.context or "") or "quoted" in (error.context or "")):
        if "escape" not in problem:
            row, column = started.line, started.column
        place = Place(path, first_line + row, column + 1)
        return _unclosed(place, lines[row] if row < len(lines) else "", column)
    row = min(row, max(len(lines) - 1, 0))
    line = lines[row]
    place = Place(path, first_line + row, column + 1)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return _tab(Place(path, first_line + row, line.index("\t") + 1))
    if "mapping values" in problem:
        return _extra_colon(place, line, column)
    if "cannot start any token" in problem and column < len(line):
        return _reserved_sign(place, line, column)
    return _unreadable(place, problem)


def _tab(place: Place) -> Problem:
    return Problem("F013", Severity.ERROR, place, Say("行首用了制表符（Tab）", "the line is indented with a tab"), Say("行首改用两个空格", "indent with two blanks"))


def _unclosed(place: Place, line: str, column: int) -> Problem:
    sign = line[column : column + 1]
    close = {"[": "]", "{": "}"}.get(sign, sign)
    return Problem(
        "F014", Severity.ERROR, place,
        Say(f"“{sign}”没有配对，或里面的写法不对", f"'{sign}' is not closed, or its content cannot be read"),
        Say(f"在后面补上“{close}”；如果“{sign}”只是文字，整段两边加英文引号", f"close it with '{close}'; if '{sign}' is only text, put the whole text in quotes"),
    )


def _extra_colon(place: Place, line: str, column: int) -> Problem:
    key, colon, value = line.partition(":")
    if colon and len(key) < column and value.strip():
        quoted = value.strip().replace('"', '\\"')
        return Problem(
            "F012", Severity.ERROR, place,
            Say("文字里有“: ”，被当成了另一个键", "the text holds ': ', which is read as another key"),
            Say(f'文字两边加英文双引号：{key.strip()}: "{quoted}"', f'put the text in double quotes: {key.strip()}: "{quoted}"'),
        )
    return Problem(
        "F014", Severity.ERROR, place,
        Say("这个键的位置不对：缩进与上一行不一致，或上一行少了冒号", "this key is out of place: its indentation differs, or the line above lacks a colon"),
        Say("让同一层的键左边对齐；检查上一行是不是“键: 值”", "align the keys of one level; see whether the line above is 'key: value'"),
    )


def _reserved_sign(place: Place, line: str, column: int) -> Problem:
    sign, rest = line[column], line[column:].strip().replace('"', '\\"')
    return Problem(
        "F012", Severity.ERROR, place,
        Say(f"文字不能以“{sign}”开头", f"text cannot begin with '{sign}'"),
        Say(f'文字两边加英文双引号："{rest}"', f'put the text in double quotes: "{rest}"'),
    )
