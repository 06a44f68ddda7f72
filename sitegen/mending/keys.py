"""Keys that are misspelt or written twice (F011, S001, S003)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sitegen.mending.edits import Edit
from sitegen.mending.menders import Mend, of_file
from sitegen.mending.pieces import Piece, Written
from sitegen.problems import Problem
from sitegen.reading.lines import indent, key_line, key_text
from sitegen.schema.keys import FieldKey, keys_of
from sitegen.schema.unknown import suggest
from sitegen.search.readings import read_name


@of_file("F011", "S003")
def written_twice(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The second of two equal values goes; of two that differ a person has to choose."""
    if problem.related is None:
        return
    first, again = _block(piece, problem.related.line), _block(piece, problem.place.line)
    if first and again and first[0] == again[0]:
        start, end = piece.offset(problem.place.line), piece.offset(problem.place.line + again[1])
        yield Mend((Edit(start, min(end, len(piece.text)) - start, ""),))


def _block(piece: Piece, line: int) -> tuple[list[str], int] | None:
    """What stands behind the key of a line and below it, without the indentation; and the number of its lines."""
    key = key_line(piece.lines[line - 1])
    if key is None or piece.lines[line - 1][: key.column].strip():
        return None
    below: list[str] = []
    end = piece.header_line - 1 + piece.parts.header.count("\n") + 1
    for text in piece.lines[line:end]:
        if not text.strip() or (indent(text) <= key.column and not (indent(text) == key.column and text.lstrip().startswith("- "))):
            break
        below.append(text[key.column :].rstrip())
    return [unicodedata.normalize("NFKC", key.value), *below], 1 + len(below)


@of_file("S001")
def misspelt(piece: Piece, problem: Problem) -> Iterator[Mend]:
    """The one key that was meant; a key that looks like another by chance, or belongs elsewhere, is left alone."""
    place = problem.place.line, problem.place.column
    found = next((w for w in piece.written if (w.key.line, w.key.column) == place and w.field is None), None)
    if found is None:
        return
    taken = {w.field.name for w in piece.written if w.mapping is found.mapping and w.field}
    spelling = re.compile(r"[^\s:：]+(?:[ \u3000]+[^\s:：]+)*").match(piece.text, piece.offset(*place))
    if spelling is None or key_text(spelling[0]) != found.key.text:
        return
    for field, is_form in _meant(found, taken):
        name = field.alias if found.key.text.isascii() else field.zh
        yield Mend((Edit(spelling.start(), len(spelling[0]), name),), is_form)


def _meant(found: Written, taken: set[str]) -> Iterator[tuple[FieldKey, bool]]:
    key = "".join(found.key.text.split()).casefold()
    free = [f for f in keys_of(found.record) if f.name not in taken]
    if same := [f for f in free if key in (f.zh, f.alias.casefold())]:
        yield same[0], True
        return
    near = suggest(found.key.text, found.record).fields
    # a fix that names another level has no fields; two that are equally near leave a choice
    if len(near) == 1 and (field := next((f for f in free if f.name == near[0]), None)) and _is_sure(key, field):
        yield field, False


def _is_sure(key: str, field: FieldKey) -> bool:
    """A key that is needed and missing, sounds alike, or holds the right one whole."""
    if key.isascii():
        return one_slip(key, field.alias)
    holds = len(field.zh) > 1 and (field.zh in key or (len(key) > 1 and _is_part(key, field.zh)))
    return holds or sounds_alike(key, field.zh) or (field.needed and one_slip(key, field.zh))


def sounds_alike(word: str, right: str) -> bool:
    """Two Chinese words of one reading, tones aside: the slip of an input method."""
    return len(word) == len(right) > 1 and not word.isascii() and read_name(word, False) == read_name(right, False)


def _is_part(key: str, right: str) -> bool:
    """``副题`` of ``副标题``: all its characters in their order, one of them left out."""
    rest = iter(right)
    return len(key) == len(right) - 1 and all(c in rest for c in key)


def one_slip(key: str, right: str) -> bool:
    """One character wrong, missing, too many, or two in the wrong order."""
    if key == right or abs(len(key) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(key, right, strict=False)) if a != b), min(len(key), len(right)))
    a, b = key[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
