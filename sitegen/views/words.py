"""Words of the interface inside views: marked here, translated only where a template shows them.

A field that may hold either is ``Words``: text that staff wrote is a ``str`` and stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the interface in Simplified Chinese, with ``%(name)s`` where one of ``values`` stands.

    A value that is text stands as it is, a phrase in the words of the site's language, a date as day and month, a tuple
    as a list. With ``number`` the words follow the language's rule of plurals.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()
    number: int | None = None


Words: TypeAlias = str | Phrase
Value: TypeAlias = str | int | date | Phrase | tuple[str | date | Phrase, ...]


def phrase(text: str, /, **values: Value) -> Phrase:
    """Words of the interface. ``text`` has to be written out: the catalogues are made from what stands in these calls."""
    return Phrase(text, tuple(values.items()))


def counted(text: str, number: int, /, **values: Value) -> Phrase:
    """Words about ``number`` things; ``%(num)s`` is the number."""
    return Phrase(text, (("num", number), *values.items()), number)
