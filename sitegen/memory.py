"""What was worked out before, by content hash: kept in ``.sitegen/`` and safe to delete at any time."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

_LIBRARIES = ("babel", "icalendar", "jinja2", "markdown", "nh3", "pillow", "pydantic", "pypdf", "pypinyin")
_BATCH = 500  # SQLite takes at most 999 parameters in old versions
_MUCH = 16_000_000  # bytes that may wait to be written


@cache
def code_version() -> str:
    """Hash of our own code and of the libraries that shape the output; part of every key."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name}=={metadata.version(name)}".encode())
    return digest.hexdigest()[:16]


class Memory:
    """Bytes by kind and key. ``None`` as path keeps everything in memory for one run.

    A file that is damaged or from another version of the code is thrown away, never trusted. What was put in this run is
    had again in this run, whatever becomes of the disk: a page must not lose its text to it.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._fresh: dict[tuple[str, str], bytes] = {}
        self._waiting, self._is_failing = 0, False
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        if self.path is None:
            return self._prepared(sqlite3.connect(":memory:"))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._prepared(sqlite3.connect(self.path, timeout=5))
        except (sqlite3.Error, OSError):
            return self._afresh(self.path)

    def _afresh(self, path: Path) -> sqlite3.Connection:
        try:
            path.unlink(missing_ok=True)
            return self._prepared(sqlite3.connect(path, timeout=5))
        except (sqlite3.Error, OSError):
            return self._prepared(sqlite3.connect(":memory:"))

    @staticmethod
    def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA page_size = 16384")  # of a new file: values are some thousand bytes long
        connection.execute("PRAGMA synchronous = OFF")  # losing it costs time, never content
        connection.execute("CREATE TABLE IF NOT EXISTS memory (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID")
        version = connection.execute("SELECT value FROM memory WHERE kind = 'version'").fetchone()
        if version is None or version[0] != code_version().encode():
            connection.execute("DELETE FROM memory")
            connection.execute("INSERT INTO memory VALUES ('version', '', ?)", (code_version().encode(),))
            connection.commit()
        return connection

    def get(self, kind: str, key: str) -> bytes | None:
        if (kind, key) in self._fresh:
            return self._fresh[kind, key]
        rows = self._rows("SELECT value FROM memory WHERE kind = ? AND key = ?", (kind, key))
        return rows[0][0] if rows else None

    def get_many(self, kind: str, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Those of ``keys`` that are known."""
        wanted = sorted(keys)  # as they lie in the file: half the time
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value FROM memory WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - only marks
            found.update(self._rows(query, (kind, *part)))
        return found | {key: self._fresh[kind, key] for key in wanted if (kind, key) in self._fresh}

    def _rows(self, query: str, values: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """What the file answers; one that cannot be read knows nothing."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error:
            return []

    def put(self, kind: str, key: str, value: bytes) -> None:
        self._fresh[kind, key] = value
        self._waiting += len(value)
        if self._waiting > _MUCH and not self._is_failing:
            self.commit()

    def commit(self) -> bool:
        """Make what was put durable for the next run and for other processes; a full disk costs the memory, not the build."""
        try:
            rows = ((kind, key, value) for (kind, key), value in self._fresh.items())
            self._connection.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?, ?)", rows)
            self._connection.commit()
        except sqlite3.Error:
            self._is_failing = True
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
            return False
        self._fresh.clear()
        self._waiting = 0
        return True

    def close(self) -> None:
        self.commit()
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()


class Ahead:
    """Values of one kind, those that will be asked for had at once: a question for each takes six times as long."""

    def __init__(self, memory: Memory, kind: str) -> None:
        self.memory, self.kind = memory, kind
        self._found: Mapping[str, bytes] = {}

    def fetch(self, keys: Iterable[str]) -> None:
        """Have these ready, and no others."""
        self._found = self.memory.get_many(self.kind, keys)

    def __call__(self, key: str) -> bytes | None:
        return self._found.get(key) or self.memory.get(self.kind, key)
