"""A source file to a Document: header with positions, body, and what was wrong with the fences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from frontmatter.default_handlers import YAMLHandler

from sitegen.problems import Place, Problem, Say, Severity, has_error
from sitegen.yamltree import Node, Tree, key_text, read_tree

MAX_HEADER = 64_000  # characters
MAX_LINE = 20_000
_FENCE_LIKE = re.compile(r"\s*(?:[-—–―－─‐‑‒﹣ー_=~～]{2,}|\+{3,})\s*")
_KEY_LINE = re.compile(r"\s*(?:- )?[^\s:：#|>'\"\[{-][^:：]{0,15}[:：]")
_WIDE_COLON = re.compile(r"(\s*(?:- )?)([^\s:：#|>'\"\[{-][^:：\s]{0,15})：")
_TIGHT_COLON = re.compile(r"(\s*(?:- )?)([一-鿿]{1,12}|[a-z_]{2,20}):(?=[^\s/:])")
_BLOCK_SCALAR = re.compile(r"(\s*)(?:- )?[^\s#][^:：]*:\s*[|>][-+0-9]*\s*$")


@dataclass(frozen=True, slots=True)
class Document:
    """A file taken apart: ``header`` is a mapping node, ``body_line`` the line its first character stands on."""

    path: str
    header: Node | None
    body: str
    body_line: int
    problems: tuple[Problem, ...]


class Parts(NamedTuple):
    """Header and body, each with the number of its first line, and what was wrong with the fences."""

    header: str
    header_line: int
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
        tree = read_tree("", fm)
        if tree.problems:
            raise ValueError(tree.problems[0].message.en)
        return _as_plain(tree.root) if tree.root else {}

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
        return Document(path, None, "", 1, (_problem("F007", Place(path), Say("文件是空的", "the file is empty"), Say("写上开头的“---”和各项内容，或者删去这个文件", "write the header between two '---' lines, or delete the file")),))
    parts = split(path, text)
    problems = list(parts.problems) + _too_long(path, text, parts)
    if any(p.code == "F019" for p in problems) or not parts.header_line:
        return Document(path, None, parts.body, parts.body_line, tuple(problems))
    header, found = parse_header(path, parts.header, parts.header_line)
    return Document(path, header, parts.body, parts.body_line, (*problems, *found))


def parse_header(path: str, header: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """A header (or a whole YAML file) as a mapping node with positions."""
    tree = HANDLER.tree(path, header, first_line)
    if tree.root is not None and tree.root.pairs is not None:
        return tree.root, tree.problems
    hints = _colon_hints(path, header, first_line)
    if tree.root is None:
        if not tree.problems and not hints:
            return None, (_problem("F010", Place(path, first_line), Say("开头两行“---”之间没有内容", "there is nothing between the two '---' lines"), Say("写上各项内容，如“姓名: 张三”", "write the fields, such as 'name: …'")),)
        return None, _hints_or(hints, tree.problems)
    what = Say("清单", "a list") if tree.root.items is not None else Say("一段文字", "plain text")
    wrong = _problem("F010", Place(path, tree.root.line, tree.root.column), Say(f"开头部分应是“键: 值”，这里是{what.zh}", f"the header must be 'key: value' lines, here it is {what.en}"), Say("每行写成“键: 值”，冒号用英文冒号，后面空一格", "write 'key: value' on each line, with an ASCII colon and a blank"))
    return None, tuple(hints) or (wrong,)


def _hints_or(hints: list[Problem], found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """A full-width or tight colon explains the parser's complaint; a problem of another kind stays beside it."""
    if not hints:
        return found
    return (*hints, *(p for p in found if p.code not in ("F012", "F014")))


def _problem(code: str, place: Place, message: Say, fix: Say, related: Place | None = None) -> Problem:
    return Problem(code, Severity.ERROR, place, message, fix, related)


