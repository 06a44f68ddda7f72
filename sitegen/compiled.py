"""What templates compile to, kept by their text: in this process, and in a folder for the next one."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from sitegen.memory import code_version

_codes: dict[tuple[str, str], CodeType] = {}  # by the name and the hash of the text


class Compiled(BytecodeCache):
    """Jinja's cache of compiled templates. ``folder`` None keeps them in this process only."""

    def __init__(self, folder: Path | None) -> None:
        self._files: BytecodeCache | None = None
        if folder is not None:
            with contextlib.suppress(OSError):  # here and below: a folder that fails costs time, never a page
                folder.mkdir(parents=True, exist_ok=True)
                self._files = FileSystemBytecodeCache(str(folder))

    def get_source_checksum(self, source: str) -> str:
        """What a text compiles to is another thing with another version of our own code."""
        return super().get_source_checksum(code_version() + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        known = _codes.get((bucket.key, bucket.checksum))
        if known is not None:
            bucket.code = known
        elif self._files is not None:
            with contextlib.suppress(OSError):
                self._files.load_bytecode(bucket)
            if bucket.code is not None:
                _codes[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            _codes[bucket.key, bucket.checksum] = bucket.code
        if self._files is not None:
            with contextlib.suppress(OSError):
                self._files.dump_bytecode(bucket)
