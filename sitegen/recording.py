"""What a publish does with evidence on disk: opens the ledger, keeps salts, writes records, publishes the ledger."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sitegen.evidence import SALT_BYTES, SALT_SUFFIX, Evidence, gather, needs_salt, open_book, plan_records
from sitegen.ledger import store
from sitegen.ledger.book import Damage, Damaged, Ledger
from sitegen.ledger.entry import Entry, canonical
from sitegen.ledger.history import heads, order, verify
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.proof import Book
from sitegen.records.site import Site
from sitegen.sources import Sources
from sitegen.stories import Stories

FOLDER = "ledger"
HEADS = "ledger/heads.txt"
REMEMBERED = ".sitegen/heads.txt"
Entries = tuple[Entry, ...]
_NAME = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Opened:
    """The ledger as read: its records, what is wrong with it, and how the rules read it."""

    ledger: Ledger = field(default_factory=Ledger)
    damages: tuple[Damage, ...] = ()
    book: Book = field(default_factory=Book)
    is_kept: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(_problem(damage) for damage in self.damages)

    def files(self) -> dict[str, bytes]:
        """The files of the ledger as the site publishes them."""
        if not self.is_kept:
            return {}
        records = {f"{FOLDER}/{name}.json": entry.to_bytes() for name, entry in self.ledger.entries.items()}
        return records | {HEADS: _heads_text(heads(self.ledger))}


NOTHING = Opened()


def _heads_text(names: tuple[str, ...]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def open_ledger(site: Path, settings: Site) -> Opened:
    """Read and verify the ledger; nothing where the site keeps none and never kept one."""
    is_kept = settings.evidence_since is not None
    if not is_kept and not (site / FOLDER).is_dir():
        return NOTHING
    ledger = store.read_ledger(site / FOLDER)
    damages = (*ledger.damages, *verify(ledger, remembered_heads(site)))
    try:
        book = open_book(order(ledger), heads(ledger), settings)
    except Damaged:
        book = Book()
    return Opened(ledger, tuple(dict.fromkeys(damages)), book, is_kept)


def remembered_heads(site: Path) -> tuple[str, ...]:
    """The last records that this machine wrote: a ledger without them was cut off or written anew. It is outside git on purpose."""
    try:
        lines = (site / REMEMBERED).read_text("ascii").split()
    except (OSError, ValueError):
        return ()
    return tuple(line for line in lines if _NAME.fullmatch(line))


def _remember(site: Path, entries: Entries) -> None:
    """Keep the last record in mind; where that cannot be written, nothing is lost but the memory."""
    file = site / REMEMBERED
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(_heads_text((entries[-1].name,)))
        part.replace(file)


def _problem(damage: Damage) -> Problem:
    return Problem(
        "E100",
        Severity.ERROR,
        Place(f"{FOLDER}/{damage.file}"),
        damage.reason,
        Say(
            "存证不能改也不能删：从备份或 git 取回这个文件的原样",
            "records may be neither changed nor deleted: bring this file back from a backup or from git",
        ),
    )


def known_salts(sources: Sources) -> dict[str, bytes]:
    """The salts that lie beside the records; one that cannot be read is none."""
    found = {}
    for path in sources.assets:
        if path.endswith(SALT_SUFFIX):
            try:
                salt = bytes.fromhex(sources.asset(path).decode("ascii").strip())
            except (ValueError, OSError):
                continue
            if len(salt) == SALT_BYTES:
                found[path] = salt
    return found


def with_salts(site: Path, evidence: Evidence, sources: Sources, stories: Stories) -> Evidence:
    """Give a salt to every file that a running notice is written in, and hold the notices against the ledger again."""
    if evidence.library.site.record.evidence_since is None:
        return evidence
    known = known_salts(sources)
    missing = [path for path in needs_salt(evidence.library) if path not in known]
    if not missing:
        return evidence
    for path in missing:
        known[path] = secrets.token_bytes(SALT_BYTES)
        _write_salt(site / path, known[path])
    return gather(evidence.library, evidence.library.book, known, stories, evidence.clock)


def _write_salt(path: Path, salt: bytes) -> None:
    """Write a salt once; one that is there already is never replaced. Raises FileExistsError, OSError."""
    with path.open("xb") as file:
        file.write(salt.hex().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def make_entries(evidence: Evidence, opened: Opened, shas: Mapping[str, str], now: datetime) -> Entries:
    """The records of this publish: each names the one before it, the first all heads. ``shas`` are the hashes of the pages."""
    library = evidence.library
    parents = heads(opened.ledger)
    time, simulated = now.isoformat(timespec="seconds"), library.site.record.demo_date is not None or library.today != now.date()
    rehearsed = {_rehearsal(e) for e in opened.ledger.entries.values() if e.simulated} if simulated else set()
    made: list[Entry] = []
    for draft in plan_records(evidence):
        data = {**draft.data, "page": {"url": draft.url, "sha": shas.get(draft.url, "")}} if draft.url else dict(draft.data)
        entry = Entry(draft.kind, draft.id, parents, time, library.today.isoformat(), simulated, data)
        if _rehearsal(entry) not in rehearsed:
            made.append(entry)
            parents = (entry.name,)
    return tuple(made)


def _rehearsal(entry: Entry) -> tuple[str, str, str, bytes]:
    """What a simulated record says; said once it need not be said again, for it never counts."""
    return entry.kind, entry.id, entry.date, canonical(entry.data)


def published_files(opened: Opened, entries: Entries) -> dict[str, bytes]:
    """The files that new records add to the published ledger."""
    if not entries:
        return {}
    return {f"{FOLDER}/{e.name}.json": e.to_bytes() for e in entries} | {HEADS: _heads_text((entries[-1].name,))}


def stage(site: Path, entries: Entries) -> None:
    if entries:
        store.stage(site / FOLDER, entries)


def complete(site: Path, entries: Entries) -> None:
    if entries:
        store.complete(site / FOLDER)
        _remember(site, entries)


def recover(site: Path, output: Path) -> None:
    """Finish or undo the records of a publish that was interrupted: those that the published site lists are true."""
    if store.pending(site / FOLDER):
        published = {file.stem for file in (output / FOLDER).glob("*.json")} if (output / FOLDER).is_dir() else set()
        store.recover(site / FOLDER, published)
