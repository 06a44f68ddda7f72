"""The same on a real server: nginx with its own configuration, as offices run it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.attacks.test_lawful import proof
from tests.attacks.world import day_of, put
from tests.probe.deployed import PAGE, Deployed, block
from tests.sites import write_site

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NGINX, reason="needs nginx"),
]
CONFIG = """
daemon off;
pid {top}/nginx.pid;
error_log {top}/error.log;
events {{}}
http {{
    access_log off;
    types {{ text/html html; text/plain txt; application/json json; }}
    client_body_temp_path {top}/body; proxy_temp_path {top}/proxy; fastcgi_temp_path {top}/fcgi;
    uwsgi_temp_path {top}/uwsgi; scgi_temp_path {top}/scgi;
    gzip on;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        location /gone/ {{ return 302 http://localhost:9/; }}
        location ~ /\\. {{ deny all; }}
    }}
}}
"""


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def nginx(made: Deployed) -> Iterator[None]:
    """A server of our own, as the user who runs the tests; it is stopped by its own process id."""
    assert NGINX, "no nginx: install it, or leave SITEGEN_REQUIRE_BROWSER unset"
    top, root, port = made.www.with_name("nginx"), made.www, urlsplit(made.address).port or 0
    top.mkdir(exist_ok=True)
    # a master that runs as root hands its work to nobody, who may not enter the folders of a test
    user = "user root;\n" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    (top / "nginx.conf").write_text(user + CONFIG.format(top=top, root=root, port=port))
    command = [NGINX, "-p", str(top), "-c", str(top / "nginx.conf"), "-e", str(top / "error.log")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(server, port, top)
        yield
    finally:
        server.terminate()
        server.wait(10)


def _wait(server: subprocess.Popen[bytes], port: int, top: Path) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        assert server.poll() is None, (top / "error.log").read_text()
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    pytest.fail("nginx did not begin to listen")


@pytest.fixture
def there(tmp_path: Path) -> Deployed:
    """A site with the address of a server that does not run yet."""
    port = _free_port()
    made = Deployed(write_site(tmp_path / "site", block(f"http://127.0.0.1:{port}/")), tmp_path / "www", f"http://127.0.0.1:{port}/")
    made.www.mkdir()
    return made


def test_a_week_behind_nginx(there: Deployed) -> None:
    """Uploaded every day but one, down for a day, altered for a day: the ledger says which, and the period stands."""
    seen = {}
    for day in (16, 17, 18, 19, 20):
        there.publish(day)
        if day != 17:
            there.upload()
        if day == 18:
            seen[day] = there.state(day)
            continue  # the server is down
        if day == 19:
            (there.www / PAGE).write_text((there.www / PAGE).read_text("utf-8").replace("张三", "李三"), "utf-8")
        with nginx(there):
            seen[day] = there.state(day)
    there.publish(21)
    assert seen == {16: "same", 17: "stale", 18: "unreachable", 19: "altered", 20: "same"}
    found = proof(there.site, 21).sightings
    assert (found.days, found.missed) == ((day_of(16), day_of(20)), (day_of(17), day_of(18), day_of(19)))


def test_a_server_that_sends_elsewhere_is_not_followed(there: Deployed) -> None:
    put("site.yaml", there.address, f"{there.address}gone/")(there.site)
    there.publish(16)
    with nginx(there):
        found = there.probe(16)
    assert found.code == 2
    assert "没有跟去" in (found.looked.files[0].why or ("", ""))[0]
