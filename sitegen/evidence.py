"""Between the notices of today and the ledger: salts, hashes, proofs, and what a publish has to record."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen.cases import Candidate, NoticeCase, Owner
from sitegen.ledger.entry import Entry, salted
from sitegen.library import Library
from sitegen.material import Material, Salts, candidate_key, material_of, plain_text, text_sha
from sitegen.places import SALT_SUFFIX
from sitegen.proof import Book, Proof, last_facts, prove
from sitegen.recorded import Facts, content_of, day_of, running_in, under_of
from sitegen.records.filed import Filed
from sitegen.records.site import Site
from sitegen.records.words import State
from sitegen.stories import Stories

SALT_BYTES = 32
_FILES = ("files/", "assets/img/")
_PERSON = ("名称", "单位", "称号")
_NO_SALT = bytes(SALT_BYTES)  # stands in for a salt that is not made yet: what it hashes is new in any case


def salt_path(filed: Filed[Any]) -> str:
    """Where the salt of a record lies: beside it, so that who deletes the one sees the other."""
    return filed.path.removesuffix(".md") + SALT_SUFFIX


def needs_salt(library: Library) -> tuple[str, ...]:
    """The paths of the salts of all files that a running notice is written in."""
    running = [c for c in library.notices if c.state is State.ON_NOTICE]
    files = [c.filed for c in running] + [k.owner for c in running for k in c.candidates]
    return tuple(sorted({salt_path(f) for f in files}))


def salts_of(case: NoticeCase, known: Mapping[str, bytes]) -> Salts | None:
    """The salts of a notice; None if one of them is not there (no evidence was ever kept of it, or it was deleted)."""
    mine = known.get(salt_path(case.filed))
    theirs = {candidate_key(c): known.get(salt_path(c.owner)) for c in case.candidates}
    if mine is None or any(salt is None for salt in theirs.values()):
        return None
    return Salts(mine, {key: salt for key, salt in theirs.items() if salt is not None})


def _salts_so_far(case: NoticeCase, known: Mapping[str, bytes]) -> Salts:
    """The salts that are there, for a comparison with the ledger: who was named since has none yet."""
    theirs = {candidate_key(c): known.get(salt_path(c.owner), _NO_SALT) for c in case.candidates}
    return Salts(known.get(salt_path(case.filed), _NO_SALT), theirs)


def lost_salts(case: NoticeCase, story: Sequence[Entry], known: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths of salts that made the last record of a notice and are not there any more."""
    last = last_facts(story)
    if last is None:
        return ()
    recorded = content_of(last).facts.candidates
    paths = {salt_path(case.filed)} | {salt_path(c.owner) for c in case.candidates if candidate_key(c) in recorded}
    return tuple(sorted(paths - known.keys()))


def _vanished(library: Library, book: Book) -> dict[str, Facts]:
    """What was last recorded of each notice that is gone from the content."""
    standing = {c.id for c in library.notices}
    gone = ((name, last_facts(story)) for name, story in book.stories.items() if name not in standing)
    return {name: content_of(last).facts for name, last in gone if last is not None}


def _former_id(material: Material, vanished: Mapping[str, Facts], known: Mapping[str, bytes]) -> str:
    """The vanished notice that named the same person, unit and honour; "" if there is none that can be found.

    Only a salt that still lies in content/ can open a record.
    """
    for name, facts in vanished.items():
        for said in facts.candidates.values():
            for mine in material.candidates.values():
                if any(all(said.get(k) == salted(salt, k, mine[k]) for k in _PERSON) for salt in known.values()):
                    return name
    return ""


def open_book(entries: Sequence[Entry], heads: Sequence[str], site: Site) -> Book:
    """The ledger in order as the rules read it. Simulated records count only on a demonstration site."""
    counting = [e for e in entries if site.demo_date is not None or not e.simulated]
    stories: dict[str, list[Entry]] = {}
    for entry in counting:
        if entry.id:
            stories.setdefault(entry.id, []).append(entry)
    beats = tuple((day_of(e), name) for e in counting if e.kind == "build" for name in running_in(e))
    days = [day_of(e) for e in counting]
    first, latest = min(days, default=None), max(days, default=None)
    return Book({name: tuple(story) for name, story in stories.items()}, beats, first, latest, tuple(heads), skipped=_skipped(counting))


