"""livereload's watcher over watchfiles: one call a batch of saves, however many files it holds."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

from livereload.watcher import Watcher
from watchfiles import Change, awatch

from sitegen.serve.workshop import Workshop

STEP_MS = 40  # a batch ends after so long without a save
LONGEST_MS = 400  # and in any case after so long
_SETTLE = 0.015  # seconds in which the two watches of one batch both speak
_FOLDERS = ("content", "themes")
_SETTINGS = "site.yaml"


class Batches(Watcher):  # type: ignore[misc]
    """Calls ``follow`` once a batch. The folder of the site is watched as well: editors put a new file in place of site.yaml."""

    def __init__(self, workshop: Workshop, follow: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self.site = workshop.desk.site
        self.follow = follow
        self._changed = asyncio.Event()
        self._stopped = threading.Event()
        self._tasks_running: list[asyncio.Task[None]] = []

    def start(self, callback: Callable[[], None]) -> bool:
        """Begin to watch; ``callback`` is livereload's own way of looking for changes and is not needed."""
        loop = asyncio.get_event_loop()
        self._tasks_running = [loop.create_task(task) for task in (self._watch_top(), self._watch_folders(), self._call())]
        return True

    async def stop(self) -> None:
        """Let the threads that watch end: the process could not end before them."""
        self._stopped.set()
        for task in self._tasks_running:
            task.cancel()
        await asyncio.gather(*self._tasks_running, return_exceptions=True)

    async def _call(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(_SETTLE)
            self._changed.clear()
            await self.follow()

    async def _watch_top(self) -> None:
        def matters(_: Change, path: str) -> bool:
            return Path(path).name in (_SETTINGS, *_FOLDERS)

        async for changes in awatch(
            self.site, watch_filter=matters, step=STEP_MS, debounce=LONGEST_MS, recursive=False, stop_event=self._stopped
        ):
            if any(Path(path).name in _FOLDERS for _, path in changes):  # a folder that came or went
                self._tasks_running[1].cancel()
                self._tasks_running[1] = asyncio.get_running_loop().create_task(self._watch_folders())
            self._changed.set()

    async def _watch_folders(self) -> None:
        folders = [self.site / name for name in _FOLDERS if (self.site / name).is_dir()]
        if not folders:
            return
        async for _ in awatch(*folders, step=STEP_MS, debounce=LONGEST_MS, stop_event=self._stopped):
            self._changed.set()
