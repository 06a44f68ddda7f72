"""One reading and one reload a batch of saves, and no reload is ever lost."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.serve.running import Running

pytestmark = pytest.mark.slow
LI = "content/models/li-si.md"


def stamp_of(preview: Running) -> str:
    found = re.search(r'data-stamp="([^"]*)"', preview.get("/models/li-si.html").text)
    assert found
    return found[1]


class Listener:
    """An open page: every word of the server, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def hear(self, message: str | bytes | None) -> None:
        if isinstance(message, str):
            self.said.append(json.loads(message)["command"])

    async def reloads(self, seconds: float) -> int:
        """How many reloads there were until nothing has come for ``seconds``; they are forgotten then."""
        heard = -1
        while heard != len(self.said):
            heard = len(self.said)
            await asyncio.sleep(seconds)
        number = self.said.count("reload")
        self.said.clear()
        return number

    async def is_told(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while "reload" not in self.said and time.monotonic() < end:
            await asyncio.sleep(0.01)
        return "reload" in self.said


async def connected(preview: Running, stamp: str) -> Listener:
    listener = Listener()
    request = HTTPRequest(f"ws://{preview.host}/livereload?stamp={stamp}", headers={"Origin": f"http://{preview.host}"})
    await websocket_connect(request, on_message_callback=listener.hear)
    while not listener.said:
        await asyncio.sleep(0.01)
    assert listener.said[0] == "hello"
    return listener


def run(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """In a thread of its own: a browser under test keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(work())).result()


def test_ten_files_saved_at_once_are_one_reading_and_one_reload(fresh: Running) -> None:
    async def work() -> None:
        before = stamp_of(fresh)
        socket = await connected(fresh, before)
        for number in range(10):
            (fresh.site / f"content/pages/p{number}.md").write_text(f"---\n标题: 第{number}页\n---\n文字。\n", "utf-8")
        assert await socket.reloads(1.5) == 1
        run_name, _, version = before.rpartition("-")
        assert stamp_of(fresh) == f"{run_name}-{int(version) + 1}"

    run(work)


def test_a_save_without_a_change_reloads_nothing(fresh: Running) -> None:
    async def work() -> None:
        socket = await connected(fresh, stamp_of(fresh))
        (fresh.site / LI).write_bytes((fresh.site / LI).read_bytes())
        assert await socket.reloads(1) == 0

    run(work)


def test_no_reload_is_lost_between_the_page_and_its_socket(fresh: Running) -> None:
    """In every second try the save comes before the socket is there: then the stamp of the page tells."""

    async def work() -> None:
        for number in range(50):
            stamp = stamp_of(fresh)
            if number % 2:
                socket = await connected(fresh, stamp)
                save(fresh.site, number)
            else:
                save(fresh.site, number)
                await asyncio.sleep(number / 100)
                socket = await connected(fresh, stamp)
            assert await socket.is_told(20), number
            assert f"第{number}次" in fresh.get("/models/li-si.html").text

    run(work)


def save(site: Path, number: int) -> None:
    file = site / LI
    text = file.read_text("utf-8")
    file.write_text(text[: text.rindex("---\n") + 4] + f"第{number}次。\n", "utf-8")


def test_settings_are_followed_also_when_an_editor_puts_a_new_file_in_their_place(fresh: Running) -> None:
    for name in ("甲站", "乙站"):
        text = (fresh.site / "site.yaml").read_text("utf-8")
        aside = fresh.site / ".site.yaml.new"
        aside.write_text(re.sub("名称: .*?站", f"名称: {name}", text, count=1), "utf-8")
        aside.replace(fresh.site / "site.yaml")
        end = time.monotonic() + 20
        while name not in fresh.get("/").text:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_reload_comes_with_an_error_and_with_its_mending(fresh: Running) -> None:
    async def work() -> None:
        socket = await connected(fresh, stamp_of(fresh))
        fresh.save(LI, "姓名: 李四", "姓名：李四")
        assert await socket.reloads(1.5) == 1
        fresh.save(LI, "姓名：李四", "姓名: 李四")
        assert await socket.reloads(1.5) == 1

    run(work)
