"""A whole site mended: ``mends`` gives for each file the edits, what asked for them, and what is left to a person. Pure."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.intake import Intake, Taken, memory_key, shipped_profiles, take_in
from sitegen.library import Library, make_library
from sitegen.material import material_of
from sitegen.mending.begun import begun_files, is_material, spoken
from sitegen.mending.edits import Change
from sitegen.mending.menders import Mend, file_mender, site_mender
from sitegen.mending.pieces import Piece, piece_of
from sitegen.mending.rounds import does_no_harm, mend_file
from sitegen.problems import Problem, Severity, in_order
from sitegen.proof import Book
from sitegen.rules import judge
from sitegen.sources import Source, Sources, source_of

_MOST_ROUNDS = 8
# mended, a notice can be counted for the first time: what is then found was there before
_REVEALING = frozenset(("N001", "N007"))
_Harm = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mended:
    """One file: before and after as bytes, and the edits of its text with their causes.

    Offsets count characters of the file as it was, its own line ends included; ``encoding`` is what it was in.
    """

    path: str
    before: bytes
    after: bytes
    changes: tuple[Change, ...]
    raw: str
    encoding: str = "utf-8"
    reencoded: Problem | None = None

    @property
    def causes(self) -> tuple[Problem, ...]:
        """Every problem that was mended, in the order of the file."""
        first = (self.reencoded,) if self.reencoded else ()
        return tuple(dict.fromkeys((*first, *(cause for change in self.changes for cause in change.causes))))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({cause.code for cause in self.causes}))


@dataclass(frozen=True, slots=True)
class Mending:
    """What can be mended by rule. ``by_hand``: what a mender would know, but must not touch, for a notice has begun."""

    files: tuple[Mended, ...]
    by_hand: tuple[Problem, ...]
    sources: Sources


@dataclass(frozen=True)
class _Site:
    """The files on their way."""

    sources: Sources
    pieces: Mapping[str, Piece]
    today: date
    book: Book

    def with_pieces(self, pieces: Iterable[Piece]) -> _Site:
        return dataclasses.replace(self, pieces={**self.pieces, **{p.path: p for p in pieces}})

    def as_sources(self) -> Sources:
        """The site as it would be read after the mends."""

        def source(old: Source) -> Source:
            piece = self.pieces.get(old.path)
            return source_of(old.path, piece.data) if piece is not None and piece.data is not old.data else old

        settings = source(self.sources.settings) if self.sources.settings else None
        return dataclasses.replace(self.sources, settings=settings, records=tuple(source(s) for s in self.sources.records))

    def library(self, known: dict[str, Taken]) -> tuple[Intake, Library | None]:
        """All that can be read now, as the rules see it."""
        intake = take_in(self.as_sources(), known)
        if intake.site is None:
            return intake, None
        library = make_library(intake.site, intake.records, shipped_profiles(), self.today)
        return intake, dataclasses.replace(library, book=self.book)


def mends(sources: Sources, today: date, book: Book | None = None, *, only: Collection[str] = (), paths: Collection[str] = ()) -> Mending:
    """Everything that can be mended by rule on ``today``. Never raises for what it finds.

    ``only`` are the codes to mend, ``paths`` the files to touch; none means all. ``book`` is what the ledger knows.
    The result is stable: mending what comes out changes nothing more.
    """
    wanted: Callable[[str], bool] = (lambda code: code in only) if only else (lambda _: True)
    every = [p for source in (*([sources.settings] if sources.settings else []), *sources.records) if (p := piece_of(source))]
    site = _Site(sources, {p.path: p for p in every}, today, book or Book())
    touchable = frozenset(p.path for p in every if not paths or p.path in paths)
    known = {memory_key(p.source): p.taken for p in every if p.data is p.source.data and p.source.kind}
    hands: dict[Problem, None] = {}
    for _ in range(_MOST_ROUNDS):
        before = {path: piece.text for path, piece in site.pieces.items()}
        site = _read_well(site, touchable, wanted, hands)
        site = _rule_well(site, touchable, wanted, hands, known)
        if before == {path: piece.text for path, piece in site.pieces.items()}:
            break
    files = (_mended(site.pieces[path], wanted) for path in sorted(touchable))
    return Mending(tuple(f for f in files if f.after != f.before), in_order(hands), site.as_sources())


def _mended(piece: Piece, wanted: Callable[[str], bool]) -> Mended:
    problem = piece.original.problem
    if problem is not None and not wanted(problem.code):
        return Mended(piece.path, piece.source.data, piece.source.data, (), piece.ends.raw)
    changes = tuple(c._replace(edit=piece.ends.in_file(c.edit)) for c in piece.work.changes())
    return Mended(piece.path, piece.source.data, piece.data, changes, piece.ends.raw, piece.original.encoding, problem)


def _read_well(site: _Site, touchable: Collection[str], wanted: Callable[[str], bool], hands: dict[Problem, None]) -> _Site:
    """Each file for itself: what reading and typing find."""
    begun = begun_files(site.pieces.values(), site.today, site.book.stories)
    done = []
    for path in sorted(touchable):
        piece = site.pieces[path]
        if not any(file_mender(p.code) for p in piece.problems):
            continue
        tried = mend_file(piece, only=wanted, is_begun=path in begun)
        hands.update(dict.fromkeys(tried.withheld))
        done.append(tried.piece)
    return site.with_pieces(done)


def _rule_well(
    site: _Site, touchable: Collection[str], wanted: Callable[[str], bool], hands: dict[Problem, None], known: dict[str, Taken]
) -> _Site:
    """The site as a whole: what the rules find in the files that can be read. What would do harm is left out, and the rest tried again."""
    _, library = site.library(known)
    if library is None:
        return site
    problems = in_order(judge(library))
    refused: set[tuple[str, str]] = set()
    while True:
        done: dict[str, Piece] = {}
        for path, found in _by_path(problems).items():
            fit = [p for p in found if path in touchable and wanted(p.code) and (path, p.code) not in refused]
            piece = _ruled(library, site.pieces[path], fit, hands)
            if piece.text != site.pieces[path].text:
                done[path] = piece
        if not done:
            return site
        bad = _harmed(site, library, problems, done, known)
        if not bad:
            return site.with_pieces(done.values())
        for path in bad:
            codes = {c.code for change in done[path].work.changes() for c in change.causes if site_mender(c.code)}
            alone = {
                code: _ruled(library, site.pieces[path], [p for p in problems if (p.place.path, p.code) == (path, code)], hands)
                for code in codes
            }
            harmful = {code for code, piece in alone.items() if _harmed(site, library, problems, {path: piece}, known)}
            refused |= {(path, code) for code in harmful or codes}


def _by_path(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if site_mender(problem.code):
            found[problem.place.path].append(problem)
    return found


def _ruled(library: Library, piece: Piece, problems: Iterable[Problem], hands: dict[Problem, None]) -> Piece:
    """A file with all mends of its problems, found in it as it stands; of two that meet, the second has to wait for the next round."""
    chosen: list[tuple[Mend, Problem]] = []
    for problem in problems:
        for mend in _offered(library, piece, problem, hands):
            if not any(_meet(mend, other) for other, _ in chosen) and does_no_harm(piece, piece.edited(mend.edits, problem)):
                chosen.append((mend, problem))
                break
    after = piece
    for mend, problem in sorted(chosen, key=lambda c: c[0].edits[0].offset, reverse=True):
        after = after.edited(mend.edits, problem)
    return after if does_no_harm(piece, after) else piece


def _meet(one: Mend, other: Mend) -> bool:
    """Whether the reaches of two mends overlap or touch, so that offsets of one would not hold after the other."""
    return one.edits[0].offset <= other.edits[-1].end and other.edits[0].offset <= one.edits[-1].end


def _offered(library: Library, piece: Piece, problem: Problem, hands: dict[Problem, None]) -> Iterator[Mend]:
    mender = site_mender(problem.code)
    for mend in mender(library, piece, problem) if mender else ():
        if is_material(library, piece.path, piece.loc_at(problem.place.line, problem.place.column)):
            hands[problem] = None
        else:
            yield mend


def _harmed(site: _Site, library: Library, problems: Iterable[Problem], done: Mapping[str, Piece], known: dict[str, Taken]) -> set[str]:
    """The files, of those mended, that would change what a posted notice says, or bring an error that was not there."""
    _, now = site.with_pieces(done.values()).library(known)
    if now is None:
        return set(done)
    changed = _changed(library, now) & set(done)
    if changed:
        return changed
    found = _errors(judge(now)) - _errors(problems)
    if any(c.code in _REVEALING for piece in done.values() for change in piece.work.changes() for c in change.causes):
        found = Counter({(path, code): n for (path, code), n in found.items() if code[0] not in "NH"})
    return ({path for path, _ in found} & set(done)) or (set(done) if found else set())


def _errors(problems: Iterable[Problem]) -> _Harm:
    return Counter((p.place.path, p.code) for p in problems if p.severity is Severity.ERROR)


def _changed(before: Library, after: Library) -> set[str]:
    """Files of the notices that have begun and would say something else."""
    now = {case.id: material_of(case) for case in after.notices}
    return {path for case, paths in spoken(before) if now.get(case.id) != material_of(case) for path in paths}
