"""Files examined on several processors: forked processes have the files already, and only what was found travels."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import MappingProxyType

from sitegen.forking import may_fork, settle
from sitegen.inspection.facts import Examiner, Facts
from sitegen.inspection.files import Files

_WORTH_A_PROCESS = 400  # files; fewer are done before a second process has started
_CHUNK = 50
_NONE: Mapping[str, Facts] = MappingProxyType({})

_forked: list[tuple[Examiner, Files, Sequence[str], Mapping[str, Facts]]] = []


def examine_all(
    examiner: Examiner, files: Files, urls: Sequence[str], workers: int, known: Mapping[str, Facts] = _NONE
) -> dict[str, Facts]:
    """The facts of files by address; ``known`` are those of before. What a process that died leaves undone is done here. Raises OSError."""
    found: dict[str, Facts] = {}
    if workers > 1 and len(urls) >= _WORTH_A_PROCESS and may_fork():
        _forked[:] = [(examiner, files, urls, known)]
        try:
            with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), settle) as pool:
                for part in pool.map(_examined, range(0, len(urls), _CHUNK)):
                    found |= part
        except BrokenProcessPool:  # most often the system took it for want of memory, and one process needs less
            pass
        finally:
            _forked.clear()
    return found | {url: examiner.examine(url, files.read(url), known.get(url)) for url in urls if url not in found}


def _examined(start: int) -> dict[str, Facts]:
    examiner, files, urls, known = _forked[0]
    return {url: examiner.examine(url, files.read(url), known.get(url)) for url in urls[start : start + _CHUNK]}
