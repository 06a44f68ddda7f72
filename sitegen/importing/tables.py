"""A list file to a plan: opened, read sheet by sheet, held against the site, tried out before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sitegen.importing.batch import Asked, is_new, plan_notice
from sitegen.importing.changes import Change, Plan, gone, plan_list
from sitegen.importing.doors import Opened
from sitegen.importing.faults import cell_name, error, info, refuse, warning
from sitegen.importing.grid import Table, read_csv
from sitegen.importing.lists import Listed, read_list
from sitegen.importing.matching import Wish
from sitegen.importing.shelf import Shelf, Taken, new_errors
from sitegen.importing.workbook import read_workbook
from sitegen.privacy.workbook import column_letters
from sitegen.problems import Place, Problem, Say, has_error, in_order
from sitegen.schema.columns import AUDIENCE, BASIS, Path
from sitegen.sources import source_of

_OF_NOTICE: Sequence[tuple[Path, str]] = ((BASIS, "basis"), (AUDIENCE, "audience"))
_MOST_NAMED = 8  # hidden rows, records that are gone


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do: every file with its bytes, the changes as people read them, and what was found."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        return not has_error(self.problems)


def take_list(opened: Opened, kind: str, asked: Asked, shelf: Shelf) -> Outcome:
    """Plan the import of a list. Raises NotImportable."""
    tables = _tables(opened)
    problems = [problem for table in tables for problem in _hidden(table)]
    lists = [found for table in tables if not table.is_hidden and (found := read_list(table, kind, shelf.today)) is not None]
    if not lists:
        raise refuse(
            "I004", opened.name,
            Say("没有找到表头：前 20 行里没有“姓名”“单位名称”之类的一行", "no head was found in the first 20 rows"),
            Say("表头至少要有“姓名”（或“名称”“标题”）和另一列", "its head needs 姓名 (name), 名称 or 标题 and one more column"),
        )  # fmt: skip
    if shelf.unread:
        problems += [_unread(path) for path in shelf.unread]
    for listed in lists:
        problems += listed.problems
    if has_error(problems):
        return Outcome((), in_order(problems))
    plan = _plan(lists, asked, shelf)
    problems += plan.problems
    if not has_error(problems):
        problems += _trial(shelf, plan.changes)
    return Outcome(tuple(plan.changes), in_order(problems))


def _tables(opened: Opened) -> Sequence[Table]:
    return read_csv(opened) if opened.kind == ".csv" else read_workbook(opened)


def _plan(lists: Sequence[Listed], asked: Asked, shelf: Shelf) -> Plan:
    taken = Taken(shelf)
    plan = Plan()
    first = lists[0]
    wish = Wish(asked.slug, asked.honour_title, asked.level.removesuffix("级"), asked.authority)
    if asked.is_wanted and first.kind != "notices":
        asked = _with_columns(asked, lists, plan)
        notice = plan_notice(asked, shelf, taken, Place(first.table.place + cell_name(first.head.number, 1), first.head.number))
        if isinstance(notice, Problem):
            plan.problems.append(notice)
            return plan
        slug, made = notice
        year = str((asked.start or shelf.today).year)
        wish = replace(wish, notice=slug, year=year)
        plan.changes += [made] if made else []
    if first.kind != "notices" and not is_new(asked, shelf):
        plan.problems += [problem for listed in lists for problem in _of_no_notice(listed)]
    for listed in lists:
        found = plan_list(listed, shelf, taken, wish)
        plan.changes += found.changes
        plan.problems += found.problems
    for listed in lists:
        plan.problems += _gone(listed, gone(listed, shelf, plan.changes, wish.notice))
    return plan


def _with_columns(asked: Asked, lists: Sequence[Listed], plan: Plan) -> Asked:
    """What the list itself says of its notice; the command line goes before it."""
    for path, name in _OF_NOTICE:
        cells = [entry.cells[path] for listed in lists for entry in listed.entries if entry.text(path)]
        texts = list(dict.fromkeys(cell.text for cell in cells))
        if getattr(asked, name) or not texts:
            continue
        if len(texts) > 1:
            other = next(e for listed in lists for e in listed.entries if e.text(path) == texts[1])
            plan.problems.append(
                error(
                    "I009", other.place(path),
                    Say(f"同一个公示，这一列有几种写法：{'、'.join(texts[:3])}", f"one notice, and several values: {', '.join(texts[:3])}"),
                    Say("改成一样；不同的公示分开导入", "make them equal, or import each notice by itself"),
                )
            )  # fmt: skip
        asked = replace(asked, basis=texts[0]) if name == "basis" else replace(asked, audience=texts[0])
    return asked


def says(opened: Opened, kind: str, shelf: Shelf) -> frozenset[str]:
    """What of its notice a list says itself, "basis" or "audience": that need not be asked. Raises NotImportable."""
    lists = (read_list(table, kind, shelf.today) for table in _tables(opened) if not table.is_hidden)
    entries = [entry for listed in lists if listed for entry in listed.entries]
    return frozenset(name for path, name in _OF_NOTICE if any(entry.text(path) for entry in entries))


def _of_no_notice(listed: Listed) -> Iterator[Problem]:
    """Columns that speak of a new notice where none is made."""
    for column, path in sorted(listed.columns.items()):
        if path in dict(_OF_NOTICE) and any(entry.text(path) for entry in listed.entries):
            head = listed.head.cell(column)
            text = head.text if head else ""
            yield warning(
                "I007", Place(listed.table.place + cell_name(listed.head.number, column), listed.head.number, column),
                Say(f"“{text}”写在新的公示里，这次没有新的公示，没有导入", f"'{text}' belongs to a new notice, and none is made; left out"),
                Say("要同时新建公示，加 --title “……公示”", "to make a notice as well, add --title"),
            )  # fmt: skip


def _trial(shelf: Shelf, changes: Sequence[Change]) -> list[Problem]:
    """The errors that the site would have afterwards, each at the row that makes it."""
    made = [source_of(c.path, c.data) for c in changes if c.data is not None]
    if not made:
        return []
    rows = {c.path: c.place for c in changes}
    found = new_errors(shelf, {}, made)
    return [
        replace(p, place=rows[p.place.path], message=Say(f"{p.message.zh}（{p.place.path}）", f"{p.message.en} ({p.place.path})"))
        if p.place.path in rows
        else p
        for p in found
    ]


def _unread(path: str) -> Problem:
    return error(
        "I011", Place(path), Say("这个文件有错，分不清名单里谁是新的", "this file has errors: what is new cannot be told"),
        Say("先运行“检查”，改好以后再导入", "run check, mend it, then import"),
    )  # fmt: skip


def _hidden(table: Table) -> list[Problem]:
    """What is hidden is not imported, and that is said."""
    if table.is_hidden:
        parts = [Say("整个工作表", "the whole sheet")] if table.rows else []
    else:
        rows = "、".join(map(str, table.hidden_rows[:_MOST_NAMED])) + ("……" if len(table.hidden_rows) > _MOST_NAMED else "")
        columns = "、".join(map(column_letters, table.hidden_columns[:_MOST_NAMED]))
        parts = [Say(f"第 {rows} 行", f"rows {rows}")] if rows else []
        parts += [Say(f"第 {columns} 列", f"columns {columns}")] if columns else []
    return [
        warning(
            "I010", Place(f"{table.place}{cell_name(1, 1)}"),
            Say(f"{part.zh}是隐藏的，没有导入", f"{part.en} hidden, not imported"),
            Say("要导入就取消隐藏；不要的请删掉", "unhide what is wanted, delete what is not"),
        )
        for part in parts
    ]  # fmt: skip


def _gone(listed: Listed, paths: Sequence[str]) -> list[Problem]:
    if not paths:
        return []
    names = "、".join(paths[:_MOST_NAMED])
    place = Place(listed.table.place + cell_name(listed.head.number, 1), listed.head.number)
    return [
        info(
            "I017", place,
            Say(f"名单里没有这 {len(paths)} 个记录，没有动它们：{names}", f"{len(paths)} record(s) not in the list, left alone: {names}"),
            Say("要删除或撤回，请在记录里写明", "to delete or withdraw one, do it in the record"),
        )
    ]  # fmt: skip
