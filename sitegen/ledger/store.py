"""The only module that touches ledger/ on disk: reading, staging before the swap of the site, completing after it, packing.

A publication stages its records, swaps the site, and completes (THREATS.md, "The ledger"); ``recover`` at the next
run mends what a crash left. Nothing here ever changes the bytes of a record that stands. Callers that write
hold the build's lock.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from sitegen.ledger.book import Damage, Damaged, Ledger
from sitegen.ledger.entry import BadEntry, Entry, entry_from
from sitegen.ledger.lineage import sort
from sitegen.ledger.packs import check_sum, not_a_record, packed_lines, sum_line, unpacked
from sitegen.problems import Say
from sitegen.refusals import naming, why

STAGED = ".staged"
PACKING = ".packing"
# Put there by git, editors and desktops; none of these names can be that of a record, so passing them over hides nothing.
NOT_RECORDS = frozenset((".gitattributes", ".gitignore", ".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini", "README.md"))

_RECORD = re.compile(r"([0-9a-f]{64})\.json")
_PACK = re.compile(r"pack-[0-9]{4}\.(?:jsonl|sha256)")
# a signature or a time stamp of the heads as they were when the record of this name was the last; neither is a record
_BESIDE = re.compile(r"[0-9a-f]{64}\.(?:sig|tsr)")
# a checkout that turns line ends around would alter every pack
_ATTRIBUTES = b"* -text\n"

_STRANGE = Say(
    "这不是账本的文件（名称不对）。若是误放或同步产生的副本，请移走；不要给记录改名。",
    "This is no file of the ledger (by its name). Move it away if it is a stray or a copy made by a synchroniser; never rename a record.",
)
_ALTERED = Say(
    "内容与文件名不符：文件被改过、换行被转换，或磁盘出错。请从 git 或备份恢复它，不要手工修改。",
    "The content does not fit the file's name: it was edited, its line ends were converted, or the disk failed. "
    "Restore it from git or a backup; edit nothing by hand.",
)


# -- reading


def read_ledger(folder: Path) -> Ledger:
    """Every record of a ledger, verified by its own hash; an absent folder is an empty ledger.

    Staged records are not read: they do not count until ``complete``. What cannot be read or does not belong is
    in ``damages``. Raises OSError only where the folder itself cannot be listed.
    """
    loose: dict[str, Entry] = {}
    damages: list[Damage] = []
    packs: dict[str, bytes] = {}
    sums: dict[str, bytes] = {}
    for file, path in _listed(folder, damages):
        data = _bytes(path, file, damages)
        if data is None:
            continue
        if match := _RECORD.fullmatch(file):
            _take(match[1], data, file, loose, damages)
        else:
            (packs if file.endswith(".jsonl") else sums)[file.partition(".")[0]] = data
    entries, packed = dict(loose), dict[str, str]()
    for pack in sorted(packs.keys() | sums.keys()):
        found = unpacked(pack, packs, damages)
        damages += check_sum(pack, packs, sums, found.keys() <= loose.keys())
        packed |= dict.fromkeys(found.keys() - loose.keys(), f"{pack}.jsonl")
        entries |= found
    damages.sort(key=lambda damage: damage.file)
    return Ledger(MappingProxyType(entries), tuple(damages), MappingProxyType(packed))


def _listed(folder: Path, damages: list[Damage]) -> Iterator[tuple[str, str]]:
    """Name and path of every file that may hold records."""
    if not folder.exists():
        return
    with os.scandir(folder) as found:
        for item in found:
            plain = item.is_file(follow_symlinks=False)
            if plain and (_RECORD.fullmatch(item.name) or _PACK.fullmatch(item.name)):
                yield item.name, item.path
            elif not (_is_beside(item.name) if plain else item.name in (STAGED, PACKING) and item.is_dir(follow_symlinks=False)):
                damages.append(Damage(item.name, _STRANGE))


def _is_beside(name: str) -> bool:
    return name in NOT_RECORDS or _BESIDE.fullmatch(name) is not None


def _bytes(path: str, file: str, damages: list[Damage]) -> bytes | None:
    try:
        with open(path, "rb", buffering=0) as opened:
            return opened.read()
    except OSError as error:
        what = why(error)
        damages.append(
            Damage(file, Say(f"读不出来：{what.zh}。请检查权限和磁盘。", f"It cannot be read: {what.en}. Check permissions and the disk."))
        )
        return None


def _take(name: str, data: bytes, file: str, entries: dict[str, Entry], damages: list[Damage]) -> None:
    if hashlib.sha256(data).hexdigest() != name:
        damages.append(Damage(file, _ALTERED))
        return
    try:
        entries[name] = entry_from(data)
    except BadEntry as bad:
        damages.append(Damage(file, not_a_record(bad)))


# -- staging


def stage(folder: Path, entries: Iterable[Entry]) -> None:
    """Write records aside and sync them, before the site is swapped. Staging the same ones again changes nothing. Raises OSError."""
    aside = folder / STAGED
    _make_folder(aside)
    for entry in entries:
        _write_whole(aside / f"{entry.name}.json", entry.to_bytes())
    sync_folder(aside)


def pending(folder: Path) -> bool:
    """Whether anything is staged: a publication was cut off, or is under way."""
    aside = folder / STAGED
    return aside.is_dir() and any(aside.iterdir())


def is_left(folder: Path) -> bool:
    """Whether anything lies in the ledger that a publication takes away at its end."""
    return (folder / STAGED).is_dir() or (folder / PACKING).is_dir()


def complete(folder: Path) -> None:
    """Move every staged record in, parents first, and sync, after the site was swapped. Raises Damaged (nothing is moved), OSError."""
    _complete(folder, _staged(folder))
    discard(folder)


def recover(folder: Path, published: Collection[str]) -> tuple[str, ...]:
    """Mend what a crash left and give the names of the records that were moved in.

    ``published`` are the names that the standing site lists: staged records among them belong to a site that was
    swapped in, and are completed; the others belong to one that never stood, and are discarded. Raises Damaged, OSError.
    """
    kept = _staged(folder, published)
    _complete(folder, kept)
    discard(folder)
    _clear(folder / PACKING)
    return tuple(sorted(kept))


def discard(folder: Path) -> None:
    """Throw away what is staged. Raises OSError."""
    _clear(folder / STAGED)


def _staged(folder: Path, wanted: Collection[str] | None = None) -> dict[str, Entry]:
    """The staged records, or those of ``wanted``. Raises Damaged for one that is not what its name says."""
    found: dict[str, Entry] = {}
    damages: list[Damage] = []
    aside = folder / STAGED
    for path in sorted(aside.iterdir()) if aside.is_dir() else ():
        match = _RECORD.fullmatch(path.name)  # anything else is the torn start of one, never listed by a site
        if match and (wanted is None or match[1] in wanted):
            data = _bytes(str(path), f"{STAGED}/{path.name}", damages)
            if data is not None:
                _take(match[1], data, f"{STAGED}/{path.name}", found, damages)
    if damages:
        raise Damaged(tuple(damages))
    return found


def _complete(folder: Path, staged: Mapping[str, Entry]) -> None:
    _check_standing(folder, staged)
    # parents first: a crash half-way leaves a ledger that lacks its last records, not one with gaps
    for entry in sort(staged)[0]:
        file = f"{entry.name}.json"
        if not (folder / file).exists():
            os.rename(folder / STAGED / file, folder / file)
    if staged:
        sync_folder(folder)


def _check_standing(folder: Path, staged: Mapping[str, Entry]) -> None:
    """A file that has a record's name already has its bytes by definition; if not, it is a damage and stays for people to see."""
    damages: list[Damage] = []
    for name, entry in staged.items():
        file = f"{name}.json"
        if (folder / file).exists() and _bytes(str(folder / file), file, damages) not in (entry.to_bytes(), None):
            damages.append(Damage(file, _ALTERED))
    if damages:
        raise Damaged(tuple(damages))


