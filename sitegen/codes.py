"""The codes of all findings and what ``explain`` says of them.

A document has four headings; a line that begins with ``|`` is the English of the line above it::

    What: 公示天数少于规则的最低天数。
    | The notice runs for fewer days than its profile asks.
    Why: …
    | …
    Wrong:
        开始: 2026-11-02
        结束: 2026-11-04
    Right:
        开始: 2026-11-02
        结束: 2026-11-06
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from sitegen.problems import Say

HEADINGS = ("What", "Why", "Wrong", "Right")
_HEADING = re.compile(rf"^({'|'.join(HEADINGS)}): ?(.*)$")
_CODE = re.compile(r"^## ([A-Z]\d{3})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Doc:
    """What a code means: two sentences in both languages, and an example before and after."""

    what: Say
    why: Say
    wrong: str
    right: str


def parse_doc(text: str) -> Doc:
    """Read a document. Raises ValueError where a heading or a language is missing."""
    parts: dict[str, list[str]] = {}
    for line in inspect.cleandoc(text).split("\n"):
        if match := _HEADING.match(line):
            parts[match[1]] = [match[2]] if match[2] else []
        elif parts:
            parts[next(reversed(parts))].append(line)
    if missing := [h for h in HEADINGS if not parts.get(h)]:
        raise ValueError(f"no {', '.join(missing)} in: {text[:80]!r}")
    return Doc(_both(parts["What"]), _both(parts["Why"]), _example(parts["Wrong"]), _example(parts["Right"]))


def _both(lines: list[str]) -> Say:
    english = " ".join(line.lstrip("| ").strip() for line in lines if line.startswith("|"))
    chinese = "".join(line.strip() for line in lines if not line.startswith("|"))
    if not (english and chinese):
        raise ValueError(f"one language is missing in {lines!r}")
    return Say(chinese, english)


def _example(lines: list[str]) -> str:
    return inspect.cleandoc("\n" + "\n".join(lines)).strip("\n")


def manual_docs() -> Mapping[str, Doc]:
    """The documents of the codes that no rule of ``sitegen.rules`` gives, from ``manual/*.md``."""
    found: dict[str, Doc] = {}
    for file in sorted(resources.files("sitegen").joinpath("manual").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".md"):
            found |= _docs_in(file.read_text("utf-8"))
    return found


def reading_docs() -> Mapping[str, Doc]:
    """The documents of the codes that reading gives (letters F, S and C), from ``manual/reading.md``."""
    return _docs_in(resources.files("sitegen").joinpath("manual", "reading.md").read_text("utf-8"))


def _docs_in(text: str) -> dict[str, Doc]:
    pieces = _CODE.split(text)[1:]
    return {code: parse_doc(body) for code, body in zip(pieces[::2], pieces[1::2], strict=True)}
