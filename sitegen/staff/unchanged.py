"""A publish or a check that finds everything as the last one left it: nothing is read, and the same is told again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.memory import Memory
from sitegen.places import REMEMBERED_HEADS, SALT_SUFFIX, STATE_FOLDER
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.sources import CONTENT, SETTINGS
from sitegen.stamps import stamp_of

if TYPE_CHECKING:
    from sitegen.pipeline import Built, Checked
    from sitegen.staff.desk import Desk

_OUTSIDE = frozenset("A")  # codes of findings that depend on more than files: keys, authorities, remotes


class Question(StrEnum):
    """What was asked: a publish, or a check alone."""

    PUBLISH = "unchanged"
    CHECK = "checked"


@dataclass(frozen=True, slots=True)
class Told:
    """What the last run said: its findings, its exit code, its closing lines in both languages, the data of ``--json`` without
    findings, and how much there is (``number``: pages of a publish, files of a check)."""

    number: int
    code: int
    problems: tuple[Problem, ...]
    lines: Mapping[str, tuple[str, ...]]
    data: dict[str, Any]


def sources_stamp(desk: Desk) -> str | None:
    """The stamp of what a run reads; None if something was touched just now."""
    folders = (desk.site / SETTINGS, desk.site / CONTENT, *desk.themes)
    try:
        stamp = stamp_of(dict.fromkeys(folders), desk.now, lambda name: not _is_written_here(name))
    except OSError:
        return None
    asked = (desk.as_of.isoformat() if desk.as_of else "", desk.now.date().isoformat(), str(desk.output))
    return hashlib.sha256("\0".join((stamp, *asked)).encode()).hexdigest() if stamp else None


def recall(desk: Desk, memory: Memory, sources: str | None, question: Question) -> Told | None:
    """What was told by the last run, if it was of the same files on the same day, and its result still stands."""
    known = memory.get(question, sources) if sources else None
    if known is None:
        return None
    content = json.loads(known)
    if content["results"] != _results_stamp(desk, question):
        return None
    problems = tuple(
        Problem(code, Severity(severity), Place(*place), Say(*message), Say(*fix), Place(*related) if related else None)
        for code, severity, place, message, fix, related in content["problems"]
    )
    lines = {lang: tuple(lines) for lang, lines in content["lines"].items()}
    return Told(content["number"], content["code"], problems, lines, content["data"])


def remember_publish(desk: Desk, memory: Memory, sources: str | None, built: Built) -> None:
    """Keep what a publish told, for the case that nothing changes."""
    if built.checked.is_sound and not built.foreign:
        _remember(desk, memory, sources, Question.PUBLISH, built.checked, built.pages)


def remember_check(desk: Desk, memory: Memory, sources: str | None, checked: Checked) -> None:
    """Keep what a check told, be it good or bad."""
    _remember(desk, memory, sources, Question.CHECK, checked, len(checked.intake.records))


def _remember(desk: Desk, memory: Memory, sources: str | None, question: Question, checked: Checked, number: int) -> None:
    library = checked.library
    if sources is None or library is None or _asks_others(checked):
        return
    content = {
        "results": _results_stamp(desk, question),
        "number": number,
        "code": desk.code(checked),
        "problems": [(p.code, p.severity.value, p.place, p.message, p.fix, p.related) for p in checked.problems],
        "lines": {lang: [*desk.closing_lines(library, lang)] for lang in ("zh", "en")},
        "data": {k: v for k, v in desk.data(checked, None, 0.0).items() if k != "problems"},
    }
    memory.put(question, sources, json.dumps(content, ensure_ascii=False).encode())


def _asks_others(checked: Checked) -> bool:
    site = checked.library.site.record if checked.library else None
    outside = site is not None and (site.timestamp or site.remote or site.signing_key)
    return bool(outside) or any(p.code[0] in _OUTSIDE for p in checked.problems)


def _is_written_here(name: str) -> bool:
    """Whether a file of content/ is a salt: the first publish with evidence writes them after it has read everything."""
    return name.endswith(SALT_SUFFIX)


def _results_stamp(desk: Desk, question: Question) -> str:
    """The stamp of what a publish writes: ledger, salts, the head that this machine remembers, and (no matter for a check) the site."""
    places: tuple[Path, ...] = (desk.site / "ledger", desk.site / REMEMBERED_HEADS)
    if question is Question.PUBLISH and any(desk.output.with_name(f".{desk.output.name}.{word}").exists() for word in ("new", "old")):
        return "left by a crash"  # which a publish clears
    try:
        written = stamp_of((desk.output, *places) if question is Question.PUBLISH else places)
        return f"{written} {stamp_of([desk.site / CONTENT], counts=_is_written_here)}"
    except OSError:
        return f"not readable: {STATE_FOLDER}"
