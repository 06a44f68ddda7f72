"""Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for systems that show them beside the lines of a change."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sitegen.codes import Doc
from sitegen.problems import Place, Problem, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
FINGERPRINT = "sitegenFinding/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_BASE = "SITE"

Lines = Callable[[str], Sequence[str]]
"""The lines of a file of the site; none for a file that cannot be read."""


def sarif(problems: Iterable[Problem], docs: Mapping[str, Doc], lines_of: Lines, version: str, lang: str) -> dict[str, Any]:
    """One run with all findings; ``docs`` explain the codes."""
    every = tuple(problems)
    codes = sorted({p.code for p in every})
    severities = {p.code: p.severity for p in every}
    marks = _fingerprints(every, lines_of)
    run = {
        "tool": {
            "driver": {
                "name": "sitegen",
                "version": version,
                "rules": [_rule(code, docs.get(code), severities[code], lang) for code in codes],
            }
        },
        "language": "en-US" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "网站文件夹" if lang != "en" else "the folder of the site"}}},
        "results": [_result(p, codes.index(p.code), mark, lang) for p, mark in zip(every, marks, strict=True)],
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _rule(code: str, doc: Doc | None, severity: Severity, lang: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": _LEVELS[severity]}}
    if doc is None:
        return rule
    what, why = doc.what.get(lang), doc.why.get(lang)
    heads = ("Wrong", "Right") if lang == "en" else ("错例", "正例")
    plain = f"{what}\n{why}\n\n{heads[0]}\n{doc.wrong}\n\n{heads[1]}\n{doc.right}"
    marked = f"{what}\n\n{why}\n\n**{heads[0]}**\n\n```yaml\n{doc.wrong}\n```\n\n**{heads[1]}**\n\n```yaml\n{doc.right}\n```"
    return {
        **rule,
        "shortDescription": {"text": what},
        "fullDescription": {"text": f"{what} {why}"},
        "help": {"text": plain, "markdown": marked},
    }


def _result(problem: Problem, rule: int, mark: str, lang: str) -> dict[str, Any]:
    fix = ("Fix: " if lang == "en" else "怎样改：") + problem.fix.get(lang)
    found: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message.get(lang)}\n{fix}"},
        "locations": [_location(problem.place)],
        "partialFingerprints": {FINGERPRINT: mark},
    }
    return found | ({"relatedLocations": [{"id": 1, **_location(problem.related)}]} if problem.related else {})


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.path), "uriBaseId": _BASE}, "region": region}}


def _fingerprints(problems: Sequence[Problem], lines_of: Lines) -> Iterator[str]:
    """The same for a finding wherever its line moves to: code, file, the line without blanks, and which one of several."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        key = (problem.code, problem.place.path, _line(problem, lines_of))
        yield hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()
        seen[key] += 1


def _line(problem: Problem, lines_of: Lines) -> str:
    # a hash of a line with personal data would let the data be found by trial
    if problem.code.startswith("D"):
        return ""
    lines = lines_of(problem.place.path)
    return "".join(lines[problem.place.line - 1].split()) if 1 <= problem.place.line <= len(lines) else ""
