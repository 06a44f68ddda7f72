"""Codes that a site switches off for a while, with reason and end: never in silence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sitegen.problems import Place, Problem, Say, Severity, in_order
from sitegen.records.filed import Filed
from sitegen.records.site import Exemption, Site

# errors with these letters: the law of notices and honours, their evidence, what the built site may not say, and whatever
# keeps a file from being read or shown
PROTECTED = frozenset("NHEOFSCMX")
_READING = frozenset("FSC")


def apply(problems: Iterable[Problem], site: Filed[Site], today: date) -> tuple[Problem, ...]:
    """The problems that remain, and what the exceptions of the site did: X004 to X007, one line each."""
    remaining: Sequence[Problem] = in_order(problems)
    # with files that could not be read, nobody knows what an exception would have silenced
    is_whole = not any(p.severity is Severity.ERROR and p.code[0] in _READING for p in remaining)
    told: list[Problem] = []
    for number, exemption in enumerate(site.record.exceptions):
        place = Place(*site.spot("exceptions", number, "code"))
        if exemption.until < today:
            told.append(_expired(site, number, exemption))
            continue
        meant = [p for p in remaining if _is_meant(p, exemption)]
        silenced = {id(p) for p in meant if not _is_protected(p)}
        if len(silenced) < len(meant):
            told.append(_forbidden(place, exemption, meant))
        if silenced:
            told.append(_silenced(place, exemption, len(silenced)))
        elif not meant and is_whole:
            told.append(_useless(place, exemption))
        remaining = [p for p in remaining if id(p) not in silenced]
    return in_order((*remaining, *told))


def switched_off(site: Site, today: date) -> tuple[str, ...]:
    """The codes that an exception silences on ``today``: they go into the records of that day (row 43 of THREATS.md)."""
    return tuple(sorted({e.code for e in site.exceptions if e.until >= today}))


def _is_meant(problem: Problem, exemption: Exemption) -> bool:
    if problem.code != exemption.code:
        return False
    if exemption.path is None:
        return True
    path = exemption.path.replace("\\", "/").strip("/")
    path = path if path == problem.place.path or path.startswith("content") else f"content/{path}"
    return problem.place.path == path or problem.place.path.startswith(f"{path}/")


def _is_protected(problem: Problem) -> bool:
    return problem.code.startswith("X") or (problem.severity is Severity.ERROR and problem.code[0] in PROTECTED)


def _expired(site: Filed[Site], number: int, exemption: Exemption) -> Problem:
    return Problem(
        "X004",
        Severity.WARNING,
        Place(*site.spot("exceptions", number, "until")),
        Say(
            f"{exemption.code} 的例外已于 {exemption.until} 到期，不再起作用",
            f"the exception for {exemption.code} ended on {exemption.until}",
        ),
        Say("删去这一条；还需要的，写新的“截止”和原因", "delete it, or, if it is still needed, give a new 截止 (until) and the reason"),
    )


def _forbidden(place: Place, exemption: Exemption, meant: Sequence[Problem]) -> Problem:
    first = next(p for p in meant if _is_protected(p))
    return Problem(
        "X006",
        Severity.ERROR,
        place,
        Say(f"{exemption.code} 的错误不能设例外", f"errors of {exemption.code} may not be switched off"),
        Say("删去这一条例外，改正所指的错误", "delete the exception and mend the error"),
        first.place,
    )


def _silenced(place: Place, exemption: Exemption, count: int) -> Problem:
    where = Say(f"（{exemption.path}）", f" ({exemption.path})") if exemption.path else Say("", "")
    return Problem(
        "X007",
        Severity.INFO,
        place,
        Say(
            f"{count} 处 {exemption.code}{where.zh} 按例外不报：{exemption.reason}（至 {exemption.until}）",
            f"{count} of {exemption.code}{where.en} not reported: {exemption.reason} (until {exemption.until})",
        ),
        Say("原因不再成立时，删去这一条例外", "delete the exception when its reason is gone"),
    )


def _useless(place: Place, exemption: Exemption) -> Problem:
    return Problem(
        "X005",
        Severity.INFO,
        place,
        Say(f"{exemption.code} 的例外没有用到", f"the exception for {exemption.code} silences nothing"),
        Say("删去这一条，或检查编码和文件写得对不对", "delete it, or see whether its code and file are right"),
    )
