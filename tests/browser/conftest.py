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


_CHROMIUM = pytest.StashKey[Browser]()
_FOLDER = pytest.StashKey[Path]()


def _chromium(config: pytest.Config) -> Browser:
    path = find_browser()
    assert path, "no Chromium: run the tests with -m 'not browser', or install it"
    playwright = sync_playwright().start()
    config.add_cleanup(playwright.stop)
    chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    config.add_cleanup(chromium.close)
    return chromium


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Browser:
    """One a process, whichever folders of tests take this fixture in: Playwright starts only once in a thread."""
    if _CHROMIUM not in pytestconfig.stash:
        pytestconfig.stash[_CHROMIUM] = _chromium(pytestconfig)
    return pytestconfig.stash[_CHROMIUM]


@pytest.fixture(scope="session")
def folder(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site as built once, two folders deep, so that links that start from the root would fail."""
    if _FOLDER not in pytestconfig.stash:
        top = tmp_path_factory.mktemp("www")
        site = copy_sample(tmp_path_factory.mktemp("sample") / "site")
        built = publish(site, output=top / PREFIX)
        assert built.checked.is_sound, built.checked.problems
        pytestconfig.stash[_FOLDER] = top / PREFIX
    return pytestconfig.stash[_FOLDER]


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
