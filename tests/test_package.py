"""The installed package: a ``sitegen`` command that works on any folder, with the default theme inside."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.press import SMALL
from tests.sites import write_site

pytestmark = pytest.mark.slow


def test_the_installed_command_publishes_a_folder_of_its_own(tmp_path: Path) -> None:
    # the environment of the tests lends its libraries; only the package itself is installed anew
    venv.create(tmp_path / "venv", with_pip=False)
    place = tmp_path / "venv" / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(place), str(ROOT)]
    subprocess.run(pip, check=True)
    site = write_site(tmp_path / "site", SMALL)
    environment = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, "-m", "sitegen", "--site", str(site), "--date", "2026-11-18", "--quiet"]
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (site / "output/index.html").is_file()
    assert (place / "sitegen/themes/default/templates/base.html").is_file()
    assert (place / "bin/sitegen").exists() or os.name == "nt"
