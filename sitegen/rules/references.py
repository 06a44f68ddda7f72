"""Rules on names that lead to something else: notices, units, other notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.entries import Unit
from sitegen.records.filed import Filed
from sitegen.rules import Finding, rule
from sitegen.rules.lookups import Where
from sitegen.rules.words import choose_from, either, line, nearest

_SLUG_LIKE = re.compile(r"[0-9-]*[a-z][a-z0-9-]*")


@rule("N021", Severity.ERROR)
def notice_file_missing(library: Library) -> Iterator[Finding]:
    """An honour names a notice file that does not exist.

    What: “公示”写的文件不存在。
    | The notice file that an honour names does not exist.
    Why: 找不到公示，就等于没有公示。
    | A notice that cannot be found is none.
    Wrong:
        公示: [2026-gangwei-nengsou]
    Right:
        公示: [2026-gangwei-nengshou]
    """
    known = {file.slug for file in library.notice_files}
    for case in library.honours:
        for place, written in enumerate(case.honour.notices):
            if not isinstance(written, str) or written in known:
                continue
            near = nearest(written, known)
            create = Say(f"新建 content/notices/{written}.md", f"make content/notices/{written}.md")
            yield Finding(
                case.spot("notices", place),
                Say(f"没有 content/notices/{written}.md 这个公示", f"there is no notice content/notices/{written}.md"),
                either(line("公示", "notices", near) if near else None, create),
            )


@rule("N022", Severity.ERROR)
def replaces_unknown(library: Library) -> Iterator[Finding]:
    """A notice replaces one that does not exist, or itself.

    What: “替代”写的公示编号不存在，或者就是它自己。
    | The notice that is to be replaced does not exist, or is this one.
    Why: 新旧公示要互相指明，公众才查得到改了什么。
    | Old and new notice point at each other, so that people can see what changed.
    Wrong:
        替代: zhang-san-2026-11
    Right:
        替代: zhang-san-2026-1
    """
    known = {case.id for case in library.notices}
    for case in library.notices:
        name = case.notice.replaces
        if name is None or (name in known and name != case.id):
            continue
        message = (
            Say("公示不能替代自己", "a notice cannot replace itself")
            if name == case.id
            else Say(f"没有编号为 {name} 的公示", f"there is no notice with the id {name}")
        )
        yield Finding(case.spot("replaces"), message, choose_from("替代", "replaces", name, sorted(known - {case.id})))


@rule("R001", Severity.ERROR)
def parent_unknown(library: Library) -> Iterator[Finding]:
    """The parent of a unit does not exist.

    What: “上级”写的单位不存在。
    | The parent of a unit does not exist.
    Why: 上级写错，单位就挂不到组织树上。
    | With a wrong parent the unit has no place in the tree.
    Wrong:
        上级: shili-xan
    Right:
        上级: shili-xian
    """
    for unit in library.units:
        parent = unit.record.parent
        if parent and parent not in library.units_by_slug:
            yield Finding(
                unit.spot("parent"),
                Say(f"没有网址名为 {parent} 的单位", f"there is no unit '{parent}'"),
                choose_from("上级", "parent", parent, [s for s in library.units_by_slug if s != unit.slug]),
            )


@rule("R002", Severity.ERROR)
def parents_in_circle(library: Library) -> Iterator[Finding]:
    """The parents of units form a circle.

    What: 单位的上级绕成了圈。
    | Units are each other's parents.
    Why: 绕成圈就没有最上级，组织树画不出来。
    | Without a topmost unit there is no tree.
    Wrong:
        # content/units/a.md，而 b 的上级又是 a
        上级: b
    Right:
        # content/units/a.md 是最上级，不写“上级”
        名称: 甲单位
    """
    reported: set[str] = set()
    for unit in sorted(library.units, key=lambda u: u.slug):
        circle = _circle(unit, library.units_by_slug)
        if not circle or reported & set(circle):
            continue
        reported |= set(circle)
        chain = " → ".join((*circle, circle[0]))
        yield Finding(
            unit.spot("parent"),
            Say(f"上级绕成了圈：{chain}", f"the parents form a circle: {chain}"),
            Say(
                f"其中最上级的单位不写“上级”；如果是 {circle[0]}，删去它的“上级: {unit.record.parent}”",
                f"the topmost of them has no 上级 (parent); if that is {circle[0]}, delete its '上级: {unit.record.parent}'",
            ),
        )


def _circle(unit: Filed[Unit], units: Mapping[str, Filed[Unit]]) -> tuple[str, ...]:
    """The units from ``unit`` upwards if they lead back to it."""
    path = [unit.slug]
    while (parent := units[path[-1]].record.parent) in units and parent is not None:
        if parent == unit.slug:
            return tuple(path)
        if parent in path:
            break
        path.append(parent)
    return ()


@rule("R005", Severity.WARNING)
def name_looks_like_slug(library: Library) -> Iterator[Finding]:
    """A unit is named by what looks like a file name, and no unit has it.

    What: “单位”或“对象”像是网址名，但没有这样的单位。
    | A unit or partner looks like a slug, but there is no such unit.
    Why: 写错一个字母，页面上就会出现一串拼音，也不会链接到单位。
    | With one wrong letter the page shows the slug itself and no link.
    Wrong:
        单位: shili-qingshu-cun
    Right:
        单位: shili-qingshui-cun
    """
    units = set(library.units_by_slug)
    partners = units | {model.slug for model in library.models}
    for key, alias, name, where in _named(library):
        known = partners if key == "对象" else units
        if name not in known and _SLUG_LIKE.fullmatch(name):
            yield Finding(
                where(),
                Say(f"没有网址名为 {name} 的单位", f"there is no unit '{name}'"),
                line(key, alias, nearest(name, known) or "单位的全称"),
            )


def _named(library: Library) -> Iterator[tuple[str, str, str, Where]]:
    for model in library.models:
        if model.record.unit:
            yield "单位", "unit", model.record.unit, partial(model.spot, "unit")
    for bulletin in library.bulletins:
        if bulletin.record.unit:
            yield "单位", "unit", bulletin.record.unit, partial(bulletin.spot, "unit")
    for owner in library.owners:
        for index, pair in enumerate(owner.record.pairs):
            yield "对象", "with", pair.with_, partial(owner.spot, "pairs", index, "with_")
