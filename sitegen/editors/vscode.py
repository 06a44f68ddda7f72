"""The folder ``.vscode/`` of a site: schemas, settings, snippets, and tasks whose findings stand beside the lines. Pure."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.editors.json_schema import ROOTS, TITLES, options_of, schema_of
from sitegen.editors.placing import written
from sitegen.editors.snippets import snippets, words_of
from sitegen.editors.values import value_of
from sitegen.schema.keys import FieldKey, keys_of

FOLDER = ".vscode"
SCHEMAS = f"{FOLDER}/sitegen"
_SEVERITIES = (("error", "错误|error"), ("warning", "警告|warning"), ("info", "提示|info"))
_SPOT = r"^(.+?):(\d+):(\d+)  (?:{words}) ([A-Z]\d{{3}})"
_FIELD_TYPES = {"number": "number", "year": "number", "day": "datetime", "yes": "choice", "texts": "list"}


def files(*, has_launcher: bool) -> Mapping[str, str]:
    """Every file by its path in the site; ``has_launcher``: build.py stands in the site's folder."""
    return {
        **{f"{SCHEMAS}/{root}.schema.json": written(schema_of(root)) for root in ROOTS},
        f"{FOLDER}/settings.json": written(settings()),
        f"{FOLDER}/tasks.json": written(tasks(has_launcher=has_launcher)),
        f"{FOLDER}/extensions.json": written(extensions()),
        f"{FOLDER}/sitegen.code-snippets": snippets(),
    }


def settings() -> dict[str, Any]:
    """Settings that make an editor read and write what the program reads."""
    return {
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.exclude": {".sitegen": True},
        "search.exclude": {"output": True, "ledger": True},
        "editor.unicodeHighlight.allowedLocales": {"zh-hans": True},
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"},
            "editor.unicodeHighlight.ambiguousCharacters": False,
        },
        "yaml.yamlVersion": "1.2",
        "yaml.schemaStore.enable": False,
        "yaml.schemas": {f"./{SCHEMAS}/site.schema.json": ["site.yaml"]},
        "frontMatter.framework.id": "other",
        "frontMatter.content.pageFolders": [
            {"title": TITLES[root], "path": f"[[workspace]]/content/{root}", "contentTypes": [root]} for root in _folders()
        ],
        "frontMatter.taxonomy.contentTypes": [
            {"name": root, "pageBundle": False, "fields": list(_fields(ROOTS[root]))} for root in _folders()
        ],
    }


def _folders() -> list[str]:
    return [root for root in ROOTS if root != "site"]


def _fields(record: type) -> Iterator[dict[str, Any]]:
    """The fields that a form beside the text can hold: single values and one level of parts; lists of parts stay in the text."""
    hints = typing.get_type_hints(record, include_extras=True)
    for key in keys_of(record):
        shape, told = key.shape, {"title": key.zh, "name": key.zh, "description": key.help_zh, "required": key.needed}
        if shape.record is not None and not shape.is_list:
            yield {**told, "type": "fields", "fields": [f for f in _fields(shape.record) if f["type"] != "fields"]}
        elif shape.record is None and not shape.is_mapping and key.name != "note":
            yield {**told, **_form(key, hints[key.name])}


def _form(key: FieldKey, hint: Any) -> dict[str, Any]:
    if words := words_of(hint):
        return {"type": "choice", "choices": list(words)}
    name = value_of(options_of(hint)[0]).name
    if name == "yes":
        return {"type": "choice", "choices": ["是", "否"]}
    if name == "day":
        return {"type": "datetime", "dateFormat": "yyyy-MM-dd"}
    return {"type": _FIELD_TYPES.get(name, "string")}


def extensions() -> dict[str, Any]:
    """What helps with the files of a site; nothing of it is needed."""
    return {"recommendations": ["redhat.vscode-yaml", "eliostruyf.vscode-front-matter"]}


def tasks(*, has_launcher: bool) -> dict[str, Any]:
    """The commands that staff run, in the menu Terminal › Run Task."""
    return {
        "version": "2.0.0",
        "tasks": [
            {**_task("检查", "check", has_launcher), "group": {"kind": "build", "isDefault": True}, "problemMatcher": matchers()},
            {**_task("预览", "preview", has_launcher), "problemMatcher": matchers()},
            {**_task("发布", "publish", has_launcher), "problemMatcher": matchers()},
            {**_task("状态", "status", has_launcher), "problemMatcher": []},
        ],
    }


def _task(label: str, command: str, has_launcher: bool) -> dict[str, Any]:
    site = ["--site", "${workspaceFolder}"]
    run: dict[str, Any] = {"command": "sitegen", "args": [command, *site]}
    if has_launcher:
        run = {"command": "python3", "args": ["build.py", command], "windows": {"command": "py"}}
    return {"label": label, "type": "process", **run, "options": {"cwd": "${workspaceFolder}"}, "presentation": {"clear": True}}


def matchers() -> list[dict[str, Any]]:
    """Problem matchers for the report in both languages: two lines a finding, or one where it is told in brief."""
    found = []
    for severity, words in _SEVERITIES:
        spot = _SPOT.format(words=words)
        places = {"file": 1, "line": 2, "column": 3, "code": 4}
        long = [{"regexp": f"{spot}$", **places}, {"regexp": "^  (.+)$", "message": 1}]
        short = {"regexp": f"{spot}  (.+)$", **places, "message": 5}
        found += [_matcher(f"{severity}-long", severity, long), _matcher(f"{severity}-short", severity, short)]
    return found


def _matcher(name: str, severity: str, pattern: Any) -> dict[str, Any]:
    return {
        "owner": f"sitegen-{name}",
        "source": "sitegen",
        "severity": severity,
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": pattern,
    }
