"""What was worked out before, by content hash: kept in ``.sitegen/`` and safe to delete at any time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

_LIBRARIES = ("babel", "jinja2", "markdown", "nh3", "pillow", "pydantic", "pypdf", "pypinyin")
_BATCH = 500  # SQLite takes at most 999 parameters in old versions


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

    A file that is damaged or from another version of the code is thrown away, never trusted.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
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
        connection.execute("PRAGMA synchronous = OFF")  # losing it costs time, never content
        connection.execute("CREATE TABLE IF NOT EXISTS memory (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID")
        version = connection.execute("SELECT value FROM memory WHERE kind = 'version'").fetchone()
        if version is None or version[0] != code_version().encode():
            connection.execute("DELETE FROM memory")
            connection.execute("INSERT INTO memory VALUES ('version', '', ?)", (code_version().encode(),))
            connection.commit()
        return connection

    def get(self, kind: str, key: str) -> bytes | None:
        row = self._connection.execute("SELECT value FROM memory WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return row[0] if row else None

    def get_many(self, kind: str, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Those of ``keys`` that are known."""
        wanted = list(keys)
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value FROM memory WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - only marks
            found.update(self._connection.execute(query, (kind, *part)).fetchall())
        return found

    def put(self, kind: str, key: str, value: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO memory VALUES (?, ?, ?)", (kind, key, value))

    def commit(self) -> None:
        """Make what was put durable for the next run; a full disk costs the memory, not the build."""
        try:
            self._connection.commit()
        except sqlite3.Error:
            self._connection.rollback()

    def close(self) -> None:
        self.commit()
        self._connection.close()
