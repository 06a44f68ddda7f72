"""The site of all states, built once."""

from __future__ import annotations

import pytest

from tests.sharing.world import built


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("sharing"))
