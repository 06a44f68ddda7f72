"""Attacks on the notice period, carried out over several days on a real folder; each has an honest twin without findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.problems import Severity
from sitegen.rules import all_rules
from tests.attacks.rows import ATTACKS, Attack
from tests.attacks.world import Publish, ledger_codes, live, record, render, state

ROWS_OF_THE_LEDGER = {1, 2, 5, 7, 8, 13, 15, 18, 19, 20, 21, 23, 27, 28, 29, 30, 37, 38, 39, 43}


def attempt(tmp_path: Path, attack: Attack, publish: Publish) -> None:
    """Live through the honest days, attack, and see what a publish says and does."""
    site = live(tmp_path / "site", attack.block, attack.lived, publish)
    for edit in attack.edits:
        edit(site)
    before = state(site)
    problems = publish(site, attack.day)
    found = [p for p in problems if p.code == attack.code]
    assert found, [f"{p.code} {p.message.zh}" for p in problems]
    assert {p.severity for p in found} == {attack.severity}
    assert all(any(text in p.message.zh for p in found) for text in attack.says), [p.message.zh for p in found]
    assert all(any(text in p.fix.zh for p in found) for text in attack.fix), [p.fix.zh for p in found]
    assert {p.code for p in problems if p.code[0] == "E"} <= {attack.code} | attack.also
    if attack.severity is Severity.ERROR:
        assert state(site) == before
    else:
        assert state(site) != before


def act_lawfully(tmp_path: Path, attack: Attack, publish: Publish) -> None:
    """Live through the honest days and do the same thing in the lawful way."""
    site = live(tmp_path / "site", attack.block, attack.lived if attack.twin_lived is None else attack.twin_lived, publish)
    for edit in attack.twin:
        edit(site)
    before = state(site)
    problems = publish(site, attack.twin_day or attack.day)
    assert ledger_codes(problems) == []
    assert [f"{p.code} {p.message.zh}" for p in problems if p.severity is Severity.ERROR] == []
    assert state(site) != before or not attack.twin


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_is_found_and_an_error_records_nothing(tmp_path: Path, attack: Attack) -> None:
    attempt(tmp_path, attack, record)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_the_lawful_way_to_do_the_same_is_silent(tmp_path: Path, attack: Attack) -> None:
    act_lawfully(tmp_path, attack, record)


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_leaves_the_published_site_as_it_was(tmp_path: Path, attack: Attack) -> None:
    attempt(tmp_path / "attack", attack, render)
    act_lawfully(tmp_path / "twin", attack, render)


def test_every_row_that_the_ledger_can_see_is_attacked() -> None:
    assert {attack.row for attack in ATTACKS} == ROWS_OF_THE_LEDGER


def test_every_rule_on_the_ledger_has_an_attack_and_a_twin() -> None:
    assert {attack.code for attack in ATTACKS} == {code for code, rule in all_rules().items() if rule.evidence == "ledger"}


def test_every_attack_has_the_severity_of_its_rule() -> None:
    assert all(all_rules()[attack.code].severity is attack.severity for attack in ATTACKS)
