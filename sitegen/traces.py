"""What was written last time, and what follows for this time: a pure decision with its reasons."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

FORMAT = 1


class PageKey(NamedTuple):
    """Hashes of everything that a page depends on; equal keys give equal bytes."""

    view: str
    template: str
    site: str
    code: str


class Written(NamedTuple):
    """A file of output/ as we wrote it: its key, and the size and SHA-256 of its bytes."""

    key: PageKey
    size: int
    sha: str


@dataclass(frozen=True, slots=True)
class Trace:
    """All files of an output/ that are ours, the day it was built for, and the day it goes out of date."""

    date: str = ""
    next_change: str = ""
    files: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))


class Reason(StrEnum):
    """Why a file is made again."""

    NEW = "new"
    MISSING = "missing"
    VIEW = "view"
    TEMPLATE = "template"
    SITE = "site"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Work:
    """What to make (with the reason), what to keep as it is, and what to take away."""

    make: Mapping[str, Reason]
    keep: frozenset[str]
    remove: frozenset[str]


def decide(planned: Mapping[str, PageKey], trace: Trace, present: Collection[str]) -> Work:
    """Hold the plan against the trace. ``present`` are the files of the trace that still stand as they were written."""
    make = {url: reason for url, key in planned.items() if (reason := _reason(url, key, trace, present))}
    return Work(
        MappingProxyType(make),
        frozenset(planned.keys() - make.keys()),
        frozenset(trace.files.keys() - planned.keys()),
    )


def _reason(url: str, key: PageKey, trace: Trace, present: Collection[str]) -> Reason | None:
    before = trace.files.get(url)
    if before is None:
        return Reason.NEW
    if before.key != key:
        for part, reason in (("code", Reason.CODE), ("template", Reason.TEMPLATE), ("site", Reason.SITE)):
            if getattr(before.key, part) != getattr(key, part):
                return reason
        return Reason.VIEW
    return None if url in present else Reason.MISSING


def dump(trace: Trace) -> bytes:
    """A trace as bytes; equal traces give equal bytes."""
    files = {url: [*w.key, w.size, w.sha] for url, w in sorted(trace.files.items())}
    content = {"format": FORMAT, "date": trace.date, "next_change": trace.next_change, "files": files}
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def load(data: bytes) -> Trace | None:
    """A trace from bytes; None where they are none of ours."""
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            return Trace()
        files = {url: Written(PageKey(*row[:4]), int(row[4]), str(row[5])) for url, row in content["files"].items()}
        return Trace(str(content["date"]), str(content["next_change"]), MappingProxyType(files))
    except (ValueError, KeyError, TypeError, IndexError):
        return None
