"""The preview server: it follows saves, shows faults, and answers nobody but this machine's own pages."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from sitegen.serve import with_reload
from tests.conftest import ROOT
from tests.press import SMALL
from tests.sites import write_site

pytestmark = pytest.mark.slow


class Preview(NamedTuple):
    site: Path
    port: int

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    site, port = write_site(tmp_path / "site", SMALL), free_port()
    command = [sys.executable, "-m", "sitegen", "serve", "--site", str(site), "--date", "2026-11-18", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shown = Preview(site, port)

    def answers() -> bool:
        try:
            return shown.get("/")[0] == 200
        except OSError:
            return False

    assert eventually(answers)
    yield shown
    process.terminate()
    process.wait(10)


def save(preview: Preview, name: str, old: str, new: str) -> None:
    file = preview.site / name
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_a_save_is_shown_and_a_mistake_too(preview: Preview) -> None:
    assert "李四的故事" in preview.get("/models/li-si.html")[1]
    save(preview, "content/models/li-si.md", "李四的故事。", "李四的新故事。")
    assert eventually(lambda: "李四的新故事" in preview.get("/models/li-si.html")[1])
    save(preview, "content/models/li-si.md", "姓名: 李四", "姓名：李四")
    assert eventually(lambda: "中文冒号" in preview.get("/models/li-si.html")[1])
    save(preview, "content/models/li-si.md", "姓名：李四", "姓名: 李四")
    assert eventually(lambda: "李四的新故事" in preview.get("/models/li-si.html")[1])


def test_pages_carry_the_reload_script_and_are_not_to_be_indexed(preview: Preview) -> None:
    page = preview.get("/")[1]
    assert '<script src="/livereload.js"></script></head>' in page
    assert 'content="noindex' in page
    assert preview.get("/livereload.js")[0] == 200


def test_nothing_outside_the_preview_is_served(preview: Preview) -> None:
    for path in ("/../memory.sqlite", "/%2e%2e/memory.sqlite", "/..%2fmemory.sqlite", "//etc/passwd", "/models/%00.html", "/no.html"):
        status, text = preview.get(path)
        assert 400 <= status < 500, path
        assert "root:" not in text


def test_requests_of_other_pages_and_names_are_refused(preview: Preview) -> None:
    own = f"127.0.0.1:{preview.port}"
    assert preview.get("/", Host="evil.example")[0] == 403
    assert preview.get("/", Host=f"evil.example:{preview.port}")[0] == 403
    assert preview.get("/", Host=own, Origin="http://evil.example")[0] == 403
    assert preview.get("/livereload", Host=own, Origin="http://evil.example")[0] == 403
    assert preview.get("/", Host=own, Origin=f"http://{own}")[0] == 200


def test_the_reload_script_may_reach_its_socket_under_the_content_policy() -> None:
    page = with_reload("<head><meta content=\"default-src 'none'; script-src 'self'\"></head>")
    assert "connect-src 'self' ws:" in page
