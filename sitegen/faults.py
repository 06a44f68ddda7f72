"""The last resort: a fault of ours becomes one short message and a report on disk, never a traceback on the screen.

A report goes from an office to engineers, by e-mail as often as not. So it says where the program broke and what kind of
error it was, and nothing of what was being worked on: no values, no lines of files, of messages only the words that are
the program's own, of paths only the part below a library.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import os
import platform
import re
import sys
import sysconfig
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import click

from sitegen import __version__
from sitegen.problems import Say
from sitegen.refusals import is_refusal, refused

REFUSED, FAULT = 1, 70
_MOST_REPORTS = 20
_LONGEST = 300  # characters of a message
_DEEPEST = 8  # errors that lie behind each other
_FRAMES = 80
_OWN = Path(__file__).resolve().parent
_ROOTS = (_OWN.parent, Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("platlib")), Path(sysconfig.get_path("stdlib")))

# what Python and the libraries say in their messages; short words that are also syllables of names are left out
_WORDS = frozenset(
    (
        "abstract", "access", "already", "argument", "arguments", "array", "assignment", "associated", "attribute", "attributes",
        "base", "before", "beyond", "bool", "bound", "broken", "buffer", "byte", "bytes", "call", "callable", "calls", "cannot",
        "character", "characters", "class", "closed", "codec", "column", "could", "cycle", "database", "decode", "deleted", "denied",
        "dict", "dictionary", "directory", "disk", "division", "does", "during", "empty", "encode", "error", "errno", "exceeded",
        "exhausted", "expected", "expecting", "extra", "failed", "file", "files", "first", "float", "format", "found", "from",
        "function", "functions", "generator", "given", "global", "got", "has", "have", "hash", "hashable", "host", "import", "indices",
        "index", "initialized", "input", "instance", "instead", "int", "integer", "invalid", "item", "items", "iterable", "iteration",
        "iterator", "just", "keyword", "key", "keys", "length", "line", "list", "literal", "local", "locked", "long", "loop", "many",
        "maximum", "memory", "message", "method", "missing", "mode", "module", "more", "multiple", "must", "name", "negative", "non",
        "none", "not", "number", "object", "only", "open", "operand", "operands", "operation", "operator", "optional", "order",
        "ordinal", "out", "outside", "overflow", "parent", "path", "permission", "pickle", "position", "positional", "process",
        "property", "range", "read", "recursion", "reference", "referenced", "refused", "required", "returned", "returns", "sequence",
        "set", "should", "size", "slice", "some", "stack", "start", "starting", "str", "string", "subscriptable", "such", "surrogates",
        "take", "takes", "terminated", "than", "the", "timed", "too", "tuple", "type", "types", "undefined", "unexpected", "unhashable",
        "unicode", "unpack", "unsupported", "until", "unterminated", "utf", "valid", "value", "values", "was", "were", "when", "with",
        "sitegen", "themes", "without", "word", "worker", "write", "written", "wrong", "zero",
    )
)  # fmt: skip
_OWN_WORDS = _WORDS | frozenset(("a", "at", "by", "for", "in", "is", "it", "no", "of", "on", "or", "to", "as", "be"))
_TOLD = frozenset(("line", "column", "position", "index", "char", "byte", "size", "length", "errno"))  # numbers after these are kept
_PIECE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|\d+|\s+|.", re.DOTALL)
_NUMBER = re.compile(r"\d(?:[^\dA-Za-z]{0,3}\d){6,}")  # seven digits and more, however they are divided
# a line of a traceback that came from another process as text
_FRAME = re.compile(r'  File "([^"\n]+)", line (\d{1,6}), in ([^\n]{1,80})$', re.MULTILINE)
_FUNCTION = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|<[a-z]+>")
_TEMPLATE = frozenset(("block", "code", "level", "macro", "root", "template", "top"))  # what Jinja calls the parts of one
_PLAIN = re.compile(r"[a-z0-9_.-]{1,40}\.(?:py|html|xml|txt)|<[a-z ]+>")


class Frame(NamedTuple):
    """One step of the way to where it broke."""

    file: str
    line: int
    name: str


def report_fault(error: BaseException, lang: str, site: Path | None, command: str = "") -> int:
    """Say that something of ours broke, write the report, and give the exit code 70. ``site`` is where the report goes.

    What the system refused is no fault of ours: it is said with what to do, and gives 1.
    """
    if isinstance(error, OSError) and is_refusal(error):
        click.echo(refused(error, site).get(lang), err=True)
        return REFUSED
    path = _write(report_of(error, command), site)
    where = (
        Say(
            f"请把这个文件发给维护的人，里面没有个人信息：{path}",
            f"Please send this file to the maintainers; it holds no personal data: {path}",
        )
        if path
        else Say("报告也写不了，请告诉维护的人", "No report could be written, either; please tell the maintainers")
    )
    click.echo(
        Say(
            f"程序自身出错（{type(error).__name__}）。已发布的网站是完整的，不会只换一半。\n{where.zh}",
            f"A fault in the program itself ({type(error).__name__}). The published site is whole, never half replaced.\n{where.en}",
        ).get(lang),
        err=True,
    )
    return FAULT


def report_of(error: BaseException, command: str = "") -> str:
    """Where it broke and how, without anything that was being worked on."""
    lines = [f"sitegen {__version__}", *_surroundings(), *([f"command {command}"] if command else []), ""]
    words = _words(error)
    for number, (relation, each) in enumerate(_chain(error)):
        lines += [f"{relation}:"] if number else []
        lines += [f"  {line}" for line in _told(_frames(each))]
        lines += [f"{_type(each)}: {masked(_message(each), words)}".rstrip(": "), *_facts(each), ""]
    return "\n".join(lines)


def masked(message: str, words: frozenset[str] = frozenset()) -> str:
    """A message with the program's own words alone: of others the length and the kind of signs are left, of long numbers the length.

    >>> masked("invalid literal for int() with base 10: '张三 13800000000'")
    "invalid literal for int() with base 10: '□□ 00000000000'"
    """
    out, before = [], ""
    short = _NUMBER.sub(lambda found: re.sub(r"\d", "0", found[0]), message[:_LONGEST])
    for piece in _PIECE.findall(short):
        if piece.isascii() and (piece[0].isalpha() or piece[0] == "_"):
            is_known = (
                piece in words or piece.lower() in _OWN_WORDS or piece == "NoneType" or isinstance(getattr(builtins, piece, None), type)
            )
            out.append(piece if is_known else "x" * len(piece))
        elif piece.isdecimal():
            out.append(piece if piece.isascii() and (len(piece) < 3 or (before in _TOLD and len(piece) < 8)) else "0" * len(piece))
        else:
            out.append(" " if piece.isspace() else piece if piece.isascii() and piece.isprintable() else "□")
        before = piece.lower() if not piece.isspace() else before
    return "".join(out) + ("…" if len(message) > _LONGEST else "")


def _surroundings() -> Iterator[str]:
    yield f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield f"{os.cpu_count()} processors, files named in {sys.getfilesystemencoding()}, optimised {sys.flags.optimize}"
    with contextlib.suppress(metadata.PackageNotFoundError, OSError):
        names = ("jinja2", "markdown", "nh3", "pydantic", "pyyaml", "pillow", "click", "chinesecalendar")
        yield ", ".join(f"{name} {metadata.version(name)}" for name in names)


def _chain(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    """The error and those behind it, each once: its causes, what was being handled, the members of a group."""
    seen: set[int] = set()
    waiting: list[tuple[str, BaseException]] = [("", error)]
    while waiting and len(seen) < _DEEPEST:
        relation, each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield relation, each
        if each.__cause__ is not None:
            waiting.append(("caused by", each.__cause__))
        elif each.__context__ is not None and not each.__suppress_context__:
            waiting.append(("while handling", each.__context__))
        if isinstance(each, BaseExceptionGroup):
            waiting += [("in the group", member) for member in each.exceptions]


def _frames(error: BaseException) -> Sequence[Frame]:
    """The way to where it broke; also that of another process, which arrives as text."""
    far = getattr(error, "tb", None)
    if isinstance(far, str):
        return [Frame(file, int(line), name) for file, line, name in _FRAME.findall(far)]
    return [Frame(f.f_code.co_filename, line, f.f_code.co_name) for f, line in traceback.walk_tb(error.__traceback__)]


def _told(frames: Sequence[Frame]) -> Iterator[str]:
    """The frames as lines; a run of equal ones once, of very many the first and the last."""
    lines = [_line(frame) for frame in frames]
    short = [f"{line} ({n} times)" if n > 1 else line for line, n in ((line, len([*same])) for line, same in groupby(lines))]
    if len(short) > _FRAMES:
        short[_FRAMES // 2 : -_FRAMES // 2] = [f"… {len(short) - _FRAMES} more"]
    yield from short


def _line(frame: Frame) -> str:
    """A file of code by its place in the program or in a library; of others, such as the templates of a site, the name alone.

    A name that came as text is believed only where the file has it: a message can look like a traceback.
    """
    path = Path(frame.file)
    for root in _ROOTS:
        with contextlib.suppress(ValueError):
            inside = path.relative_to(root)
            is_own = root == _OWN.parent
            if is_own and inside.parts[0] not in (_OWN.name, "themes"):
                continue
            known = _FUNCTION.fullmatch(frame.name) and (not is_own or frame.name[0] == "<" or frame.name in _names(frame.file))
            return f"{inside.as_posix()}:{frame.line} {frame.name if known else masked(frame.name, _TEMPLATE)}"
    place = path.name if _PLAIN.fullmatch(path.name) else masked(path.name)
    return f"…/{place}:{frame.line} {masked(frame.name, _TEMPLATE)}"


def _type(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _message(error: BaseException) -> str:
    """What an error says of itself; nothing where that is a traceback, or where saying it fails as well."""
    if isinstance(getattr(error, "tb", None), str):
        return ""
    try:
        return str(error)
    except Exception:
        return ""


def _facts(error: BaseException) -> Iterator[str]:
    """What of an error is a number or a name of ours and helps."""
    if isinstance(error, OSError) and error.errno is not None:
        yield f"  errno {error.errno}"
    if isinstance(error, UnicodeError) and isinstance(getattr(error, "start", None), int):
        yield f"  bytes {getattr(error, 'start', 0)} to {getattr(error, 'end', 0)}, {masked(str(getattr(error, 'encoding', '')), _CODECS)}"
    if code := getattr(error, "sqlite_errorname", ""):
        yield f"  {code}"


_CODECS = frozenset(("utf", "ascii", "gb18030", "gbk", "latin", "idna", "utf8"))


def _words(error: BaseException) -> frozenset[str]:
    """The names in the code of ours on the way: of functions, arguments and attributes, never what stands in quotation marks."""
    files = {frame.file for _, each in _chain(error) for frame in _frames(each)}
    return frozenset().union(*(_names(file) for file in files if Path(file).is_relative_to(_OWN)))


@cache
def _names(file: str) -> frozenset[str]:
    try:
        tree = ast.parse(Path(file).read_text("utf-8"))
    except (OSError, ValueError, SyntaxError):
        return frozenset()
    kinds = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.keyword: "arg", ast.FunctionDef: "name", ast.ClassDef: "name"}
    kinds |= {ast.AsyncFunctionDef: "name"}
    return frozenset(str(getattr(node, kinds[type(node)])) for node in ast.walk(tree) if type(node) in kinds)


def _write(text: str, site: Path | None) -> Path | None:
    """Put a report down: with the site, else among the temporary files, where only its owner may read it."""
    name = f"fault-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"
    if site is not None and site.is_dir():
        with contextlib.suppress(OSError):
            folder = site / ".sitegen" / "log"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
            _drop_old(folder)
            return folder / name
    with contextlib.suppress(OSError):
        descriptor, path = tempfile.mkstemp(".txt", "sitegen-fault-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        return Path(path)
    return None


def _drop_old(folder: Path) -> None:
    for old in sorted(folder.glob("fault-*.txt"))[:-_MOST_REPORTS]:
        with contextlib.suppress(OSError):
            old.unlink()
