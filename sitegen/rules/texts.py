"""What each text says by itself: looked at once, and remembered under the hash of its file. Holds no rule.

A text rule is given the sheet of one record and nothing else: neither the library nor the settings nor the day. So what it finds follows
from the file alone (and from our code, whose every change empties the memory), and nobody has to say on what it depends.
"""

from __future__ import annotations

import hashlib
import pickle
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import NamedTuple

from sitegen.library import Library
from sitegen.memory import Memory
from sitegen.privacy.kinds import OF_CONTACTS, Hit
from sitegen.privacy.search import look
from sitegen.privacy.sheets import Sheet, sheet_of
from sitegen.problems import Severity
from sitegen.rules import Finding, all_rules, rule
from sitegen.rules.lookups import Spot

TextCheck = Callable[[Sheet], Iterable[Finding]]

_KIND = "texts"
_CHECKS: dict[str, TextCheck] = {}


class Noted(NamedTuple):
    """What one sheet says: what text rules find, personal data outside contact fields, and the values of those.

    ``day`` is the only one for which this holds; None if it holds for the whole year.
    """

    findings: tuple[tuple[str, Finding], ...]
    hits: tuple[tuple[Hit, Spot], ...]
    contacts: tuple[str, ...]
    day: date | None


class Notes(NamedTuple):
    """What all sheets say, in the order of the records; findings by code."""

    findings: Mapping[str, Sequence[Finding]]
    hits: Sequence[tuple[Hit, Spot]]
    contacts: Sequence[str]


def text_rule(code: str, severity: Severity) -> Callable[[TextCheck], TextCheck]:
    """Register a check of one sheet under ``code``. Raises ValueError as ``rule`` does."""

    def register(check: TextCheck) -> TextCheck:
        @wraps(check)
        def of_library(library: Library) -> Iterable[Finding]:
            return notes_of(library).findings.get(code, ())

        rule(code, severity)(of_library)
        _CHECKS[code] = check
        return check

    return register


class _Last(NamedTuple):
    """The library that was looked at last, its notes, and each of them by the hash of its file."""

    library: weakref.ref[Library] | None
    notes: Notes
    by_file: Mapping[bytes, Noted]


_NO_LIBRARY = _Last(None, Notes({}, (), ()), {})
_last = _NO_LIBRARY


def remember(library: Library, memory: Memory) -> None:
    """Have the notes of a library ready for its rules: of files that stand as an earlier run read them, they come from the memory."""
    data = memory.get(_KIND, "")
    # the memory is as much the user's own as the code is
    known: Mapping[bytes, Noted] = pickle.loads(data) if data else {}  # noqa: S301
    _look_at(library, known)
    if _last.by_file != known:
        memory.put(_KIND, "", pickle.dumps(_last.by_file, pickle.HIGHEST_PROTOCOL))


def notes_of(library: Library) -> Notes:
    """The notes of a library; rules run one after the other, so those of the last one are kept."""
    if _last.library is None or _last.library() is not library:
        _look_at(library, _last.by_file)
    return _last.notes


def _look_at(library: Library, known: Mapping[bytes, Noted]) -> None:
    global _last
    all_rules()  # so that every check is registered
    today, by_file = library.today, {}
    noted: list[Noted] = []
    for filed in (*library.owners, *library.notice_files, *library.bulletins, *library.pages):
        key = hashlib.sha256(f"{today.year}\0{filed.path}\0{filed.sha}".encode()).digest()
        note = known.get(key)
        if note is None or note.day not in (None, today):
            note = note_of(sheet_of(filed), today)
        by_file[key] = note
        noted.append(note)
    _last = _Last(weakref.ref(library), _joined(noted), by_file)


def note_of(sheet: Sheet, today: date) -> Noted:
    """What one sheet says on a day."""
    seen = look(sheet.text, today)
    hits = tuple((hit, sheet.spot(hit.start)) for hit in seen.hits if not _is_meant(sheet, hit))
    findings = tuple((code, finding) for code, check in _CHECKS.items() for finding in check(sheet))
    contacts = tuple(piece.text for piece in sheet.pieces if piece.is_contact)
    day = today if seen.is_of_the_day else None
    return Noted(findings, hits, contacts, day) if findings or hits or contacts or day else _NOTHING


_NOTHING = Noted((), (), (), None)  # one for all: it costs two bytes wherever it is kept again


def _is_meant(sheet: Sheet, hit: Hit) -> bool:
    """Whether a value stands in a field that is there for it."""
    return hit.kind in OF_CONTACTS and sheet.piece_at(hit.start).is_contact


def _joined(noted: Iterable[Noted]) -> Notes:
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    hits: list[tuple[Hit, Spot]] = []
    contacts: list[str] = []
    for note in noted:
        for code, finding in note.findings:
            findings[code].append(finding)
        hits += note.hits
        contacts += note.contacts
    return Notes(findings, hits, contacts)
