"""What a publish does with evidence on disk: opens the ledger, keeps salts, writes records, has them sealed, publishes the ledger."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sitegen.attest import heads as attested
from sitegen.attest.seal import Seal, completed, standing
from sitegen.drafts import plan_records
from sitegen.evidence import SALT_BYTES, Evidence, gather, needs_salt, open_book
from sitegen.ledger import store
from sitegen.ledger.book import Damage, Damaged, Ledger
from sitegen.ledger.entry import Entry, canonical
from sitegen.ledger.history import heads, order, verify
from sitegen.places import REMEMBERED_HEADS, SALT_SUFFIX
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.proof import Book
from sitegen.records.filed import Filed
from sitegen.records.site import Site
from sitegen.refusals import naming
from sitegen.sources import Sources
from sitegen.stories import Stories

FOLDER = "ledger"
HEADS = "ledger/heads.txt"

Entries = tuple[Entry, ...]
_NAME = re.compile("[0-9a-f]{64}")


class Unfinished(Exception):
    """The new site stands, and ``error`` kept its records from joining the ledger, or a seal from being kept: the next publish does it."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Opened:
    """The ledger as read: its records, what is wrong with it, how the rules read it, the seal of its head, remarks on its remote."""

    ledger: Ledger = field(default_factory=Ledger)
    damages: tuple[Damage, ...] = ()
    book: Book = field(default_factory=Book)
    is_kept: bool = False
    seal: Seal = field(default_factory=Seal)
    remarks: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*(_problem(damage) for damage in self.damages), *self.remarks)

    def files(self) -> dict[str, bytes]:
        """The files of the ledger as the site publishes them."""
        if not self.is_kept:
            return {}
        records = {f"{FOLDER}/{name}.json": entry.to_bytes() for name, entry in self.ledger.entries.items()}
        return records | {HEADS: _heads_text(heads(self.ledger))}


NOTHING = Opened()
UNSEALED = Seal()


