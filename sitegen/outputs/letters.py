"""Models by the first letter of the surname as it is read; the record's own 拼音 wins."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from sitegen.edition import Edition, numbered
from sitegen.outputs import Page
from sitegen.outputs.columns import head, people, roll_name
from sitegen.outputs.paging import paged, pager
from sitegen.records.entries import Model
from sitegen.records.filed import Filed
from sitegen.search.readings import own_reading, read_name
from sitegen.views.base import Count, Link
from sitegen.views.columns import Column, LettersView
from sitegen.views.words import phrase

_INDEX = "letters/index.html"
_TITLE = phrase("按姓名拼音查找")
_TEXT = phrase("先进人物按姓氏拼音的第一个字母排列。")
_OTHERS = phrase("其他")
_ON_A_PAGE = 300  # names
OTHERS = ""
"""The letter of names whose reading is not known: in the order of Unicode, which within a block is by radical, then by strokes."""


def column(edition: Edition) -> Column | None:
    number = len(people(edition))
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    found = _by_letter(edition)
    if not found:
        return
    counts = tuple(Count(letter or _OTHERS, _address(letter), len(found.get(letter, ()))) for letter in (*ascii_uppercase, OTHERS))
    letters = tuple(c if c.number else Count(c.title, "", 0) for c in counts if c.number or c.title != _OTHERS)
    total = sum(map(len, found.values()))
    yield Page(_INDEX, "letters.html", LettersView(head(_TITLE, _TEXT, "models"), "", letters, (), pager(_INDEX, 1, total, total)))
    for letter, models in found.items():
        first = _address(letter)
        for number, part in paged(models, _ON_A_PAGE):
            meta = head(phrase("姓名拼音 %(letter)s", letter=letter or _OTHERS), _TEXT, "models", (Link(_TITLE, _INDEX),), number)
            names = tuple(roll_name(edition, m) for m in part)
            view = LettersView(meta, letter or _OTHERS, letters, names, pager(first, number, len(models), _ON_A_PAGE))
            yield Page(numbered(first, number), "letters.html", view)


def _address(letter: str) -> str:
    return f"letters/{'other' if letter == OTHERS else letter.lower()}/index.html"


def _by_letter(edition: Edition) -> dict[str, list[Filed[Model]]]:
    """Models by letter, and within it by reading, then by name."""
    spoken = sorted(((_reading(edition, m), m.record.name, m.slug, m) for m in people(edition)), key=lambda entry: entry[:3])
    found: dict[str, list[Filed[Model]]] = {}
    for reading, _, _, model in spoken:
        letter = reading[:1].upper()
        found.setdefault(letter if letter in ascii_uppercase else OTHERS, []).append(model)
    return found


def _reading(edition: Edition, model: Filed[Model]) -> str:
    """The syllables of a name."""
    name = model.record.name
    usual = edition.readings[name, True] if (name, True) in edition.readings else read_name(name, True)
    return own_reading(model.record.pinyin, usual) if model.record.pinyin else usual
