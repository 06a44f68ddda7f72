"""A short run of every harness, what was once found, and whether the harnesses notice anything at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.__main__ import main, run
from tests.fuzz.doors import HARNESSES
from tests.fuzz.harness import Harness, damaged, within

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the clock of a process that interrupts it is of POSIX")

FOUND = sorted((Path(__file__).parent / "found").glob("*.bin"))
_FEW = {"rules": 15, "importers": 40, "verify": 30, "markdown": 60}  # the slower doors


@pytest.mark.slow
@pytest.mark.parametrize("name", HARNESSES)
def test_damaged_input_gives_a_result_or_an_error_of_ours(name: str) -> None:
    harness = HARNESSES[name]
    law = settings(
        max_examples=_FEW.get(name, 80),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )(given(damaged(harness))(lambda data: harness(data)))
    law()


@pytest.mark.slow
@pytest.mark.parametrize("name", HARNESSES)
def test_every_seed_is_what_the_door_is_for(name: str) -> None:
    harness = HARNESSES[name]
    assert len(harness.seeds()) >= 3
    for data in harness.seeds()[:10]:
        harness(data)


@pytest.mark.parametrize("file", FOUND, ids=lambda path: path.stem)
def test_what_was_once_found_is_mended(file: Path) -> None:
    HARNESSES[file.stem.partition("-")[0]](file.read_bytes())


def _go(data: bytes) -> None:
    if b"!" in data:
        raise KeyError("found")


def _linger(_: bytes) -> None:
    while True:
        try:
            time.sleep(0)
        except Exception:  # as a reader might that answers everything with one kind of error
            continue


def test_a_fault_is_found_cut_down_and_kept_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    harness = Harness("sample", _go, lambda: [b"abc" * 20], ("!",), 1.0)
    assert run(harness, 0.2, 0, tmp_path) is False
    (file,) = tmp_path.glob("*.bin")
    assert b"!" in file.read_bytes()
    assert len(file.read_bytes()) <= 61
    assert "1 faults" in capsys.readouterr().out


def test_what_takes_too_long_is_stopped_though_everything_is_caught() -> None:
    harness = Harness("sample", _linger, lambda: [b""], ("",), 0.05)
    with pytest.raises(AssertionError, match=r"0\.05 s of processor time"):
        harness(b"")


def test_the_limit_is_lifted_afterwards() -> None:
    with within(0.05):
        pass
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass


def test_an_unknown_harness_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as left:
        main(["no-such-door"])
    assert left.value.code == 2
