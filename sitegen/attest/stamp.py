"""The time stamp of the head by an outside authority (RFC 3161): asked for over the network, read and verified offline.

It says that the head, and so every record before it, existed at a time. It does not say that a page was displayed.
The library (the extra ``timestamp``) is imported only where a token is asked for or read.
"""

from __future__ import annotations

import hashlib
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from sitegen.problems import Say
from sitegen.refusals import why

LARGEST = 64 * 1024  # bytes; a token with its certificates has 3,000 to 20,000
SECONDS = 10.0  # for everything
_CHINA = timezone(timedelta(hours=8))
_GRANTED = 0  # RFC 3161, 2.4.2; "granted with modifications" is refused by the verifier of the library, too
_MOST_SKEW = timedelta(minutes=10)


class NoStamp(Exception):
    """No token came, or one that is not what was asked for; ``reason`` says why."""

    def __init__(self, reason: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason


class NoLibrary(NoStamp):
    """The extra is not installed."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "没有安装 rfc3161-client（pip install 'sitegen[timestamp]'）",
                "rfc3161-client is missing (pip install 'sitegen[timestamp]')",
            )
        )


@dataclass(frozen=True, slots=True)
class Token:
    """An answer of an authority: its bytes, and the time that it claims, in China's zone."""

    data: bytes
    time: datetime


def is_of(token: bytes, text: bytes) -> bool:
    """Whether a kept token names the hash of ``text``: a cheap look without the library, which proves nothing."""
    return len(token) <= LARGEST and any(hashlib.new(name, text).digest() in token for name in ("sha512", "sha256", "sha384"))


def skew(token: Token, now: datetime) -> timedelta | None:
    """How far this machine's clock stands from the authority's, if it is too far (row 13 of THREATS.md)."""
    off = now - token.time
    return off if abs(off) > _MOST_SKEW else None


# -- asking


def ask(url: str, text: bytes, seconds: float = SECONDS) -> Token:
    """A token over ``text``, with the nonce that was sent. Its signature is for those to verify who know the authority. Raises NoStamp."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoStamp(Say(f"网址不可用：{url}", f"an unusable address: {url}"))
    with _library() as client:
        request = client.TimestampRequestBuilder(text, client.HashAlgorithm.SHA512).build()
        answer = _posted(url, request.as_bytes(), seconds)
        with _reading():
            response = client.decode_timestamp_response(answer)
            if response.status != _GRANTED:
                said = "; ".join(response.status_string)[:200] or "—"
                raise NoStamp(Say(f"服务拒绝了：{response.status} {said}", f"the authority refused: {response.status} {said}"))
            info = response.tst_info
            if info.nonce != request.nonce:
                raise NoStamp(Say("答复的随机数不是所发的：可能是旧的答复", "the answer has another nonce: it may be an old one"))
            if info.message_imprint.message != request.message_imprint.message:
                raise NoStamp(Say("答复是给别的内容盖的时间戳", "the answer stamps something else"))
            return Token(answer, info.gen_time.astimezone(_CHINA))


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: site.yaml names the authority."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        raise NoStamp(Say(f"服务转向了别处：{newurl}，没有跟去", f"the authority redirects to {newurl}; not followed"))


def _posted(url: str, query: bytes, seconds: float) -> bytes:
    """The answer of the authority. A thread waits for it: neither names nor trickling servers keep a publish longer. Raises NoStamp."""
    got: list[bytes | NoStamp] = []

    def wait() -> None:
        try:
            got.append(_post(url, query, seconds))
        except NoStamp as error:
            got.append(error)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(seconds)
    if not got:
        raise NoStamp(Say(f"{seconds:.0f} 秒内没有答复", f"no answer within {seconds:.0f} seconds"))
    if isinstance(got[0], NoStamp):
        raise got[0]
    return got[0]


def _post(url: str, query: bytes, seconds: float) -> bytes:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), _Nowhere(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply", "User-Agent": "sitegen"}
    request = urllib.request.Request(url, query, headers)  # noqa: S310 - http(s) only, see ask
    try:
        with opener.open(request, timeout=seconds) as answer:
            data: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise NoStamp(Say(f"服务器答复 {error.code}", f"the server answers {error.code}")) from None
    except (OSError, HTTPException, ValueError) as error:
        what = why(error)
        raise NoStamp(Say(f"连不上：{what.zh}", f"cannot be reached: {what.en}")) from None
    if len(data) > LARGEST:
        raise NoStamp(Say("答复过大，不是时间戳", "the answer is too large for a time stamp"))
    return data


# -- verifying


def claimed(token: bytes) -> datetime:
    """The time that a token claims, unverified, in China's zone. Raises NoStamp."""
    with _library() as client, _reading():
        time: datetime = client.decode_timestamp_response(token).tst_info.gen_time
        return time.astimezone(_CHINA)


def verified(token: bytes, text: bytes, roots: Path) -> datetime:
    """The time at which ``text`` existed, by an authority whose root stands in the PEM file ``roots``; offline.

    Raises NoStamp for a token that proves nothing, Unusable for a file without certificates.
    """
    with _library() as client:
        with _reading():
            response = client.decode_timestamp_response(token)
        builder = client.VerifierBuilder()
        for root in _certificates(roots):
            builder = builder.add_root_certificate(root)
        with _reading():
            builder.build().verify_message(response, text)
            time: datetime = response.tst_info.gen_time
            return time.astimezone(_CHINA)


class Unusable(Exception):
    """A file of certificates that cannot be used; ``reason`` says why."""

    def __init__(self, reason: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason


def _certificates(roots: Path) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return list(dict.fromkeys(load_pem_x509_certificates(roots.read_bytes())))
    except (OSError, ValueError) as error:
        raise Unusable(
            Say(f"{roots} 里没有可用的根证书（PEM）：{why(error).zh}", f"{roots} holds no usable root certificate (PEM): {why(error).en}")
        ) from None


@contextmanager
def _library() -> Iterator[Any]:
    try:
        import rfc3161_client
    except ImportError:
        raise NoLibrary from None
    yield rfc3161_client


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever the library makes of hostile bytes is one kind of failure, a panic of its compiled part too."""
    try:
        yield
    except NoStamp:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise NoStamp(Say(f"不是有效的时间戳：{error}", f"not a valid time stamp: {error}")) from None
