"""Bodies beyond what counts can tell: stopped by a timer, a limit of memory or a kill, while all others are converted."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable

import pytest

from sitegen import conversion, markdown
from sitegen.conversion import convert_all
from sitegen.markdown import Exhausted, Rendered

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="traps reach a worker only by a fork")
TRAP = "陷阱"
LONG = "\n\n" + "长长的正文，长长的正文。\n\n" * 2000  # too long to be converted in this process
TEXTS = [f"第{number}篇，见[甲](a.md)。" for number in range(40)]


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let a body with the word do what no body should."""
    render = markdown.render

    def set_up(deed: Callable[[], object]) -> None:
        def trapped(body: str) -> Rendered:
            if TRAP in body:
                deed()
            return render(body)

        monkeypatch.setattr(markdown, "render", trapped)
        # whatever threads other tests have left in this process: a trap reaches a worker only by a fork
        monkeypatch.setattr(conversion, "may_fork", lambda: True)

    return set_up


def _spin() -> None:
    while True:
        pass


def _fill() -> None:
    kept = [bytearray(2**24) for _ in range(60)]  # 960 MB, none of it touched by anybody else
    raise AssertionError(len(kept))


def _exhausted(bodies: list[str], workers: int) -> dict[int, str]:
    found = dict(convert_all(bodies, workers))
    assert sorted(found) == list(range(len(bodies)))
    return {number: made.say.en for number, made in found.items() if isinstance(made, Exhausted)}


@pytest.mark.parametrize("text", [TRAP, TRAP + LONG], ids=["here", "in a worker"])
def test_a_body_that_never_ends_is_stopped_and_the_others_are_converted(
    text: str, trap: Callable[[Callable[[], object]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "MAX_SECONDS", 0.1)
    trap(_spin)
    assert _exhausted([TEXTS[0], text, TEXTS[1]], 2) == {1: "the conversion did not end within 0.1 seconds"}
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.slow
def test_a_body_that_takes_too_much_memory_is_stopped(trap: Callable[[Callable[[], object]], None]) -> None:
    trap(lambda: _fill() if multiprocessing.parent_process() else None)
    assert _exhausted([TEXTS[0], TRAP + LONG, LONG], 2) == {1: "the conversion needs too much memory"}


@pytest.mark.slow
def test_a_body_that_kills_its_worker_costs_no_other_body_anything(
    trap: Callable[[Callable[[], object]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_WORTH_A_PROCESS", 1)
    trap(lambda: os.kill(os.getpid(), signal.SIGKILL) if multiprocessing.parent_process() else None)
    assert list(_exhausted([*TEXTS[:20], TRAP, *TEXTS[20:]], 2)) == [20]


@pytest.mark.slow
def test_a_body_that_heeds_no_timer_is_killed_by_the_clock_on_the_wall(
    trap: Callable[[Callable[[], object]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(conversion, "MAX_WAIT", 0.3)
    trap(lambda: time.sleep(60))
    assert list(_exhausted([*TEXTS[:3], TRAP, *TEXTS[3:]], 2)) == [3]


@pytest.mark.slow
def test_the_number_of_workers_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [*TEXTS, "[" * 9000, LONG, "* " * 2000 + "甲"]
    here = [(type(made), str(made)) for _, made in sorted(convert_all(bodies), key=lambda reply: reply[0])]
    monkeypatch.setattr(conversion, "_WORTH_A_PROCESS", 1)
    for workers in (2, 3):
        beside = sorted(convert_all(bodies, workers), key=lambda reply: reply[0])
        assert [(type(made), str(made)) for _, made in beside] == here


def test_short_texts_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError

    monkeypatch.setattr(conversion, "_Lane", refuse)
    assert all(isinstance(made, Rendered) for _, made in convert_all(TEXTS, 8))


def test_where_no_process_can_be_started_texts_are_converted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError

    monkeypatch.setattr(conversion, "_Lane", refuse)
    assert [type(made) for _, made in convert_all([TEXTS[0], LONG], 2)] == [Rendered, Rendered]
