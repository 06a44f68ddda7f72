"""The preview as the server's loop sees it: batches become readings, readings become reloads."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from livereload.handlers import LiveReloadHandler

from sitegen.faults import report_fault
from sitegen.problems import Severity
from sitegen.serve.showing import Edited, Showing
from sitegen.serve.worker import Worker
from sitegen.serve.workshop import Workshop

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_JUDGE_AFTER = 0.3  # seconds: browsers fetch the new page first


class Served(NamedTuple):
    """An address of the site as it is to be answered. ``data`` is None where there is nothing; a fault stands in its place."""

    data: bytes | None
    day: date
    is_fault: bool
    source: Edited | None


class Preview:
    """One preview: what is shown, and who is told when that changes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.workshop = Workshop(desk)
        self.worker = Worker()
        self.reloads = 0
        self._judging: asyncio.Task[None] | None = None
        self._broken: set[object] = set()

    def announce(self, address: str, *, is_lan: bool) -> None:
        """Say where the preview is, and begin the first reading."""
        desk = self.desk
        desk.say(f"预览：{address}  改了文件自动更新，按 Ctrl-C 结束", f"Preview: {address}  it follows your saves; Ctrl-C to stop")
        if is_lan:
            desk.complain(
                "注意：同一网络里的任何人现在都看得到这些没有发布的内容；表单已关闭",
                "Warning: anybody on this network can now see what is not published yet; the form is off",
            )

    async def begin(self) -> None:
        """The first reading. Never raises."""
        try:
            await self.worker.do(self.workshop.first)
        except Exception as error:
            self._not_read(error)
            return
        self.judge_soon()

    def _not_read(self, error: Exception) -> None:
        self.desk.complain("预览没有更新：", "The preview was not updated:")
        self.fault(error)

    def fault(self, error: BaseException) -> None:
        """Say what broke, with a report as of any fault, once for each place where it breaks; the preview goes on. Never raises."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = (type(error), trace and (trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        if place in self._broken:
            return
        self._broken.add(place)
        report_fault(error, self.desk.lang, self.desk.site, "serve")
        self.desk.complain("预览继续运行", "The preview goes on")

    async def follow(self) -> None:
        """Read the site again after a batch of saves, and tell the browsers, also of errors. Never raises."""
        started = time.perf_counter()
        before = self.workshop.showing
        try:
            if not await self.worker.do(self.workshop.refresh):
                return
            if before is not None and before.is_readable and before.is_faulty:
                # the rules had complained: ask them before showing anything, so that the page does not come and go
                await self.worker.do(self.workshop.judge)
        except Exception as error:
            self._not_read(error)
            return
        self.reload()
        self.desk.say(f"已更新，{time.perf_counter() - started:.2f} 秒", f"Updated in {time.perf_counter() - started:.2f} s")
        self.judge_soon()

    def reload(self) -> None:
        """Every open page is to load itself again."""
        self.reloads += 1
        LiveReloadHandler.reload_waiters("*")

    def judge_soon(self) -> None:
        """Ask the rules once browsers have their page; a newer reading calls off an older one."""
        if self._judging is not None and not self._judging.done():
            self._judging.cancel()
        self._judging = asyncio.get_running_loop().create_task(self._judge())

    async def _judge(self) -> None:
        await asyncio.sleep(_JUDGE_AFTER)
        try:
            has_news = await self.worker.do(self.workshop.judge)
        except Exception as error:
            self.fault(error)
            return
        if has_news:
            self.reload()
        showing = self.workshop.showing
        if showing is not None and showing.judged is not None:
            self.desk.tell_problems(showing.judged, brief=True)

    async def counts(self, day: date | None) -> tuple[int, int]:
        """Errors and warnings, once the rules have spoken."""
        while self._judging is not None and not self._judging.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(self._judging)
        showing = await self.judged(day)
        found = [p.severity for p in showing.problems]
        return found.count(Severity.ERROR), found.count(Severity.WARNING)

    async def judged(self, day: date | None) -> Showing:
        """The reading of a day with all that is known of it."""
        return await self.worker.do(partial(self._judged, day))

    def _judged(self, day: date | None) -> Showing:
        showing = self.workshop.on(day)
        if showing is self.workshop.showing:
            self.workshop.judge()
        else:
            showing.judge()
        return showing

    async def served(self, url: str, day: date | None = None, *, is_good: bool = False) -> Served:
        """What is at an address: of today, of another day, or of the last reading without errors."""
        return await self.worker.do(partial(self._served, url, day, is_good))

    def _served(self, url: str, day: date | None, is_good: bool) -> Served:
        workshop = self.workshop
        good = workshop.good
        showing = good if is_good and good is not None else workshop.on(day)
        today = showing.read.today
        is_other_day = day is not None and showing is not workshop.showing
        is_page = url.endswith(".html")
        if is_page and not is_good and (not showing.is_readable or (showing.is_faulty and not is_other_day)):
            return Served(None, today, True, None)
        data = workshop.rendered(showing, url)
        if is_page and showing.trouble:
            return Served(None, today, True, None)
        return Served(data, today, False, showing.sources.get(url))

    def theme_file(self, url: str) -> bytes | None:
        """A file of the theme, without waiting for the worker."""
        showing = self.workshop.showing
        return showing.theme_file(url) if showing is not None else None
