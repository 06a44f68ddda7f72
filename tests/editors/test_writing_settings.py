"""The files that ``editors`` writes: they are read by what they are for, and staff's own settings stay."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.editors import cms, vscode
from sitegen.editors.json_schema import ROOTS
from sitegen.editors.placing import Outcome, place, written
from sitegen.editors.snippets import SNIPPETS, expanded, snippets
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.reading.frontmatter import parse_document, parse_header
from sitegen.records.entries import Model, NoticeFile, Unit
from sitegen.report import render
from sitegen.schema.keys import key_table
from sitegen.schema.reading import read_record
from tests.press import SMALL
from tests.sites import write_site
from tests.test_cli import data, run

Found = tuple[str, int, int, str, str, str]


def matched(report: str) -> list[Found]:
    """What an editor takes out of a report: the first matcher that fits, over one line or two."""
    lines, found = report.split("\n"), []
    for number in range(len(lines)):
        for matcher in vscode.matchers():
            patterns = matcher["pattern"] if isinstance(matcher["pattern"], list) else [matcher["pattern"]]
            hits = [re.search(p["regexp"], text) for p, text in zip(patterns, lines[number:], strict=False)]
            if len(hits) == len(patterns) and all(hits):
                places = {
                    name: hit[group] for p, hit in zip(patterns, hits, strict=True) if hit for name, group in p.items() if name != "regexp"
                }
                found.append(
                    (places["file"], int(places["line"]), int(places["column"]), matcher["severity"], places["code"], places["message"])
                )
    return found


@pytest.mark.slow
def test_the_problem_matchers_find_every_finding_of_a_real_check_in_both_languages(tmp_path: Path) -> None:
    block = SMALL.replace("-- content/models/zhang-san.md --", "-- content/models/张三.md --").replace(
        "结束: 2026-11-20", "结束: 2026-11-19"
    )
    block = block.replace("models/zhang-san.md)", "models/张三.md)").replace("    推荐: {方式: 自荐, 日期: 2026-09-02}, ", "")
    site = write_site(tmp_path / "site", block)
    for lang in ("zh", "en"):
        told = data(run(site, "check", "--json", lang=lang))["problems"]
        seen = matched(run(site, "check", lang=lang).stderr)
        assert {(p["path"], p["line"], p["column"], p["severity"], p["code"], p["message"]) for p in told} == set(seen)
        assert len(seen) == len(told) > 1
        assert any("张三" in f[0] for f in seen)
        assert {f[3] for f in seen} >= {"error"}


PATHS = ["content/models/张 三.md", "site.yaml", "content/units/a-b（示例）.md"]
ROWS = st.tuples(
    st.sampled_from(PATHS),
    st.integers(1, 999),
    st.integers(1, 99),
    st.sampled_from(list(Severity)),
    st.sampled_from(["N003", "K001"]),
    st.sampled_from(["公示：少 1 天", "a: b"]),
)


@given(st.lists(ROWS, min_size=1, max_size=6, unique=True), st.booleans(), st.sampled_from(["zh", "en"]))
def test_any_report_is_matched_line_by_line(rows: list[tuple[str, int, int, Severity, str, str]], brief: bool, lang: str) -> None:
    problems = [
        Problem(code, severity, Place(path, line, column), Say(text, text), Say("改", "mend"), Place("site.yaml", 1))
        for path, line, column, severity, code, text in rows
    ]
    report = render(problems, lambda _: ["姓名: 张三"], lang=lang, brief=brief)
    assert sorted(matched(report)) == sorted(
        (path, line, column, str(severity), code, text) for path, line, column, severity, code, text in rows
    )


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda s: s.words[-1])
def test_a_snippet_that_is_only_tabbed_through_is_a_record_that_can_be_read(snippet: Any) -> None:
    text = expanded(json.loads(snippets())[snippet.name]["body"], ("2026", "11", "18"))
    assert "$" not in text
    if snippet.is_item:
        header, problems = parse_header("x", f"姓名: 张三\n摘要: 一个人\n{text}")
        record: type = Model
    else:
        document = parse_document("x", text)
        header, problems, record = document.header, document.problems, snippet.record
        assert record in (Model, Unit, NoticeFile)
    assert header is not None and not problems, problems
    assert read_record(record, "x", header).problems == ()


def test_the_settings_name_schemas_that_are_written_beside_them() -> None:
    files = vscode.files(has_launcher=True)
    for path in vscode.settings()["yaml.schemas"]:
        assert path.removeprefix("./") in files
    for text in files.values():
        json.loads(text)


def test_forms_in_the_editor_ask_only_for_keys_that_exist() -> None:
    for kind in vscode.settings()["frontMatter.taxonomy.contentTypes"]:
        known = key_table(ROOTS[kind["name"]])
        assert {f["name"] for f in kind["fields"]} <= set(known)
        assert {f["name"] for f in kind["fields"] if f["required"]} == {k.zh for k in known.values() if k.needed and not k.shape.is_list}


def test_what_the_cms_writes_can_be_read() -> None:
    config = yaml.safe_load(cms.config(people=("甲", "乙")))
    assert config["local_backend"] is True
    model = next(c for c in config["collections"] if c["name"] == "models")
    criteria = next(f for f in model["fields"] if f["name"] == "五带头")
    assert [f["name"] for f in criteria["fields"]] == ["甲", "乙"]
    filled = {f["name"]: sample_of(f) for f in model["fields"] if f["name"] != "body"}
    text = "---\n" + yaml.safe_dump(filled, allow_unicode=True) + "---\n正文\n"
    document = parse_document("content/models/a.md", text)
    assert document.header is not None and not document.problems, document.problems
    assert [(p.place.line, p.message.zh) for p in read_record(Model, "a", document.header).problems] == []


def sample_of(field: dict[str, Any]) -> Any:
    """What a form stores for a field: as its widget writes it."""
    if "fields" in field:
        inner = {f["name"]: sample_of(f) for f in field["fields"]}
        return [inner] if field["widget"] == "list" else inner
    if field["widget"] == "list":
        return ["甲", "乙"]
    if field["widget"] == "select":
        return field["options"][0]
    if field["widget"] == "number":
        return 2026
    if field["widget"] == "datetime":
        return "2026-11-18"
    examples = ("文字", "abc-1", "1968-05", "甲省/乙市", "5个工作日", "17:00", "0871-123456", "a@example.org", "2026")
    return next(e for e in examples if "pattern" not in field or re.search(field["pattern"][0], e))


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_a_file_that_staff_did_not_touch_is_renewed(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    assert run(site, "editors", "--cms").returncode == 0
    before = {p: p.read_bytes() for p in site.rglob("*") if p.is_file() and ".sitegen" not in p.parts}
    assert {r["outcome"] for r in data(run(site, "编辑器", "--cms", "--json"))} == {"same"}
    assert {p: p.read_bytes() for p in before} == before
    (outcome, _) = place(site, {".vscode/tasks.json": "{}\n"})
    assert outcome.outcome is Outcome.RENEWED


@pytest.mark.slow
def test_settings_of_staff_are_kept_and_told_and_what_is_missing_is_added(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    file = site / ".vscode/settings.json"
    file.parent.mkdir()
    file.write_text(written({"files.eol": "\r\n", "mine": 1, "files.exclude": {"x": True}}), "utf-8")
    result = run(site, "editors")
    assert result.returncode == 0
    assert "照原样留着：files.eol" in result.stdout
    merged = json.loads(file.read_text("utf-8"))
    assert (merged["files.eol"], merged["mine"], merged["files.exclude"]) == ("\r\n", 1, {"x": True, ".sitegen": True})
    assert "yaml.schemas" in merged
    once = file.read_bytes()
    assert run(site, "editors").returncode == 0
    assert file.read_bytes() == once


def test_tasks_of_staff_stand_beside_ours_and_one_of_the_same_name_wins(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    own = {"version": "2.0.0", "tasks": [{"label": "检查", "command": "mine"}, {"label": "别的", "command": "other"}]}
    (tmp_path / ".vscode/tasks.json").write_text(written(own), "utf-8")
    placed, _ = place(tmp_path, {".vscode/tasks.json": vscode.files(has_launcher=False)[".vscode/tasks.json"]})
    found = json.loads(placed.after)["tasks"]
    assert [t["label"] for t in found] == ["检查", "别的", "预览", "发布", "状态"]
    assert found[0]["command"] == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("text", ['{\n  // 我们的设置\n  "a": 1\n}\n', "[1]\n", "not json"])
def test_a_file_that_cannot_be_merged_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    site = write_site(tmp_path / "site", SMALL)
    file = site / ".vscode/settings.json"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    result = run(site, "editors")
    assert result.returncode == 1
    assert "没有动" in result.stdout
    assert file.read_text("utf-8") == text
    assert (site / ".vscode/tasks.json").is_file()


@pytest.mark.slow
def test_a_cms_configuration_that_staff_changed_is_refused(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    run(site, "editors", "--cms")
    (site / "admin/config.yml").write_text("backend: {name: github}\n", "utf-8")
    assert run(site, "editors", "--cms").returncode == 1
    assert (site / "admin/config.yml").read_text("utf-8") == "backend: {name: github}\n"


@pytest.mark.slow
def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    assert run(tmp_path, "editors").returncode == 2
    assert not (tmp_path / ".vscode").exists()
