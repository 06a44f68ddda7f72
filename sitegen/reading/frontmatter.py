"""A source file to a Document: header with positions, body, and what was wrong with the fences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from sitegen.problems import Place, Problem, Say, Severity, has_error
from sitegen.reading.characters import blank_out, is_harmful, without_blanked
from sitegen.reading.fences import Parts, split, split_before_prose
from sitegen.reading.tree import Node, Tree, read_tree

__all__ = [
    "HANDLER",
    "MAX_HEADER",
    "MAX_LINE",
    "MAX_SETTINGS",
    "Document",
    "Parts",
    "PositionHandler",
    "is_broken",
    "parse_document",
    "parse_header",
    "parse_settings",
    "split",
]

MAX_HEADER = 64_000  # characters
MAX_SETTINGS = 128_000
MAX_LINE = 20_000
_SYNTAX_CODES = frozenset({"F010", "F012", "F013", "F014"})


@dataclass(frozen=True, slots=True)
class Document:
    """A file taken apart: ``header`` is a mapping node, ``body_line`` the line its first character stands on.

    A header beside errors is the text as it was meant: read it as a record to find more mistakes,
    but use no record of a document that ``is_broken``.
    """

    path: str
    header: Node | None
    body: str
    body_line: int
    problems: tuple[Problem, ...]


class PositionHandler(YAMLHandler):
    """A python-frontmatter handler with our own splitter and a loader that reads all scalars as text."""

    def detect(self, text: str) -> bool:
        return not split("", text).problems

    def split(self, text: str) -> tuple[str, str]:
        """Header and body. Raises ValueError where the fences are wrong, as python-frontmatter expects."""
        parts = split("", text)
        if parts.problems:
            raise ValueError(parts.problems[0].message.en)
        return parts.header, parts.body

    def load(self, fm: str, **kwargs: object) -> Any:
        """The header as nested dicts and lists of text. Raises ValueError for what it refuses."""
        header, problems = parse_header("", fm)
        if header is None or has_error(problems):
            raise ValueError("; ".join(f"{p.place.line}:{p.place.column} {p.message.en}" for p in problems))
        return _as_plain(header)

    def tree(self, path: str, header: str, first_line: int) -> Tree:
        """The header as a tree with positions."""
        return read_tree(path, header, first_line)


HANDLER = PositionHandler()


def _as_plain(node: Node) -> object:
    if node.pairs is not None:
        return {key.text: _as_plain(value) for key, value in node.pairs}
    if node.items is not None:
        return [_as_plain(item) for item in node.items]
    return node.text


def parse_document(path: str, text: str) -> Document:
    """Take a Markdown file apart. Never raises: everything wrong is in ``problems``."""
    if not text.strip():
        return Document(path, None, "", 1, (_empty_file(path),))
    if is_harmful(text):  # reported by decoding; here it must only do no harm
        text = blank_out(text)
    parts = split(path, text)
    too_long = _too_long(path, text, parts.header, parts.header_line, MAX_HEADER)
    if too_long or not parts.header_line:
        return Document(path, None, without_blanked(parts.body), parts.body_line, (*parts.problems, *too_long))
    header, found = parse_header(path, parts.header, parts.header_line)
    if any(p.code in _SYNTAX_CODES for p in found) and (shorter := split_before_prose(path, text, parts)):
        parts = shorter
        header, found = parse_header(path, parts.header, parts.header_line)
    if parts.problems and not parts.header.strip():
        found = ()  # the fences are the cause
    return Document(path, header, without_blanked(parts.body), parts.body_line, (*parts.problems, *found))


def parse_header(path: str, header: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """A header (or a whole YAML file) as a mapping node with positions. Never raises."""
    tree = HANDLER.tree(path, header, first_line)
    if tree.root is not None and tree.root.pairs is not None:
        return tree.root, tree.problems
    if has_error(tree.problems):  # the cause of whatever the root is
        return None, tree.problems
    if tree.root is not None:
        return None, (*tree.problems, _no_mapping(path, tree.root, first_line + header.count("\n")))
    if first_line == 1:  # a whole file of settings
        return None, (_empty_file(path),)
    return None, (
        _problem(
            "F010",
            Place(path, first_line),
            Say("开头两行“---”之间没有内容", "there is nothing between the two '---' lines"),
            Say("写上各项内容，如“姓名: 张三”", "write the fields, such as 'name: …'"),
        ),
    )


def parse_settings(path: str, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """A whole YAML file, unless it is too long, as a mapping node with positions. Never raises."""
    too_long = _too_long(path, text, text, 1, MAX_SETTINGS)
    return (None, tuple(too_long)) if too_long else parse_header(path, text)


def _no_mapping(path: str, root: Node, last_line: int) -> Problem:
    what = Say("清单", "a list") if root.items is not None else Say("一段文字", "plain text")
    return _problem(
        "F010",
        # YAML takes the end of a text for a line of its own
        Place(path, root.line, root.column) if root.line <= last_line else Place(path, last_line),
        Say(f"开头部分应是“键: 值”，这里是{what.zh}", f"the header must be 'key: value' lines, here it is {what.en}"),
        Say("每行写成“键: 值”，冒号用英文冒号，后面空一格", "write 'key: value' on each line, with an ASCII colon and a blank"),
    )


def _empty_file(path: str) -> Problem:
    return _problem(
        "F007",
        Place(path),
        Say("文件是空的", "the file is empty"),
        Say("写上开头的“---”和各项内容，或者删去这个文件", "write the header between two '---' lines, or delete the file"),
    )


def _problem(code: str, place: Place, message: Say, fix: Say) -> Problem:
    return Problem(code, Severity.ERROR, place, message, fix)


def _too_long(path: str, text: str, header: str, header_line: int, limit: int) -> list[Problem]:
    found = []
    if len(header) > limit:
        what = Say("开头部分", "the header is") if header is not text else Say("设置", "the settings are")
        found.append(
            _problem(
                "F019",
                Place(path, header_line),
                Say(f"{what.zh}超过 {limit} 个字符", f"{what.en} longer than {limit} characters"),
                Say("把长文字移到正文里", "move long text into the body of a record"),
            )
        )
    if len(text) > MAX_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > MAX_LINE:
                found.append(
                    _problem(
                        "F019",
                        Place(path, number, MAX_LINE + 1),
                        Say(f"一行超过 {MAX_LINE} 个字符", f"a line is longer than {MAX_LINE} characters"),
                        Say("分成几段", "break it into paragraphs"),
                    )
                )
    return found


def is_broken(document: Document) -> bool:
    """Whether the file cannot be used as a record."""
    return document.header is None or has_error(document.problems)
