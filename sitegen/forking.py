"""Processes forked for a share of the work: whether that may be done, and how each of them begins."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
import threading

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def may_fork() -> bool:
    """A fork takes one thread along and the locks of all others; on macOS system libraries forbid it."""
    return sys.platform == "linux" and threading.active_count() == 1


def settle() -> None:
    """What a forked process does first. It ends with the one that forked it, however that ends."""
    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before the system was asked
        os._exit(1)
    gc.freeze()  # the collector would walk through, and so copy, everything that the parent has
