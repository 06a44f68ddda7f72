"""The browser and the built sample site of the browser tests, here as well."""

from __future__ import annotations

from tests.browser.conftest import browser, folder, from_disk, from_server

__all__ = ["browser", "folder", "from_disk", "from_server"]