def _heads_text(names: tuple[str, ...]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def open_ledger(site: Path, filed: Filed[Site], today: date, *, is_publish: bool = False) -> Opened:
    """Read and verify the ledger; nothing where the site keeps none and never kept one. A publish brings its remote up to date."""
    settings = filed.record
    is_kept = settings.evidence_since is not None
    if not is_kept and not (site / FOLDER).is_dir():
        return dataclasses.replace(NOTHING, remarks=_idle(filed))
    ledger = store.read_ledger(site / FOLDER)
    days = {name: entry.time[:10] for name, entry in ledger.entries.items()}
    remote = attested.compare(site, filed, days, today, is_publish=is_publish) if is_kept else attested.Remembered((), _idle(filed))
    damages = (*ledger.damages, *verify(ledger, remembered_heads(site)), *_lacking(remote.lacking, settings.remote or ""))
    try:
        book = open_book(order(ledger), heads(ledger), settings)
    except Damaged:
        book = Book()
    names = heads(ledger)
    seal = standing(site / FOLDER, names[0], _heads_text(names), settings) if is_kept and len(names) == 1 else UNSEALED
    return Opened(ledger, tuple(dict.fromkeys(damages)), sealed(book, seal), is_kept, seal, remote.problems)


def _lacking(names: tuple[str, ...], branch: str) -> tuple[Damage, ...]:
    """One damage for all that the remote keeps and the ledger lacks: either there is no other copy, or it is to be merged first."""
    if not names:
        return ()
    reason = Say(
        f"{branch} 上有 {len(names)} 条记录，这里的账本却没有：末尾被截去、历史被改写，或另一份网站发布过而没有合并。先 git pull；"
        f"还是缺，就从 {branch} 取回 ledger/，并查明经过。",
        f"{branch} keeps {len(names)} record(s) that the ledger here does not hold: its end was cut off, its history rewritten, or another "
        f"copy was published and not merged. Run git pull first; if they are still missing, bring ledger/ back from {branch} and find out "
        "what happened.",
    )
    return (Damage(f"{names[0]}.json", reason),)


def _idle(filed: Filed[Site]) -> tuple[Problem, ...]:
    """Keys that strengthen the evidence of a site that keeps none."""
    site = filed.record
    found = [name for name in ("signing_key", "timestamp", "remote") if getattr(site, name) and site.evidence_since is None]
    return tuple(
        Problem(
            "A011",
            Severity.WARNING,
            Place(*filed.spot(name)),
            Say("没有启用存证，这一项不起作用", "no evidence is kept, so this has no effect"),
            Say("启用存证: 开始的日期", "启用存证 (evidence_since): the day from which evidence is kept"),
        )
        for name in found
    )


def sealed(book: Book, seal: Seal) -> Book:
    """The ledger as rules and pages read it, with what the page of evidence says of its seal."""
    return dataclasses.replace(book, signer=seal.signer, is_stamped=bool(seal.token))


def make_seal(site: Path, filed: Filed[Site], opened: Opened, entries: Entries, now: datetime) -> tuple[Seal, tuple[Problem, ...]]:
    """The signature and the time stamp of the heads as they will be, and what went wrong. Nothing is written.

    Two heads are sealed by the next record, which joins them.
    """
    names = _names_after(opened, entries)
    if not opened.is_kept or len(names) != 1:
        return UNSEALED, ()
    text = _heads_text(names)
    return completed(UNSEALED if entries else opened.seal, site, filed, text, now)


def _names_after(opened: Opened, entries: Entries) -> tuple[str, ...]:
    return (entries[-1].name,) if entries else heads(opened.ledger)


def remembered_heads(site: Path) -> tuple[str, ...]:
    """The last records that this machine wrote: a ledger without them was cut off or written anew. It is outside git on purpose."""
    try:
        lines = (site / REMEMBERED_HEADS).read_text("ascii").split()
    except (OSError, ValueError):
        return ()
    return tuple(line for line in lines if _NAME.fullmatch(line))


def _remember(site: Path, entries: Entries) -> None:
    """Keep the last record in mind; where that cannot be written, nothing is lost but the memory."""
    file = site / REMEMBERED_HEADS
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
    """The salts that lie beside the records; what is none is left out. Raises OSError for one that the system will not give: without it
    nothing can be said of its notice."""
    found = {}
    for path in sources.assets:
        if path.endswith(SALT_SUFFIX):
            try:
                salt = bytes.fromhex(sources.asset(path).decode("ascii").strip())
            except (ValueError, FileNotFoundError):
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
    """Write a salt once, whole or not at all; one that is there already is never replaced. Raises FileExistsError, OSError."""
    aside = path.with_name(f".{path.name}.part")  # always the same name, so that the next publish takes what a crash left
    with naming(aside), aside.open("wb") as file:
        file.write(salt.hex().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path))
        aside.rename(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


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


def published_files(entries: Entries, seal: Seal) -> dict[str, bytes]:
    """The files that new records add to the published ledger, and the seal of its heads."""
    files = {f"{FOLDER}/{e.name}.json": e.to_bytes() for e in entries}
    return files | ({HEADS: _heads_text((entries[-1].name,))} if entries else {}) | seal.published()


def stage(site: Path, entries: Entries) -> None:
    if entries:
        store.stage(site / FOLDER, entries)


def complete(site: Path, entries: Entries, output: Path | None = None) -> None:
    """The records join the ledger once the site that they speak of stands in ``output`` for good. Raises Unfinished, Damaged."""
    if entries:
        with _after_the_site():
            if output is not None:
                store.sync_folder(output.parent)
            store.complete(site / FOLDER)
        _remember(site, entries)


def keep_seal(site: Path, opened: Opened, entries: Entries, seal: Seal) -> None:
    """Keep a new signature and token beside the records. A crash before this loses them, and the next publish makes others.

    Raises Unfinished.
    """
    if seal != (UNSEALED if entries else opened.seal):
        with _after_the_site():
            store.put_beside(site / FOLDER, seal.kept(_names_after(opened, entries)[0]))


@contextlib.contextmanager
def _after_the_site() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unfinished(error) from error


def recover(site: Path, output: Path) -> None:
    """Finish or undo the records of a publish that was interrupted: those that the published site lists are true.

    To be called after the writer's ``recover``. Raises Damaged, OSError.
    """
    if store.is_left(site / FOLDER):
        published = {file.stem for file in (output / FOLDER).glob("*.json")} if (output / FOLDER).is_dir() else set()
        store.recover(site / FOLDER, published)
