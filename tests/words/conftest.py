"""The small site in the languages of the theme, and a Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import browser
from tests.press import publish
from tests.sites import write_site
from tests.words.sites import site_in

__all__ = ["browser"]


def published(folder: Path, language: str, files: dict[str, str] | None = None) -> Path:
    """The output of the small site in a language; ``files`` are added to the site."""
    site = write_site(folder / "site", site_in(language))
    for name, text in (files or {}).items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    built = publish(site)
    assert built.checked.is_sound, [p for p in built.checked.problems if p.severity.value == "error"]
    return site / "output"


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("english"), "en")


@pytest.fixture(scope="session")
def traditional(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("traditional"), "zh-Hant")
