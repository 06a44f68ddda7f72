"""A preview in a process of its own, asked as browsers ask, and forms filled in as browsers fill them in."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from tests.conftest import ROOT

DAY = "2026-11-18"


class Answer(NamedTuple):
    status: int
    text: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Running:
    """A preview that answers."""

    site: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return Answer(answer.status, text, {k.lower(): v for k, v in answer.getheaders()})

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", quote(path, safe="/?=&%.-_~:"), None, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}", **headers}
        return self.ask("POST", quote(path), urlencode(fields).encode(), **headers)

    def form(self, path: str) -> dict[str, str]:
        answer = self.get(f"/-/edit/{path}")
        assert answer.status == 200, answer
        return filled(answer.text)

    def save(self, name: str, old: str, new: str) -> None:
        file = self.site / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


PROGRAM = (sys.executable, "-m", "sitegen")


def started(site: Path, port: int, *options: str, program: tuple[str, ...] = PROGRAM) -> subprocess.Popen[bytes]:
    command = [*program, "serve", "--site", str(site), "--date", DAY, "--port", str(port), *options]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SITEGEN_LANG": "zh"},
        stdout=subprocess.DEVNULL,
        stderr=(site / "serve.log").open("ab"),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@contextmanager
def running(site: Path, *options: str, patience: float = 60, program: tuple[str, ...] = PROGRAM) -> Iterator[Running]:
    """A preview of ``site`` until the block ends; it has to answer within ``patience`` seconds."""
    port = free_port()
    process = started(site, port, *options, program=program)
    shown = Running(site, port, process)

    def answers() -> bool:
        assert process.poll() is None, (site / "serve.log").read_text()
        try:
            return shown.get("/").status == 200
        except OSError:
            return False

    try:
        assert eventually(answers, patience)
        yield shown
    finally:
        process.kill()
        process.wait(10)


class _Form(HTMLParser):
    """The fields of the edit form with the values that a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._text: str | None = None
        self._select: str | None = None
        self._content: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == "edit"
        if not self._inside:
            return
        if tag == "input" and given.get("type") != "checkbox":
            self.fields[given["name"]] = re.sub(r"[\r\n]", "", given.get("value", ""))
        elif tag == "textarea" and "name" in given:
            self._text, self._content = given["name"], []
        elif tag == "select":
            self._select = given["name"]
            self.fields[self._select] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = given["value"]

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._content.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            text = "".join(self._content).replace("\r\n", "\n").replace("\r", "\n")
            self.fields[self._text] = text.removeprefix("\n").replace("\n", "\r\n")
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False


def filled(page: str) -> dict[str, str]:
    """What a browser sends of the edit form on a page if nothing is touched."""
    parser = _Form()
    parser.feed(page)
    return parser.fields
