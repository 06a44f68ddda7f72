"""What the validator holds a site to: one small function a rule.

A rule takes the library and yields findings. Its decorator gives the code (never used again for
anything else), the severity, and the strength of the evidence it rests on; its docstring is the
document that ``explain`` shows (see ``sitegen.codes``).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from sitegen.codes import Doc, parse_doc
from sitegen.library import Library
from sitegen.problems import Place, Problem, Say, Severity

Evidence = Literal["front matter", "calendar", "ledger", "output", "site", "probe"]


class Finding(NamedTuple):
    """What a rule yields: where (path, line, column), what is wrong, and how to mend it."""

    spot: tuple[str, int, int]
    message: Say
    fix: Say
    related: tuple[str, int, int] | None = None
    swap: tuple[str, str] | None = None


Check = Callable[[Library], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered check with its code, weight and document."""

    code: str
    severity: Severity
    evidence: Evidence
    check: Check
    doc: Doc

    def problems(self, library: Library) -> Iterator[Problem]:
        """The findings of this rule as problems. Raises TypeError if the check yields anything else."""
        for finding in self.check(library):
            if not isinstance(finding, Finding):
                raise TypeError(f"{self.code} gave {finding!r}, not a Finding")
            related = Place(*finding.related) if finding.related else None
            yield Problem(self.code, self.severity, Place(*finding.spot), finding.message, finding.fix, related, finding.swap)


_RULES: dict[str, Rule] = {}


def rule(code: str, severity: Severity, evidence: Evidence = "front matter") -> Callable[[Check], Check]:
    """Register a check under ``code``. Raises ValueError if the code is taken or its document is incomplete."""

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"{code} is taken by {_RULES[code].check.__name__}")
        _RULES[code] = Rule(code, severity, evidence, check, parse_doc(check.__doc__ or ""))
        return check

    return register


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its code; the modules of this package are found by themselves."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)
    return dict(sorted(_RULES.items()))


def judge(library: Library) -> Iterator[Problem]:
    """The problems that all rules find."""
    for each in all_rules().values():
        yield from each.problems(library)


def text_of(day: Any) -> str:
    """A date as staff write it."""
    return str(day.isoformat())
