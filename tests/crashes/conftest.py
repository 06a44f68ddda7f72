"""The small site of these tests, made once for each module."""

from __future__ import annotations

import pytest

from tests.crashes.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A site as it stood yesterday, with one edit to publish."""
    return World(tmp_path_factory.mktemp("world"))
