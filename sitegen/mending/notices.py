"""What can be worked out for a notice that has not begun, and the ids of records (H006, N001, N003, N005, N019, S004)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.cases import NoticeCase, Owner
from sitegen.library import Library
from sitegen.mending.begun import has_begun
from sitegen.mending.menders import Mend, of_file, of_site
from sitegen.mending.pieces import Loc, Piece
from sitegen.mending.values import date_of
from sitegen.problems import Problem
from sitegen.records.entries import Model, NoticeFile
from sitegen.records.scalars import LengthUnit
from sitegen.rules.lookups import counted, proposed_id
from sitegen.rules.words import length_text
from sitegen.search.readings import read_name

_LONGEST_STEM = 34  # characters of an id that leave room for the year


def _set(piece: Piece, values: Mapping[Loc, str]) -> Iterator[Mend]:
    """Values put into the header, or replaced there."""
    edits = piece.with_values(values)
    if edits:
        yield Mend(edits, is_form=False)


def _case(library: Library, problem: Problem, *names: str) -> NoticeCase | None:
    """The notice that a finding speaks of, if it has not begun: what is posted stays as it is."""
    spots = {tuple(problem.place)}
    found = [c for c in library.notices if spots & {tuple(c.spot(n)) if n else tuple(c.spot()) for n in names}]
    return found[0] if len(found) == 1 and not has_begun(library, found[0]) else None


@of_site("N001")
def missing_end(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The first lawful end, behind a start that is still to come."""
    case = _case(library, problem, "start")
    if case and case.notice.start and not case.notice.end and not case.notice.length and case.reckoning.earliest_end:
        yield from _set(piece, {(*case.loc, "end"): case.reckoning.earliest_end.isoformat()})


@of_site("N003")
def too_short(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The first lawful end in place of one that is too early; a stated length that is too short grows with it."""
    case = _case(library, problem, "end", "length")
    if case is None or case.reckoning.earliest_end is None or case.reckoning.profile is None:
        return
    profile, notice = case.reckoning.profile, case.notice
    values: dict[Loc, str] = {}
    if notice.length and notice.length.number < profile.minimum:
        values[*case.loc, "length"] = length_text(profile.minimum, profile.unit.length_unit)
    if notice.end:
        values[*case.loc, "end"] = case.reckoning.earliest_end.isoformat()
    yield from _set(piece, values)


@of_site("N005")
def without_unit(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The unit that start and end bear out, and no other does."""
    case = _case(library, problem, "length")
    if case is None or case.notice.length is None or case.reckoning.interval is None or case.notice.end is None:
        return
    number = case.notice.length.number
    units = [unit for unit in LengthUnit if counted(library, case.reckoning.interval, unit) == number]
    if len(units) == 1:
        yield from _set(piece, {(*case.loc, "length"): length_text(number, units[0])})


@of_site("N019")
def undated(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The date of a notice that is still to come: its first day."""
    case = _case(library, problem, "")
    if case and not case.number and case.notice.start and case.notice.published is None:
        yield from _set(piece, {("published",): case.notice.start.isoformat()})


@of_site("H006")
def without_id(library: Library, piece: Piece, problem: Problem) -> Iterator[Mend]:
    """A permanent id from the address in pinyin; a record whose notice has begun had one, which must come back."""
    owner = next((o for o in library.owners if o.path == piece.path and o.record.id is None), None)
    if owner is None or any(has_begun(library, case) for case in _notices_of(library, owner)):
        return
    years = [h.year for h in owner.record.honours if h.year]
    year = max(years) if years else (owner.record.published or library.today).year
    taken = frozenset(
        [*(o.record.id or "" for o in library.owners), *(f.record.id for f in library.notice_files), *(c.id for c in library.notices)]
    )
    name = proposed_id(in_letters(owner.slug, is_person=isinstance(owner.record, Model)), year, taken)
    yield from _set(piece, {("id",): name})


def _notices_of(library: Library, owner: Owner) -> Iterator[NoticeCase]:
    for honour in library.honours_of.get(owner.path, ()):
        yield from honour.notices


def in_letters(slug: str, *, is_person: bool) -> str:
    """A slug in the letters that an id may have: Chinese in pinyin."""
    if slug.isascii():
        return slug
    short = ""
    for syllable in read_name(slug, is_person).split():
        if len(short) + len(syllable) + 1 > _LONGEST_STEM:
            break
        short = f"{short}-{syllable}" if short else syllable
    return short or slug


@of_file("S004")
def notice_without_id(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The id of a batch notice, from its address and the year in which it begins."""
    root = piece.root
    if piece.record is not NoticeFile or root is None or root.value_of("编号", "id") is not None:
        return
    start = root.value_of("开始", "start")
    day = date_of(start.text) if start else ""
    if day and "“编号”" in problem.message.zh and (problem.place.line, problem.place.column) == (root.line, root.column):
        slug = piece.path.rsplit("/", 1)[-1].removesuffix(".md")
        yield from _set(piece, {("id",): proposed_id(in_letters(slug, is_person=False), int(day[:4]), frozenset())})
