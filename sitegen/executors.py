"""The workers of a Dask cluster as a crew for rendering: reached, compared with this machine, watched while they work.

What travels to them is pickled, and unpickling runs code: whoever reaches the scheduler commands every worker and this machine.
docs/scale.md says what follows from that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sitegen.memory import code_version
from sitegen.problems import Say

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

_REACH = 5.0  # seconds for the scheduler to answer
_SETTLE = 5.0  # seconds for a first worker to join it
PATIENCE = 30.0  # seconds without a worker; a nanny starts a new one in two
_RETRIES = 2  # of a chunk whose input was lost with a worker
_SHAPING = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pydantic", "pypinyin")


class ClusterError(Exception):
    """A cluster that cannot be used, or no longer; ``say`` tells people."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.say = Say(zh, en)


class Crew(Protocol):
    """Workers that may be anywhere: what they are given has to hold everything they need."""

    @property
    def slots(self) -> int:
        """How many chunks are worked on at the same time."""

    def submit(self, function: Callable[..., T], /, *arguments: object) -> Future[T]:
        """As ``concurrent.futures.Executor.submit``."""

    def share(self, data: bytes) -> object:
        """What stands for ``data`` among the arguments of a task: the bytes go to each worker once."""

    def watch(self) -> None:
        """Called while nothing is finished. Raises ClusterError once there is nothing left to wait for."""


@cache
def fingerprint() -> Mapping[str, str]:
    """What decides about the bytes of a page on this machine: Python, our own code, the libraries."""
    import platform

    libraries = {name: metadata.version(name) for name in _SHAPING}
    return {"python": f"{platform.python_implementation()} {platform.python_version()}", **libraries, "sitegen": code_version()}


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, ...]:
    """What differs between two machines, as ``name: ours / theirs``.

    Our own hash covers some of the libraries: it is named only where they are equal, for then it is the code that differs.
    """
    names = [name for name in ours if ours[name] != theirs.get(name)]
    return tuple(f"{name}: {ours[name]} / {theirs.get(name, '-')}" for name in names if name != "sitegen" or names == ["sitegen"])


def differing(place: str, found: tuple[str, ...]) -> ClusterError:
    """A worker with other versions is refused: its pages would not be the same bytes."""
    return ClusterError(
        f"{place} 上的版本与本机不同（本机 / 对方）：{'；'.join(found)}。装成一样的版本并重启它，再发布",
        f"The versions at {place} differ from those here (here / there): {'; '.join(found)}. "
        "Install the same ones, restart it, publish again",
    )


class _Cluster:
    """A crew of Dask workers."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(retries=_RETRIES, pure=False)
        self._deserted: float | None = None  # since when there has been no worker

    @property
    def slots(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)

    def submit(self, function: Callable[..., T], /, *arguments: object) -> Future[T]:
        future: Future[T] = self._executor.submit(function, *arguments)
        return future

    def share(self, data: bytes) -> object:
        # a task and no scattered data: its result is made again when the worker that holds it dies
        return self._client.submit(_same, data, pure=False)

    def watch(self) -> None:
        from concurrent.futures import CancelledError

        try:
            workers = self._client.nthreads() if self._client.status == "running" else None
        except (OSError, CancelledError):
            workers = None
        if workers is None:
            raise lost(self._address)
        self._deserted = None if workers else self._deserted or monotonic()
        if self._deserted is not None and monotonic() - self._deserted > PATIENCE:
            raise _without_workers(self._address)


def _same(data: bytes) -> bytes:
    return data


@contextmanager
def crew(address: str | None) -> Iterator[Crew | None]:
    """The workers behind ``dask://HOST:PORT`` or ``tls://HOST:PORT``, each with the versions of this machine; None without an address.

    Raises ClusterError; what Dask raises while pages are made becomes one, too.
    """
    if address is None:
        yield None
        return
    import logging
    from concurrent.futures import CancelledError

    distributed = _library()
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)  # what it has to say reaches people as a ClusterError
    client = _client(distributed, address.replace("dask://", "tcp://"), address)
    try:
        _compare(distributed, client, address)
        try:
            yield _Cluster(client, address)
        except (distributed.scheduler.KilledWorker, distributed.comm.CommClosedError) as error:
            raise killed(error) from error
        except CancelledError as error:
            raise lost(address) from error
    finally:
        client.close(timeout=1)


def _library() -> Any:
    try:
        import distributed
    except ImportError:
        raise ClusterError(
            '没有安装集群用的程序：pip install "sitegen[cluster]"', 'What clusters need is not installed: pip install "sitegen[cluster]"'
        ) from None
    return distributed


def _client(distributed: Any, scheduler: str, address: str) -> Any:
    """A client, or a ClusterError in good time. Dask itself waits without end for one that accepts and then says nothing."""
    import threading

    answers: list[Any] = []

    def reach() -> None:
        try:
            answers.append(distributed.Client(scheduler, timeout=_REACH, set_as_default=False))
        except Exception as error:
            answers.append(error)

    asking = threading.Thread(target=reach, daemon=True)
    asking.start()
    asking.join(_REACH + 1)
    answer = answers[0] if answers else TimeoutError()
    if isinstance(answer, Exception):
        raise ClusterError(
            f"连不上集群 {address}（{type(answer).__name__}）。看看调度程序是否在运行、地址和端口对不对；要在本机生成，去掉 --executor",
            f"Cannot reach the cluster {address} ({type(answer).__name__}). See whether its scheduler runs and the address is right; "
            "to render on this machine, leave --executor out",
        ) from answer
    return answer


def _compare(distributed: Any, client: Any, address: str) -> None:
    """Ask every worker for its versions. Raises ClusterError."""
    try:
        client.wait_for_workers(1, timeout=_SETTLE)
    except (TimeoutError, distributed.TimeoutError):
        raise _without_workers(address) from None
    ours = fingerprint()
    for place, theirs in sorted(_fingerprints(client, address).items()):
        if isinstance(theirs, BaseException):
            raise differing(place, (f"sitegen: {ours['sitegen']} / {type(theirs).__name__}",))
        if found := differences(ours, theirs):
            raise differing(place, found)


def _fingerprints(client: Any, address: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = client.run(fingerprint, on_error="return")
    except Exception as error:  # whatever a worker without our code answers
        raise differing(address, (f"sitegen: {code_version()} / {type(error).__name__}",)) from error
    return found


def _without_workers(address: str) -> ClusterError:
    return ClusterError(
        f"集群 {address} 没有在运行的工作进程，没有发布；先启动 dask worker",
        f"The cluster {address} has no running worker; nothing was published. Start dask worker first",
    )


def lost(address: str) -> ClusterError:
    """The scheduler went away."""
    return ClusterError(
        f"与集群 {address} 的连接断了，没有发布，原来的网站没有变；恢复后再发布一次",
        f"The connection to the cluster {address} was lost; nothing was published and the old site stands. Publish again once it is back",
    )


def killed(error: BaseException) -> ClusterError:
    """The same pages ended several workers one after the other."""
    return ClusterError(
        f"集群的工作进程一再中断（{type(error).__name__}），没有发布，原来的网站没有变；多半是内存不够，查看它们的日志",
        f"Workers of the cluster ended again and again ({type(error).__name__}); nothing was published and the old site stands. "
        "Most often memory runs short: see their logs",
    )
