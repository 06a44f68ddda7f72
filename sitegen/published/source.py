"""Where a published site lies: a folder, or an address on the web. Nothing is ever fetched from outside of it."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

from sitegen.problems import Say
from sitegen.refusals import why

LARGEST = 16 * 1024 * 1024  # bytes of one file
MOST = 512 * 1024 * 1024  # bytes of one run
_SECONDS, _LONGEST = 15.0, 60.0  # of silence, and for a whole file
_CHUNK = 65536
_PATH = re.compile(r"[^\x00-\x1f\\:?#]{1,500}")


class Unreachable(Exception):
    """A source that cannot be read; ``reason`` says why."""

    def __init__(self, reason: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Source(Protocol):
    """Files by their address relative to the root of the site."""

    def get(self, path: str) -> bytes | None:
        """The bytes of a file, None if there is none. Raises Unreachable."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in a folder, as far as they can be listed."""


def is_inside(path: str) -> bool:
    """Whether an address that a record names is one below the root of the site."""
    return bool(_PATH.fullmatch(path)) and not path.startswith("/") and ".." not in path.split("/")


def source_at(where: str) -> Source:
    """A folder or an http(s) address. Raises Unreachable for what is neither."""
    if re.match(r"https?://", where, re.IGNORECASE):
        return Web(base_of(where))
    if "://" in where:
        raise Unreachable(Say(f"只能核验文件夹或 http(s) 网址：{where}", f"only a folder or an http(s) address can be verified: {where}"))
    folder = Path(where)
    if not folder.is_dir():
        raise Unreachable(Say(f"没有这个文件夹：{where}", f"there is no such folder: {where}"))
    return Folder(folder)


def base_of(url: str) -> str:
    """The root of the site at an http(s) address, with a stroke at the end. Raises Unreachable."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if not parts.hostname or parts.username or parts.password or port == -1:
        raise Unreachable(Say(f"网址不可用：{url}", f"an unusable address: {url}"))
    path = parts.path if parts.path.endswith("/") else parts.path.rpartition("/")[0] + "/" if ".htm" in parts.path else parts.path + "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc, quote(path, safe="/%-._~"), "", ""))


def _too_large(path: str) -> Unreachable:
    return Unreachable(Say(f"文件过大：{path}", f"a file is too large: {path}"))


@dataclass(frozen=True, slots=True)
class Folder:
    """A published folder; links that lead out of it are not followed."""

    root: Path

    def get(self, path: str) -> bytes | None:
        file = self.root / path
        try:
            if not is_inside(path) or not file.resolve().is_relative_to(self.root.resolve()) or not file.is_file():
                return None
            if file.stat().st_size > LARGEST:
                raise _too_large(path)
            return file.read_bytes()
        except OSError as error:
            what = why(error)
            raise Unreachable(Say(f"读不出 {path}：{what.zh}", f"cannot read {path}: {what.en}")) from None

    def names(self, folder: str) -> tuple[str, ...]:
        place = self.root / folder
        return tuple(sorted(p.name for p in place.iterdir() if p.is_file())) if place.is_dir() else ()


class _Below(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to an address below the one that was asked for."""

    def __init__(self, base: str) -> None:
        self.base = base

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not newurl.startswith(self.base) or ".." in urlsplit(newurl).path.split("/"):
            raise Unreachable(Say(f"网站转向了别处：{newurl}，没有跟去", f"the site redirects elsewhere: {newurl}; not followed"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(slots=True)
class Web:
    """A site on the web below ``base``, which ends with a stroke. Only GET; without cookies.

    ``headers`` go with every request. Without Cache-Control a cache on the way may answer, as it answers citizens.
    """

    base: str
    taken: int = 0
    headers: Mapping[str, str] = field(default_factory=lambda: {"User-Agent": "sitegen-verify", "Cache-Control": "no-cache"})
    _opener: urllib.request.OpenerDirector = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), _Below(self.base),
            urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(),
        ):  # fmt: skip
            self._opener.add_handler(handler)

    def get(self, path: str) -> bytes | None:
        if not is_inside(path):
            return None
        request = urllib.request.Request(self.base + quote(path), headers=dict(self.headers))  # noqa: S310 - http(s) only, see source_at
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                return self._read(path, answer)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise Unreachable(Say(f"{path}：服务器答复 {error.code}", f"{path}: the server answers {error.code}")) from None
        except (OSError, HTTPException, ValueError) as error:
            what = why(error)
            raise Unreachable(Say(f"取不到 {path}：{what.zh}", f"cannot fetch {path}: {what.en}")) from None

    def _read(self, path: str, answer: IO[bytes]) -> bytes:
        """The whole answer, within the limits of size and time."""
        until, parts, size = time.monotonic() + _LONGEST, list[bytes](), 0
        while chunk := answer.read(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            self.taken += len(chunk)
            if size > LARGEST or self.taken > MOST:
                raise _too_large(path)
            if time.monotonic() > until:
                raise Unreachable(Say(f"{path} 传得太慢", f"{path} comes too slowly"))
        return b"".join(parts)

    def names(self, folder: str) -> tuple[str, ...]:
        """A server lists nothing."""
        return ()
