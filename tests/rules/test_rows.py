"""Every rule finds what it must at the right spot, proposes what mends it, and is silent on the mended twin."""

from __future__ import annotations

import re

import pytest

from sitegen.problems import Problem
from sitegen.rules import all_rules
from tests.rules import rows_honours, rows_notices, rows_privacy, rows_probes, rows_records
from tests.rules.rows import Row
from tests.sites import files_of, findings

ROWS = (*rows_notices.ROWS, *rows_honours.ROWS, *rows_records.ROWS, *rows_privacy.ROWS, *rows_probes.ROWS)

# only people know what is right here (evidence, an answer, a document, which of two is meant), or something is to be deleted
NOT_COMPUTED = {"N006", "N009", "H018", "H023", "H030", "N030", "R002", "R006"} | rows_privacy.NOT_COMPUTED


def _found(row: Row, block: str) -> list[Problem]:
    return [p for p in findings(block, row.today) if p.code == row.code]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule_finds_its_failing_example_at_the_right_spot(row: Row) -> None:
    found = _found(row, row.block)
    path, _, text = row.at.partition(": ")
    spots = {(p.place.path.rsplit("/", 1)[-1].partition(".")[0], _text_at(row.block, p)) for p in found}
    assert any(name == path and there.startswith(text) for name, there in spots), (row.at, spots)


def _text_at(block: str, problem: Problem) -> str:
    return files_of(block)[problem.place.path].split("\n")[problem.place.line - 1][problem.place.column - 1 :]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_fix_holds_the_corrected_value_in_both_languages(row: Row) -> None:
    found = _found(row, row.block)
    assert any(row.fix in p.fix.zh for p in found), [p.fix.zh for p in found]
    for date in re.findall(r"\d{4}-\d\d-\d\d", row.fix):
        assert any(date in p.fix.en for p in found), [p.fix.en for p in found]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule_is_silent_on_the_mended_twin(row: Row) -> None:
    assert not _found(row, row.twin)


def rules_on_content() -> set[str]:
    """The codes of the tables here: rules on the ledger are attacked in tests/attacks, those on the deployed site in tests/probe."""
    return {code for code, rule in all_rules().items() if rule.evidence not in ("ledger", "probe")}


def test_every_rule_has_a_row() -> None:
    assert {row.code for row in ROWS} == rules_on_content()


def test_every_fix_is_computed_where_it_can_be() -> None:
    computed = {row.code for row in ROWS if row.is_computed}
    assert rules_on_content() - computed == NOT_COMPUTED


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_messages_are_short_and_in_both_languages(row: Row) -> None:
    for problem in _found(row, row.block):
        for say in (problem.message, problem.fix):
            assert re.search("[一-鿿]", say.zh), say
            assert re.search("[a-z]{2}", say.en), say
        assert len(problem.message.zh) <= 80
        assert len(problem.message.en) <= 160
