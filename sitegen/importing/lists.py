"""Which rows of a table are records: its head found, its columns known, totals and notes left out. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.importing.faults import cell_list, cell_name, error, info, warning
from sitegen.importing.grid import Cell, Row, Table
from sitegen.privacy.kinds import GRAVE, Kind
from sitegen.privacy.parts import row_text
from sitegen.privacy.search import find
from sitegen.problems import Place, Problem, Say
from sitegen.records.facts import Contact
from sitegen.schema.columns import FILE, KINDS, SERIAL, Path, column_at, columns_of, fold, heads_of
from sitegen.schema.keys import keys_of

_HEAD_WITHIN = 20  # rows of a sheet
_FEWEST = 2  # columns that make a head
_TOTALS = re.compile(r"(合计|总计|小计|共计|总数|总人数|累计)[:：]?.{0,12}|共.{0,6}[人名个]")
_NOTES = re.compile(
    r"(注|备注|说明|填表人|填报人|审核人?|制表人?|填报单位|填表单位|填表日期|填报日期|联系人|负责人|盖章|单位盖章|主管领导)[:：(（].*",
    re.DOTALL,
)
_PRIVATE_HEADS = re.compile(r"身份证|证件号|手机|移动电话|联系电话|联系方式|电话|银行卡|卡号|账号|住址|家庭地址|idcard|phone|mobile")
_MANY_DIGITS = re.compile(r"\d\D{0,2}" * 7)
_SERIAL_NUMBER = re.compile(r"\d{1,3}")
_CONTACTS: frozenset[Path] = frozenset((key.name,) for key in keys_of(Contact))
_FORBIDDEN = GRAVE | {Kind.WEAK_ID}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is a record (or one honour of it): its cells by field."""

    table: Table
    number: int
    cells: Mapping[Path, Cell]

    def text(self, path: Path) -> str:
        cell = self.cells.get(path)
        return cell.text if cell else ""

    def place(self, path: Path = ()) -> Place:
        """The cell of a field; the first cell of the row where it has none."""
        cell = self.cells.get(path) or min(self.cells.values(), key=lambda c: c.column)
        return Place(self.table.place + cell_name(self.number, cell.column), self.number, cell.column)


@dataclass(frozen=True, slots=True)
class Listed:
    """A table with its head: the folder of its records, its columns, the rows below."""

    table: Table
    kind: str
    head: Row
    columns: Mapping[int, Path]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def paths(self) -> frozenset[Path]:
        return frozenset(self.columns.values())

    @property
    def is_exported(self) -> bool:
        """Whether the list came from ``export``: then an empty cell says that there is nothing."""
        return FILE in self.paths


def read_list(table: Table, kind: str, today: date) -> Listed | None:
    """The list on a sheet, of records of ``kind`` ("" where its columns shall tell); None if it has no head."""
    found = max(
        (_matched(row, name) for row in table.rows if row.number <= _HEAD_WITHIN for name in _kinds(kind)), key=_score, default=None
    )
    if found is None or _score(found)[0] < _FEWEST:
        return None
    kind, head, columns = found
    rows = [row for row in table.rows if row.number > head.number]
    columns = {n: p for n, p in columns.items() if not _is_serial(p, [row.cell(n) for row in rows])}
    entries, skipped = _entries(table, head, columns, rows)
    problems = [
        *_twice(table, kind, head, columns), *_unknown(table, kind, head, columns, rows),
        *_unusable(table, columns, rows), *_private(table, head, columns, rows, today), *skipped,
    ]  # fmt: skip
    return Listed(table, kind, head, columns, entries, tuple(problems))


def _kinds(kind: str) -> Sequence[str]:
    return (kind,) if kind else tuple(KINDS)


_Match = tuple[str, Row, dict[int, Path]]


def _matched(row: Row, kind: str) -> _Match:
    heads = heads_of(KINDS[kind])
    cells = ((cell.column, heads.get(fold(cell.text))) for cell in row.cells if not cell.is_across)
    return kind, row, {column: path for column, path in cells if path is not None}


def _score(match: _Match) -> tuple[int, int, int]:
    """How many fields a row names, if it names what every record has; of two equal rows the lower one, of kinds the first."""
    kind, row, columns = match
    paths = set(columns.values()) - {SERIAL}
    is_named = bool(paths & {("title",) if kind == "notices" else ("name",), FILE, ("id",)})
    return (len(paths) if is_named else 0, -list(KINDS).index(kind), row.number)


def _is_serial(path: Path, cells: Sequence[Cell | None]) -> bool:
    """Whether a column only numbers the rows: also one that is headed 编号 and counts 1, 2, 3."""
    texts = [cell.text for cell in cells if cell is not None]
    return path == SERIAL or (path == ("id",) and bool(texts) and all(_SERIAL_NUMBER.fullmatch(text) for text in texts))


def _entries(table: Table, head: Row, columns: Mapping[int, Path], rows: Sequence[Row]) -> tuple[tuple[Entry, ...], list[Problem]]:
    heads = {cell.column: cell.text for cell in head.cells}
    entries: list[Entry] = []
    skipped: list[Problem] = []
    for row in rows:
        cells = {columns[cell.column]: cell for cell in reversed(row.cells) if cell.column in columns}
        first = row.cells[0].text if row.cells else ""
        is_head = bool(cells) and all(heads.get(cell.column) == cell.text for cell in cells.values())
        if row.is_note or is_head or _is_remark(first, cells):
            skipped.append(_skipped(table, row))
        elif cells:
            entries.append(Entry(table, row.number, cells))
    return tuple(entries), skipped


