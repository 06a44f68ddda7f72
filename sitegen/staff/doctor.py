"""``doctor``: what this machine and this site lack, one line a matter, and what to do about it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from sitegen.health import disk, machine, site
from sitegen.health.answer import Answer, Grade, Patient
from sitegen.intake import take_site
from sitegen.problems import Say
from sitegen.report import columns_of
from sitegen.sources import read_settings

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

FINE, WRONG = 0, 1
_WIDTH = 80
_GRADES = {
    Grade.FINE: (Say("✓ 好", "✓ fine"), {"fg": "green"}),
    Grade.LOOK: (Say("! 留意", "! look"), {"fg": "yellow", "bold": True}),
    Grade.MEND: (Say("✗ 要修", "✗ mend"), {"fg": "red", "bold": True}),
}
_GRADE_COLUMNS, _NAME_COLUMNS = 8, Say("10", "14")
_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
_NO_LINE_BEGINS = "，。；：！？、）》”’…"


def tell_health(desk: Desk) -> int:
    """Examine, tell, and give 1 if something must be mended."""
    source = read_settings(desk.site) if desk.site.is_dir() else None
    answers = examine(Patient(desk.site, desk.output, desk.now, take_site(source).filed if source else None))
    if desk.as_json:
        click.echo(json.dumps(as_data(answers, desk), ensure_ascii=False, indent=1))
    else:
        for line in lines(answers, desk):
            click.echo(line)
    return WRONG if any(a.grade is Grade.MEND for a in answers) else FINE


def examine(patient: Patient) -> tuple[Answer, ...]:
    """Everything, in the order in which it is told."""
    kept, opened = site.ledger(patient)
    standing_answer, standing = disk.output(patient)
    return (
        site.settings(patient),
        machine.python(),
        machine.parser(),
        machine.libraries(),
        *machine.extras(),
        *machine.tools(patient),
        machine.fonts(patient),
        machine.clock(patient, site.latest(opened.ledger) if opened else None),
        site.calendar(patient),
        kept,
        *site.remote(patient, opened),
        standing_answer,
        disk.leftovers(patient),
        disk.lock(patient),
        disk.writing(patient),
        disk.room(patient, standing),
        disk.abilities(patient),
    )


def as_data(answers: Sequence[Answer], desk: Desk) -> dict[str, object]:
    """The answers for machines."""
    return {
        "site": str(desk.site),
        "time": desk.now.isoformat(timespec="seconds"),
        "answers": [
            {"key": a.key, "grade": a.grade.value, "found": a.found.get(desk.lang), "do": a.do.get(desk.lang) if a.do else None}
            for a in answers
        ],
        "exit": WRONG if any(a.grade is Grade.MEND for a in answers) else FINE,
    }


def lines(answers: Sequence[Answer], desk: Desk) -> Iterator[str]:
    """The answers for people: what is wrong says what to do beneath it. ``--quiet`` leaves out what is fine."""
    lang, is_bright = desk.lang, sys.stdout.isatty()
    column = _GRADE_COLUMNS + int(_NAME_COLUMNS.get(lang))
    yield Say(f"诊断 {desk.site}", f"Examined: {desk.site}").get(lang)
    yield ""
    for answer in answers:
        if desk.quiet and answer.grade is Grade.FINE:
            continue
        word, colours = _GRADES[answer.grade]
        mark = _padded(word.get(lang), _GRADE_COLUMNS)
        name = _padded(answer.name.get(lang), column - _GRADE_COLUMNS)
        first, *rest = _wrapped(answer.found.get(lang), _WIDTH - column)
        yield (click.style(mark, **colours) if is_bright else mark) + name + first  # type: ignore[arg-type]
        yield from (" " * column + line for line in rest)
        if answer.do is not None:
            said = _wrapped("→ " + answer.do.get(lang), _WIDTH - column - 2)
            yield from (" " * column + ("" if number == 0 else "  ") + line for number, line in enumerate(said))
    yield ""
    yield _closing(answers).get(lang)


def _closing(answers: Sequence[Answer]) -> Say:
    looks, mends = (sum(a.grade is grade for a in answers) for grade in (Grade.LOOK, Grade.MEND))
    if mends:
        return Say(f"要修 {mends} 项，留意 {looks} 项：照“→”后面的做", f"{mends} to mend, {looks} to look at: do what stands after →")
    if looks:
        return Say(f"可以发布；留意 {looks} 项", f"Ready to publish; {looks} to look at")
    return Say("一切都好，可以发布", "All is well: ready to publish")


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - columns_of(text), 1)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns; words stay whole where they fit, no line begins with a closing mark."""
    found, line = [], ""
    for piece in _PIECE.findall(text):
        while columns_of(piece) > width:  # a path
            found += [line] if line else []
            line, piece = "", piece
            found.append(piece[:width])
            piece = piece[width:]
        if columns_of(line) + columns_of(piece) > width - (2 if piece not in _NO_LINE_BEGINS else 0) and line:
            found.append(line.rstrip())
            line = "" if piece == " " else piece
        else:
            line += piece
    return [*found, line.rstrip()] if line.strip() or not found else found
