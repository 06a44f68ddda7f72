"""``python build.py`` on machines that lack something: one line says what, and how to get it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files of a fresh clone that the launcher needs."""
    for name in ("build.py", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def launch(clone: Path, *arguments: str, lang: str = "zh_CN.UTF-8", **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SITEGEN", "LC_", "LANG", "PIP_", "PYTHON"))}
    env |= {"LANG": lang, "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [sys.executable, "build.py", *arguments], cwd=clone, capture_output=True, text=True, encoding="utf-8", env=env, check=False
    )


def test_set_up_can_be_forbidden_and_then_says_what_is_missing(clone: Path) -> None:
    result = launch(clone, SITEGEN_NO_SETUP="1")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "SITEGEN_NO_SETUP" in result.stderr
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_is_told_which_package_to_install(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking/ensurepip.py").write_text("raise ImportError('stripped by the distribution')")
    result = launch(clone, PYTHONPATH=str(tmp_path / "lacking"))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "sudo apt install python3-venv" in result.stderr


@pytest.mark.slow
def test_without_a_network_it_says_so_and_leaves_nothing_half_made(clone: Path) -> None:
    result = launch(clone, lang="en_US.UTF-8", PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull)
    assert result.returncode == 2
    assert "network" in result.stderr
    assert "Traceback" not in result.stderr
    again = launch(clone, SITEGEN_NO_SETUP="1")
    assert again.returncode == 2


def test_the_launcher_can_be_read_by_old_pythons() -> None:
    # so that they can say that they are too old
    ast.parse((ROOT / "build.py").read_text("utf-8"), feature_version=(3, 5))


def test_the_locks_name_a_hash_for_every_package() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text("utf-8")
        packages = [line for line in text.split("\n") if "==" in line and not line.startswith(" ")]
        assert len(packages) > 15
        assert all(line.rstrip().endswith("\\") for line in packages)
        assert text.count("--hash=sha256:") >= len(packages)
