"""Previews of a small site, shared by the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.press import SMALL
from tests.serve.running import Running, running
from tests.sites import write_site


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(write_site(tmp_path_factory.mktemp("serve") / "site", SMALL)) as shown:
        yield shown


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Running]:
    """A preview of its own, for a test that leaves things behind."""
    with running(write_site(tmp_path / "site", SMALL)) as shown:
        yield shown
