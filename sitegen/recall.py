"""Records as an earlier run read them, by path and hash of the file: after one edit, one file is read anew."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable

from sitegen.collecting import uncollected
from sitegen.intake import Taken, memory_key
from sitegen.memory import Memory
from sitegen.sources import Source

_KIND = "record"


def recalled(memory: Memory, sources: Iterable[Source]) -> dict[str, Taken]:
    """What is remembered of these files, as ``take_in`` asks for it. The memory is as much the user's own as the code is:
    one of another version of the code is thrown away before anything is taken from it."""
    names = {_key(source): memory_key(source) for source in sources}
    known = memory.get_many(_KIND, names)
    with uncollected():
        return {names[key]: pickle.loads(data) for key, data in known.items()}  # noqa: S301


def keep(memory: Memory, sources: Iterable[Source], taken: dict[str, Taken], before: frozenset[str]) -> None:
    """Remember what was read anew: what is in ``taken`` and was not ``before``."""
    for source in sources:
        name = memory_key(source)
        if name in taken and name not in before:
            memory.put(_KIND, _key(source), pickle.dumps(taken[name], pickle.HIGHEST_PROTOCOL))


def _key(source: Source) -> str:
    return hashlib.sha256(memory_key(source).encode()).hexdigest()[:32]
