"""The answers of one conversation. To change one, the questions run again: those answered before it answer themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.problems import Say

_AFTER_LABEL = re.compile(r"[，（？：,(?:].*", re.DOTALL)
_COUNTED = re.compile(r"^\d+/\d+\s+")


class Again(Exception):
    """Somebody wants to change an answer: the questions are to run from the first; what stands is not asked."""


class Answered(NamedTuple):
    """One answer: what was asked, what Enter meant, what was given, and how that reads."""

    question: Say
    proposed: str
    value: str
    shown: str

    def label(self, lang: str) -> str:
        """The question in a word or two."""
        return _AFTER_LABEL.sub("", _COUNTED.sub("", self.question.get(lang).strip())).strip()


@dataclass
class Answers:
    """``given`` in their order. ``_sure`` answer themselves, whatever they say; ``_old`` may, once the one in between is there."""

    given: list[Answered] = field(default_factory=list)
    _sure: list[Answered] = field(default_factory=list)
    _old: list[Answered] = field(default_factory=list)
    _is_anew: bool = False
    _is_kept: bool = False

    @property
    def is_replaying(self) -> bool:
        """Whether what is asked now has been answered and stands: nothing need be said."""
        return bool(self._sure)

    def recall(self, question: Say, proposed: str, is_sound: Callable[[str], bool]) -> str | None:
        """The answer that stands, None where somebody has to be asked.

        An answer after the changed one stands if the same was asked and proposed, and if it is still sound.
        """
        if self._sure:
            self.given.append(self._sure.pop(0))
            return self.given[-1].value
        if self._is_anew or not self._is_kept:
            self._is_anew = False
            return None
        known = next((a for a in self._old if a.question == question and a.proposed == proposed and is_sound(a.value)), None)
        if known is None:
            return None
        self._old.remove(known)
        self.given.append(known)
        return known.value

    def offered(self, question: Say, proposed: str) -> str:
        """What Enter is to mean: the answer given before, unless something else is proposed by now."""
        known = next((a for a in self._old if a.question == question and a.proposed == proposed), None)
        return known.value if known and known.value else proposed

    def note(self, answered: Answered) -> None:
        """An answer that somebody has just given."""
        known = next((a for a in self._old if a.question == answered.question), None)
        if known:
            self._old.remove(known)
        self.given.append(answered)

    def take_back(self, number: int) -> None:
        """Forget the last ones: their question is going to be put once more."""
        del self.given[-number:]

    def rewind(self, index: int, *, keep_later: bool) -> None:
        """Ask the answer at ``index`` again; those after it stand where they can, or are offered one by one."""
        self._sure, self._old = self.given[:index], [*self.given[index:], *self._old]
        self.given = []
        self._is_anew, self._is_kept = True, keep_later

    def listed(self, lang: str) -> Iterator[tuple[int, str, str]]:
        """Number, label and words of each answer."""
        for number, answered in enumerate(self.given, 1):
            yield number, answered.label(lang), answered.shown
