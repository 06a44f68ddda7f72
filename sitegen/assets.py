"""Pictures and files that records name: prepared once, remembered by content hash, published under hashed names."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from sitegen import images as pictures
from sitegen.memory import Memory
from sitegen.problems import Say
from sitegen.refusals import why
from sitegen.sources import Sources
from sitegen.views.base import FileLink, Image

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
# what readers may take home. A page, a drawing or a script among them would run in the name of the site, and of a kind that a
# server does not know a browser guesses what it is
_DOWNLOADS = frozenset({
    ".pdf", ".ofd", ".doc", ".docx", ".docm", ".wps", ".xls", ".xlsx", ".xlsm", ".et", ".ppt", ".pptx", ".dps", ".odt", ".ods", ".odp",
    ".rtf", ".txt", ".csv", ".tsv", ".md", ".zip", ".rar", ".7z", ".gz", ".mp3", ".m4a", ".wav", ".mp4", ".tif", ".tiff", ".bmp", ".heic",
    ".ics", ".tsr", ".tsq", ".sig", ".asc", ".p7s", ".sha256",
})  # fmt: skip


class BadAsset(Exception):
    """A picture or file that cannot be used; ``why`` tells."""

    def __init__(self, why: Say) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of output/ that no template makes. ``data`` is asked for only if the file has to be written."""

    url: str
    key: str
    data: Callable[[], bytes]


class Assets:
    """The files below content/ that are no records. ``blobs`` collects what is to be published, ``used`` what was asked for,
    ``downloads`` the files that readers may take home."""

    def __init__(self, sources: Sources, memory: Memory) -> None:
        self.sources, self.memory = sources, memory
        self.blobs: dict[str, Blob] = {}
        self.used: set[str] = set()
        self.downloads: dict[str, Callable[[], bytes]] = {}
        self._pictures: dict[str, Image] = {}

    def picture(self, path: str) -> Image:
        """The picture at ``path``, without metadata. Raises BadAsset."""
        self.used.add(path)
        if path not in self._pictures:
            data = self._bytes(path)
            self._pictures[path] = self._prepared(hashlib.sha256(data).hexdigest(), data)
        return self._pictures[path]

    def _prepared(self, sha: str, data: bytes) -> Image:
        known = self.memory.get("picture", sha)
        if known is None:
            known = self._prepare(sha, data)
        width, height, suffix, has_webp = json.loads(known)
        name = f"assets/img/{sha[:16]}"
        self._publish(f"{name}{suffix}", sha, lambda: self._remembered("picture-original", sha))
        if has_webp:
            self._publish(f"{name}-w.webp", sha, lambda: self._remembered("picture-webp", sha))
        return Image(f"{name}{suffix}", width, height, "", f"{name}-w.webp" if has_webp else "")

    def _remembered(self, kind: str, sha: str) -> bytes:
        data = self.memory.get(kind, sha)
        if data is None:  # the memory failed meanwhile: no site is better than one with empty pictures
            raise OSError(errno.EIO, os.strerror(errno.EIO), os.fspath(self.memory.path or ""))
        return data

    def _prepare(self, sha: str, data: bytes) -> bytes:
        try:
            made = pictures.prepare(data)
        except pictures.BadImage as error:
            raise BadAsset(Say(str(error), str(error))) from error
        known = json.dumps([made.width, made.height, made.suffix, made.webp is not None]).encode()
        self.memory.put("picture", sha, known)
        self.memory.put("picture-original", sha, made.original)
        if made.webp is not None:
            self.memory.put("picture-webp", sha, made.webp)
        return known

    def file(self, path: str) -> FileLink:
        """A file to download; one that is a picture loses its metadata as every picture does. Raises BadAsset."""
        name = posixpath.basename(path)
        self.downloads[path] = lambda: self.sources.asset(path)
        if name.lower().endswith(_PICTURES):
            image = self.picture(path)
            return FileLink(name, image.src, len(self.blobs[image.src].data()))
        self.used.add(path)
        if posixpath.splitext(name)[1].lower() not in _DOWNLOADS:
            raise BadAsset(
                Say(
                    "浏览器可能运行这类文件，请换成 PDF、Word、Excel、文本或压缩包",
                    "browsers may run files of this kind; use PDF or Word",
                )
            )
        data = self._bytes(path)
        sha = hashlib.sha256(data).hexdigest()
        url = f"files/{sha[:8]}/{name}"
        self._publish(url, sha, lambda: self._bytes(path))
        return FileLink(name, url, len(data))

    def _bytes(self, path: str) -> bytes:
        try:
            return self.sources.asset(path)
        except OSError as error:
            raise BadAsset(why(error)) from error

    def _publish(self, url: str, key: str, data: Callable[[], bytes]) -> None:
        self.blobs[url] = Blob(url, key, data)
