"""Somebody at a terminal of 80 columns: types answers, looks at the screen, and sometimes walks away."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import pexpect

from sitegen.report import columns_of
from tests.conftest import ROOT

COLUMNS = 80
ENTER = ""
_PROMPT = re.compile(r"(?:(?:^|[\r\n])> |\[[Yy]/[Nn]\] )$")
_SOURCE = re.compile(r"\s+\d+ \| ")
_ESCAPE = re.compile(r"\x1b\[[?0-9;]*[a-zA-Z]")


class Terminal:
    """A run of ``sitegen`` in a pseudo-terminal."""

    def __init__(self, *arguments: str, lang: str = "zh", cwd: Path | None = None) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "LC_ALL": "C.UTF-8", "SITEGEN_LANG": lang}
        command = ["-m", "sitegen", *arguments]
        self._process: Any = pexpect.spawn(
            sys.executable, command, env=environment, dimensions=(60, COLUMNS), encoding="utf-8", timeout=30, cwd=str(cwd or ROOT)
        )
        self._process.delaybeforesend = None
        self._paths = [word for word in (*arguments, str(cwd or ROOT)) if word.startswith("/")]
        self.screen = ""
        self.answers = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.close(force=True)

    def asked(self) -> str:
        """Wait for the next question and give what was printed before it."""
        self._process.expect(_PROMPT)
        return self._seen(self._process.before + self._process.after)

    def type(self, *answers: str) -> Terminal:
        """Answer the next questions one by one."""
        for answer in answers:
            self.asked()
            self.answers += 1
            self._process.sendline(answer)
        return self

    def expect(self, prompt: str, answer: str) -> None:
        """Answer a question of a command that asks in another manner."""
        self._process.expect(prompt)
        self._seen(self._process.before + self._process.after)
        self.answers += 1
        self._process.sendline(answer)

    def interrupt(self) -> Terminal:
        self.asked()
        self._process.sendintr()
        return self

    def leave(self) -> Terminal:
        self.asked()
        self._process.sendeof()
        return self

    def end(self) -> int:
        """Wait for the end; the exit code."""
        self._process.expect(pexpect.EOF)
        self._seen(self._process.before)
        self._process.close()
        return int(self._process.exitstatus)

    def _seen(self, text: str) -> str:
        bare = _ESCAPE.sub("", text).replace("\r", "")
        self.screen += bare
        return bare

    @property
    def widest(self) -> int:
        """Columns of the widest line that is ours: not that of a source line of the report, or of the path of the site."""
        lines = (line for line in self.screen.split("\n") if not _SOURCE.match(line))
        return max(columns_of(line) for line in lines if not any(path in line for path in self._paths))
