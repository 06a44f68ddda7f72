"""Files are examined by several processes with the same result, and a process that dies takes nothing along."""

from __future__ import annotations

import os
import signal

import pytest

from sitegen.inspection import beside
from sitegen.inspection.facts import Examiner, Facts
from sitegen.inspection.files import Files
from sitegen.inspection.needles import Hidden, Needles

_HIDDEN = Hidden("content/models/sun.md", "孙启明", "sun-2024-7", "sun", "models/sun.html", frozenset(), is_unit=False)
_NEEDLES = Needles((_HIDDEN,), (), (), (), (), (), ())


def page(number: int) -> bytes:
    return f"<p>第{number}页<a href='{number + 1}.html'>下一页</a>{'孙启明' if number % 7 == 0 else ''}</p>".encode()


_PAGES = {f"pages/{n}.html": page(n) for n in range(900)}


def files(read: dict[str, bytes]) -> Files:
    return Files(dict.fromkeys(read, ""), read.__getitem__)


def test_any_number_of_processes_finds_the_same() -> None:
    examiner, urls = Examiner(_NEEDLES, ""), sorted(_PAGES)
    alone = beside.examine_all(examiner, files(_PAGES), urls, 1)
    assert sum(bool(facts.leaks) for facts in alone.values()) == 129
    assert beside.examine_all(examiner, files(_PAGES), urls, 2) == alone
    assert beside.examine_all(examiner, files(_PAGES), urls, 3) == alone


def test_what_a_process_that_died_left_undone_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    here, once = os.getpid(), Examiner.examine

    def deadly(examiner: Examiner, url: str, data: bytes, before: Facts | None = None) -> Facts:
        if url == "pages/500.html" and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return once(examiner, url, data, before)

    monkeypatch.setattr(Examiner, "examine", deadly)
    examiner, urls = Examiner(_NEEDLES, ""), sorted(_PAGES)
    assert beside.examine_all(examiner, files(_PAGES), urls, 2) == beside.examine_all(examiner, files(_PAGES), urls, 1)
