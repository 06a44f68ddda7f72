"""Rows of lists to the records that they make or change: new files whole, old ones by position. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sitegen.importing.faults import error
from sitegen.importing.files import NotEditable, open_record, put, take_out
from sitegen.importing.lists import Entry, Listed
from sitegen.importing.matching import Matched, Wish, honour_number, match
from sitegen.importing.rows import ReadRow, read_row
from sitegen.importing.shelf import Shelf, Taken
from sitegen.importing.values import text_of, value_at
from sitegen.problems import Place, Problem, Say
from sitegen.records.filed import Filed
from sitegen.schema.columns import AUDIENCE, BASIS, HONOUR, KINDS, Column, Path, column_at
from sitegen.writing.compose import Written, compose
from sitegen.writing.edits import add_item
from sitegen.writing.spans import Loc

_MAY_DIFFER = ("honours", *HONOUR, *BASIS, *AUDIENCE)  # between two rows of one record
NEW, UPDATED, UNCHANGED = "new", "updated", "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """One record: its file as it will be (None where nothing changes), what changes, and the row that says so."""

    action: str
    path: str
    name: str
    place: Place
    data: bytes | None = None
    unit: str = ""
    honour: str = ""
    fields: tuple[str, ...] = ()


@dataclass
class Plan:
    """What a list asks for, and what is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_list(listed: Listed, shelf: Shelf, taken: Taken, wish: Wish) -> Plan:
    """The changes of one list; with a problem among them nothing may be written."""
    plan = Plan()
    groups: dict[tuple[str, ...], list[Matched]] = {}
    for entry in listed.entries:
        matched = match(entry, listed, shelf, wish)
        if isinstance(matched, Problem):
            plan.problems.append(matched)
        else:
            groups.setdefault(matched.key, []).append(matched)
    for group in groups.values():
        rows = list(_read_group(listed, shelf, group, wish, plan.problems))
        if len(rows) < len(group) or not _agree(listed, rows, _honours_of(group[0].filed), plan.problems):
            continue
        filed = group[0].filed
        plan.changes.append(_new(listed, shelf, taken, rows) if filed is None else _updated(listed, shelf, filed, rows, plan.problems))
    return plan


def _read_group(listed: Listed, shelf: Shelf, group: Sequence[Matched], wish: Wish, problems: list[Problem]) -> Iterator[ReadRow]:
    """The rows of one record, each with the number of its honour."""
    beyond = _honours_of(group[0].filed)
    for matched in group:
        number = honour_number(matched, wish)
        if isinstance(number, Problem):
            problems.append(number)
            continue
        if number is not None and number >= beyond:
            number, beyond = beyond, beyond + 1
        row = read_row(matched.entry, listed.kind, matched.filed, shelf.names, number, wish)
        problems.extend(row.problems)
        if row.record is not None:
            yield row


def _honours_of(filed: Filed[Any] | None) -> int:
    return len(getattr(filed.record, "honours", ())) if filed is not None else 0


def _agree(listed: Listed, rows: Sequence[ReadRow], known: int, problems: list[Problem]) -> bool:
    """Whether several rows of one record, which has ``known`` honours, say the same of it, each of another honour."""
    count = len(problems)
    seen: dict[tuple[Any, ...], Entry] = {}
    for row in rows:
        honour = value_at(row.record, ("honours",), 0) if listed.kind != "notices" else None
        is_known = row.honour is not None and row.honour < known
        key = (row.honour,) if is_known else (honour.title, honour.year, honour.level) if honour and row.honour is not None else ()
        if key in seen:
            problems.append(
                error(
                    "I009", row.entry.place(("name",)),
                    Say(f"与第 {seen[key].number} 行重复", f"the same as row {seen[key].number}"),
                    Say("删去一行；同名的两个人，各写清单位", "delete one; of two people with one name, give the unit of each"),
                    seen[key].place(("name",)),
                )
            )  # fmt: skip
        seen.setdefault(key, row.entry)
        first = rows[0].entry
        for path, cell in row.entry.cells.items():
            if path[0] not in _MAY_DIFFER and cell.text and first.text(path) and cell.text != first.text(path):
                problems.append(
                    error(
                        "I009", row.entry.place(path),
                        Say(f"同一个记录，与第 {first.number} 行写得不一样", f"another row of this record ({first.number}) says otherwise"),
                        Say("改成一样，或只在一行里写", "make them equal, or write it in one row only"),
                        first.place(path),
                    )
                )  # fmt: skip
    return len(problems) == count


def _given(listed: Listed, row: ReadRow) -> Iterator[Column]:
    """The columns that a row fills in, and those that its list could have filled in."""
    record = KINDS[listed.kind]
    for path in sorted(listed.paths | row.added, key=_order(record)):
        column = column_at(record, path) if path[0][0] != "@" else None
        if column is not None and (path[0] != "honours" or row.honour is not None):
            yield column


