"""Lists and stories outside of the site: read, and written as a whole."""

from __future__ import annotations

from pathlib import Path


def read_list(path: Path) -> bytes:
    """The bytes of a list or a story. Raises OSError."""
    return path.read_bytes()
