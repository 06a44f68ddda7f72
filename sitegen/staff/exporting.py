"""export: the records of a site as a list for Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.importing.export import as_csv, as_workbook, rows_of
from sitegen.importing.faults import NotImportable
from sitegen.importing.shelf import make_shelf
from sitegen.problems import Say
from sitegen.refusals import refused
from sitegen.sources import read_sources
from sitegen.staff.flags import LISTS
from sitegen.staff.importing import FINE, PROBLEMS, USAGE, tell_problems
from sitegen.writer import deliver

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_NAMES = {"models": Say("人物名单", "models"), "units": Say("单位名单", "units"), "notices": Say("公示清单", "notices")}


def export_list(desk: Desk, kind: str, file: Path | None, *, is_forced: bool) -> int:
    """Write the list; a file that is there already is only replaced when asked."""
    kind = LISTS.get(kind, kind)
    if not (desk.site / "site.yaml").is_file():
        desk.complain(f"{desk.site} 里没有 site.yaml", f"There is no site.yaml in {desk.site}")
        return USAGE
    place = file or Path(f"{_NAMES[kind].get(desk.lang)}.xlsx")
    if place.suffix.lower() not in (".xlsx", ".csv"):
        desk.complain("文件名以 .xlsx 或 .csv 结尾", "The name of the file must end in .xlsx or .csv")
        return USAGE
    if place.exists() and not is_forced:
        desk.complain(f"{place} 已经有了；换个名字，或加 --force", f"{place} exists; choose another name or add --force")
        return USAGE
    shelf = make_shelf(read_sources(desk.site), desk.as_of, desk.now.date())
    if shelf.unread:
        names = "、".join(shelf.unread[:5])
        desk.complain(
            f"{len(shelf.unread)} 个文件有错，没有导出：{names}", f"{len(shelf.unread)} file(s) have errors and are left out: {names}"
        )
    rows = rows_of(kind, shelf)
    try:
        data = as_csv(rows) if place.suffix.lower() == ".csv" else as_workbook(place.name, kind, rows)
        deliver(place.resolve(), data)
    except NotImportable as caught:
        tell_problems(desk, caught.problems)
        return PROBLEMS
    except OSError as caught:
        what = refused(caught, place)
        desk.complain(f"写不了：{what.zh}", f"Cannot write: {what.en}")
        return PROBLEMS
    if desk.as_json:
        click.echo(f'{{"file": "{place.as_posix()}", "rows": {len(rows) - 1}}}')
    desk.say(f"已导出 {len(rows) - 1} 行到 {place}", f"Exported {len(rows) - 1} row(s) to {place}")
    return PROBLEMS if shelf.unread else FINE
