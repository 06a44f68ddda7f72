"""Every page of the sample site before the Nu HTML Checker: no error, no warning.

It needs Java and the checker itself, whose place SITEGEN_VNU names; ``.ci/run`` installs both. By hand:
``npm ci --prefix tests/citizens --ignore-scripts``, which puts it where this test looks. Without it, the test is left out,
unless SITEGEN_REQUIRE_BROWSER=1.

The pages are checked over HTTP: of a file the checker thinks that no style sheet beside it is ``'self'``. One of its
warnings is a mistake of its own and is passed over: data in a ``script`` element (JSON-LD) is never run, so a policy on
scripts does not touch it. That nothing else stands in such elements is held here instead.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.citizens.pages import every_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_HERE = Path(__file__).parent
_DATA_ONLY = ".*Inline script violates Content Security Policy.*"
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>")


def checker() -> Path | None:
    """Where the checker lies, if it can run."""
    jar = Path(os.environ.get("SITEGEN_VNU") or _HERE / "node_modules/vnu-jar/build/dist/vnu.jar")
    return jar if jar.is_file() and shutil.which("java") else None


def messages(*addresses: str) -> list[str]:
    """What the checker says of pages; no message of any kind is left out but the one above."""
    jar = checker()
    if jar is None:
        pytest.skip("no vnu.jar or no Java: see the head of this file")
    # --no-langdetect: it takes commands and codes on a Chinese page for English
    options = ["--stdout", "--format", "json", "--no-langdetect", "--filterpattern", _DATA_ONLY]
    local = "-Dnu.validator.servlet.allow-forbidden-hosts=true"  # 127.0.0.1 is one of them
    done = subprocess.run(["java", "-Xss4m", local, "-jar", str(jar), *options, *addresses], capture_output=True, text=True, check=False)
    return [f"{one.get('url', '')}:{one.get('lastLine')}: {one['message']}" for one in json.loads(done.stdout)["messages"]]


def test_the_checker_finds_nothing_on_any_page(folder: Path, from_server: str) -> None:
    assert messages(*[f"{from_server}/{quote(name)}" for name in every_page(folder)]) == []


def test_the_checker_finds_what_is_wrong(folder: Path, from_server: str) -> None:
    page = folder / "broken.html"
    page.write_text("<!doctype html><html lang=zh><title>错</title><p><div>套错</div></p><img src=x.png></html>", "utf-8")
    try:
        found = " ".join(messages(f"{from_server}/broken.html"))
    finally:
        page.unlink()
    assert "No “p” element in scope" in found
    assert "alt" in found


def test_inline_scripts_hold_nothing_but_data(folder: Path) -> None:
    found = {kind.strip() for name in every_page(folder) for kind in _INLINE.findall((folder / name).read_text("utf-8"))}
    assert found == {'type="application/ld+json"'}