def split(path: str, text: str) -> Parts:
    """Find the two fences; a fence of wrong signs is reported and then taken as one, to find what else is wrong."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    problems: list[Problem] = []
    if not _is_fence(path, lines, first, problems):
        return _without_opening(path, text, lines, first)
    for index in range(first + 1, len(lines)):
        if lines[index].rstrip() == "..." or _is_fence(path, lines, index, problems):
            header, body = "\n".join(lines[first + 1 : index]), "\n".join(lines[index + 1 :])
            return Parts(header, first + 2, body, index + 2, tuple(problems))
    end = _end_of_header(lines, first + 1)
    problems.append(_problem(
        "F009", Place(path, end + 1),
        Say(f"开头部分没有结束的“---”（从第 {first + 1} 行的“---”开始）", f"the header opened on line {first + 1} has no closing '---'"),
        Say(f"在第 {end + 1} 行前面加一行“---”", f"put a line '---' before line {end + 1}"),
        related=Place(path, first + 1),
    ))
    return Parts("\n".join(lines[first + 1 : end]), first + 2, "\n".join(lines[end:]), end + 1, tuple(problems))


def _is_fence(path: str, lines: list[str], index: int, problems: list[Problem]) -> bool:
    line = lines[index]
    if line.rstrip() == "---":
        return True
    if not _FENCE_LIKE.fullmatch(line):
        return False
    problems.append(_problem(
        "F008", Place(path, index + 1, len(line) - len(line.lstrip()) + 1),
        Say(f"“{line.strip()}”不是分隔行：要三个英文减号，顶格写", f"'{line.strip()}' is no fence: it needs three ASCII hyphens at the start of the line"),
        Say("改为“---”", "write '---'"),
    ))
    return True


def _without_opening(path: str, text: str, lines: list[str], first: int) -> Parts:
    later = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == "---"), None)
    place = Place(path, first + 1)
    if later is not None and not _KEY_LINE.match(lines[first]):
        problem = _problem("F020", place, Say(f"第 {later + 1} 行的“---”前面有文字", f"there is text before the '---' on line {later + 1}"), Say("“---”必须是第一行：把前面的文字移到正文里或删去", "'---' must be the first line: move the text into the body or delete it"), Place(path, later + 1))
        rest = split(path, "\n" * later + "\n".join(lines[later:]))
        return rest._replace(problems=(problem, *(p for p in rest.problems if p.code != "F009")))
    problem = _problem("F021", place, Say("文件开头没有“---”", "the file does not begin with '---'"), Say(f"在第 {first + 1} 行前面加一行“---”，各项内容之后再加一行“---”", f"put a line '---' before line {first + 1}, and another after the fields"))
    if later is not None:
        return Parts("\n".join(lines[first:later]), first + 1, "\n".join(lines[later + 1 :]), later + 2, (problem,))
    return Parts("", 0, text, 1, (problem,))


def _end_of_header(lines: list[str], start: int) -> int:
    """Index of the first line that no longer looks like a header."""
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.strip():
            after = next((text for text in lines[index:] if text.strip()), "")
            if not _KEY_LINE.match(after) or after.startswith("#"):
                return index
        elif not (_KEY_LINE.match(line) or line.startswith((" ", "-", "#")) or ":" in line or "：" in line):
            return index
    return len(lines)


def _too_long(path: str, text: str, parts: Parts) -> list[Problem]:
    found = []
    if len(parts.header) > MAX_HEADER:
        found.append(_problem("F019", Place(path, parts.header_line), Say(f"开头部分超过 {MAX_HEADER} 个字符", f"the header is longer than {MAX_HEADER} characters"), Say("把长文字移到正文里", "move long text into the body")))
    if len(text) > MAX_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > MAX_LINE:
                found.append(_problem("F019", Place(path, number, MAX_LINE + 1), Say(f"一行超过 {MAX_LINE} 个字符", f"a line is longer than {MAX_LINE} characters"), Say("分成几段", "break it into paragraphs")))
    return found


def _colon_hints(path: str, header: str, first_line: int) -> list[Problem]:
    """Keys written with a full-width colon, or with no blank after the colon, outside block text."""
    found: list[Problem] = []
    inside: int | None = None
    for number, line in enumerate(header.split("\n"), first_line):
        indent = len(line) - len(line.lstrip())
        if inside is not None and (not line.strip() or indent > inside):
            continue
        block = _BLOCK_SCALAR.match(line)
        inside = len(block[1]) if block else None
        if match := _WIDE_COLON.match(line):
            found.append(_problem("F022", Place(path, number, match.end()), Say(f"“{match[2]}”后面是中文冒号“：”", f"a full-width colon follows '{match[2]}'"), Say(f"改为英文冒号加空格：{key_text(match[2])}: {line[match.end():].strip()}", f"write an ASCII colon and a blank: {key_text(match[2])}: {line[match.end():].strip()}")))
        elif match := _TIGHT_COLON.match(line):
            found.append(_problem("F023", Place(path, number, match.end() + 1), Say(f"“{match[2]}:”的冒号后面没有空格", f"there is no blank after '{match[2]}:'"), Say(f"冒号后面加一个空格：{match[2]}: {line[match.end():].strip()}", f"put a blank after the colon: {match[2]}: {line[match.end():].strip()}")))
    return found


def is_broken(document: Document) -> bool:
    """Whether the file cannot be used as a record."""
    return document.header is None or has_error(document.problems)
