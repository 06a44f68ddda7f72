"""A small site that keeps evidence, published day by day, and its ``verify``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.press import SMALL, publish
from tests.sites import write_site

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 20)
SINCE = "\n启用存证: 2026-11-16\n接受声明: 存证启用前的公示已张贴\n"
NAME = "notices/zhang-san-1-1"


def publish_daily(
    folder: Path, first: date = FIRST, last: date = date(2026, 11, 21),
    edits: Mapping[date, Callable[[Path], None]] | None = None,
) -> Path:  # fmt: skip
    """A site published every day from ``first`` to ``last``; an edit is made before the publish of its day."""
    site = write_site(folder, SMALL)
    settings = site / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + SINCE, "utf-8")
    day = first
    while day <= last:
        if edits and day in edits:
            edits[day](site)
        built = publish(site, day)
        assert built.checked.is_sound, [(p.code, p.message.en) for p in built.checked.problems]
        day += timedelta(days=1)
    return site


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit of one source file."""

    def edit(site: Path) -> None:
        file = site / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def verify(where: Path | str, *arguments: str, day: str = "2026-11-23", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``sitegen verify`` away from the sources."""
    command = [sys.executable, "-m", "sitegen", "verify", str(where), "--date", day, "--lang", "zh", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=cwd or ROOT, check=False)


def verified(where: Path | str, *arguments: str, day: str = "2026-11-23") -> tuple[int, Any]:
    """The exit code and the JSON."""
    result = verify(where, "--json", *arguments, day=day)
    return result.returncode, json.loads(result.stdout)


def records(output: Path) -> dict[str, Any]:
    """The published records by name."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in (output / "ledger").glob("*.json")}


def head(output: Path) -> str:
    return (output / "ledger/heads.txt").read_text("utf-8").strip()
