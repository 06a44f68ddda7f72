"""Fixtures of all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def themes() -> tuple[Path, ...]:
    """Where the themes of the project stand."""
    return (ROOT / "themes",)
