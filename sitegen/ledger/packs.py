"""Packs: the records of a year as lines of one file, beside its checksum. Pure; ``store`` reads and writes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from sitegen.ledger.book import Damage
from sitegen.ledger.entry import BadEntry, Entry, entry_from
from sitegen.problems import Say

_NO_PACK = Say(
    "打包文件不见了，只剩校验值。请从 git 或备份恢复。", "The pack is gone and only its checksum stands. Restore it from git or a backup."
)
_NO_SUM = Say(
    "打包文件没有校验值文件（.sha256），里面的记录也没有单独的文件。请从 git 或备份恢复。",
    "The pack has no checksum file (.sha256), nor do its records stand in files of their own. Restore it from git or a backup.",
)
_OTHER_SUM = Say(
    "打包文件与校验值不符：被改过、换行被转换，或两份账本在此合并冲突。请从 git 或备份恢复。",
    "The pack does not fit its checksum: it was edited, its line ends were converted, or two ledgers were merged here. "
    "Restore it from git or a backup.",
)


def packed_lines(entries: Iterable[Entry]) -> bytes:
    """The bytes of a pack: canonical records hold no newline, so each is a line; by time, then by name."""
    lines = sorted((entry.time, entry.name, entry.to_bytes()) for entry in entries)
    return b"".join(line + b"\n" for _, _, line in lines)


def sum_line(pack: str, data: bytes) -> bytes:
    """The checksum of a pack, as ``sha256sum -c`` reads it."""
    return f"{hashlib.sha256(data).hexdigest()}  {pack}.jsonl\n".encode()


def not_a_record(bad: BadEntry, line: int | None = None) -> Say:
    """What staff is told of bytes that are no record; ``line`` where they stand in a pack."""
    zh, en = (f"第 {line} 行", f"Line {line}") if line else ("这", "This")
    return Say(
        f"{zh}不是有效的记录：{bad.reason.zh}。请从 git 或备份恢复。",
        f"{en} is no valid record: {bad.reason.en}. Restore it from git or a backup.",
    )


def unpacked(pack: str, packs: Mapping[str, bytes], damages: list[Damage]) -> dict[str, Entry]:
    """The records of a pack; each line is named by its own hash, so a pack changes no name."""
    found: dict[str, Entry] = {}
    lines = packs.get(pack, b"").split(b"\n")
    if not lines[-1]:
        del lines[-1]  # every line ends with a newline
    for number, line in enumerate(lines, 1):
        try:
            entry = entry_from(line)
        except BadEntry as bad:
            damages.append(Damage(f"{pack}.jsonl", not_a_record(bad, number)))
        else:
            found[entry.name] = entry
    return found


def check_sum(pack: str, packs: Mapping[str, bytes], sums: Mapping[str, bytes], all_loose: bool) -> Iterator[Damage]:
    """Hold a pack against its checksum file, which has two lines while a pack is being replaced."""
    if pack not in packs:
        yield Damage(f"{pack}.jsonl", _NO_PACK)
    elif pack not in sums:
        # between the two steps of packing every record still stands in its own file
        if not all_loose:
            yield Damage(f"{pack}.jsonl", _NO_SUM)
    elif not _is_sum(pack, sums[pack]) or sum_line(pack, packs[pack]) not in sums[pack].splitlines(keepends=True):
        yield Damage(f"{pack}.jsonl", _OTHER_SUM)


def _is_sum(pack: str, data: bytes) -> bool:
    return re.fullmatch(rf"(?:[0-9a-f]{{64}}  {pack}\.jsonl\n){{1,2}}".encode(), data) is not None
