"""Whose row it is: the record that a row means, and which of its honours. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sitegen.importing.faults import error
from sitegen.importing.lists import Entry, Listed
from sitegen.importing.shelf import SLUG, Shelf
from sitegen.importing.values import as_written
from sitegen.problems import Problem, Say
from sitegen.records.filed import Filed
from sitegen.schema.columns import FILE, HONOUR


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said on the command line of every row: its notice (slug), and its honour where the list has no such column."""

    notice: str = ""
    honour: str = ""
    level: str = ""
    authority: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A row with the record that it means, None for a new one; equal ``key``, one record."""

    entry: Entry
    filed: Filed[Any] | None
    key: tuple[str, ...]
    wanted_slug: str = ""


def match(entry: Entry, listed: Listed, shelf: Shelf, wish: Wish) -> Matched | Problem:
    """The record of a row: by its file, its id, or its name and unit."""
    records = shelf.records(listed.kind)
    if stem := entry.text(FILE).removesuffix(".md"):
        if not SLUG.fullmatch(stem):
            return error(
                "I011", entry.place(FILE), Say(f"“{stem}”不能作文件名", f"'{stem}' cannot name a file"),
                Say("照导出时的样子填，或清空这一格", "leave it as it was exported, or empty the cell"),
            )  # fmt: skip
        found = [f for f in records if f.path == f"content/{listed.kind}/{stem}.md"]
        return Matched(entry, found[0], (found[0].path,)) if found else Matched(entry, None, ("file", stem), stem)
    if (given := entry.text(("id",))) and (found := [f for f in records if f.record.id == given]):
        return Matched(entry, found[0], (found[0].path,))
    if listed.kind == "notices":
        found = [f for f in records if f.record.title == entry.text(("title",))]
    else:
        found = [f for f in records if f.record.name == entry.text(("name",)) and _same_unit(entry, f, shelf)]
        found = [f for f in found if not given or f.record.id in (None, given)]
    if len(found) > 1:
        paths = "、".join(f.path for f in found[:4])
        return error(
            "I011", entry.place(("name",)), Say(f"有 {len(found)} 个同名的记录：{paths}", f"{len(found)} records have this name: {paths}"),
            Say("加一列“编号”，写上要更新的那个记录的编号", "add a column 编号 (id) with the id of the one that is meant"),
        )  # fmt: skip
    if found:
        return Matched(entry, found[0], (found[0].path,))
    return Matched(entry, None, ("new", given, entry.text(("name",)) or entry.text(("title",)), entry.text(("unit",))))


def _same_unit(entry: Entry, filed: Filed[Any], shelf: Shelf) -> bool:
    """Whether the unit of a row is that of a record, as far as both say one."""
    given = as_written(("unit",), entry.text(("unit",)), shelf.names)
    known = getattr(filed.record, "unit", None)
    return not given or not known or given == known


def honour_number(matched: Matched, wish: Wish) -> int | Problem | None:
    """Which honour of its record a row speaks of, from 0; one beyond the last for a new one; None for no honour."""
    entry = matched.entry
    honours = getattr(matched.filed.record, "honours", ()) if matched.filed is not None else ()
    if number := entry.text(HONOUR):
        if number.isdigit() and 1 <= int(number[:6]) <= len(honours):
            return int(number) - 1
        if honours or not number.isdigit():
            return error(
                "I011", entry.place(HONOUR), Say(f"没有第 {number} 项荣誉", f"there is no honour number {number}"),
                Say("照导出时的样子填；新的荣誉不填序号", "leave it as it was exported; a new honour has no number"),
            )  # fmt: skip
    title = entry.text(("honours", "title")) or wish.honour
    if not title and not any(path[0] == "honours" and cell.text for path, cell in entry.cells.items()):
        return None
    found = [n for n, h in enumerate(honours) if h.title == title]
    if len(found) > 1:
        year = entry.text(("honours", "year")) or wish.year
        found = [n for n in found if str(honours[n].year) == year]
    if len(found) > 1:
        return error(
            "I011", entry.place(("honours", "title")), Say(f"这个记录有几项“{title}”", f"this record has several honours '{title}'"),
            Say("写上“年度”，或用导出的名单（带荣誉序号）来改", "give the year, or change an exported list, which numbers the honours"),
        )  # fmt: skip
    return found[0] if found else len(honours)
