"""``editors``: the files by which editors and CMS know the fields, written into a site; what staff set themselves stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sitegen.changes import Change, write_all
from sitegen.editors import cms, vscode
from sitegen.editors.placing import RECORD, Outcome, Placed, place
from sitegen.intake import take_site
from sitegen.problems import Say
from sitegen.sources import read_settings
from sitegen.staff.written import written

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_FINE, _PROBLEMS, _USAGE = 0, 1, 2
_SAID = {
    Outcome.NEW: Say("新写", "written"),
    Outcome.RENEWED: Say("更新", "renewed"),
    Outcome.SAME: Say("不用改", "as it should be"),
    Outcome.MERGED: Say("补上了缺的设置，原有的没有动", "what was missing was added, the rest was left alone"),
    Outcome.REFUSED: Say(
        "没有动：里面有注释或不是 JSON，合并会弄丢", "left alone: it holds comments or is no JSON, merging would lose them"
    ),
}


def write_editors(desk: Desk, *, with_cms: bool) -> int:
    """Write the files. Exit code 0; 1 if one was refused or could not be written; 2 if there is no site."""
    settings = read_settings(desk.site) if desk.site.is_dir() else None
    if settings is None:
        desk.complain(f"{desk.site} 里没有 site.yaml", f"there is no site.yaml in {desk.site}")
        return _USAGE
    files = dict(vscode.files(has_launcher=(desk.site / "build.py").is_file()))
    if with_cms:
        filed = take_site(settings).filed
        site = filed.record if filed else None
        people, units = (site.criteria_models, site.criteria_units) if site else ((), ())
        files[cms.PATH] = cms.config(people=people, units=units)
    placed: list[Placed] = []

    def write() -> None:
        placed.extend(place(desk.site, files))
        write_all(desk.site, [Change(p.path, p.before, p.after) for p in placed])

    if code := written(desk, write, desk.site):
        return code
    shown = [p for p in placed if p.path != RECORD]
    if desk.as_json:
        click.echo(
            json.dumps([{"path": p.path, "outcome": p.outcome.value, "kept": list(p.kept)} for p in shown], ensure_ascii=False, indent=1)
        )
    else:
        for line in _lines(shown, desk.lang, quiet=desk.quiet):
            click.echo(line)
    return _PROBLEMS if any(p.outcome is Outcome.REFUSED for p in placed) else _FINE


def _lines(placed: list[Placed], lang: str, *, quiet: bool) -> Iterator[str]:
    for each in placed:
        if quiet and each.outcome is not Outcome.REFUSED:
            continue
        yield f"{each.path}  {_SAID[each.outcome].get(lang)}"
        if each.kept:
            names = "、".join(each.kept)
            yield "  " + Say(f"你们自己的设置，照原样留着：{names}", f"settings of your own, left as they are: {names}").get(lang)
        if each.outcome is Outcome.REFUSED:
            yield "  " + Say(
                "要用我们的：把这个文件改名再运行一次，对照着合并",
                "to use ours, rename this file, run again, and merge the two by hand",
            ).get(lang)
