"""Which notices have begun, and so may not be changed by a machine: by declaration, by the ledger, or because nobody can tell. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pydantic_core import PydanticCustomError

from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.mending.pieces import Loc, Piece
from sitegen.mending.values import date_of
from sitegen.reading.tree import Node
from sitegen.records.scalars import parse_day

_OF_SUBJECT = frozenset(("name", "unit", "post", "summary", "id", "slug"))
_OF_HONOUR = frozenset(("title", "level", "objections"))


def begun_files(pieces: Iterable[Piece], today: date, recorded: Collection[str]) -> frozenset[str]:
    """Paths of files that speak of a notice which has begun, read as far as they can be.

    ``recorded`` are the ids of the ledger. site.yaml is one of them as soon as any other is: its contacts are those of notices.
    """
    every = list(pieces)
    batches = {_slug(p): _has_begun(p.root, today) or _is_recorded(p, recorded) for p in every if p.source.kind == "notices"}
    found = {p.path for p in every if p.source.kind == "notices" and batches[_slug(p)]}
    for piece in every:
        if piece.source.kind in ("models", "units") and _speaks(piece, batches, today, recorded):
            found.add(piece.path)
    return frozenset(found | {p.path for p in every if not p.source.kind and found})


def _slug(piece: Piece) -> str:
    given = piece.root.value_of("网址名", "slug") if piece.root else None
    return given.text if given and given.text else piece.path.rsplit("/", 1)[-1].removesuffix(".md")


def _is_recorded(piece: Piece, recorded: Collection[str]) -> bool:
    given = piece.root.value_of("编号", "id") if piece.root else None
    name = given.text.strip() if given else ""
    return bool(name) and any(r == name or r.startswith(f"{name}-") for r in recorded)


def _speaks(piece: Piece, batches: dict[str, bool], today: date, recorded: Collection[str]) -> bool:
    if piece.root is None or _is_recorded(piece, recorded):
        return True
    for written in piece.written:
        if written.field and written.field.name == "notices":
            for notice in written.value.items or (written.value,):
                is_slug = notice.pairs is None and notice.items is None
                if batches.get(notice.text.strip(), True) if is_slug else _has_begun(notice, today):
                    return True
    return False


def _has_begun(notice: Node | None, today: date) -> bool:
    """Started on or before ``today``, or on a day that cannot be read; a notice without a start has not."""
    if notice is None:
        return True
    start = notice.value_of("开始", "start")
    if start is None or not start.text.strip():
        return False
    try:
        return parse_day(date_of(start.text) or start.text) <= today
    except PydanticCustomError:
        return True


def has_begun(library: Library, case: NoticeCase) -> bool:
    """Whether a notice has been posted: its first day has come, or the ledger knows it."""
    return case.id in library.book.stories or (case.notice.start is not None and case.notice.start <= library.today)


def begun(library: Library) -> Iterator[NoticeCase]:
    return (case for case in library.notices if has_begun(library, case))


def is_material(library: Library, path: str, loc: Loc | None) -> bool:
    """Whether a value (of the body: None) is part of what a notice says that has begun."""
    for case in begun(library):
        if case.filed.path == path and (loc is None or loc[: len(case.loc)] == case.loc) and not (loc is None and case.number):
            return True
        if path == library.site.path and loc and loc[0] == "contact":
            return True
        for candidate in case.candidates if loc else ():
            if candidate.owner.path == path and loc and _is_of(candidate.index, loc):
                return True
    return False


def _is_of(honour: int, loc: Loc) -> bool:
    if loc[0] == "honours":
        return len(loc) < 3 or (loc[1] == honour and loc[2] in _OF_HONOUR)
    return loc[0] in _OF_SUBJECT


def spoken(library: Library) -> Iterator[tuple[NoticeCase, frozenset[str]]]:
    """The notices that have begun, with the paths of all files that they are written in."""
    for case in begun(library):
        yield case, frozenset((case.filed.path, library.site.path, *(c.owner.path for c in case.candidates)))
