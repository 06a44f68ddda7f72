"""What the preview answers on GET: pages of the site, the overlay, the list of problems, and the reload socket."""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable
from datetime import date
from typing import Any
from urllib.parse import quote

from livereload.handlers import LiveReloadHandler
from pydantic_core import PydanticCustomError
from tornado import web

from sitegen.problems import Severity
from sitegen.records.scalars import parse_day
from sitegen.serve import house
from sitegen.serve.bar import with_bar
from sitegen.serve.findings import findings
from sitegen.serve.guard import Guarded, is_own_origin, policy
from sitegen.serve.mends import is_mendable
from sitegen.serve.preview import Preview

_MOST_SOCKETS = 64
_LONGEST_MESSAGE = 4_000
_TYPES = {".js": "text/javascript", ".css": "text/css", ".webp": "image/webp", ".ics": "text/calendar", ".json": "application/json"}


class Handler(Guarded, web.RequestHandler):
    """What all our answers share."""

    @property
    def preview(self) -> Preview:
        found: Preview = self.application.settings["preview"]
        return found

    @property
    def is_lan(self) -> bool:
        return bool(self.application.settings["is_lan"])

    @property
    def lang(self) -> str:
        return self.preview.desk.lang

    def compute_etag(self) -> str | None:
        """Pages are made up on the way out; browsers are told not to keep them."""
        return None

    def show(self, template: str, status: int = 200, **values: Any) -> None:
        """Answer with one of our own pages."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", policy(self.request.host))
        token = "" if self.is_lan else self.application.settings["token"]
        stamp = self.preview.workshop.stamp
        self.finish(house.page(template, self.lang, stamp=stamp, token=token, is_lan=self.is_lan, **values))

    def day(self, text: str) -> date | None:
        """A day that was asked for; None for nothing. Raises web.HTTPError."""
        if not text.strip():
            return None
        try:
            return parse_day(text)
        except PydanticCustomError:
            raise web.HTTPError(400) from None


class Pages(Handler):
    """Addresses of the site: as it stands, as on a day below ``/-/day/D/``, as it last was without errors below ``/-/good/``."""

    async def get(self, place: str, path: str = "") -> None:
        is_good, day = place == "good", None
        if place.startswith("day/"):
            day = self.day(place[4:])
        if "\0" in path or len(path) > 1_000:
            raise web.HTTPError(404)
        if (asked := self.get_query_argument("as-of", None)) is not None:
            return self._go(path, self.day(asked))
        url = path + "index.html" if not path or path.endswith("/") else path
        if day is None and not is_good and (data := self.preview.theme_file(url)) is not None:
            return self._send(url, data)
        served = await self.preview.served(url, day, is_good=is_good)
        if served.is_fault:
            return await self._fault(url, day)
        if served.data is None:
            raise web.HTTPError(404)
        if not url.endswith(".html"):
            return self._send(url, served.data)
        text = with_bar(
            served.data.decode(), host=self.request.host, stamp=self.preview.workshop.stamp, day=served.day, is_asked=day is not None,
            source=served.source, is_lan=self.is_lan, lang=self.lang,
        )  # fmt: skip
        return self._send(url, text.encode())

    head = get

    def _go(self, path: str, day: date | None) -> None:
        """The same page on another day; links inside of it stay on that day, as they are relative."""
        showing = self.preview.workshop.showing
        is_today = day is None or (showing is not None and day == showing.read.today)
        target = quote(path.lstrip("/"))  # two slashes would name another host
        self.redirect(f"/{target}" if is_today else f"/-/day/{day}/{target}")

    async def _fault(self, url: str, day: date | None) -> None:
        showing = await self.preview.judged(day)
        shown = [p for p in showing.problems if p.severity is Severity.ERROR]
        can_fix = is_mendable if not self.is_lan else (lambda _: False)
        good = self.preview.workshop.good
        self.show(
            "overlay.html", findings=findings(shown, showing.known.lines_of, self.lang, can_fix), day="",
            good=f"/-/good/{quote(url)}" if good is not None else "", more=len(showing.problems) - len(shown), back=f"/{quote(url)}",
        )  # fmt: skip

    def _send(self, url: str, data: bytes) -> None:
        suffix = url[url.rfind(".") :]
        kind = _TYPES.get(suffix) or mimetypes.guess_type(url)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        if kind == "image/svg+xml" or not url.endswith(".html"):
            self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.finish(data)


class Problems(Handler):
    """All problems of a day, warnings and hints as well."""

    async def get(self) -> None:
        day = self.day(self.get_query_argument("day", ""))
        showing = await self.preview.judged(day)
        can_fix = is_mendable if not self.is_lan else (lambda _: False)
        self.show(
            "problems.html", findings=findings(showing.problems, showing.known.lines_of, self.lang, can_fix),
            day=showing.read.today.isoformat() if day else "", good="", more=0, back="/-/problems",
        )  # fmt: skip


class Count(Handler):
    """How many problems there are, once that is known."""

    async def get(self) -> None:
        errors, warnings = await self.preview.counts(self.day(self.get_query_argument("day", "")))
        self.finish({"errors": errors, "warnings": warnings})


class OwnFile(Handler):
    """Styles and scripts of our own pages."""

    def get(self, name: str) -> None:
        if name == "tokens.css":
            data, kind = house.tokens(self.preview.desk.themes), "text/css"
        else:
            data, kind = house.own_file(name), house.FILES[name]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(data)


class Phone(Handler):
    """The address of this preview as a QR code, where other machines may see it."""

    def get(self) -> None:
        if not self.is_lan:
            raise web.HTTPError(404)
        import segno

        address = self.application.settings["address"]
        code = segno.make(address, micro=False).svg_data_uri(scale=8, border=4)
        self.show("qr.html", address=address, code=code)


class Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """livereload's socket. The page says which reading it shows, so that a reload between page and socket is never lost."""

    def check_origin(self, origin: str) -> bool:
        return is_own_origin(origin, self.request.headers.get("Host", ""))

    def prepare(self) -> Awaitable[None] | None:
        super().prepare()
        if "Origin" not in self.request.headers or len(LiveReloadHandler.waiters) >= _MOST_SOCKETS:
            raise web.HTTPError(403)
        return None

    def open(self, *_: str) -> None:
        LiveReloadHandler.waiters.add(self)
        self.send_message({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"], "serverName": "sitegen"})
        if self.get_query_argument("stamp", "") != self.application.settings["preview"].workshop.stamp:
            self.send_message({"command": "reload", "path": "*"})

    def on_message(self, message: str | bytes) -> None:
        """Pages have nothing to say."""
        if len(message) > _LONGEST_MESSAGE:
            self.close()
