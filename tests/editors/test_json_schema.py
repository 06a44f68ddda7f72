"""The schema of a file takes what the reader of that file takes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from sitegen.editors.json_schema import DRAFT, ROOTS, schema_of
from sitegen.reading.frontmatter import parse_header
from sitegen.schema.keys import keys_of, nested_records
from sitegen.schema.reading import read_record
from sitegen.writing.compose import lines_of
from tests.conftest import ROOT

SAMPLES = sorted((ROOT / "content").rglob("*.md"))
JUNK = ["", "是", "2026-11-02", "2026-02-30", "abc", "12", "省", "5个工作日", "17:00", "某", "a@b.cn", "0871-123456", "工作日", "x" * 130]


class Core(yaml.SafeLoader):
    """Scalars as YAML 1.2 and the editors read them: no dates, no yes and no, no base of sixty."""


Core.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":int"))]
    for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))


@cache
def validator(root: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(root))


def header(path: str) -> str:
    text = (ROOT / path).read_text("utf-8")
    return text if path.endswith(".yaml") else text.split("---\n")[1]


def files() -> Iterator[tuple[str, str]]:
    yield "site", "site.yaml"
    for file in SAMPLES:
        path = file.relative_to(ROOT).as_posix()
        yield path.split("/")[1], path


@pytest.mark.parametrize("root", ROOTS)
def test_a_schema_is_one_in_2020_12_and_in_the_draft_that_editors_know(root: str) -> None:
    schema = schema_of(root)
    assert schema["$schema"] == DRAFT
    Draft202012Validator.check_schema(schema)
    Draft7Validator.check_schema({**schema, "$schema": "http://json-schema.org/draft-07/schema#"})


@pytest.mark.parametrize(("root", "path"), list(files()), ids=str)
def test_the_sample_site_fits(root: str, path: str) -> None:
    written = yaml.load(header(path), Core)
    assert [e.message for e in validator(root).iter_errors(written)] == []


@pytest.mark.parametrize("root", ROOTS)
def test_every_key_is_there_in_both_spellings_with_its_chinese_help(root: str) -> None:
    schema = schema_of(root)
    for record in nested_records(ROOTS[root]):
        here = schema if record is ROOTS[root] else schema["$defs"][record.__name__]
        for key in keys_of(record):
            assert here["properties"][key.zh] == here["properties"][key.alias]
            assert here["properties"][key.alias]["title"] == key.zh
            assert key.help_zh in here["properties"][key.zh]["description"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in items:
        yield from leaves(below, (*path, name))


def holder(tree: Any, path: tuple[Any, ...]) -> Any:
    for name in path[:-1]:
        tree = tree[name]
    return tree


@cache
def trees() -> tuple[tuple[str, Any], ...]:
    return tuple((root, yaml.load(header(path), yaml.BaseLoader)) for root, path in files())


def spoil(tree: Any, path: tuple[Any, ...], how: str, word: str) -> None:
    here, name = holder(tree, path), path[-1]
    if how == "replace":
        here[name] = word
    elif how == "delete":
        del here[name]
    elif how == "list":
        here[name] = [here[name]]
    elif how == "wrap":
        here[name] = {"日期": word}
    elif isinstance(here, dict):
        here[{"free": "x-自用", "unknown": "没有这个键", "english": "name", "date": "date"}[how]] = word


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_spoilt_file_is_refused_by_the_schema_exactly_where_the_reader_refuses_it(data: st.DataObject) -> None:
    root, whole = data.draw(st.sampled_from(trees()))
    tree = copy.deepcopy(whole)
    path = data.draw(st.sampled_from(list(leaves(tree))))
    how = data.draw(st.sampled_from(["replace", "delete", "list", "wrap", "free", "unknown", "english", "date"]))
    spoil(tree, path, how, data.draw(st.sampled_from(JUNK)))
    node, problems = parse_header("x", lines_of(tree))
    assert node is not None and not problems
    record: type[object] = ROOTS[root]
    read = read_record(record, "x", node)
    seen = yaml.load(lines_of(tree), yaml.BaseLoader)
    if has_blank(seen):  # an empty value is null to an editor
        seen = emptied(seen)
    assert validator(root).is_valid(seen) == (not read.problems), (path, how, read.problems)


def has_blank(value: Any) -> bool:
    return any(holder(value, path)[path[-1]] == "" for path in leaves(value))


def emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: emptied(below) for name, below in value.items()}
    if isinstance(value, list):
        return [emptied(below) for below in value]
    return None if value == "" else value
