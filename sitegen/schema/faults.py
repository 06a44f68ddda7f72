"""What pydantic found wrong with the values, in the words and at the places of the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pydantic import ValidationError

from sitegen.problems import Place, Problem, Severity
from sitegen.schema.keys import FieldKey, keys_of
from sitegen.schema.messages import kind_of, word

Loc = tuple[str | int, ...]


def value_problems(
    path: str,
    record: type,
    error: ValidationError,
    positions: Mapping[Loc, tuple[int, int]],
    settled: Collection[Loc],
) -> Iterator[Problem]:
    """One finding for each value that does not fit, but for the spots already ``settled``."""
    for found in error.errors(include_url=False, include_input=False):
        loc, field = _resolve(record, found["loc"])
        if any(loc[:end] in settled for end in range(1, len(loc) + 1)):
            continue
        wording = word(kind_of(found["type"]), {**found.get("ctx", {}), **_about(field)})
        line, column = _nearest(positions, loc)
        yield Problem(wording.code, Severity.ERROR, Place(path, line, column), wording.message, wording.fix)


def _about(field: FieldKey | None) -> dict[str, str]:
    if field is None:
        return {}
    keys = "、".join(f.zh for f in keys_of(field.shape.record)) if field.shape.record else "名称: 内容"
    return {"key": field.zh, "help": field.help_zh, "help_en": field.help_en, "keys": keys}


def _resolve(record: type, loc: Loc) -> tuple[Loc, FieldKey | None]:
    """A pydantic location without the tags of unions, and the innermost field on it."""
    here: type | None = record
    field: FieldKey | None = None
    path: list[str | int] = []
    for step in loc:
        if isinstance(step, int):
            path.append(step)
            continue
        found = next((f for f in keys_of(here) if f.name == step), None) if here else None
        if found is not None:
            field, here = found, found.shape.record
            path.append(step)
        elif field is not None and field.shape.is_mapping and step != "[key]":
            path.append(step)
    return tuple(path), field


def _nearest(positions: Mapping[Loc, tuple[int, int]], loc: Loc) -> tuple[int, int]:
    """The spot of a value, or of the nearest thing around it."""
    while loc and loc not in positions:
        loc = loc[:-1]
    return positions.get(loc, (1, 1))
