"""A record between its file and its form: what the form shows, and what the file becomes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen.intake import KIND_RECORDS, take_record
from sitegen.problems import Problem, Severity
from sitegen.reading.frontmatter import parse_header
from sitegen.reading.tree import read_tree
from sitegen.schema.reading import read_record
from sitegen.serve.changes import Refused, changed_header
from sitegen.serve.fields import Field, FormReader, Loc, Marks, Message
from sitegen.serve.sheets import Sheet, bytes_of, sheet_of, text_of
from sitegen.sources import source_of


@dataclass(frozen=True, slots=True)
class Form:
    """A form ready to be shown. ``fields`` is empty where only the whole text can be edited; ``general`` are messages without a field."""

    path: str
    sheet: Sheet | None
    text: str
    fields: tuple[Field, ...]
    general: tuple[tuple[int, Message], ...]
    extra: tuple[str, ...] = ()


def record_kind(path: str) -> type:
    """The record class of a file in content/. Raises KeyError."""
    return KIND_RECORDS[path.split("/")[1]]


def make_form(
    path: str, text: str, problems: Iterable[Problem], lang: str, *, extra: Iterable[str] = (), at: tuple[int, int] | None = None
) -> Form:
    """The form of a text. ``problems`` are known of it; ``at`` is the spot that a link led to."""
    sheet, names = sheet_of(path, text), tuple(dict.fromkeys(extra))
    mine = [p for p in problems if p.place.path == path]
    if sheet is None:
        return Form(path, None, text, (), tuple((p.place.line, _message(p, lang)) for p in mine), names)
    spots = _spots(path, sheet)
    by_loc: dict[Loc, list[Message]] = {}
    general: list[tuple[int, Message]] = []
    for problem in mine:
        loc = _loc_at(spots, problem.place.line, problem.place.column)
        if loc:
            by_loc.setdefault(loc, []).append(_message(problem, lang))
        else:
            general.append((problem.place.line, _message(problem, lang)))
    marks = Marks(by_loc, _loc_at(spots, *at) if at else None)
    root = read_tree("", sheet.header).root
    fields = FormReader(marks, frozenset(names), lang).record(record_kind(path), root)
    return Form(path, sheet, text, tuple(sorted(fields, key=_rank)), tuple(general), names)


def _rank(field: Field) -> tuple[bool, bool, bool]:
    """What is needed comes first, groups after single values, what hardly anybody touches last."""
    return (field.name in ("slug", "note"), not field.needed, bool(field.parts) or field.kind in ("list", "record", "pairs"))


def problems_of(path: str, data: bytes) -> tuple[Problem, ...]:
    """What reading a file by itself finds wrong with it."""
    return take_record(source_of(path, data)).problems


def new_errors(path: str, before: bytes, after: bytes) -> tuple[Problem, ...]:
    """The errors that an edit brings: those of its file that were not there before."""
    old = Counter((p.code, p.message.zh) for p in problems_of(path, before))
    found = []
    for problem in problems_of(path, after):
        key = (problem.code, problem.message.zh)
        if old[key]:
            old[key] -= 1
        elif problem.severity is Severity.ERROR:
            found.append(problem)
    return tuple(found)


def submitted(path: str, before: bytes, posted: Mapping[str, str]) -> bytes:
    """The file once a form is applied to it; the very same bytes where nothing was changed. Raises Refused.

    ``posted`` holds the fields, ``body``, ``draft`` (the header that the form was made from), ``extra`` and ``drop``; or ``text``,
    the whole of it.
    """
    text = text_of(before)
    if text is None:
        raise Refused("not UTF-8")
    if "text" in posted:
        return _replaced(before, text, _lines(posted["text"]))
    sheet = sheet_of(path, text)
    if sheet is None:
        raise Refused("no header")
    draft = _lines(posted.get("draft", sheet.header))
    extra = posted.get("extra", "").split()
    header = changed_header(draft, record_kind(path), posted, extra, posted.get("drop", ""))
    body = _body(sheet.body, _lines(posted.get("body", sheet.body)))
    return _replaced(before, text, sheet.head + header + sheet.fence + body)


def typed(path: str, now: bytes, posted: Mapping[str, str]) -> bytes:
    """What somebody typed into a form whose file has changed since: the header of the form with the edits, and the body. Raises Refused."""
    if "text" in posted:
        return _lines(posted["text"]).encode()
    header = changed_header(_lines(posted.get("draft", "")), record_kind(path), posted, posted.get("extra", "").split())
    return f"---\n{header}---\n{_lines(posted.get('body', ''))}".encode()


def _replaced(before: bytes, old: str, new: str) -> bytes:
    return before if new == old else bytes_of(before, new)


def _body(before: str, after: str) -> str:
    return before if after == before else after.rstrip("\n") + "\n"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _message(problem: Problem, lang: str) -> Message:
    return Message(problem.severity.value, problem.code, problem.message.get(lang), problem.fix.get(lang))


def _spots(path: str, sheet: Sheet) -> Mapping[tuple[int, int], Loc]:
    """The values of a header by where they begin; the innermost where several begin together."""
    first = sheet.head.count("\n") + 1
    root, _ = parse_header(path, sheet.header.removesuffix("\n"), first)
    if root is None:
        return {}
    positions = read_record(record_kind(path), path, root).positions
    found: dict[tuple[int, int], Loc] = {}
    for loc, spot in positions.items():
        if spot not in found or len(loc) > len(found[spot]):
            found[spot] = loc
    return found


def _loc_at(spots: Mapping[tuple[int, int], Loc], line: int, column: int) -> Loc | None:
    """The value that begins at a spot, else the last one that begins before it on the same line."""
    if (line, column) in spots:
        return spots[(line, column)]
    before = [spot for spot in spots if spot[0] == line and spot[1] <= column and spots[spot]]
    return spots[max(before)] if before else None
