"""A Chromium, and the sample site as published: from disk, and over HTTP under a prefix."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.press import copy_sample, publish
from tests.run import find_browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PREFIX = "some/where"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    assert path, "no Chromium: run the tests with -m 'not browser', or install it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site as built, two folders deep, so that links that start from the root would fail."""
    top = tmp_path_factory.mktemp("www")
    site = copy_sample(tmp_path_factory.mktemp("sample") / "site")
    built = publish(site, output=top / PREFIX)
    assert built.checked.is_sound, built.checked.problems
    return top / PREFIX


@pytest.fixture(scope="session")
def from_disk(folder: Path) -> str:
    """The address of the site as a folder."""
    return folder.as_uri()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def from_server(folder: Path) -> Iterator[str]:
    """The address of the site on a server, under a prefix."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder.parents[1])))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{PREFIX}"
    server.shutdown()
