"""What the last inspection of a site that was found clean had seen: what stands as it stood then need not be judged again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.inspection.facts import Facts
from sitegen.memory import Memory

_KIND, _KEY = "inspected", "last"


@dataclass(frozen=True, slots=True)
class Last:
    """The files of a clean site by address and hash, and what they were searched for. ``marked`` are files in which something was found
    that a record's own words excused: these may change without the file."""

    searched_for: str
    shas: Mapping[str, str]
    marked: frozenset[str]

    def to_look_at(self, searched_for: str, shas: Mapping[str, str]) -> frozenset[str]:
        """The files that may have come to hold something: all, where something else is searched for, or a file that others may link is
        gone."""
        if searched_for != self.searched_for or self.shas.keys() - shas.keys():
            return frozenset(shas)
        return frozenset(url for url, sha in shas.items() if self.shas.get(url) != sha) | self.marked


_NONE = Last("", {}, frozenset())


def recall(memory: Memory) -> Last:
    data = memory.get(_KIND, _KEY)
    if data is None:
        return _NONE
    searched_for, shas, marked = json.loads(data)
    return Last(searched_for, shas, frozenset(marked))


def keep(memory: Memory, searched_for: str, shas: Mapping[str, str], looked_at: Mapping[str, Facts]) -> None:
    """Remember a clean site; ``looked_at`` are those files of it in which something may have been found."""
    marked = [url for url, facts in looked_at.items() if facts.leaks or facts.claims]
    memory.put(_KIND, _KEY, json.dumps([searched_for, dict(shas), marked], ensure_ascii=False).encode())