def put_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    """Keep signatures and time stamps beside the records, each whole or not at all. Raises OSError."""
    aside = folder / PACKING  # not where records wait: clearing it must lose none
    _make_folder(aside)
    for name, data in files.items():
        if not _BESIDE.fullmatch(name):
            raise ValueError(f"{name} stands beside no record")
        _put_in(aside, folder / name, data)
    _clear(aside)


# -- packing


def pack(folder: Path, year: int) -> int:
    """Gather the records written in ``year`` into ``pack-<year>.jsonl`` and give how many files that saved.

    Names stay: a line is the bytes of a record. At every step each record stands in a file of its own or in a
    pack that fits its checksum. Pack on one copy only: two different packs of a year conflict in git.
    Raises Damaged for a ledger with damaged files, OSError.
    """
    ledger = read_ledger(folder)
    if ledger.damages:
        raise Damaged(ledger.damages)
    written = [entry for entry in ledger.entries.values() if entry.time[:4] == f"{year:04}"]
    loose = [path for entry in written if (path := folder / f"{entry.name}.json").exists()]
    if loose:
        _replace_pack(folder, f"pack-{year:04}", packed_lines(written))
        for path in loose:
            path.unlink()
        sync_folder(folder)
    return len(loose)


def _replace_pack(folder: Path, pack: str, data: bytes) -> None:
    """Checksums of old and new, then the pack, then the checksum of the new: no step leaves a pack that fits none."""
    aside = folder / PACKING
    _make_folder(aside)
    if not (folder / ".gitattributes").exists():
        _put_in(aside, folder / ".gitattributes", _ATTRIBUTES)
    sums, packed = folder / f"{pack}.sha256", folder / f"{pack}.jsonl"
    line = sum_line(pack, data)
    if packed.exists() and sums.exists():
        _put_in(aside, sums, sum_line(pack, packed.read_bytes()) + line)
    _put_in(aside, packed, data)
    _put_in(aside, sums, line)
    _clear(aside)


def _put_in(aside: Path, target: Path, data: bytes) -> None:
    (aside / target.name).unlink(missing_ok=True)
    _write_whole(aside / target.name, data)
    os.replace(aside / target.name, target)
    sync_folder(target.parent)


# -- files


def _write_whole(path: Path, data: bytes) -> None:
    """A file that is either absent or whole: written under another name, synced, renamed."""
    part = path.with_suffix(".part")
    with naming(part), open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def _make_folder(path: Path) -> None:
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir()
        sync_folder(path.parent)


def _clear(aside: Path) -> None:
    if aside.is_dir():
        for path in aside.iterdir():
            path.unlink()
        aside.rmdir()
        sync_folder(aside.parent)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable. Raises OSError."""
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with naming(path):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
