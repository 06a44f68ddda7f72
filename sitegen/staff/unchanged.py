"""A publish that finds everything as the last one left it: nothing is read, and the same is told again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.memory import Memory
from sitegen.pipeline import Built
from sitegen.planning import STATE_FOLDER
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.recording import REMEMBERED
from sitegen.sources import SETTINGS
from sitegen.stamps import stamp_of

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_KIND = "unchanged"
_OUTSIDE = frozenset("A")  # codes of findings that depend on more than files: keys, authorities, remotes


@dataclass(frozen=True, slots=True)
class Told:
    """What the last publish said: its findings, its closing lines in both languages, and the data of ``--json`` without findings."""

    pages: int
    problems: tuple[Problem, ...]
    lines: dict[str, tuple[str, ...]]
    data: dict[str, Any]


def sources_stamp(desk: Desk) -> str | None:
    """The stamp of what a publish reads; None if something was touched just now."""
    folders = (desk.site / SETTINGS, desk.site / "content", *desk.themes)
    try:
        stamp = stamp_of(dict.fromkeys(folders), desk.now)
    except OSError:
        return None
    asked = (desk.as_of.isoformat() if desk.as_of else "", desk.now.date().isoformat(), str(desk.output))
    return hashlib.sha256("\0".join((stamp, *asked)).encode()).hexdigest() if stamp else None


def recall(desk: Desk, memory: Memory, sources: str | None) -> Told | None:
    """What was told by the last publish, if it was of the same files on the same day, and its result still stands."""
    known = memory.get(_KIND, sources) if sources else None
    if known is None:
        return None
    content = json.loads(known)
    if content["results"] != _results_stamp(desk):
        return None
    problems = tuple(
        Problem(code, Severity(severity), Place(*place), Say(*message), Say(*fix), Place(*related) if related else None)
        for code, severity, place, message, fix, related in content["problems"]
    )
    return Told(content["pages"], problems, {lang: tuple(lines) for lang, lines in content["lines"].items()}, content["data"])


def remember(desk: Desk, memory: Memory, sources: str | None, built: Built) -> None:
    """Keep what is told, for the case that nothing changes."""
    library = built.checked.library
    if sources is None or library is None or not built.checked.is_sound or built.foreign or _asks_others(built):
        return
    problems: Sequence[Problem] = built.checked.problems
    content = {
        "results": _results_stamp(desk),
        "pages": built.pages,
        "problems": [(p.code, p.severity.value, p.place, p.message, p.fix, p.related) for p in problems],
        "lines": {lang: [*desk.closing_lines(library, lang)] for lang in ("zh", "en")},
        "data": {k: v for k, v in desk.data(built.checked, None, 0.0).items() if k != "problems"},
    }
    memory.put(_KIND, sources, json.dumps(content, ensure_ascii=False).encode())


def _asks_others(built: Built) -> bool:
    library = built.checked.library
    site = library.site.record if library else None
    outside = site is not None and (site.timestamp or site.remote or site.signing_key)
    return bool(outside) or any(p.code[0] in _OUTSIDE for p in built.checked.problems)


def _results_stamp(desk: Desk) -> str:
    """The stamp of what a publish writes: the site, the ledger, and the head that this machine remembers."""
    places: tuple[Path, ...] = (desk.output, desk.site / "ledger", desk.site / REMEMBERED)
    try:
        return stamp_of(places) or ""
    except OSError:
        return f"not readable: {STATE_FOLDER}"
