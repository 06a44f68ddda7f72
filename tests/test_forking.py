"""Processes that work for a build end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT

# a build with two processes at work, which tells their numbers and then is killed
_BUILD = """
import multiprocessing, os, time
from concurrent.futures import ProcessPoolExecutor
from sitegen.forking import may_fork, settle
assert may_fork()
with ProcessPoolExecutor(2, multiprocessing.get_context("fork"), settle) as pool:
    busy = [pool.submit(time.sleep, 60) for _ in range(2)]
    time.sleep(0.5)
    print(*pool._processes, flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks here")
def test_workers_end_with_a_build_that_is_killed() -> None:
    build = subprocess.Popen([sys.executable, "-c", _BUILD], cwd=ROOT, stdout=subprocess.PIPE)
    assert build.stdout is not None
    workers = [int(number) for number in build.stdout.readline().split()]
    assert len(workers) == 2
    build.send_signal(signal.SIGKILL)
    build.wait()
    build.stdout.close()
    end = time.monotonic() + 10
    while any(map(_runs, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(_runs, workers))


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_the_tests_can_tell_a_process_that_runs() -> None:
    assert _runs(os.getpid())
