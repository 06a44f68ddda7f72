"""Where words of the site come from: the line of the record that holds them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from sitegen.edition import Edition, address
from sitegen.inspection.leaks import squeezed
from sitegen.inspection.words import plain
from sitegen.problems import Place
from sitegen.records.filed import Filed

_TARGET = re.compile(r"\]\([^)]*\)")
_CELLS = re.compile(r"[|]")
_INTERNAL = ("slug", "note", "id")  # fields that no page shows as words
_BOARDS = ("promises/", "bulletins/")  # pages that show values of other records one by one


class Line(NamedTuple):
    """A line or value of a record: as written, and squeezed to words."""

    place: Place
    written: str
    words: str
    url: str  # of the record's page


class Origins:
    """The sources of an edition, read only when something was found."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        library = self.edition.library
        records: Iterable[Filed[Any]] = (*library.owners, *library.notice_files, *library.bulletins, *library.pages)
        found = [line for filed in records for line in _lines(filed, address(filed))]
        return (*found, *_values(library.site, ""))

    def of_words(self, words: str, start: int, length: int, url: str, but: str) -> Place | None:
        """The line that holds words found at ``url``, in a record other than ``but``. A name without any words around it is only
        believed to come from a value of its own that this page shows."""
        name = words[start : start + length]
        for line in self.lines:
            if name in line.words and line.place.path != but and _gave(line, words, start, name, url):
                return line.place
        return None

    def of_link(self, target: str, url: str) -> Place | None:
        """The line that links ``target`` (a page of the site) in the text of the record shown at ``url``."""
        slug = target.rpartition("/")[2].removesuffix(".html")
        return next((line.place for line in self.lines if line.url == url and f"{slug}." in line.written), None)

    def of_claim(self, words: str, path: str) -> Place | None:
        """The line of a record that holds these words."""
        wanted = squeezed(words)
        return next((line.place for line in self.lines if line.place.path == path and wanted and wanted in line.words), None)


def _gave(line: Line, words: str, start: int, name: str, url: str) -> bool:
    if line.words == name:
        return url == line.url or url.startswith(_BOARDS)
    before, after = words[:start], words[start + len(name) :]
    at = line.words.find(name)
    while at >= 0:
        # as much as the record has on either side must be there; the page may go on with words of its own
        left, right = line.words[max(at - len(before), 0) : at], line.words[at + len(name) :][: len(after)]
        if (left or right) and before.endswith(left) and after.startswith(right):
            return True
        at = line.words.find(name, at + 1)
    return False


def _lines(filed: Filed[Any], url: str) -> Iterator[Line]:
    yield from _values(filed, url)
    for number, line in enumerate(filed.body.split("\n")):
        if not line.strip():
            continue
        place = Place(filed.path, filed.body_line + number)
        for cell in _CELLS.split(line) if line.lstrip().startswith("|") else (line,):
            if words := squeezed(plain(_TARGET.sub("", cell))):
                yield Line(place, line, words, url)


def _values(filed: Filed[Any], url: str) -> Iterator[Line]:
    for loc, text in _texts(filed.record, ()):
        if words := squeezed(plain(text)):
            yield Line(Place(*filed.spot(*loc)), text, words, url)


def _texts(value: object, loc: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for key, child in value.items():
            yield from _texts(child, (*loc, str(key)))
    elif isinstance(value, tuple | list):
        for number, child in enumerate(value):
            yield from _texts(child, (*loc, number))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _INTERNAL:
                yield from _texts(getattr(value, field.name), (*loc, field.name))