def _skipped(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for entry in entries:
        if codes := under_of(entry).skipped:
            for name in (entry.id,) if entry.id else running_in(entry):
                found.setdefault(name, set()).update(codes)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def facts_of(material: Material, salts: Salts, assets: Mapping[str, str]) -> Facts:
    """The salted hashes of a notice: each field and file with the salt of the record that it stands in."""
    return Facts(
        {k: salted(salts.notice, k, v) for k, v in material.fields.items()},
        {k: salted(salts.notice, k, v) for k, v in material.minor.items()},
        {key: {k: salted(salts.candidates[key], k, v) for k, v in said.items()} for key, said in material.candidates.items()},
        {key: salted(salts.candidates.get(key.rpartition("/")[0], salts.notice), key, v) for key, v in assets.items()},
    )


def assets_of(case: NoticeCase, stories: Stories) -> dict[str, str]:
    """Photos and attachments of the notice and its candidates: addresses, which hold the hash of their content."""
    body = stories.bodies.get(case.filed.path)
    found: dict[str, str] = {}
    if body is not None and not case.number:
        addresses = sorted({image.src for _, image in body.images} | {to for _, to in body.targets if to.startswith(_FILES)})
        found = {f"公示/附件{number}": address for number, address in enumerate(addresses)}
    for candidate in case.candidates:
        found |= {f"{candidate_key(candidate)}/{name}": address for name, address in _assets(candidate.owner, stories)}
    return found


def _assets(owner: Owner, stories: Stories) -> Iterator[tuple[str, str]]:
    prefix = f"{owner.path}\0"
    yield from (("照片", image.src) for key, image in sorted(stories.images.items()) if key.startswith(prefix))
    for number, (key, file) in enumerate(sorted(stories.files.items())):
        if key.startswith(prefix):
            yield f"附件{number}", file.url


@dataclass(frozen=True)
class Evidence:
    """Everything about the notices of a library that evidence needs: contents, salts and hashes, by id."""

    library: Library
    materials: Mapping[str, Material]
    salts: Mapping[str, Salts | None]
    facts: Mapping[str, Facts | None]
    clock: date

    def text(self, name: str) -> str | None:
        """The plain text of a notice as it is published for checking; None without salts."""
        salts = self.salts[name]
        return plain_text(self.materials[name], salts) if salts else None

    def published_text(self, case: NoticeCase) -> str | None:
        """The plain text, as long as it is what the ledger last recorded, or is about to.

        A story that the site holds back once its honour is gone is held back here, too.
        """
        text = self.text(case.id)
        if text is None or case.state is State.ON_NOTICE:
            return text
        if any(state_of(self.library, c) in (State.REVOKED, State.WITHDRAWN) for c in case.candidates):
            return None
        last = last_facts(self.library.book.stories.get(case.id, ()))
        return text if last is not None and content_of(last).text == text_sha(text) else None


def rewound(book: Book, today: date) -> Book:
    """The ledger as it was on an earlier day, for a demonstration that is tried on several days in any order."""
    if book.latest is None or book.latest <= today:
        return book
    stories = {name: tuple(e for e in story if day_of(e) <= today) for name, story in book.stories.items()}
    beats = tuple((day, name) for day, name in book.heartbeats if day <= today)
    return Book({name: story for name, story in stories.items() if story}, beats, book.first, today, book.heads, True, book.skipped)


def gather(library: Library, book: Book, known_salts: Mapping[str, bytes], stories: Stories, clock: date) -> Evidence:
    """Hold every notice against the ledger. The library of the result has its proofs; ``clock`` is the day that it really is."""
    site, materials, salts, facts = library.site.record, {}, {}, {}
    book = rewound(book, library.today) if site.demo_date else book
    proofs: dict[str, Proof] = {}
    vanished = _vanished(library, book)
    beats: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for beat in book.heartbeats:
        beats[beat[1]].append(beat)
    for case in library.notices:
        material = materials[case.id] = material_of(case)
        salt = salts[case.id] = salts_of(case, known_salts)
        assets, story = assets_of(case, stories), book.stories.get(case.id, ())
        facts[case.id] = facts_of(material, salt, assets) if salt else None
        lost = lost_salts(case, story, known_salts) if site.evidence_since else ()
        now = None if lost or not story else facts_of(material, salt or _salts_so_far(case, known_salts), assets)
        proof = prove(case, story, beats.get(case.id, ()), now, site, library.calendar, library.today, site.demo_date or clock)
        formerly = "" if story or site.evidence_since is None else _former_id(material, vanished, known_salts)
        proofs[case.id] = dataclasses.replace(proof, lost=lost, formerly=formerly)
    return Evidence(dataclasses.replace(library, proofs=proofs, book=book), materials, salts, facts, clock)


def state_of(library: Library, candidate: Candidate) -> State:
    """The state of a candidate's honour."""
    return library.honours_of[candidate.owner.path][candidate.index].state
