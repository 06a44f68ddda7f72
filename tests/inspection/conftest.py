"""What is planted in templates here would be refused before it is rendered; the inspection trusts nobody to have done so."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def unlinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the lint of templates out."""
    monkeypatch.setattr("sitegen.templates.faults", lambda *_: ())
