"""SARIF of a check: the shape that the standard asks for, and fingerprints that outlive a moved line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.sarif import FINGERPRINT, sarif
from sitegen.staff.explain import all_docs
from tests.press import SMALL
from tests.sites import write_site
from tests.test_cli import run

# the parts of the standard that a check uses: sections 3.13, 3.14, 3.19, 3.27 to 3.30 and 3.49
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~/%-]+$"}, "uriBaseId": {"type": "string"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn")},
                },
            },
        },
    },
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": {**TEXT, "properties": {"text": {"type": "string"}, "markdown": {"type": "string"}}, "additionalProperties": False},
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
    },
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
        "relatedLocations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
SHAPE = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {"type": "array", "items": RULE, "uniqueItems": True},
                                },
                            }
                        },
                    },
                    "language": {"type": "string", "pattern": "^[a-z]{2}-[A-Z]{2}$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "originalUriBaseIds": {"type": "object"},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def problem(code: str, line: int, path: str = "content/models/张三.md", severity: Severity = Severity.WARNING) -> Problem:
    return Problem(code, severity, Place(path, line, 3), Say("有错", "wrong"), Say("改正", "mend it"), Place("site.yaml", 2))


def results(problems: list[Problem], lines: list[str], lang: str = "zh") -> list[dict[str, Any]]:
    made = sarif(problems, all_docs(), lambda _: lines, "1.0", lang)
    assert [e.message for e in Draft202012Validator(SHAPE).iter_errors(made)] == []
    found: list[dict[str, Any]] = made["runs"][0]["results"]
    return found


def test_a_finding_is_told_with_its_rule_place_and_what_to_do() -> None:
    found = results([problem("P004", 2), problem("N003", 1, severity=Severity.ERROR)], ["a", "b"])
    assert [(r["ruleId"], r["level"], r["ruleIndex"]) for r in found] == [("P004", "warning", 1), ("N003", "error", 0)]
    assert found[0]["message"]["text"] == "有错\n怎样改：改正"
    place = found[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/models/%E5%BC%A0%E4%B8%89.md"
    assert place["region"] == {"startLine": 2, "startColumn": 3}
    assert found[0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert results([problem("P004", 2)], ["a", "b"], "en")[0]["message"]["text"] == "wrong\nFix: mend it"


def marks(problems: list[Problem], lines: list[str]) -> list[str]:
    return [r["partialFingerprints"][FINGERPRINT] for r in results(problems, lines)]


def test_a_fingerprint_stays_when_the_line_moves_and_goes_when_it_changes() -> None:
    before = marks([problem("P004", 1)], ["期限: 2026-10-31"])
    assert marks([problem("P004", 3)], ["", "", "  期限:  2026-10-31"]) == before
    assert marks([problem("P004", 1)], ["期限: 2026-11-30"]) != before
    assert marks([problem("P005", 1)], ["期限: 2026-10-31"]) != before


def test_two_findings_on_equal_lines_have_fingerprints_of_their_own() -> None:
    found = marks([problem("P004", 1), problem("P004", 2)], ["同", "同"])
    assert len(set(found)) == 2


def test_no_fingerprint_can_be_tried_out_for_a_number_that_must_not_be_public() -> None:
    assert marks([problem("D001", 1)], ["电话 13800000000"]) == marks([problem("D001", 1)], ["电话 13900000000"])


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_writes_a_file_beside_its_report_with_the_same_exit_code(tmp_path: Path, lang: str) -> None:
    site = write_site(tmp_path / "site", SMALL.replace("结束: 2026-11-20", "结束: 2026-11-19"))
    file = tmp_path / "found.sarif"
    for _ in range(2):  # an older file is replaced
        result = run(site, "check", "--sarif", str(file), lang=lang)
        assert result.returncode == 1
        assert "N003" in result.stderr
    made = json.loads(file.read_text("utf-8"))
    assert [e.message for e in Draft202012Validator(SHAPE).iter_errors(made)] == []
    found = {r["ruleId"]: r for r in made["runs"][0]["results"]}
    assert found["N003"]["level"] == "error"
    assert {r["id"] for r in made["runs"][0]["tool"]["driver"]["rules"]} == set(found)
    assert all("help" in rule for rule in made["runs"][0]["tool"]["driver"]["rules"])


@pytest.mark.slow
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    (tmp_path / "file").write_text("x")
    result = run(site, "check", "--sarif", str(tmp_path / "file/found.sarif"))
    assert result.returncode == 1
    assert "写不了" in result.stderr
    assert "Traceback" not in result.stderr
