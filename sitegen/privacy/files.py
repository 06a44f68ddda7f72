"""Findings in attached files: one for each kind of personal data in a file, and one for a file that cannot be read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sitegen.privacy.attached import read_file
from sitegen.privacy.kinds import GRAVE, Hit, Kind, called
from sitegen.privacy.parts import Sheet, Unreadable
from sitegen.privacy.search import Guard, find
from sitegen.privacy.workbook import column_letters
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.refusals import why


class Seen(NamedTuple):
    """What a file holds, without any full value: safe to keep between two runs."""

    code: str
    severity: str
    line: int
    column: int
    message: tuple[str, str]
    fix: tuple[str, str]


Recall = Callable[[str], bytes | None]
Keep = Callable[[str, bytes], None]


def check_files(
    files: Mapping[str, Callable[[], bytes]],
    guard: Guard,
    reasons: Sequence[str] = (),
    recall: Recall | None = None,
    keep: Keep | None = None,
) -> tuple[Problem, ...]:
    """The findings in files by path; ``reasons`` are those of the allow-list.

    ``recall`` and ``keep`` remember what was found under a key that changes with the file and with what the site allows.
    """
    found: list[Problem] = []
    for path, data_of in files.items():
        try:
            data = data_of()
        except OSError as error:
            found.append(_problem(path, _unreadable(why(error))))
            continue
        key = _key(path, data, guard, reasons)
        known = recall(key) if recall else None
        if known is None:
            known = json.dumps([*look_into(path, data, guard, reasons)], ensure_ascii=False).encode()
            if keep:
                keep(key, known)
        found += (_problem(path, Seen(*seen)) for seen in json.loads(known))
    return tuple(found)


def _key(path: str, data: bytes, guard: Guard, reasons: Sequence[str]) -> str:
    """Tables are told by their names; the day only decides which births are possible, so its year is enough."""
    settings = repr((path.rpartition(".")[2], guard.today.year, sorted(guard.public), sorted(guard.allowed.items()), reasons))
    return hashlib.sha256(settings.encode() + b"\0" + hashlib.sha256(data).digest()).hexdigest()


def look_into(path: str, data: bytes, guard: Guard, reasons: Sequence[str] = ()) -> Iterator[Seen]:
    """What is found in one file."""
    try:
        sheets = read_file(path, data)
    except Unreadable as error:
        yield _unreadable(error.why)
        return
    first: dict[Kind, tuple[Hit, Sheet]] = {}
    counts: Counter[Kind] = Counter()
    allowed: Counter[int] = Counter()
    for sheet in sheets:
        if sheet.gap:
            yield _unreadable(Say(f"其中 {sheet.name.zh} {sheet.gap.zh}", f"in it, {sheet.name.en}: {sheet.gap.en}"))
        for hit in find(sheet.text, guard.today):
            entry = guard.entry(hit)
            if entry is not None:
                allowed[entry] += 1
            elif not guard.is_public(hit):
                first.setdefault(hit.kind, (hit, sheet))
                counts[hit.kind] += 1
    for kind, (hit, sheet) in first.items():
        yield _leak(hit, sheet, counts[kind])
    for entry, count in allowed.items():
        yield _let_through(count, reasons[entry] if entry < len(reasons) else "")


def _leak(hit: Hit, sheet: Sheet, count: int) -> Seen:
    name, where = called(hit), _where(hit, sheet)
    severity = Severity.ERROR if hit.kind in GRAVE else Severity.WARNING
    more = Say(f"，共 {count} 处", f", {count} in all") if count > 1 else Say("", "")
    line, column = (1, 1) if sheet.is_grid or sheet.name.zh else _line_and_column(hit, sheet)
    return Seen(
        "D010", severity.value, line, column,
        (f"附件{where.zh}有{name.zh}{more.zh}", f"the attached file holds {name.en}{where.en}{more.en}"),
        (
            "在附件里删去这一栏或这些内容（连同隐藏的行、列、工作表和修订），另存后换上",
            "delete the column or the words in the file (hidden rows, columns, sheets and tracked changes too), and replace it",
        ),
    )  # fmt: skip


def _line_and_column(hit: Hit, sheet: Sheet) -> tuple[int, int]:
    return sheet.text.count("\n", 0, hit.start) + 1, hit.start - sheet.text.rfind("\n", 0, hit.start)


def _where(hit: Hit, sheet: Sheet) -> Say:
    """Where in the file, as people find it: a cell, a page, a line."""
    line, column = _line_and_column(hit, sheet)
    if not sheet.is_grid:
        here = Say(f"第 {line} 行", f"line {line}")
    else:
        cells = sheet.text[hit.start - column + 1 : hit.start].count("|")
        cell = f"{column_letters(max(cells, 1))}{line}"
        here = Say(f"单元格 {cell}", f"cell {cell}")
    name = Say(f"{sheet.name.zh} ", f"{sheet.name.en}, ") if sheet.name.zh else Say("", "")
    return Say(f"（{name.zh}{here.zh}）", f" ({name.en}{here.en})")


def _let_through(count: int, reason: str) -> Seen:
    return Seen(
        "D012", Severity.INFO.value, 1, 1,
        (f"允许名单放行了附件里的 {count} 处：{reason}", f"the allow-list lets through {count} in the attached file: {reason}"),
        ("原因不再成立时，删去 site.yaml“允许”里的这一条", "delete the entry under 允许 (allowed) in site.yaml when its reason is gone"),
    )  # fmt: skip


def _unreadable(why: Say) -> Seen:
    return Seen(
        "D011", Severity.INFO.value, 1, 1,
        (f"附件无法检查个人信息：{why.zh}", f"the attached file cannot be checked for personal data: {why.en}"),
        ("另存为 docx、xlsx 或带文字的 PDF；不能另存的，请人工逐页看过", "save it as docx, xlsx or a PDF with text, or read every page"),
    )  # fmt: skip


def _problem(path: str, seen: Seen) -> Problem:
    return Problem(seen.code, Severity(seen.severity), Place(path, seen.line, seen.column), Say(*seen.message), Say(*seen.fix))
