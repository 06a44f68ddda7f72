"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT

_START = 25.0  # seconds that a process may take on a busy machine


@dataclass
class Cluster:
    """Its processes; whatever still runs in the end is ended."""

    folder: Path
    environment: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def _file(self) -> Path:
        return self.folder / "scheduler.json"

    @property
    def place(self) -> str:
        """The scheduler's ``HOST:PORT``."""
        return str(json.loads(self._file.read_text("utf-8"))["address"]).partition("://")[2]

    def start(self, workers: int) -> None:
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self._file))
        for _ in range(workers):
            self.add_worker()

    def add_worker(self, **environment: str) -> None:
        spool = self.folder / f"worker-{len(self.workers)}"
        given = ("--scheduler-file", str(self._file), "--nthreads", "1", "--no-nanny", "--local-directory", str(spool))
        self.workers.append(self._run("worker", *given, **environment))

    def _run(self, what: str, *given: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", f"distributed.cli.dask_{what}", *given, "--no-dashboard", *self.arguments]
        log = (self.folder / f"{what}-{len(self.workers)}.log").open("wb")
        return subprocess.Popen(command, cwd=self.folder, env={**self.environment, **environment}, stdout=log, stderr=log)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process is not None:
                kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, as a power cut does."""
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2, arguments: tuple[str, ...] = ()) -> Iterator[Cluster]:
    """A scheduler and ``workers`` that have joined it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder, {**os.environ, "PYTHONPATH": str(ROOT)}, arguments)
    try:
        made.start(workers)
        await_workers(made, workers)
        yield made
    finally:
        made.stop()


def await_workers(made: Cluster, number: int) -> None:
    """Until that many workers say that they have registered. Fails the test with their logs."""
    until = time.monotonic() + _START
    logs: list[str] = []
    while time.monotonic() < until:
        logs = [log.read_text("utf-8", "replace") for log in sorted(made.folder.glob("worker-*.log"))]
        if sum("Registered to" in log for log in logs) >= number:
            return
        time.sleep(0.1)
    raise AssertionError("\n".join(logs))