def _order(record: type) -> Any:
    from sitegen.schema.columns import columns_of

    places = {column.path: number for number, column in enumerate(columns_of(record))}
    return lambda path: places.get(path, -1)


def _new(listed: Listed, shelf: Shelf, taken: Taken, rows: Sequence[ReadRow]) -> Change:
    record, first = KINDS[listed.kind], rows[0]
    values: dict[str, Any] = {}
    for row in rows:
        for column in _given(listed, row):
            written = _written(column, row)
            if written:
                _set(values, _loc(column.path, row.honour), written)
    if isinstance(values.get("honours"), dict):
        values["honours"] = [values["honours"][number] for number in sorted(values["honours"])]
    name = first.title if listed.kind == "notices" else first.record.name
    slug = taken.slug(listed.kind, name, first.wanted_slug)
    if listed.kind != "notices":
        honours = first.record.honours
        year = next((h.year for h in honours if h.year), None) or shelf.today.year
        values["id"] = values.get("id") or taken.id(slug, year)
        values["published"] = values.get("published") or shelf.today.isoformat()
    data = compose(record, values, first.body).encode()
    return Change(NEW, f"content/{listed.kind}/{slug}.md", name, first.entry.place(), data, first.unit, first.honour_title)


def _written(column: Column, row: ReadRow) -> Written:
    """A typed value as a record says it: everything but lists and names of units as its cell."""
    number = 0 if row.honour is not None else None
    value = value_at(row.record, column.path, number or 0)
    if column.is_list:
        return list(value or ())
    if column.path[-1] in ("unit", "parent"):
        return value or ""
    return text_of(column, row.record, row.names)


def _loc(path: Path, honour: int | None) -> Loc:
    return (path[0], honour or 0, *path[1:]) if path[0] == "honours" else path


def _set(values: dict[Any, Any], loc: Loc, value: Written) -> None:
    for part in loc[:-1]:
        values = values.setdefault(part, {})
    values[loc[-1]] = value


def _updated(listed: Listed, shelf: Shelf, filed: Filed[Any], rows: Sequence[ReadRow], problems: list[Problem]) -> Change:
    record, first = KINDS[listed.kind], rows[0]
    name = first.title if listed.kind == "notices" else filed.record.name
    same = Change(UNCHANGED, filed.path, name, first.entry.place(), None, first.unit, first.honour_title)
    try:
        file = open_record(shelf.source(filed.path).data)
        header, fields = file.header, []
        for row in rows:
            for column, written in _edits(listed, row, filed):
                header = _edit(header, record, column, row, filed, written)
                fields.append(column.zh if written else f"-{column.zh}")
    except (NotEditable, KeyError, ValueError):
        problems.append(_not_editable(filed, first.entry))
        return same
    if not fields:
        return same
    return Change(UPDATED, filed.path, name, first.entry.place(), file.data(header), first.unit, first.honour_title, tuple(fields))


def _edits(listed: Listed, row: ReadRow, filed: Filed[Any]) -> Iterator[tuple[Column, Written]]:
    """Columns whose cell says something else than the record, with what it says."""
    for column in _given(listed, row):
        old = text_of(column, filed.record, row.names, row.honour or 0)
        if column.path in row.added or row.entry.text(column.path):
            if text_of(column, row.record, row.names) != old:
                yield column, _written(column, row)
        elif listed.is_exported and old:
            yield column, ""


def _edit(header: str, record: type, column: Column, row: ReadRow, filed: Filed[Any], written: Written) -> str:
    loc = _loc(column.path, row.honour)
    if column.path[0] == "criteria":
        kept = {k: v for k, v in filed.record.criteria.items() if k != column.path[1]}
        return put(header, record, ("criteria",), {**kept, column.path[1]: written} if written else kept)
    if column.path[-1] == "notices" and written:
        given = value_at(filed.record, column.path, row.honour or 0) or ()
        if written in given:
            return header
        if column.path in row.added and given:
            return add_item(header, record, loc, written)
    return put(header, record, loc, written) if written else take_out(header, record, loc)


def _not_editable(filed: Filed[Any], entry: Entry) -> Problem:
    return error(
        "I011", entry.place(),
        Say(f"{filed.path} 的写法不能自动修改", f"{filed.path} is written in a way that cannot be changed by a program"),
        Say("在编辑器里直接改这个文件", "change that file in an editor"),
    )  # fmt: skip


def gone(listed: Listed, shelf: Shelf, changes: Sequence[Change], notice: str = "") -> tuple[str, ...]:
    """Records that the list ought to hold and does not: those of an exported list, or the other candidates of its notice."""
    here = {change.path for change in changes}
    if listed.is_exported:
        return tuple(f.path for f in shelf.records(listed.kind) if f.path not in here)
    if not notice:
        return ()
    owners: Sequence[Filed[Any]] = (*shelf.records("models"), *shelf.records("units"))
    return tuple(f.path for f in owners if f.path not in here and any(notice in h.notices for h in f.record.honours))
