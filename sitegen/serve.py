"""Preview with live reload: livereload's server around the pipeline, one build a batch of saves.

Bound to this machine only; requests under another host name or from another page's origin are refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.server import Server
from livereload.watcher import Watcher
from markupsafe import escape
from tornado import httputil, web

from sitegen import report
from sitegen.lock import Held, only_one
from sitegen.pipeline import Built, build
from sitegen.planning import STATE_FOLDER
from sitegen.problems import Say
from sitegen.writer import NotOurs

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

HOST = "127.0.0.1"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_QUIET_MS, _LONGEST_MS = 60, 400  # a batch ends after so long without a save, or in any case after so long
_WATCHED = ("content", "themes", "site.yaml")


@dataclass
class Workshop:
    """The builds of one preview: the last result, and the page to show while there are errors."""

    desk: Desk
    builds: int = 0
    fault: str = ""
    built: Built | None = field(default=None, repr=False)

    @property
    def root(self) -> Path:
        return self.desk.site / STATE_FOLDER / "preview"

    def build(self) -> None:
        """Bring the preview up to date; never raises for what the sources hold."""
        desk, started = self.desk, time.perf_counter()
        self.builds += 1
        try:
            with only_one(desk.site / STATE_FOLDER / "lock", "serve"), desk.memory() as memory:
                built = build(desk.job(memory, self.root, is_preview=True))
        except (Held, NotOurs, OSError) as error:
            self.fault = _page(desk.lang, str(error))
            desk.complain(f"预览没有更新：{error}", f"The preview was not updated: {error}")
            return
        self.built = built
        desk.tell_problems(built.checked)
        if built.checked.is_sound:
            self.fault = ""
            desk.say(
                f"已更新 {built.rendered} 页，{time.perf_counter() - started:.2f} 秒",
                f"{built.rendered} pages updated in {time.perf_counter() - started:.2f} s",
            )
        else:
            text = report.render(built.checked.problems, built.checked.lines_of, lang=desk.lang)
            self.fault = _page(desk.lang, text)


def _page(lang: str, text: str) -> str:
    title = Say("有错误，改好保存后这里会自动更新", "There are errors; mend and save, and this page will update itself").get(lang)
    return (
        f'<!doctype html><html lang="{"en" if lang == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1><pre>{escape(text)}</pre></body></html>"
    )


class _Batches(Watcher):  # type: ignore[misc]
    """livereload's watcher over watchfiles: one build a batch, and a reload after each, also after an error."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__()
        self.workshop = workshop

    def start(self, callback: Callable[[], None]) -> bool:
        asyncio.get_event_loop().create_task(self._watch())
        return True

    async def _watch(self) -> None:
        from watchfiles import awatch

        site = self.workshop.desk.site
        paths = [site / name for name in _WATCHED if (site / name).exists()]
        async for changes in awatch(*paths, step=_QUIET_MS, debounce=_LONGEST_MS):
            self.filepath = sorted(path for _, path in changes)[0]
            await asyncio.get_event_loop().run_in_executor(None, self.workshop.build)
            LiveReloadHandler.reload_waiters("index.html")


class _Guarded:
    """Refuses requests that a page of another site may have sent."""

    request: httputil.HTTPServerRequest

    def prepare(self) -> Awaitable[None] | None:
        host = self.request.headers.get("Host", "").rpartition(":")[0] or self.request.headers.get("Host", "")
        origin = self.request.headers.get("Origin")
        if host not in _NAMES or (origin is not None and not _is_own(origin, self.request.headers.get("Host", ""))):
            raise web.HTTPError(403)
        return None


def _is_own(origin: str, host: str) -> bool:
    with contextlib.suppress(ValueError):
        return urlsplit(origin).netloc == host
    return False


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    def check_origin(self, origin: str) -> bool:
        return _is_own(origin, self.request.headers.get("Host", ""))


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    pass


class _Files(_Guarded, web.StaticFileHandler):
    """The preview's files; every page gets the reload script, and gives way to the fault while there is one."""

    def initialize(self, path: str, workshop: Workshop) -> None:  # type: ignore[override]
        super().initialize(path, "index.html")
        self.workshop = workshop

    async def get(self, path: str, include_body: bool = True) -> None:
        if "\0" in path:
            raise web.HTTPError(404)
        is_page = path.endswith((".html", "/")) or not path
        if not is_page:
            return await super().get(path, include_body)
        text = self.workshop.fault or self._page(path)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(with_reload(text) if include_body else None)
        return None

    def compute_etag(self) -> str | None:
        """Pages are made up on the way out; browsers are told not to keep them."""
        return None

    def _page(self, path: str) -> str:
        self.path = self.parse_url_path(path)
        found = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if found is None:
            raise web.HTTPError(404)
        return Path(found).read_text("utf-8")


def with_reload(page: str) -> str:
    """A page with the reload script, and a content policy that lets the script reach its socket."""
    if "connect-src" in page:
        page = page.replace("connect-src 'self'", "connect-src 'self' ws:", 1)
    else:
        page = page.replace("default-src 'none'", "default-src 'none'; connect-src 'self' ws:", 1)
    return page.replace("</head>", '<script src="/livereload.js"></script></head>', 1)


def make_app(workshop: Workshop) -> web.Application:
    """The web application of a preview."""
    LiveReloadHandler.live_css = False
    return web.Application(
        [
            (r"/livereload", _Socket),
            (r"/livereload.js", _Script),
            (r"/(.*)", _Files, {"path": str(workshop.root), "workshop": workshop}),
        ]
    )


class _Preview(Server):  # type: ignore[misc]
    """livereload's server with our own handlers."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__(watcher=_Batches(workshop))
        self.workshop = workshop

    def application(self, port: int, host: str, *_: Any, **__: Any) -> None:
        LiveReloadHandler.watcher = self.watcher
        make_app(self.workshop).listen(port, address=host)

    def _setup_logging(self) -> None:
        """Say nothing but what we say ourselves."""


def serve_site(desk: Desk, port: int) -> int:
    """Build the preview and serve it until Ctrl-C. Exit code 2 if the port is taken."""
    if not _is_free(port):
        desk.complain(f"端口 {port} 已被占用，换一个：--port {port + 1}", f"Port {port} is taken; choose another: --port {port + 1}")
        return 2
    workshop = Workshop(desk)
    workshop.build()
    desk.say(
        f"预览：http://{HOST}:{port}/  改了文件自动更新，按 Ctrl-C 结束",
        f"Preview: http://{HOST}:{port}/  it follows your saves; Ctrl-C to stop",
    )
    _Preview(workshop).serve(port=port, host=HOST, root=str(workshop.root))
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
