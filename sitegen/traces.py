"""What was written last time, and what follows for this time: a pure decision with its reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

FORMAT = 1
# styles, scripts and images of the theme, as theme.py names them; pictures of people stand in folders of their own
_ASSET = re.compile(r"assets/[^/]+\.[0-9a-f]{10}(?:\.[^./]+)?")


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
    """All files of an output/ that are ours, the day it was built for, and the day it goes out of date.

    ``earlier`` are files of the theme that no page names any more but those that readers opened before: the generation
    before the one in ``files``.
    """

    date: str = ""
    next_change: str = ""
    files: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))
    earlier: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))


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


def earlier_assets(planned: Collection[str], trace: Trace, present: Collection[str]) -> dict[str, Written]:
    """The files of the theme that stay for pages opened before: those that are replaced now, else those that stayed last time.

    Only the theme's: of people and records nothing stays that is no longer planned.
    """
    replaced = {url: written for url, written in trace.files.items() if url not in planned and url in present and _ASSET.fullmatch(url)}
    return {url: written for url, written in (replaced or trace.earlier).items() if url not in planned}


def dump(trace: Trace) -> bytes:
    """A trace as bytes; equal traces give equal bytes."""
    content = {"format": FORMAT, "date": trace.date, "next_change": trace.next_change, "files": _rows(trace.files)}
    if trace.earlier:
        content["earlier"] = _rows(trace.earlier)
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def load(data: bytes) -> Trace | None:
    """A trace from bytes; None where they are none of ours."""
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            return Trace()
        files, earlier = _written(content["files"]), _written(content.get("earlier", {}))
        return Trace(str(content["date"]), str(content["next_change"]), files, earlier)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _rows(files: Mapping[str, Written]) -> dict[str, list[str | int]]:
    return {url: [*written.key, written.size, written.sha] for url, written in sorted(files.items())}


def _written(rows: Mapping[str, list[str]]) -> Mapping[str, Written]:
    return MappingProxyType({url: Written(PageKey(*row[:4]), int(row[4]), str(row[5])) for url, row in rows.items()})
