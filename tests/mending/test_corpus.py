"""Over the whole corpus of mistakes: what claims to be mended is, nothing new is wrong, and every other value stays."""

from __future__ import annotations

from collections import Counter

import pytest

from sitegen.mending.whole import Mending
from tests.mending.world import mend_one
from tests.reading.corpus import Case, cases, read, value_at

MISTAKES = [case for case in cases() if not case.is_clean]
CLEAN = [case for case in cases() if case.is_clean]
WHOLE = 116  # of 224; the others hold something that only a person can say


def _mended(case: Case) -> tuple[Mending, bytes]:
    found = mend_one(case.kind, case.data)
    return found, found.files[0].after if found.files else case.data


def _name(case: Case) -> str:
    return case.name.replace(" ", "-")


@pytest.mark.parametrize("case", MISTAKES, ids=_name)
def test_a_mended_file_has_fewer_mistakes_and_no_new_one(case: Case) -> None:
    found, data = _mended(case)
    before = Counter(p.code for p in read(case.kind, case.data)[1])
    after = Counter(p.code for p in read(case.kind, data)[1])
    assert not after - before
    for file in found.files:
        for code in file.codes:
            assert after[code] < before[code], code


@pytest.mark.parametrize("case", MISTAKES, ids=_name)
def test_a_second_run_changes_nothing(case: Case) -> None:
    _, data = _mended(case)
    assert mend_one(case.kind, data).files == ()


@pytest.mark.parametrize("case", CLEAN, ids=_name)
def test_a_clean_file_is_not_touched(case: Case) -> None:
    assert mend_one(case.kind, case.data).files == ()


def test_most_of_the_mistakes_with_one_right_answer_are_mended_whole() -> None:
    assert sum(not read(case.kind, _mended(case)[1])[1] for case in MISTAKES) >= WHOLE


def test_values_that_the_corpus_tells_are_those_of_the_mended_file() -> None:
    told = [case for case in MISTAKES if case.values]
    assert told
    for case in told:
        record, problems = read(case.kind, _mended(case)[1])
        assert not problems
        assert {path: str(value_at(record, path)) for path in case.values} == case.values
