"""A small site that keeps evidence, the publish of one more day, and what may stand afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sitegen import cli
from sitegen.ledger.history import verify
from sitegen.ledger.store import pending, read_ledger
from tests.press import tree
from tests.verification.published import FIRST, publish_daily, replaced

NEXT = datetime.combine(date(2026, 11, 18), time(9), cli.SHANGHAI)
STORY = "content/models/li-si.md"
Files = dict[str, bytes]


def run(site: Path, *arguments: str, said: Path, lang: str = "zh", workers: int = 1) -> int:
    """A command of the real command line, at nine o'clock of the next day; to be called in a fork, for it does not come back clean."""
    now = NEXT
    cli.now = lambda: now
    with said.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115 - the process ends here
    code = 99
    try:
        cli.main(["--site", os.fspath(site), "--lang", lang, "--workers", str(workers), *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def fork(work: Callable[[], int]) -> int:
    """Run in a fork and give the process."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return pid


def finish(pid: int) -> int:
    """Its exit code; negative: the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@dataclass(frozen=True)
class State:
    """The files that a site shows and the records that it keeps."""

    output: Files
    ledger: Files


class World:
    """A site as it stood yesterday and with one edit, to be had again and again; and how it looks before and after its publish."""

    def __init__(self, top: Path, edits: Sequence[Callable[[Path], None]] = ()) -> None:
        self.top, self.site, self.said = top, top / "here" / "site", top / "said.txt"
        self._kept = top / "kept"
        publish_daily(self._kept, FIRST, date(2026, 11, 17))
        self.before = State(tree(self._kept / "output"), tree(self._kept / "ledger"))
        for edit in edits or (replaced(STORY, "李四的故事。", "李四的新故事。"),):
            edit(self._kept)
        self.reset()
        assert self.publish() == 0, self.text()
        self.after = self.state()
        assert self.after.output != self.before.output and len(self.after.ledger) > len(self.before.ledger)
        self.reset()

    @property
    def output(self) -> Path:
        return self.site / "output"

    def reset(self) -> None:
        """The site of yesterday with the edit."""
        here = self.site.parent
        if here.exists():
            shutil.rmtree(here)
        here.mkdir()
        shutil.copytree(self._kept, self.site, symlinks=True)

    def publish(self, *arguments: str) -> int:
        return finish(fork(self.work(*arguments)))

    def work(self, *arguments: str, lang: str = "zh") -> Callable[[], int]:
        """The publish as something to fork."""
        return lambda: run(self.site, *arguments, said=self.said, lang=lang)

    def text(self) -> str:
        return self.said.read_text("utf-8", "replace")

    def state(self) -> State:
        return State(tree(self.output), tree(self.site / "ledger"))

    def check_whole(self) -> str:
        """Before anybody mends anything: the old site or the new one, and a ledger that verifies. Gives which."""
        output = tree(self.output)
        assert output in (self.before.output, self.after.output), differing(output, self.before.output, self.after.output)
        ledger = read_ledger(self.site / "ledger")
        assert ledger.damages == () and verify(ledger) == ()
        return "old" if output == self.before.output else "new"

    def check_mended(self) -> None:
        """After the next publish: the new site, its records, and nothing else."""
        assert self.publish() == 0, self.text()
        assert self.state() == self.after
        self.check_tidy()

    def check_tidy(self) -> None:
        """Nothing stays beside output/, in the ledger or among the sources."""
        assert not pending(self.site / "ledger")
        left = {p.relative_to(self.site).as_posix() for p in self.site.rglob("*") if ".sitegen" not in p.relative_to(self.site).parts[:1]}
        expected = {p.relative_to(self._kept).as_posix() for p in self._kept.rglob("*") if p.name[0] != "." or "output" in p.parts}
        strange = {name for name in left - expected if not name.startswith(("output/", "ledger/"))}
        assert not strange, strange


def differing(found: Files, *states: Files) -> str:
    """How a tree differs from each of the states it may be in, for a failing test."""
    return "; ".join(f"{sorted(k for k in found.keys() | s.keys() if found.get(k) != s.get(k))[:6]}" for s in states)
