"""Programs of the system that are asked for something: no shell, no terminal to ask at, an end to waiting."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_GRACE = 2.0  # seconds in which a program may take its lock files away


class Absent(Exception):
    """A program that is not installed."""


class TooSlow(Exception):
    """A program that did not answer in time; it was ended."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended."""

    code: int
    out: bytes
    err: str

    @property
    def why(self) -> str:
        """The last line that it complained with, which says what the ones before it led to."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        return lines[-1][:300] if lines else f"exit {self.code}"


def run(
    command: Sequence[str], *, seconds: float, folder: Path | None = None, given: bytes = b"",
    more: Mapping[str, str] = MappingProxyType({}), without: Collection[str] = (),
) -> Done:  # fmt: skip
    """Run a program in a session of its own, where it finds no terminal to ask for a password at.

    ``given`` is its input; ``more`` is added to the environment, ``without`` taken from it. Raises Absent, TooSlow.
    """
    program = shutil.which(command[0])
    if program is None:
        raise Absent(command[0])
    running = subprocess.Popen(  # noqa: S603 - no shell; the arguments are made by the modules of this room
        [program, *command[1:]],
        cwd=folder,
        env={**{k: v for k, v in os.environ.items() if k not in without}, "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never", **more},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = running.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(running)
        raise TooSlow(command[0]) from None
    return Done(running.returncode, out, err.decode("utf-8", "replace"))


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a program and those that it started: asked first, so that it leaves no locks, then by force."""
    _tell(running, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.communicate(timeout=_GRACE)
        return
    _tell(running, getattr(signal, "SIGKILL", signal.SIGTERM))
    running.communicate()


def _tell(running: subprocess.Popen[bytes], what: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(running.pid, what)
        else:
            running.kill()
