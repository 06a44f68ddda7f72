"""A site that is published, uploaded and probed: over loopback, or, where only the law matters, by its records alone."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sitegen import recording
from sitegen.intake import take_site
from sitegen.ledger.entry import Entry
from sitegen.ledger.history import order, stories
from sitegen.ledger.store import read_ledger
from sitegen.probing.rounds import Round, probe
from sitegen.probing.watching import Found, Looked, Sight, State, watched
from sitegen.probing.witnessing import witnesses
from sitegen.sources import read_settings
from tests.attacks.world import ONE, day_of, record
from tests.press import morning, publish
from tests.sites import write_site

PROBED = "启用存证: 2026-11-16\n启用探测: 2026-11-16\n"
ADDRESS = "http://127.0.0.1:1/"
PAGE, TEXT = "notices/zhang-san-1.html", "notices/zhang-san-1.txt"


def block(address: str = ADDRESS, base: str = ONE) -> str:
    """A site with one notice, probed from its first day on."""
    return base.replace("启用存证: 2026-11-16\n", f"{PROBED}网址: {address}\n")


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Deployed:
    """A site, the folder that a server shows, and its address."""

    site: Path
    www: Path
    address: str

    def publish(self, day: int) -> None:
        built = publish(self.site, day_of(day))
        assert built.checked.is_sound, [(p.code, p.message.zh) for p in built.checked.problems]

    def upload(self) -> None:
        shutil.rmtree(self.www, ignore_errors=True)
        shutil.copytree(self.site / "output", self.www)

    def probe(self, day: int, hour: int = 10, where: str | None = None, as_of: int | None = None) -> Round:
        now = morning(day_of(day)).replace(hour=hour)
        lock = self.site / ".sitegen/lock"
        return probe(self.site, self.site / "output", now, day_of(as_of) if as_of else None, where, lock, "test")

    def state(self, day: int, hour: int = 10) -> str:
        """What a probe sees of the notice."""
        return next(s.state.value for s in self.probe(day, hour).looked.sights)

    def witnesses(self) -> list[Entry]:
        return [e for e in order(read_ledger(self.site / "ledger")) if e.kind == "witness"]


@contextmanager
def deployed(folder: Path, base: str = ONE) -> Iterator[Deployed]:
    """A site of its own behind a server of its own; nothing is published yet."""
    with served(folder / "www") as address:
        yield Deployed(write_site(folder / "site", block(address, base)), folder / "www", address)


def probed(site: Path, day: int, state: State = State.SAME, hour: int = 18) -> None:
    """What a probe of a site without pages would record: every running notice in one state."""
    source = read_settings(site)
    assert source is not None
    settings = take_site(source).filed
    assert settings is not None
    ledger, now = read_ledger(site / "ledger"), morning(day_of(day)).replace(hour=hour)
    notices = [n for n in watched(stories(ledger), now.date()) if n.is_running]
    sights = tuple(Sight(n, Found(n.url, state, "0" * 64), Found(n.text_url, state, n.text)) for n in notices)
    made = witnesses(
        ledger, Looked((), sights), [n.id for n in notices], ADDRESS, settings.record.probed_since, now.date(), now, simulated=False
    )
    recording.stage(site, made)
    recording.complete(site, made)


def codes(site: Path, day: int) -> Sequence[str]:
    """What the rules on evidence say at the publish of a day."""
    return [p.code for p in record(site, day) if p.code[0] == "E"]
