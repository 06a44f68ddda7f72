"""A reader who opens every address again and again while the site is published."""

from __future__ import annotations

import hashlib
import os
import signal
from pathlib import Path
from typing import NamedTuple

from tests.crashes.world import STORY, World, finish, fork
from tests.press import tree


class Reading(NamedTuple):
    """What a reader met with: publishes, reads, addresses that were not there, and bytes that no publish made."""

    publishes: int
    reads: int
    missing: int
    torn: int


def read_through(top: Path, publishes: int) -> Reading:
    """Publish so many times, each with an edit, under the eyes of a reader."""
    world = World(top)
    assert world.publish() == 0, world.text()
    versions = {url: {_sha(data)} for url, data in tree(world.output).items()}
    log = top / "read.txt"
    reader = fork(lambda: _read_on(world.output, tuple(versions), log))
    try:
        for number in range(publishes):
            story = world.site / STORY
            story.write_text(f"{story.read_text('utf-8')}\n第 {number} 次。\n", "utf-8")
            assert world.publish() == 0, world.text()
            for url, data in tree(world.output).items():
                versions.setdefault(url, set()).add(_sha(data))
    finally:
        os.kill(reader, signal.SIGTERM)
        assert finish(reader) == 0
    assert len(versions[_page()]) == publishes + 1
    lines = log.read_text("utf-8").splitlines()
    reads, missing = (int(word) for word in lines[0].split())
    seen = [line.rpartition(" ") for line in lines[1:]]
    torn = sum(sha not in versions[url] for url, _, sha in seen)
    assert len({sha for url, _, sha in seen if url == _page()}) > 1  # the reader did see it change
    return Reading(publishes, reads, missing, torn)


def _page() -> str:
    return STORY.removeprefix("content/").replace(".md", ".html")


def _read_on(output: Path, urls: tuple[str, ...], log: Path) -> int:
    """Read until told to stop, and write down how often, and what was seen at each address."""
    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    seen: set[tuple[str, str]] = set()
    reads = missing = 0
    while not stop:
        for url in urls:
            reads += 1
            try:
                seen.add((url, _sha((output / url).read_bytes())))
            except FileNotFoundError:
                missing += 1
    log.write_text(f"{reads} {missing}\n" + "".join(f"{url} {sha}\n" for url, sha in sorted(seen)), "utf-8")
    return 0


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
