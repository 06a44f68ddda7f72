"""Whole pages of a tiny site, held against what was looked at and found right.

After a change that is meant: ``SITEGEN_UPDATE_GOLDEN=1 python build.py test tests/test_golden.py``, then read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.press import SMALL, publish
from tests.sites import write_site

GOLDEN = Path(__file__).parent / "golden"
PAGES = (
    "index.html", "models/zhang-san.html", "models/li-si.html", "units/cun.html", "notices/index.html",
    "notices/zhang-san-1-1.html", "notices/pi.html", "promises/index.html", "bulletins/wen.html", "region/index.html", "feed.xml",
)  # fmt: skip
_HASH = re.compile(r"\.[0-9a-f]{10}\.(css|js|svg)")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as built."""
    site = write_site(tmp_path_factory.mktemp("golden") / "site", SMALL)
    assert publish(site).checked.is_sound
    return site / "output"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_as_it_was_found_right(page: str, output: Path) -> None:
    made = _HASH.sub(r".\1", (output / page).read_text("utf-8"))
    kept = GOLDEN / page.replace("/", "_")
    if os.environ.get("SITEGEN_UPDATE_GOLDEN") == "1":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, "utf-8")
    assert made == kept.read_text("utf-8")
