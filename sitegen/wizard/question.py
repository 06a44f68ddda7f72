"""What is asked, what may be picked, and what can be made of a wrong answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.problems import Problem, Say, Severity
from sitegen.search.readings import sounds_like

_TAKEN_BACK = {
    "S006": r"改为 (\S+)",
    "S007": r"最后一天是 (\S+)",
    "S008": r"如 (\S+)",
    "S010": r"如 (\d+)",
    "S011": r"是不是“(.+?)”",
    "S016": r"如 (\S+)",
    "S017": r"写成 (\S+@\S+) 的样子",
    "N002": r"结束: ([\d-]+)",
    "N003": r"结束: ([\d-]+)",
    "N010": r"结束: ([\d-]+)",
    "P011": r"期限: ([\d-]+)",
}
"""Where the fix of a code holds the corrected value."""
_EXAMPLES = {"陕西省/延安市/安塞县", "name@example.org"}  # shown for want of something better: no answer

NOBODY = Say("还没有人物和单位，先运行 new model 或 new unit", "there is no model and no unit yet: run 'new model' or 'new unit'")
Judge = Callable[[str], Sequence[Problem]]
Readings = Callable[[Iterable[tuple[str, bool]]], Mapping[tuple[str, bool], str]]


class Refused(Exception):
    """Flags that cannot be used; ``lines`` say why and what to write."""

    def __init__(self, *lines: Say) -> None:
        super().__init__(*(line.en for line in lines))
        self.lines = lines


class Choice(NamedTuple):
    """One line of a list: what is written for it, what is read, what stands behind it."""

    value: str
    label: str
    beside: str = ""
    is_person: bool = False


def _nothing_wrong(_: str) -> Sequence[Problem]:
    return ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the flag that answers it beforehand, the words, what Enter means, and what may be wrong with an answer."""

    flag: str
    text: Say
    default: str = ""
    is_needed: bool = False
    judge: Judge = _nothing_wrong


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if p.severity is Severity.ERROR]


def mended(problems: Iterable[Problem], year: int) -> str:
    """The corrected value, where a fix holds it; a day without a year is one of ``year``."""
    for problem in problems:
        found = re.search(_TAKEN_BACK.get(problem.code, r"$^"), problem.fix.zh)
        value = found[1].rstrip("。；") if found else ""
        if problem.code == "S008" and value:
            return f"{year}{value[4:]}"
        # a number that was not written is an example, too
        if value and value not in _EXAMPLES and not (problem.code == "S010" and value not in problem.message.zh):
            return value
    return ""


def is_sound_answer(question: Question, word: str) -> bool:
    """Whether an answer would be taken, if only with a warning."""
    return not errors_of(question.judge(word)) if word else not question.is_needed


def name_of(value: str) -> str:
    """What of a value people know: of a path the name of the file."""
    return value.casefold().rsplit("/", 1)[-1].removesuffix(".md")


def narrowed(choices: Sequence[Choice], word: str, readings: Readings) -> list[Choice]:
    """Those whose name holds the word, or sounds like it."""
    folded = word.casefold()
    found = [c for c in choices if folded in c.label.casefold() or folded in name_of(c.value)]
    if found or not re.fullmatch(r"[a-z' ]+", folded):
        return found
    known = readings((c.label, c.is_person) for c in choices)
    return [c for c in choices if sounds_like(folded.replace(" ", ""), known[(c.label, c.is_person)])]
