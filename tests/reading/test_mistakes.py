"""Every planted mistake is found with its code, at its line and column, with a fix that helps; clean twins stay silent."""

from __future__ import annotations

import re
import time

import pytest

from sitegen.problems import Problem
from tests.reading.corpus import Case, cases, read, value_at

MISTAKES = [case for case in cases() if not case.is_clean]
CLEAN = [case for case in cases() if case.is_clean]


def _name(case: Case) -> str:
    return case.name.replace(" ", "-")


def _key(problem: Problem) -> tuple[int, int, str, int | None, str]:
    also = problem.related.line if problem.related else None
    return problem.place.line, problem.place.column, problem.code, also, problem.severity.value


@pytest.mark.parametrize("case", MISTAKES, ids=_name)
def test_a_mistake_is_found_where_it_stands(case: Case) -> None:
    _, problems = read(case.kind, case.data)
    wanted = sorted((e.line, e.column, e.code, e.also or 0, e.severity) for e in case.expected)
    assert sorted((line, column, code, also or 0, s) for line, column, code, also, s in map(_key, problems)) == wanted
    for expected in case.expected:
        fixes = [p.fix.zh for p in problems if (p.code, p.place.line, p.place.column) == (expected.code, expected.line, expected.column)]
        assert any(expected.fix in fix for fix in fixes), fixes


@pytest.mark.parametrize("case", MISTAKES, ids=_name)
def test_a_mistake_is_said_in_both_languages_without_leftovers(case: Case) -> None:
    _, problems = read(case.kind, case.data)
    for problem in problems:
        for say in (problem.message, problem.fix):
            assert say.zh and say.en
            assert re.search("[一-鿿]", say.zh)
            assert not re.search(r"\{[a-z_]+\}|None|[\x00-\x1f\ufdd0]", say.zh + say.en), say


@pytest.mark.parametrize("case", CLEAN, ids=_name)
def test_a_clean_twin_gives_a_record_and_no_finding(case: Case) -> None:
    record, problems = read(case.kind, case.data)
    assert problems == ()
    assert record is not None
    for path, value in case.values.items():
        assert str(value_at(record, path)) == value, path


def test_values_of_a_file_with_an_invisible_character_are_read_without_it() -> None:
    for case in cases("encoding"):
        if case.values:
            text = case.data.decode().replace("\u200b", "")
            record, problems = read(case.kind, text.encode())
            assert not problems
            assert all(str(value_at(record, path)) == value for path, value in case.values.items())


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(MISTAKES) >= 60
    assert len(CLEAN) >= 20
    assert len({case.name for case in [*MISTAKES, *CLEAN]}) == len(MISTAKES) + len(CLEAN)


def test_no_mistake_takes_long_to_find() -> None:
    for case in [*MISTAKES, *CLEAN]:
        data = case.data
        start = time.perf_counter()
        read(case.kind, data)
        assert time.perf_counter() - start < 0.5, case.name
