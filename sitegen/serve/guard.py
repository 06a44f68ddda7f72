"""Who may ask, and what: names of this machine, its own pages, and for every change the word of this run."""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import re
from collections.abc import Awaitable
from http.client import responses
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tornado import httputil, web
from tornado.iostream import StreamClosedError

from sitegen.problems import Say
from sitegen.refusals import is_refusal, why

HOST = "127.0.0.1"
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
LARGEST_REQUEST = 3_000_000  # bytes: a record of the largest size, as a form sends it
LARGEST_HEADERS = 16_000
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'{socket}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"  # noqa: E501


def is_own_host(host: str, *, is_lan: bool) -> bool:
    """Whether a Host header names this machine. On a local network any address does, but no name: names can be turned elsewhere."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    if match[1] in OWN_NAMES:
        return True
    with contextlib.suppress(ValueError):
        return is_lan and ipaddress.ip_address(match[1].strip("[]")) is not None
    return False


def is_own_origin(origin: str, host: str) -> bool:
    """Whether a page that says it comes from ``origin`` is one of ours, served under ``host``."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.netloc == host
    return False


def policy(host: str) -> str:
    """The content policy of our own pages; the reload socket is on the same host."""
    return _POLICY.format(socket=f" ws://{host}")


class Guarded:
    """Refuses what a page of another site may have sent; sets the headers of every answer; says errors in one line."""

    request: httputil.HTTPServerRequest
    application: Any

    def set_default_headers(self) -> None:
        set_header: Any = self.set_header  # type: ignore[attr-defined]
        for name, value in (
            ("Server", "sitegen"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cache-Control", "no-store"),
        ):  # fmt: skip
            set_header(name, value)

    def prepare(self) -> Awaitable[None] | None:
        host, origin = self.request.headers.get("Host", ""), self.request.headers.get("Origin")
        if not is_own_host(host, is_lan=self.application.settings["is_lan"]):
            raise web.HTTPError(403)
        if origin is not None and not is_own_origin(origin, host):
            raise web.HTTPError(403)
        if self.request.headers.get("Sec-Fetch-Site") == "cross-site" and not self._is_visit():
            raise web.HTTPError(403)
        return None

    def _is_visit(self) -> bool:
        """Somebody followed a link to a page: harmless, as no page changes anything on GET."""
        return self.request.method in ("GET", "HEAD") and self.request.headers.get("Sec-Fetch-Mode") == "navigate"

    def check_token(self, given: str) -> None:
        """Refuse a change that does not come from a form of this run. Raises web.HTTPError."""
        if not hmac.compare_digest(given.encode(), self.application.settings["token"].encode()):
            raise web.HTTPError(403)

    def log_exception(self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        """A fault of ours is told where the preview was started, and reported; what a request was refused for is no fault."""
        if value is not None and not isinstance(value, (web.HTTPError, StreamClosedError)):
            self.application.settings["preview"].fault(value)

    def write_error(self, status_code: int, **said: Any) -> None:
        finish: Any = self.finish  # type: ignore[attr-defined]
        self.set_header("Content-Type", "text/plain; charset=utf-8")  # type: ignore[attr-defined]
        error = said.get("exc_info", (None, None))[1]
        text = f"{status_code} {responses.get(status_code, '')}\n"
        if error is not None and not isinstance(error, web.HTTPError):
            text += _broke(error).get(self.application.settings["preview"].desk.lang) + "\n"
        finish(text)


def _broke(error: BaseException) -> Say:
    """What went wrong, without anything of what was being worked on."""
    if isinstance(error, OSError) and is_refusal(error):
        return why(error)
    return Say(
        "程序自身出错。原稿和已发布的网站没有受影响，预览继续运行；报告在网站的 .sitegen/log/ 里，里面没有个人信息，请发给维护的人。",
        "A fault in the program itself. Sources and the published site are not affected, and the preview goes on; "
        "the report is in .sitegen/log/ of the site, holds no personal data, and is for the maintainers.",
    )


class Refused(Guarded, web.RequestHandler):
    """Whatever is no address of ours."""

    def prepare(self) -> Awaitable[None] | None:
        super().prepare()
        raise web.HTTPError(404)
