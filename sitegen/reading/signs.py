"""The loader that reads all as text, and the signs of YAML that are refused: tags, anchors, merge keys, depth."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import yaml

from sitegen.problems import Say, Severity
from sitegen.reading.findings import Finding
from sitegen.reading.lines import key_line, quoted

MAX_DEPTH = 20
_SUSPECT_DEPTH = re.compile(r"(?:[-?:][ \t]+){9}|[\[{](?:[^\[{]*[\[{]){19}|^ {20}", re.MULTILINE)
_SUSPECT_SIGNS = re.compile(r"(?:^|[\s\[{,:?-])[&*!]|<<", re.MULTILINE)
_LOST_TEXT = re.compile(r"(?<=\s)#(?=[^\s#])")


class TextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's C loader without implicit types: ``010``, ``12:30`` and ``no`` stay what was written."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    # the types that PyYAML would work out are never looked at
    def descend_resolver(self, current_node: object, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=TextLoader)


def refused_signs(text: str) -> list[Finding]:
    """Depth and signs that need a look at the event stream; most headers need none."""
    found: list[Finding] = []
    if not (_SUSPECT_DEPTH.search(text) or _SUSPECT_SIGNS.search(text)):
        return found
    depth = 0
    lines = text.split("\n")
    for event in _events(text):
        mark = event.start_mark
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                found.append(too_deep(mark.line, mark.column))
                return found
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        found += _signs(event, lines)
    return found


def too_deep(row: int, column: int) -> Finding:
    return Finding(
        "F018",
        row,
        column,
        Say(f"嵌套超过 {MAX_DEPTH} 层", f"nested more than {MAX_DEPTH} deep"),
        Say("把内容改成不嵌套的写法", "write it without nesting"),
    )


def _signs(event: Any, lines: Sequence[str]) -> Iterator[Finding]:
    row, column = event.start_mark.line, event.start_mark.column
    rest = quoted(lines[row][column:].strip()) if row < len(lines) else ""
    as_text = Say(f"如果是文字，加上引号：{rest}；", f"quote it if it is text: {rest}; ")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        sign = ("*" if isinstance(event, yaml.AliasEvent) else "&") + str(event.anchor)
        yield Finding(
            "F016",
            row,
            column,
            Say(f"“{sign}”是 YAML 的锚点或引用，这里不用", f"'{sign}' is an anchor or alias, not used here"),
            Say(f"{as_text.zh}否则把内容直接写出来", f"{as_text.en}otherwise write the content out"),
        )
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
        yield Finding(
            "F017",
            row,
            column,
            Say("“<<”是 YAML 的合并写法，这里不用", "'<<' merges mappings, not used here"),
            Say("把要合并的内容直接写出来", "write the merged content out"),
        )
    if tag := getattr(event, "tag", None):
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        yield Finding(
            "F015",
            row,
            column,
            Say(f"“{shown}”是 YAML 的类型标记，这里不用", f"'{shown}' is a type tag, not used here"),
            Say(f"{as_text.zh}否则删去“{shown}”", f"{as_text.en}otherwise delete '{shown}'"),
        )


def lost_text(text: str) -> Iterator[Finding]:
    """``#3`` behind a blank begins a comment; what follows would be dropped without a word."""
    if not _LOST_TEXT.search(text):
        return
    scalars = [event for event in _events(text) if hasattr(event, "value")]  # in the order of the text
    starts = [(event.start_mark.line, event.start_mark.column) for event in scalars]
    ends = [(event.end_mark.line, event.end_mark.column) for event in scalars]
    for row, line in enumerate(text.split("\n")):
        for match in _LOST_TEXT.finditer(line):
            spot = (row, match.start())
            before = bisect_right(starts, spot) - 1
            if not line[: match.start()].strip() or (before >= 0 and spot < ends[before]):
                continue
            yield _comment(row, line, match.start())
            break


def _comment(row: int, line: str, column: int) -> Finding:
    key = key_line(line)
    start = key.value_column if key else len(line) - len(line.lstrip())
    mended = f"{line[: min(start, column)]}{quoted(line[min(start, column) :].strip())}".strip()
    lost = line[column:].strip()
    return Finding(
        "F024",
        row,
        column,
        Say(f"“{lost}”被当作注释，不会出现在网页上", f"'{lost}' is read as a comment and will not be shown"),
        Say(
            f"如果是内容，加上引号：{mended}；如果是注释，# 后面空一格",
            f"quote it if it is text: {mended}; put a blank after # if it is a comment",
        ),
        severity=Severity.WARNING,
    )
