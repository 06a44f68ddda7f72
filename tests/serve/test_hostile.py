"""Requests that nobody's browser should send: each is refused with a 4xx, nothing is said of the machine, nothing is written."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.press import SMALL, tree
from tests.serve.running import Running, running
from tests.sites import write_site

pytestmark = pytest.mark.slow
LI = "content/models/li-si.md"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    site = write_site(tmp_path_factory.mktemp("hostile") / "site", SMALL)
    (site.parent / "secret.md").write_text("root: secret", "utf-8")
    with running(site) as shown:
        yield shown


def raw(shown: Running, data: bytes) -> bytes:
    """Bytes as they come, and the first line of the answer."""
    with socket.create_connection(("127.0.0.1", shown.port), timeout=5) as line:
        try:
            line.sendall(data)
            return line.recv(65536)
        except OSError:
            return b""


PATHS = [
    "/../memory.sqlite", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/models/%00.html", "/%00",
    "//etc/passwd", "/models/..%5c..%5csite.yaml", "/site.yaml", "/content/models/li-si.md", "/.sitegen/serve.sqlite", "/%ff%fe",
    "/\\..\\site.yaml", "/no.html", "/-/", "/-/nothing", "/-/house.css/..", "/-/form.html", "/-/../site.yaml",
    "/-/edit/site.yaml", "/-/edit/content/../site.yaml", "/-/edit/content/models/../../site.yaml.md", "/-/edit//etc/passwd.md",
    "/-/edit/content/models/none.md", "/-/edit/content/%2e%2e/secret.md", "/-/edit/content/models/%00.md", "/-/day/2026-13-45/",
    "/-/day/0000-00-00/", "/-/day/x/", "/-/good/../site.yaml", "/-/good/%00", "/?as-of=yesterday", "/?as-of=%ff",
    "/?as-of=2026-02-30", "/-/problems?day=%27", "/-/count?day=x", "/livereload", "/forcereload", "/favicon.ico",
    "/" + "a" * 2000 + ".html",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_a_strange_address_is_refused(hostile: Running, path: str) -> None:
    answer = hostile.ask("GET", path)
    assert 400 <= answer.status < 500, answer
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


def requests(shown: Running) -> dict[str, bytes]:
    own = f"Host: {shown.host}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    token = shown.form(LI)["token"]
    fields = shown.form(LI)

    def post(path: str, body: str | bytes, headers: str = form) -> bytes:
        data = body if isinstance(body, bytes) else body.encode()
        return f"POST {path} HTTP/1.1\r\n{own}{headers}Content-Length: {len(data)}\r\nConnection: close\r\n\r\n".encode() + data

    edit = f"/-/edit/{LI}"
    return {
        "other host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "other host with our port": f"GET / HTTP/1.1\r\nHost: evil.example:{shown.port}\r\n\r\n".encode(),
        "no host": b"GET / HTTP/1.1\r\n\r\n",
        "host with a user": f"GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.example:{shown.port}\r\n\r\n".encode(),
        "other origin": f"GET / HTTP/1.1\r\n{own}Origin: http://evil.example\r\n\r\n".encode(),
        "null origin": f"GET / HTTP/1.1\r\n{own}Origin: null\r\n\r\n".encode(),
        "other scheme": f"GET / HTTP/1.1\r\n{own}Origin: https://{shown.host}\r\n\r\n".encode(),
        "other port": f"GET / HTTP/1.1\r\n{own}Origin: http://127.0.0.1:1\r\n\r\n".encode(),
        "embedded elsewhere": f"GET / HTTP/1.1\r\n{own}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n\r\n".encode(),
        "socket from elsewhere": (
            f"GET /livereload HTTP/1.1\r\n{own}Origin: http://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode(),
        "socket without origin": (
            f"GET /livereload HTTP/1.1\r\n{own}Upgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode(),
        "no token": post(edit, urlencode({**fields, "token": "", "summary": "坏", "do": "save"})),
        "wrong token": post(edit, urlencode({**fields, "token": "x" * len(token), "summary": "坏", "do": "save"})),
        "token of many signs": post(edit, urlencode({**fields, "token": "坏" * 9, "do": "save"})),
        "token from elsewhere": post(edit, urlencode({**fields, "summary": "坏", "do": "save"}), form + "Origin: http://evil.example\r\n"),
        "wrong hash": post(edit, urlencode({**fields, "sha": "0" * 64, "summary": "坏", "do": "save"})),
        "unfit text": post(edit, urlencode({**fields, "summary": "坏\0", "do": "save"})),
        "hidden text": post(edit, urlencode({**fields, "name": "李\u202e四", "do": "save"})),
        "not utf-8": post(edit, f"token={token}&summary=%ff".encode()),
        "json": post(edit, '{"token": "x"}', "Content-Type: application/json\r\n"),
        "broken multipart": post(edit, "--x\r\n", "Content-Type: multipart/form-data; boundary=x\r\n"),
        "too large": post(edit, b"a=" + b"b" * 4_000_000),
        "said to be too large": f"POST {edit} HTTP/1.1\r\n{own}{form}Content-Length: 99999999999\r\n\r\n".encode(),
        "negative length": f"POST {edit} HTTP/1.1\r\n{own}{form}Content-Length: -1\r\n\r\n".encode(),
        "large headers": f"GET / HTTP/1.1\r\n{own}X-A: {'a' * 70_000}\r\n\r\n".encode(),
        "record of another folder": post("/-/edit/content/../site.yaml.md", urlencode({"token": token, "text": "x"})),
        "fix without a problem": post("/-/fix", urlencode({"token": token, "path": "../../etc/passwd", "code": "F022"})),
        "fix without a token": post("/-/fix", urlencode({"path": LI, "code": "F022"})),
        "markdown without a token": post("/-/markdown", urlencode({"body": "x"})),
        "put": f"PUT {edit} HTTP/1.1\r\n{own}Content-Length: 0\r\n\r\n".encode(),
        "delete": f"DELETE {edit} HTTP/1.1\r\n{own}\r\n".encode(),
        "post on a page": post("/", "a=b"),
        "unknown method": f"BREW / HTTP/1.1\r\n{own}\r\n".encode(),
        "no http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "old http": b"GET /\r\n\r\n",
    }


def test_a_strange_request_is_refused_and_nothing_is_written(hostile: Running) -> None:
    before = tree(hostile.site / "content")
    asked = requests(hostile)
    for name, data in asked.items():
        answer = raw(hostile, data)
        status = answer.split(b" ", 2)[1] if answer.startswith(b"HTTP/") else b"400"  # no answer but a closed line will do
        assert status[:1] == b"4", (name, answer[:200])
        assert b"Traceback" not in answer, name
    assert len(asked) + len(PATHS) >= 40
    assert tree(hostile.site / "content") == before
    assert hostile.get("/").status == 200
    assert "Traceback" not in (hostile.site / "serve.log").read_text("utf-8")


def test_a_redirect_never_leaves_this_server(hostile: Running) -> None:
    for path in ("//evil.example/?as-of=2026-11-20", "///evil.example?as-of=", "/\\evil.example?as-of=", "/%2f/evil.example?as-of="):
        place = hostile.ask("GET", path).headers["location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\")), place
    token = hostile.form(LI)["token"]
    answer = hostile.post("/-/fix", {"token": token, "path": LI, "code": "F022", "back": "//evil.example/"})
    assert answer.status == 404


def test_a_link_out_of_content_is_neither_shown_nor_written(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    (tmp_path / "secret.md").write_text("---\n姓名: 秘密\n摘要: 秘密。\n---\n", "utf-8")
    (site / "content/models/out.md").symlink_to(tmp_path / "secret.md")
    with running(site) as shown:
        assert shown.get("/-/edit/content/models/out.md").status == 404
        assert "秘密" not in shown.get("/models/out.html").text
