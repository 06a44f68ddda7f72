"""What is installed is what is locked, what is locked is pinned by hash, and every library has a reason."""

from __future__ import annotations

import re
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

import build
from tests.conftest import ROOT

LOCKS = sorted(ROOT.glob("*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def names(requirements: list[str]) -> set[str]:
    return {match[0].lower() for line in requirements if (match := _NAME.match(line))}


def section(title: str) -> set[str]:
    """The libraries in the table below a heading of the page."""
    text = (ROOT / "docs/dependencies.md").read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
    column = rows[0].index("library")
    assert all(row[-1] for row in rows), "a library without a reason"
    return {name.strip() for row in rows[1:] for name in row[column].split(",")}


def test_every_library_has_a_reason_and_every_reason_a_library() -> None:
    extras = PROJECT["optional-dependencies"]
    outside = {name: lines for name, lines in extras.items() if name != "dev"}
    of_extras = set[str]().union(*(names(lines) for lines in outside.values()))
    assert section("Always") == names(PROJECT["dependencies"])
    assert section("Extras") == of_extras
    assert section("For development") == names(extras["dev"]) - of_extras


def test_every_extra_stands_by_its_name() -> None:
    text = (ROOT / "docs/dependencies.md").read_text("utf-8")
    for extra, lines in PROJECT["optional-dependencies"].items():
        for name in names(lines) if extra != "dev" else ():
            assert f"| {extra} | {name} |" in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_of_a_lock_pins_one_version_by_hash(lock: Path) -> None:
    lines = [line.rstrip() for line in lock.read_text("utf-8").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    pin = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+( ; [^\\]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    for line, following in pairwise([*lines, ""]):
        assert pin.fullmatch(line) or digest.fullmatch(line), f"{lock.name}: {line}"
        if line.endswith("\\"):
            assert digest.fullmatch(following), f"{lock.name}: {line} is not followed by a hash"
    assert sum(bool(pin.fullmatch(line)) for line in lines) > 30


def test_the_locks_hold_every_library_that_is_asked_for() -> None:
    pinned = {lock.name: {line.split("==")[0].lower() for line in lock.read_text("utf-8").splitlines() if "==" in line} for lock in LOCKS}
    assert names(PROJECT["dependencies"]) <= pinned["requirements.lock"]
    every = set[str]().union(*(names(lines) for lines in PROJECT["optional-dependencies"].values()))
    assert every | names(PROJECT["dependencies"]) <= pinned["requirements-test.lock"]


def test_no_version_differs_between_the_locks() -> None:
    one, other = (
        {line.split(" ")[0] for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-test.lock")
    )
    shared = {line.split("==")[0] for line in one} & {line.split("==")[0] for line in other}
    assert {line for line in one if line.split("==")[0] in shared} == {line for line in other if line.split("==")[0] in shared}


def test_set_up_installs_from_the_lock_alone_with_hashes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> object:
        ran.append(command)
        raise InterruptedError

    monkeypatch.delenv("SITEGEN_NO_SETUP", raising=False)
    monkeypatch.setattr(build, "_make_venv", lambda: True)
    monkeypatch.setattr(subprocess, "run", run)
    for purpose, lock in build.LOCKS.items():
        with pytest.raises(InterruptedError):
            build.set_up(purpose)
        command = ran[-1][ran[-1].index("install") + 1 :]
        assert "--require-hashes" in command
        assert command[command.index("--only-binary") + 1] == ":all:"
        assert command[command.index("-r") + 1] == str(ROOT / lock)
        options = {"--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)}
        assert set(command) == options, "nothing is installed beside what the lock names"


def test_nothing_else_in_the_launcher_installs_anything() -> None:
    text = (ROOT / "build.py").read_text("utf-8")
    assert text.count('"install"') == 1
    assert "urllib" not in text and "easy_install" not in text
