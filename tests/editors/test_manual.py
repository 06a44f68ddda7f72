"""The manual says what the program does: generated pages are up to date, and no key, code or command is in none of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import click
import pytest

from sitegen.cli import CHINESE, cli
from sitegen.editors.json_schema import ROOTS, schema_of
from sitegen.editors.pages import Command, Option, codes_page, commands_page, fields_page
from sitegen.rules import all_rules
from sitegen.schema.columns import KINDS, columns_of
from sitegen.schema.keys import keys_of, nested_records
from sitegen.schema.messages import WORDINGS
from sitegen.staff.explain import all_docs
from tests.conftest import ROOT

MANUAL = ROOT / "docs/manual"
PAGES = sorted(MANUAL.glob("*.md"))
WRITTEN = [page for page in PAGES if page.name not in ("fields.md", "codes.md", "commands.md")]
COMMON = {param.name for param in cli.params}


def options_in(command: click.Command, *, common: bool) -> list[Option]:
    found = []
    for param in command.params:
        if (param.name in COMMON) is not common:
            continue
        if isinstance(param, click.Option):
            value = "" if param.is_flag else f" {param.metavar or param.type.name.upper()}"
            found.append(Option(param.opts[0] + value, param.help or ""))
        else:
            found.append(Option(param.metavar or (param.name or "").upper(), ""))
    return found


def commands(group: click.Group = cli, above: str = "") -> Iterator[Command]:
    chinese = {en: zh for zh, en in CHINESE.items()}
    for name, command in group.commands.items():
        if not above or name not in cli.commands:
            yield Command(above + name, chinese.get(name, ""), command.help or "", options_in(command, common=False))
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


def generated() -> dict[str, str]:
    severities = {code: rule.severity.value for code, rule in all_rules().items()}
    return {
        "fields.md": fields_page(),
        "codes.md": codes_page(all_docs(), severities),
        "commands.md": commands_page(commands(), options_in(cli, common=True)),
    }


@pytest.mark.parametrize("name", ["fields.md", "codes.md", "commands.md"])
def test_a_generated_page_is_what_the_program_says_now(name: str) -> None:
    text = generated()[name]
    if os.environ.get("SITEGEN_UPDATE_DOCS") == "1":
        (MANUAL / name).write_text(text, "utf-8")
    assert (MANUAL / name).read_text("utf-8") == text, "SITEGEN_UPDATE_DOCS=1 renews it"


def test_every_key_is_in_the_manual_and_in_the_schema() -> None:
    page = (MANUAL / "fields.md").read_text("utf-8")
    for root, record in ROOTS.items():
        schema = schema_of(root)
        for each in nested_records(record):
            properties = (schema if each is record else schema["$defs"][each.__name__])["properties"]
            for key in keys_of(each):
                assert re.search(rf"^\| {key.zh} \| {key.alias} \|.*\| {re.escape(key.help_zh)} \|$", page, re.MULTILINE), (root, key)
                assert {key.zh, key.alias} <= set(properties)


def test_every_code_and_every_wording_of_a_wrong_value_is_in_the_manual() -> None:
    headings = set(re.findall(r"^### ([A-Z]\d{3})", (MANUAL / "codes.md").read_text("utf-8"), re.MULTILINE))
    assert headings == set(all_docs())
    assert {wording.code for wording in WORDINGS.values()} <= headings


def test_every_command_is_in_the_manual_under_both_names() -> None:
    page = (MANUAL / "commands.md").read_text("utf-8")
    for name in cli.commands:
        chinese = next((zh for zh, en in CHINESE.items() if en == name), None)
        assert chinese, f"{name} has no Chinese name"
        assert f"| `{name}` | {chinese} |" in page
    for zh, en in CHINESE.items():
        assert zh in page or en not in cli.commands


def test_import_columns_are_fields_of_the_schema() -> None:
    for record in KINDS.values():
        fields = {key.name: key for key in keys_of(record)}
        for column in columns_of(record):
            assert column.path[0].startswith("@") or column.path[0] in fields, column
    assert {"summary", "honours", "unit"} <= {column.path[0] for column in columns_of(KINDS["models"])}


@pytest.mark.parametrize("page", WRITTEN, ids=lambda p: p.name)
def test_a_written_page_is_short_and_names_only_what_exists(page: object) -> None:
    path = MANUAL / getattr(page, "name", "")
    text = path.read_text("utf-8")
    assert text.startswith("# ")
    assert len(text.splitlines()) <= 80
    for code in re.findall(r"\b[A-Z]\d{3}\b", text):
        assert code in all_docs(), code
    for name in re.findall(r"build\.py ([a-z]+)", text):
        assert name in cli.commands or name == "test", name
    for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", text):
        assert (path.parent / link).exists(), link


def examples() -> list[tuple[str, str]]:
    return [(page.name, block) for page in WRITTEN for block in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]


@pytest.mark.parametrize(("page", "block"), examples(), ids=lambda v: v if v.endswith(".md") else "")
def test_an_example_in_a_written_page_has_no_unknown_key_or_wrong_value(page: str, block: str) -> None:
    from sitegen.reading.frontmatter import parse_header
    from sitegen.schema.reading import read_record

    header, problems = parse_header(page, block.replace("---\n", ""))
    assert header is not None and not problems, problems
    told = [[p for p in read_record(root, page, header).problems if p.code != "S004"] for root in ROOTS.values()]
    assert [] in told, told


def test_the_index_leads_to_every_page() -> None:
    index = (MANUAL / "README.md").read_text("utf-8")
    for page in PAGES:
        assert page.name == "README.md" or f"({page.name})" in index, page.name
