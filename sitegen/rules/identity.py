"""Rules on permanent ids: a record with an honour has one, and no two things share one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sitegen.cases import Owner
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.rules import Finding, rule
from sitegen.rules.lookups import Where, free_id, proposed_id
from sitegen.rules.words import line


@rule("H006", Severity.ERROR)
def honour_without_id(library: Library) -> Iterator[Finding]:
    """A record with an honour has no permanent id.

    What: 有荣誉的记录没有编号。
    | A record with an honour has no permanent id.
    Why: 文件可以改名，编号不变；公示的证据记在编号名下。
    | Files may be renamed; the evidence of a notice is kept under the id.
    Wrong:
        姓名: 张三
        荣誉:
          - 称号: 岗位能手
    Right:
        编号: zhang-san-2026
        姓名: 张三
        荣誉:
          - 称号: 岗位能手
    """
    taken = frozenset(name for name, _, _ in _ids(library))
    for owner in library.owners:
        if owner.record.honours and owner.record.id is None:
            yield Finding(
                owner.spot("honours"),
                Say("有荣誉，但没有编号", "there is an honour but no permanent id"),
                line("编号", "id", proposed_id(owner.slug, _year(library, owner), taken)),
            )


def _year(library: Library, owner: Owner) -> int:
    years = [h.year for h in owner.record.honours if h.year]
    return max(years) if years else (owner.record.published or library.today).year


@rule("H007", Severity.ERROR)
def id_taken(library: Library) -> Iterator[Finding]:
    """Two records share a permanent id.

    What: 两个记录的编号相同，或者与某次公示的编号相同。
    | Two records have the same id, or one has that of a notice.
    Why: 编号相同，两者的公示记录就会混在一起。
    | With one id the evidence of two notices would run together.
    Wrong:
        # content/models/li-si.md，与 zhang-san.md 的编号相同
        编号: zhang-san-2026
    Right:
        # content/models/li-si.md
        编号: li-si-2026
    """
    first: dict[str, tuple[Where, bool]] = {}
    every = list(_ids(library))
    taken = frozenset(name for name, _, _ in every)
    for name, where, derived in every:
        other, was_derived = first.setdefault(name, (where, derived))
        if other is where or (derived and was_derived):
            continue
        # the ids of inline notices follow from their record's: the other one has to give way
        here, there = (other(), where()) if derived else (where(), other())
        yield Finding(
            here,
            Say(f"编号 {name} 已被 {there[0]} 使用", f"the id {name} is that of {there[0]}"),
            line("编号", "id", free_id(name, taken)),
            there,
        )


def _ids(library: Library) -> Iterator[tuple[str, Where, bool]]:
    """Every id with its spot, and whether it is made from that of a record."""
    for owner in library.owners:
        if owner.record.id:
            yield owner.record.id, partial(owner.spot, "id"), False
    for file in library.notice_files:
        yield file.record.id, partial(file.spot, "id"), False
    for notice in library.notices:
        if notice.number and notice.candidates[0].owner.record.id:
            yield notice.id, partial(notice.spot), True  # a new object, told apart by its identity
