"""What stands where settings are to be written, and what may be written there: staff's own settings are never lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

RECORD = ".vscode/sitegen/written.json"
"""The hashes of the files as they were last written: one that still has its hash is ours."""


class Outcome(StrEnum):
    """What becomes of a file."""

    NEW = "new"
    RENEWED = "renewed"
    SAME = "same"
    MERGED = "merged"
    REFUSED = "refused"


class Placed(NamedTuple):
    """A file to write: what stands there, what is to stand there, and settings of staff's own that were left as they are."""

    path: str
    outcome: Outcome
    before: bytes | None
    after: bytes
    kept: tuple[str, ...] = ()


def place(site: Path, files: Mapping[str, str]) -> tuple[Placed, ...]:
    """What to do about each file, and about the record of them. Raises OSError."""
    known = _record(read(site / RECORD))
    found = [_place(path, read(site / path), text.encode(), known.get(path)) for path, text in files.items()]
    hashes = known | {p.path: _sha(p.after) for p in found if p.outcome not in (Outcome.REFUSED, Outcome.MERGED)}
    for merged in (p.path for p in found if p.outcome in (Outcome.REFUSED, Outcome.MERGED)):
        hashes.pop(merged, None)
    record = (json.dumps(dict(sorted(hashes.items())), ensure_ascii=False, indent=1) + "\n").encode()
    before = read(site / RECORD)
    return (*found, Placed(RECORD, Outcome.SAME if before == record else Outcome.RENEWED, before, record))


def read(file: Path) -> bytes | None:
    """The bytes of a file; None if there is none. Raises OSError."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _place(path: str, before: bytes | None, after: bytes, sha: str | None) -> Placed:
    if before is None:
        return Placed(path, Outcome.NEW, before, after)
    if before == after:
        return Placed(path, Outcome.SAME, before, after)
    if sha == _sha(before):
        return Placed(path, Outcome.RENEWED, before, after)
    return _merge(path, before, after)


def _merge(path: str, before: bytes, after: bytes) -> Placed:
    """Staff's file with what it lacks of ours added; refused where it cannot be read as plain JSON (it may hold comments)."""
    theirs, ours = _object(before), _object(after)
    if theirs is None or ours is None:
        return Placed(path, Outcome.REFUSED, before, before)
    kept: list[str] = []
    whole = _joined(theirs, ours, "", kept)
    if whole == theirs:
        return Placed(path, Outcome.SAME, before, before, tuple(kept))
    return Placed(path, Outcome.MERGED, before, written(whole).encode(), tuple(kept))


def _joined(theirs: dict[str, Any], ours: dict[str, Any], where: str, kept: list[str]) -> dict[str, Any]:
    found = dict(theirs)
    for name, value in ours.items():
        if name not in theirs:
            found[name] = value
        elif isinstance(value, dict) and isinstance(theirs[name], dict):
            found[name] = _joined(theirs[name], value, f"{where}{name} › ", kept)
        elif isinstance(value, list) and isinstance(theirs[name], list):
            found[name] = [*theirs[name], *(item for item in value if _name(item) not in map(_name, theirs[name]))]
        elif theirs[name] != value:
            kept.append(where + name)
    return found


def _name(item: Any) -> Any:
    """What tells the items of a list apart: a task by its label, a folder by its path."""
    return next((item[key] for key in ("label", "path", "name") if key in item), item) if isinstance(item, dict) else item


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(data.decode("utf-8"))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _record(data: bytes | None) -> dict[str, str]:
    value = _object(data) if data else None
    return {str(path): str(sha) for path, sha in value.items()} if value else {}


def written(value: Any) -> str:
    """Settings as the text of a file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
