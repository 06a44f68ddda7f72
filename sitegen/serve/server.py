"""livereload's server with our own addresses: bound to this machine, or on request to the local network for reading only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
from typing import TYPE_CHECKING, Any

from livereload.handlers import LiveReloadHandler
from livereload.server import Server
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from sitegen.serve.batches import Batches
from sitegen.serve.editing import Edit, Fix, Markdown
from sitegen.serve.guard import HOST, LARGEST_HEADERS, LARGEST_REQUEST, Refused
from sitegen.serve.handlers import Count, OwnFile, Pages, Phone, Problems, Socket
from sitegen.serve.preview import Preview

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_EVERYWHERE = "0.0.0.0"  # noqa: S104 - only on request, for reading
_MOST_PORTS = 100  # looked at for a free one


def make_app(preview: Preview, *, token: str, is_lan: bool = False, address: str = "") -> web.Application:
    """The web application of a preview. ``token`` is what a form of this run knows."""
    return web.Application(
        [
            (r"/livereload", Socket),
            (r"/-/(house\.css|bar\.css|bar\.js|form\.js|tokens\.css)", OwnFile),
            (r"/-/problems", Problems),
            (r"/-/count", Count),
            (r"/-/qr", Phone),
            (r"/-/edit/(content/.+\.md)", Edit),
            (r"/-/fix", Fix),
            (r"/-/markdown", Markdown),
            (r"/-/(good|day/\d{4}-\d{2}-\d{2})/(.*)", Pages),
            (r"/(?!-/)()(.*)", Pages),
        ],
        default_handler_class=Refused,
        log_function=lambda _: None,
        preview=preview,
        token=token,
        is_lan=is_lan,
        address=address,
        websocket_max_message_size=LARGEST_HEADERS,
    )


class _Server(Server):  # type: ignore[misc]
    """livereload's server with our application and no words of its own."""

    def __init__(self, preview: Preview, app: web.Application) -> None:
        super().__init__(watcher=Batches(preview.workshop, preview.follow))
        self.preview, self.own_app = preview, app

    def application(self, port: int, host: str, *_: Any, **__: Any) -> None:
        LiveReloadHandler.watcher = self.watcher
        server = HTTPServer(self.own_app, max_header_size=LARGEST_HEADERS, max_body_size=LARGEST_REQUEST, max_buffer_size=LARGEST_REQUEST)
        server.listen(port, address=host)
        asyncio.get_event_loop().set_exception_handler(self._broke)
        IOLoop.current().add_callback(self.preview.begin)

    def _broke(self, _: asyncio.AbstractEventLoop, said: dict[str, Any]) -> None:
        """What no request is told of: a task of the loop that nobody waits for."""
        if isinstance(error := said.get("exception"), Exception):
            self.preview.fault(error)

    def _setup_logging(self) -> None:
        for name in ("tornado", "livereload", "watchfiles"):
            logger = logging.getLogger(name)
            logger.addHandler(logging.NullHandler())
            logger.propagate = False


def serve_site(desk: Desk, port: int, *, is_lan: bool = False) -> int:
    """Serve the preview until Ctrl-C. Exit code 2 if the port is taken."""
    host = _EVERYWHERE if is_lan else HOST
    if not _is_free(host, port):
        other = next((p for p in range(port + 1, min(port + _MOST_PORTS, 65536)) if _is_free(host, p)), 0)
        hint = f" --port {other}" if other else ""
        desk.complain(f"端口 {port} 已被占用，换一个：{hint.strip()}", f"Port {port} is taken; choose another:{hint}")
        return 2
    address = f"http://{_own_address() if is_lan else HOST}:{port}/"
    preview = Preview(desk)
    server = _Server(preview, make_app(preview, token=secrets.token_urlsafe(24), is_lan=is_lan, address=address))
    with contextlib.suppress(KeyboardInterrupt):
        preview.announce(address, is_lan=is_lan)
        server.serve(port=port, host=host)
    IOLoop.current().run_sync(server.watcher.stop)
    desk.say("已停止", "Stopped")
    return 0


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _own_address() -> str:
    """The address of this machine on its network, as its routes have it; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return HOST
        return str(probe.getsockname()[0])
