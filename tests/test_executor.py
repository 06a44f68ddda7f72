"""Who renders makes no difference: a crew, processes beside this one, or this one alone."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import rendering
from sitegen.catalogue import Catalogue
from sitegen.executors import ClusterError, Crew, differences, fingerprint
from sitegen.forking import may_fork
from sitegen.memory import Memory
from sitegen.outputs import Page
from sitegen.pipeline import check
from sitegen.planning import make_plan
from sitegen.press import Press, rendered
from sitegen.templates import ThemeError
from sitegen.theme import load_theme, texts
from tests.conftest import ROOT
from tests.press import CLOCK, SMALL
from tests.sites import write_site


class Threads:
    """A crew of threads, to which everything travels as it would to another machine."""

    slots = 2

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2)
        self.shared = 0
        self.parcels: list[bytes] = []
        self.versions: dict[str, str] = {}

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future[Any]:
        key, press, versions, parcel = arguments
        assert isinstance(parcel, bytes)
        self.parcels.append(parcel)
        sent = pickle.dumps((function, key, press, self.versions or versions, parcel))
        return self.pool.submit(lambda: _call(sent))

    def share(self, data: bytes) -> object:
        self.shared += 1
        return data

    def watch(self) -> None:
        """A thread that is slow comes back in the end."""


def _call(sent: bytes) -> object:
    function, *arguments = pickle.loads(sent)
    return pickle.loads(pickle.dumps(function(*arguments)))


@pytest.fixture
def threads() -> Iterator[Threads]:
    crew = Threads()
    yield crew
    crew.pool.shutdown()


Planned = tuple[Press, Memory, list[Page]]


def _render(press: Press, memory: Memory, pages: Sequence[Page], workers: int, crew: Crew | None = None) -> dict[str, bytes]:
    """The bytes of pages by address."""
    return rendering.render_pages(press, memory, pages, workers, lambda _, data: data, crew=crew)


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Planned]:
    """A press and all pages of a small site, each of them worth a process."""
    monkeypatch.setattr(rendering, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(rendering, "_shops", {})
    site = write_site(tmp_path / "site", SMALL)
    shutil.copytree(ROOT / "themes", site / "themes")
    memory = Memory(site / ".sitegen/memory.sqlite")
    checked = check(site, CLOCK, None, memory)
    assert checked.evidence is not None
    plan = make_plan(site, checked.evidence, checked.stories, {}, memory, (site / "themes",), False)
    yield plan.press, memory, list(plan.pages.values())
    memory.close()


@pytest.mark.slow
def test_a_crew_makes_the_same_bytes_and_is_given_the_press_once(planned: Planned, threads: Threads) -> None:
    press, memory, pages = planned
    made = _render(press, memory, pages, 1, crew=threads)
    assert made == _render(press, memory, pages, 1)
    assert list(made) == [page.url for page in pages]
    assert threads.shared == 1
    assert len(threads.parcels) > 4


@pytest.mark.slow
def test_a_crew_needs_no_file_of_the_theme(planned: Planned, tmp_path: Path, threads: Threads) -> None:
    press, memory, pages = planned
    expected = _render(press, memory, pages, 1)
    packed = replace(press, templates=texts(press.templates), base=texts(press.base), cache=None)
    shutil.rmtree(tmp_path / "site/themes")
    assert _render(packed, memory, pages, 1, crew=threads) == expected


@pytest.mark.slow
def test_processes_beside_this_one_make_the_same_bytes(planned: Planned) -> None:
    press, memory, pages = planned
    assert _render(press, memory, pages, 2) == _render(press, memory, pages, 1)


def test_no_process_is_forked_while_a_thread_runs() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not may_fork()
    finally:
        ended.set()
        thread.join()


@pytest.mark.slow
def test_processes_that_start_from_nothing_make_the_same_bytes(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    press, memory, pages = planned
    monkeypatch.setattr(rendering, "may_fork", lambda: False)
    monkeypatch.setattr(rendering, "_WORTH_A_START", 1)
    assert _render(press, memory, pages, 2) == _render(press, memory, pages, 1)


@pytest.mark.slow
def test_what_a_process_that_died_leaves_undone_is_made_here(planned: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    press, memory, pages = planned
    expected = _render(press, memory, pages, 1)
    here = os.getpid()

    def dying(renderer: Any, chunk: Any, keep: Any) -> Any:
        if os.getpid() != here and any(page.url == "index.html" for page in chunk):
            os.kill(os.getpid(), signal.SIGKILL)
        return rendered(renderer, chunk, keep)

    monkeypatch.setattr(rendering, "rendered", dying)
    assert _render(press, memory, pages, 2) == expected


@pytest.mark.slow
@pytest.mark.parametrize("where", ["here", "beside", "far"])
def test_a_fault_of_a_template_has_its_place_wherever_it_is_found(planned: Planned, tmp_path: Path, threads: Threads, where: str) -> None:
    press, memory, pages = planned
    template = tmp_path / "site/themes/default/templates/bulletin.html"
    before, end, after = template.read_text("utf-8").rpartition("{% endblock")
    template.write_text(f"{before}\n{{{{ view.nothing_of_the_kind }}}}\n{end}{after}", "utf-8")
    line = before.count("\n") + 2
    with pytest.raises(ThemeError) as found:
        _render(press, memory, pages, 2 if where == "beside" else 1, crew=threads if where == "far" else None)
    assert (found.value.path, found.value.line) == ("bulletin.html", line)
    assert "nothing_of_the_kind" in found.value.reason


@pytest.mark.slow
def test_a_worker_with_other_versions_makes_nothing(planned: Planned, threads: Threads) -> None:
    press, memory, pages = planned
    threads.versions = {**fingerprint(), "python": "CPython 3.99.0"}
    with pytest.raises(ClusterError, match=r"python: CPython 3\.99\.0 / "):
        _render(press, memory, pages, 1, crew=threads)


def test_words_of_another_language_travel(tmp_path: Path) -> None:
    theme = load_theme("default", (ROOT / "themes",))
    words = Catalogue("en", texts={"首页": ("Home",)})
    press = Press(theme.templates, theme.base, words, None, theme.assets, None)  # type: ignore[arg-type]
    unpacked = pickle.loads(press.packed())
    assert unpacked.words.gettext("首页") == "Home"
    assert unpacked.words.day(date(2026, 11, 18)) == "18 November 2026"


def test_our_own_hash_is_named_only_where_no_library_explains_it() -> None:
    ours = {"python": "3", "jinja2": "3.1", "sitegen": "a"}
    assert differences(ours, ours) == ()
    assert differences(ours, {**ours, "sitegen": "b"}) == ("sitegen: a / b",)
    assert differences(ours, {**ours, "jinja2": "3.0", "sitegen": "b"}) == ("jinja2: 3.1 / 3.0",)
    assert differences(ours, {}) == ("python: 3 / -", "jinja2: 3.1 / -")


@given(st.integers(0, 5000), st.integers(1, 64))
def test_chunks_hold_every_page_once_and_never_grow(total: int, slots: int) -> None:
    spans = list(rendering._spans(total, slots))
    assert [i for span in spans for i in span] == list(range(total))
    sizes = [len(span) for span in spans]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size <= max(8, total // (4 * slots)) for size in sizes)
