"""Rendering on a real Dask cluster: the same bytes as here, and a clear end when it goes away."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.corpus import make_corpus
from sitegen import executors, rendering
from sitegen.cli import cli
from sitegen.executors import ClusterError, crew
from sitegen.memory import Memory
from sitegen.pipeline import Job, build
from tests.cluster import Cluster, await_workers, cluster, kill
from tests.conftest import ROOT
from tests.press import CLOCK, copy_sample, morning, tree

pytestmark = pytest.mark.slow
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Corpus:
    """A site of 300 records, as it stands after a first publish gave its records their salts, and what a second one makes of it here."""

    site: Path
    expected: dict[str, bytes]

    def twin(self, folder: Path) -> Path:
        return shutil.copytree(self.site, folder / "corpus/site")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder / "first", 300)
    _publish(folder / "first", None)
    shutil.copytree(folder / "first", folder / "second")
    return Corpus(folder / "first", _publish(folder / "second", None))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


def _publish(site: Path, where: str | None, progress: Progress | None = None) -> dict[str, bytes]:
    """Publish with an empty memory and into an empty folder."""
    for name in ("output", ".sitegen"):
        shutil.rmtree(site / name, ignore_errors=True)
    memory = Memory(site / ".sitegen/memory.sqlite")
    try:
        with crew(where) as far:
            built = build(Job(site, site / "output", morning(CLOCK), None, memory, (ROOT / "themes",), 1, progress=progress, crew=far))
    finally:
        memory.close()
    assert built.checked.is_sound, built.checked.problems
    return tree(site / "output")


def _address(made: Cluster) -> str:
    return f"dask://{made.place}"


def test_a_cluster_makes_the_same_bytes_of_a_corpus(running: Cluster, corpus: Corpus, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = _publish(corpus.twin(tmp_path), _address(running), lambda done, total: told.append((done, total)))
    assert len(told) > 4  # several chunks came back
    assert told[-1][0] == told[-1][1] > 400
    assert made == corpus.expected


def test_a_cluster_makes_the_same_bytes_of_the_sample_site(running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_WORTH_A_PROCESS", 1)
    site = copy_sample(tmp_path / "sample")
    _publish(site, None)
    shutil.copytree(site, tmp_path / "twin")
    assert _publish(site, _address(running)) == _publish(tmp_path / "twin", None)


def test_what_a_worker_that_died_had_in_hand_is_made_by_another(corpus: Corpus, tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster") as made:
        assert _publish(corpus.twin(tmp_path), _address(made), lambda done, total: kill(made.workers[0])) == corpus.expected
        assert made.workers[1].poll() is None


@pytest.mark.parametrize("gone", ["scheduler", "workers"])
def test_a_cluster_that_goes_away_ends_the_build_and_leaves_the_site(
    corpus: Corpus, tmp_path: Path, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "PATIENCE", 2.0)
    far = corpus.twin(tmp_path)
    with cluster(tmp_path / "cluster") as made:

        def end(done: int, total: int) -> None:
            for process in (made.scheduler,) if gone == "scheduler" else made.workers:
                assert process is not None
                kill(process)

        started = time.monotonic()
        with pytest.raises(ClusterError, match=r"connection .* was lost" if gone == "scheduler" else "no running worker"):
            _publish(far, _address(made), end)
        assert time.monotonic() - started < 60  # a machine that others use; without a watch it would be for ever
    assert not (far / "output").exists()


def test_a_worker_with_another_version_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "code/sitegen"
    shutil.copytree(ROOT / "sitegen", other)
    (other / "laps.py").write_text((other / "laps.py").read_text("utf-8") + "\n# another\n", "utf-8")
    with cluster(tmp_path / "cluster", 1) as made:
        made.add_worker(PYTHONPATH=str(other.parent))
        await_workers(made, 2)
        with pytest.raises(ClusterError, match=r"sitegen: [0-9a-f]{16} / [0-9a-f]{16}"), crew(_address(made)):
            pass


def test_a_worker_without_our_code_is_refused(tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", 0) as made:
        made.add_worker(PYTHONPATH=str(tmp_path))
        await_workers(made, 1)
        with pytest.raises(ClusterError, match="sitegen: "), crew(_address(made)):
            pass


def test_a_scheduler_without_workers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_SETTLE", 0.5)
    with cluster(tmp_path / "cluster", 0) as made:
        _await(made)
        with pytest.raises(ClusterError, match="no running worker"), crew(_address(made)):
            pass


def _await(made: Cluster) -> None:
    until = time.monotonic() + 20
    while not (made.folder / "scheduler.json").exists() and time.monotonic() < until:
        time.sleep(0.1)


@pytest.mark.parametrize("is_listening", [False, True], ids=["closed", "silent"])
def test_a_scheduler_out_of_reach_is_said_within_ten_seconds(
    tmp_path: Path, is_listening: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    site = copy_sample(tmp_path / "sample")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if not is_listening:
            server.close()
        started = time.monotonic()
        with pytest.raises(SystemExit) as ended:
            cli.main(["publish", "--site", str(site), "--lang", "en", "--executor", f"dask://127.0.0.1:{port}"])
        assert time.monotonic() - started < 10
    assert ended.value.code == 2
    assert f"Cannot reach the cluster dask://127.0.0.1:{port}" in capsys.readouterr().err
    assert not (site / "output").exists()