def _is_remark(first: str, cells: Mapping[Path, Cell]) -> bool:
    """A row of totals, or what stands below a list: who filled it in, notes."""
    name = cells.get(("name",)) or cells.get(("title",))
    is_empty = name is None or name.text == first
    return is_empty and bool(_TOTALS.fullmatch(first) or _NOTES.fullmatch(first))


def _skipped(table: Table, row: Row) -> Problem:
    place = Place(f"{table.place}{cell_name(row.number, row.cells[0].column)}", row.number, row.cells[0].column)
    return info(
        "I013", place, Say(f"第 {row.number} 行是合计、说明或表头，没有导入", f"row {row.number} is a total, a note or a head"),
        Say("不用改", "nothing to do"),
    )  # fmt: skip


def _head_place(table: Table, head: Row, column: int) -> Place:
    return Place(f"{table.place}{cell_name(head.number, column)}", head.number, column)


def _twice(table: Table, kind: str, head: Row, columns: Mapping[int, Path]) -> Iterator[Problem]:
    first: dict[Path, int] = {}
    for number, path in sorted(columns.items()):
        if path in first:
            one, other = head.cell(first[path]), head.cell(number)
            column = column_at(KINDS[kind], path)
            names = f"“{one.text if one else ''}”和“{other.text if other else ''}”"
            yield error(
                "I008", _head_place(table, head, number),
                Say(f"{names}两列都是“{column.zh if column else ''}”", f"two columns hold one field ({column.alias if column else ''})"),
                Say("留下一列，删去另一列或改表头", "keep one, delete the other or change its head"),
            )  # fmt: skip
        first.setdefault(path, number)


def _unknown(table: Table, kind: str, head: Row, columns: Mapping[int, Path], rows: Sequence[Row]) -> Iterator[Problem]:
    """Columns that hold something and are not imported."""
    record = KINDS[kind]
    filled = {cell.column for row in rows if not row.is_note for cell in row.cells if not cell.is_across}
    for number in sorted(filled - set(columns)):
        cell = head.cell(number)
        if cell is not None and (cell.is_across or _is_number_head(record, cell.text)):
            continue
        text = cell.text if cell else ""
        near = difflib.get_close_matches(text, [c.zh for c in columns_of(record) if c.path[0][0] != "@"], n=1, cutoff=0.5)
        hint = Say(f"；是不是“{near[0]}”？", f"; did you mean '{near[0]}'?") if near else Say("", "")
        yield warning(
            "I007", _head_place(table, head, number),
            Say(f"不认识的列“{text}”，没有导入" if text else "没有表头的列，没有导入", f"the column '{text}' is not known; left out"),
            Say(f"不需要就不用改；需要就改表头{hint.zh}", f"leave it, or change its head{hint.en}"),
        )  # fmt: skip


def _is_number_head(record: type, text: str) -> bool:
    return heads_of(record).get(fold(text)) in (SERIAL, ("id",))


def _unusable(table: Table, columns: Mapping[int, Path], rows: Sequence[Row]) -> Iterator[Problem]:
    """Cells whose value cannot be told."""
    for cell in (cell for row in rows for cell in row.cells if cell.fault and cell.column in columns):
        if cell.fault == "month" and columns[cell.column][-1] != "birth":
            continue
        message, fix = _FAULTS[cell.fault]
        year = cell.text.partition(".")[0]
        fix = Say(fix.zh.format(year=year), fix.en.format(year=year))
        yield error("I006", Place(table.place + cell_name(cell.row, cell.column), cell.row, cell.column), message, fix)


_FAULTS: Mapping[str, tuple[Say, Say]] = {
    "formula": (
        Say("公式还没有算出结果", "a formula without a result"),
        Say("在 Excel 里打开，保存一次；或把这一格改成值", "open the file in Excel and save it; or put the value itself"),
    ),
    "broken": (
        Say("这一格是公式的错误值（如 #REF!）", "the cell holds an error such as #REF!"),
        Say("改正公式，或直接填上内容", "mend the formula or type the value"),
    ),
    "month": (
        Say("这一格是数字，看不出是 1 月还是 10 月", "the cell holds a number: January or October cannot be told"),
        Say("改成文本“{year}-01”或“{year}-10”", "write it as text: '{year}-01' or '{year}-10'"),
    ),
}


def _private(table: Table, head: Row, columns: Mapping[int, Path], rows: Sequence[Row], today: date) -> Iterator[Problem]:
    """Columns with numbers of persons, by their contents or by their heads; each one finding that names the cells."""
    heads = {cell.column: cell.text for cell in head.cells}
    leaks: dict[int, set[tuple[int, int]]] = {}
    for row in rows:
        for cell in row.cells:
            if columns.get(cell.column) in _CONTACTS:
                continue
            text = f"{row_text([heads.get(cell.column, '')])}\n{row_text([cell.text])}"
            named = _PRIVATE_HEADS.search(fold(heads.get(cell.column, "")))
            if (named and _MANY_DIGITS.search(cell.text)) or any(hit.kind in _FORBIDDEN for hit in find(text, today)):
                leaks.setdefault(cell.column, set()).add((cell.row, cell.column))
    for column, cells in sorted(leaks.items()):
        first = min(cells)
        yield error(
            "I005", Place(table.place + cell_name(*first), *first),
            Say(
                f"“{heads.get(column, '')}”这一列有身份证号、手机号等个人信息（{cell_list(sorted(cells))}）",
                f"the column '{heads.get(column, '')}' holds numbers of persons ({cell_list(sorted(cells))})",
            ),
            Say("从名单里删去这一列再导入，不要只是隐藏", "delete the column from the list; hiding it is not enough"),
        )  # fmt: skip
