"""The planted mistakes (mistakes/README.md tells how they are written) as cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.problems import Problem, in_order
from sitegen.reading.decoding import decode
from sitegen.reading.frontmatter import parse_document, parse_header
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.site import Site
from sitegen.schema.reading import Read, read_record

FOLDER = Path(__file__).parent / "mistakes"
KINDS: dict[str, type] = {"model": Model, "unit": Unit, "notice": NoticeFile, "bulletin": Bulletin, "page": Page, "site": Site}
_EXPECT = re.compile(r"([FS]\d{3}) (\d+):(\d+)(?: also (\d+))?( warning)?(?: :: ?(.*))?")
_REPEAT = re.compile(r"‹([^›]+)×(\d+)›")
_CHARACTER = re.compile(r"‹U\+([0-9A-F]{4,6})›")
_BYTE = re.compile(r"‹byte ([0-9A-F]{2})›")


@dataclass(frozen=True)
class Expected:
    """One finding as it must be."""

    code: str
    line: int
    column: int
    also: int | None
    severity: str
    fix: str


@dataclass
class Case:
    """A file with planted mistakes, or a clean twin."""

    name: str
    kind: str = "model"
    encoding: str = "utf-8"
    ends: str = "LF"
    expected: list[Expected] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    is_clean: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return as_bytes("\n".join(self.lines) + "\n" if self.lines else "", self.encoding, self.ends)


def as_bytes(text: str, encoding: str, ends: str) -> bytes:
    text = _REPEAT.sub(lambda m: m[1] * int(m[2]), text)
    text = _CHARACTER.sub(lambda m: chr(int(m[1], 16)), text)
    text = text.replace("\n", {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}[ends])
    mark = "\ufeff" if encoding.endswith("-mark") else ""
    pieces = _BYTE.split(mark + text)
    return b"".join(bytes.fromhex(piece) if odd % 2 else piece.encode(encoding.removesuffix("-mark")) for odd, piece in enumerate(pieces))


def cases(*names: str) -> Iterator[Case]:
    """The cases of the files named, or of all files."""
    for file in sorted(FOLDER.glob("*.txt")):
        if not names or file.stem in names:
            yield from _cases_of(file)


def _cases_of(file: Path) -> Iterator[Case]:
    case: Case | None = None
    for line in [*file.read_text("utf-8").split("\n")[:-1], "=== "]:
        if line.startswith("=== "):
            if case is not None:
                if case.lines and not case.lines[-1]:
                    del case.lines[-1]
                yield case
            case = Case(f"{file.stem}: {line[4:]}")
        elif case is not None and line.startswith("%%"):
            _directive(case, line[2:].strip())
        elif case is not None:
            case.lines.append(line)


def _directive(case: Case, words: str) -> None:
    name, _, rest = words.partition(" ")
    if name == "clean":
        case.is_clean = True
    elif name == "=":
        path, _, value = rest.partition(" ")
        case.values[path] = value
    elif name in ("kind", "encoding", "ends"):
        setattr(case, name, rest)
    else:
        match = _EXPECT.fullmatch(words)
        assert match, f"{case.name}: {words!r}"
        case.expected.append(
            Expected(
                match[1],
                int(match[2]),
                int(match[3]),
                int(match[4]) if match[4] else None,
                "warning" if match[5] else "error",
                match[6] or "",
            )
        )


def read(kind: str, data: bytes, path: str = "content/a.md") -> tuple[object, tuple[Problem, ...]]:
    """The record of a file (None for none) and all problems, in order."""
    text, problems = decode(path, data)
    if not text and problems:
        return None, problems
    if kind == "site":
        header, found = parse_header(path, text)
    else:
        document = parse_document(path, text)
        header, found = document.header, document.problems
    if header is None:
        return None, in_order((*problems, *found))
    result: Read[object] = read_record(KINDS[kind], path, header)
    return result.record, in_order((*problems, *found, *result.problems))


def value_at(record: object, path: str) -> object:
    """``honours.0.year`` of a record."""
    for step in path.split("."):
        record = record[int(step)] if step.isdigit() and isinstance(record, tuple) else getattr(record, step)
    return record
