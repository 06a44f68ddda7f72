"""One thread for all work, so that the loop answers at once and the memory has one user."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Does what it is given, one thing after the other. Its thread dies with the process: Ctrl-C need not wait for a build."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    async def do(self, task: Callable[[], T]) -> T:
        """The result of ``task``. Raises what it raises."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put((task, done))
        return await done

    def _work(self) -> None:
        while True:
            task, done = self._waiting.get()
            try:
                result, error = task(), None
            except Exception as raised:
                result, error = None, raised
            try:
                done.get_loop().call_soon_threadsafe(_settle, done, result, error)
            except RuntimeError:  # the loop is closed: nobody waits any more
                return


def _settle(done: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if done.cancelled():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(result)
